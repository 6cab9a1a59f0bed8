package queue

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/goodterms/goodterms/reminder"
)

func TestTheAgendaGivesWhatIsDueInOrderAndOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, want := newAgenda(), map[entry]bool{}
		for _, at := range rapid.SliceOf(rapid.Int64Range(1, 50)).Draw(t, "times") {
			e := entry{at: at, code: code{byte(at % 7)}}
			a.add(e)
			a.add(e)
			want[e] = true
		}
		var last int64
		for now := int64(0); now <= 50; now += 5 {
			due, next := a.due(now)
			for _, e := range due {
				if e.at > now || e.at < last || !want[e] {
					t.Fatalf("%v was given at %d after %d", e, now, last)
				}
				last = e.at
				delete(want, e)
			}
			if next != 0 && next <= now {
				t.Fatalf("the next is at %d, at %d", next, now)
			}
		}
		if len(want) > 0 {
			t.Fatalf("%d were not given", len(want))
		}
	})
}

func TestInstantsAreRoundedUpToMicroseconds(t *testing.T) {
	t.Parallel()
	for nanos, want := range map[int64]int64{1000: 1, 1001: 2, 1999: 2, 2000: 2, -1500: -1} {
		if got := micros(time.Unix(0, nanos)); got != want {
			t.Errorf("%d ns became %d µs, want %d", nanos, got, want)
		}
	}
}

func TestPagesMeetEveryReminderOnce(t *testing.T) {
	t.Parallel()
	start := time.UnixMicro(1_800_000_000_000_000)
	for name, moment := range map[string]func(i int) int{
		"spread":              func(i int) int { return i },
		"all at one instant":  func(int) int { return 7 },
		"groups over an edge": func(i int) int { return i / 700 },
		"one page and a bit":  func(i int) int { return max(0, i-pageSize+1) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var rows []reminder.Due
			for i := range 3*pageSize + 1 {
				at := start.Add(time.Duration(moment(i)) * time.Microsecond)
				rows = append(rows, reminder.Due{ID: fmt.Sprintf("rem_%08d", i), SendAt: at})
			}
			var got []reminder.Due
			p := newPages(time.Time{})
			for more := true; more; {
				var page []reminder.Due
				var err error
				if page, more, err = p.next(t.Context(), from(rows), start.Add(time.Hour)); err != nil {
					t.Fatal(err)
				}
				got = append(got, page...)
			}
			if diff := cmp.Diff(rows, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAPageThatCannotBeReadIsReadAgain(t *testing.T) {
	t.Parallel()
	start := time.UnixMicro(1_800_000_000_000_000)
	rows := []reminder.Due{{ID: "rem_1", SendAt: start}}
	p := newPages(time.Time{})
	away := func(context.Context, time.Time, time.Time, int) ([]reminder.Due, error) {
		return nil, errors.New("away")
	}
	if _, _, err := p.next(t.Context(), away, start); err == nil {
		t.Fatal("the error is lost")
	}
	if page, _, err := p.next(t.Context(), from(rows), start); err != nil || len(page) != 1 {
		t.Errorf("got %v, %v", page, err)
	}
}

// from reads pages of rows in order of time.
func from(rows []reminder.Due) read {
	return func(_ context.Context, from, until time.Time, limit int) (page []reminder.Due, err error) {
		for _, d := range rows {
			if d.SendAt.After(from) && !d.SendAt.After(until) && len(page) < limit {
				page = append(page, d)
			}
		}
		return page, nil
	}
}
