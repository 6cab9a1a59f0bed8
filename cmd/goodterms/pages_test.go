package main

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/admin/admintest"
	"github.com/goodterms/goodterms/config/secret"
	"github.com/goodterms/goodterms/events"
	"github.com/goodterms/goodterms/operator"
	"github.com/goodterms/goodterms/replies"
	"github.com/goodterms/goodterms/templates/templatestest"
)

// twelve is an account in Berlin with twelve invoices.
func twelve(r map[string]any) {
	r["account"] = map[string]any{"reference": "C-12", "name": "Tischlerei Lindner & Töchter GmbH", "kind": "business", "time_zone": "Europe/Berlin", "locale": "de", "region": "DE"}
	r["contact"] = map[string]any{"reference": "owner", "name": "Anna Lindner", "email": "anna@tischlerei-lindner.example", "phone": "+4915550123456"}
	var invoices []any
	for i := range 12 {
		invoices = append(invoices, map[string]any{"number": fmt.Sprintf("RE-%04d", 2001+i), "amount": "1190.00", "balance": "1190.00", "currency": "EUR",
			"issued_on": "2027-01-04", "due_on": fmt.Sprintf("2027-02-%02d", 1+i)})
	}
	r["invoices"] = invoices
	r["send_at"] = "2027-05-03T09:00:00Z"
}

// furnish gives every page something to show and returns an address for each route.
func (h *house) furnish() map[string]string {
	h.t.Helper()
	sent := h.enqueue(request(nil))
	h.becomes(sent, "sent")
	waits := h.enqueue(request(twelve))
	h.reply(`{"channel":"sms","from":"` + phone + `","body":"Why is it so much? I think I paid <half> of it last week, please check & tell me."}`)
	var job string
	h.until("a follow-up is opened", func() bool {
		list, _ := h.call("GET", "/v1/follow-ups", "").Body["follow_ups"].([]any)
		if len(list) > 0 {
			job = list[0].(map[string]any)["id"].(string)
		}
		return len(list) > 0
	}, h.logs.String)
	view := h.call("GET", "/v1/reminders/"+sent, "").Body
	attempt := view["attempts"].([]any)[0].(map[string]any)["id"].(string)
	details := h.call("GET", "/v1/follow-ups/"+job, "").Body
	reply := details["reply"].(map[string]any)["id"].(string)
	contact := details["follow_up"].(map[string]any)["contact"].(string)
	h.does("POST", "/v1/templates/gentle/versions", `{"why":"a warmer beginning","by":"Dana"}`)
	h.does("POST", "/v1/templates/firm/versions", `{"why":"fewer words","by":"Dana"}`)
	h.does("POST", "/v1/templates/firm/versions/1/publish", `{"revision":1,"by":"Dana"}`)
	tried := h.does("POST", "/v1/experiments", `{"template":"firm","name":"Fewer words","arms":[{"version":0,"weight":50},{"version":1,"weight":50}],"by":"Dana"}`)
	h.does("PATCH", "/v1/accounts/C-12/rules", `{"hold":"disputed","by":"Dana","why":"they ring back"}`)
	return map[string]string{
		"/experiments/{id}":     "/experiments/" + tried["id"].(string),
		"/accounts/{reference}": "/accounts/C-1", "/accounts/{reference}/remind": "/accounts/C-1/remind", "/accounts/{reference}/hold": "/accounts/C-12/hold", "/accounts/{reference}/pause": "/accounts/C-1/pause",
		"/accounts/{reference}/reminders": "/accounts/C-1/reminders", "/attempts/{id}": "/attempts/" + attempt,
		"/contacts/{id}/wishes": "/contacts/" + url.PathEscape(contact) + "/wishes", "/follow-ups/{id}": "/follow-ups/" + job, "/replies/{id}": "/replies/" + reply,
		"/lists/{list}": "/lists/coming", "/reminders/{id}": "/reminders/" + sent, "/reminders/{id}/cancel": "/reminders/" + waits + "/cancel", "/reminders/{id}/time": "/reminders/" + waits + "/time",
		"/templates/{key}": "/templates/gentle", "/templates/{key}/diff": "/templates/gentle/diff?from=0&to=1", "/templates/{key}/new-experiment": "/templates/gentle/new-experiment",
		"/templates/{key}/versions/{number}": "/templates/gentle/versions/1", "/templates/{key}/versions/{number}/edit": "/templates/gentle/versions/1/edit?channel=sms&locale=en-GB",
		"/templates/{key}/versions/{number}/publish": "/templates/gentle/versions/1/publish", "/templates/{key}/versions/{number}/discard": "/templates/gentle/versions/1/discard",
		"/templates/{key}/versions/{number}/remove": "/templates/gentle/versions/1/remove?channel=sms&locale=de",
		"/rules/what-if": "/rules/what-if?contact=" + url.QueryEscape(contact), "/{$}": "/",
	}
}

// does makes a change that must succeed.
func (h *house) does(method, path, body string) map[string]any {
	h.t.Helper()
	a := h.call(method, path, body)
	if a.Status/100 != 2 {
		h.t.Fatalf("%s %s answered %d: %v", method, path, a.Status, a.Body)
	}
	return a.Body
}

// furnishOffice gives the pages of admins something to show.
func (h *house) furnishOffice(addresses map[string]string) {
	h.t.Helper()
	ctx, s := context.Background(), h.app.store
	holds, err := s.ListHolds(ctx, replies.ArrangementFilter{Account: "C-1"})
	must(h.t, err)
	keys, err := s.ListKeys(ctx)
	must(h.t, err)
	operators, err := s.ListOperators(ctx)
	must(h.t, err)
	hook, err := s.CreateEndpoint(ctx, h.clock.now(), events.Endpoint{ID: h.app.ids.New("whk", h.clock.now()), Description: "the ledger", Enabled: true,
		URL: secret.New("https://ledger.example/events"), Secret: events.NewSecret()})
	must(h.t, err)
	addresses["/accounts/{reference}/arrangements/{id}"] = "/accounts/C-1/arrangements/" + holds[0].ID
	addresses["/keys/{id}/revoke"] = "/keys/" + keys[0].ID + "/revoke"
	addresses["/operators/{id}"], addresses["/operators/{id}/disable"] = "/operators/"+operators[0].ID, "/operators/"+operators[0].ID+"/disable"
	for _, page := range []string{"", "/edit", "/delete", "/events"} {
		addresses["/webhooks/{id}"+page] = "/webhooks/" + hook.ID + page
	}
	addresses["/webhooks/{id}/since"] = "/webhooks/" + hook.ID + "/since?after=0"
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// parts are routes that answer with a part of a page or with no page at all, and those
// whose pages need something that is rare.
var parts = []string{"/attempts/{id}/mail", "/replies/{id}/raw", "/templates/{key}/versions/{number}/mail", "/writing/accounts", "/writing/trials/{id}", "/queue/live"}

// looks are the screens on which every page is looked at: each theme, and each width.
var looks = []templatestest.Screen{{Name: "wide", Width: 1280}, {Name: "narrow-dark", Width: 360, Dark: true}}

// TestEveryPageIsOpenToEverybody asks axe-core about every page, in both themes.
func TestEveryPageIsOpenToEverybody(t *testing.T) {
	t.Parallel()
	script := axe(t)
	h := open(t, weekday, nil)
	addresses := h.furnish()
	d := h.desk(operator.Admin, true, true)
	h.furnishOffice(addresses)
	for _, path := range h.pages(addresses) {
		d.Visit("/admin" + path)
		for _, screen := range looks {
			d.On(screen)
			h.look(d, script, path, screen)
		}
		for _, complaint := range d.Complaints() {
			t.Errorf("%s: the browser complains: %s", path, complaint)
		}
	}
}

// pages are the addresses of all pages that can be opened.
func (h *house) pages(addresses map[string]string) []string {
	h.t.Helper()
	found := map[string]bool{}
	for _, route := range h.app.pages.Routes() {
		if route.Method != "GET" || route.Open || slices.Contains(parts, route.Path) {
			continue
		}
		path, given := addresses[route.Path]
		if !given {
			path = route.Path
		}
		if strings.Contains(path, "{") {
			h.t.Errorf("no test looks at %s: give it an address", route.Path)
			continue
		}
		found[path] = true
	}
	return slices.Sorted(maps.Keys(found))
}

func (h *house) look(d *admintest.Desk, script, path string, screen templatestest.Screen) {
	h.t.Helper()
	name := strings.Trim(strings.NewReplacer("/", "-", "?", "-", "&", "-", "=", "-").Replace(path), "-") + "-" + screen.Name
	d.Keep(name)
	if title := d.Ask("document.querySelector('h1').innerText"); title == "Nothing here" || title == "Something went wrong" {
		h.t.Errorf("%s shows %q", path, title)
	}
	if wide := d.Ask("document.documentElement.scrollWidth > innerWidth"); wide == "true" {
		h.t.Errorf("%s is wider than a %s screen", path, screen.Name)
	}
	for _, barrier := range d.Barriers(script) {
		h.t.Errorf("%s, %s: %s", path, screen.Name, barrier)
	}
}
