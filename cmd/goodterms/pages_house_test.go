package main

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/admin/admintest"
	"github.com/goodterms/goodterms/operator"
	"github.com/goodterms/goodterms/templates/templatestest"
)

// desk opens a browser at the pages, in which a new operator of the role is signed in by
// a link of their own.
func (h *house) desk(role operator.Role, publish, send bool) *admintest.Desk {
	h.t.Helper()
	d := admintest.Open(h.t, h.app.config.PublicURL)
	d.On(templatestest.Screen{Width: 1280})
	h.signIn(d, operator.Operator{Email: string(role) + "@meadow-finch.example", Name: "Dana " + string(role), Role: role, MayPublish: publish, MaySend: send,
		Zone: "Europe/London", Phone: "+447700900199", EmailProven: h.clock.now(), PhoneProven: h.clock.now()})
	return d
}

func (h *house) signIn(d *admintest.Desk, o operator.Operator) {
	h.t.Helper()
	path, err := createOperator(context.Background(), h.app.store, h.clock.now(), o)
	must(h.t, err)
	h.enter(d, path)
}

// enterAgain lets an operator in whose session has ended.
func (h *house) enterAgain(d *admintest.Desk, role operator.Role) {
	h.t.Helper()
	o, err := h.app.store.FindOperatorByEmail(context.Background(), string(role)+"@meadow-finch.example")
	must(h.t, err)
	path, err := newLink(context.Background(), h.app.store, h.clock.now(), o.ID)
	must(h.t, err)
	h.enter(d, path)
}

func (h *house) enter(d *admintest.Desk, path string) {
	h.t.Helper()
	d.Visit(path)
	d.Click("Sign in")
	d.Sees("Choose a password")
	d.Click("Not now")
	d.Sees("Left today")
}

// axe is the script that finds faults of accessibility; without it the test is skipped,
// or fails when GOODTERMS_TEST_REQUIRE asks for axe or all.
func axe(t *testing.T) string {
	t.Helper()
	script, err := os.ReadFile("../../admin/testdata/axe/node_modules/axe-core/axe.min.js")
	if err != nil {
		lacking(t, "axe", "axe-core is not installed: npm ci --prefix admin/testdata/axe")
	}
	return string(script)
}

// lacking skips the test, or fails when GOODTERMS_TEST_REQUIRE asks for what is missing.
func lacking(t *testing.T, name, remedy string) {
	t.Helper()
	for asked := range strings.SplitSeq(os.Getenv("GOODTERMS_TEST_REQUIRE"), ",") {
		if asked == name || asked == "all" {
			t.Fatalf("%s is required: %s", name, remedy)
		}
	}
	t.Skip(remedy)
}
