package api_test

import (
	"net/http"
	"strconv"
	"testing"
)

type page struct {
	Reminders []struct {
		ID, Reference string
		Test          bool
	}
	Next string
}

func TestAListIsReadPageByPage(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for i := range 7 {
		h.do(t, "POST", "/v1/reminders", liveKey, goodReminder(`"R-1"`, `"R-`+strconv.Itoa(i)+`"`))
	}
	var got []string
	after := ""
	for pages := 0; pages < 10; pages++ {
		p := decode[page](t, h.do(t, "GET", "/v1/reminders?limit=3"+after, liveKey, ""))
		for _, r := range p.Reminders {
			got = append(got, r.ID)
		}
		if p.Next == "" {
			break
		}
		after = "&after=" + p.Next
	}
	if len(got) != 7 {
		t.Fatalf("%d reminders on all pages, want 7", len(got))
	}
	for i, id := range got {
		if id != h.order[i] {
			t.Errorf("place %d: %s, want %s", i, id, h.order[i])
		}
	}
}

func TestAListThatFitsHasNoNextPage(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for i := range 3 {
		h.do(t, "POST", "/v1/reminders", liveKey, goodReminder(`"R-1"`, `"R-`+strconv.Itoa(i)+`"`))
	}
	if p := decode[page](t, h.do(t, "GET", "/v1/reminders?limit=3", liveKey, "")); p.Next != "" || len(p.Reminders) != 3 {
		t.Errorf("%d reminders, next %q", len(p.Reminders), p.Next)
	}
	w := h.do(t, "GET", "/v1/reminders?status=held", liveKey, "")
	if got := w.Body.String(); got != `{"reminders":[]}`+"\n" {
		t.Errorf("an empty list is %s", got)
	}
}

func TestAListIsFilteredByAccountAndStatus(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.do(t, "POST", "/v1/reminders", liveKey, goodReminder())
	h.do(t, "POST", "/v1/reminders", testKey, goodReminder(`"R-1"`, `"R-2"`, `"C-1001"`, `"C/2 ü"`))
	p := decode[page](t, h.do(t, "GET", "/v1/reminders?account=C%2F2+%C3%BC&status=scheduled", liveKey, ""))
	if len(p.Reminders) != 1 || p.Reminders[0].Reference != "R-2" || !p.Reminders[0].Test {
		t.Errorf("got %+v", p.Reminders)
	}
}

func TestABadQueryIsRefused(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.do(t, "PUT", "/v1/accounts/C-1", liveKey, `{"name":"C"}`)
	for query, location := range map[string]string{
		"/v1/reminders?after=rem_1":                            "query.after",
		"/v1/reminders?after=rem_01KAFZ3V9M5X8Q2T4W6Y7Z0BCD":   "query.after",
		"/v1/reminders?after=att_01kafz3v9m5x8q2t4w6y7z0bcd":   "query.after",
		"/v1/reminders?limit=0":                                "query.limit",
		"/v1/reminders?limit=201":                              "query.limit",
		"/v1/reminders?limit=many":                             "query.limit",
		"/v1/reminders?status=lost":                            "query.status",
		"/v1/reminders?status=sent&status=held":                "query.status",
		"/v1/reminders?acount=C-1":                             "query",
		"/v1/reminders?account=a%00b":                          "query.account",
		"/v1/reminders/rem_01kafz3v9m5x8q2t4w6y7z0bcd?limit=1": "query",
		"/v1/accounts/C-1/timeline?after=evt_1":                "query.after",
		"/v1/accounts/C-1/timeline?after=-1":                   "query.after",
		"/v1/accounts/C-1/timeline?limit=501":                  "query.limit",
	} {
		wantProblem(t, h.do(t, "GET", query, liveKey, ""), http.StatusBadRequest, location)
	}
}
