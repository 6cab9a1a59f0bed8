package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"
)

// dice are thrown anew at each run; GOODTERMS_TEST_SEED repeats one.
func dice(t *testing.T) *rand.Rand {
	t.Helper()
	seed, err := strconv.ParseUint(os.Getenv("GOODTERMS_TEST_SEED"), 10, 64)
	if err != nil {
		seed = rand.Uint64N(1_000_000)
	}
	t.Logf("GOODTERMS_TEST_SEED=%d", seed)
	return rand.New(rand.NewPCG(seed, seed))
}

// scaled is a number for an ordinary run, or a tenth of it for a short one.
func scaled(n int) int {
	if testing.Short() {
		return n / 10
	}
	return n
}

// thorough says that GOODTERMS_TEST_THOROUGH is set, as make proof does: proofs then
// take all there is instead of a part.
func thorough() bool { return os.Getenv("GOODTERMS_TEST_THOROUGH") != "" }

// crowd is how many reminders live through everything that breaks: 20,000 in a
// thorough run.
func crowd() int {
	if thorough() {
		return 20_000
	}
	return scaled(4_000)
}

func TestEveryReminderArrivesExactlyOnceWhateverCrashes(t *testing.T) {
	everyEngine(t, 2, nil, func(t *testing.T, w *town) {
		total := crowd()
		if w.server == nil { // one process does everything there
			total /= 5
		}
		start := time.Now()
		all := errands(0, total)
		if !testing.Short() {
			all = append(stalled(total), all...)
		}
		posting := w.post(4, all, 100)
		work := float64(len(all) + len(toArrive(all)))
		w.suffer(w.plan(dice(t), max(2, scaled(3))), func() float64 {
			return float64(int(posting.accepted.Load())+w.ledger.distinct()) / work
		})
		posting.done()
		w.endEarly(all)
		calm := time.Since(start)
		w.drain(all)
		took := time.Since(start)
		t.Logf("the last blow was dealt with after %v, the last arrival came after %v", calm.Round(time.Millisecond), w.ledger.last().Sub(start).Round(time.Millisecond))
		y := w.judge(all)
		w.chains(all, 200)
		y.report(took, posting)
	})
}

// stalled are errands whose first hand-off is answered later than clients wait.
func stalled(from int) []*errand {
	return []*errand{
		newErrand(from, 0, manner{"sms", "991030", once, ""}), newErrand(from+1, 1, manner{"sms", "991030", once, ""}),
		newErrand(from+2, 0, manner{"voice", "991030", once, ""}), newErrand(from+3, 0, manner{"email", "stall-once", repeats, ""}),
	}
}

// toArrive are the errands that reach the customer whatever crashes.
func toArrive(all []*errand) (due []*errand) {
	for _, e := range all {
		if e.fate == once || e.fate == repeats {
			due = append(due, e)
		}
	}
	return due
}

// endEarly cancels and pays what is to end before its day.
func (w *town) endEarly(all []*errand) {
	w.t.Helper()
	for _, e := range all {
		switch e.fate {
		case dropped:
			w.call("POST", "/v1/reminders/"+e.id+"/cancel", "")
		case paidOff:
			w.call("POST", "/v1/payments", fmt.Sprintf(`{"reference":"payment-%d","account":%q,"invoice":%q,"amount":"80.00","currency":"USD"}`,
				e.n, e.account(), e.invoice))
		}
	}
}

// report says what the run was like.
func (y *tally) report(took time.Duration, s *sender) {
	y.w.t.Logf("%v in all; clients posted again %d times, were given an earlier answer %d times and found %d reminders by their reference",
		took.Round(time.Millisecond), s.retries.Load(), s.replays.Load(), s.duplicates.Load())
	y.w.t.Logf("from the 2xx to the arrival: %s", spread(y.lateness))
	y.w.t.Logf("mails that arrived twice with one Message-ID: %d, of which %d because the connection dropped after the data; mails of unknown fate: %d, of which %d have not arrived",
		y.mailTwice, y.byPolicy, y.undecided, y.undelivered)
}
