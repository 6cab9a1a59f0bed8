package store_test

import (
	"context"
	"math"
	"testing"
	"time"

	"github.com/goodterms/goodterms/overview"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
)

// asking is one question that a page asks.
type asking struct {
	name string
	ask  func(context.Context, *store.Store) (rows int, err error)
}

func listing(q overview.Query) func(context.Context, *store.Store) (int, error) {
	return func(ctx context.Context, s *store.Store) (int, error) {
		rows, err := s.List(ctx, noon, q)
		return len(rows), err
	}
}

func finding(q overview.AccountQuery) func(context.Context, *store.Store) (int, error) {
	return func(ctx context.Context, s *store.Store) (int, error) {
		q.Limit = 50
		rows, err := s.FindAccounts(ctx, q)
		return len(rows), err
	}
}

// Cursors far behind the start.
var (
	midSent    = store.Cursor("sent", 0, 0, noon.AddDate(0, 0, -30).UnixMicro(), "", "att_2")
	midComing  = store.Cursor("coming", 0, 0, noon.Add(40*time.Hour).UnixMicro(), "", "rem_")
	midWaiting = store.Cursor("waiting", 0, 0, noon.Add(40*time.Hour).UnixMicro(), "", "rem_")
	midHeld    = store.Cursor("held", 0, 0, 0, "acc_2", "rem_2")
	midFailed  = store.Cursor("failed", 0, 0, noon.Add(-40*time.Hour).UnixMicro(), "", "rem_2")
	midAll     = store.Cursor("accounts", 0, 0, 0, "C-090000", "acc_2")
	midLtd     = store.Cursor("accounts", 2, 0, 0, "ltd", "acc_3")
	midInvoice = store.Cursor("accounts", 3, 0, 0, "R-2027-200000", "acc_3")
	midEmail   = store.Cursor("accounts", 8, 0, 0, "buchhaltung50000@kunde.example", "acc_3")
)

var askings = []asking{
	{"today/of a fortnight", func(ctx context.Context, s *store.Store) (int, error) {
		today, err := s.Today(ctx, noon, noon.AddDate(0, 0, -14))
		return today.FollowUps.N, err
	}},
	{"days/of a fortnight", func(ctx context.Context, s *store.Store) (int, error) {
		days, err := s.Days(ctx, noon.AddDate(0, 0, -13), noon, time.UTC)
		return len(days), err
	}},
	{"list/sent", listing(overview.Query{List: overview.Sent, Since: noon.AddDate(0, 0, -60), Limit: 50})},
	{"list/sent deep", listing(overview.Query{List: overview.Sent, Since: noon.AddDate(0, 0, -60), After: midSent, Limit: 50})},
	{"list/waiting", listing(overview.Query{List: overview.Waiting, Limit: 50})},
	{"list/waiting deep", listing(overview.Query{List: overview.Waiting, After: midWaiting, Limit: 50})},
	{"list/coming", listing(overview.Query{List: overview.Coming, Limit: 50})},
	{"list/coming deep", listing(overview.Query{List: overview.Coming, After: midComing, Limit: 50})},
	{"list/held", listing(overview.Query{List: overview.Held, Limit: 50})},
	{"list/held deep", listing(overview.Query{List: overview.Held, After: midHeld, Limit: 50})},
	{"list/held for a reason", listing(overview.Query{List: overview.Held, Reason: "promise", After: midHeld, Limit: 50})},
	{"list/failed", listing(overview.Query{List: overview.Failed, Limit: 50})},
	{"list/failed deep", listing(overview.Query{List: overview.Failed, After: midFailed, Limit: 50})},
	{"accounts/all", finding(overview.AccountQuery{})},
	{"accounts/all deep", finding(overview.AccountQuery{After: midAll})},
	{"accounts/ltd", finding(overview.AccountQuery{Text: "ltd"})},
	{"accounts/ltd deep", finding(overview.AccountQuery{Text: "ltd", After: midLtd})},
	{"accounts/one letter", finding(overview.AccountQuery{Text: "b"})},
	{"accounts/two letters", finding(overview.AccountQuery{Text: "l b"})},
	{"accounts/rare and common", finding(overview.AccountQuery{Text: "ltd kloorni"})},
	{"accounts/common and common", finding(overview.AccountQuery{Text: "ltd umberga umbergb umbergc"})},
	{"accounts/common apart", finding(overview.AccountQuery{Text: "northern southern"})},
	{"accounts/nothing", finding(overview.AccountQuery{Text: "zzyzx"})},
	{"accounts/reference", finding(overview.AccountQuery{Text: "c-0123"})},
	{"accounts/invoice", finding(overview.AccountQuery{Text: "R-2027"})},
	{"accounts/invoice deep", finding(overview.AccountQuery{Text: "R-2027", After: midInvoice})},
	{"accounts/email", finding(overview.AccountQuery{Text: "Buchhaltung"})},
	{"accounts/email deep", finding(overview.AccountQuery{Text: "buchhaltung", After: midEmail})},
	{"accounts/phone", finding(overview.AccountQuery{Text: "0155 501", Phone: "+49155501"})},
	{"history/latest", history50(0)},
	{"history/deep", history50(1000)},
	{"reminders of", remindersOf("")},
	{"reminders of deep", remindersOf(store.Cursor("account", 0, 0, 2600, "", "rem_"))},
	{"lag", func(ctx context.Context, s *store.Store) (int, error) {
		lag, err := s.Lag(ctx, noon)
		return lag.Due.N, err
	}},
	{"lag/of a day that nothing left", func(ctx context.Context, s *store.Store) (int, error) {
		lag, err := s.Lag(ctx, noon.AddDate(0, 0, 2))
		return lag.Due.N, err
	}},
	{"traffic", func(ctx context.Context, s *store.Store) (int, error) {
		traffic, err := s.LastTraffic(ctx)
		return len(traffic), err
	}},
}

func history50(before int64) func(context.Context, *store.Store) (int, error) {
	return func(ctx context.Context, s *store.Store) (int, error) {
		events, err := s.History(ctx, overview.History{Account: "C-000000", Before: before, Limit: 50})
		return len(events), err
	}
}

func remindersOf(after string) func(context.Context, *store.Store) (int, error) {
	return func(ctx context.Context, s *store.Store) (int, error) {
		rows, err := s.RemindersOf(ctx, "C-000000", after, 50)
		return len(rows), err
	}
}

// BenchmarkPages asks what pages ask, of a database with a million events. What counts
// is the slowest.
func BenchmarkPages(b *testing.B) {
	s := storetest.Open(b, storetest.Large(b))
	slowest, name := 0.0, ""
	for _, a := range askings {
		b.Run(a.name, func(b *testing.B) {
			rows, before := 0, cpu(b)
			for b.Loop() {
				n, err := a.ask(b.Context(), s)
				if err != nil {
					b.Fatal(err)
				}
				rows = n
			}
			ms := float64(b.Elapsed().Microseconds()) / 1e3 / float64(b.N)
			b.ReportMetric(ms, "ms/op")
			b.ReportMetric((cpu(b)-before)/1e3/float64(b.N), "cpu-ms/op")
			b.ReportMetric(float64(rows), "rows")
			if ms > slowest {
				slowest, name = ms, a.name
			}
		})
	}
	b.Logf("slowest: %s, %.1f ms", name, math.Round(slowest*10)/10)
}
