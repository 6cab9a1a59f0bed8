package works

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/goodterms/goodterms/channels"
)

// slow is a probe that answers after a while, or with its context when that ends before
// and it is obedient.
func slow(name string, long time.Duration, obedient bool) Probe {
	return Probe{channels.Email, name, func(ctx context.Context) []Check {
		stopped := ctx.Done()
		if !obedient {
			stopped = nil
		}
		select {
		case <-time.After(long):
			return []Check{{Channel: channels.Email, Name: name, State: OK, Text: "It answers."}}
		case <-stopped:
			return []Check{{Channel: channels.Email, Name: name, State: Stop, Text: "It was stopped."}}
		}
	}}
}

// texts are what the checks of a report say, by their names.
func texts(r Report) map[string]string {
	said := map[string]string{}
	for _, c := range r.Checks {
		said[c.Name] = c.Text
	}
	return said
}

func TestAllProbesAreAskedAtOnceAndNoneIsWaitedForTooLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := NewRounds(time.Now, slow("quick", time.Second, true), slow("quick too", 2*time.Second, true), slow("obedient", time.Hour, true), slow("stubborn", time.Minute, false))
		if !r.Last().At.IsZero() {
			t.Error("there is a report before the first look")
		}
		start := time.Now()
		report := r.Check(t.Context())
		if took := time.Since(start); took > 3*time.Second {
			t.Errorf("it took %v", took)
		}
		want := map[string]string{"quick": "It answers.", "quick too": "It answers.", "obedient": "It was stopped.", "stubborn": "No answer came in time."}
		for name, text := range texts(report) {
			if want[name] != text {
				t.Errorf("%s: %q", name, text)
			}
		}
		if len(report.Checks) != 4 || report.Checks[0].Took != time.Second || !report.At.Equal(time.Now()) {
			t.Errorf("%+v", report)
		}
		time.Sleep(time.Minute) // the stubborn one comes back
	})
}

func TestAProbeThatHasNotComeBackIsNotAskedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked atomic.Int32
		stubborn := slow("stubborn", time.Minute, false)
		r := NewRounds(time.Now, Probe{channels.SMS, "stubborn", func(ctx context.Context) []Check { asked.Add(1); return stubborn.Ask(ctx) }})
		for range 3 {
			if got := texts(r.Check(t.Context()))["stubborn"]; got != "No answer came in time." {
				t.Errorf("it says %q", got)
			}
			time.Sleep(4 * time.Second)
		}
		if n := asked.Load(); n != 1 {
			t.Errorf("it was asked %d times", n)
		}
		time.Sleep(time.Minute)
		r.Check(t.Context())
		if n := asked.Load(); n != 2 {
			t.Errorf("after it came back it was asked %d times", n)
		}
		time.Sleep(time.Hour)
	})
}

func TestThoseWhoLookAtTheSameTimeShareALook(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked atomic.Int32
		r := NewRounds(time.Now, Probe{channels.SMS, "one", func(context.Context) []Check { asked.Add(1); time.Sleep(time.Second); return nil }})
		for range 10 {
			go r.Check(t.Context())
		}
		r.Check(t.Context())
		time.Sleep(time.Second)
		r.Check(t.Context()) // young enough
		if n := asked.Load(); n != 1 {
			t.Errorf("%d looks", n)
		}
		time.Sleep(4 * time.Second)
		r.Check(t.Context())
		if n := asked.Load(); n != 2 {
			t.Errorf("%d looks after a while", n)
		}
	})
}

func TestALookOutlivesWhoeverBeganIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := NewRounds(time.Now, slow("quick", time.Second, true))
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		if report := r.Check(ctx); !report.At.IsZero() {
			t.Errorf("a report before its time: %+v", report)
		}
		time.Sleep(time.Second)
		if got := texts(r.Last())["quick"]; got != "It answers." {
			t.Errorf("it says %q", got)
		}
	})
}
