package sms

import (
	"context"
	"strings"
	"time"
	"unicode"

	api "github.com/twilio/twilio-go/rest/api/v2010"
	"golang.org/x/text/unicode/norm"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/channels/twilio"
)

// Find returns every message to the number that may be this one. Twilio has no
// key of ours to ask for, so that recipient, time, sender and words have to do.
// It does not filter by the date of sending, which is empty while a message waits.
func (s *SMS) Find(ctx context.Context, m channels.Message, since time.Time) ([]channels.Handoff, error) {
	service := s.client.API(ctx)
	params := &api.ListMessageParams{}
	params.SetTo(m.To)
	params.SetPageSize(twilio.PageSize)
	records, err := twilio.Collect(since, func(token, number string) (twilio.Page[api.ApiV2010Message], error) {
		page, err := service.PageMessage(params, token, number)
		if err != nil {
			return twilio.Page[api.ApiV2010Message]{}, err
		}
		return twilio.Page[api.ApiV2010Message]{Records: page.Messages, Next: page.NextPageUri}, nil
	}, created)
	if err != nil {
		return nil, err
	}
	return s.pick(records, m, since), nil
}

func created(record api.ApiV2010Message) time.Time { return twilio.Date(record.DateCreated) }

func (s *SMS) pick(records []api.ApiV2010Message, m channels.Message, since time.Time) []channels.Handoff {
	var found []channels.Handoff
	seen := map[string]bool{}
	said := words(m.Text)
	for _, record := range records {
		id := twilio.Text(record.Sid)
		ours := twilio.Text(record.Direction) == outbound && twilio.Text(record.To) == m.To && s.sentIt(record)
		if id == "" || seen[id] || !ours || !twilio.Recent(created(record), since) || words(twilio.Text(record.Body)) != said {
			continue
		}
		seen[id] = true
		found = append(found, handoff(record, m))
	}
	return found
}

// sentIt says whether the sender is ours. A service chooses the number later.
func (s *SMS) sentIt(record api.ApiV2010Message) bool {
	service, from := s.client.Sender()
	if service != "" {
		return twilio.Text(record.MessagingServiceSid) == service
	}
	return twilio.Text(record.From) == from
}

// words leaves the letters and figures of a text, because smart encoding
// replaces quotation marks, dashes and spaces that a phone cannot show cheaply
// (https://www.twilio.com/docs/messaging/features/services#smart-encoding).
func words(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return r
		}
		return -1
	}, norm.NFKC.String(text))
}
