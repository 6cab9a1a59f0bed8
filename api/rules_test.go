package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const rulesPath = "/v1/accounts/C-1001/rules"

func TestTheRulesOfAnAccountAreSetStayAndAreCleared(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.meet()
	for _, c := range []struct{ body, want string }{
		{``, `{"account":"C-1001","send_window":null,"hold":null}`},
		{`{"send_window":"mo-th 10:00-16:00","hold":"disputed","by":"Dana","why":"Broken goods"}`, `{"account":"C-1001","send_window":"Mo-Th 10:00-16:00","hold":"disputed"}`},
		{`{"hold":null}`, `{"account":"C-1001","send_window":"Mo-Th 10:00-16:00","hold":null}`},
		{`{"hold":"credit_note","send_window":null}`, `{"account":"C-1001","send_window":null,"hold":"credit_note"}`},
	} {
		method := "PATCH"
		if c.body == "" {
			method = "GET"
		}
		w := h.do(t, method, rulesPath, liveKey, c.body)
		if got := strings.TrimSpace(w.Body.String()); got != c.want || w.Code != 200 {
			t.Errorf("%s: %d %s, want %s", c.body, w.Code, got, c.want)
		}
	}
	if first := h.rulings[0]; first.By != "Dana" || first.Why != "Broken goods" {
		t.Errorf("decided by %q because %q", first.By, first.Why)
	}
}

func TestARuleThatIsAbsentIsNotTouched(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.meet()
	h.do(t, "PATCH", rulesPath, liveKey, `{"hold":null}`)
	empty := ""
	if diff := cmp.Diff(&empty, h.rulings[0].Hold); diff != "" || h.rulings[0].Window != nil {
		t.Errorf("window %v, hold %s", h.rulings[0].Window, diff)
	}
}

func TestBadRulesAreRefusedWithTheRemedy(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.meet()
	for body, want := range map[string]string{
		`{}`:                           "body: give send_window or hold",
		`{"by":"Dana"}`:                "body: give send_window or hold",
		`{"send_window":"off"}`:        "body.send_window: use hold",
		`{"send_window":"9 to 5"}`:     "body.send_window: write",
		`{"hold":"They are disputed"}`: "body.hold: one lower-case word",
		`{"hold":"Disputed"}`:          "body.hold: one lower-case word",
		`{"hold":"_"}`:                 "body.hold: one lower-case word",
		`{"hold":true}`:                "body.hold: or null",
		`{"hold":"` + strings.Repeat("h", 41) + `"}`: "body.hold: at most 40",
	} {
		wantRemedy(t, h.do(t, "PATCH", rulesPath, liveKey, body), want)
	}
	wantProblem(t, h.do(t, "PATCH", "/v1/accounts/none/rules", liveKey, `{"hold":"legal"}`), http.StatusNotFound)
	wantProblem(t, h.do(t, "GET", "/v1/accounts/none/rules", liveKey, ""), http.StatusNotFound)
}
