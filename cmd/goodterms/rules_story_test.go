package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/store"
)

// waits waits until the reminder is scheduled for an instant, or one that begins
// so, for a reason.
func (h *house) waits(id, reason, until string) {
	h.t.Helper()
	var last map[string]any
	h.until("it waits until "+until+" because of "+reason, func() bool {
		last = h.call("GET", "/v1/reminders/"+id, "").Body
		return last["status"] == "scheduled" && last["reason"] == reason && strings.HasPrefix(last["send_at"].(string), until)
	}, func() string { return fmt.Sprint(last["status"], last["reason"], last["send_at"]) })
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
		h.waits(id, "courteous.day", "2027-03-11T14:00:00Z") // the next morning
	}
	h.at("2027-03-11 09:00 America/New_York")
	h.until("one of the two is sent", func() bool { return len(h.box.Messages()) == 2 }, h.logs.String)
	rest := second
	if h.call("GET", "/v1/reminders/"+second, "").Body["attempt_count"] == 1.0 {
		rest = third
	}
	h.waits(rest, "courteous.day", "2027-03-17T16:0") // the first is seven days old then
	if sent := len(h.box.Messages()); sent != 2 {
		t.Errorf("%d messages arrived, want 2", sent)
	}
}

func TestChangedWishesChangeTheVeryNextDecision(t *testing.T) {
	t.Parallel()
	h := open(t, "2027-03-09 21:30 America/New_York", nil)
	id := h.enqueue(request(nil))
	h.waits(id, "courteous.hours", "2027-03-10T14:00:00Z")
	wishes := "/v1/contacts/" + h.contact("C-1") + "/preferences"
	h.call("PATCH", wishes, `{"wishes":"Th 14:00-16:00","by":"Kim","why":"asked on the phone","source":"customer"}`)
	h.at("2027-03-10 09:00 America/New_York")
	h.waits(id, "wishes", "2027-03-11T19:00:00Z")
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

func TestTheCustomersChannelIsUsedAndAnExcludedOneNever(t *testing.T) {
	t.Parallel()
	h := open(t, weekday, nil)
	h.enqueue(request(by("email")))
	h.arrives(mailAddress)
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
	h.waits(id, "courteous.hours", "2027-03-10T14:00:00Z")
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
