package store_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/overview"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
)

func TestLagTellsWhatIsDueOnItsWayAndTriedAgain(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		begun(t, s, plan(1), "one")
		a := begun(t, s, plan(2), "one")
		record(t, s, reminder.Change{ReminderID: a.ReminderID, AccountID: a.AccountID, Owner: "one", Status: reminder.Sending,
			Attempt: &reminder.Result{AttemptID: a.ID, State: reminder.Unknown, SettleAt: noon.Add(time.Hour)}})
		stand(t, s, plan(3), reminder.Scheduled, string(channels.Busy), noon.Add(time.Hour))
		stand(t, s, plan(4), reminder.Scheduled, "quiet_hours", noon.Add(time.Hour))
		accept(t, s, planAt(5, noon.Add(-time.Hour)), planAt(6, noon.Add(-time.Minute)), planAt(7, noon.Add(time.Minute)))
		for n, owner := range []string{"two", "long silent"} {
			if err := s.Beat(t.Context(), owner, noon.AddDate(0, 0, -2*n)); err != nil {
				t.Fatal(err)
			}
		}
		got, err := s.Lag(t.Context(), noon)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, got, overview.Lag{Due: count(2), Oldest: noon.Add(-time.Hour), Sending: count(2), Unknown: count(1), Retrying: count(1),
			Instances: []overview.Instance{{ID: "one", BeatAt: noon}, {ID: "two", BeatAt: noon}}})
	})
}

func TestEveryReasonToTryAgainIsToldAsOne(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		reasons := []string{"lost", "next_channel"}
		for _, r := range []channels.Reason{channels.OptedOut, channels.BadAddress, channels.Unreachable, channels.Blocked,
			channels.Refused, channels.Misset, channels.Busy, channels.Temporary, channels.Unknown} {
			if (&channels.Error{Reason: r}).Retry() {
				reasons = append(reasons, string(r))
			}
		}
		for n, reason := range reasons {
			stand(t, s, plan(n), reminder.Scheduled, reason, noon.Add(time.Hour))
		}
		lag, err := s.Lag(t.Context(), noon)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, lag.Retrying, count(len(reasons)))
	})
}

func TestLastTrafficTellsOfLiveMessagesAlone(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		live, test := plan(1), plan(2)
		test.Reminder.Test = true
		a := handedOver(t, s, live, "SM1")
		later := attemptOn(claimed(t, s, test, "one"), "one")
		later.Attempt.StartedAt = noon.Add(time.Hour)
		begin(t, s, later)
		record(t, s, sent(later.Attempt, "SM2"))
		for n, r := range []string{a.ID, later.Attempt.ID} {
			receipt := channels.Receipt{Channel: channels.SMS, Attempt: r, Status: channels.Delivered, Key: fmt.Sprint("k", n)}
			err := s.Receive(t.Context(), noon.Add(time.Duration(n+1)*time.Minute), receipt, n == 1, func(reminder.Attempt) reminder.Settled {
				return reminder.Settled{Status: channels.Delivered}
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		reply := textFrom(live, "ok")
		reply.At = noon.Add(3 * time.Minute)
		hear(t, s, reply, replies.Effects{})
		got, err := s.LastTraffic(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		equal(t, got, map[channels.Kind]overview.Traffic{channels.Email: {}, channels.Voice: {},
			channels.SMS: {HandedOver: noon, Receipt: noon.Add(time.Minute), Reply: noon.Add(3 * time.Minute)}})
	})
}

func TestWhatTheProviderDidNotTakeIsCountedSinceTheLastThatItTook(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		rejected(t, s, plan(1))
		failed := func() overview.Count {
			traffic, err := s.LastTraffic(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return traffic[channels.SMS].Failed
		}
		equal(t, failed(), count(1))
		handedOver(t, s, plan(2), "SM1")
		equal(t, failed(), count(0))
	})
}
