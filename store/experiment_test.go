package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/templates/experiment"
)

// trial is an experiment with the shipped text of gentle as control, half and half.
func trial(versions ...int) experiment.Experiment {
	e := experiment.Experiment{Key: "gentle", Name: "shorter", Why: "do people answer sooner?", StartedBy: "ada"}
	for _, v := range versions {
		e.Arms = append(e.Arms, experiment.Arm{Version: v, Weight: 50})
	}
	return e
}

// started publishes version 1 of gentle and tries it against the shipped text.
func started(t testing.TB, s *store.Store) experiment.Experiment {
	t.Helper()
	published(t, s, "gentle", "one")
	e, err := s.StartExperiment(t.Context(), noon, trial(0, 1), nil)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func number(n int) *int { return &n }

func TestAnExperimentKeepsWhoWhenAndWhy(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		e := started(t, s)
		want := trial(0, 1)
		want.ID, want.Status, want.StartedAt = e.ID, experiment.Running, noon
		equal(t, e, want)
		if !strings.HasPrefix(e.ID, "exp_") {
			t.Error("its id does not say what it is")
		}
		found, err := s.FindTemplate(t.Context(), "gentle")
		is(t, err, nil)
		equal(t, found.Running, e.ID)
		e, err = s.StopExperiment(t.Context(), noon.Add(time.Hour), e.ID, experiment.Stop{By: "bob", Why: "clear enough", Winner: number(0)}, nil)
		is(t, err, nil)
		want.Status, want.StoppedAt, want.StoppedBy, want.StopWhy, want.Winner = experiment.Stopped, noon.Add(time.Hour), "bob", "clear enough", number(0)
		equal(t, e, want)
		again, err := s.StopExperiment(t.Context(), noon.Add(2*time.Hour), e.ID, experiment.Stop{By: "eve"}, nil)
		is(t, err, nil)
		equal(t, again, want)
		for _, key := range []string{"", "gentle"} {
			list, err := s.ListExperiments(t.Context(), key)
			is(t, err, nil)
			equal(t, list, []experiment.Experiment{want})
		}
		found, err = s.FindTemplate(t.Context(), "gentle")
		is(t, err, nil)
		equal(t, []any{found.Running, found.Current}, []any{"", 0})
	})
}

func TestOnlyPublishedVersionsAreTriedAndOneTrialRunsPerTemplate(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		published(t, s, "gentle", "one")
		drafted(t, s, "gentle", "two")
		start := func(e experiment.Experiment) error {
			_, err := s.StartExperiment(t.Context(), noon, e, nil)
			return err
		}
		is(t, start(trial(1)), reminder.ErrArms)
		is(t, start(trial(0, 2)), reminder.ErrNoVersion)
		is(t, start(trial(1, 3)), reminder.ErrNoVersion)
		own := trial(0, 1)
		own.Key = "letter"
		is(t, start(own), reminder.ErrNoTemplate)
		d, err := s.CreateTemplate(t.Context(), noon, templates.Template{Key: "letter", Stage: templates.Gentle}, reminder.NewDraft{Sources: wrote("own")}, nil)
		is(t, err, nil)
		_, err = s.Publish(t.Context(), noon, publishing(d), nil)
		is(t, err, nil)
		is(t, start(own), reminder.ErrNoVersion) // nothing of it is shipped
		is(t, start(trial(0, 1)), nil)
		is(t, start(trial(1, 0)), reminder.ErrRunning)
		_, err = s.StopExperiment(t.Context(), noon, "exp_none", experiment.Stop{}, nil)
		is(t, err, reminder.ErrNoExperiment)
		_, err = s.FindExperiment(t.Context(), "exp_none")
		is(t, err, reminder.ErrNoExperiment)
		_, err = s.ListExperiments(t.Context(), "nobody")
		is(t, err, reminder.ErrNoTemplate)
	})
}

func TestOfManyWhoStartATrialAtOnceOneDoes(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		published(t, s, "gentle", "one")
		stores, errs := []*store.Store{s, open()}, make([]error, 8)
		together(8, func(n int) { _, errs[n] = stores[n%2].StartExperiment(t.Context(), noon, trial(0, 1), nil) })
		equal(t, len(slices.DeleteFunc(errs, func(err error) bool { return err != nil })), 1)
	})
}

func TestAnAccountReadsTheVersionThatItDrewUntilTheTrialStops(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		other := open()
		e := started(t, s)
		drawn := map[int]int{}
		var planned []reminder.Planned
		for n := range 40 {
			p := planFor(n, n%20) // two for each account
			accept(t, []*store.Store{s, other}[n%2], p)
			planned = append(planned, p)
			arm := e.Arms[experiment.Assign(e.ID, p.Account.ID, e.Arms)]
			equal(t, pinOf(t, s, p), templates.Pin{Version: arm.Version, Experiment: e.ID})
			drawn[arm.Version]++
		}
		if len(drawn) != 2 {
			t.Errorf("drew %v", drawn)
		}
		_, err := s.StopExperiment(t.Context(), noon, e.ID, experiment.Stop{By: "ada", Winner: number(1)}, nil)
		is(t, err, nil)
		later := planFor(99, 3)
		accept(t, other, later)
		equal(t, pinOf(t, s, later), templates.Pin{Version: 1})
		equal(t, pinOf(t, s, planned[0]).Experiment, e.ID)
	})
}

func TestATrialEndsWithOneOfItsVersionsOrNone(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		e := started(t, s)
		published(t, s, "gentle", "two")
		_, err := s.StopExperiment(t.Context(), noon, e.ID, experiment.Stop{Winner: number(2)}, nil)
		is(t, err, reminder.ErrWinner)
		e, err = s.StopExperiment(t.Context(), noon, e.ID, experiment.Stop{}, nil)
		is(t, err, nil)
		if e.Winner != nil {
			t.Error("a version won that was not named")
		}
		p := plan(1)
		accept(t, s, p)
		equal(t, pinOf(t, s, p), templates.Pin{Version: 2})
	})
}

func TestPublishingLeavesARunningTrialAlone(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		e := started(t, s)
		p, q := plan(1), plan(2)
		accept(t, s, p)
		pin := pinOf(t, s, p)
		move := publishing(drafted(t, s, "gentle", "two"))
		move.Scheduled = reminder.Move
		out, err := s.Publish(t.Context(), noon, move, nil)
		is(t, err, nil)
		equal(t, out.Moved, 0)
		equal(t, pinOf(t, s, p), pin)
		_, err = s.StopExperiment(t.Context(), noon, e.ID, experiment.Stop{}, nil)
		is(t, err, nil)
		accept(t, s, q)
		move = publishing(drafted(t, s, "gentle", "three"))
		move.Scheduled = reminder.Move
		out, err = s.Publish(t.Context(), noon, move, nil)
		is(t, err, nil)
		equal(t, out.Moved, 2)
		equal(t, pinOf(t, s, p), templates.Pin{Version: 3})
	})
}

// drawing are the first accounts that drew the version, with a reminder each.
func drawing(t testing.TB, s *store.Store, e experiment.Experiment, version, n, from int) (list []reminder.Planned) {
	t.Helper()
	for i := from; len(list) < n; i++ {
		if p := plan(i); e.Arms[experiment.Assign(e.ID, p.Account.ID, e.Arms)].Version == version {
			list = append(list, p)
		}
	}
	return list
}

// share is a part of a number, for comparing what was counted.
func share(count, of int) experiment.Share { return experiment.NewShare(count, of) }

func TestResultsCountAccountsFromTheirFirstMessageOn(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		e := started(t, s)
		list := drawing(t, s, e, 1, 8, 100)
		for i, p := range list[:6] {
			a := handedOver(t, s, p, fmt.Sprint("SM", i))
			if i < 2 {
				arrive(t, s, a, channels.Delivered)
			}
		}
		again := planFor(900, 100)
		again.Account, again.Contact, again.Invoices, again.Reminder.AccountID, again.Reminder.ContactID, again.Reminder.InvoiceIDs =
			list[0].Account, list[0].Contact, list[0].Invoices, list[0].Account.ID, list[0].Contact.ID, list[0].Reminder.InvoiceIDs
		handedOver(t, s, again, "SM-again") // the same account counts once
		accept(t, s, list[6])
		test := list[7]
		test.Reminder.Test = true
		accept(t, s, test)

		soon := noon.Add(time.Hour)
		hearAt(t, s, soon, textFrom(list[0], "on Friday"), promising(list[0], soon))
		hearAt(t, s, soon, textFrom(list[1], "wrong goods"), replies.Effects{Disputes: []account.Dispute{{InvoiceIDs: list[1].Reminder.InvoiceIDs}}})
		late := textFrom(list[2], "too late to count")
		late.At = noon.AddDate(0, 0, 15)
		hearAt(t, s, late.At, late, replies.Effects{})
		heed := func(p reminder.Planned, source string) {
			o := account.OptOut{AccountID: p.Account.ID, Channel: channels.SMS, Address: p.Contact.Phone, Source: source}
			if err := s.Heed(t.Context(), soon, o); err != nil {
				t.Fatal(err)
			}
		}
		heed(list[2], "reply")
		heed(list[3], "complaint")
		heed(list[4], account.SourceBounce)
		payOn(t, s, noon.AddDate(0, 0, 3), list[0].Account.Reference, 1)
		payOn(t, s, noon.AddDate(0, 0, 10), list[1].Account.Reference, 1)
		payOn(t, s, noon.AddDate(0, 0, 20), list[2].Account.Reference, 1)

		results, err := s.Results(t.Context(), noon.AddDate(0, 0, 30), e.ID)
		is(t, err, nil)
		equal(t, results.Arms[1], experiment.Result{Version: 1, Accounts: 7, Sent: share(6, 7), Delivered: share(2, 6),
			Answered: share(2, 6), Promised: share(1, 6), Disputed: share(1, 6), PaidIn7: share(1, 6), PaidIn14: share(2, 6),
			OptedOut: share(1, 6), Complained: share(1, 6)})
		none := share(0, 0)
		equal(t, results.Arms[0], experiment.Result{Version: 0, Control: true, Sent: none, Delivered: none, Answered: none, Promised: none,
			Disputed: none, PaidIn7: none, PaidIn14: none, OptedOut: none, Complained: none})

		young, err := s.Results(t.Context(), noon.AddDate(0, 0, 8), e.ID)
		is(t, err, nil)
		equal(t, young.Arms[1].PaidIn7, share(1, 6))
		equal(t, young.Arms[1].PaidIn14, none)
	})
}

// arrive records the provider's later word about an attempt.
func arrive(t testing.TB, s *store.Store, a reminder.Attempt, status channels.Status) {
	t.Helper()
	r := channels.Receipt{Channel: a.Channel, Attempt: a.ID, Status: status, Key: a.ID + string(status)}
	err := s.Receive(t.Context(), noon, r, false, func(reminder.Attempt) reminder.Settled { return reminder.Settled{Status: status} })
	if err != nil {
		t.Fatal(err)
	}
}

func TestATrialThatHarmsIsStoppedWithItsReason(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		e := started(t, s)
		list := drawing(t, s, e, 1, experiment.MinJudged, 100)
		for i, p := range list {
			handedOver(t, s, p, fmt.Sprint("SM", i))
		}
		guard := func(want int) []experiment.Experiment {
			t.Helper()
			stopped, err := s.Guard(t.Context(), noon.Add(time.Hour))
			is(t, err, nil)
			equal(t, len(stopped), want)
			return stopped
		}
		guard(0)
		for _, p := range list[:4] {
			optOut(t, s, p.Account.ID, p.Contact.Phone)
		}
		stopped := guard(1)[0]
		equal(t, []string{stopped.ID, string(stopped.Status), stopped.StoppedBy, stopped.StopWhy}, []string{e.ID, "stopped", "",
			"With version 1, 4 of 30 accounts opted out: more than the 2 % that no version may pass"})
		guard(0)
		later := plan(1)
		accept(t, s, later)
		equal(t, pinOf(t, s, later), templates.Pin{Version: 1})
	})
}
