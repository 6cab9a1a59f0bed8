// Package voice is in charge of calls by Twilio: placing them, answering those
// that come to us, what they say, what a key means, finding those whose fate is
// unknown, and reading receipts. It refuses to tell an answering machine anything
// but the limited message, and a caller anything of an account.
package voice

import (
	"cmp"
	"context"
	"time"

	api "github.com/twilio/twilio-go/rest/api/v2010"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/channels/twilio"
)

const (
	answerPath = "/voice/answer/" // below the hook address: what to say
	statusPath = "/voice/status/" // how the call goes
	keypadPath = "/voice/keypad/" // which key was pressed; the round follows
	persistent = "#rc=3&rp=all"   // try callbacks four times; https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
	outbound   = "outbound-api"   // direction of what was created by the API
	badNumber  = 21211            // https://www.twilio.com/docs/api/errors/21211
	badCaller  = 21212            // https://www.twilio.com/docs/api/errors/21212

	defaultRing    = 20 * time.Second // long enough to reach the phone, short enough to stop before most mailboxes
	defaultLongest = 30 * time.Minute // of a whole call, a conversation with a colleague included
)

// events are the steps of a call that Twilio reports; it would report only the last.
var events = []string{"initiated", "ringing", "answered", "completed"}

// Config is how calls are made.
type Config struct {
	Ring    time.Duration // how long to let it ring; 0: 20 seconds
	Longest time.Duration // when a call is ended; 0: 30 minutes
}

// Voice is the channel.
type Voice struct {
	client *twilio.Client
	config Config
	now    func() time.Time
}

var (
	_ channels.Channel = (*Voice)(nil)
	_ channels.Finder  = (*Voice)(nil)
)

// New returns the channel. It asks now for the time that a message has left.
func New(client *twilio.Client, config Config, now func() time.Time) *Voice {
	config.Ring = cmp.Or(config.Ring, defaultRing)
	config.Longest = cmp.Or(config.Longest, defaultLongest)
	return &Voice{client: client, config: config, now: now}
}

// Kind returns channels.Voice.
func (v *Voice) Kind() channels.Kind { return channels.Voice }

// KeypadURL returns where keys of a call are posted to, for Answer and Keypad.
func (v *Voice) KeypadURL(attempt string) (string, error) { return v.client.Hook(keypadPath, attempt) }

// Send places the call, once. What it says is asked for when it is picked up.
func (v *Voice) Send(ctx context.Context, m channels.Message) (channels.Handoff, error) {
	left := m.ValidUntil.Sub(v.now())
	if fault := v.check(m, left); fault != nil {
		return channels.Handoff{}, fault
	}
	params, err := v.params(m)
	if err != nil {
		return channels.Handoff{}, twilio.Fault(err)
	}
	ctx, cancel := context.WithTimeout(ctx, left)
	defer cancel()
	call, err := v.client.API(ctx).CreateCall(params)
	if err != nil {
		return channels.Handoff{}, twilio.Fault(err)
	}
	if twilio.Text(call.Sid) == "" {
		return channels.Handoff{}, twilio.Nameless()
	}
	return handoff(*call), nil
}

// check finds what Twilio would refuse, and what has no time left.
func (v *Voice) check(m channels.Message, left time.Duration) *channels.Error {
	switch {
	case left < time.Second:
		return twilio.TooLate()
	case v.client.Caller() == "":
		return twilio.Refuse(badCaller)
	case !twilio.ValidNumber(m.To):
		return twilio.Refuse(badNumber)
	case m.Text == "":
		return &channels.Error{Reason: channels.Refused, Note: "the call has nothing to say"}
	}
	return nil
}

func (v *Voice) params(m channels.Message) (*api.CreateCallParams, error) {
	answer, err := v.client.Hook(answerPath, m.Attempt)
	if err != nil {
		return nil, err
	}
	status, err := v.client.Hook(statusPath, m.Attempt)
	if err != nil {
		return nil, err
	}
	p := &api.CreateCallParams{}
	p.SetTo(m.To)
	p.SetFrom(v.client.Caller())
	p.SetUrl(answer)
	p.SetMethod("POST")
	p.SetStatusCallback(status + persistent)
	p.SetStatusCallbackMethod("POST")
	p.SetStatusCallbackEvent(events)
	p.SetMachineDetection("Enable")
	p.SetTimeout(int(v.config.Ring / time.Second))
	p.SetTimeLimit(int(v.config.Longest / time.Second))
	return p, nil
}

func handoff(record api.ApiV2010Call) channels.Handoff {
	where := status(twilio.Text(record.Status), twilio.Text(record.AnsweredBy))
	return channels.Handoff{ProviderID: twilio.Text(record.Sid), Status: cmp.Or(where, channels.Accepted)}
}
