package main

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/goodterms/goodterms/channels"
)

const (
	accounts = 1000 // distinct ones, with a contact each; every reminder is about a new invoice
	bulk     = 100  // reminders in a POST
)

// places are where the accounts are.
var places = [...]struct{ zone, locale, region string }{
	{"Europe/London", "en-GB", "GB"}, {"Europe/Berlin", "de", "DE"}, {"America/New_York", "en-US", "US-NY"},
}

// entry is one reminder as another system would ask for it.
func entry(batch string, i int, kind channels.Kind, sendAt time.Time) map[string]any {
	who, place := i%accounts, places[i%accounts%len(places)]
	reminder := map[string]any{
		"reference": fmt.Sprintf("%s-%d", batch, i),
		"account": map[string]any{
			"reference": fmt.Sprintf("C-%04d", who), "name": fmt.Sprintf("Customer %04d Ltd", who), "kind": "business",
			"time_zone": place.zone, "locale": place.locale, "region": place.region,
		},
		"contact": map[string]any{
			"reference": "P-1", "name": fmt.Sprintf("Robin Weaver %d", who),
			"email": fmt.Sprintf("robin.weaver%04d@customers.example", who), "phone": fmt.Sprintf("+447400123%03d", who),
		},
		"invoices": []any{map[string]any{
			"number": fmt.Sprintf("INV-%s-%06d", batch, i), "amount": fmt.Sprintf("%d.50", 100+i%900), "balance": fmt.Sprintf("%d.50", 100+i%900),
			"currency": "GBP", "issued_on": "2026-09-01", "due_on": "2026-10-01", "terms": "30 days net",
		}},
		"template": "gentle",
		"channels": []string{string(kind)},
	}
	if !sendAt.IsZero() {
		reminder["send_at"] = sendAt.UTC().Format(time.RFC3339Nano)
	}
	return reminder
}

// bulks are the bodies of POST /v1/reminders/batch for n reminders; at says when
// each is due, the zero time for now.
func bulks(batch string, n int, kind channels.Kind, at func(i int) time.Time) [][]byte {
	var bodies [][]byte
	for first := 0; first < n; first += bulk {
		var list []any
		for i := first; i < min(first+bulk, n); i++ {
			list = append(list, entry(batch, i, kind, at(i)))
		}
		bodies = append(bodies, encode(map[string]any{"reminders": list}))
	}
	return bodies
}

func now(int) time.Time { return time.Time{} }

// always is one time for all.
func always(at time.Time) func(int) time.Time { return func(int) time.Time { return at } }

func encode(value any) []byte {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // maps of texts always encode
	}
	return text
}
