package sandbox

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// messageFields are the parameters of a message (Twilio's OpenAPI document of 2026).
const messageFields = `To StatusCallback ApplicationSid MaxPrice ProvideFeedback Attempt ValidityPeriod
	ForceDelivery ContentRetention AddressRetention SmartEncoded PersistentAction TrafficType ShortenUrls
	ScheduleType SendAt SendAsMms ContentVariables RiskCheck From FallbackFrom MessagingServiceSid Body
	MediaUrl ContentSid MessageIntent`

// Limits of a message (https://www.twilio.com/docs/messaging/api/message-resource).
const (
	longestBody  = 1600
	longestValid = 36000
	soonestSend  = 300 * time.Second
	latestSend   = 35 * 24 * time.Hour
)

// sender is what may stand in From: a number, a short code, or a name of up to
// eleven letters and digits.
var sender = regexp.MustCompile(`^(\+[1-9]\d{6,14}|\d{3,8}|[A-Za-z0-9 _&-]{1,11})$`)

// createMessage takes, or refuses, an SMS.
func (s *Sandbox) createMessage(w http.ResponseWriter, r *http.Request) {
	if wrong := s.checkMessage(r.PostForm); wrong.status != 0 {
		refuse(w, wrong)
		return
	}
	a := s.chooser.phone(channelSMS, r.PostForm.Get("To"))
	if a.refuses() {
		turnAway(w, a)
		return
	}
	rec := newSMS(r.PathValue("account"), r.PostForm)
	shown := shapeMessage(rec)
	if !s.take(rec) {
		panic(http.ErrAbortHandler) // the sandbox closes
	}
	defer s.progress(rec, a) // also when the answer is cut off
	if a.receipt == receiptsEarly {
		s.receiptNow(rec)
	}
	s.answerTaken(w, a, shown)
}

// checkMessage returns Twilio's error for parameters that do not fit.
func (s *Sandbox) checkMessage(form url.Values) refusal {
	to, from, service := form.Get("To"), form.Get("From"), form.Get("MessagingServiceSid")
	bad := func(code int, message string) refusal { return refusal{http.StatusBadRequest, code, message} }
	switch {
	case to == "":
		return bad(21604, "A 'To' phone number is required.")
	case !e164.MatchString(to):
		return bad(21211, "Invalid 'To' Phone Number")
	case from == "" && service == "":
		return bad(21603, "A 'From' phone number is required.")
	case from != "" && !sender.MatchString(from):
		return bad(21212, "Invalid From Number (caller ID)")
	case service != "" && !strings.HasPrefix(service, "MG"):
		return bad(21701, "The Messaging Service does not exist")
	case from == to:
		return bad(21266, "'To' and 'From' number cannot be the same")
	case form.Get("StatusCallback") != "" && !callbackFits(form.Get("StatusCallback")):
		return bad(21609, "The 'StatusCallback' URL is not a valid URL")
	case s.optOuts.has(to, orElse(service, from)):
		return bad(21610, "Attempt to send to unsubscribed recipient")
	}
	if wrong := checkContent(form); wrong.status != 0 {
		return wrong
	}
	return checkSchedule(form)
}

func checkContent(form url.Values) refusal {
	body := form.Get("Body")
	if body == "" && form.Get("MediaUrl") == "" && form.Get("ContentSid") == "" {
		return refusal{http.StatusBadRequest, 21602, "Message body is required."}
	}
	if utf8.RuneCountInString(body) > longestBody {
		return refusal{http.StatusBadRequest, 21617, "The concatenated message body exceeds the 1600 character limit"}
	}
	if period := form.Get("ValidityPeriod"); period != "" {
		if n, err := strconv.Atoi(period); err != nil || n < 1 || n > longestValid {
			return refusal{http.StatusBadRequest, 21624, "The ValidityPeriod must be an integer between 1 and 36000"}
		}
	}
	return refusal{}
}

func checkSchedule(form url.Values) refusal {
	at, kind := form.Get("SendAt"), form.Get("ScheduleType")
	bad := func(code int, message string) refusal { return refusal{http.StatusBadRequest, code, message} }
	if at == "" && kind == "" {
		return refusal{}
	}
	when, err := time.Parse(time.RFC3339, at)
	wait := time.Until(when)
	switch {
	case form.Get("MessagingServiceSid") == "":
		return bad(35118, "MessagingServiceSid is required to schedule a message")
	case at == "":
		return bad(35111, "SendAt cannot be empty for ScheduleType 'fixed'")
	case err != nil:
		return bad(35114, "SendAt is not a valid time")
	case wait <= soonestSend || wait > latestSend:
		return bad(35114, "SendAt must be more than 300 seconds and at most 35 days ahead")
	}
	return refusal{}
}

func newSMS(account string, form url.Values) *record {
	now := time.Now().UTC()
	period, _ := strconv.Atoi(form.Get("ValidityPeriod")) // checked before; absent is 0
	r := &record{
		Message: Message{
			ID: newSID("SM"), Channel: channelSMS, At: now, To: form.Get("To"), From: orElse(form.Get("From"), poolNumber),
			Body: form.Get("Body"), Attempt: attemptOf(form.Get("StatusCallback")), Status: "queued",
			Direction: "outbound-api", Service: form.Get("MessagingServiceSid"), ValidityPeriod: period,
			Segments: segments(form.Get("Body")), Warnings: unknownFields(form, messageFields),
		},
		sid: account, account: account, callback: form.Get("StatusCallback"),
		twilio: &resource{created: now, updated: now, sender: form.Get("From")},
	}
	if r.Service != "" {
		r.Status = "accepted"
	}
	if at, err := time.Parse(time.RFC3339, form.Get("SendAt")); err == nil {
		r.Status = "scheduled"
		r.twilio.due = at
	}
	return r
}

// messageShape is a message as Twilio's API shows it.
type messageShape struct {
	Body                string            `json:"body"`
	NumSegments         string            `json:"num_segments"`
	Direction           string            `json:"direction"`
	From                *string           `json:"from"`
	To                  string            `json:"to"`
	DateUpdated         *string           `json:"date_updated"`
	Price               *string           `json:"price"`
	ErrorMessage        *string           `json:"error_message"`
	URI                 string            `json:"uri"`
	AccountSID          string            `json:"account_sid"`
	NumMedia            string            `json:"num_media"`
	Status              string            `json:"status"`
	MessagingServiceSID *string           `json:"messaging_service_sid"`
	SID                 string            `json:"sid"`
	DateSent            *string           `json:"date_sent"`
	DateCreated         *string           `json:"date_created"`
	ErrorCode           *int              `json:"error_code"`
	PriceUnit           string            `json:"price_unit"`
	APIVersion          string            `json:"api_version"`
	SubresourceURIs     map[string]string `json:"subresource_uris"`
}

func shapeMessage(r *record) any {
	path := "/" + apiVersion + "/Accounts/" + r.account + "/Messages/" + r.ID
	m := messageShape{
		Body: r.Body, NumSegments: strconv.Itoa(r.Segments), Direction: r.Direction, From: &r.From, To: r.To,
		DateUpdated: rfc2822(r.twilio.updated), URI: path + ".json", AccountSID: r.account, NumMedia: "0",
		Status: r.Status, SID: r.ID, DateSent: rfc2822(r.twilio.sent), DateCreated: rfc2822(r.twilio.created),
		PriceUnit: "USD", APIVersion: apiVersion, SubresourceURIs: map[string]string{"media": path + "/Media.json"},
	}
	if r.Service != "" {
		m.MessagingServiceSID = &r.Service
	}
	if waits := r.Status == "accepted" || r.Status == "scheduled"; waits && r.twilio.sender == "" {
		m.From, m.NumSegments = nil, "0" // the service has chosen no sender yet
	}
	if r.ErrorCode != 0 {
		message := failureText(r.ErrorCode)
		m.ErrorCode, m.ErrorMessage = &r.ErrorCode, &message
	}
	m.detach()
	return m
}

// detach copies what points into the record, which may change later.
func (m *messageShape) detach() {
	for _, text := range []**string{&m.From, &m.MessagingServiceSID} {
		if *text != nil {
			copied := **text
			*text = &copied
		}
	}
	if m.ErrorCode != nil {
		code := *m.ErrorCode
		m.ErrorCode = &code
	}
}

// failureText is Twilio's sentence for a delivery error.
func failureText(code int) string {
	for _, a := range smsActs() {
		if a.failure == code {
			_, text, _ := strings.Cut(a.what, ", ")
			return strings.TrimSuffix(text, ".")
		}
	}
	return "Unknown error"
}

// updateMessage cancels a scheduled message, or blanks the body of a sent one.
func (s *Sandbox) updateMessage(w http.ResponseWriter, r *http.Request) {
	found := s.ofAccount(w, r, channelSMS)
	if found == nil {
		return
	}
	status, body := r.PostForm.Get("Status"), r.PostForm["Body"]
	switch {
	case status == "canceled" && s.cancelScheduled(found):
	case status == "canceled":
		refuse(w, refusal{http.StatusBadRequest, 30409, "This message cannot be canceled"})
		return
	case status != "" || len(body) == 0 || body[0] != "":
		refuse(w, refusal{http.StatusBadRequest, 20001, "Only Status=canceled or an empty Body can be set"})
		return
	default:
		s.inbox.update(found, func(r *record) { r.Body, r.twilio.updated = "", time.Now().UTC() })
	}
	sayJSON(w, http.StatusOK, s.show(found))
}

// cancelScheduled cancels a message that is still scheduled; only then Twilio
// does (https://www.twilio.com/docs/api/errors/30409).
func (s *Sandbox) cancelScheduled(rec *record) (canceled bool) {
	s.inbox.update(rec, func(r *record) {
		if canceled = r.Status == "scheduled"; canceled {
			r.Status, r.twilio.updated = "canceled", time.Now().UTC()
		}
	})
	return canceled
}
