package sandbox_test

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/goodterms/goodterms/sandbox"
	"github.com/google/go-cmp/cmp"
	"github.com/nyaruka/phonenumbers"
	"github.com/twilio/twilio-go/client"
	openapi "github.com/twilio/twilio-go/rest/api/v2010"
)

// seen is what a client of Twilio's library sees of a hand-off.
func seen(m *openapi.ApiV2010Message, err error) string {
	var refused *client.TwilioRestError
	switch {
	case errors.As(err, &refused):
		return "refused " + strconv.Itoa(refused.Code)
	case err != nil:
		return "unclear"
	case m.Sid == nil:
		return "no sid"
	}
	return "accepted"
}

func TestNumberDecidesTheAnswer(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		digits, answer string
		taken          bool
	}{
		"opted out": {"610", "refused 21610", false}, "invalid": {"211", "refused 21211", false},
		"no mobile": {"614", "refused 21614", false}, "country": {"408", "refused 21408", false},
		"no route": {"612", "refused 21612", false}, "queue full": {"611", "refused 21611", false},
		"rate": {"429", "refused 20429", false}, "500": {"500", "refused 20500", false},
		"proxy 503": {"503", "unclear", false}, "dropped": {"445", "unclear", false},
		"taken and dropped": {"444", "unclear", true}, "taken, proxy 502": {"502", "unclear", true},
		"truncated": {"201", "unclear", true}, "empty": {"200", "no sid", true}, "slow": {"003", "accepted", true},
		"silent": {"706", "accepted", true},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, sandbox.Config{Quiet: true})
			api := twilio(t, s)
			for range 2 {
				if got := seen(api.CreateMessage(sms("+1202299"+"0"+c.digits, "x"))); got != c.answer {
					t.Errorf("every time: want %s, got %s", c.answer, got)
				}
			}
			if got := seen(api.CreateMessage(sms("+1202299"+"1"+c.digits, "x"))); got != c.answer {
				t.Errorf("first time: want %s, got %s", c.answer, got)
			}
			if got := seen(api.CreateMessage(sms("+1202299"+"1"+c.digits, "x"))); got != "accepted" {
				t.Errorf("second time: want accepted, got %s", got)
			}
			want := 1
			if c.taken {
				want = 4
			}
			if got := len(s.Messages()); got != want {
				t.Errorf("want %d messages taken, got %d", want, got)
			}
		})
	}
}

func TestTakenMessageIsListedAlthoughItsAnswerWasLost(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{Quiet: true})
	api := twilio(t, s)
	if got := seen(api.CreateMessage(sms("+12022990444", "x"))); got != "unclear" {
		t.Fatalf("want an unclear answer, got %s", got)
	}
	listed, err := api.ListMessage(new(openapi.ListMessageParams).SetTo("+12022990444").SetLimit(5))
	if err != nil || len(listed) != 1 || *listed[0].Body != "x" {
		t.Errorf("got %d messages, %v", len(listed), err)
	}
}

func TestStallIsTakenBeforeTheClientGivesUp(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{Quiet: true})
	done := make(chan string, 1)
	go func() { done <- seen(twilio(t, s).CreateMessage(sms("+12022990030", "x"))) }()
	await(t, s, func(m sandbox.Message) bool { return m.To == "+12022990030" })
	select {
	case got := <-done:
		t.Errorf("answered %s while it should stall", got)
	default:
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	<-done
}

func TestNumberDecidesTheLastStatus(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		status string
		code   int
	}{
		"701": {"sent", 0}, "903": {"undelivered", 30003}, "904": {"undelivered", 30004}, "905": {"undelivered", 30005},
		"906": {"undelivered", 30006}, "907": {"undelivered", 30007}, "908": {"undelivered", 30008},
		"934": {"undelivered", 30034}, "910": {"undelivered", 30410}, "999": {"delivered", 0},
	}
	s := start(t, sandbox.Config{})
	api := twilio(t, s)
	for digits, want := range cases {
		h := newHook(t)
		m, err := api.CreateMessage(sms("+44740099"+"0"+digits, "x").SetStatusCallback(h.URL + "/a"))
		if err != nil {
			t.Fatal(err)
		}
		last := h.next(t)
		if want.status != "sent" {
			last = h.next(t)
		}
		code, _ := strconv.Atoi(last.form.Get("ErrorCode"))
		if last.form.Get("MessageStatus") != want.status || code != want.code {
			t.Errorf("%s: callback says %s %d, want %s %d", digits, last.form.Get("MessageStatus"), code, want.status, want.code)
		}
		fetched, err := api.FetchMessage(*m.Sid, nil)
		if err != nil || *fetched.Status != want.status || want.code != 0 && *fetched.ErrorCode != want.code {
			t.Errorf("%s: fetched %s, %v", digits, *fetched.Status, err)
		}
	}
}

func TestNumberDecidesHowCallbacksCome(t *testing.T) {
	t.Parallel()
	cases := map[string][]string{
		"703": {"sent", "sent", "sent", "delivered", "delivered", "delivered"},
		"704": {"delivered", "sent"},
		"702": {"sent", "delivered"},
	}
	for digits, want := range cases {
		s, h := start(t, sandbox.Config{}), newHook(t)
		if _, err := twilio(t, s).CreateMessage(sms("+1202299"+"0"+digits, "x").SetStatusCallback(h.URL)); err != nil {
			t.Fatal(err)
		}
		var got []string
		for range want {
			got = append(got, h.next(t).form.Get("MessageStatus"))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", digits, diff)
		}
		if m := s.Messages()[0]; m.Status != "delivered" {
			t.Errorf("%s: status went back to %s", digits, m.Status)
		}
	}
}

func TestEarlyCallbackComesBeforeTheAnswer(t *testing.T) {
	t.Parallel()
	s, h := start(t, sandbox.Config{}), newHook(t)
	m, err := twilio(t, s).CreateMessage(sms("+12022990705", "x").SetStatusCallback(h.URL))
	if err != nil {
		t.Fatal(err)
	}
	select {
	case p := <-h.posts:
		if p.form.Get("MessageSid") != *m.Sid {
			t.Error("the early callback names another message")
		}
	default:
		t.Error("the API answered before the callback came")
	}
}

func TestSpecialNumbersAreRealNumbersInTheMainCountries(t *testing.T) {
	t.Parallel()
	for _, o := range sandbox.Outcomes() {
		if o.Channel == "email" {
			continue
		}
		for _, suffix := range []string{o.Pattern, o.Once} {
			for _, prefix := range []string{"+12022", "+447400", "+4915123", "+33612", "+4367612", "+41793", "+61412", "+919876", "+31612"} {
				number, err := phonenumbers.Parse(prefix+suffix, "")
				if err != nil || !phonenumbers.IsValidNumber(number) {
					t.Errorf("%s%s is not a valid number", prefix, suffix)
				}
			}
		}
	}
}

func TestOutcomesAreListedOnceEach(t *testing.T) {
	t.Parallel()
	var keys []string
	for _, o := range sandbox.Outcomes() {
		if o.What == "" || o.Name == "" {
			t.Errorf("%+v says nothing", o)
		}
		keys = append(keys, o.Channel+" "+o.Pattern)
	}
	slices.Sort(keys)
	if unique := slices.Compact(slices.Clone(keys)); len(unique) != len(keys) {
		t.Error("two outcomes share a pattern")
	}
}

func TestRunOfConsecutiveNumbersIsDelivered(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{Quiet: true})
	api := twilio(t, s)
	for _, to := range []string{"+12025550610", "+12025551429", "+447700900500", "+12029900610", "+12022992610"} {
		if got := seen(api.CreateMessage(sms(to, "x"))); got != "accepted" {
			t.Errorf("%s: %s", to, got)
		}
	}
}

func TestFaultStrikesAsOftenAsItSays(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{Quiet: true})
	api := twilio(t, s)
	var made struct{ ID string }
	if status := say(t, http.MethodPost, s.URL()+"/faults", map[string]any{"channel": "sms", "outcome": "429", "times": 2}, &made); status != http.StatusCreated || made.ID == "" {
		t.Fatalf("fault not made: %d", status)
	}
	var got []string
	for range 3 {
		got = append(got, seen(api.CreateMessage(sms(theirs, "x"))))
	}
	if diff := cmp.Diff([]string{"refused 20429", "refused 20429", "accepted"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestFaultStrikesTheNamedAddressAlone(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{Quiet: true})
	say(t, http.MethodPost, s.URL()+"/faults", map[string]any{"channel": "sms", "to": theirs, "outcome": "21610"}, nil)
	api := twilio(t, s)
	if got := seen(api.CreateMessage(sms(theirs, "x"))); got != "refused 21610" {
		t.Errorf("named address: %s", got)
	}
	if got := seen(api.CreateMessage(sms("+12025550124", "x"))); got != "accepted" {
		t.Errorf("another address: %s", got)
	}
	var cleared struct{ Cleared int }
	say(t, http.MethodDelete, s.URL()+"/faults", nil, &cleared)
	if got := seen(api.CreateMessage(sms(theirs, "x"))); cleared.Cleared != 1 || got != "accepted" {
		t.Errorf("after clearing %d: %s", cleared.Cleared, got)
	}
}

func TestFaultRateIsRepeatableBySeed(t *testing.T) {
	t.Parallel()
	run := func() (refused []int) {
		s := start(t, sandbox.Config{Quiet: true})
		say(t, http.MethodPost, s.URL()+"/faults", map[string]any{"channel": "sms", "outcome": "500", "rate": 0.3, "seed": 7}, nil)
		api := twilio(t, s)
		for i := range 40 {
			if seen(api.CreateMessage(sms(theirs, "x"))) != "accepted" {
				refused = append(refused, i)
			}
		}
		return refused
	}
	first, second := run(), run()
	if diff := cmp.Diff(first, second); diff != "" || len(first) < 4 || len(first) > 24 {
		t.Errorf("struck %d of 40; %s", len(first), diff)
	}
}

func TestBadFaultIsRefusedWithASentence(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{})
	cases := map[string]any{
		"unknown outcome": map[string]any{"channel": "sms", "outcome": "rain"},
		"unknown channel": map[string]any{"channel": "fax", "outcome": "500"},
		"bad rate":        map[string]any{"channel": "sms", "outcome": "500", "rate": 2},
		"bad mail reply":  map[string]any{"channel": "email", "outcome": "250"},
	}
	for name, body := range cases {
		var answer struct{ Error string }
		if status := say(t, http.MethodPost, s.URL()+"/faults", body, &answer); status != http.StatusUnprocessableEntity || answer.Error == "" {
			t.Errorf("%s: status %d, %q", name, status, answer.Error)
		}
	}
}

func TestSlowAnswerTakesItsTime(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{Quiet: true, Slow: 60 * time.Millisecond})
	begun := time.Now()
	if got := seen(twilio(t, s).CreateMessage(sms("+12022990003", "x"))); got != "accepted" {
		t.Errorf("got %s", got)
	}
	if took := time.Since(begun); took < 60*time.Millisecond {
		t.Errorf("answered after %v", took)
	}
}

func TestFaultOnReadingSparesHandOffs(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{Quiet: true})
	api := twilio(t, s)
	say(t, http.MethodPost, s.URL()+"/faults", map[string]any{"channel": "sms", "outcome": "500", "on": "read", "times": 1}, nil)
	if got := seen(api.CreateMessage(sms(theirs, "x"))); got != "accepted" {
		t.Errorf("hand-off: %s", got)
	}
	list := new(openapi.ListMessageParams).SetTo(theirs).SetLimit(5)
	if _, err := api.ListMessage(list); err == nil {
		t.Error("the first list should fail")
	}
	if listed, err := api.ListMessage(list); err != nil || len(listed) != 1 {
		t.Errorf("the second list: %d, %v", len(listed), err)
	}
}

func TestNothingIsLoggedAfterClose(t *testing.T) {
	t.Parallel()
	var log notebook
	s := start(t, sandbox.Config{Log: &log, Quiet: true})
	api := twilio(t, s)
	stop := make(chan struct{})
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-stop:
				return
			default:
				_, _ = api.CreateMessage(sms(theirs, "x")) // fails once the sandbox is closed
			}
		}
	}()
	await(t, s, func(sandbox.Message) bool { return true })
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	closed := log.String()
	close(stop)
	<-done
	if log.String() != closed {
		t.Error("a hand-off was taken after Close")
	}
}
