package events_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/events"
)

func TestAWebhookIsToldInOrder(t *testing.T) {
	t.Parallel()
	c := newScene(t)
	c.happens("A", "A", "B", "A")
	c.pass(0)
	equal(t, len(strings.Fields(c.r.accounts())), 4)
	e := c.find()
	equal(t, []any{e.Reached, e.Health.Taken, e.Health.Status, e.Health.SuccessAt}, []any{int64(4), int64(4), 204, start})
	c.pass(time.Second)
	equal(t, c.r.asked(), 0)
}

func TestOnlyKindsThatAreWantedAreTold(t *testing.T) {
	t.Parallel()
	c := newScene(t)
	other := newReceiver(t)
	c.endpoint(other, "promise.made")
	c.happens("A")
	c.pass(0)
	equal(t, []int{c.r.asked(), other.asked()}, []int{1, 0})
}

// TestAReceiverThatIsDownForADayLosesNothing has things happen every hour of a day while
// nobody listens.
func TestAReceiverThatIsDownForADayLosesNothing(t *testing.T) {
	t.Parallel()
	for name, down := range map[string]int{"broken": http.StatusInternalServerError, "busy": http.StatusServiceUnavailable, "misplaced": http.StatusNotFound} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newScene(t)
			c.happens("A", "B")
			c.pass(0)
			c.r.status(down)
			for range 24 {
				c.happens("A", "B", "C", "A")
				for range 12 {
					c.pass(5 * time.Minute)
				}
			}
			if n := c.r.asked(); n < 10 || n > 120 {
				t.Errorf("%d posts in a day", n)
			}
			if e := c.find(); !e.Failing() || e.Health.Failures < 8 {
				t.Errorf("health %+v", e.Health)
			}
			c.r.status(http.StatusOK)
			c.pass(3 * time.Hour)
			c.pass(time.Hour)
			wantAllInOrder(t, c, 2+24*4)
			if c.find().Failing() {
				t.Error("it still counts as failing")
			}
		})
	}
}

// wantAllInOrder checks that every event was taken and that those of each account came
// in order, repeats apart.
func wantAllInOrder(t *testing.T, c *scene, want int) {
	t.Helper()
	c.r.mu.Lock()
	defer c.r.mu.Unlock()
	seen, last := map[string]bool{}, map[string]int64{}
	for _, m := range c.r.taken {
		if seen[m.ID] {
			continue
		}
		seen[m.ID] = true
		if m.Number < last[m.Account] {
			t.Errorf("%s: %d came after %d", m.Account, m.Number, last[m.Account])
		}
		last[m.Account] = m.Number
	}
	equal(t, len(seen), want)
}

func TestAFailingWebhookIsTriedLessAndLessOften(t *testing.T) {
	t.Parallel()
	c := newScene(t)
	c.r.status(http.StatusBadGateway)
	c.happens("A")
	c.pass(0)
	equal(t, c.r.asked(), 1)
	for _, wait := range []time.Duration{5 * time.Second, 30 * time.Second, 2 * time.Minute, 10 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour, 2 * time.Hour} {
		c.pass(wait - time.Second)
		equal(t, c.r.asked(), 0)
		c.pass(time.Second + wait/10)
		equal(t, c.r.asked(), 1)
	}
}

func TestAWebhookThatAsksForTimeIsGivenIt(t *testing.T) {
	t.Parallel()
	c := newScene(t)
	c.r.header.Set("Retry-After", "600")
	c.r.status(http.StatusTooManyRequests)
	c.happens("A")
	c.pass(0)
	c.happens("B")
	c.pass(599 * time.Second)
	equal(t, c.r.asked(), 1)
	c.r.status(http.StatusOK)
	c.pass(time.Second)
	equal(t, c.r.accounts(), "A B")
}

func TestAWebhookThatAsksForTooMuchTimeIsAskedAgainAfterTwoHours(t *testing.T) {
	t.Parallel()
	c := newScene(t)
	c.r.header.Set("Retry-After", "Fri, 31 Dec 2027 23:59:59 GMT")
	c.r.status(http.StatusTooManyRequests)
	c.happens("A")
	c.pass(0)
	c.pass(2 * time.Hour)
	equal(t, c.r.asked(), 2)
}

func TestARefusedEventHoldsUpItsAccountAlone(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusUnprocessableEntity, http.StatusInternalServerError} {
		c := newScene(t)
		c.r.refusing("A", status)
		c.happens("A", "A", "B", "B")
		c.pass(0)
		c.happens("A", "B")
		c.pass(time.Second)
		c.pass(10 * time.Second)
		equal(t, c.r.accounts(), "B B B")
		equal(t, c.find().Failing(), false)
		equal(t, len(c.deliveries(events.Waiting)), 3)
		c.r.status(http.StatusOK)
		c.pass(2 * time.Minute)
		c.pass(0)
		equal(t, c.r.accounts(), "A A A")
		equal(t, []int{len(c.deliveries(events.Waiting)), len(c.deliveries(events.Taken))}, []int{0, 3})
	}
}

func TestAnEventThatIsRefusedForThreeDaysIsGivenUpAndItsAccountGoesOn(t *testing.T) {
	t.Parallel()
	c := newScene(t)
	first := true
	var refusedID string
	c.r.answering(func(m events.Message) int {
		if first {
			first, refusedID = false, m.ID
		}
		if m.ID == refusedID {
			return http.StatusUnprocessableEntity
		}
		return http.StatusOK
	})
	c.happens("A", "A")
	c.pass(0)
	for range 4 * 24 {
		c.happens("B")
		c.pass(time.Hour)
		c.pass(0)
	}
	given := c.deliveries(events.GivenUp)
	equal(t, len(given), 1)
	equal(t, []any{given[0].EventID, given[0].Attempts, given[0].Status, given[0].Fault}, []any{refusedID, 9, 422, events.FaultRefused})
	if age := given[0].EndedAt.Sub(start); age < 70*time.Hour || age > 90*time.Hour {
		t.Errorf("given up after %s", age)
	}
	if names := c.r.accounts(); strings.Count(names, "A") != 1 || strings.Count(names, "B") != 96 {
		t.Errorf("taken: %s", names)
	}
	c.r.status(http.StatusOK)
	if _, err := c.s.Replay(t.Context(), c.now(), c.e.ID, given[0].Number); err != nil {
		t.Fatal(err)
	}
	c.pass(time.Second)
	equal(t, c.r.accounts(), "A")
}

func TestOneEventThatBreaksTheReceiverDoesNotHoldUpOthers(t *testing.T) {
	t.Parallel()
	c := newScene(t)
	c.r.refusing("A", http.StatusInternalServerError)
	c.happens("A")
	c.pass(0)
	equal(t, c.find().Failing(), true) // nobody can tell yet
	c.happens("B")
	c.pass(time.Second)
	equal(t, c.r.accounts(), "B")
	equal(t, c.find().Failing(), false)
	c.happens("A")
	c.pass(time.Second)
	equal(t, len(c.deliveries(events.Waiting)), 2)
}

func TestARefusedEventIsNotGivenUpBecauseNobodyAnswers(t *testing.T) {
	t.Parallel()
	c := newScene(t)
	c.r.refusing("A", http.StatusUnprocessableEntity)
	c.happens("A", "B")
	c.pass(0)
	equal(t, len(c.deliveries(events.Waiting)), 1)
	c.r.status(http.StatusBadGateway)
	for range 6 * 24 {
		c.happens("B")
		c.pass(time.Hour)
	}
	equal(t, []int{len(c.deliveries(events.Waiting)), len(c.deliveries(events.GivenUp))}, []int{1, 0})
	c.r.accounts()
	c.r.status(http.StatusOK)
	c.pass(3 * time.Hour)
	if names := c.r.accounts(); strings.Count(names, "A") != 1 || strings.Count(names, "B") != 144 {
		t.Errorf("taken: %s", names)
	}
}

func TestWhatALongRoundLeavesComesInTheNext(t *testing.T) {
	t.Parallel()
	c := newScene(t)
	slow := make(chan struct{})
	c.r.answering(func(m events.Message) int {
		if m.Number == 1 {
			c.mu.Lock()
			c.at = c.at.Add(time.Minute) // it takes its time
			c.mu.Unlock()
			close(slow)
		}
		return http.StatusOK
	})
	c.happens("A", "A", "A")
	c.pass(0)
	<-slow
	equal(t, c.r.accounts(), "A A A")
	equal(t, c.find().Reached, 3)
}

func TestAWebhookThatSaysItIsGoneIsDisabled(t *testing.T) {
	t.Parallel()
	c := newScene(t)
	c.r.status(http.StatusGone)
	c.happens("A", "B")
	c.pass(0)
	e := c.find()
	equal(t, []any{e.Enabled, e.Reached, e.Health.Fault}, []any{false, int64(0), events.FaultGone})
	c.r.status(http.StatusOK)
	c.pass(24 * time.Hour)
	equal(t, len(c.r.accounts()), 0)
	if _, err := c.s.ChangeEndpoint(t.Context(), c.now(), c.e.ID, 0, func(e *events.Endpoint) error { e.Enabled = true; return nil }); err != nil {
		t.Fatal(err)
	}
	c.pass(0)
	equal(t, len(strings.Fields(c.r.accounts())), 2)
}

func TestARedirectIsNotFollowed(t *testing.T) {
	t.Parallel()
	c := newScene(t)
	inner := newReceiver(t)
	c.r.header.Set("Location", inner.URL)
	c.r.status(http.StatusTemporaryRedirect)
	c.happens("A")
	c.pass(0)
	equal(t, []any{inner.asked(), c.find().Health.Fault}, []any{0, events.FaultRedirect})
}

func TestADispatcherThatDiesRepeatsAndLosesNothing(t *testing.T) {
	t.Parallel()
	c := newScene(t)
	ctx, cancel := context.WithCancel(t.Context())
	c.r.answering(func(m events.Message) int {
		if m.Number == 3 {
			cancel() // the process ends while this is under way
		}
		return http.StatusOK
	})
	c.happens("A", "A", "A", "A", "A")
	_ = c.d.Settle(ctx)
	c.d = c.dispatcher()
	c.pass(0)
	wantAllInOrder(t, c, 5)
}

func TestOfTwoDispatchersOneWorks(t *testing.T) {
	t.Parallel()
	c := newScene(t)
	config := func(owner string) events.Config {
		return events.Config{Store: c.s, Client: events.NewClient(events.ClientOptions{AllowPrivate: true}), AllowPrivate: true, Now: c.now,
			Lead: func(ctx context.Context, now time.Time, lease time.Duration) (bool, error) {
				return c.s.Lead(ctx, "webhooks", owner, now, lease)
			}}
	}
	one, two := events.NewDispatcher(config("one")), events.NewDispatcher(config("two"))
	settle := func(d *events.Dispatcher) {
		if err := d.Settle(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	settle(one)
	c.happens("A")
	settle(two)
	equal(t, c.r.asked(), 0)
	settle(one)
	equal(t, c.r.accounts(), "A")
	c.mu.Lock()
	c.at = c.at.Add(time.Minute) // the first is silent for too long
	c.mu.Unlock()
	c.happens("B")
	settle(two)
	equal(t, c.r.accounts(), "B")
	c.happens("C")
	settle(one)
	equal(t, c.r.asked(), 0)
}

func TestRunTellsWhileItRunsAndHandsOverAtItsEnd(t *testing.T) {
	t.Parallel()
	c := newScene(t)
	told := make(chan string, 10)
	c.r.answering(func(m events.Message) int { told <- m.Account; return http.StatusOK })
	ctx, cancel := context.WithCancel(t.Context())
	leases := make(chan time.Duration, 1000)
	d := events.NewDispatcher(events.Config{Store: c.s, Client: events.NewClient(events.ClientOptions{AllowPrivate: true}), AllowPrivate: true, Now: time.Now, Every: time.Millisecond,
		Lead: func(_ context.Context, _ time.Time, lease time.Duration) (bool, error) {
			leases <- lease
			return true, nil
		}})
	ended := make(chan error, 1)
	go func() { ended <- d.Run(ctx) }()
	c.happens("A")
	equal(t, <-told, "A")
	c.happens("B")
	equal(t, <-told, "B")
	cancel()
	equal(t, <-ended, nil)
	close(leases)
	var last time.Duration
	for last = range leases {
	}
	equal(t, last, 0)
}

func TestWhatWaitsOutlivesTheProcess(t *testing.T) {
	t.Parallel()
	c := newScene(t)
	c.r.refusing("A", http.StatusBadRequest)
	c.happens("A", "B", "A", "B")
	c.pass(0)
	c.d = c.dispatcher()
	c.happens("A", "B")
	c.pass(0)
	equal(t, c.r.accounts(), "B B B")
	c.r.status(http.StatusOK)
	c.pass(time.Hour)
	c.pass(0)
	equal(t, []any{c.r.accounts(), len(c.deliveries(events.Waiting))}, []any{"A A A", 0})
}

func TestNoLogHoldsAURLOrAName(t *testing.T) {
	t.Parallel()
	c := newScene(t)
	c.r.status(http.StatusBadGateway)
	c.happens("Corner-Bakery", "B")
	c.pass(0)
	c.r.Close()
	c.pass(time.Minute)
	c.pass(time.Hour)
	log := c.log()
	if !strings.Contains(log, c.e.ID) {
		t.Errorf("nothing was logged: %s", log)
	}
	for _, bad := range []string{"http", "127.0.0.1", "tttoken", "Corner", "whsec"} {
		if strings.Contains(log, bad) {
			t.Errorf("%q is in %s", bad, log)
		}
	}
	equal(t, c.find().Health.Fault, events.FaultConnect)
}
