package accounts_test

import (
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
)

const wishesPath = "/admin/contacts/con_1/wishes"

func TestWishesAreShownToAnyoneAndChangedByWhoWorks(t *testing.T) {
	t.Parallel()
	s := newShop()
	s.standing.Preferences = account.Preferences{Channels: []channels.Kind{channels.Voice}, Language: "de-AT", Wishes: "Mo-Fr 09:00-12:00", PauseUntil: day(2027, 5, 3)}
	s.standing.Consents = []account.Consent{{Channel: channels.SMS, Source: "web_form", At: frametest.Noon.Add(-time.Hour)}, {Channel: channels.Voice, Source: "call", At: frametest.Noon.Add(-2 * time.Hour), EndedAt: frametest.Noon.Add(-time.Hour)}}
	o := open(t, s)
	a := o.As(operator.Viewer).Get(wishesPath)
	has(t, a, `<option value="voice" selected>`, `value="de-AT"`, `value="Mo-Fr 09:00-12:00"`, `value="2027-05-03"`, "disabled", "takes the role of a clerk", "agreed to reminders by SMS on 12 Apr 2027 (web form)")
	lacks(t, a, "Note the wishes", "opt-outs\"", "by phone on")
	lacks(t, o.As(operator.Clerk).Get(wishesPath), "disabled")
}

func TestWishesAreNotedInCanonicalForm(t *testing.T) {
	t.Parallel()
	s := newShop()
	o := open(t, s)
	a := o.As(operator.Clerk).Post(wishesPath, url.Values{"first": {"sms"}, "second": {"email"}, "excluded_voice": {"yes"}, "language": {"de_at"}, "hours": {"mo-fr 9:00-12:00"}, "pause": {"2027-05-03"}, "why": {" by phone "}})
	if a.Status != http.StatusSeeOther || len(s.wishes) != 1 {
		t.Fatalf("status %d: %s", a.Status, main(a.Body))
	}
	w := s.wishes[0]
	if !slices.Equal(*w.Channels, []channels.Kind{channels.SMS, channels.Email}) || !slices.Equal(*w.Excluded, []channels.Kind{channels.Voice}) || *w.Language != "de-AT" ||
		*w.Wishes != "Mo-Fr 09:00-12:00" || *w.PauseUntil != day(2027, 5, 3) || w.Source != "operator" || w.By != "Dana Clerk" || w.Why != "by phone" || w.Purposes != nil {
		t.Errorf("wished %+v", w)
	}
	if got := entries(o); len(got) != 1 || got[0] != "contact.wish con_1 done" {
		t.Errorf("audit log %q", got)
	}
}

func TestAnEmptyFormTakesEveryWishBack(t *testing.T) {
	t.Parallel()
	s := newShop()
	open(t, s).As(operator.Clerk).Post(wishesPath, nil)
	w := s.wishes[0]
	if len(*w.Channels) != 0 || len(*w.Excluded) != 0 || *w.Language != "" || *w.Wishes != "" || *w.PauseUntil != (account.Date{}) {
		t.Errorf("wished %+v", w)
	}
}

func TestWishesThatCannotBeAreShownAgainWithTheirFaults(t *testing.T) {
	t.Parallel()
	s := newShop()
	c := open(t, s).As(operator.Clerk)
	for _, tt := range []struct{ field, value, fault string }{
		{"language", "klingonese-language", "This is not a BCP 47 language tag"}, {"hours", "whenever", "This is not a list of hours"}, {"hours", "Mo off", ""},
		{"pause", "2027-04-01", "This day has passed"}, {"pause", "soon", "Give a day such as"}, {"first", "fax", "Choose email, SMS or phone."},
		{"second", "sms", "Name each channel once."}, {"excluded_sms", "yes", "cannot be both preferred and never used"}, {"why", strings.Repeat("x", 501), "Shorten it to 500"},
	} {
		form := url.Values{"first": {"sms"}}
		form.Set(tt.field, tt.value)
		a := c.Post(wishesPath, form)
		if a.Status != http.StatusUnprocessableEntity || len(s.wishes) != 0 {
			t.Errorf("%s %q: status %d, wished %+v", tt.field, tt.value, a.Status, s.wishes)
		}
		has(t, a, tt.fault, `class="fault"`)
	}
}

func TestAnOptOutIsRecordedWithItsProof(t *testing.T) {
	t.Parallel()
	for what, want := range map[string]account.OptOut{
		"sms":     {Scope: account.ScopeAddress, Channel: channels.SMS, Address: robin.Phone, ContactID: "con_1"},
		"email":   {Scope: account.ScopeAddress, Channel: channels.Email, Address: robin.Email, ContactID: "con_1"},
		"contact": {Scope: account.ScopeContact, ContactID: "con_1"},
		"account": {Scope: account.ScopeAccount},
	} {
		s := newShop()
		o := open(t, s)
		a := o.As(operator.Clerk).Post("/admin/contacts/con_1/opt-outs", url.Values{"what": {what}, "proof": {"said so in a call"}})
		want.AccountID, want.Source, want.Proof, want.At = "acc_1", "operator", "said so in a call", frametest.Noon
		if a.Status != http.StatusSeeOther || len(s.optOuts) != 1 || s.optOuts[0] != want {
			t.Errorf("%s: status %d, recorded %+v", what, a.Status, s.optOuts)
		}
		if got := entries(o); len(got) != 1 || got[0] != "contact.opt_out con_1 done" {
			t.Errorf("audit log %q", got)
		}
	}
}

func TestAnOptOutNeedsToSayWhatAndHowItIsKnown(t *testing.T) {
	t.Parallel()
	s := newShop()
	c := open(t, s).As(operator.Clerk)
	for _, form := range []url.Values{{"what": {"sms"}}, {"proof": {"x"}}, {"what": {"address"}, "proof": {"x"}}, {"what": {"fax"}, "proof": {"x"}}} {
		a := c.Post("/admin/contacts/con_1/opt-outs", form)
		if a.Status != http.StatusUnprocessableEntity || len(s.optOuts) != 0 {
			t.Errorf("%v: status %d, recorded %+v", form, a.Status, s.optOuts)
		}
		has(t, a, `class="fault"`, "<details open>")
	}
}

func TestAnOptInEndsTheContactsOwnOptOutAlone(t *testing.T) {
	t.Parallel()
	s := newShop()
	out := account.OptOut{ID: "opt_1", Scope: account.ScopeAddress, Channel: channels.SMS, Address: robin.Phone, ContactID: "con_1", AccountID: "acc_1", Source: "reply", At: frametest.Noon.Add(-time.Hour)}
	over := out
	over.ID, over.EndedAt = "opt_0", frametest.Noon.Add(-time.Minute)
	s.standing.OptOuts = []account.OptOut{over, out}
	c := open(t, s).As(operator.Clerk)
	has(t, c.Get(wishesPath), "No SMS to +447700900042", "They want it again", "1 opt-out that has ended")
	for _, id := range []string{"opt_0", "opt_of_another", ""} {
		if a := c.Post("/admin/contacts/con_1/opt-ins", url.Values{"opt_out": {id}, "proof": {"x"}}); a.Status != http.StatusNotFound || len(s.optIns) != 0 {
			t.Errorf("%q: status %d, ended %+v", id, a.Status, s.optIns)
		}
	}
	a := c.Post("/admin/contacts/con_1/opt-ins", url.Values{"opt_out": {"opt_1"}})
	if a.Status != http.StatusUnprocessableEntity || len(s.optIns) != 0 {
		t.Errorf("without proof: status %d, ended %+v", a.Status, s.optIns)
	}
	has(t, a, `id="in-opt_1-fault"`)
	b := c.Post("/admin/contacts/con_1/opt-ins", url.Values{"opt_out": {"opt_1"}, "proof": {"wrote START"}})
	want := account.OptOut{Scope: account.ScopeAddress, Channel: channels.SMS, Address: robin.Phone, ContactID: "con_1", AccountID: "acc_1", Source: "operator", Proof: "wrote START", At: frametest.Noon}
	if b.Status != http.StatusSeeOther || len(s.optIns) != 1 || s.optIns[0] != want {
		t.Errorf("status %d, ended %+v", b.Status, s.optIns)
	}
}
