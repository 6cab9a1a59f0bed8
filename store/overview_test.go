package store_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/overview"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
	"github.com/goodterms/goodterms/templates"
)

// stand claims a reminder and has it stand in a status for a reason.
func stand(t testing.TB, s *store.Store, p reminder.Planned, status reminder.Status, reason string, at time.Time) {
	t.Helper()
	w := claimed(t, s, p, "one")
	if !record(t, s, reminder.Change{ReminderID: w.Reminder.ID, AccountID: w.Account.ID, Owner: "one",
		Status: status, Reason: reason, Text: "Because of " + reason, SendAt: at}) {
		t.Fatal("not recorded")
	}
}

// planAt is the nth reminder, scheduled for a time.
func planAt(n int, at time.Time) reminder.Planned {
	p := plan(n)
	p.Reminder.SendAt = at
	return p
}

// rejected has the provider refuse a hand-off, so that the reminder failed.
func rejected(t testing.TB, s *store.Store, p reminder.Planned) {
	t.Helper()
	a := begun(t, s, p, "one")
	if !record(t, s, reminder.Change{ReminderID: a.ReminderID, AccountID: a.AccountID, Owner: "one", Status: reminder.Failed,
		Reason: "refused", Attempt: &reminder.Result{AttemptID: a.ID, State: reminder.Rejected}}) {
		t.Fatal("not recorded")
	}
}

func today(t testing.TB, s *store.Store, since time.Time) overview.Today {
	t.Helper()
	today, err := s.Today(t.Context(), noon, since)
	if err != nil {
		t.Fatal(err)
	}
	return today
}

func count(n int) overview.Count { return overview.Count{N: n} }

func TestTodayCountsWhatWasSentAndWhatWaits(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		later := noon.Add(time.Hour)
		handedOver(t, s, plan(1), "SM1")
		handedOver(t, s, plan(2), "SM2")
		rejected(t, s, plan(3))
		stand(t, s, plan(4), reminder.Scheduled, "quiet_hours", later)
		stand(t, s, plan(5), reminder.Held, "promise", time.Time{})
		stand(t, s, plan(6), reminder.Held, "promise", time.Time{})
		stand(t, s, plan(7), reminder.Held, "dispute", time.Time{})
		stand(t, s, plan(8), reminder.Expired, "too_late", time.Time{})
		accept(t, s, planAt(9, later), planAt(10, later.Add(time.Hour)), plan(11))
		got := today(t, s, noon)
		want := overview.Today{
			Sent:    map[channels.Kind]overview.Count{channels.Email: {}, channels.SMS: count(2), channels.Voice: {}},
			Waiting: count(1), Scheduled: count(2), Held: count(3), Failed: count(2),
			Reasons: []overview.Reason{{Reason: "promise", Count: count(2)}, {Reason: "dispute", Count: count(1)}},
		}
		equal(t, got, want)
		equal(t, today(t, s, noon.Add(time.Minute)).Sent[channels.SMS], count(0))
		equal(t, today(t, s, noon.Add(time.Minute)).Failed, count(0))
	})
}

func TestTodayCountsFollowUpsAndTellsOfTheKillSwitch(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		for n, due := range []time.Time{noon.Add(-time.Hour), noon.Add(time.Hour), {}} {
			hear(t, s, textFrom(p, fmt.Sprint("call me ", n)), replies.Effects{FollowUps: []replies.FollowUp{
				{Cause: replies.CauseOther, DueAt: due}}})
		}
		if _, err := s.SetStop(t.Context(), noon, true, "wrong bank account"); err != nil {
			t.Fatal(err)
		}
		got := today(t, s, noon)
		equal(t, []overview.Count{got.FollowUps, got.Overdue}, []overview.Count{count(3), count(1)})
		equal(t, got.Stop, reminder.Stop{On: true, Reason: "wrong bank account", Since: noon})
	})
}

func listOf(t testing.TB, s *store.Store, q overview.Query) []overview.Row {
	t.Helper()
	if q.Limit == 0 {
		q.Limit = 50
	}
	rows, err := s.List(t.Context(), noon, q)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// accounts are the references of rows, in their order.
func accounts(rows []overview.Row) []string {
	list := []string{}
	for _, r := range rows {
		list = append(list, r.Account)
	}
	return list
}

func TestARowTellsAllThatASentenceNeeds(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		p.Contact.TimeZone = "Europe/Zurich"
		a := handedOver(t, s, p, "SM1")
		rows := listOf(t, s, overview.Query{List: overview.Sent})
		want := overview.Row{ReminderID: p.Reminder.ID, AccountID: p.Account.ID, Account: "A-1", AccountName: "Muster AG",
			Contact: "Erika Muster", Invoices: []string{"R-1"}, Template: "gentle", Stage: templates.Gentle, Channel: channels.SMS,
			Status: reminder.Sent, SendAt: noon, At: noon, Zone: "Europe/Zurich", AttemptID: a.ID, Cursor: rows[0].Cursor}
		equal(t, rows, []overview.Row{want})
		stand(t, s, plan(2), reminder.Held, "promise", time.Time{})
		held := listOf(t, s, overview.Query{List: overview.Held})[0]
		equal(t, []any{held.Reason, held.Text, held.At, held.Zone}, []any{"promise", "Because of promise", noon.Add(time.Second), "Europe/Berlin"})
	})
}

func TestListsAreInTheOrderInWhichTheyAreRead(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		at := func(minutes int) time.Time { return noon.Add(time.Duration(minutes) * time.Minute) }
		accept(t, s, planAt(1, at(30)), planAt(2, at(10)))
		stand(t, s, plan(3), reminder.Scheduled, "cap", at(40))
		stand(t, s, plan(4), reminder.Scheduled, "quiet_hours", at(20))
		stand(t, s, plan(5), reminder.Held, "promise", time.Time{})
		stand(t, s, plan(7), reminder.Held, "dispute", time.Time{})
		stand(t, s, plan(6), reminder.Expired, "too_late", time.Time{})
		for query, want := range map[overview.Query][]string{
			{List: overview.Coming}:                  {"A-2", "A-4", "A-1", "A-3"},
			{List: overview.Coming, Until: at(30)}:   {"A-2", "A-4"},
			{List: overview.Waiting}:                 {"A-4", "A-3"},
			{List: overview.Waiting, Until: at(40)}:  {"A-4"},
			{List: overview.Held, Reason: "promise"}: {"A-5"},
			{List: overview.Held, Reason: "cap"}:     {},
			{List: overview.Failed}:                  {"A-6"},
			{List: overview.Failed, Since: at(1)}:    {},
			{List: overview.Sent}:                    {},
			{List: "unheard of"}:                     {},
		} {
			if diff := cmp.Diff(want, accounts(listOf(t, s, query))); diff != "" {
				t.Errorf("%v: %s", query, diff)
			}
		}
	})
}

func TestWhatWasSentComesLatestFirstByWhateverChannel(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		for n, kind := range []channels.Kind{channels.Email, channels.Voice, channels.SMS, channels.Email} {
			b := attemptOn(claimed(t, s, plan(n), "one"), "one")
			b.Attempt.Channel, b.Attempt.StartedAt = kind, noon.Add(time.Duration(n)*time.Minute)
			equal(t, begin(t, s, b), reminder.BegunOK)
			record(t, s, sent(b.Attempt, ids.New("SM", noon)))
		}
		rows := listOf(t, s, overview.Query{List: overview.Sent, Since: noon.Add(time.Minute)})
		equal(t, accounts(rows), []string{"A-3", "A-2", "A-1"})
		equal(t, []channels.Kind{rows[0].Channel, rows[1].Channel, rows[2].Channel}, []channels.Kind{channels.Email, channels.SMS, channels.Voice})
	})
}

// Rows of one time and account differ by their ids alone: pages still show each once.
func TestPagesOfAListShowEachRowOnceWhileRowsAreAdded(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		n := 0
		next := func() reminder.Planned { n++; return planFor(n, n%3) }
		add := map[overview.List]func(){
			overview.Sent:    func() { handedOver(t, s, next(), ids.New("SM", noon)) },
			overview.Failed:  func() { rejected(t, s, next()) },
			overview.Held:    func() { stand(t, s, next(), reminder.Held, "promise", time.Time{}) },
			overview.Waiting: func() { stand(t, s, next(), reminder.Scheduled, "cap", noon.Add(time.Hour)) },
			overview.Coming:  func() { p := next(); p.Reminder.SendAt = noon.Add(2 * time.Hour); accept(t, s, p) },
		}
		for _, list := range []overview.List{overview.Sent, overview.Failed, overview.Held, overview.Waiting, overview.Coming} {
			for range 11 {
				add[list]()
			}
			want := rowIDs(listOf(t, s, overview.Query{List: list}))
			var seen []string
			for q := (overview.Query{List: list, Limit: 4}); ; {
				rows := listOf(t, s, q)
				if len(rows) == 0 {
					break
				}
				seen, q.After = append(seen, rowIDs(rows)...), rows[len(rows)-1].Cursor
				if len(seen) < 9 {
					add[list]()
				}
			}
			slices.Sort(seen)
			equal(t, len(slices.Compact(slices.Clone(seen))), len(seen))
			for _, id := range want {
				if _, ok := slices.BinarySearch(seen, id); !ok {
					t.Errorf("%s: %s was not shown", list, id)
				}
			}
		}
	})
}

func rowIDs(rows []overview.Row) []string {
	var list []string
	for _, r := range rows {
		list = append(list, r.ReminderID+r.AttemptID)
	}
	return list
}

func TestDaysAreThoseOfTheZone(t *testing.T) {
	t.Parallel()
	berlin := zone(t, "Europe/Berlin")
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		for n, at := range []time.Time{
			time.Date(2027, 3, 26, 23, 59, 59, 0, berlin), // before the days
			time.Date(2027, 3, 27, 0, 0, 0, 0, berlin),
			time.Date(2027, 3, 28, 0, 30, 0, 0, berlin), // 23 hours long
			time.Date(2027, 3, 28, 23, 59, 59, 0, berlin),
			time.Date(2027, 3, 29, 0, 0, 0, 0, berlin),
		} {
			b := attemptOn(claimed(t, s, plan(n), "one"), "one")
			b.Attempt.StartedAt = at
			begin(t, s, b)
			record(t, s, sent(b.Attempt, ids.New("SM", noon)))
		}
		for range 2 { // the second time from what was remembered
			days, err := s.Days(t.Context(), time.Date(2027, 3, 27, 15, 0, 0, 0, berlin), time.Date(2027, 3, 29, 1, 0, 0, 0, berlin), berlin)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, d := range days {
				got = append(got, fmt.Sprint(d.Start.Format(time.RFC3339), " ", d.Sent[channels.SMS]))
			}
			equal(t, got, []string{"2027-03-27T00:00:00+01:00 1", "2027-03-28T00:00:00+01:00 2", "2027-03-29T00:00:00+02:00 1"})
		}
	})
}

func TestADayThatIsNotOverIsCountedAnew(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		for n := range 3 {
			handedOver(t, s, plan(n), ids.New("SM", noon))
			days, err := s.Days(t.Context(), noon, noon.Add(time.Hour), time.UTC)
			if err != nil {
				t.Fatal(err)
			}
			equal(t, days[0].Sent[channels.SMS], n+1)
		}
	})
}

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := account.LoadZone(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func TestHistoryComesNewestFirst(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		handedOver(t, s, plan(1), "SM1")
		all := history(t, s, "A-1")
		slices.Reverse(all)
		first, err := s.History(t.Context(), overview.History{Account: "A-1", Limit: 1})
		if err != nil {
			t.Fatal(err)
		}
		rest, err := s.History(t.Context(), overview.History{Account: "A-1", Before: first[0].Seq, Limit: 50})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, append(first, rest...), all)
		if _, err := s.History(t.Context(), overview.History{Account: "A-9", Limit: 1}); !errors.Is(err, account.ErrNotFound) {
			t.Errorf("got %v", err)
		}
	})
}

func TestRemindersOfAnAccountComeNewestFirst(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		var want []string
		for n := range 7 {
			p := planFor(n, 1)
			accept(t, s, p, plan(100+n))
			want = append([]string{p.Reminder.ID}, want...)
		}
		var seen []string
		for after := ""; ; {
			rows, err := s.RemindersOf(t.Context(), "A-1", after, 3)
			if err != nil {
				t.Fatal(err)
			}
			if len(rows) == 0 {
				break
			}
			seen, after = append(seen, rowIDs(rows)...), rows[len(rows)-1].Cursor
		}
		equal(t, seen, want)
		if _, err := s.RemindersOf(t.Context(), "A-9", "", 3); !errors.Is(err, account.ErrNotFound) {
			t.Errorf("got %v", err)
		}
	})
}
