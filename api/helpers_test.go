package api_test

import (
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"
)

// goodReminder is a body that is accepted. changes replace parts of it.
func goodReminder(changes ...string) string {
	body := `{"reference":"R-1",` +
		`"account":{"reference":"C-1001","name":"Blue Bottle Ltd","kind":"business","time_zone":"Europe/London","locale":"en-GB","region":"GB"},` +
		`"contact":{"reference":"P-7","name":"Zoë Weaver","email":"robin@example.com","phone":"+442079460042"},` +
		`"invoices":[{"number":"INV-1","amount":"120.50","balance":"100.00","currency":"GBP","issued_on":"2027-03-01","due_on":"2027-03-31","terms":"30 days net"}],` +
		`"template":"gentle","channels":["email","sms"],"send_at":"2027-04-15T09:30:00+02:00"}`
	return strings.NewReplacer(changes...).Replace(body)
}

func goodBatch(items ...string) string {
	return `{"reminders":[` + strings.Join(items, ",") + `]}`
}

// problem is an error as callers read it.
type problem struct {
	Type, Title, Detail string
	Status              int
	Errors              []struct{ Message, Location string }
}

func decode[T any](t testing.TB, w *httptest.ResponseRecorder) T {
	t.Helper()
	var out T
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
		t.Fatalf("answer %d is not JSON: %v", w.Code, err)
	}
	return out
}

// wantProblem checks that the answer is a problem of this status at these places.
func wantProblem(t testing.TB, w *httptest.ResponseRecorder, status int, locations ...string) problem {
	t.Helper()
	p := decode[problem](t, w)
	if w.Code != status || p.Status != status {
		t.Fatalf("status %d (%d in the body), want %d: %s", w.Code, p.Status, status, w.Body)
	}
	if got := w.Header().Get("Content-Type"); got != "application/problem+json" {
		t.Errorf("Content-Type %q", got)
	}
	if p.Type == "" || p.Title == "" || p.Detail == "" {
		t.Errorf("problem lacks type, title or detail: %s", w.Body)
	}
	var got []string
	for _, e := range p.Errors {
		got = append(got, e.Location)
		if e.Message == "" {
			t.Errorf("%s has no message", e.Location)
		}
	}
	if strings.Join(got, " ") != strings.Join(locations, " ") {
		t.Fatalf("locations %q, want %q: %s", got, locations, w.Body)
	}
	return p
}
