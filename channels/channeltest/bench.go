package channeltest

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/goodterms/goodterms/channels"
)

const (
	patience   = 20 * time.Second // no hand-off of the suite may last longer
	deadline   = time.Second      // given to a hand-off whose provider falls silent
	promptness = 3 * time.Second  // how long after its deadline a hand-off may still return
	crowd      = 32               // concurrent hand-offs
	series     = 5                // consecutive hand-offs
)

// bench is what one check works with.
type bench struct {
	harness Harness
	setup   *Setup
	record  *record
	rig     Rig
}

func newBench(t *testing.T, h Harness, lured *lures) *bench {
	t.Helper()
	record := &record{}
	return &bench{harness: h, record: record, setup: &Setup{Log: slog.New(record), elsewhere: newTrap(t, lured)}}
}

func (b *bench) open(t *testing.T, start Start) {
	t.Helper()
	b.rig = start(t, b.setup)
}

// classifies checks that one behaviour of the provider gets its meaning.
func (b *bench) classifies(t *testing.T, c Case) {
	b.open(t, c.Start)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	b.judge(t, c, b.send(ctx, b.message(c)))
}

// honoursDeadline checks that a silent provider does not hold a hand-off beyond its deadline.
func (b *bench) honoursDeadline(t *testing.T, c Case) {
	b.open(t, c.Start)
	ctx, cancel := context.WithTimeout(t.Context(), deadline)
	defer cancel()
	got := b.send(ctx, b.message(c))
	reached(t, b.rig)
	prompt(t, "the deadline", got.took-deadline)
	b.judge(t, c, got)
}

// honoursCancel checks that a cancelled context frees a hand-off that waits for a silent provider.
func (b *bench) honoursCancel(t *testing.T, c Case) {
	b.open(t, c.Start)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	results := make(chan result, 1)
	go func() { results <- b.send(ctx, b.message(c)) }()
	select {
	case <-b.rig.Hanging:
	case got := <-results:
		t.Fatalf("the hand-off ended before the provider fell silent: %v", got.err)
	}
	cancelled := time.Now()
	cancel()
	got := <-results
	prompt(t, "the cancel", time.Since(cancelled))
	b.judge(t, c, got)
}

// refusesCancelled checks that a hand-off whose context is over makes no call.
func (b *bench) refusesCancelled(t testing.TB) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	b.untouched(t, b.send(ctx, b.harness.Message))
}

// refusesLate checks the same for a deadline in the past.
func (b *bench) refusesLate(t testing.TB) {
	ctx, cancel := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
	defer cancel()
	b.untouched(t, b.send(ctx, b.harness.Message))
}

func (b *bench) untouched(t testing.TB, got result) {
	t.Helper()
	b.judge(t, Case{Want: channels.Temporary}, got)
	if calls := b.rig.Calls(); calls != 0 {
		t.Errorf("the provider saw %d calls", calls)
	}
}

// sendsConcurrently checks that many hand-offs at once all arrive, once each.
func (b *bench) sendsConcurrently(t testing.TB) {
	results := make([]result, crowd)
	var all sync.WaitGroup
	for i := range results {
		all.Go(func() { results[i] = b.send(t.Context(), b.nth(i)) })
	}
	all.Wait()
	b.distinct(t, results)
}

// sendsRepeatedly checks that hand-offs one after another all arrive, once each.
func (b *bench) sendsRepeatedly(t testing.TB) {
	results := make([]result, series)
	for i := range results {
		results[i] = b.send(t.Context(), b.nth(i))
	}
	b.distinct(t, results)
}

func (b *bench) distinct(t testing.TB, results []result) {
	t.Helper()
	names := make(map[string]bool)
	for _, got := range results {
		b.judge(t, Case{Taken: len(results)}, got)
		names[got.handoff.ProviderID] = true
	}
	if len(names) != len(results) {
		t.Errorf("%d hand-offs share %d provider ids", len(results), len(names))
	}
}

// result is what came of one hand-off.
type result struct {
	message channels.Message
	handoff channels.Handoff
	err     error
	took    time.Duration
}

func (b *bench) send(ctx context.Context, m channels.Message) result {
	start := time.Now()
	handoff, err := b.rig.Channel.Send(ctx, m)
	return result{message: m, handoff: handoff, err: err, took: time.Since(start)}
}

func (b *bench) message(c Case) channels.Message {
	if c.Message != nil {
		return *c.Message
	}
	return b.harness.Message
}

// nth is the harness's message as one of several different ones.
func (b *bench) nth(i int) channels.Message {
	m := b.harness.Message
	m.Attempt = fmt.Sprintf("%s%d", m.Attempt, i)
	m.Token = fmt.Sprintf("%s%d", m.Token, i)
	if local, domain, found := strings.Cut(m.MessageID, "@"); found {
		m.MessageID = fmt.Sprintf("%s%d@%s", local, i, domain)
	}
	return m
}
