package webhooks_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/admin/frame/frametest"
	"github.com/goodterms/goodterms/config/secret"
	"github.com/goodterms/goodterms/events"
	"github.com/goodterms/goodterms/operator"
)

var book = "/admin/webhooks/" + id(1)

// ways are every page and change.
var ways = []struct{ method, path string }{
	{"GET", "/admin/webhooks"}, {"GET", "/admin/webhooks/new"}, {"POST", "/admin/webhooks"}, {"GET", book}, {"GET", book + "/edit"}, {"POST", book + "/edit"},
	{"POST", book + "/secret"}, {"POST", book + "/enable"}, {"POST", book + "/disable"}, {"GET", book + "/delete"}, {"POST", book + "/delete"}, {"POST", book + "/try"},
	{"GET", book + "/events"}, {"POST", book + "/replay"}, {"GET", book + "/since"}, {"POST", book + "/since"},
}

func TestNobodyButAnAdminSeesOrChangesWebhooks(t *testing.T) {
	h := newHouse()
	o := h.open(t)
	for _, role := range []operator.Role{operator.Viewer, operator.Editor, operator.Clerk} {
		c := o.As(role)
		for _, w := range ways {
			a := c.Get(w.path)
			if w.method == "POST" {
				a = c.Post(w.path, url.Values{})
			}
			frametest.Status(t, a, http.StatusForbidden)
		}
	}
	if len(h.deleted)+h.secrets+len(h.replayed) > 0 || h.endpoints[0].Revision != 3 {
		t.Error("something was changed")
	}
}

func TestAnAddressIsShownOnlyAsFarAsItHoldsNoToken(t *testing.T) {
	h := newHouse()
	o := h.open(t)
	c := o.As(operator.Admin)
	for _, path := range []string{"/admin/webhooks", book, book + "/edit", book + "/delete", book + "/events", book + "/since?after=3"} {
		a := c.Get(path)
		frametest.Status(t, a, http.StatusOK)
		frametest.Lacks(t, a, "tok3n", "9f8e", "s3same", "whsec_old")
	}
	frametest.Has(t, c.Get(book), "https://books.example/hooks/…")
	c.Post(book+"/edit", url.Values{"url": {"https://books.example/t0p?s3cret"}, "which": {"all"}, "revision": {"3"}})
	c.Post(book+"/disable", url.Values{"revision": {"4"}})
	for _, e := range o.Audit.Entries() {
		for _, v := range e.Detail {
			if strings.Contains(v, "example") || strings.Contains(v, "s3") {
				t.Errorf("the audit log holds %q", v)
			}
		}
		if e.Subject != id(1) {
			t.Errorf("the audit log is about %q", e.Subject)
		}
	}
}

func TestAWebhookIsAddedAndItsSecretShownOnce(t *testing.T) {
	h := &house{last: 7}
	o := h.open(t)
	c := o.As(operator.Admin)
	a := c.Post("/admin/webhooks", url.Values{"url": {"https://books.example/hooks"}, "description": {"The books"}, "which": {"chosen"},
		"kind": {"promise.made", "reminder.sent", "no.such"}})
	if a.Location != book {
		t.Fatalf("it goes to %q: %s", a.Location, a.Body)
	}
	e := h.endpoints[0]
	if diff := cmp.Diff([]string{"reminder.sent", "promise.made"}, e.Kinds); diff != "" || !e.Enabled || e.URL.Reveal() != "https://books.example/hooks" {
		t.Errorf("it is %+v %s", e, diff)
	}
	frametest.Has(t, c.Get(book), "whsec_1", "shown this once")
	frametest.Lacks(t, c.Get(book), "whsec_1", "shown this once")
	if e := o.Audit.Entries()[0]; e.Action != "webhook.create" || e.Subject != id(1) || len(e.Detail) != 0 {
		t.Errorf("audit log %+v", e)
	}
}

func TestTheSecretOfOneIsNotShownAtAnother(t *testing.T) {
	h := newHouse()
	c := h.open(t).As(operator.Admin)
	c.Post("/admin/webhooks", url.Values{"url": {"https://crm.example/hooks"}, "which": {"all"}})
	frametest.Lacks(t, c.Get(book), "whsec_1")
}

func TestAFormThatIsNotRightIsShownAsItWasSent(t *testing.T) {
	for name, c := range map[string]struct {
		form url.Values
		want string
	}{
		"no address":    {url.Values{"which": {"all"}}, "The address must begin with https://."},
		"bad address":   {url.Values{"url": {"http://10.0.0.1/x"}, "which": {"all"}}, "The address must begin with https://."},
		"too long":      {url.Values{"url": {"https://a.example"}, "description": {strings.Repeat("ä", 101)}, "which": {"all"}}, "at most 100 characters"},
		"nothing said":  {url.Values{"url": {"https://a.example"}}, "Choose whether it is told of everything"},
		"nothing taken": {url.Values{"url": {"https://a.example"}, "which": {"chosen"}, "kind": {"no.such"}}, "Choose at least one kind"},
	} {
		t.Run(name, func(t *testing.T) {
			h := &house{}
			a := h.open(t).As(operator.Admin).Post("/admin/webhooks", c.form)
			frametest.Status(t, a, http.StatusUnprocessableEntity)
			frametest.Has(t, a, c.want, c.form.Get("url"), c.form.Get("description"))
			if len(h.endpoints) > 0 {
				t.Error("it was added")
			}
		})
	}
}

func TestThereIsAnEndToHowManyWebhooksThereAre(t *testing.T) {
	h := newHouse()
	h.most = 1
	a := h.open(t).As(operator.Admin).Post("/admin/webhooks", url.Values{"url": {"https://a.example"}, "which": {"all"}})
	frametest.Status(t, a, http.StatusUnprocessableEntity)
	frametest.Has(t, a, "Delete one that is not needed")
}

func TestAChangeKeepsTheAddressWhereNoneIsGiven(t *testing.T) {
	h := newHouse()
	c := h.open(t).As(operator.Admin)
	frametest.Status(t, c.Post(book+"/edit", url.Values{"description": {"Ledger"}, "which": {"chosen"}, "kind": {"payment.recorded"}, "revision": {"3"}}), http.StatusSeeOther)
	e := h.endpoints[0]
	if !e.URL.Equal(books().URL) || e.Description != "Ledger" || !slices.Equal(e.Kinds, []string{"payment.recorded"}) {
		t.Errorf("it is %+v", e)
	}
	form := c.Get(book + "/edit")
	frametest.Has(t, form, `value="payment.recorded" checked`, `name="which" value="chosen" checked`, `name="revision" value="4"`)
}

func TestWhatSomebodyElseChangedMeanwhileIsNotLost(t *testing.T) {
	h := newHouse()
	c := h.open(t).As(operator.Admin)
	a := c.Post(book+"/edit", url.Values{"description": {"Mine"}, "which": {"all"}, "revision": {"2"}})
	frametest.Status(t, a, http.StatusUnprocessableEntity)
	frametest.Has(t, a, "Somebody else has changed it meanwhile", "Mine", `name="revision" value="3"`)
	for _, verb := range []string{"secret", "disable", "enable"} {
		a := c.Post(book+"/"+verb, url.Values{"revision": {"2"}})
		frametest.Status(t, a, http.StatusUnprocessableEntity)
		frametest.Has(t, a, "Somebody else has changed it meanwhile")
	}
	if diff := cmp.Diff(books().Revision, h.endpoints[0].Revision); diff != "" {
		t.Error("it was changed")
	}
}

func TestANewSecretLetsTheOneBeforeSignForADay(t *testing.T) {
	h := newHouse()
	c := h.open(t).As(operator.Admin)
	frametest.Status(t, c.Post(book+"/secret", url.Values{"revision": {"3"}}), http.StatusSeeOther)
	e := h.endpoints[0]
	if e.Secret.Reveal() != "whsec_1" || e.Previous.Reveal() != "whsec_old" || !e.PreviousUntil.Equal(noon.Add(24*time.Hour)) {
		t.Errorf("it has %+v", e)
	}
	frametest.Has(t, c.Get(book), "whsec_1", "The one before signs besides until")
	c.Post(book+"/secret", url.Values{"revision": {"4"}})
	if e := h.endpoints[0]; e.Secret.Reveal() != "whsec_2" || e.Previous.Reveal() != "whsec_old" {
		t.Error("the secret that the receiver may know has ended")
	}
}

func TestAWebhookIsSwitchedOffAndOn(t *testing.T) {
	h := newHouse()
	c := h.open(t).As(operator.Admin)
	frametest.Has(t, c.Get(book), "Events of 30 days are kept")
	c.Post(book+"/disable", url.Values{"revision": {"3"}})
	if h.endpoints[0].Enabled {
		t.Error("it is on")
	}
	h.last = 1234
	frametest.Has(t, c.Get(book), "It is off", "34 events wait")
	c.Post(book+"/enable", url.Values{"revision": {"4"}})
	if !h.endpoints[0].Enabled {
		t.Error("it is off")
	}
}

func TestDeletingSaysWhatGoesWithIt(t *testing.T) {
	h := newHouse()
	h.last = 2404
	h.deliveries = []events.Delivery{{EndpointID: id(1), Number: 3, State: events.GivenUp}}
	c := h.open(t).As(operator.Admin)
	frametest.Has(t, c.Get(book+"/delete"), "It will never be told of what waits for it: 1,204 events wait.", "(1 event) goes with it")
	if len(h.deleted) > 0 {
		t.Error("looking has deleted it")
	}
	c.Post(book+"/delete", nil)
	if diff := cmp.Diff([]string{id(1)}, h.deleted); diff != "" {
		t.Error(diff)
	}
}

func TestAWebhookThatDoesNotExistIsNotFound(t *testing.T) {
	c := newHouse().open(t).As(operator.Admin)
	for _, path := range []string{"/admin/webhooks/" + id(9), "/admin/webhooks/x", "/admin/webhooks/" + id(9) + "/events"} {
		frametest.Status(t, c.Get(path), http.StatusNotFound)
	}
}

func TestATestEventSaysWhatCameBack(t *testing.T) {
	h := newHouse()
	c := h.open(t).As(operator.Admin)
	h.status = 204
	frametest.Status(t, c.Post(book+"/try", nil), http.StatusSeeOther)
	frametest.Has(t, c.Get(book), "It answered 204: the test event was taken.")
	for words, f := range map[string]struct {
		status int
		fault  string
	}{
		"it answered 500 and had a fault of its own.":               {500, "broken"},
		"it did not answer in time.":                                {0, "timeout"},
		"it leads to an internal address, which is not allowed.":    {0, "internal_address"},
		"it answered 302 and sent us somewhere else, and redirects": {302, "redirect"},
		"it did not take it (something new).":                       {0, "something_new"},
	} {
		h.status, h.fault = f.status, f.fault
		frametest.Has(t, c.Post(book+"/try", nil), "The test event was not taken: "+words)
	}
}

func TestNothingThatAnAdminWroteRunsInABrowser(t *testing.T) {
	const hostile = `<script>alert(1)</script>"'`
	h := newHouse()
	h.endpoints[0].Description, h.endpoints[0].URL = hostile, secret.New("https://x.example/<script>alert(1)</script>")
	h.endpoints[0].Kinds, h.endpoints[0].Health.Fault, h.endpoints[0].Health.FailingSince = []string{hostile}, hostile, noon
	h.deliveries = []events.Delivery{{EndpointID: id(1), Number: 3, Kind: hostile, Fault: hostile, State: events.GivenUp}}
	c := h.open(t).As(operator.Admin)
	for _, path := range []string{"/admin/webhooks", book, book + "/edit", book + "/delete", book + "/events", book + "/since?after=" + url.QueryEscape(hostile)} {
		frametest.Lacks(t, c.Get(path), "<script>alert")
	}
	frametest.Lacks(t, c.Post("/admin/webhooks", url.Values{"url": {hostile}, "description": {hostile}}), "<script>alert")
}
