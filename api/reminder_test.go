package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/api"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
)

func TestAReminderIsAcceptedAndCanBeReadBack(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	w := h.do(t, "POST", "/v1/reminders", liveKey, goodReminder())
	if w.Code != http.StatusAccepted {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	got := decode[map[string]any](t, w)
	id := got["id"].(string)
	want := map[string]any{"id": id, "reference": "R-1", "status": "scheduled", "send_at": "2027-04-15T07:30:00Z", "channel": "email"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if location := w.Header().Get("Location"); location != "/v1/reminders/"+id {
		t.Errorf("Location %q", location)
	}
	back := h.do(t, "GET", w.Header().Get("Location"), liveKey, "")
	if view := decode[map[string]any](t, back); back.Code != 200 || view["id"] != id || view["account"] != "C-1001" {
		t.Errorf("status %d: %s", back.Code, back.Body)
	}
}

// intakes hears what the door hands on.
type intakes struct {
	*house
	got []reminder.Intake
}

func (i *intakes) Plan(now time.Time, in reminder.Intake) reminder.Planned {
	i.got = append(i.got, in)
	return i.house.Plan(now, in)
}

func TestWhatWasSentArrivesInCanonicalForm(t *testing.T) {
	t.Parallel()
	heard := &intakes{}
	heard.house = newHouse(t, func(_ *api.Config, p *api.Ports) { p.Planner = heard })
	h := heard.house
	body := goodReminder(`"send_at":"2027-04-15T09:30:00+02:00"`, `"expires_at":"2027-04-20T00:00:00.1234567Z"`)
	if w := h.do(t, "POST", "/v1/reminders", testKey, body); w.Code != http.StatusAccepted {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	gbp := func(minor int64) account.Money { return account.Money{Minor: minor, Currency: "GBP"} }
	want := []reminder.Intake{{
		Reference: "R-1",
		Account:   account.Account{Reference: "C-1001", Name: "Blue Bottle Ltd", Kind: account.Business, TimeZone: "Europe/London", Locale: "en-GB", Region: "GB"},
		Contact:   account.Contact{Reference: "P-7", Name: "Zoë Weaver", Email: "robin@example.com", Phone: "+442079460042"},
		Invoices: []account.Invoice{{
			Number: "INV-1", Amount: gbp(12050), Balance: gbp(10000), Terms: "30 days net",
			IssuedOn: account.Date{Year: 2027, Month: 3, Day: 1}, DueOn: account.Date{Year: 2027, Month: 3, Day: 31},
		}},
		Template: "gentle", Stage: templates.Gentle, Channels: []channels.Kind{channels.Email, channels.SMS}, Test: true,
		ExpiresAt: time.Date(2027, 4, 20, 0, 0, 0, 123456000, time.UTC),
	}}
	if diff := cmp.Diff(want, heard.got); diff != "" {
		t.Error(diff)
	}
}

func TestAnAcceptedReminderIsWokenAndARepeatedOneIsNot(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.do(t, "POST", "/v1/reminders", liveKey, goodReminder())
	again := h.do(t, "POST", "/v1/reminders", liveKey, goodReminder())
	if got := decode[map[string]any](t, again); again.Code != http.StatusOK || got["duplicate"] != true {
		t.Errorf("repeat: status %d: %s", again.Code, again.Body)
	}
	if len(h.woken) != 1 || h.woken[0].Channel != channels.Email {
		t.Errorf("woken %v", h.woken)
	}
}

func TestAReferenceWithOtherContentIsAConflict(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.do(t, "POST", "/v1/reminders", liveKey, goodReminder())
	w := h.do(t, "POST", "/v1/reminders", liveKey, goodReminder("gentle", "firm"))
	wantProblem(t, w, http.StatusConflict, "body.reference")
}

func TestAbsentChannelsMeanAllThatAreConfigured(t *testing.T) {
	t.Parallel()
	h := newHouse(t, func(c *api.Config, _ *api.Ports) {
		c.Channels = func(bool) []channels.Kind { return []channels.Kind{channels.Voice, channels.SMS} }
	})
	w := h.do(t, "POST", "/v1/reminders", liveKey, goodReminder(`"channels":["email","sms"],`, ""))
	if got := decode[map[string]any](t, w); got["channel"] != "voice" {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
}

func TestATestKeyIsRefusedWhereThereIsNoSandbox(t *testing.T) {
	t.Parallel()
	h := newHouse(t, func(c *api.Config, _ *api.Ports) {
		c.Channels = func(test bool) []channels.Kind {
			if test {
				return nil
			}
			return channels.Kinds()
		}
	})
	wantProblem(t, h.do(t, "POST", "/v1/reminders", testKey, goodReminder()), http.StatusUnprocessableEntity)
	wantProblem(t, h.do(t, "POST", "/v1/reminders/batch", testKey, goodBatch(goodReminder())), http.StatusUnprocessableEntity)
	if w := h.do(t, "POST", "/v1/reminders", liveKey, goodReminder()); w.Code != http.StatusAccepted {
		t.Errorf("live: status %d", w.Code)
	}
}

// explained is a reminder that ended, with all that explains it.
func explained(at time.Time) reminder.View {
	return reminder.View{
		Reminder: reminder.Reminder{
			ID: "rem_1", Template: "gentle", Channels: channels.Kinds(), Channel: channels.SMS, Status: reminder.Sent, Reason: "accepted",
			Text: "The provider took it.", SendAt: at, Attempts: 2, CreatedAt: at, UpdatedAt: at,
		},
		AccountReference: "C-1", ContactReference: "P-1", InvoiceNumbers: []string{"INV-1"},
		Decisions: []reminder.Decided{{At: at, Decision: policy.Decision{
			Verdict: policy.Defer, Until: at.Add(time.Hour), Version: "p1", Because: []policy.Because{{Rule: "window", Text: "It is night."}},
		}}},
		Attempts: []reminder.Attempt{
			{ID: "att_1", Number: 1, Channel: channels.Email, Address: "robin@example.com", StartedAt: at, State: reminder.Rejected, Code: "550", Version: "v1", Subject: "Invoice", Body: "Dear"},
			{ID: "att_2", Number: 2, Channel: channels.SMS, Address: "+442079460042", StartedAt: at, State: reminder.Accepted, Status: channels.Delivered, Version: "v2", Body: "Hello", Segments: 1},
		},
	}
}

func TestAReminderShowsOutcomeDecisionsAndAttemptsWithMaskedAddresses(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.views["rem_1"] = explained(time.Date(2027, 4, 12, 9, 0, 0, 123456789, time.FixedZone("", 3600)))
	w := h.do(t, "GET", "/v1/reminders/rem_1", liveKey, "")
	const at = "2027-04-12T08:00:00.123456Z"
	want := map[string]any{
		"id": "rem_1", "account_id": "", "contact_id": "", "template": "gentle", "channels": []any{"email", "sms", "voice"}, "channel": "sms",
		"status": "sent", "outcome": "sent", "reason": "accepted", "explanation": "The provider took it.", "send_at": at, "attempt_count": 2.0,
		"created_at": at, "updated_at": at, "account": "C-1", "contact": "P-1", "invoices": []any{"INV-1"}, "template_version": "v2", "template_version_number": 0.0,
		"decisions": []any{map[string]any{
			"at": at, "decision": "defer", "until": "2027-04-12T09:00:00.123456Z", "policy_version": "p1",
			"because": []any{map[string]any{"rule": "window", "text": "It is night."}},
		}},
		"attempts": []any{
			map[string]any{"id": "att_1", "number": 1.0, "channel": "email", "to": "r…@example.com", "at": at, "state": "rejected", "code": "550", "template_version": "v1", "subject": "Invoice", "body": "Dear"},
			map[string]any{"id": "att_2", "number": 2.0, "channel": "sms", "to": "…0042", "at": at, "state": "accepted", "status": "delivered", "template_version": "v2", "body": "Hello", "segments": 1.0},
		},
	}
	if diff := cmp.Diff(want, decode[map[string]any](t, w)); diff != "" {
		t.Error(diff)
	}
}

func TestAReminderCanBeMovedAndItsEndCleared(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	w := h.do(t, "POST", "/v1/reminders", liveKey, goodReminder(`"template"`, `"expires_at":"2027-05-01T00:00:00Z","template"`))
	path := w.Header().Get("Location")
	moved := h.do(t, "PATCH", path, liveKey, `{"send_at":"2027-04-16T10:00:00Z","expires_at":null}`)
	got := decode[map[string]any](t, moved)
	if moved.Code != 200 || got["send_at"] != "2027-04-16T10:00:00Z" || got["expires_at"] != nil {
		t.Errorf("status %d: %s", moved.Code, moved.Body)
	}
	if last := h.woken[len(h.woken)-1]; !last.SendAt.Equal(time.Date(2027, 4, 16, 10, 0, 0, 0, time.UTC)) {
		t.Errorf("woken for %v", last.SendAt)
	}
}

func TestAMoveThatMakesNoSenseIsRefused(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	w := h.do(t, "POST", "/v1/reminders", liveKey, goodReminder(`"template"`, `"expires_at":"2027-05-01T00:00:00Z","template"`))
	path := w.Header().Get("Location")
	for body, location := range map[string]string{
		`{}`:                                    "body",
		`{"send_at":"tomorrow"}`:                "body.send_at",
		`{"send_at":"2029-01-01T00:00:00Z"}`:    "body.send_at body.expires_at",
		`{"send_at":"2027-05-02T00:00:00Z"}`:    "body.expires_at",
		`{"expires_at":"2027-04-13T00:00:00Z"}`: "body.expires_at",
		`{"expires_at":"2020-01-01T00:00:00Z"}`: "body.expires_at",
		`{"expires_at":7}`:                      "body.expires_at",
		`{"status":"sent"}`:                     "body.status",
	} {
		wantProblem(t, h.do(t, "PATCH", path, liveKey, body), http.StatusUnprocessableEntity, strings.Fields(location)...)
	}
	wantProblem(t, h.do(t, "PATCH", "/v1/reminders/rem_none", liveKey, `{"send_at":"2027-05-02T00:00:00Z"}`), http.StatusNotFound)
}

func TestCancelingTwiceAnswersTheSame(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	path := h.do(t, "POST", "/v1/reminders", liveKey, goodReminder()).Header().Get("Location") + "/cancel"
	for _, body := range []string{"", "{}", ""} {
		w := h.do(t, "POST", path, liveKey, body)
		if got := decode[map[string]any](t, w); w.Code != 200 || got["status"] != "canceled" || got["outcome"] != "canceled" {
			t.Errorf("status %d: %s", w.Code, w.Body)
		}
	}
	wantProblem(t, h.do(t, "POST", path, liveKey, `{"why":"paid"}`), http.StatusUnprocessableEntity, "body.why")
}

func TestAReminderThatEndedCannotBeChanged(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.views["rem_1"] = explained(h.now)
	wantProblem(t, h.do(t, "POST", "/v1/reminders/rem_1/cancel", liveKey, ""), http.StatusConflict)
	wantProblem(t, h.do(t, "PATCH", "/v1/reminders/rem_1", liveKey, `{"send_at":"2027-05-02T00:00:00Z"}`), http.StatusConflict)
}

func TestATestKeyCannotChangeALiveReminder(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	path := h.do(t, "POST", "/v1/reminders", liveKey, goodReminder()).Header().Get("Location")
	wantProblem(t, h.do(t, "POST", path+"/cancel", testKey, ""), http.StatusForbidden)
	wantProblem(t, h.do(t, "PATCH", path, testKey, `{"expires_at":null}`), http.StatusForbidden)
}

func TestOurFaultIsLoggedAndNotTold(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.acceptErr = errStore
	w := h.do(t, "POST", "/v1/reminders", liveKey, goodReminder())
	wantProblem(t, w, http.StatusInternalServerError)
	if strings.Contains(w.Body.String(), errStore.Error()) || !strings.Contains(h.logged(), errStore.Error()) {
		t.Errorf("body %s, log %s", w.Body, h.logged())
	}
}
