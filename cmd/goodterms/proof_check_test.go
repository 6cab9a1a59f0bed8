package main

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/timeline"
)

// soonest is how far off a reminder must be that a drained town leaves waiting.
const soonest = 20 * time.Second

// drain waits until nothing is due and nothing is being sent, and two looks in a
// row saw the same: what was due at the first part of a look may be on its way at
// the second.
func (w *town) drain(errands []*errand) {
	w.t.Helper()
	resting := 0
	for _, e := range errands {
		if e.fate == later || e.fate == early || e.fate == waiting {
			resting++
		}
	}
	var counts, still map[reminder.Status]int64
	var checked time.Time
	wait(w.t, "everything has been sent", patience, func() bool {
		w.ledger.read()
		if time.Since(checked) < 200*time.Millisecond {
			return false
		}
		checked = time.Now()
		before := still
		still = nil
		var err error
		if counts, err = w.store.Counts(w.t.Context()); err != nil || counts[reminder.Sending] > 0 || counts[reminder.Scheduled] > int64(resting) {
			return false
		}
		if !slices.ContainsFunc(w.list("scheduled"), func(r listed) bool { return time.Until(r.SendAt) < soonest }) {
			still = counts
		}
		return still != nil && maps.Equal(before, still)
	}, func() string { return fmt.Sprint(counts) }, func() string { return w.undone() })
}

// undone describes a few reminders that have not ended.
func (w *town) undone() string {
	var said strings.Builder
	for _, r := range slices.Concat(w.list("sending"), w.list("scheduled")) {
		if time.Until(r.SendAt) > soonest || said.Len() > 4000 {
			continue
		}
		view, err := w.store.FindReminder(w.t.Context(), r.ID)
		fmt.Fprintf(&said, "\n%+v %v", view.Reminder, err)
		for _, a := range view.Attempts {
			fmt.Fprintf(&said, "\n    attempt %s %s %s at %v settle at %v lookups %d by %s", a.ID, a.Channel, a.State, a.StartedAt, a.SettleAt, a.Lookups, a.Owner)
		}
	}
	return said.String()
}

// tally counts what became of the errands.
type tally struct {
	w           *town
	problems    int
	ended       map[string]int // by status
	mailTwice   int            // mails that arrived twice with one Message-ID
	byPolicy    int            // of these, mails whose connection the sandbox dropped after the data
	undecided   int            // mails that ended as failed because their fate is not known
	undelivered int            // of these, mails that have not arrived
	lateness    []time.Duration
}

// judge compares what became of every errand with what had to.
func (w *town) judge(errands []*errand) *tally {
	w.t.Helper()
	w.ledger.read()
	y := &tally{w: w, ended: map[string]int{}}
	found := map[string]listed{}
	for _, r := range w.list("") {
		found[r.ID] = r
		y.ended[r.Status]++
	}
	known := map[string]bool{}
	for _, e := range errands {
		known[e.invoice] = true
		r, ok := found[e.id]
		if !ok {
			y.problem("reminder %d was accepted as %q and is gone", e.n, e.id)
			continue
		}
		delete(found, e.id)
		y.one(e, r, w.ledger.arrivals(e.invoice))
	}
	for id := range found {
		y.problem("reminder %s exists, and nobody was told of it", id)
	}
	for _, a := range w.ledger.all {
		if !known[w.ledger.about(a)] {
			y.problem("a %s arrived that no reminder is about", a.Channel)
		}
	}
	y.addUp(len(errands))
	return y
}

// problem reports a broken promise; only the first ones in full.
func (y *tally) problem(format string, values ...any) {
	y.w.t.Helper()
	if y.problems++; y.problems <= 20 {
		y.w.t.Errorf(format, values...)
	}
}

// addUp checks that planned = sent + skipped + expired + canceled + failed + open.
func (y *tally) addUp(planned int) {
	y.w.t.Helper()
	counts, err := y.w.store.Counts(y.w.t.Context())
	if err != nil {
		y.w.t.Fatal(err)
	}
	total, listed := 0, 0
	for _, status := range reminder.Statuses() {
		total += int(counts[status])
		listed += y.ended[string(status)]
	}
	if total != planned || listed != planned {
		y.problem("%d were planned, but the store counts %d and the API lists %d: %v", planned, total, listed, counts)
	}
	y.w.t.Logf("planned %d = sent %d + skipped %d + expired %d + canceled %d + failed %d + open %d (scheduled %d, sending %d, held %d)",
		planned, counts[reminder.Sent], counts[reminder.Skipped], counts[reminder.Expired], counts[reminder.Canceled], counts[reminder.Failed],
		counts[reminder.Scheduled]+counts[reminder.Sending]+counts[reminder.Held], counts[reminder.Scheduled], counts[reminder.Sending], counts[reminder.Held])
}

// one compares one errand with its fate.
func (y *tally) one(e *errand, r listed, arrived []arrival) {
	y.w.t.Helper()
	if len(arrived) > 0 {
		y.lateness = append(y.lateness, max(0, arrived[0].At.Sub(e.accepted)))
	}
	ends, counts := y.expected(e, r, len(arrived))
	if !slices.Contains(ends, r.Status) || !slices.Contains(counts, len(arrived)) {
		y.problem("reminder %d by %s to …%s %s: it is %s (%s) after %d attempts, and %d arrived%s", e.n, e.channel, e.to[max(0, len(e.to)-6):],
			e.fate, r.Status, r.Reason, r.Attempts, len(arrived), y.story(e, arrived))
		return
	}
	undecided := e.channel == "email" && r.Attempts > 1 && r.Reason == "unknown"
	overdue := e.fate == stale && r.Attempts == 0 && r.Reason == "expired" // its time ran out before its first turn
	if e.reason != "" && r.Status != "sent" && r.Reason != e.reason && !undecided && !overdue {
		y.problem("reminder %d %s because of %q, not %q", e.n, e.fate, r.Reason, e.reason)
	}
	if len(arrived) == 2 {
		y.twice(e)
	}
}

// expected lists the statuses that the errand may have and how often it may have
// arrived. Mail has one repeat in it: a hand-off whose process died, or whose
// connection dropped, around its data is made once more and never a third time.
func (y *tally) expected(e *errand, r listed, arrived int) (statuses []string, counts []int) {
	again := r.Attempts > 1 // also when a first refusal was lost with a process
	switch {
	case e.channel == "email" && again && r.Status == "failed" && r.Reason == "unknown":
		y.undecided++
		if arrived == 0 {
			y.undelivered++
		}
		return []string{"failed"}, []int{0, 1, 2}
	case e.channel == "email" && again && r.Status == "sent":
		return []string{"sent"}, []int{1, 2}
	case r.Status == "sent" && (again && (e.fate == later || e.fate == stale) || e.fate == early):
		return []string{"sent"}, []int{1}
	case e.fate == once || e.fate == repeats:
		return []string{"sent"}, []int{1}
	}
	return []string{unsentAs[e.fate]}, []int{0}
}

// unsentAs is the status of an errand that does not arrive.
var unsentAs = map[fate]string{early: "scheduled", later: "scheduled", stale: "expired", refused: "failed",
	waiting: "scheduled", dropped: "canceled", paidOff: "skipped", unsure: "held"}

// twice checks that two mails for one reminder have one Message-ID, by which
// mail systems and people tell a repeat.
func (y *tally) twice(e *errand) {
	y.w.t.Helper()
	y.mailTwice++
	if e.fate == repeats {
		y.byPolicy++
	}
	ids := map[string]bool{}
	for _, m := range y.w.messages(e.to) {
		ids[m.MessageID] = true
	}
	if len(ids) != 1 || ids[""] {
		y.problem("reminder %d arrived twice under %d Message-IDs", e.n, len(ids))
	}
	if e.ordinary && y.behind(e) {
		y.problem("reminder %d arrived twice although the process that sent it first lived on%s", e.n, y.story(e, y.w.ledger.arrivals(e.invoice)))
	}
}

// behind says whether a hand-off was given up behind the back of an instance
// whose process lived. An instance's id tells when it was born.
func (y *tally) behind(e *errand) bool {
	y.w.t.Helper()
	view, err := y.w.store.FindReminder(y.w.t.Context(), e.id)
	if err != nil {
		y.w.t.Fatal(err)
	}
	for i, a := range view.Attempts[1:] {
		if ended := y.w.endOf(view.Attempts[i].Owner); ended.IsZero() || ended.After(a.StartedAt) {
			return true
		}
	}
	return false
}

// endOf is when the process of an instance ended; zero while it lives. An
// instance's id tells when it was born, and processes start one after the other.
func (w *town) endOf(owner string) time.Time {
	w.t.Helper()
	raw, ok := account.RawID("ins", owner)
	if !ok {
		w.t.Fatalf("%q is no instance", owner)
	}
	born := time.UnixMilli(int64(binary.BigEndian.Uint64(raw)>>16) + 1)
	var found life
	for _, p := range w.processes() {
		for _, l := range p.lives {
			if l.from.Before(born) && l.from.After(found.from) {
				found = l
			}
		}
	}
	return found.to
}

// boxed is a message as the sandbox shows it.
type boxed struct {
	To        string
	MessageID string `json:"message_id"`
}

// messages asks the sandbox what arrived at an address.
func (w *town) messages(to string) []boxed {
	w.t.Helper()
	response, err := http.Get(w.box + "/messages?to=" + url.QueryEscape(to))
	if err != nil {
		w.t.Fatal(err)
	}
	defer response.Body.Close()
	var answer struct{ Messages []boxed }
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		w.t.Fatal(err)
	}
	return answer.Messages
}

// story tells an errand's attempts and arrivals, for a test that failed.
func (y *tally) story(e *errand, arrived []arrival) string {
	var said strings.Builder
	view, err := y.w.store.FindReminder(y.w.t.Context(), e.id)
	if err != nil {
		return err.Error()
	}
	for _, a := range view.Attempts {
		fmt.Fprintf(&said, "\n    attempt %s %s %s (code %q, provider %q) at %s by %s", a.ID, a.Channel, a.State, a.Code, a.ProviderID, a.StartedAt.Format(clockTime), a.Owner)
	}
	for _, a := range arrived {
		fmt.Fprintf(&said, "\n    arrival of %s at %s", a.Attempt, a.At.Format(clockTime))
	}
	events, err := y.w.store.Timeline(y.w.t.Context(), e.account(), 0, 1000)
	if err != nil {
		return said.String() + err.Error()
	}
	for _, event := range events {
		if event.ReminderID == e.id {
			fmt.Fprintf(&said, "\n    %s %s %s", event.At.Format(clockTime), event.Kind, event.Data)
		}
	}
	return said.String()
}

const clockTime = "15:04:05.000000"

// chains checks that the timelines of so many accounts hold together, and that
// each reminder on them ended at most once.
func (w *town) chains(errands []*errand, accounts int) {
	w.t.Helper()
	seen := map[string]bool{}
	for _, e := range errands {
		if seen[e.account()] || len(seen) >= accounts {
			continue
		}
		seen[e.account()] = true
		events, err := w.store.Timeline(w.t.Context(), e.account(), 0, 10_000)
		if err != nil {
			w.t.Fatal(err)
		}
		if err := timeline.Verify(events); err != nil {
			w.t.Errorf("the timeline of %s does not hold: %v", e.account(), err)
		}
		ends := map[string]int{}
		for _, event := range events {
			switch event.Kind {
			case timeline.ReminderSent, timeline.ReminderSkipped, timeline.ReminderExpired, timeline.ReminderCanceled, timeline.ReminderFailed:
				ends[event.ReminderID]++
			}
		}
		for id, n := range ends {
			if n > 1 {
				w.t.Errorf("reminder %s ended %d times", id, n)
			}
		}
	}
}

// spread says the median, the 99th percentile and the longest of durations.
func spread(all []time.Duration) string {
	if len(all) == 0 {
		return "none"
	}
	at := func(share float64) time.Duration { return quantile(all, share).Round(time.Millisecond) }
	return fmt.Sprintf("p50 %v, p99 %v, max %v of %d", at(0.5), at(0.99), at(1), len(all))
}

// quantile is the duration that the share of all do not exceed; 0 of none.
func quantile(all []time.Duration, share float64) time.Duration {
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return all[int(share*float64(len(all)-1))]
}
