package voice_test

import (
	"errors"
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/channels"
)

func TestACallIsPlacedWithAllThatItNeeds(t *testing.T) {
	t.Parallel()
	stub := newStub(t, accepts)
	if _, err := stub.channel(t).Send(t.Context(), message()); err != nil {
		t.Fatal(err)
	}
	want := url.Values{
		"To":                   {"+447700900123"},
		"From":                 {sender},
		"Url":                  {"https://pay.example.com/hooks/twilio/voice/answer/att_01JDG"},
		"Method":               {"POST"},
		"StatusCallback":       {"https://pay.example.com/hooks/twilio/voice/status/att_01JDG#rc=3&rp=all"},
		"StatusCallbackMethod": {"POST"},
		"StatusCallbackEvent":  {"initiated", "ringing", "answered", "completed"},
		"MachineDetection":     {"Enable"},
		"Timeout":              {"20"},
		"TimeLimit":            {"1800"},
	}
	if diff := cmp.Diff(want, <-stub.forms); diff != "" {
		t.Error(diff)
	}
}

func TestACallSaysNothingToTwilioBeforeItIsAnswered(t *testing.T) {
	t.Parallel()
	stub := newStub(t, accepts)
	if _, err := stub.channel(t).Send(t.Context(), message()); err != nil {
		t.Fatal(err)
	}
	if form := <-stub.forms; form.Has("Twiml") || form.Has("SendDigits") || form.Has("Record") {
		t.Errorf("sent %v", form.Encode())
	}
}

// refusal sends a message and returns the fault that comes of it.
func refusal(t *testing.T, channel channels.Channel, m channels.Message) *channels.Error {
	t.Helper()
	_, err := channel.Send(t.Context(), m)
	var fault *channels.Error
	if !errors.As(err, &fault) {
		t.Fatalf("got %v", err)
	}
	return fault
}

func TestACallWhoseTimeHasPassedIsNotPlaced(t *testing.T) {
	t.Parallel()
	stub := newStub(t, accepts)
	channel := stub.channel(t)
	for _, until := range []time.Time{{}, noon.Add(-time.Hour), noon, noon.Add(999 * time.Millisecond)} {
		m := message()
		m.ValidUntil = until
		if fault := refusal(t, channel, m); fault.Reason != channels.Temporary || fault.Note == "" {
			t.Errorf("until %v: %v", until, fault)
		}
	}
	if calls := stub.calls.Load(); calls != 0 {
		t.Errorf("%d requests", calls)
	}
}

func TestWhatTwilioWouldRefuseIsNotPlaced(t *testing.T) {
	t.Parallel()
	stub := newStub(t, accepts)
	cases := map[string]struct {
		change func(*channels.Message)
		want   channels.Reason
	}{
		"national number":        {func(m *channels.Message) { m.To = "07700900123" }, channels.BadAddress},
		"attempt with odd signs": {func(m *channels.Message) { m.Attempt = "att/1" }, channels.Refused},
		"nothing to say":         {func(m *channels.Message) { m.Text = "" }, channels.Refused},
	}
	for name, c := range cases {
		m := message()
		c.change(&m)
		if fault := refusal(t, stub.channel(t), m); fault.Reason != c.want {
			t.Errorf("%s: %+v", name, fault)
		}
	}
	if fault := refusal(t, stub.channel(t, withoutNumber), message()); fault.Reason != channels.Misset {
		t.Errorf("without a number of ours: %v", fault)
	}
	if calls := stub.calls.Load(); calls != 0 {
		t.Errorf("%d requests", calls)
	}
}

func TestAHandoffTellsWhatTwilioSaid(t *testing.T) {
	t.Parallel()
	answers := map[string]channels.Handoff{
		`{"sid":"CA1","status":"queued"}`:    {ProviderID: "CA1", Status: channels.Accepted},
		`{"sid":"CA2","status":"brand new"}`: {ProviderID: "CA2", Status: channels.Accepted},
		`{"sid":"CA3"}`:                      {ProviderID: "CA3", Status: channels.Accepted},
		`{"sid":"CA4","status":"completed","answered_by":"machine_start"}`: {ProviderID: "CA4", Status: channels.Voicemail},
	}
	for body, want := range answers {
		got, err := newStub(t, says(201, body)).channel(t).Send(t.Context(), message())
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v %s", body, err, diff)
		}
	}
}

func TestOneConnectionServesCallsOneAfterAnother(t *testing.T) {
	t.Parallel()
	stub := newStub(t, accepts)
	channel := stub.channel(t)
	for range 25 {
		if _, err := channel.Send(t.Context(), message()); err != nil {
			t.Fatal(err)
		}
	}
	if connections := stub.connections.Load(); connections != 1 {
		t.Errorf("%d connections", connections)
	}
}

func TestKeysAreAskedForBelowTheHook(t *testing.T) {
	t.Parallel()
	channel := newStub(t, accepts).channel(t)
	got, err := channel.KeypadURL("att_1")
	if err != nil || got != "https://pay.example.com/hooks/twilio/voice/keypad/att_1" {
		t.Errorf("%s, %v", got, err)
	}
	if _, err := channel.KeypadURL("att?1"); err == nil {
		t.Error("an odd attempt has an address")
	}
}
