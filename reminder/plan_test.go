package reminder

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/timeline"
)

func planner() *Planner { return &Planner{IDs: account.NewIDs(), CreditorID: "crd_1"} }

func intake(t testing.TB) Intake {
	t.Helper()
	return Intake{
		Reference: "R-1", Template: "gentle", Channels: ways("email sms"), SendAt: instantOf(t, "2027-03-26T10:00:00Z"),
		Account:  account.Account{Reference: "C-1", Region: "GB", TimeZone: "Europe/London"},
		Contact:  account.Contact{Reference: "owner", Phone: "+447400123456"},
		Invoices: []account.Invoice{bill(t, "A-1", "2027-03-01", 100)},
	}
}

func TestConsentsArePlannedWithIdsAndOwners(t *testing.T) {
	t.Parallel()
	at, given := instantOf(t, now), instantOf(t, "2027-01-02T15:00:00Z")
	in := intake(t)
	in.Consents = []account.Consent{
		{Channel: channels.Voice, Source: "contract", Proof: "page 3", At: given},
		{Channel: channels.SMS, Source: "web form", ContactID: "con_other", ID: "cns_other"},
	}
	planned := planner().Plan(at, in)
	for i, c := range planned.Consents {
		if !strings.HasPrefix(c.ID, "cns_0") || c.ContactID != planned.Contact.ID || c.AccountID != planned.Account.ID || c.Source != in.Consents[i].Source {
			t.Errorf("consent %d is planned as %q of %q at %q", i, c.ID, c.ContactID, c.AccountID)
		}
	}
	if !planned.Consents[0].At.Equal(given) || !planned.Consents[1].At.IsZero() {
		t.Errorf("given at %v and %v", planned.Consents[0].At, planned.Consents[1].At)
	}
	if in.Consents[1].ID != "cns_other" {
		t.Error("the intake itself was changed")
	}
}

func TestTheSameReminderWithMoreConsentsIsARepeat(t *testing.T) {
	t.Parallel()
	p, in := planner(), intake(t)
	first := p.Plan(instantOf(t, now), in)
	in.Consents = []account.Consent{{Channel: channels.Voice, Source: "contract"}}
	if again := p.Plan(instantOf(t, now), in); again.Digest != first.Digest {
		t.Error("it has become another reminder")
	}
	in.Template = "firm"
	if other := p.Plan(instantOf(t, now), in); other.Digest == first.Digest {
		t.Error("another template is taken for a repeat")
	}
}

func TestAReminderOnAClosedDayIsPlannedForTheOpeningBefore(t *testing.T) {
	t.Parallel()
	const wanted, before = "2027-03-26T10:00:00Z", "2027-03-25T09:00:00Z"
	for name, c := range map[string]struct {
		at, answer string
		closed     bool
		want       string
	}{
		"moved before it":                     {now, before, true, before},
		"an open day stays":                   {now, before, false, wanted},
		"an opening that has passed does not": {"2027-03-25T09:00:01Z", before, true, wanted},
		"nor does one that is later":          {now, "2027-03-30T09:00:00Z", true, wanted},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var asked policy.Question
			p := planner()
			p.Earlier = func(q policy.Question, notBefore time.Time) (time.Time, bool) {
				if asked = q; !notBefore.Equal(instantOf(t, c.at)) {
					t.Errorf("an opening from %v on was asked for", notBefore)
				}
				return instantOf(t, c.answer), c.closed
			}
			planned := p.Plan(instantOf(t, c.at), intake(t))
			var told timeline.Scheduled
			if err := json.Unmarshal(planned.Event.Data, &told); err != nil {
				t.Fatal(err)
			}
			if want := instantOf(t, c.want); !planned.Reminder.SendAt.Equal(want) || !told.SendAt.Equal(want) || (told.Moved != "") != (c.want == before) {
				t.Errorf("planned for %v, told %v %q", planned.Reminder.SendAt, told.SendAt, told.Moved)
			}
			if !asked.At.Equal(instantOf(t, wanted)) || asked.Channel != channels.SMS || asked.Region != "GB" || asked.Zones[0] != "Europe/London" || asked.Stage != account.Overdue {
				t.Errorf("asked about %v by %s in %s %v, %s", asked.At, asked.Channel, asked.Region, asked.Zones, asked.Stage)
			}
		})
	}
}

func TestWhereAReminderIsMovedToDoesNotMakeItAnother(t *testing.T) {
	t.Parallel()
	p := planner()
	plain := p.Plan(instantOf(t, now), intake(t))
	p.Earlier = func(q policy.Question, _ time.Time) (time.Time, bool) { return q.At.AddDate(0, 0, -1), true }
	if moved := p.Plan(instantOf(t, now), intake(t)); moved.Digest != plain.Digest || moved.Reminder.SendAt.Equal(plain.Reminder.SendAt) {
		t.Error("a repeat after a holiday was added would be a conflict")
	}
}
