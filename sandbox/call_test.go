package sandbox_test

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/sandbox"
	"github.com/google/go-cmp/cmp"
	"github.com/twilio/twilio-go/client"
	openapi "github.com/twilio/twilio-go/rest/api/v2010"
)

const (
	menu = `<?xml version="1.0" encoding="UTF-8"?><Response><Say voice="Polly.Amy">This is <say-as interpret-as="spell-out">ACME</say-as>.</Say>` +
		`<Gather numDigits="1" timeout="5" action="/keys/att_9"><Say>Press 9 to stop.</Say><Pause length="1"/></Gather><Say>Goodbye.</Say></Response>`
	thanks = `<Response><Say>No more calls.</Say><Hangup/></Response>`
)

// script answers as an application with a menu and an answer to keys.
func script(form url.Values) (int, string) {
	switch {
	case form.Get("CallbackSource") != "":
		return http.StatusNoContent, ""
	case form.Has("Digits"):
		return http.StatusOK, thanks
	}
	return http.StatusOK, menu
}

// calling is a call's parameters with the hook as its application.
func calling(to string, h *hook) *openapi.CreateCallParams {
	return new(openapi.CreateCallParams).SetTo(to).SetFrom(ours).SetUrl(h.URL + "/voice/att_9").
		SetStatusCallback(h.URL + "/status/att_9").SetStatusCallbackEvent([]string{"initiated", "ringing", "answered", "completed"})
}

// told is what the hook heard: the path and what a callback says.
func told(p post) string {
	what := p.form.Get("CallStatus")
	if digits := p.form.Get("Digits"); digits != "" {
		what = "digits " + digits
	}
	return strings.Split(p.path, "/")[1] + " " + what
}

func dial(t *testing.T, s *sandbox.Sandbox, to string, h *hook) *openapi.ApiV2010Call {
	t.Helper()
	c, err := twilio(t, s).CreateCall(calling(to, h))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func heard(t *testing.T, h *hook, count int) []string {
	t.Helper()
	var got []string
	for range count {
		got = append(got, told(h.next(t)))
	}
	return got
}

func TestCallNobodyPressesInHearsTheScriptAndCompletes(t *testing.T) {
	t.Parallel()
	s, h := start(t, sandbox.Config{KeypadWait: 5 * time.Millisecond}), newHook(t)
	h.answer = script
	created := dial(t, s, theirs, h)
	if *created.Status != "queued" || !strings.HasPrefix(*created.Sid, "CA") || len(*created.Sid) != 34 {
		t.Errorf("created: %s %s", *created.Status, *created.Sid)
	}
	want := []string{"status initiated", "status ringing", "status in-progress", "voice in-progress", "status completed"}
	if diff := cmp.Diff(want, heard(t, h, 5)); diff != "" {
		t.Error(diff)
	}
	m := await(t, s, func(m sandbox.Message) bool { return m.Status == "completed" })
	if m.Body != "This is ACME.\nPress 9 to stop.\nGoodbye." || m.Attempt != "att_9" || len(m.Warnings) != 0 {
		t.Errorf("body %q, attempt %q, warnings %v", m.Body, m.Attempt, m.Warnings)
	}
	fetched, err := twilio(t, s).FetchCall(*created.Sid, nil)
	if err != nil || *fetched.Status != "completed" || fetched.Duration == nil || fetched.StartTime == nil || fetched.EndTime == nil {
		t.Errorf("fetched %+v, %v", fetched, err)
	}
}

func TestPressedKeyReachesTheGathersAction(t *testing.T) {
	t.Parallel()
	s, h := start(t, sandbox.Config{KeypadWait: time.Minute}), newHook(t)
	h.answer = script
	created := dial(t, s, theirs, h)
	heard(t, h, 4)
	var answer struct{ Answer int }
	status := say(t, http.MethodPost, s.URL()+"/replies", map[string]any{"channel": "voice", "message": *created.Sid, "digits": "9"}, &answer)
	if status != http.StatusOK || answer.Answer != http.StatusOK {
		t.Fatalf("press: status %d, answer %d", status, answer.Answer)
	}
	if diff := cmp.Diff([]string{"keys digits 9", "status completed"}, heard(t, h, 2)); diff != "" {
		t.Error(diff)
	}
	m := await(t, s, func(m sandbox.Message) bool { return m.Status == "completed" })
	want := []sandbox.Line{
		{Who: "note", Text: "answered by a person"}, {Who: "says", Text: "This is ACME."}, {Who: "says", Text: "Press 9 to stop."},
		{Who: "presses", Text: "9"}, {Who: "says", Text: "No more calls."}, {Who: "note", Text: "the script hangs up"},
	}
	if diff := cmp.Diff(want, m.Script); diff != "" {
		t.Error(diff)
	}
}

func TestKeyPressedAfterTheCallAnswersItsLastQuestion(t *testing.T) {
	t.Parallel()
	s, h := start(t, sandbox.Config{KeypadWait: time.Millisecond}), newHook(t)
	h.answer = script
	dial(t, s, theirs, h)
	heard(t, h, 5)
	await(t, s, func(m sandbox.Message) bool { return m.Status == "completed" })
	if status := say(t, http.MethodPost, s.URL()+"/replies", map[string]any{"channel": "voice", "from": theirs, "digits": "9"}, nil); status != http.StatusOK {
		t.Fatalf("press: status %d", status)
	}
	if p := h.next(t); p.form.Get("Digits") != "9" || p.path != "/keys/att_9" {
		t.Errorf("posted %s %v", p.path, p.form)
	}
	if m := s.Messages()[0]; !strings.HasSuffix(m.Body, "No more calls.") {
		t.Errorf("body %q", m.Body)
	}
}

func TestKeysWithoutACallAreRefused(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{})
	var answer struct{ Error string }
	if status := say(t, http.MethodPost, s.URL()+"/replies", map[string]any{"channel": "voice", "digits": "9"}, &answer); status != http.StatusConflict || answer.Error == "" {
		t.Errorf("status %d, %q", status, answer.Error)
	}
}

func TestNumberDecidesTheCall(t *testing.T) {
	t.Parallel()
	cases := map[string]struct{ status, by, detect string }{
		"486": {"busy", "", ""}, "480": {"no-answer", "", ""}, "404": {"failed", "", ""}, "487": {"canceled", "", ""},
		"601": {"completed", "machine_start", "Enable"}, "602": {"completed", "machine_end_beep", "Enable"},
		"603": {"completed", "fax", "Enable"}, "604": {"completed", "unknown", "DetectMessageEnd"},
		"999": {"completed", "human", "Enable"}, "606": {"completed", "", ""},
	}
	for digits, want := range cases {
		t.Run(digits, func(t *testing.T) {
			t.Parallel()
			s, h := start(t, sandbox.Config{KeypadWait: time.Millisecond}), newHook(t)
			h.answer = script
			params := calling("+12022990"+digits, h).SetStatusCallbackEvent([]string{"completed"})
			if want.detect != "" {
				params.SetMachineDetection(want.detect)
			}
			if _, err := twilio(t, s).CreateCall(params); err != nil {
				t.Fatal(err)
			}
			last := h.next(t)
			if last.form.Get("CallbackSource") == "" { // the script was fetched first
				if got := last.form.Get("AnsweredBy"); got != want.by {
					t.Errorf("the script was fetched with AnsweredBy %q", got)
				}
				last = h.next(t)
			}
			if last.form.Get("CallStatus") != want.status || last.form.Get("AnsweredBy") != want.by {
				t.Errorf("got %s by %q", last.form.Get("CallStatus"), last.form.Get("AnsweredBy"))
			}
			if (want.status == "completed") != (last.form.Get("CallDuration") != "") {
				t.Errorf("CallDuration is %q", last.form.Get("CallDuration"))
			}
		})
	}
}

func TestMachineWaitsForTheBeepWhenAsked(t *testing.T) {
	t.Parallel()
	s, h := start(t, sandbox.Config{KeypadWait: time.Millisecond}), newHook(t)
	h.answer = script
	if _, err := twilio(t, s).CreateCall(calling("+12022990601", h).SetMachineDetection("DetectMessageEnd")); err != nil {
		t.Fatal(err)
	}
	if m := await(t, s, func(m sandbox.Message) bool { return m.Status == "completed" }); m.AnsweredBy != "machine_end_beep" {
		t.Errorf("answered by %s", m.AnsweredBy)
	}
}

func TestCustomerWhoPressesByNumber(t *testing.T) {
	t.Parallel()
	s, h := start(t, sandbox.Config{}), newHook(t)
	h.answer = script
	dial(t, s, "+12022990809", h)
	want := []string{"status initiated", "status ringing", "status in-progress", "voice in-progress", "keys digits 9", "status completed"}
	if diff := cmp.Diff(want, heard(t, h, 6)); diff != "" {
		t.Error(diff)
	}
}

func TestNumberDecidesTheCallsAnswer(t *testing.T) {
	t.Parallel()
	cases := map[string]int{"210": 21210, "217": 21217, "214": 21214, "215": 21215, "216": 21216, "004": 10004, "429": 20429}
	s, h := start(t, sandbox.Config{}), newHook(t)
	for digits, code := range cases {
		_, err := twilio(t, s).CreateCall(calling("+12022991"+digits, h))
		var refused *client.TwilioRestError
		if !errors.As(err, &refused) || refused.Code != code {
			t.Errorf("%s: want %d, got %v", digits, code, err)
		}
	}
	if taken := s.Messages(); len(taken) != 0 {
		t.Errorf("%d refused calls were taken", len(taken))
	}
	if _, err := twilio(t, s).CreateCall(calling("+12022991004", h)); err != nil {
		t.Errorf("second time: %v", err)
	}
}

func TestDroppedCallIsListed(t *testing.T) {
	t.Parallel()
	s, h := start(t, sandbox.Config{KeypadWait: time.Millisecond}), newHook(t)
	h.answer = script
	if _, err := twilio(t, s).CreateCall(calling("+12022990444", h)); err == nil {
		t.Fatal("the answer should have been lost")
	}
	listed, err := twilio(t, s).ListCall(new(openapi.ListCallParams).SetTo("+12022990444").SetLimit(5))
	if err != nil || len(listed) != 1 {
		t.Errorf("listed %d, %v", len(listed), err)
	}
	await(t, s, func(m sandbox.Message) bool { return m.Status == "completed" })
}

func TestLiveCallCanBeEndedAndRedirected(t *testing.T) {
	t.Parallel()
	s, h := start(t, sandbox.Config{KeypadWait: time.Minute}), newHook(t)
	h.answer = script
	api := twilio(t, s)
	asks := func(m sandbox.Message) bool { return strings.HasSuffix(m.Body, "Press 9 to stop.") }
	first := dial(t, s, theirs, h)
	await(t, s, asks)
	if _, err := api.UpdateCall(*first.Sid, new(openapi.UpdateCallParams).SetTwiml("<Response><Say>Changed.</Say></Response>")); err != nil {
		t.Fatal(err)
	}
	await(t, s, func(m sandbox.Message) bool {
		return strings.HasSuffix(m.Body, "Changed.") && m.Status == "completed"
	})
	second := dial(t, s, "+12025550124", h)
	await(t, s, func(m sandbox.Message) bool { return m.ID == *second.Sid && asks(m) })
	ended, err := api.UpdateCall(*second.Sid, new(openapi.UpdateCallParams).SetStatus("completed"))
	if err != nil || *ended.Status != "completed" {
		t.Fatalf("end: %v", err)
	}
	var refused *client.TwilioRestError
	if _, err := api.UpdateCall(*second.Sid, new(openapi.UpdateCallParams).SetStatus("completed")); !errors.As(err, &refused) || refused.Code != 21220 {
		t.Errorf("an ended call: want 21220, got %v", err)
	}
}

func TestWrongTwiMLIsWarnedOf(t *testing.T) {
	t.Parallel()
	cases := map[string]struct{ document, warning string }{
		"lower case verb": {`<Response><say>x</say></Response>`, "12200"},
		"upper case SSML": {`<Response><Say>a<Break/>b</Say></Response>`, "12200"},
		"not XML":         {`{"say":"x"}`, "12100"},
		"another root":    {`<Twiml/>`, "12100"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, sandbox.Config{})
			if _, err := twilio(t, s).CreateCall(new(openapi.CreateCallParams).SetTo(theirs).SetFrom(ours).SetTwiml(c.document)); err != nil {
				t.Fatal(err)
			}
			m := await(t, s, func(m sandbox.Message) bool { return m.Status == "completed" })
			if len(m.Warnings) != 1 || !strings.HasPrefix(m.Warnings[0], c.warning) {
				t.Errorf("warnings %v", m.Warnings)
			}
		})
	}
}

func TestFallbackIsAskedWhenTheScriptFails(t *testing.T) {
	t.Parallel()
	s, h := start(t, sandbox.Config{}), newHook(t)
	h.answer = func(form url.Values) (int, string) {
		if form.Get("ErrorCode") == "11200" {
			return http.StatusOK, thanks
		}
		return http.StatusInternalServerError, ""
	}
	params := new(openapi.CreateCallParams).SetTo(theirs).SetFrom(ours).SetUrl(h.URL + "/voice").SetFallbackUrl(h.URL + "/fallback")
	if _, err := twilio(t, s).CreateCall(params); err != nil {
		t.Fatal(err)
	}
	if m := await(t, s, func(m sandbox.Message) bool { return m.Status == "completed" }); m.Body != "No more calls." {
		t.Errorf("said %q", m.Body)
	}
}

func TestCallIsLoggedWhenItIsCreated(t *testing.T) {
	t.Parallel()
	var log notebook
	s, h := start(t, sandbox.Config{Log: &log, KeypadWait: time.Millisecond}), newHook(t)
	h.answer = script
	dial(t, s, theirs, h)
	await(t, s, func(m sandbox.Message) bool { return m.Status == "completed" })
	if got := strings.Count(log.String(), "\n"); got != 1 || !strings.Contains(log.String(), `"body":"","attempt":"att_9"`) {
		t.Errorf("%d lines", got)
	}
}

func TestDetectionBesideTheScriptComesAsItsOwnCallback(t *testing.T) {
	t.Parallel()
	s, h := start(t, sandbox.Config{KeypadWait: time.Millisecond}), newHook(t)
	h.answer = script
	params := calling("+12022990601", h).SetStatusCallbackEvent([]string{"completed"}).SetMachineDetection("Enable").
		SetAsyncAmd("true").SetAsyncAmdStatusCallback(h.URL + "/amd/att_9")
	if _, err := twilio(t, s).CreateCall(params); err != nil {
		t.Fatal(err)
	}
	if p := h.next(t); p.form.Has("AnsweredBy") {
		t.Errorf("the script was fetched with AnsweredBy %q", p.form.Get("AnsweredBy"))
	}
	if p := h.next(t); p.path != "/amd/att_9" || p.form.Get("AnsweredBy") != "machine_start" {
		t.Errorf("%s says %q", p.path, p.form.Get("AnsweredBy"))
	}
}
