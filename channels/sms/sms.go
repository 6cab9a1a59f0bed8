// Package sms is in charge of text messages by Twilio: handing them over,
// finding those whose fate is unknown, and reading receipts and replies. It
// refuses to send anything that could wait at Twilio beyond its time.
package sms

import (
	"context"
	"strconv"
	"time"

	api "github.com/twilio/twilio-go/rest/api/v2010"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/channels/twilio"
)

const (
	longest    = 1600           // of a body; https://www.twilio.com/docs/api/errors/21617
	mostWait   = 36000          // seconds; https://www.twilio.com/docs/messaging/api/message-resource, ValidityPeriod
	statusPath = "/sms/status/" // below the hook address
	persistent = "#rc=3&rp=all" // try callbacks four times; https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
	outbound   = "outbound-api" // direction of what was created by the API
	noText     = 21602          // https://www.twilio.com/docs/api/errors/21602
	tooLong    = 21617          // https://www.twilio.com/docs/api/errors/21617
	badNumber  = 21211          // https://www.twilio.com/docs/api/errors/21211
)

// SMS is the channel.
type SMS struct {
	client *twilio.Client
	now    func() time.Time
}

var (
	_ channels.Channel = (*SMS)(nil)
	_ channels.Finder  = (*SMS)(nil)
	_ channels.Coster  = (*SMS)(nil)
)

// New returns the channel. It asks now for the time that a message has left.
func New(client *twilio.Client, now func() time.Time) *SMS { return &SMS{client: client, now: now} }

// Kind returns channels.SMS.
func (s *SMS) Kind() channels.Kind { return channels.SMS }

// Cost returns how many segments of the sending rate the message takes.
func (s *SMS) Cost(m channels.Message) int {
	count, _ := Segments(m.Text)
	return count
}

// Send hands the message to Twilio, once.
func (s *SMS) Send(ctx context.Context, m channels.Message) (channels.Handoff, error) {
	left := m.ValidUntil.Sub(s.now())
	if fault := check(m, left); fault != nil {
		return channels.Handoff{}, fault
	}
	params, err := s.params(m, left)
	if err != nil {
		return channels.Handoff{}, twilio.Fault(err)
	}
	ctx, cancel := context.WithTimeout(ctx, left)
	defer cancel()
	message, err := s.client.API(ctx).CreateMessage(params)
	if err != nil {
		return channels.Handoff{}, twilio.Fault(err)
	}
	if twilio.Text(message.Sid) == "" {
		return channels.Handoff{}, twilio.Nameless()
	}
	return handoff(*message, m), nil
}

// check finds what Twilio would refuse, and what has no time left.
func check(m channels.Message, left time.Duration) *channels.Error {
	switch {
	case left < time.Second:
		return twilio.TooLate()
	case !twilio.ValidNumber(m.To):
		return twilio.Refuse(badNumber)
	case m.Text == "":
		return twilio.Refuse(noText)
	case length(m.Text) > longest:
		return twilio.Refuse(tooLong)
	}
	return nil
}

func (s *SMS) params(m channels.Message, left time.Duration) (*api.CreateMessageParams, error) {
	hook, err := s.client.Hook(statusPath, m.Attempt)
	if err != nil {
		return nil, err
	}
	p := &api.CreateMessageParams{}
	p.SetTo(m.To)
	p.SetBody(m.Text)
	p.SetSmartEncoded(true)
	p.SetValidityPeriod(min(int(left/time.Second), mostWait))
	p.SetStatusCallback(hook + persistent)
	if service, from := s.client.Sender(); service != "" {
		p.SetMessagingServiceSid(service)
	} else {
		p.SetFrom(from)
	}
	return p, nil
}

// handoff reads Twilio's record of a message. A messaging service has not
// counted the segments yet, so that ours stand in.
func handoff(record api.ApiV2010Message, m channels.Message) channels.Handoff {
	segments, err := strconv.Atoi(twilio.Text(record.NumSegments))
	if err != nil || segments < 1 {
		segments, _ = Segments(m.Text)
	}
	status, known := statuses[twilio.Text(record.Status)]
	if !known {
		status = channels.Accepted
	}
	return channels.Handoff{ProviderID: twilio.Text(record.Sid), Segments: segments, Status: status}
}
