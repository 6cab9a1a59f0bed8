package store_test

import (
	"fmt"
	"iter"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/timeline"
)

// noon is when everything in these tests is due.
var noon = time.Date(2027, 3, 15, 12, 0, 0, 0, time.UTC)

var ids = account.NewIDs()

// plan is the nth reminder, of an account, contact and invoice of its own.
func plan(n int) reminder.Planned { return planFor(n, n) }

// planFor is the nth reminder, for the numbered account.
func planFor(n, of int) reminder.Planned {
	name := fmt.Sprint("A-", of)
	a := account.Account{ID: account.StableID("acc", name), Reference: name, Name: "Muster AG", Kind: account.Business, TimeZone: "Europe/Berlin"}
	c := account.Contact{ID: account.StableID("con", name), AccountID: a.ID, Reference: "main", Name: "Erika Muster",
		Email: fmt.Sprintf("erika%d@example.com", of), Phone: fmt.Sprintf("+4930%07d", of)}
	i := account.Invoice{ID: account.StableID("inv", name, "R-1"), AccountID: a.ID, Number: "R-1",
		Amount: account.Money{Minor: 12000, Currency: "EUR"}, Balance: account.Money{Minor: 12000, Currency: "EUR"},
		IssuedOn: account.Date{Year: 2027, Month: 2, Day: 1}, DueOn: account.Date{Year: 2027, Month: 3, Day: 1}}
	r := reminder.Reminder{ID: ids.New("rem", noon), AccountID: a.ID, ContactID: c.ID, InvoiceIDs: []string{i.ID},
		Template: "gentle", Channels: []channels.Kind{channels.Email, channels.SMS}, Channel: channels.Email,
		Status: reminder.Scheduled, SendAt: noon, CreatedAt: noon, UpdatedAt: noon}
	return reminder.Planned{Reminder: r, Account: a, Contact: c, Invoices: []account.Invoice{i}, Digest: fmt.Sprint("digest-", n),
		Event: timeline.Event{Kind: timeline.ReminderScheduled, Actor: timeline.API,
			Data: timeline.Encode(timeline.Scheduled{Channel: "email", Template: "gentle", SendAt: noon})}}
}

func accept(t testing.TB, s *store.Store, planned ...reminder.Planned) []reminder.Acceptance {
	t.Helper()
	out, err := s.Accept(t.Context(), noon, planned, nil)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// claimed accepts a reminder and claims it.
func claimed(t testing.TB, s *store.Store, p reminder.Planned, owner string) reminder.Work {
	t.Helper()
	accept(t, s, p)
	works := claim(t, s, owner, p.Reminder.ID)
	if len(works) != 1 {
		t.Fatalf("claimed %d, want 1", len(works))
	}
	return works[0]
}

func claim(t testing.TB, s *store.Store, owner string, ids ...string) []reminder.Work {
	t.Helper()
	works, err := s.Claim(t.Context(), ids, owner, noon)
	if err != nil {
		t.Fatal(err)
	}
	return works
}

// attemptOn is an attempt for the claimed work.
func attemptOn(w reminder.Work, owner string) reminder.Begin {
	return reminder.Begin{
		Attempt: reminder.Attempt{ID: ids.New("att", noon), ReminderID: w.Reminder.ID, AccountID: w.Account.ID,
			Number: w.Reminder.Attempts + 1, Channel: channels.SMS, Address: w.Contact.Phone, Version: "v1", Language: "de",
			Body: "Guten Tag", ContentHash: "hash", ValidUntil: noon.Add(time.Hour), StartedAt: noon, Owner: owner,
			State: reminder.Open, Test: w.Reminder.Test},
		Version:  w.Version,
		Decision: policy.Decision{Verdict: policy.Send, WindowEnd: noon.Add(time.Hour), Version: "p1"},
	}
}

func begin(t testing.TB, s *store.Store, b reminder.Begin) reminder.Begun {
	t.Helper()
	begun, err := s.Begin(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	return begun
}

// begun accepts, claims and begins to hand over a reminder.
func begun(t testing.TB, s *store.Store, p reminder.Planned, owner string) reminder.Attempt {
	t.Helper()
	b := attemptOn(claimed(t, s, p, owner), owner)
	equal(t, begin(t, s, b), reminder.BegunOK)
	return b.Attempt
}

// sent is the change that a hand-off's success makes.
func sent(a reminder.Attempt, providerID string) reminder.Change {
	return reminder.Change{ReminderID: a.ReminderID, AccountID: a.AccountID, Owner: a.Owner, Status: reminder.Sent, Channel: a.Channel,
		Attempt: &reminder.Result{AttemptID: a.ID, State: reminder.Accepted, ProviderID: providerID, Segments: 1, Status: channels.Accepted},
		Events: []timeline.Event{{Kind: timeline.ReminderSent, Actor: timeline.Provider,
			Data: timeline.Encode(timeline.Sent{Attempt: a.ID, Channel: string(a.Channel), Template: "gentle", Version: "v1", Segments: 1})}}}
}

func record(t testing.TB, s *store.Store, c reminder.Change) bool {
	t.Helper()
	effective, err := s.Record(t.Context(), noon.Add(time.Second), c)
	if err != nil {
		t.Fatal(err)
	}
	return effective
}

// delivered accepts, claims, begins and records a reminder as sent.
func handedOver(t testing.TB, s *store.Store, p reminder.Planned, providerID string) reminder.Attempt {
	t.Helper()
	a := begun(t, s, p, "one")
	if !record(t, s, sent(a, providerID)) {
		t.Fatal("the hand-off was not recorded")
	}
	return a
}

func find(t testing.TB, s *store.Store, id string) reminder.View {
	t.Helper()
	view, err := s.FindReminder(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return view
}

// history is the account's whole timeline; it checks the chain on the way.
func history(t testing.TB, s *store.Store, reference string) []timeline.Event {
	t.Helper()
	events, err := s.Timeline(t.Context(), reference, 0, 100_000)
	if err != nil {
		t.Fatal(err)
	}
	if err := timeline.Verify(events); err != nil {
		t.Fatal(err)
	}
	return events
}

func kinds(events []timeline.Event) []timeline.Kind {
	list := make([]timeline.Kind, len(events))
	for i := range events {
		list[i] = events[i].Kind
	}
	return list
}

func equal[T any](t testing.TB, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("mismatch (-want +got):\n%s", diff)
	}
}

// acceptMany accepts so many reminders of 20 accounts and returns their ids.
func acceptMany(t testing.TB, s *store.Store, n int) []string {
	t.Helper()
	planned := make([]reminder.Planned, n)
	list := make([]string, n)
	for i := range planned {
		planned[i] = planFor(i, i%20)
		list[i] = planned[i].Reminder.ID
	}
	accept(t, s, planned...)
	return list
}

// optOut has the address opt out of text messages, heard at the account.
func optOut(t testing.TB, s *store.Store, accountID, address string) {
	t.Helper()
	o := account.OptOut{AccountID: accountID, Channel: channels.SMS, Address: address, Source: "reply"}
	if err := s.Heed(t.Context(), noon, o); err != nil {
		t.Fatal(err)
	}
}

// optedOut names what opt-outs are about.
func optedOut(list []account.OptOut) []string {
	var names []string
	for _, o := range list {
		names = append(names, string(o.Scope)+" "+string(o.Channel))
	}
	return names
}

// record1 records one opt-out and returns it as it stands.
func record1(t testing.TB, s *store.Store, o account.OptOut) account.OptOut {
	t.Helper()
	stand, err := s.RecordOptOuts(t.Context(), noon, []account.OptOut{o}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return stand[0]
}

// standingOf is all that decides about a contact, as it is at noon.
func standingOf(t testing.TB, s *store.Store, contactID string) reminder.Standing {
	t.Helper()
	standing, err := s.FindStanding(t.Context(), contactID, noon)
	if err != nil {
		t.Fatal(err)
	}
	return standing
}

// together runs fn so many times at once and waits for all.
func together(n int, fn func(n int)) {
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { fn(i) })
	}
	wg.Wait()
}

func chunks(list []string, size int) iter.Seq[[]string] { return slices.Chunk(list, size) }
