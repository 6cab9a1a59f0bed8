package sms_test

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/channels/twilio"
)

func TestAMessageGoesByTheServiceWithAllThatBindsIt(t *testing.T) {
	t.Parallel()
	stub := newStub(t, accepts)
	if _, err := stub.channel(t).Send(t.Context(), message()); err != nil {
		t.Fatal(err)
	}
	want := url.Values{
		"To":                  {"+447700900123"},
		"Body":                {message().Text},
		"MessagingServiceSid": {service},
		"SmartEncoded":        {"true"},
		"StatusCallback":      {"https://pay.example.com/hooks/twilio/sms/status/att_01JDG#rc=3&rp=all"},
		"ValidityPeriod":      {"7200"},
	}
	if diff := cmp.Diff(want, <-stub.forms); diff != "" {
		t.Error(diff)
	}
}

func TestWithoutAServiceAMessageGoesByTheNumber(t *testing.T) {
	t.Parallel()
	stub := newStub(t, accepts)
	if _, err := stub.channel(t, byNumber).Send(t.Context(), message()); err != nil {
		t.Fatal(err)
	}
	form := <-stub.forms
	if form.Get("From") != sender || form.Has("MessagingServiceSid") {
		t.Errorf("from %q by %q", form.Get("From"), form.Get("MessagingServiceSid"))
	}
}

func TestNoMessageWaitsBeyondItsTime(t *testing.T) {
	t.Parallel()
	periods := map[time.Duration]string{
		time.Second:                   "1",
		1999 * time.Millisecond:       "1", // never rounded up
		90 * time.Second:              "90",
		10 * time.Hour:                "36000",
		10*time.Hour + time.Second:    "36000",
		30 * 24 * time.Hour:           "36000",
		time.Hour - time.Microsecond:  "3599",
		time.Second + time.Nanosecond: "1",
	}
	for left, want := range periods {
		stub := newStub(t, accepts)
		m := message()
		m.ValidUntil = noon.Add(left)
		if _, err := stub.channel(t).Send(t.Context(), m); err != nil {
			t.Fatal(err)
		}
		if got := (<-stub.forms).Get("ValidityPeriod"); got != want {
			t.Errorf("%v left: %s seconds, want %s", left, got, want)
		}
	}
}

func TestAMessageWhoseTimeHasPassedIsNotHandedOver(t *testing.T) {
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

func TestWhatTwilioWouldRefuseIsNotHandedOver(t *testing.T) {
	t.Parallel()
	stub := newStub(t, accepts)
	channel := stub.channel(t)
	cases := map[string]struct {
		change func(*channels.Message)
		want   channels.Reason
		code   string
	}{
		"too long":               {func(m *channels.Message) { m.Text = strings.Repeat("a", 1601) }, channels.Refused, "21617"},
		"too long in UTF-16":     {func(m *channels.Message) { m.Text = strings.Repeat("👍", 801) }, channels.Refused, "21617"},
		"empty":                  {func(m *channels.Message) { m.Text = "" }, channels.Refused, "21602"},
		"national number":        {func(m *channels.Message) { m.To = "07700900123" }, channels.BadAddress, "21211"},
		"another channel":        {func(m *channels.Message) { m.To = "whatsapp:+447700900123" }, channels.BadAddress, "21211"},
		"attempt with odd signs": {func(m *channels.Message) { m.Attempt = "att 1?" }, channels.Refused, ""},
	}
	for name, c := range cases {
		m := message()
		c.change(&m)
		if fault := refusal(t, channel, m); fault.Reason != c.want || fault.Code != c.code {
			t.Errorf("%s: %+v", name, fault)
		}
	}
	if calls := stub.calls.Load(); calls != 0 {
		t.Errorf("%d requests", calls)
	}
}

func TestTheLongestMessageIsHandedOver(t *testing.T) {
	t.Parallel()
	m := message()
	m.Text = strings.Repeat("a", 1600)
	if _, err := newStub(t, accepts).channel(t).Send(t.Context(), m); err != nil {
		t.Error(err)
	}
}

func TestAHandoffTellsWhatTwilioSaid(t *testing.T) {
	t.Parallel()
	answers := map[string]channels.Handoff{
		`{"sid":"SM1","status":"accepted","num_segments":"0"}`: {ProviderID: "SM1", Segments: 1, Status: channels.Accepted},
		`{"sid":"SM2","status":"queued","num_segments":"3"}`:   {ProviderID: "SM2", Segments: 3, Status: channels.Accepted},
		`{"sid":"SM3","status":"sent"}`:                        {ProviderID: "SM3", Segments: 1, Status: channels.Sent},
		`{"sid":"SM4","status":"brand new"}`:                   {ProviderID: "SM4", Segments: 1, Status: channels.Accepted},
		`{"sid":"SM5"}`:                                        {ProviderID: "SM5", Segments: 1, Status: channels.Accepted},
	}
	for body, want := range answers {
		got, err := newStub(t, says(201, body)).channel(t).Send(t.Context(), message())
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v %s", body, err, diff)
		}
	}
}

func TestOneConnectionServesMessagesOneAfterAnother(t *testing.T) {
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

func TestAHandoffEndsWithTheMessagesTime(t *testing.T) {
	t.Parallel()
	stub, _ := newSilentStub(t)
	channel := stub.channel(t, func(c *twilio.Config) { c.Timeout = time.Minute })
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	m := message()
	m.ValidUntil = noon.Add(time.Second)
	_, err := channel.Send(ctx, m)
	if ctx.Err() != nil {
		t.Error("the hand-off outlived the message")
	}
	if fault := twilio.Fault(err); fault.Reason != channels.Unknown {
		t.Error(fault)
	}
}

func TestCostIsTheNumberOfSegments(t *testing.T) {
	t.Parallel()
	m := message()
	m.Text = strings.Repeat("a", 161)
	if cost := newStub(t, accepts).channel(t).Cost(m); cost != 2 {
		t.Error(cost)
	}
}

func BenchmarkSend(b *testing.B) {
	stub := newStub(b, accepts)
	channel := stub.channel(b)
	b.ReportAllocs()
	b.SetParallelism(16)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := channel.Send(b.Context(), message()); err != nil {
				b.Error(err)
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "sms/s")
}
