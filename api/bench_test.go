package api

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/timeline"
)

func batchOf(n int) string {
	items := make([]string, n)
	for i := range items {
		items[i] = strings.Replace(sample, "2027-0415-1", "2027-0415-"+strconv.Itoa(i), 1)
	}
	return `{"reminders":[` + strings.Join(items, ",") + `]}`
}

// BenchmarkRead reads a batch of 100 and checks nothing.
func BenchmarkRead(b *testing.B) {
	body, s := batchOf(100), shapeOf(reflect.TypeFor[newBatch](), "")
	b.ReportAllocs()
	for b.Loop() {
		var in newBatch
		if found, broken := read(body, s, &in); broken != nil || len(found) > 0 {
			b.Fatal(found, broken)
		}
	}
	perReminder(b, 100)
}

// BenchmarkBatch takes a batch of 100 the whole way but for planning and storing.
func BenchmarkBatch(b *testing.B) {
	now := time.Date(2027, 4, 12, 9, 0, 0, 0, time.UTC)
	door := New(Config{
		Now: func() time.Time { return now }, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), IDs: account.NewIDs(), CreditorID: "cre_1",
		Channels: func(bool) []channels.Kind { return channels.Kinds() },
	}, Ports{
		Reminders: instant{}, Planner: instant{}, Keys: instant{}, Templates: shelved{}, Versions: shelved{}, Experiments: shelved{}, Words: shelved{}, Waker: instant{}, Answers: instant{},
		Accounts: unused{}, Story: unused{}, Contacts: unused{}, Permissions: unused{}, Policy: unused{},
		Events: idle{}, Webhooks: idle{}, Replays: idle{}, Pinger: idle{},
		Desk: idle{}, Replies: idle{}, FollowUps: idle{}, Arrangements: idle{},
		Summary: func(timeline.Event, *time.Location) string { return "" }, Explain: func([]byte, int) (any, []Fault) { return nil, nil },
	})
	body := batchOf(100)
	b.ReportAllocs()
	for b.Loop() {
		r := httptest.NewRequest(http.MethodPost, "/v1/reminders/batch", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", "Bearer gt_live_x")
		r.Header.Set("Idempotency-Key", "k")
		w := httptest.NewRecorder()
		if door.ServeHTTP(w, r); w.Code != 200 || strings.Contains(w.Body.String(), "error") {
			b.Fatal(w.Body.String())
		}
	}
	perReminder(b, 100)
}

// BenchmarkImport reads and checks a list of 10,000 opt-outs.
func BenchmarkImport(b *testing.B) {
	var table strings.Builder
	table.WriteString("channel,address,source,proof,at\r\n")
	for i := range maxLines {
		fmt.Fprintf(&table, "sms,'+44791112%04d,web form,ticket %d,2027-01-02T15:00:00Z\r\n", i, i)
	}
	s := &server{Config: Config{CreditorID: "cre_1"}}
	r := route{shape: shapeOf(reflect.TypeFor[newOptOut](), "")}
	c := &call{Request: httptest.NewRequest(http.MethodPost, "/", nil), route: &r, body: table.String(), kind: csvType, now: time.Date(2027, 4, 12, 9, 0, 0, 0, time.UTC)}
	b.ReportAllocs()
	for b.Loop() {
		out, err := checkLines(s, c, list[newOptOut, account.OptOut]{check: (*checker).optOut})
		if err != nil || len(out) != maxLines {
			b.Fatal(len(out), err)
		}
	}
}

func perReminder(b *testing.B, n int) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/reminder")
}

// unused is what a batch does not ask.
type unused struct {
	Accounts
	Story
	Contacts
	Permissions
	Policy
}

// idle is what it does not ask about replies.
type idle struct {
	Desk
	Replies
	replies.FollowUps
	replies.Arrangements
	Events
	Webhooks
	Replays
	Pinger
}

// instant answers at once; it stands for the store in a benchmark of the door.
type instant struct{ Reminders }

func (instant) Accept(_ context.Context, _ time.Time, planned []reminder.Planned, idem *reminder.Idempotency) ([]reminder.Acceptance, error) {
	out := make([]reminder.Acceptance, len(planned))
	for i, p := range planned {
		out[i] = reminder.Acceptance{ID: "rem_01kafz3v9m5x8q2t4w6y7z0bcd", Status: reminder.Scheduled, SendAt: p.Reminder.SendAt}
	}
	if idem != nil {
		idem.Make(out)
	}
	return out, nil
}

func (instant) Plan(_ time.Time, in reminder.Intake) reminder.Planned {
	return reminder.Planned{Reminder: reminder.Reminder{SendAt: in.SendAt}}
}

func (instant) FindKey(context.Context, string, time.Time) (Key, error) {
	return Key{ID: "key_1", Scopes: DefaultScopes()}, nil
}

func (instant) FindAnswer(context.Context, string, string, time.Time) (reminder.Answer, bool, error) {
	return reminder.Answer{}, false, nil
}

func (instant) Wake(...reminder.Due) {}

// shelved knows the shipped stages alone.
type shelved struct {
	Templates
	Versions
	Experiments
	Words
}

func (shelved) StageOf(_ context.Context, key string) (templates.Stage, bool, error) {
	return templates.Stage(key), true, nil
}
