package admin_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/admin/frame/frametest"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/config/secret"
	"github.com/goodterms/goodterms/operator"
)

func TestTheOwnPageSaysWhatOneMayDo(t *testing.T) {
	h := open(t)
	for role, want := range map[operator.Role]string{
		operator.Viewer: "You may see everything about customers and texts.",
		operator.Clerk:  "You may see everything about customers and texts and do follow-ups.",
		operator.Admin:  "You may see everything about customers and texts, write texts, publish them, do follow-ups, send messages to customers and manage keys, operators and webhooks.",
	} {
		if a := h.As(role).Get("/admin/you"); !strings.Contains(a.Body, want) {
			t.Errorf("%s: %s", role, a.Body)
		}
	}
}

func TestNameAndZoneAreKept(t *testing.T) {
	h := open(t)
	a := h.As(operator.Viewer).Post("/admin/you", url.Values{"name": {" Zoë Finch "}, "zone": {"Asia/Kathmandu"}})
	if o := h.book.byID["opr_viewer"]; a.Location != "/admin/you" || o.Name != "Zoë Finch" || o.Zone != "Asia/Kathmandu" {
		t.Errorf("status %d, %q in %q", a.Status, o.Name, o.Zone)
	}
}

func TestANameOrZoneThatIsNoneIsNotKeptAndTheFormIsAsItWasSent(t *testing.T) {
	h := open(t)
	for _, form := range []url.Values{
		{"name": {""}, "zone": {"UTC"}}, {"name": {strings.Repeat("x", 81)}, "zone": {"UTC"}},
		{"name": {"Zoë"}, "zone": {"Mars/Olympus"}}, {"name": {"Zoë"}, "zone": {"Local"}}, {"name": {"Zoë"}, "zone": {""}}, {"name": {"Zoë"}, "zone": {"../etc/passwd"}},
	} {
		a := h.As(operator.Viewer).Post("/admin/you", form)
		if a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Body, `aria-invalid="true"`) || !strings.Contains(a.Body, `value="`+form.Get("zone")+`"`) {
			t.Errorf("%v: status %d", form, a.Status)
		}
	}
	if o := h.book.byID["opr_viewer"]; o.Name != "Dana Viewer" {
		t.Errorf("the name is %q", o.Name)
	}
}

func TestEveryZoneOfTheListExists(t *testing.T) {
	h := open(t)
	body := h.As(operator.Viewer).Get("/admin/you").Body
	zones := strings.Split(body, "<option>")[1:]
	if len(zones) < 400 {
		t.Fatalf("%d zones", len(zones))
	}
	for _, rest := range zones {
		name, _, _ := strings.Cut(rest, "<")
		if _, err := time.LoadLocation(name); err != nil {
			t.Error(err)
		}
	}
}

// passwords is the form of a new password.
func passwords(present, chosen, again string) url.Values {
	return url.Values{"present": {present}, "new": {chosen}, "again": {again}}
}

func TestANewPasswordEndsEveryOtherSessionAndKeepsThisOne(t *testing.T) {
	h := open(t)
	here, there := h.As(operator.Viewer), h.As(operator.Viewer)
	a := here.Post("/admin/you/password", passwords(rightPassword, "seven green apples fall", "seven green apples fall"))
	if a.Location != "/admin/you" {
		t.Fatalf("status %d: %s", a.Status, a.Body)
	}
	if one, two := here.Get("/admin/").Status, there.Get("/admin/").Status; one != http.StatusOK || two != http.StatusSeeOther {
		t.Errorf("here %d, there %d", one, two)
	}
}

func TestAPasswordIsNotChangedWithoutThePresentOneOrForABadOne(t *testing.T) {
	h := open(t)
	c := h.As(operator.Viewer)
	for want, form := range map[string]url.Values{
		"This is not your present password.": passwords("wrong", "seven green apples fall", "seven green apples fall"),
		"is too short":                       passwords(rightPassword, "short", "short"),
		"holds your name":                    passwords(rightPassword, "I am the Viewer here", "I am the Viewer here"),
		"This is not the same password.":     passwords(rightPassword, "seven green apples fall", "seven green apples fell"),
	} {
		a := c.Post("/admin/you/password", form)
		if a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Body, want) || strings.Contains(a.Body, "apples") {
			t.Errorf("%s: status %d", want, a.Status)
		}
	}
	if o := h.book.byID["opr_viewer"]; o.Epoch != 0 || !o.Password.Equal(hashed()) {
		t.Error("it was changed")
	}
}

func TestThePresentPasswordCannotBeGuessedWithoutEnd(t *testing.T) {
	h := open(t)
	c, last := h.As(operator.Viewer), ""
	for range 6 {
		last = c.Post("/admin/you/password", passwords("wrong", "seven green apples fall", "seven green apples fall")).Body
	}
	if !strings.Contains(last, "tried too often") {
		t.Error("a sixth guess was taken")
	}
}

func TestAFirstPasswordNeedsAFreshSignIn(t *testing.T) {
	h := open(t)
	h.book.change("opr_viewer", func(o *operator.Operator) { o.Password = secret.String{} })
	c := h.As(operator.Viewer)
	if page := c.Get("/admin/you/password"); !strings.Contains(page.Body, "sign in once more") {
		t.Error(page.Body)
	}
	if a := c.Post("/admin/you/password", passwords("", "seven green apples fall", "seven green apples fall")); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("status %d", a.Status)
	}
}

// ask asks for a code and returns it.
func (h house) ask(t *testing.T, c *frametest.Client, form url.Values) string {
	t.Helper()
	if a := c.Post("/admin/you/code", form); a.Status != http.StatusSeeOther {
		t.Fatalf("status %d: %s", a.Status, a.Body)
	}
	return h.book.codes[len(h.book.codes)-1].code
}

var (
	toPhone = url.Values{"channel": {"sms"}, "phone": {"+49 1555 0100"}}
	toEmail = url.Values{"channel": {"email"}}
)

func TestANumberIsKeptOnceTheCodeThatWasSentThereIsTyped(t *testing.T) {
	h := open(t)
	c := h.As(operator.Editor)
	code := h.ask(t, c, toPhone)
	if o := h.book.byID["opr_editor"]; o.Phone != "" {
		t.Fatal("it is kept already")
	}
	a := c.Post("/admin/you/proof", url.Values{"code": {code[:3] + " " + code[3:]}})
	if o := h.book.byID["opr_editor"]; a.Location != "/admin/you" || o.Phone != "+4915550100" || !o.PhoneProven.Equal(frametest.Noon) {
		t.Errorf("status %d, %q proven %v", a.Status, o.Phone, o.PhoneProven)
	}
}

func TestTheEmailIsProvenByACodeThatIsSentToItAndNowhereElse(t *testing.T) {
	h := open(t)
	c := h.As(operator.Editor)
	code := h.ask(t, c, url.Values{"channel": {"email"}, "phone": {"evil@evil.example"}, "to": {"evil@evil.example"}})
	if got := h.book.codes[0]; got.to != "editor@meadow-finch.example" || got.channel != channels.Email {
		t.Fatalf("sent to %s by %s", got.to, got.channel)
	}
	c.Post("/admin/you/proof", url.Values{"code": {code}})
	if o := h.book.byID["opr_editor"]; !o.EmailProven.Equal(frametest.Noon) {
		t.Error("it is not proven")
	}
}

func TestAnEmailThatWasChangedMeanwhileIsNotProven(t *testing.T) {
	h := open(t)
	c := h.As(operator.Editor)
	code := h.ask(t, c, toEmail)
	h.book.change("opr_editor", func(o *operator.Operator) { o.Email = "other@meadow-finch.example" })
	c.Post("/admin/you/proof", url.Values{"code": {code}})
	if o := h.book.byID["opr_editor"]; !o.EmailProven.IsZero() {
		t.Error("it is proven")
	}
}

// wrong is a code that is not the one.
func wrong(code string) url.Values {
	if code == "000000" {
		return url.Values{"code": {"000001"}}
	}
	return url.Values{"code": {"000000"}}
}

func TestACodeCanBeTriedFiveTimes(t *testing.T) {
	h := open(t)
	c := h.As(operator.Editor)
	code := h.ask(t, c, toPhone)
	for range 5 {
		c.Post("/admin/you/proof", wrong(code))
	}
	a := c.Post("/admin/you/proof", url.Values{"code": {code}})
	if o := h.book.byID["opr_editor"]; o.Phone != "" || !strings.Contains(a.Body, "does not work any more") {
		t.Errorf("the sixth try: status %d, kept %q", a.Status, o.Phone)
	}
}

func TestACodeWorksForTenMinutesOnceAndForOneSession(t *testing.T) {
	h := open(t)
	c := h.As(operator.Editor)
	code := url.Values{"code": {h.ask(t, c, toPhone)}}
	if a := h.As(operator.Editor).Post("/admin/you/proof", code); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("in another session: status %d", a.Status)
	}
	h.Wait(10 * time.Minute)
	if a := c.Post("/admin/you/proof", code); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("too late: status %d", a.Status)
	}
	code = url.Values{"code": {h.ask(t, c, toPhone)}}
	c.Post("/admin/you/proof", code)
	if a := c.Post("/admin/you/proof", code); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("a second time: status %d", a.Status)
	}
}

func TestFewCodesAreSentBecauseEachCostsAMessage(t *testing.T) {
	h := open(t)
	c := h.As(operator.Editor)
	for range 5 {
		c.Post("/admin/you/code", toPhone)
	}
	if len(h.book.codes) != 3 {
		t.Errorf("%d were sent", len(h.book.codes))
	}
}

func TestWhatIsNoNumberGetsNoCode(t *testing.T) {
	h := open(t)
	a := h.As(operator.Editor).Post("/admin/you/code", url.Values{"channel": {"sms"}, "phone": {"call me"}})
	if a.Status != http.StatusUnprocessableEntity || len(h.book.codes) != 0 || !strings.Contains(a.Body, `value="call me"`) {
		t.Errorf("status %d: %s", a.Status, a.Body)
	}
}

func TestACodeThatCannotBeSentIsSaidSo(t *testing.T) {
	h := open(t)
	h.book.down = errAway
	a := h.As(operator.Editor).Post("/admin/you/code", toEmail)
	if a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Body, "could not be sent") || strings.Contains(h.Log.String(), "editor@") {
		t.Errorf("status %d", a.Status)
	}
}

func TestANumberCanBeRemoved(t *testing.T) {
	h := open(t)
	h.book.change("opr_editor", func(o *operator.Operator) { o.Phone, o.PhoneProven = "+4915550100", frametest.Noon })
	h.As(operator.Editor).Post("/admin/you/phone/remove", nil)
	if o := h.book.byID["opr_editor"]; o.Phone != "" || !o.PhoneProven.IsZero() {
		t.Errorf("%q is kept", o.Phone)
	}
}

func TestWhatOneChangesAboutOneselfIsInTheAuditLogWithoutTheCode(t *testing.T) {
	h := open(t)
	c := h.As(operator.Editor)
	code := h.ask(t, c, toPhone)
	c.Post("/admin/you/proof", url.Values{"code": {code}})
	for i, e := range h.Audit.Entries() {
		want := []string{"code.send", "address.prove"}[i]
		if e.Action != want || e.Outcome != operator.Done || e.Subject != "opr_editor" || e.Detail["channel"] != "sms" || len(e.Detail) != 1 {
			t.Errorf("%+v", e)
		}
	}
}
