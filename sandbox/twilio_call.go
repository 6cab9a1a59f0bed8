package sandbox

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"
)

// callFields are the parameters of a call (Twilio's OpenAPI document of 2026).
const callFields = `To From Method FallbackUrl FallbackMethod StatusCallback StatusCallbackEvent
	StatusCallbackMethod SendDigits Timeout Record RecordingChannels RecordingStatusCallback
	RecordingStatusCallbackMethod RecordingConfigurationId SipAuthUsername SipAuthPassword MachineDetection
	MachineDetectionTimeout RecordingStatusCallbackEvent Trim CallerId MachineDetectionSpeechThreshold
	MachineDetectionSpeechEndThreshold MachineDetectionSilenceTimeout AsyncAmd AsyncAmdStatusCallback
	AsyncAmdStatusCallbackMethod Passports Byoc CallReason CallToken RecordingTrack TimeLimit
	ClientNotificationUrl Url Twiml ApplicationSid`

// longestTwiml is how long the Twiml parameter may be.
const longestTwiml = 4000

// createCall takes, or refuses, a call.
func (s *Sandbox) createCall(w http.ResponseWriter, r *http.Request) {
	if wrong := checkCall(r.PostForm); wrong.status != 0 {
		refuse(w, wrong)
		return
	}
	a := s.chooser.phone(channelVoice, r.PostForm.Get("To"))
	if a.refuses() {
		turnAway(w, a)
		return
	}
	c := s.newCall(r.PathValue("account"), r.PostForm, a)
	shown := shapeCall(c.rec)
	if !s.take(c.rec) {
		panic(http.ErrAbortHandler) // the sandbox closes
	}
	s.board.add(c)
	if a.receipt == receiptsEarly {
		c.report("initiated", "initiated")
	}
	defer c.dial() // also when the answer is cut off
	s.answerTaken(w, a, shown)
}

// checkCall returns Twilio's error for parameters that do not fit.
func checkCall(form url.Values) refusal {
	bad := func(code int, message string) refusal { return refusal{http.StatusBadRequest, code, message} }
	instructions := form.Get("Url")
	switch {
	case form.Get("To") == "":
		return bad(21201, "No 'To' number is specified")
	case form.Get("From") == "":
		return bad(21213, "No 'From' number is specified")
	case !e164.MatchString(form.Get("To")):
		return bad(21211, "The phone number you are attempting to call is not valid")
	case !e164.MatchString(form.Get("From")):
		return bad(21212, "The source phone number provided is not valid")
	case instructions == "" && form.Get("Twiml") == "" && form.Get("ApplicationSid") == "":
		return bad(21205, "Url parameter is required")
	case instructions != "" && !callbackFits(instructions):
		return bad(21205, "Url is not a valid URL")
	case form.Get("StatusCallback") != "" && !callbackFits(form.Get("StatusCallback")):
		return bad(21609, "The 'StatusCallback' URL is not a valid URL")
	}
	return refusal{}
}

// callWarnings are the parameters that Twilio takes without a word but does not
// follow.
func callWarnings(form url.Values) []string {
	warnings := unknownFields(form, callFields)
	if form.Get("Url") != "" && form.Get("Twiml") != "" {
		warnings = append(warnings, "Twiml is ignored because Url is given")
	}
	if utf8.RuneCountInString(form.Get("Twiml")) > longestTwiml {
		warnings = append(warnings, "Twiml is longer than 4000 characters")
	}
	if form.Get("SendDigits") != "" && form.Get("MachineDetection") != "" {
		warnings = append(warnings, "MachineDetection is ignored because SendDigits is given")
	}
	if detect := form.Get("MachineDetection"); detect != "" && detect != "Enable" && detect != "DetectMessageEnd" {
		warnings = append(warnings, "MachineDetection must be Enable or DetectMessageEnd")
	}
	for _, event := range form["StatusCallbackEvent"] {
		if !slices.Contains([]string{"initiated", "ringing", "answered", "completed"}, event) {
			warnings = append(warnings, "StatusCallbackEvent "+strconv.Quote(event)+" is unknown: one value each")
		}
	}
	return warnings
}

func (s *Sandbox) newCall(account string, form url.Values, a act) *call {
	now := time.Now().UTC()
	attempt := attemptOf(form.Get("StatusCallback"))
	if form.Get("StatusCallback") == "" {
		attempt = attemptOf(form.Get("Url"))
	}
	r := &record{
		Message: Message{
			ID: newSID("CA"), Channel: channelVoice, At: now, To: form.Get("To"), From: form.Get("From"),
			Attempt: attempt, Status: "queued", Direction: "outbound-api", Warnings: callWarnings(form),
		},
		sid: account, account: account, callback: form.Get("StatusCallback"),
		twilio: &resource{created: now, updated: now, sender: form.Get("From")},
	}
	if form.Get("Url") == "" {
		r.Body = spoken(form.Get("Twiml"))
	}
	c := newCall(s, r, form, a)
	r.twilio.call = c
	return c
}

// spoken is what a document given with the call will say.
func spoken(document string) string {
	verbs, _, err := parseTwiML([]byte(document))
	if err != nil {
		return ""
	}
	var text string
	for _, v := range verbs {
		for _, part := range append([]verb{v}, v.children...) {
			if part.name == "Say" && part.text != "" {
				text = join(text, part.text)
			}
		}
	}
	return text
}

// join adds a line to a text.
func join(text, line string) string {
	if text == "" {
		return line
	}
	return text + "\n" + line
}

// callShape is a call as Twilio's API shows it.
type callShape struct {
	SID             string            `json:"sid"`
	DateCreated     *string           `json:"date_created"`
	DateUpdated     *string           `json:"date_updated"`
	ParentCallSID   *string           `json:"parent_call_sid"`
	AccountSID      string            `json:"account_sid"`
	To              string            `json:"to"`
	ToFormatted     string            `json:"to_formatted"`
	From            string            `json:"from"`
	FromFormatted   string            `json:"from_formatted"`
	PhoneNumberSID  *string           `json:"phone_number_sid"`
	Status          string            `json:"status"`
	StartTime       *string           `json:"start_time"`
	EndTime         *string           `json:"end_time"`
	Duration        *string           `json:"duration"`
	Price           *string           `json:"price"`
	PriceUnit       string            `json:"price_unit"`
	Direction       string            `json:"direction"`
	AnsweredBy      *string           `json:"answered_by"`
	APIVersion      string            `json:"api_version"`
	ForwardedFrom   *string           `json:"forwarded_from"`
	GroupSID        *string           `json:"group_sid"`
	CallerName      *string           `json:"caller_name"`
	QueueTime       string            `json:"queue_time"`
	TrunkSID        *string           `json:"trunk_sid"`
	URI             string            `json:"uri"`
	SubresourceURIs map[string]string `json:"subresource_uris"`
}

func shapeCall(r *record) any {
	path := "/" + apiVersion + "/Accounts/" + r.account + "/Calls/" + r.ID
	c := callShape{
		SID: r.ID, DateCreated: rfc2822(r.twilio.created), DateUpdated: rfc2822(r.twilio.updated), AccountSID: r.account,
		To: r.To, ToFormatted: r.To, From: r.From, FromFormatted: r.From, Status: r.Status,
		StartTime: rfc2822(r.twilio.sent), EndTime: rfc2822(r.twilio.ended), PriceUnit: "USD", Direction: r.Direction,
		APIVersion: apiVersion, QueueTime: "0", URI: path + ".json",
		SubresourceURIs: map[string]string{"events": path + "/Events.json", "recordings": path + "/Recordings.json"},
	}
	if r.AnsweredBy != "" {
		by := r.AnsweredBy
		c.AnsweredBy = &by
	}
	if r.Status == "completed" {
		seconds := strconv.Itoa(r.twilio.seconds)
		c.Duration = &seconds
	}
	return c
}

// updateCall hangs up, cancels or redirects a call.
func (s *Sandbox) updateCall(w http.ResponseWriter, r *http.Request) {
	found := s.ofAccount(w, r, channelVoice)
	if found == nil {
		return
	}
	change := intervention{status: r.PostForm.Get("Status"), url: r.PostForm.Get("Url"), twiml: r.PostForm.Get("Twiml")}
	if change == (intervention{}) || change.status != "" && change.status != "completed" && change.status != "canceled" {
		refuse(w, refusal{http.StatusBadRequest, 20001, "Status must be canceled or completed, or Url or Twiml be given"})
		return
	}
	if !found.twilio.call.intervene(change) {
		refuse(w, refusal{http.StatusBadRequest, 21220, "Invalid call state: the call cannot be changed any more"})
		return
	}
	sayJSON(w, http.StatusOK, s.show(found))
}
