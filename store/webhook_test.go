package store_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/goodterms/goodterms/config/secret"
	"github.com/goodterms/goodterms/events"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
)

// endpoint makes a webhook that is told of everything from now on.
func endpoint(t testing.TB, s *store.Store) events.Endpoint {
	t.Helper()
	e, err := s.CreateEndpoint(t.Context(), noon, events.Endpoint{URL: secret.New("https://books.example/hook?token=t"),
		Description: "Books", Secret: secret.New("whsec_b25l"), Enabled: true})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func findEndpoint(t testing.TB, s *store.Store, id string) events.Endpoint {
	t.Helper()
	e, err := s.FindEndpoint(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func decodeData(t testing.TB, data json.RawMessage, into any) {
	t.Helper()
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatal(err)
	}
}

func wantErr(t testing.TB, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("got %v, want %v", err, want)
	}
}

func TestAWebhookIsToldOfWhatHappensFromNowOn(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		accept(t, s, plan(1), plan(2))
		e := endpoint(t, s)
		equal(t, e.Reached, 2)
		if e.URL.Reveal() != "https://books.example/hook?token=t" || !e.Enabled || e.Revision != 1 {
			t.Errorf("made %+v", e)
		}
		list, err := s.ListEndpoints(t.Context())
		equal(t, []any{len(list), err}, []any{1, nil})
	})
}

func TestThereIsALimitToWebhooks(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		for range events.MaxEndpoints {
			endpoint(t, s)
		}
		_, err := s.CreateEndpoint(t.Context(), noon, events.Endpoint{Secret: secret.New("s")})
		wantErr(t, err, events.ErrFull)
	})
}

func TestAChangeOfAWebhookNeedsTheRevisionThatWasLookedAt(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		e := endpoint(t, s)
		rename := func(to string) func(*events.Endpoint) error {
			return func(e *events.Endpoint) error { e.Description = to; return nil }
		}
		after, err := s.ChangeEndpoint(t.Context(), noon, e.ID, 1, rename("Ledger"))
		equal(t, []any{after.Description, after.Revision, err}, []any{"Ledger", 2, nil})
		_, err = s.ChangeEndpoint(t.Context(), noon, e.ID, 1, rename("Late"))
		wantErr(t, err, events.ErrEdited)
		equal(t, findEndpoint(t, s, e.ID).Description, "Ledger")
		_, err = s.ChangeEndpoint(t.Context(), noon, "whk_none", 0, rename("x"))
		wantErr(t, err, events.ErrNoEndpoint)
	})
}

func TestARotatedSecretSignsBesidesTheOldOneForADay(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		e := endpoint(t, s)
		rotate := func(now time.Time) events.Endpoint {
			after, err := s.ChangeEndpoint(t.Context(), now, e.ID, 0, func(e *events.Endpoint) error { e.Rotate(now); return nil })
			if err != nil {
				t.Fatal(err)
			}
			return after
		}
		first := rotate(noon)
		if !first.Previous.Equal(e.Secret) || first.Secret.Equal(e.Secret) {
			t.Error("the old secret does not go on")
		}
		if again := rotate(noon.Add(time.Minute)); !again.Previous.Equal(e.Secret) {
			t.Error("a second request locks out who knows the first secret alone")
		}
		last := rotate(noon.Add(48 * time.Hour))
		if last.Previous.Equal(e.Secret) {
			t.Error("the first secret never ends")
		}
	})
}

func TestADeletedWebhookIsGoneWithItsDeliveries(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		e := waitingFor(t, s, 1)
		if err := s.DeleteEndpoint(t.Context(), e.ID); err != nil {
			t.Fatal(err)
		}
		_, err := s.FindEndpoint(t.Context(), e.ID)
		wantErr(t, err, events.ErrNoEndpoint)
		_, err = s.ListDeliveries(t.Context(), events.DeliveryFilter{EndpointID: e.ID, Limit: 10})
		wantErr(t, err, events.ErrNoEndpoint)
		wantErr(t, s.DeleteEndpoint(t.Context(), e.ID), events.ErrNoEndpoint)
	})
}

// waitingFor makes a webhook and three events of account A-1, of which so many wait.
func waitingFor(t testing.TB, s *store.Store, n int) events.Endpoint {
	t.Helper()
	e := endpoint(t, s)
	accept(t, s, planFor(1, 1), planFor(2, 1), planFor(3, 1))
	giveNumbers(t, s)
	p := events.Progress{EndpointID: e.ID, From: e.Reached, Reached: e.Reached + 3, Health: events.Health{Taken: int64(3 - n)}}
	for i, event := range told(t, s, e.Reached, 10)[:n] {
		d := events.Delivery{Number: event.Number, EventID: event.ID, AccountID: event.AccountID, Kind: event.Kind, State: events.Waiting, CreatedAt: noon}
		if i == 0 {
			d.Attempts, d.NextAt, d.Status, d.Fault = 1, noon.Add(time.Minute), 422, "refused"
		}
		p.Deliveries = append(p.Deliveries, d)
	}
	progress(t, s, p, true)
	return findEndpoint(t, s, e.ID)
}

func progress(t testing.TB, s *store.Store, p events.Progress, want bool) {
	t.Helper()
	saved, err := s.SaveProgress(t.Context(), noon, p)
	if err != nil || saved != want {
		t.Fatalf("saved %t, %v", saved, err)
	}
}

// due lists the numbers of what can be tried at the instant.
func due(t testing.TB, s *store.Store, id string, now time.Time) (numbers []int64) {
	t.Helper()
	list, err := s.DueDeliveries(t.Context(), id, now, 8, 2)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range list {
		numbers = append(numbers, d.Number)
	}
	return numbers
}

func TestWhatWaitsStandsInLineBehindTheFirstOfItsAccount(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		e := waitingFor(t, s, 3)
		equal(t, due(t, s, e.ID, noon), nil)
		next, err := s.NextDelivery(t.Context(), e.ID)
		equal(t, []any{next, err}, []any{noon.Add(time.Minute), nil})
		equal(t, due(t, s, e.ID, next), []int64{1, 2})
		blocked, err := s.BlockedAccounts(t.Context(), e.ID, []string{plan(1).Account.ID, plan(2).Account.ID})
		equal(t, []any{blocked, err}, []any{map[string]bool{plan(1).Account.ID: true}, nil})

		taken := events.Delivery{Number: 1, AccountID: plan(1).Account.ID, State: events.Taken, Attempts: 2, EndedAt: noon}
		progress(t, s, events.Progress{EndpointID: e.ID, From: 3, Reached: 3, Deliveries: []events.Delivery{taken}}, true)
		equal(t, due(t, s, e.ID, noon), []int64{2, 3})
	})
}

func TestProgressFromElsewhereIsNotKept(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		e := waitingFor(t, s, 1)
		progress(t, s, events.Progress{EndpointID: e.ID, From: 2, Reached: 9}, false)
		progress(t, s, events.Progress{EndpointID: "whk_none", From: 0, Reached: 9}, false)
		equal(t, findEndpoint(t, s, e.ID).Reached, 3)
	})
}

func TestAGoneWebhookIsDisabled(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		e := endpoint(t, s)
		progress(t, s, events.Progress{EndpointID: e.ID, Disable: true, Health: events.Health{Status: 410, Fault: "gone"}}, true)
		after := findEndpoint(t, s, e.ID)
		equal(t, []any{after.Enabled, after.Revision, after.Health.Status}, []any{false, 2, 410})
		again, err := s.ChangeEndpoint(t.Context(), noon, e.ID, 0, func(e *events.Endpoint) error { e.Enabled = true; return nil })
		equal(t, []any{again.Enabled, err}, []any{true, nil})
	})
}

func TestReplayTellsOfEventsOnceMore(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		e := waitingFor(t, s, 0)
		accept(t, s, planFor(4, 1))
		giveNumbers(t, s)
		n, err := s.Replay(t.Context(), noon, e.ID, 3, 1, 1, 4)
		equal(t, []any{n, err}, []any{2, nil}) // 4 has not been reached: it comes anyway
		equal(t, due(t, s, e.ID, noon), []int64{1, 3})
		_, err = s.Replay(t.Context(), noon, e.ID, 5)
		wantErr(t, err, events.ErrNoDelivery)
		_, err = s.Replay(t.Context(), noon, "whk_none", 1)
		wantErr(t, err, events.ErrNoEndpoint)
	})
}

func TestAReplayedEventGoesBeforeLaterOnesThatWait(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		e := waitingFor(t, s, 3)
		taken := events.Delivery{Number: 1, AccountID: plan(1).Account.ID, State: events.Taken, Attempts: 2, EndedAt: noon}
		progress(t, s, events.Progress{EndpointID: e.ID, From: 3, Reached: 3, Deliveries: []events.Delivery{taken}}, true)
		if _, err := s.Replay(t.Context(), noon, e.ID, 1); err != nil {
			t.Fatal(err)
		}
		list, err := s.ListDeliveries(t.Context(), events.DeliveryFilter{EndpointID: e.ID, Limit: 10})
		var times []string
		for _, d := range list {
			times = append(times, fmt.Sprint(d.Number, d.NextAt.Equal(noon), d.Attempts))
		}
		equal(t, []any{times, err}, []any{[]string{"3 false 0", "2 false 0", "1 true 0"}, nil})
	})
}

func TestATryFromBeforeAReplayDoesNotUndoIt(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		e := waitingFor(t, s, 1)
		late := events.Delivery{Number: 1, AccountID: plan(1).Account.ID, State: events.GivenUp, Attempts: 2, EndedAt: noon}
		if _, err := s.Replay(t.Context(), noon, e.ID, 1); err != nil {
			t.Fatal(err)
		}
		progress(t, s, events.Progress{EndpointID: e.ID, From: 3, Reached: 3, Deliveries: []events.Delivery{late}}, true)
		equal(t, due(t, s, e.ID, noon), []int64{1})
	})
}

func TestReplaySinceMovesAWebhookBackAndForgetsWhatComesAgain(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		e := waitingFor(t, s, 3)
		if err := s.ReplaySince(t.Context(), noon, e.ID, 1); err != nil {
			t.Fatal(err)
		}
		list, err := s.ListDeliveries(t.Context(), events.DeliveryFilter{EndpointID: e.ID, State: events.Waiting, Limit: 10})
		equal(t, []any{len(list), err, findEndpoint(t, s, e.ID).Reached}, []any{1, nil, int64(1)})
		wantErr(t, s.ReplaySince(t.Context(), noon, e.ID, 9), events.ErrNoDelivery)
		if err := s.PruneEvents(t.Context(), noon.Add(events.KeepAtMost+time.Hour)); err != nil {
			t.Fatal(err)
		}
		wantErr(t, s.ReplaySince(t.Context(), noon, e.ID, 1), events.ErrGone)
		_, err = s.Replay(t.Context(), noon, e.ID, 2)
		wantErr(t, err, events.ErrGone)
	})
}
