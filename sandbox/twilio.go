package sandbox

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// apiVersion is the version of Twilio's API in paths and callbacks.
const apiVersion = "2010-04-01"

// accountPath is where an account's resources live.
const accountPath = "/" + apiVersion + "/Accounts/{account}/"

// poolNumber is the number that stands for every Messaging Service's sender
// pool; it is Twilio's own test number.
const poolNumber = "+15005550006"

// resource is the part of a message or call that only Twilio's API shows.
type resource struct {
	created, updated time.Time
	sent             time.Time // zero until sent
	ended            time.Time // zero until a call is over
	sender           string    // From as given; empty when the service chooses
	seconds          int       // of a call
	call             *call     // nil for SMS
	due              time.Time // of a scheduled message
}

func (s *Sandbox) twilioRoutes(mux *http.ServeMux) {
	handle := func(pattern string, h http.HandlerFunc) {
		method, path, _ := strings.Cut(pattern, " ")
		mux.HandleFunc(method+" "+accountPath+path, s.authenticated(h))
	}
	handle("POST Messages.json", s.createMessage)
	handle("GET Messages.json", s.listTwilio(channelSMS))
	handle("GET Messages/{sid}", s.fetchTwilio(channelSMS))
	handle("POST Messages/{sid}", s.updateMessage)
	handle("DELETE Messages/{sid}", s.deleteTwilio(channelSMS))
	handle("POST Calls.json", s.createCall)
	handle("GET Calls.json", s.listTwilio(channelVoice))
	handle("GET Calls/{sid}", s.fetchTwilio(channelVoice))
	handle("POST Calls/{sid}", s.updateCall)
	handle("DELETE Calls/{sid}", s.deleteTwilio(channelVoice))
	handle("GET Balance.json", showBalance)
	mux.HandleFunc("GET /"+apiVersion+"/Accounts/{account}", s.authenticated(showAccount))
	mux.HandleFunc("/"+apiVersion+"/", s.authenticated(notFound))
}

// authenticated lets any account SID and key in, but not a request without.
func (s *Sandbox) authenticated(h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		name, key, ok := r.BasicAuth()
		if !ok || name == "" || key == "" {
			w.Header().Set("WWW-Authenticate", `Basic realm="Twilio API"`)
			refuse(w, refusal{http.StatusUnauthorized, 20003, "Authenticate"})
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		if err := r.ParseForm(); err != nil {
			refuse(w, refusal{http.StatusBadRequest, 20001, "The request body is not a form"})
			return
		}
		h(w, r)
	}
}

// refuse answers in the shape of Twilio's errors.
func refuse(w http.ResponseWriter, e refusal) {
	if e.status == http.StatusTooManyRequests {
		w.Header().Set("Retry-After", "1")
	}
	sayJSON(w, e.status, map[string]any{
		"code": e.code, "message": e.message, "status": e.status,
		"more_info": "https://www.twilio.com/docs/errors/" + strconv.Itoa(e.code),
	})
}

func notFound(w http.ResponseWriter, r *http.Request) {
	refuse(w, refusal{http.StatusNotFound, 20404, "The requested resource " + r.URL.Path + " was not found"})
}

// showAccount answers what clients ask to check their credentials.
func showAccount(w http.ResponseWriter, r *http.Request) {
	sid := strings.TrimSuffix(r.PathValue("account"), ".json")
	sayJSON(w, http.StatusOK, map[string]any{
		"sid": sid, "friendly_name": "Sandbox", "status": "active", "type": "Full",
		"owner_account_sid": sid, "uri": "/" + apiVersion + "/Accounts/" + sid + ".json",
	})
}

// showBalance answers how much is left, which here never changes.
func showBalance(w http.ResponseWriter, r *http.Request) {
	sayJSON(w, http.StatusOK, map[string]any{"account_sid": r.PathValue("account"), "balance": "100.00", "currency": "USD"})
}

// proxyPage answers as a proxy in front of Twilio does: HTML, no error code.
func proxyPage(w http.ResponseWriter, status int) {
	w.Header().Set("Content-Type", "text/html")
	w.WriteHeader(status)
	fmt.Fprintf(w, "<html><head><title>%d %s</title></head><body><h1>%[2]s</h1></body></html>\n", status, http.StatusText(status))
}

// turnAway gives the answer of an act that does not take the hand-off.
func turnAway(w http.ResponseWriter, a act) {
	switch {
	case a.drop:
		panic(http.ErrAbortHandler) // net/http's own way to close without an answer
	case a.proxy:
		proxyPage(w, http.StatusServiceUnavailable)
	default:
		refuse(w, a.refuse)
	}
}

// answerTaken gives the answer of an act that took the hand-off.
func (s *Sandbox) answerTaken(w http.ResponseWriter, a act, shown any) {
	s.pause(a.pace)
	switch a.answer {
	case answerNone:
		panic(http.ErrAbortHandler)
	case answerProxy:
		proxyPage(w, http.StatusBadGateway)
	case answerEmpty:
		sayJSON(w, http.StatusCreated, struct{}{})
	case answerTruncated:
		breakOff(w, shown)
	default:
		w.Header().Set("Twilio-Concurrent-Requests", "1")
		sayJSON(w, http.StatusCreated, shown)
	}
}

// breakOff sends half of a 201 and closes the connection.
func breakOff(w http.ResponseWriter, shown any) {
	body, err := json.Marshal(shown)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusCreated)
	_, _ = w.Write(body[:len(body)/2])        // the rest never comes
	_ = http.NewResponseController(w).Flush() // so that the half is seen
	panic(http.ErrAbortHandler)
}

// newSID makes a SID of 34 characters.
func newSID(prefix string) string {
	return fmt.Sprintf("%s%016x%016x", prefix, rand.Uint64(), rand.Uint64())
}

// rfc2822 is how Twilio writes times; nil stands for none.
func rfc2822(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	text := t.UTC().Format(time.RFC1123Z)
	return &text
}

// attemptOf takes the attempt's id from a callback URL: the last segment of the
// path that starts with att_, or else the last one.
func attemptOf(callback string) string {
	u, err := url.Parse(callback)
	if err != nil {
		return ""
	}
	segments := strings.Split(strings.Trim(u.Path, "/"), "/")
	for _, segment := range slices.Backward(segments) {
		if strings.HasPrefix(segment, "att_") {
			return segment
		}
	}
	return segments[len(segments)-1]
}

// e164 is an international phone number.
var e164 = regexp.MustCompile(`^\+[1-9]\d{6,14}$`)

// callbackFits tells whether Twilio would accept a URL for callbacks: absolute,
// http or https, and no underscore in the host
// (https://www.twilio.com/docs/errors/21609).
func callbackFits(raw string) bool {
	u, err := url.Parse(raw)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" && !strings.Contains(u.Hostname(), "_")
}

// unknownFields names the parameters that Twilio would silently ignore.
func unknownFields(form url.Values, known string) []string {
	var warnings []string
	names := strings.Fields(known)
	for name := range form {
		if !slices.Contains(names, name) {
			warnings = append(warnings, "parameter "+strconv.Quote(name)+" is unknown and ignored")
		}
	}
	slices.Sort(warnings)
	return warnings
}

// take puts a hand-off into the inbox and the log, in this order and before any
// answer; false when the sandbox closes, for then nothing is taken any more.
func (s *Sandbox) take(r *record) bool {
	s.gate.RLock()
	defer s.gate.RUnlock()
	if s.closed {
		return false
	}
	s.inbox.add(r)
	if err := s.journal.write(s.inbox.view(r)); err != nil {
		s.log.Error("hand-off not logged", "channel", r.Channel, "provider_id", r.ID, "reason", err)
	}
	return true
}

// ofAccount finds the record that a path names, or answers 404.
func (s *Sandbox) ofAccount(w http.ResponseWriter, r *http.Request, channel string) *record {
	sid := strings.TrimSuffix(r.PathValue("sid"), ".json")
	found := s.inbox.find(sid)
	if found == nil || found.Channel != channel || found.account != r.PathValue("account") {
		notFound(w, r)
		return nil
	}
	return found
}

// show gives a record the shape of Twilio's API.
func (s *Sandbox) show(r *record) (shown any) {
	s.inbox.look(func() { shown = shape(r) })
	return shown
}

func shape(r *record) any {
	if r.Channel == channelVoice {
		return shapeCall(r)
	}
	return shapeMessage(r)
}

func (s *Sandbox) fetchTwilio(channel string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if a := s.chooser.reading(channel); a.refuses() {
			turnAway(w, a)
			return
		}
		if found := s.ofAccount(w, r, channel); found != nil {
			sayJSON(w, http.StatusOK, s.show(found))
		}
	}
}

// deleteTwilio deletes a resource as the API sees it; what arrived stays on
// record, for it did arrive.
func (s *Sandbox) deleteTwilio(channel string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if found := s.ofAccount(w, r, channel); found != nil {
			s.inbox.update(found, func(r *record) { r.account = "" })
			w.WriteHeader(http.StatusNoContent)
		}
	}
}
