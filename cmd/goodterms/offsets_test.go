package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// inhabited names one zone for every offset from UTC at which people live on the
// day of the test, the half and three quarter hours among them.
var inhabited = []string{
	"Pacific/Pago_Pago", "Pacific/Honolulu", "Pacific/Marquesas", "America/Anchorage", "America/Los_Angeles",
	"America/Denver", "America/Chicago", "America/New_York", "America/Halifax", "America/St_Johns",
	"America/Sao_Paulo", "America/Noronha", "Atlantic/Cape_Verde", "Europe/London", "Europe/Berlin",
	"Europe/Athens", "Europe/Istanbul", "Asia/Tehran", "Asia/Dubai", "Asia/Kabul", "Asia/Karachi",
	"Asia/Kolkata", "Asia/Kathmandu", "Asia/Dhaka", "Asia/Yangon", "Asia/Bangkok", "Asia/Singapore",
	"Australia/Eucla", "Asia/Tokyo", "Australia/Darwin", "Australia/Brisbane", "Australia/Adelaide",
	"Australia/Sydney", "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Chatham", "Pacific/Tongatapu",
	"Pacific/Kiritimati",
}

// TestAroundTheWorldEachReminderLeavesAtItsOwnOpening has a reminder due at once
// for a contact in each zone, at an instant when it is night or Sunday for many,
// and moves the clock from opening to opening.
func TestAroundTheWorldEachReminderLeavesAtItsOwnOpening(t *testing.T) {
	t.Parallel()
	start := instant(t, "2027-01-30 18:00 UTC") // a Saturday
	h := open(t, "2027-01-30 18:00 UTC", nil)
	waiting := map[string][]string{} // reminders by the instant at which their window opens
	for i, zone := range inhabited {
		id := h.enqueue(abroad(i, zone))
		opening := nextOpening(t, zone, start).UTC().Format(time.RFC3339)
		waiting[opening] = append(waiting[opening], id)
	}
	openings := make([]string, 0, len(waiting))
	for opening := range waiting {
		openings = append(openings, opening)
	}
	slices.Sort(openings)
	for _, opening := range openings {
		at, _ := time.Parse(time.RFC3339, opening)
		if at.After(start) {
			h.nothingEarly(waiting[opening], opening)
			h.clock.set(at.Add(-200 * time.Millisecond))
			h.app.queue.Moved()
		}
		for _, id := range waiting[opening] {
			h.becomes(id, "sent")
		}
	}
	h.everyMessageWithinItsWindow()
	if sent := h.box.Messages(); len(sent) != len(inhabited) {
		t.Errorf("%d messages arrived for %d reminders", len(sent), len(inhabited))
	}
}

// abroad is a reminder for a customer in the zone.
func abroad(i int, zone string) string {
	return request(func(r map[string]any) {
		r["account"] = map[string]any{"reference": fmt.Sprintf("W-%d", i), "name": "Corner Bakery", "kind": "business", "time_zone": zone, "locale": "en-GB"}
		r["contact"].(map[string]any)["email"] = fmt.Sprintf("world-%d@corner-bakery.example", i)
		r["contact"].(map[string]any)["phone"] = fmt.Sprintf("+4477009%05d", i)
		r["channels"] = []any{[]string{"sms", "email"}[i%2]}
	})
}

// nextOpening finds, minute by minute on the clock of the zone, when the courteous
// hours are open next.
func nextOpening(t *testing.T, zone string, from time.Time) time.Time {
	t.Helper()
	for at := from; at.Before(from.AddDate(0, 0, 7)); at = at.Add(time.Minute) {
		if decent(t, zone, at) {
			return at
		}
	}
	t.Fatalf("%s never opens", zone)
	return time.Time{}
}

// decent says whether it is Mo-Fr 09:00-19:00 or Sa 10:00-15:00 in the zone. The
// days of the test are no public holiday in any of the countries.
func decent(t *testing.T, zone string, at time.Time) bool {
	t.Helper()
	location, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	local := at.In(location)
	switch hour := local.Hour(); local.Weekday() {
	case time.Sunday:
		return false
	case time.Saturday:
		return hour >= 10 && hour < 15
	default:
		return hour >= 9 && hour < 19
	}
}

// nothingEarly looks that the reminders still wait, for exactly their opening.
func (h *house) nothingEarly(ids []string, opening string) {
	h.t.Helper()
	for _, id := range ids {
		got := h.call("GET", "/v1/reminders/"+id, "").Body
		if got["status"] != "scheduled" || got["send_at"] != opening {
			h.t.Errorf("before %s it is %v and waits until %v", opening, got["status"], got["send_at"])
		}
	}
}

// everyMessageWithinItsWindow reads the instants of all hand-offs from the timelines.
func (h *house) everyMessageWithinItsWindow() {
	h.t.Helper()
	for i, zone := range inhabited {
		for _, event := range h.timeline(fmt.Sprintf("W-%d", i)) {
			if event["kind"] != "reminder.sent" {
				continue
			}
			at, err := time.Parse(time.RFC3339, event["at"].(string))
			if err != nil || !decent(h.t, zone, at) {
				text, _ := json.Marshal(event)
				h.t.Errorf("%s: sent outside the window: %s, %v", zone, strings.TrimSpace(string(text)), err)
			}
		}
	}
}
