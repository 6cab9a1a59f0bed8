package events_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/config/secret"
	"github.com/goodterms/goodterms/events"
	"github.com/goodterms/goodterms/store/storetest"
	"github.com/goodterms/goodterms/timeline"
)

// BenchmarkTell posts b.N events of many accounts to a receiver on this machine,
// numbering them and keeping the progress on the way.
func BenchmarkTell(b *testing.B) {
	for name, url := range map[string]func(testing.TB) string{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		b.Run(name, func(b *testing.B) {
			s := storetest.Open(b, url(b))
			receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }))
			defer receiver.Close()
			e, err := s.CreateEndpoint(b.Context(), start, events.Endpoint{URL: secret.New(receiver.URL), Secret: events.NewSecret(), Enabled: true})
			if err != nil {
				b.Fatal(err)
			}
			const accounts = 100
			for n := range accounts {
				name := fmt.Sprint("C-", n)
				if _, _, err := s.PutAccount(b.Context(), start, account.Account{ID: account.StableID("acc", name), Reference: name, Name: "Muster AG"}, nil, nil); err != nil {
					b.Fatal(err)
				}
			}
			for n := range b.N {
				if _, err := s.AddNote(b.Context(), start, fmt.Sprint("C-", n%accounts), timeline.Note{Text: "called"}, nil); err != nil {
					b.Fatal(err)
				}
			}
			d := events.NewDispatcher(events.Config{Store: s, AllowPrivate: true, Now: func() time.Time { return start }})
			b.ResetTimer()
			for done := int64(0); done < int64(b.N); {
				if err := d.Settle(b.Context()); err != nil {
					b.Fatal(err)
				}
				if e, err = s.FindEndpoint(b.Context(), e.ID); err != nil {
					b.Fatal(err)
				}
				done = e.Health.Taken
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
		})
	}
}
