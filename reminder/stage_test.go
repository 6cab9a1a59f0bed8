package reminder

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/templates"
)

// numbers are those of invoices.
func numbers(list []account.Invoice) (numbers []string) {
	for _, i := range list {
		numbers = append(numbers, i.Number)
	}
	return numbers
}

func TestWhatAMessageIsForGoesByItsStage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		stage   templates.Stage
		purpose account.Purpose
		content account.Content
		paid    bool // that all is paid is a reason not to send it
	}{
		{templates.Gentle, account.PurposeReminder, account.ContentReminder, true},
		{templates.Final, account.PurposeReminder, account.ContentDemand, true},
		{templates.Handoff, account.PurposeReminder, account.ContentDemand, true},
		{templates.PlanConfirmed, account.PurposeReminder, account.ContentReminder, true},
		{templates.PromiseBroken, account.PurposeReminder, account.ContentReminder, true},
		{templates.Thanks, account.PurposeReceipt, account.ContentReminder, false},
		{templates.CallbackOffered, account.PurposeReceipt, account.ContentReminder, true}, // there is nothing left to call about
	} {
		w := work("email")
		w.Reminder.Template, w.Stage = "of_ones_own", c.stage
		w.Invoices = []account.Invoice{bill(t, "A-1", "2027-03-01", 0)}
		if q := w.question(instantOf(t, now)); q.Purpose != c.purpose || q.Content != c.content || q.Paid != c.paid {
			t.Errorf("%s: purpose %s, content %s, paid %v", c.stage, q.Purpose, q.Content, q.Paid)
		}
	}
}

func TestThanksAreAboutWhatHasBeenPaid(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		paid, open, holds, about, hold string
	}{
		"all is paid":                         {"A-1 A-2", "", "", "A-1 A-2", ""},
		"one of two is":                       {"A-1", "A-2", "", "A-1", ""},
		"and the other is disputed":           {"A-1", "A-2", "disputed A-2", "A-1", ""},
		"what is paid was disputed":           {"A-1", "", "disputed A-1", "A-1", ""},
		"the creditor knows before we do":     {"", "A-1", "", "A-1", ""},
		"and what it thanks for is disputed":  {"", "A-1", "disputed A-1", "A-1", "disputed"},
		"a hold on everything is one on this": {"A-1", "", "bankrupt *", "A-1", "bankrupt"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := work("email")
			w.Reminder.Template, w.Holds = "thanks", holds(t, c.holds)
			for _, number := range strings.Fields(c.paid) {
				w.Invoices = append(w.Invoices, bill(t, number, "2027-03-01", 0))
			}
			for _, number := range strings.Fields(c.open) {
				w.Invoices = append(w.Invoices, bill(t, number, "2027-03-01", 100))
			}
			q := w.question(instantOf(t, now))
			about, _ := w.about(instantOf(t, now))
			if diff := cmp.Diff(strings.Fields(c.about), numbers(about)); diff != "" || q.Hold != c.hold || q.Paid {
				t.Errorf("held by %q, paid %v\n%s", q.Hold, q.Paid, diff)
			}
		})
	}
}

func TestThanksGoByTheChannelsThatWereChosenForReceipts(t *testing.T) {
	t.Parallel()
	w := work("email sms")
	w.Reminder.Template = "thanks"
	w.Preferences.Purposes = map[account.Purpose][]channels.Kind{account.PurposeReceipt: ways("sms"), account.PurposeReminder: {}}
	if c := Decide(rule(sends), w, 0, instantOf(t, now)); c.Channel != channels.SMS || c.Verdict != policy.Send {
		t.Errorf("%s by %s", c.Verdict, c.Channel)
	}
	w.Preferences.Purposes[account.PurposeReceipt] = nil
	if c := Decide(rule(sends), w, 0, instantOf(t, now)); c.Verdict != policy.Skip || c.Because[0].Text != "the customer wants no receipts by any of its channels" {
		t.Errorf("%s: %v", c.Verdict, c.Because)
	}
}

func TestAPlanIsConfirmedAndRecalledWhileItHoldsReminders(t *testing.T) {
	t.Parallel()
	const until = " 2027-04-30T00:00:00Z"
	for name, c := range map[string]struct {
		stage      templates.Stage
		own, holds string
		hold       string
	}{
		"a reminder waits for the plan":               {templates.Gentle, "", "plan A-1", "plan"},
		"its confirmation does not":                   {templates.PlanConfirmed, "", "plan A-1", ""},
		"nor for the wish for one, or the promise":    {templates.PlanConfirmed, "", "plan_request A-1, promise A-1" + until, ""},
		"nor does an instalment":                      {templates.InstalmentDue, "", "plan A-1, promise A-1" + until, ""},
		"whoever asks for another plan has no recall": {templates.InstalmentDue, "", "plan_request A-1", "plan_request"},
		"a dispute keeps both back":                   {templates.PlanConfirmed, "", "plan A-1, disputed A-1", "disputed"},
		"and so does hardship":                        {templates.InstalmentDue, "", "plan A-1, hardship *", "hardship"},
		"the account's own rule is a plan":            {templates.InstalmentDue, "plan", "", ""},
		"or of another cause":                         {templates.InstalmentDue, "legal", "", "legal"},
		"a hold on everything is a plan":              {templates.PlanConfirmed, "", "plan *", ""},
		"a broken promise waits for a plan":           {templates.PromiseBroken, "", "plan A-1", "plan"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := work("email")
			w.Stage, w.Hold, w.Holds = c.stage, c.own, holds(t, c.holds)
			w.Invoices = []account.Invoice{bill(t, "A-1", "2027-03-01", 100)}
			if q := w.question(instantOf(t, now)); q.Hold != c.hold {
				t.Errorf("held by %q", q.Hold)
			}
		})
	}
}

func TestTextsAreGivenThePlanAndTheBrokenPromise(t *testing.T) {
	t.Parallel()
	s := &Story{}
	w := work("email")
	w.Invoices = []account.Invoice{bill(t, "A-1", "2027-03-01", 100)}
	money := account.Money{Minor: 50, Currency: "EUR"}
	first, second := account.Date{Year: 2027, Month: 4, Day: 1}, account.Date{Year: 2027, Month: 5, Day: 1}
	w.Reminder.Plan = []Instalment{{first, money, true}, {second, money, false}}
	w.Promised = &account.Promise{PayBy: first, Amount: money}
	facts := s.facts(w, "", instantOf(t, now))
	want := &templates.Plan{Instalments: []templates.Instalment{{On: first, Amount: money, Paid: true}, {On: second, Amount: money}}}
	if diff := cmp.Diff(want, facts.Plan); diff != "" || facts.Answer != nil {
		t.Errorf("a promise %v\n%s", facts.Answer, diff)
	}
	w.Stage = templates.PromiseBroken
	said := &templates.Answer{Parts: []templates.AnswerPart{{On: first, Amount: money}}}
	if diff := cmp.Diff(said, s.facts(w, "", instantOf(t, now)).Answer); diff != "" {
		t.Error(diff)
	}
}

func TestOtherContentOfAReferenceIsAlsoOtherTermsOrAnotherPlan(t *testing.T) {
	t.Parallel()
	in := Intake{Reference: "r-1", Template: "gentle", Channels: ways("sms")}
	before := digest(in)
	with := in
	with.Account.Terms = account.Terms{account.Fee}
	if digest(with) == before {
		t.Error("terms make no difference")
	}
	with = in
	with.Plan = []Instalment{{DueOn: account.Date{Year: 2027, Month: 4, Day: 1}, Amount: account.Money{Minor: 5, Currency: "EUR"}}}
	one := digest(with)
	with.Plan = []Instalment{with.Plan[0]}
	if with.Plan[0].Paid = true; one == before || digest(with) == one {
		t.Error("a plan makes no difference")
	}
}
