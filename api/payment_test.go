package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// goodPayment is a body that is accepted. changes replace parts of it.
func goodPayment(changes ...string) string {
	return strings.NewReplacer(changes...).Replace(
		`{"reference":"BANK-1","account":"C-1001","invoice":"INV-1","amount":"20.50","currency":"GBP","paid_on":"2027-04-12"}`)
}

func TestAPaymentReducesTheBalance(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	w := h.do(t, "POST", "/v1/payments", liveKey, goodPayment())
	got := decode[map[string]any](t, w)
	want := map[string]any{
		"id": h.payments["BANK-1"].ID, "reference": "BANK-1", "account": "C-1001", "invoice": "INV-1",
		"balance": "100.00", "currency": "GBP", "skipped": []any{},
	}
	if diff := cmp.Diff(want, got); diff != "" || w.Code != http.StatusCreated || !strings.HasPrefix(h.payments["BANK-1"].ID, "pay_") {
		t.Errorf("status %d: %s", w.Code, diff)
	}
	again := h.do(t, "POST", "/v1/payments", liveKey, goodPayment())
	if repeat := decode[map[string]any](t, again); again.Code != 200 || repeat["duplicate"] != true || repeat["id"] != got["id"] {
		t.Errorf("repeat: status %d: %s", again.Code, again.Body)
	}
	wantProblem(t, h.do(t, "POST", "/v1/payments", liveKey, goodPayment("20.50", "21")), http.StatusConflict, "body.reference")
}

func TestABadPaymentIsRefused(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, c := range [][]string{
		{"body.account", "C-1001", "C-none"}, {"body.invoice", "INV-1", "INV-none"}, {"body.currency", "GBP", "EUR"}, {"body.currency", "GBP", "pounds"},
		{"body.currency", "GBP", "GBX"}, {"body.amount", "20.50", "0.00"}, {"body.amount", "20.50", "20,50"}, {"body.amount", "20.50", "-5"},
		{"body.paid_on", "2027-04-12", "2027-04-14"}, {"body.paid_on", "2027-04-12", "2027-13-01"}, {"body.method", `"paid_on"`, `"method":"cash","paid_on"`},
	} {
		wantProblem(t, h.do(t, "POST", "/v1/payments", liveKey, goodPayment(c[1], c[2])), 422, c[0])
	}
	h.pass(2 * time.Hour)
	if w := h.do(t, "POST", "/v1/payments", liveKey, goodPayment("2027-04-12", "2027-04-13", "BANK-1", "B-2")); w.Code != 201 {
		t.Errorf("tomorrow, which it may be in the east: %d", w.Code)
	}
}
