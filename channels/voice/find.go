package voice

import (
	"context"
	"time"

	api "github.com/twilio/twilio-go/rest/api/v2010"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/channels/twilio"
)

// Find returns every call to the number that may be this one. A call has no
// words to compare, and one that waits has no start, so that it is taken by the
// time it was created.
func (v *Voice) Find(ctx context.Context, m channels.Message, since time.Time) ([]channels.Handoff, error) {
	service := v.client.API(ctx)
	params := &api.ListCallParams{}
	params.SetTo(m.To)
	params.SetPageSize(twilio.PageSize)
	records, err := twilio.Collect(since, func(token, number string) (twilio.Page[api.ApiV2010Call], error) {
		page, err := service.PageCall(params, token, number)
		if err != nil {
			return twilio.Page[api.ApiV2010Call]{}, err
		}
		return twilio.Page[api.ApiV2010Call]{Records: page.Calls, Next: page.NextPageUri}, nil
	}, placed)
	if err != nil {
		return nil, err
	}
	return v.pick(records, m, since), nil
}

// placed is when a call was created, or began when Twilio does not say.
func placed(record api.ApiV2010Call) time.Time {
	if at := twilio.Date(record.DateCreated); !at.IsZero() {
		return at
	}
	return twilio.Date(record.StartTime)
}

func (v *Voice) pick(records []api.ApiV2010Call, m channels.Message, since time.Time) []channels.Handoff {
	var found []channels.Handoff
	seen := map[string]bool{}
	for _, record := range records {
		id := twilio.Text(record.Sid)
		ours := twilio.Text(record.Direction) == outbound && twilio.Text(record.To) == m.To && twilio.Text(record.From) == v.client.Caller()
		if id == "" || seen[id] || !ours || !twilio.Recent(placed(record), since) {
			continue
		}
		seen[id] = true
		found = append(found, handoff(record))
	}
	return found
}
