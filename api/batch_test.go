package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

type results struct {
	Results []struct {
		Index      int
		ID, Status string
		Duplicate  bool
		Error      *problem
	}
}

func TestABadReminderSpoilsNoneOfItsNeighbours(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	w := h.do(t, "POST", "/v1/reminders/batch", liveKey, goodBatch(
		goodReminder(), goodReminder(`"R-1"`, `"R-2"`, `"GBP"`, `"XXZ"`), `"no object"`, goodReminder(`"R-1"`, `"R-4"`, `"C-1001"`, `7`),
		goodReminder(), goodReminder("gentle", "firm"), goodReminder(`"R-1"`, `"R-6"`),
	))
	got := decode[results](t, w).Results
	var lines []string
	for i, r := range got {
		if r.Index != i {
			t.Errorf("result %d has index %d", i, r.Index)
		}
		line := r.Status
		if r.Duplicate {
			line += " again"
		}
		if r.Error != nil {
			line = http.StatusText(r.Error.Status) + " " + r.Error.Errors[0].Location
		}
		lines = append(lines, line)
	}
	want := []string{
		"scheduled", "Unprocessable Entity body.reminders[1].invoices[0].currency", "Unprocessable Entity body.reminders[2]",
		"Unprocessable Entity body.reminders[3].account.reference", "scheduled again", "Conflict body.reminders[5].reference", "scheduled",
	}
	if diff := cmp.Diff(want, lines); diff != "" || w.Code != 200 {
		t.Errorf("status %d\n%s", w.Code, diff)
	}
	if len(h.woken) != 2 {
		t.Errorf("%d woken, want 2", len(h.woken))
	}
}

func TestABatchHasOneToAThousandReminders(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	many := make([]string, 1001)
	for i := range many {
		many[i] = goodReminder(`"reference":"R-1",`, "")
	}
	wantProblem(t, h.do(t, "POST", "/v1/reminders/batch", liveKey, goodBatch()), 422, "body.reminders")
	wantProblem(t, h.do(t, "POST", "/v1/reminders/batch", liveKey, goodBatch(many...)), 422, "body.reminders")
	wantProblem(t, h.do(t, "POST", "/v1/reminders/batch", liveKey, `{"reminders":{}}`), 422, "body.reminders")
	w := h.do(t, "POST", "/v1/reminders/batch", liveKey, goodBatch(many[:1000]...))
	if got := decode[results](t, w).Results; len(got) != 1000 || got[999].ID == "" {
		t.Errorf("%d results", len(got))
	}
}

func TestABatchOfNothingButFaultsIsNotRemembered(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	bad := goodBatch(goodReminder(`"GBP"`, `"XXZ"`))
	for range 2 {
		w := h.do(t, "POST", "/v1/reminders/batch", liveKey, bad, "Idempotency-Key", "k")
		if w.Code != 200 || w.Header().Get("Idempotency-Replayed") != "" {
			t.Errorf("status %d, replayed %q", w.Code, w.Header().Get("Idempotency-Replayed"))
		}
	}
	w := h.do(t, "POST", "/v1/reminders/batch", liveKey, goodBatch(goodReminder()), "Idempotency-Key", "k")
	if w.Code != 200 || !strings.Contains(w.Body.String(), "rem_") {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
}

func TestABatchOfManyFaultsListsSomeOfEach(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	junk := `{` + strings.TrimSuffix(strings.Repeat(`"x":1,`, 5000), ",") + `}`
	w := h.do(t, "POST", "/v1/reminders/batch", liveKey, goodBatch(junk, junk, goodReminder()))
	got := decode[results](t, w).Results
	if len(got) != 3 || got[0].Error == nil || got[1].Error == nil || got[2].ID == "" {
		t.Fatalf("status %d: %.300s", w.Code, w.Body)
	}
	if n := len(got[0].Error.Errors); n > 20 {
		t.Errorf("%d faults of one reminder are listed", n)
	}
}
