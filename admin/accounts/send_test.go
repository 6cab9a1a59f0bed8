package accounts_test

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/frame/frametest"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/operator"
	"github.com/goodterms/goodterms/templates"
)

const remind = "/admin/accounts/C-1001/remind"

// filled is the form as somebody sends it who wants a firm SMS now.
func filled() url.Values {
	return url.Values{"contact": {"con_1"}, "once": {strings.Repeat("a", 26)}, "template": {"firm"}, "first": {"sms"}, "second": {"email"}, "third": {""},
		"invoice": {"INV-42"}, "when": {"now"}}
}

func with(field string, values ...string) url.Values {
	form := maps.Clone(filled())
	form[field] = values
	return form
}

func TestTheFormOffersWhatCanBeSentByWhatTheContactHas(t *testing.T) {
	t.Parallel()
	s := newShop()
	s.standing.Preferences = account.Preferences{Channels: []channels.Kind{channels.SMS}, Excluded: []channels.Kind{channels.Voice}}
	a := open(t, s).As(operator.Clerk).Get(remind)
	has(t, a, `value="gentle"`, ">Gentle reminder: gentle bakeries<", `value="INV-42" checked`, `value="INV-41">`, `<option value="sms" selected>SMS (+447700900042)`, `<option value="email" selected>`, "their time, Europe/London")
	lacks(t, a, "plan_confirmed", "dispute_acknowledged", "unwritten", `value="voice"`)
	if gentle, firm := strings.Index(a.Body, `value="gentle"`), strings.Index(a.Body, `value="firm"`); gentle > firm {
		t.Error("the texts are not in the order of their stages")
	}
}

func TestAChannelThatIsBroughtForwardNeedNotBeTakenFromItsOldPlace(t *testing.T) {
	t.Parallel()
	s := newShop()
	open(t, s).As(operator.Clerk).Post(remind, with("second", "sms"))
	if len(s.intakes) != 1 || !slices.Equal(s.intakes[0].Channels, []channels.Kind{channels.SMS}) {
		t.Errorf("planned %+v", s.intakes)
	}
}

func TestAReminderIsSentAsTheFormSaysAndThePageSaysWhatWillHappen(t *testing.T) {
	t.Parallel()
	s := newShop()
	o := open(t, s)
	c := o.As(operator.Clerk)
	a := c.Post(remind, filled())
	if a.Status != http.StatusSeeOther || a.Location != "/admin/accounts/C-1001" || len(s.intakes) != 1 {
		t.Fatalf("status %d to %s, %d intakes: %s", a.Status, a.Location, len(s.intakes), main(a.Body))
	}
	in := s.intakes[0]
	if in.Reference != "page-"+strings.Repeat("a", 26) || in.Template != "firm" || in.Stage != templates.Firm || in.Contact != robin || in.Account.Reference != "C-1001" || !in.SendAt.IsZero() || in.Test ||
		!slices.Equal(in.Channels, []channels.Kind{channels.SMS, channels.Email}) || len(in.Invoices) != 1 || in.Invoices[0] != late {
		t.Errorf("planned %+v", in)
	}
	has(t, c.Get("/admin/accounts/C-1001"), "Firm reminder to Robin Weaver by SMS is due now")
	if got := entries(o); len(got) != 1 || got[0] != "reminder.send C-1001 rem_9 done" {
		t.Errorf("audit log %q", got)
	}
}

func TestAReminderIsPlannedOnTheCustomersClock(t *testing.T) {
	t.Parallel()
	s := newShop()
	want := time.Date(2027, 4, 15, 8, 30, 0, 0, time.UTC)
	s.accepted.SendAt = want
	form := with("when", "later")
	form.Set("day", "2027-04-15")
	form.Set("hour", "09:30")
	c := open(t, s).As(operator.Clerk)
	if a := c.Post(remind, form); a.Status != http.StatusSeeOther || len(s.intakes) != 1 || !s.intakes[0].SendAt.Equal(want) {
		t.Fatalf("status %d, planned %+v", a.Status, s.intakes)
	}
	has(t, c.Get("/admin/accounts/C-1001"), "is planned for Thu 15 Apr 2027 09:30, their time")
}

func TestAFormThatIsSentTwiceIsNotSentTwice(t *testing.T) {
	t.Parallel()
	s := newShop()
	s.accepted.Duplicate = true
	c := open(t, s).As(operator.Clerk)
	c.Post(remind, filled())
	has(t, c.Get("/admin/accounts/C-1001"), "had been accepted already; it is not sent twice")
	s.accepted.Duplicate, s.accepted.Conflict = false, true
	a := c.Post(remind, with("template", "gentle"))
	if a.Status != http.StatusUnprocessableEntity {
		t.Errorf("other content under the same form: status %d", a.Status)
	}
	has(t, a, "sent before with something else in it")
}

func TestEachFormIsItsOwn(t *testing.T) {
	t.Parallel()
	c := open(t, newShop()).As(operator.Clerk)
	first, second := once(c.Get(remind)), once(c.Get(remind))
	if first == second {
		t.Error("two forms share what makes them safe to send twice")
	}
}

func once(a frametest.Answer) string {
	_, rest, _ := strings.Cut(a.Body, `name="once" value="`)
	value, _, _ := strings.Cut(rest, `"`)
	return value
}

func TestAFormThatCannotBeIsShownAgainAsItWasSent(t *testing.T) {
	t.Parallel()
	s := newShop()
	c := open(t, s).As(operator.Clerk)
	for name, tt := range map[string]struct {
		form  url.Values
		fault string
	}{
		"a text that is none":            {with("template", "no such"), "Choose one of these texts."},
		"an answer's text":               {with("template", "dispute_acknowledged"), "Choose one of these texts."},
		"a text that nobody has written": {with("template", "unwritten"), "Choose one of these texts."},
		"no channel":                     {with("first", ""), ""},
		"a channel that is none":         {with("first", "fax"), "Choose channels by which the contact can be reached."},
		"no invoice":                     {with("invoice"), "Choose at least one invoice."},
		"another's invoice":              {with("invoice", "INV-OF-ANOTHER"), "Choose at least one invoice."},
		"only what is paid":              {with("invoice", "INV-41"), "All of these are paid"},
		"no time":                        {with("when", ""), "Say whether it leaves now"},
		"a time that is none":            {with("when", "later"), "Give a day such as"},
		"no token":                       {with("once", "../../etc"), "Something was missing from the form."},
	} {
		t.Run(name, func(t *testing.T) {
			if tt.fault == "" {
				tt.form["second"], tt.fault = []string{""}, "Choose at least one channel."
			}
			a := c.Post(remind, tt.form)
			if a.Status != http.StatusUnprocessableEntity || len(s.intakes) != 0 {
				t.Errorf("status %d, planned %+v", a.Status, s.intakes)
			}
			has(t, a, tt.fault)
		})
	}
	a := c.Post(remind, with("invoice"))
	has(t, a, `<option value="firm" selected>`, `value="now" checked`, `name="once" value="`+strings.Repeat("a", 26)+`"`)
}

func TestThanksMayBeAboutWhatIsPaid(t *testing.T) {
	t.Parallel()
	s := newShop()
	form := with("invoice", "INV-41")
	form.Set("template", "thanks")
	if a := open(t, s).As(operator.Clerk).Post(remind, form); a.Status != http.StatusSeeOther || len(s.intakes) != 1 {
		t.Errorf("status %d", a.Status)
	}
}

func TestAContactOfAnotherAccountIsNotFound(t *testing.T) {
	t.Parallel()
	s := newShop()
	if a := open(t, s).As(operator.Clerk).Post(remind, with("contact", "con_of_another")); a.Status != http.StatusNotFound || len(s.intakes) != 0 {
		t.Errorf("status %d, planned %+v", a.Status, s.intakes)
	}
}

func TestTheFormSaysWhatKeepsRemindersBack(t *testing.T) {
	t.Parallel()
	s := arranged()
	s.view.OptOuts = []account.OptOut{{ID: "opt_1", Scope: account.ScopeContact, ContactID: "con_1", Source: "operator", At: frametest.Noon}}
	has(t, open(t, s).As(operator.Clerk).Get(remind), "This stands now", "Robin Weaver promised to pay", "By no channel to this person")
}

func TestTheFormSaysWhatWouldBecomeOfTheReminderNow(t *testing.T) {
	t.Parallel()
	s := newShop()
	c := open(t, s).As(operator.Clerk)
	has(t, c.Get("/admin/accounts/C-1001/remind"), "If it were sent now", "would leave at once", `<option value="gentle" selected>`)
	for range 3 {
		s.standing.History = append(s.standing.History, account.Entry{At: frametest.Noon.Add(-time.Hour), Channel: channels.SMS, ContactID: "con_1", Address: robin.Phone})
	}
	has(t, c.Get("/admin/accounts/C-1001/remind"), "would wait until", "1 contact a day is allowed and 3 were made", "in 7 days are allowed")
	s.holds = []account.Hold{{ID: "hld_1", InvoiceID: "inv_1", Cause: "disputed", At: frametest.Noon}}
	has(t, c.Get("/admin/accounts/C-1001/remind"), "If it were sent now, holds on single invoices aside")
	s.standing.Stopped = true
	has(t, c.Get("/admin/accounts/C-1001/remind"), "would be held")
	s.standing.Stopped = false
	s.standing.OptOuts = []account.OptOut{{Scope: account.ScopeContact, ContactID: "con_1", At: frametest.Noon.Add(-time.Hour)}}
	has(t, c.Get("/admin/accounts/C-1001/remind"), "would not be sent")
}
