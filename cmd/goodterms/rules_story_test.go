package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/store"
)

// reason is why the reminder is where it is.
func (h *house) reason(id string) string {
	h.t.Helper()
	reason, _ := h.call("GET", "/v1/reminders/"+id, "").Body["reason"].(string)
	return reason
}

// waitsFor waits until the reminder is scheduled for a reason, and returns for when.
func (h *house) waitsFor(id, reason string) string {
	h.t.Helper()
	h.until("it waits because of "+reason, func() bool { return h.reason(id) == reason }, func() string { return h.reason(id) })
	return h.call("GET", "/v1/reminders/"+id, "").Body["send_at"].(string)
}

// contact is the id of the account's only contact.
func (h *house) contact(reference string) string {
	h.t.Helper()
	contacts := h.call("GET", "/v1/accounts/"+reference, "").Body["contacts"].([]any)
	return contacts[0].(map[string]any)["id"].(string)
}

func TestACustomerHearsFromUsOnceADayAndTwiceAWeekByPhone(t *testing.T) {
	t.Parallel()
	h := open(t, "2027-03-10 11:00 America/New_York", map[string]any{"contact_rules": courteous})
	first := h.enqueue(request(nil))
	h.becomes(first, "sent")
	second, third := h.enqueue(request(nil)), h.enqueue(request(nil))
	for _, id := range []string{second, third} {
		if until := h.waitsFor(id, "courteous.day"); until != "2027-03-11T14:00:00Z" {
			t.Errorf("it waits until %s, not the next morning", until)
		}
	}
	h.at("2027-03-11 09:00 America/New_York")
	h.until("one of the two is sent", func() bool { return len(h.box.Messages()) == 2 }, h.logs.String)
	rest := second
	if h.call("GET", "/v1/reminders/"+second, "").Body["status"] == "sent" {
		rest = third
	}
	if until := h.waitsFor(rest, "courteous.day"); !strings.HasPrefix(until, "2027-03-17T16:") {
		t.Errorf("the third waits until %s, not until the first is seven days old", until)
	}
	if sent := len(h.box.Messages()); sent != 2 {
		t.Errorf("%d messages arrived, want 2", sent)
	}
}

func TestChangedWishesChangeTheVeryNextDecision(t *testing.T) {
	t.Parallel()
	h := open(t, "2027-03-09 21:30 America/New_York", nil)
	id := h.enqueue(request(nil))
	h.waitsFor(id, "courteous.hours")
	wishes := "/v1/contacts/" + h.contact("C-1") + "/preferences"
	h.call("PATCH", wishes, `{"wishes":"Th 14:00-16:00","by":"Kim","why":"asked on the phone","source":"customer"}`)
	h.at("2027-03-10 09:00 America/New_York")
	if until := h.waitsFor(id, "wishes"); until != "2027-03-11T19:00:00Z" {
		t.Errorf("it waits until %s, not the wished hour", until)
	}
	h.call("PATCH", wishes, `{"wishes":null}`)
	h.becomes(id, "sent")
	if got := len(h.box.Messages()); got != 1 {
		t.Errorf("%d messages arrived, want 1", got)
	}
	kinds := h.kinds("C-1")
	if changes := len(slices.DeleteFunc(kinds, func(kind string) bool { return kind != "preferences.changed" })); changes != 2 {
		t.Errorf("%d changes of wishes stand on the timeline, want 2", changes)
	}
}

func TestTheNextChannelGoesWhenThePreferredOneWouldWaitTooLong(t *testing.T) {
	t.Parallel()
	h := open(t, weekday, nil)
	h.enqueue(request(by("email")))
	h.arrives(mailbox)
	preferences := "/v1/contacts/" + h.contact("C-1") + "/preferences"
	h.call("PATCH", preferences, `{"channels":["voice","sms"],"excluded":["email"]}`)
	id := h.enqueue(request(by("email", "sms", "voice")))
	if got := h.becomes(id, "sent"); got["channel"] != "voice" {
		t.Errorf("it went by %v, not by the preferred channel", got["channel"])
	}
	h.call("PATCH", preferences, `{"channels":["email"],"excluded":["voice"]}`)
	if got := h.becomes(h.enqueue(request(by("voice", "sms"))), "sent"); got["channel"] != "sms" {
		t.Errorf("it went by %v, which is excluded", got["channel"])
	}
}

func TestTheKillSwitchHoldsEverythingUntilItIsOffAgain(t *testing.T) {
	t.Parallel()
	h := open(t, weekday, nil)
	key, err := createKey(t.Context(), h.app.store, h.app.config.Creditor.Name, store.Key{Name: "admin", Kind: "live", Scopes: []string{"admin"}}, 0)
	if err != nil {
		t.Fatal(err)
	}
	admin := map[string]string{"Authorization": "Bearer " + key}
	h.callWith("PUT", "/v1/kill-switch", `{"on":true,"reason":"wrong invoices were imported"}`, admin)
	id := h.enqueue(request(nil))
	if got := h.becomes(id, "held"); got["reason"] != "kill_switch" {
		t.Errorf("it is held because of %v", got["reason"])
	}
	h.callWith("PUT", "/v1/kill-switch", `{"on":false}`, admin)
	h.becomes(id, "sent")
}

func TestADisputeHoldsAndItsEndLetsGo(t *testing.T) {
	t.Parallel()
	h := open(t, "2027-03-09 21:30 America/New_York", nil)
	id := h.enqueue(request(nil))
	h.waitsFor(id, "courteous.hours")
	h.call("PATCH", "/v1/accounts/C-1/rules", `{"hold":"disputed","by":"Kim","why":"the goods came broken"}`)
	h.at(weekday)
	h.becomes(id, "held")
	h.call("PATCH", "/v1/accounts/C-1/rules", `{"hold":null}`)
	h.becomes(id, "sent")
	for _, kind := range []string{"hold.placed", "reminder.held", "hold.released", "reminder.sent"} {
		if !slices.Contains(h.kinds("C-1"), kind) {
			t.Errorf("the timeline does not tell of %s", kind)
		}
	}
}
