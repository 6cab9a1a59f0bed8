package main

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/goodterms/goodterms/store/storetest"
)

func TestA2xxMeansCommitted(t *testing.T) {
	everyEngine(t, 1, nil, func(t *testing.T, w *town) {
		const size = 50
		var all []*errand
		for round := range max(4, scaled(6)) {
			batch := make([]*errand, size)
			for i := range batch {
				batch[i] = newErrand(round*size+i, i, manner{channel: "sms", fate: waiting})
			}
			w.post(1, batch, size).done()
			w.api.kill()
			if w.server != nil && round%2 == 1 {
				w.crash()
			}
			w.api.start(t)
			all = append(all, batch...)
			kept := map[string]bool{}
			for _, r := range w.list("") {
				kept[r.ID] = true
			}
			for _, e := range all {
				if !kept[e.id] {
					t.Fatalf("round %d: reminder %d was accepted as %q and is gone", round, e.n, e.id)
				}
			}
		}
		w.judge(all)
	})
}

// redelivered bounds how long 99 of 100 reminders may be late after something
// was killed. On a free machine it is five seconds; tests share theirs.
const redelivered = 30 * time.Second

func TestRedisMayBeEmptiedAtAnyMoment(t *testing.T) {
	everyEngine(t, 2, nil, func(t *testing.T, w *town) {
		w.rounds(max(2, scaled(3)), max(200, scaled(400)), func(round int) {
			if round%3 == 2 {
				w.redis.Kill(t)
				w.redis.Restart(t)
				return
			}
			w.redis.FlushAll(t)
		})
	})
}

func TestAProcessMayBeKilledAtAnyInstruction(t *testing.T) {
	everyEngine(t, 2, nil, func(t *testing.T, w *town) {
		w.rounds(max(2, scaled(3)), 200, func(round int) { w.again(w.workers[round%len(w.workers)]) })
	})
}

// rounds posts so many errands again and again, lets something break when a
// random part of them has arrived, and waits for the rest; then all must have
// arrived once.
func (w *town) rounds(rounds, size int, strike func(round int)) {
	w.t.Helper()
	chance := dice(w.t)
	var all []*errand
	var gaps []time.Duration
	for round := range rounds {
		batch := ordinary(round*size, size)
		all = append(all, batch...)
		w.post(4, batch, 50).done()
		moment := 1 + chance.IntN(size*9/10)
		wait(w.t, fmt.Sprintf("%d have arrived", moment), patience, func() bool { return w.ledger.reached(batch) >= moment })
		struck := time.Now()
		strike(round)
		w.drain(all)
		for _, e := range batch {
			if arrived := w.ledger.arrivals(e.invoice); len(arrived) > 0 && arrived[0].At.After(struck) {
				gaps = append(gaps, arrived[0].At.Sub(struck))
			}
		}
	}
	w.t.Logf("from the blow to the arrival of what had not arrived: %s", spread(gaps))
	if late := quantile(gaps, 0.99); late > redelivered {
		w.t.Errorf("the 99th percentile is %v, not within %v", late, redelivered)
	}
	y := w.judge(all)
	w.chains(all, 50)
	w.t.Logf("mails that arrived twice with one Message-ID: %d; mails of unknown fate: %d, of which %d have not arrived", y.mailTwice, y.undecided, y.undelivered)
}

func TestTheCountsAddUp(t *testing.T) {
	everyEngine(t, 2, nil, func(t *testing.T, w *town) {
		all := make([]*errand, max(200, scaled(600)))
		for i := range all {
			switch i % 3 {
			case 0:
				all[i] = newErrand(i, i/3/len(manners), manners[i/3%len(manners)])
			case 1:
				all[i] = newErrand(i, i, unsent[i/3%len(unsent)])
			default:
				all[i] = newErrand(i, i, plain[i/3%len(plain)])
			}
		}
		posting := w.post(2, all, 20)
		work := float64(len(all) + len(toArrive(all)))
		w.suffer(w.plan(dice(t), 1), func() float64 {
			return float64(int(posting.accepted.Load())+w.ledger.distinct()) / work
		})
		posting.done()
		(&tally{w: w, ended: w.statuses()}).addUp(len(all)) // also while some are on their way
		w.endEarly(all)
		w.drain(all)
		w.judge(all)
		w.chains(all, 50)
	})
}

// statuses counts the reminders of the list by their status.
func (w *town) statuses() map[string]int {
	w.t.Helper()
	counts := map[string]int{}
	for _, r := range w.list("") {
		counts[r.Status]++
	}
	return counts
}

// A write is tried for some ten seconds before it is given up.
func TestTheDatabaseMayBeAwayLongerThanOurPatience(t *testing.T) {
	w := settle(t, storetest.NewServer(t), 2, nil)
	all := ordinary(0, max(200, scaled(300)))
	w.post(2, all, 50).done()
	wait(t, "a part has arrived", patience, func() bool { return w.ledger.distinct() > len(all)/4 })
	if err := w.server.Crash(); err != nil {
		t.Fatal(err)
	}
	wait(t, "a write has been given up", patience, func() bool {
		return slices.ContainsFunc(w.workers, func(p *process) bool { return len(p.lines("begin attempt:", "record change:", "claim reminders:")) > 0 })
	})
	if err := w.server.Start(); err != nil {
		t.Fatal(err)
	}
	w.drain(all)
	if y := w.judge(all); y.mailTwice+y.undecided > 0 {
		t.Errorf("%d mails arrived twice and %d are of unknown fate, although no process died", y.mailTwice, y.undecided)
	}
}
