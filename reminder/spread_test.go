package reminder

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
)

func TestADeferredReminderHasItsOwnPlaceInTheOpening(t *testing.T) {
	t.Parallel()
	ids := account.NewIDs()
	rapid.Check(t, func(t *rapid.T) {
		hours := func(name string, most int) time.Duration {
			return time.Duration(rapid.IntRange(0, most).Draw(t, name)) * time.Minute
		}
		until := time.UnixMilli(rapid.Int64Range(0, 1<<42).Draw(t, "until"))
		open, over, left := hours("open", 24*60), hours("over", 12*60), hours("left", 48*60)
		w := &Work{Reminder: Reminder{ID: ids.New("rem", until), ExpiresAt: until.Add(left + 1)}}
		s := &Story{Settings: Settings{Spread: over}}
		d := policy.Decision{Until: until, WindowEnd: until.Add(open)}
		at := s.deferredTo(w, &d)
		late := at.Sub(until)
		if late < 0 || late > 0 && (late >= over || late >= open*2/3 || !at.Before(w.Reminder.ExpiresAt)) {
			t.Fatalf("put off by %v of at most %v in an opening of %v, %v before it expires", late, over, open, left)
		}
		if again := s.deferredTo(w, &d); !again.Equal(at) {
			t.Fatalf("another place the second time: %v, then %v", at, again)
		}
	})
}

func TestPlacesAreSpreadEvenly(t *testing.T) {
	t.Parallel()
	const n, parts = 6000, 6
	ids, over := account.NewIDs(), time.Hour
	var counts [parts]int
	for range n {
		counts[spread(ids.New("rem", time.UnixMilli(1_800_000_000_000)), over)*parts/over]++
	}
	for part, count := range counts {
		if count < n/parts*8/10 || count > n/parts*12/10 {
			t.Errorf("part %d of the hour has %d of %d", part, count, n)
		}
	}
}

func TestNothingIsSpreadWithoutNeedOrBound(t *testing.T) {
	t.Parallel()
	until := instantOf(t, "2027-03-16T09:00:00Z")
	for name, c := range map[string]struct {
		over    time.Duration
		closes  string
		expires string
	}{
		"no spread is set":             {0, "2027-03-16T19:00:00Z", ""},
		"the opening's end is unknown": {time.Hour, "", ""},
		"it would expire meanwhile":    {10 * time.Hour, "2027-03-16T19:00:00Z", "2027-03-16T09:00:00.001Z"},
	} {
		w := &Work{Reminder: Reminder{ID: "rem_1"}}
		d := policy.Decision{Until: until}
		if c.closes != "" {
			d.WindowEnd = instantOf(t, c.closes)
		}
		if c.expires != "" {
			w.Reminder.ExpiresAt = instantOf(t, c.expires)
		}
		if got := (&Story{Settings: Settings{Spread: c.over}}).deferredTo(w, &d); !got.Equal(until) {
			t.Errorf("%s: put off to %v", name, got)
		}
	}
}

func TestARetryOfAProviderIsNotSpread(t *testing.T) {
	t.Parallel()
	at := instantOf(t, now)
	s := &Story{Parts: Parts{Now: func() time.Time { return at }}, Settings: Settings{Spread: time.Hour}}
	fault := &channels.Error{Reason: channels.Unreachable}
	c := s.refused(work("sms"), Attempt{ID: "att_1", Channel: channels.SMS, Number: 1}, fault)
	if want := at.Add(3 * time.Hour); !c.SendAt.Equal(want) || c.Status != Scheduled {
		t.Errorf("%s at %v, want %v", c.Status, c.SendAt, want)
	}
}
