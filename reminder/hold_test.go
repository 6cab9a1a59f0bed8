package reminder

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
)

// holds reads holds such as "disputed A-1, promise A-2 2027-03-20T00:00:00Z": a
// cause, the number of an invoice or * for all, and an end where there is one.
func holds(t testing.TB, text string) (list []account.Hold) {
	t.Helper()
	for part := range strings.SplitSeq(text, ", ") {
		words := strings.Fields(part)
		if len(words) == 0 {
			continue
		}
		h := account.Hold{AccountID: "acc_1", Cause: words[0]}
		if words[1] != "*" {
			h.InvoiceID = "inv_" + words[1]
		}
		if len(words) > 2 {
			h.Until = instantOf(t, words[2])
		}
		list = append(list, h)
	}
	return list
}

func TestAReminderIsAboutTheInvoicesThatNoHoldKeepsBack(t *testing.T) {
	t.Parallel()
	const tonight, friday = "2027-03-15T21:00:00Z", "2027-03-19T00:00:00Z"
	for name, c := range map[string]struct {
		own, holds         string
		debts, hold, until string
		days               int
	}{
		"none is held":                                {"", "", "A-1 A-2", "", "", 33},
		"one of two is disputed":                      {"", "disputed A-1", "A-2", "", "", 5},
		"the other one is":                            {"", "disputed A-2", "A-1", "", "", 33},
		"both are disputed":                           {"", "disputed A-1, disputed A-2", "A-1 A-2", "disputed", "", 33},
		"one is promised until Friday":                {"", "promise A-1 " + friday, "A-2", "", "", 5},
		"both are":                                    {"", "promise A-1 " + friday + ", promise A-2 " + friday, "A-1 A-2", "promise", friday, 33},
		"what is free first is waited for":            {"", "disputed A-1, promise A-2 " + friday, "A-1 A-2", "promise", friday, 33},
		"of two promises the earlier":                 {"", "promise A-1 " + friday + ", promise A-2 " + tonight, "A-1 A-2", "promise", tonight, 33},
		"of two holds on one the later":               {"", "promise A-1 " + friday + ", reply A-1 " + tonight + ", disputed A-2", "A-1 A-2", "promise", friday, 33},
		"of two holds on one that without end":        {"", "promise A-1 " + friday + ", hardship A-1, promise A-2 " + friday + ", disputed A-2", "A-1 A-2", "hardship", "", 33},
		"a hold that has ended is none":               {"", "promise A-1 2027-03-15T09:00:00Z", "A-1 A-2", "", "", 33},
		"one of an invoice that is paid is of no use": {"", "disputed A-0", "A-1 A-2", "", "", 33},
		"the account is away":                         {"", "away * " + friday, "A-1 A-2", "away", friday, 33},
		"away, and one is disputed":                   {"", "away * " + friday + ", disputed A-1", "A-2", "away", friday, 5},
		"away, and both are disputed":                 {"", "away * " + friday + ", disputed A-1, disputed A-2", "A-1 A-2", "disputed", "", 33},
		"the account's own rule":                      {"legal", "", "A-1 A-2", "legal", "", 33},
		"and a graver cause before it":                {"legal", "bankrupt * " + friday, "A-1 A-2", "bankrupt", friday, 33},
		"and a lighter one after it":                  {"legal", "away * " + friday, "A-1 A-2", "legal", "", 33},
		"the later of two on everything":              {"", "away * " + tonight + ", reply * " + friday, "A-1 A-2", "reply", friday, 33},
		"one that ends by itself after one that does": {"", "hardship *, away * " + friday, "A-1 A-2", "hardship", "", 33},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := work("email")
			w.Hold, w.Holds = c.own, append(holds(t, c.holds), account.Hold{})
			w.Invoices = []account.Invoice{bill(t, "A-0", "2027-01-01", 0), bill(t, "A-1", "2027-02-10", 100), bill(t, "A-2", "2027-03-10", 100)}
			q := w.question(instantOf(t, now))
			until := ""
			if !q.HoldUntil.IsZero() {
				until = q.HoldUntil.Format(time.RFC3339)
			}
			if strings.Join(q.Debts, " ") != c.debts || q.Hold != c.hold || until != c.until || q.DaysOverdue != c.days || q.Paid {
				t.Errorf("about %v, %d days overdue, held by %q until %s, paid %v", q.Debts, q.DaysOverdue, q.Hold, until, q.Paid)
			}
		})
	}
}

func TestAHoldForAnotherContactIsNotAboutThisOne(t *testing.T) {
	t.Parallel()
	for contact, want := range map[string]string{"con_1": "away", "con_2": ""} {
		w := work("email")
		w.Holds = []account.Hold{{ContactID: contact, Cause: account.HoldAway}}
		if q := w.question(instantOf(t, now)); q.Hold != want {
			t.Errorf("a hold for %s: held by %q", contact, q.Hold)
		}
		w.Invoices = []account.Invoice{bill(t, "A-1", "2027-02-10", 100)}
		w.Holds[0].InvoiceID, w.Holds[0].Cause = "inv_A-1", account.HoldDisputed
		if q := w.question(instantOf(t, now)); (q.Hold == "disputed") != (want != "") {
			t.Errorf("a dispute of %s: held by %q", contact, q.Hold)
		}
	}
}

func TestAReleasedHoldIsNone(t *testing.T) {
	t.Parallel()
	at := instantOf(t, now)
	w := work("email")
	w.Holds = []account.Hold{{Cause: account.HoldDisputed, EndedAt: at}}
	if q := w.question(at); q.Hold != "" {
		t.Errorf("held by %q", q.Hold)
	}
	if q := w.question(at.Add(-1)); q.Hold != "disputed" {
		t.Errorf("just before held by %q", q.Hold)
	}
}

func TestAskingAboutAContactLeavesHoldsOfInvoicesOut(t *testing.T) {
	t.Parallel()
	w := work("email")
	w.Holds = holds(t, "disputed A-1, away * 2027-03-19T00:00:00Z")
	q := w.Question(instantOf(t, now), channels.Email)
	if q.Hold != "away" || !q.HoldUntil.Equal(instantOf(t, "2027-03-19T00:00:00Z")) {
		t.Errorf("held by %q until %s", q.Hold, q.HoldUntil)
	}
}

func TestADisputeAboutOneInvoiceLetsTheReminderAboutTheOtherGo(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := due(1, "email")
		w.Invoices = append(w.Invoices, bill(t, "B-2", "1999-12-02", 4200))
		w.Holds = []account.Hold{{InvoiceID: "inv_1", Cause: account.HoldDisputed}}
		h := start(t, policy.New(policy.Config{Profile: policy.None}), newDesk(w), nil)
		w.Contact.TimeZone = "Europe/Berlin"
		h.process(t, time.Second)
		mails := h.posts[channels.Email].taken
		if len(mails) != 1 || !strings.Contains(mails[0].Text, "B-2") || !strings.Contains(mails[0].Text, "€42.00") {
			t.Fatalf("%d mails, reminder %s because of %s", len(mails), w.Reminder.Status, w.Reminder.Reason)
		}
		if strings.Contains(mails[0].Text+mails[0].Subject, "A-1") {
			t.Error("the mail names what is disputed")
		}
	})
}

func TestAPromiseDefersTheReminderToItsEnd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := due(1, "email")
		until := time.Now().Add(72 * time.Hour)
		w.Contact.TimeZone = "Europe/Berlin"
		w.Holds = []account.Hold{{InvoiceID: "inv_1", Cause: account.HoldPromise, Until: until}}
		h := start(t, policy.New(policy.Config{Profile: policy.None}), newDesk(w), nil)
		h.process(t, time.Second)
		if w.Reminder.Status != Scheduled || !w.Reminder.SendAt.Equal(until) || w.Reminder.Reason != "promise" {
			t.Fatalf("%s until %s because of %s", w.Reminder.Status, w.Reminder.SendAt, w.Reminder.Reason)
		}
		time.Sleep(72 * time.Hour)
		h.process(t, time.Second)
		if diff := cmp.Diff(1, len(h.posts[channels.Email].taken)); diff != "" {
			t.Error(diff)
		}
	})
}
