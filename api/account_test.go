package api_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/timeline"
)

func TestAnAccountIsPutAndReadBackByAnyReference(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for path, reference := range map[string]string{"C-1001": "C-1001", "A%2FB%20%C3%BC%3F": "A/B ü?", "100%25": "100%", "A%2F%2FB": "A//B", "%2e%2e%2f": "../"} {
		w := h.do(t, "PUT", "/v1/accounts/"+path, liveKey, `{"name":"Blue Bottle Ltd","kind":"business","contacts":[{"reference":"P-1","name":"Robin"}]}`)
		if w.Code != http.StatusCreated {
			t.Fatalf("%s: status %d: %s", path, w.Code, w.Body)
		}
		again := h.do(t, "PUT", "/v1/accounts/"+path, liveKey, `{"name":"Blue Bottle plc"}`)
		got := decode[map[string]any](t, again)
		want := map[string]any{"id": account.StableID("acc", creditor, reference), "reference": reference, "name": "Blue Bottle plc"}
		if diff := cmp.Diff(want, got); diff != "" || again.Code != 200 {
			t.Errorf("status %d: %s", again.Code, diff)
		}
		if back := h.do(t, "GET", "/v1/accounts/"+path, liveKey, ""); back.Code != 200 {
			t.Errorf("%s: status %d", path, back.Code)
		}
	}
}

func TestAnAccountThatIsPutIsTheOneThatRemindersName(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.do(t, "POST", "/v1/reminders", liveKey, goodReminder())
	w := h.do(t, "PUT", "/v1/accounts/C-1001", liveKey, `{"name":"Blue","region":"GB","contacts":[{"reference":"P-7","name":"Robin","phone":"020 7946 0042"}]}`)
	id := h.views[h.order[0]].Reminder.AccountID
	if got := decode[map[string]any](t, w); got["id"] != id {
		t.Errorf("put %v, the reminder's account is %s", got["id"], id)
	}
	want := []account.Contact{{ID: account.StableID("con", id, "P-7"), AccountID: id, Reference: "P-7", Name: "Robin", Phone: "+442079460042"}}
	if diff := cmp.Diff(want, h.contacts); diff != "" {
		t.Error(diff)
	}
}

func TestAnAccountShowsContactsInvoicesAndOptOuts(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.do(t, "PUT", "/v1/accounts/C-1", liveKey, `{"name":"Blue"}`)
	got := decode[map[string]any](t, h.do(t, "GET", "/v1/accounts/C-1", liveKey, ""))
	want := map[string]any{
		"id": account.StableID("acc", creditor, "C-1"), "reference": "C-1", "name": "Blue", "open_reminders": 0.0,
		"contacts": []any{map[string]any{"id": "", "reference": "P-1", "name": "Robin", "email": "robin@example.com"}},
		"invoices": []any{map[string]any{"id": "", "number": "1", "amount": "120.50", "balance": "0.50", "currency": "GBP", "issued_on": "", "due_on": ""}},
		"opt_outs": []any{map[string]any{"scope": "address", "channel": "sms", "address": "…0042", "source": "reply"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestABadAccountIsRefused(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for body, location := range map[string]string{
		`{}`:                              "body.name",
		`{"name":"B","reference":"C-2"}`:  "body.reference",
		`{"name":"B","kind":"x"}`:         "body.kind",
		`{"name":"B","time_zone":"Moon"}`: "body.time_zone",
		`{"name":"B","contacts":[{"reference":"P","name":"R","email":"x"}]}`:                  "body.contacts[0].email",
		`{"name":"B","contacts":[{"reference":"P","name":"R"},{"reference":"P","name":"S"}]}`: "body.contacts[1].reference",
	} {
		wantProblem(t, h.do(t, "PUT", "/v1/accounts/C-1", liveKey, body), 422, location)
	}
	long := "/v1/accounts/" + strings.Repeat("c", 129)
	wantProblem(t, h.do(t, "PUT", long, liveKey, `{"name":"B"}`), 422, "path.reference")
	wantProblem(t, h.do(t, "PUT", "/v1/accounts/a%00b", liveKey, `{"name":"B"}`), 422, "path.reference")
	wantProblem(t, h.do(t, "GET", "/v1/accounts/none", liveKey, ""), 404)
	wantProblem(t, h.do(t, "GET", "/v1/accounts/none/timeline", liveKey, ""), 404)
	wantProblem(t, h.do(t, "POST", "/v1/accounts/none/notes", liveKey, `{"text":"Hm"}`), 404)
}

func TestATimelineIsReadPageByPageWithSentences(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.do(t, "PUT", "/v1/accounts/C-1", liveKey, `{"name":"Blue"}`)
	for i := range 5 {
		h.do(t, "POST", "/v1/accounts/C-1/notes", liveKey, `{"text":"Note `+strconv.Itoa(i)+`"}`)
	}
	type events struct {
		Events []map[string]any
		Next   string
	}
	first := decode[events](t, h.do(t, "GET", "/v1/accounts/C-1/timeline?limit=3", liveKey, ""))
	rest := decode[events](t, h.do(t, "GET", "/v1/accounts/C-1/timeline?limit=3&after="+first.Next, liveKey, ""))
	if len(first.Events) != 3 || len(rest.Events) != 2 || rest.Next != "" {
		t.Fatalf("%d and %d events, next %q", len(first.Events), len(rest.Events), rest.Next)
	}
	want := map[string]any{
		"id": "evt_4", "seq": 4.0, "at": "2027-04-12T09:00:00Z", "kind": "note.added", "actor": "api",
		"summary": "It is note.added.", "data": map[string]any{"text": "Note 3"},
	}
	if diff := cmp.Diff(want, rest.Events[0]); diff != "" {
		t.Error(diff)
	}
}

func TestAnErasedEventHasNullData(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.do(t, "PUT", "/v1/accounts/C-1", liveKey, `{"name":"Blue"}`)
	h.events = []timeline.Event{{ID: "evt_1", Seq: 1, At: h.now.Add(123456 * time.Nanosecond), Kind: timeline.ReplyReceived, Actor: timeline.Customer, ReminderID: "rem_1"}}
	w := h.do(t, "GET", "/v1/accounts/C-1/timeline", liveKey, "")
	for _, want := range []string{`"data":null`, `"reminder":"rem_1"`, `"at":"2027-04-12T09:00:00.000123Z"`} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s is not in %s", want, w.Body)
		}
	}
}

func TestABadNoteIsRefused(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.do(t, "PUT", "/v1/accounts/C-1", liveKey, `{"name":"Blue"}`)
	for body, location := range map[string]string{
		`{}`: "body.text", `{"text":" "}`: "body.text", `{"text":"a\u0000"}`: "body.text", `{"text":"a","by":"x\ny"}`: "body.by",
		`{"text":"` + strings.Repeat("a", 4001) + `"}`: "body.text",
	} {
		wantProblem(t, h.do(t, "POST", "/v1/accounts/C-1/notes", liveKey, body), 422, location)
	}
}
