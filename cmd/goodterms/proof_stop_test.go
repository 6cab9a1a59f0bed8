package main

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/channels"
)

// stop is a customer's STOP, or a payment, and the instant of our 2xx.
type stop struct {
	*errand
	reason string
	before string // status of the reminder just before
	at     time.Time
}

func TestAnOptOutOrPaymentBeforeTheHandOffStopsIt(t *testing.T) {
	slow := []string{"GOODTERMS_TWILIO_SEGMENTS_PER_SECOND=50"}
	everyEngine(t, 2, slow, func(t *testing.T, w *town) {
		all := make([]*errand, max(90, scaled(300)))
		for i := range all {
			all[i] = newErrand(i, i, manner{channel: "sms", fate: once})
		}
		w.post(2, all, 30).done()
		stops := w.stopTwoOfThree(all)
		w.drain(all)
		inTime, claimed := 0, 0
		for _, s := range stops {
			if w.stopped(s) {
				inTime++
				if s.before == "sending" {
					claimed++
				}
			}
		}
		t.Logf("%d of %d stops came before the hand-off, %d of them when the reminder was claimed already", inTime, len(stops), claimed)
		if claimed == 0 {
			t.Error("no stop fell between claim and hand-off: the test has shown nothing")
		}
		for i, e := range all {
			if i%3 == 0 && len(w.ledger.arrivals(e.invoice)) != 1 {
				t.Errorf("reminder %d was not stopped and arrived %d times", e.n, len(w.ledger.arrivals(e.invoice)))
			}
		}
	})
}

// stopTwoOfThree stops errands one after the other while the rest is being sent,
// those that are posted last first.
func (w *town) stopTwoOfThree(all []*errand) (stops []*stop) {
	w.t.Helper()
	for i, e := range slices.Backward(all) {
		if i%3 == 0 {
			continue
		}
		wait(w.t, "some have been sent", patience, func() bool { return w.ledger.read() >= len(stops)/4 })
		var view listed
		w.get("/v1/reminders/"+e.id, &view)
		s := &stop{errand: e, before: view.Status}
		if i%3 == 1 {
			s.reason, s.at = "opt_out", w.hear(e.to, "STOP")
		} else {
			s.reason, s.at = "paid", w.call("POST", "/v1/payments", fmt.Sprintf(
				`{"reference":"payment-%d","account":%q,"invoice":%q,"amount":"80.00","currency":"USD"}`, e.n, e.account(), e.invoice))
		}
		stops = append(stops, s)
	}
	return stops
}

// underway is how long a hand-off that had begun may take to arrive.
const underway = 2 * time.Second

// stopped says whether the stop came before the hand-off; it fails the test when
// something was handed over that had been stopped.
func (w *town) stopped(s *stop) bool {
	w.t.Helper()
	view, err := w.store.FindReminder(w.t.Context(), s.id)
	if err != nil {
		w.t.Fatal(err)
	}
	arrived := w.ledger.arrivals(s.invoice)
	for _, a := range view.Attempts {
		if a.StartedAt.After(s.at) {
			w.t.Errorf("reminder %d: an attempt began %v after %s was acknowledged", s.n, a.StartedAt.Sub(s.at), s.reason)
		}
	}
	for _, a := range arrived {
		if a.At.After(s.at.Add(underway)) {
			w.t.Errorf("reminder %d arrived %v after %s was acknowledged", s.n, a.At.Sub(s.at), s.reason)
		}
	}
	want := map[bool]string{true: "skipped " + s.reason, false: "sent "}[len(arrived) == 0]
	if got := string(view.Reminder.Status) + " " + view.Reminder.Reason; got != want {
		w.t.Errorf("reminder %d is %s, want %s", s.n, got, want)
	}
	return len(arrived) == 0
}

// hear posts a customer's text as Twilio does and returns when the answer was read.
func (w *town) hear(from, text string) time.Time {
	w.t.Helper()
	form := url.Values{"From": {from}, "To": {ourNumber}, "Body": {text}, "AccountSid": {"ACproof"},
		"MessageSid": {"SM" + strings.TrimPrefix(from, "+")}}
	target := w.url + "/hooks/twilio/sms"
	request, err := http.NewRequest(http.MethodPost, target, strings.NewReader(form.Encode()))
	if err != nil {
		w.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("X-Twilio-Signature", sign(target, form))
	response, err := w.http.Do(request)
	if err != nil {
		w.t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		w.t.Fatalf("a customer's text was answered with %d", response.StatusCode)
	}
	return time.Now()
}

// sign is the signature of Twilio's webhooks
// (https://www.twilio.com/docs/usage/security#validating-requests).
func sign(target string, form url.Values) string {
	mac := hmac.New(sha1.New, []byte(hookToken))
	mac.Write([]byte(target))
	for _, name := range slices.Sorted(maps.Keys(form)) {
		mac.Write([]byte(name + form.Get(name)))
	}
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// callbacks is how often the sandbox calls back about a text to a number: about
// sent and about delivered, except where the number says otherwise.
var callbacks = map[string]int{"": 2, "990702": 2, "990703": 6, "990704": 2, "990705": 3, "990706": 0, "990907": 2}

func TestDeliveryNeverGoesBackwards(t *testing.T) {
	everyEngine(t, 1, nil, func(t *testing.T, w *town) {
		var all []*errand
		special := map[int]string{}
		for _, digits := range slices.Sorted(maps.Keys(callbacks)) {
			for range max(4, scaled(10)) {
				n := len(all)
				special[n] = digits
				all = append(all, newErrand(n, n, manner{channel: "sms", special: digits, fate: once}))
			}
		}
		w.post(1, all, 50).done()
		ranks := make([]int, len(all))
		wait(t, "every callback is kept", patience, func() bool {
			whole := true
			for i, e := range all {
				whole = w.forward(e, &ranks[i]) >= callbacks[special[i]] && whole
			}
			return whole
		})
		for i, e := range all {
			w.delivered(e, special[i])
		}
	})
}

// forward checks that the delivery of an errand has not gone back since the last
// time and returns how many callbacks are kept about it.
func (w *town) forward(e *errand, rank *int) int {
	w.t.Helper()
	view, err := w.store.FindReminder(w.t.Context(), e.id)
	if err != nil {
		w.t.Fatal(err)
	}
	if len(view.Attempts) == 0 {
		return -1
	}
	now := view.Attempts[0].Status.Rank()
	if now < *rank {
		w.t.Errorf("the delivery of reminder %d went back from rank %d to %q", e.n, *rank, view.Attempts[0].Status)
	}
	*rank = now
	kept, err := w.store.Receipts(w.t.Context(), view.Attempts[0].ID)
	if err != nil {
		w.t.Fatal(err)
	}
	return len(kept)
}

// delivered checks the provider's last word about an errand.
func (w *town) delivered(e *errand, special string) {
	w.t.Helper()
	view, err := w.store.FindReminder(w.t.Context(), e.id)
	if err != nil {
		w.t.Fatal(err)
	}
	want := channels.Delivered
	switch special {
	case "990706":
		want = channels.Accepted // no callback ever comes
	case "990907":
		want = channels.Undelivered
	}
	if got := view.Attempts[0].Status; got != want || len(view.Attempts) != 1 {
		w.t.Errorf("reminder %d to …%s: %q after %d attempts, want %q", e.n, special, got, len(view.Attempts), want)
	}
	if kept, _ := w.store.Receipts(w.t.Context(), view.Attempts[0].ID); len(kept) != callbacks[special] {
		w.t.Errorf("reminder %d to …%s: %d callbacks are kept, want %d", e.n, special, len(kept), callbacks[special])
	}
}
