package reminder

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
)

// bill is an invoice that fell or falls due on the day.
func bill(t testing.TB, number, due string, balance int64) account.Invoice {
	t.Helper()
	day, err := account.ParseDate(due)
	if err != nil {
		t.Fatal(err)
	}
	return account.Invoice{ID: "inv_" + number, Number: number, Balance: account.Money{Minor: balance, Currency: "EUR"}, DueOn: day}
}

func TestTheStageIsThatOfTheLocalDay(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		at, zone string
		dues     []string
		stage    account.Stage
		days     int
	}{
		"not yet due":                         {"2027-03-15T09:00:00Z", "", []string{"2027-03-16", "2027-04-01"}, account.PreDue, 0},
		"due today":                           {"2027-03-15T09:00:00Z", "", []string{"2027-03-15", "2027-04-01"}, account.DueNow, 0},
		"overdue by the oldest":               {"2027-03-15T09:00:00Z", "", []string{"2027-03-14", "2027-02-15", "2027-04-01"}, account.Overdue, 28},
		"tomorrow already in Auckland":        {"2027-03-15T12:00:00Z", "Pacific/Auckland", []string{"2027-03-15"}, account.Overdue, 1},
		"yesterday still in Honolulu":         {"2027-03-15T09:59:59Z", "Pacific/Honolulu", []string{"2027-03-15"}, account.PreDue, 0},
		"and today from midnight on":          {"2027-03-15T10:00:00Z", "Pacific/Honolulu", []string{"2027-03-15"}, account.DueNow, 0},
		"a zone that does not exist is UTC":   {"2027-03-15T23:59:59Z", "Mars/Base", []string{"2027-03-15"}, account.DueNow, 0},
		"without an invoice most rules apply": {"2027-03-15T09:00:00Z", "", nil, account.Overdue, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := work("email")
			w.Account.TimeZone = c.zone
			for _, due := range c.dues {
				w.Invoices = append(w.Invoices, bill(t, due, due, 100))
			}
			if q := w.question(instantOf(t, c.at)); q.Stage != c.stage || q.DaysOverdue != c.days {
				t.Errorf("got %s, %d days", q.Stage, q.DaysOverdue)
			}
		})
	}
}

func TestAQuestionIsAboutWhatIsStillOwed(t *testing.T) {
	t.Parallel()
	w := work("email")
	w.Invoices = []account.Invoice{bill(t, "A-1", "2027-01-01", 0), bill(t, "A-2", "2027-03-10", 100), bill(t, "A-3", "2027-04-01", 1)}
	q := w.question(instantOf(t, now))
	if diff := cmp.Diff([]string{"A-2", "A-3"}, q.Debts); diff != "" || q.Paid || q.DaysOverdue != 5 {
		t.Errorf("paid %v, %d days overdue\n%s", q.Paid, q.DaysOverdue, diff)
	}
	w.Invoices = w.Invoices[:1]
	if q := w.question(instantOf(t, now)); !q.Paid || len(q.Debts) != 0 {
		t.Errorf("paid %v, debts %v", q.Paid, q.Debts)
	}
}

func TestTheFinalTemplateIsADemand(t *testing.T) {
	t.Parallel()
	for template, want := range map[string]account.Content{
		"pre_due": account.ContentReminder, "gentle": account.ContentReminder, "firm": account.ContentReminder, "final": account.ContentDemand,
	} {
		w := work("email")
		w.Reminder.Template = template
		if q := w.question(instantOf(t, now)); q.Content != want || q.Purpose != account.PurposeReminder || q.Role != "" {
			t.Errorf("%s: content %s, purpose %s, role %q", template, q.Content, q.Purpose, q.Role)
		}
	}
}

func TestAQuestionSaysAllThatIsKnown(t *testing.T) {
	t.Parallel()
	expires := instantOf(t, "2027-03-20T00:00:00Z")
	w := work("sms")
	w.Reminder.ExpiresAt = expires
	w.Standing = Standing{
		Account: account.Account{ID: "acc_1", Kind: account.Business, Region: "US-NY", TimeZone: "America/New_York"},
		Contact: account.Contact{ID: "con_1", Phone: "+12125550123"},
		Window:  "Mo-Fr 10:00-16:00", Hold: "disputed", Stopped: true, Version: 7,
		Preferences: account.Preferences{Wishes: "Mo 09:00-12:00"},
		OptOuts:     []account.OptOut{{ID: "opt_1"}}, Consents: []account.Consent{{ID: "cns_1"}}, History: []account.Entry{{ContactID: "con_1"}},
	}
	d := &script{says: says(t, "sms: send")}
	Decide(d, w, time.Hour, instantOf(t, now))
	want := policy.Question{
		At: instantOf(t, now), Channel: channels.SMS, Purpose: account.PurposeReminder, Content: account.ContentReminder,
		Stage: account.Overdue, Debts: []string{}, Kind: account.Business, Region: "US-NY", Zones: []string{"America/New_York"},
		Phones: []string{"+12125550123"}, ContactID: "con_1", Address: "+12125550123", AccountWindow: "Mo-Fr 10:00-16:00",
		Preferences: w.Preferences, OptOuts: w.OptOuts, Consents: w.Consents, History: w.History,
		Stopped: true, Paid: true, Hold: "disputed", ExpiresAt: expires,
	}
	if diff := cmp.Diff([]policy.Question{want}, d.asked); diff != "" {
		t.Error(diff)
	}
}

// verdicts counts decisions.
type verdicts struct {
	Observer
	counted []string
}

func (v *verdicts) Decided(channel channels.Kind, verdict policy.Verdict, rule string) {
	v.counted = append(v.counted, string(channel)+" "+string(verdict)+" "+rule)
}

func TestDecisionsAreCountedByVerdictAndRule(t *testing.T) {
	t.Parallel()
	counter := &verdicts{}
	s := &Story{Parts: Parts{Observer: counter, Policy: &script{says: says(t, "email: skip opt_out, sms: send, voice: hold zone")}}}
	for _, wanted := range []string{"email sms", "voice", "email"} {
		s.decide(work(wanted), instantOf(t, now))
	}
	if diff := cmp.Diff([]string{"sms send ", "voice hold zone", "email skip opt_out"}, counter.counted); diff != "" {
		t.Error(diff)
	}
}
