package timeline_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/goodterms/goodterms/timeline"
)

// history is a chained history of one account, with its end.
func history(n int) ([]timeline.Event, timeline.Head) {
	events := make([]timeline.Event, n)
	var head timeline.Head
	for i := range events {
		events[i] = timeline.Event{
			ID:         fmt.Sprintf("evt_%d", i),
			AccountID:  "acc_1",
			At:         time.UnixMicro(1_800_000_000_000_000 + int64(i)).UTC(),
			Kind:       timeline.NoteAdded,
			Actor:      timeline.Operator,
			ReminderID: "rem_1",
			Data:       timeline.Encode(timeline.Note{Text: fmt.Sprint("note ", i)}),
			Salt:       timeline.NewSalt(),
		}
		head = head.Append(&events[i])
	}
	return events, head
}

func broken(t interface{ Fatalf(string, ...any) }, err error, what string) {
	if !errors.Is(err, timeline.ErrBroken) {
		t.Fatalf("%s was not found: %v", what, err)
	}
}

func TestEventsAreNumberedFromOneWithoutGaps(t *testing.T) {
	t.Parallel()
	events, head := history(3)
	for i, e := range events {
		if e.Seq != int64(i+1) {
			t.Errorf("event %d has number %d", i, e.Seq)
		}
	}
	if last := events[2]; head != (timeline.Head{Seq: 3, Hash: last.Hash}) || len(head.Hash) != 64 {
		t.Errorf("head %v does not point at the last event", head)
	}
}

func TestAnUntouchedHistoryVerifies(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		events, head := history(rapid.IntRange(0, 20).Draw(t, "events"))
		if err := head.Verify(events); err != nil {
			t.Fatal(err)
		}
	})
}

func TestAnyChangeOfAnEventIsFound(t *testing.T) {
	t.Parallel()
	changes := map[string]func(*timeline.Event){
		"id":         func(e *timeline.Event) { e.ID += "x" },
		"account":    func(e *timeline.Event) { e.AccountID += "x" },
		"number":     func(e *timeline.Event) { e.Seq++ },
		"time":       func(e *timeline.Event) { e.At = e.At.Add(time.Microsecond) },
		"kind":       func(e *timeline.Event) { e.Kind = timeline.ReminderSent },
		"actor":      func(e *timeline.Event) { e.Actor = timeline.System },
		"reminder":   func(e *timeline.Event) { e.ReminderID = "" },
		"data":       func(e *timeline.Event) { e.Data = json.RawMessage(`{"text":"other"}`) },
		"salt":       func(e *timeline.Event) { e.Salt = timeline.NewSalt() },
		"no salt":    func(e *timeline.Event) { e.Salt = "" },
		"no data":    func(e *timeline.Event) { e.Data = nil },
		"digest":     func(e *timeline.Event) { e.Digest = strings.Repeat("0", 64) },
		"hash":       func(e *timeline.Event) { e.Hash = strings.Repeat("0", 64) },
		"moved text": func(e *timeline.Event) { e.ID, e.AccountID = e.ID+"a", e.AccountID[1:] },
	}
	for name, change := range changes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				events, _ := history(rapid.IntRange(1, 12).Draw(t, "events"))
				at := rapid.IntRange(0, len(events)-1).Draw(t, "at")
				change(&events[at])
				broken(t, timeline.Verify(events), "a changed "+name)
			})
		})
	}
}

func TestADroppedEventIsFound(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		events, head := history(rapid.IntRange(1, 12).Draw(t, "events"))
		at := rapid.IntRange(0, len(events)-1).Draw(t, "at")
		events = append(events[:at:at], events[at+1:]...)
		broken(t, head.Verify(events), "a dropped event")
	})
}

func TestSwappedEventsAreFound(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		events, _ := history(rapid.IntRange(2, 12).Draw(t, "events"))
		a := rapid.IntRange(0, len(events)-2).Draw(t, "a")
		b := rapid.IntRange(a+1, len(events)-1).Draw(t, "b")
		events[a], events[b] = events[b], events[a]
		broken(t, timeline.Verify(events), "a swap")
		events[a].Seq, events[b].Seq = events[b].Seq, events[a].Seq
		broken(t, timeline.Verify(events), "a renumbered swap")
	})
}

func TestErasedDataLeavesTheChainValid(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		events, head := history(rapid.IntRange(1, 12).Draw(t, "events"))
		for i := range events {
			if rapid.Bool().Draw(t, "erase") {
				events[i].Data, events[i].Salt = nil, ""
			}
		}
		if err := head.Verify(events); err != nil {
			t.Fatal(err)
		}
		at := rapid.IntRange(0, len(events)-1).Draw(t, "at")
		events[at].Data, events[at].Salt, events[at].Digest = nil, "", ""
		broken(t, timeline.Verify(events), "an erased digest")
	})
}

func TestVerifyNamesTheFirstBadEvent(t *testing.T) {
	t.Parallel()
	events, _ := history(9)
	events[4].Kind = timeline.ReminderSent
	events[7].Kind = timeline.ReminderSent
	if err := timeline.Verify(events); err == nil || !strings.Contains(err.Error(), "event 5 ") {
		t.Errorf("the fifth event is not named: %v", err)
	}
}

func TestTheHashOfAKnownEventNeverChanges(t *testing.T) {
	t.Parallel()
	e := timeline.Event{
		ID: "evt_1", AccountID: "acc_1", At: time.UnixMicro(1_800_000_000_000_000).In(time.FixedZone("east", 3600)),
		Kind: timeline.NoteAdded, Actor: timeline.Operator, Data: json.RawMessage(`{"text":"a"}`), Salt: "salt",
	}
	timeline.Head{}.Append(&e)
	const digest = "3cc9a27ee8d4d8e51bf526aeebb5fd627b4f97296f3887c0e92520b6df16184c"
	const hash = "ce3fd9c095635b8b0482132ea54bbd5705e0b8beaf0437e9f50793280887ff9c"
	if e.Digest != digest || e.Hash != hash {
		t.Errorf("stored chains would no longer verify: digest %s, hash %s", e.Digest, e.Hash)
	}
}

func TestSaltsDiffer(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for range 1000 {
		salt := timeline.NewSalt()
		if len(salt) != 32 || seen[salt] {
			t.Fatalf("salt of %d characters, seen before: %v", len(salt), seen[salt])
		}
		seen[salt] = true
	}
}

func BenchmarkAppend(b *testing.B) {
	events, head := history(1)
	e := events[0]
	b.ReportAllocs()
	for b.Loop() {
		head = head.Append(&e)
	}
}

func BenchmarkEncode(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		timeline.Encode(timeline.Sent{Attempt: "att_1", Channel: "sms", Template: "gentle", Version: "gentle/sms/en-GB@0123456789ab", Segments: 2})
	}
}

func BenchmarkNewSalt(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		timeline.NewSalt()
	}
}
