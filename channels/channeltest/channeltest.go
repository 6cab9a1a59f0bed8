// Package channeltest is in charge of the promises that every channel adapter
// keeps, as one test suite. It knows no provider: an adapter's own test supplies
// a scripted provider and says what each of its answers means.
//
// An adapter's test reads like this:
//
//	func TestPromises(t *testing.T) {
//		channeltest.Run(t, channeltest.Harness{
//			Kind:    channels.SMS,
//			Message: message(),
//			Accept:  provider(accept),
//			Private: []string{apiSecret, authToken},
//			Cases: []channeltest.Case{
//				{Name: "201 queued", Start: provider(accept), Taken: 1},
//				{Name: "400 with 21610", Start: provider(fail(400, 21610)), Want: channels.OptedOut, Code: "21610"},
//				{Name: "silence after the request", Start: provider(hang), Hangs: true, Want: channels.Unknown},
//				{Name: "302 to another host", Start: redirect, Want: channels.Misset},
//			},
//		})
//	}
//
// where provider returns a Start: it opens a server on loopback with
// t.Cleanup, points a new adapter at it and returns both as a Rig.
package channeltest

import (
	"log/slog"
	"testing"

	"github.com/goodterms/goodterms/channels"
)

// Harness is what an adapter supplies. Make its scripted provider write the
// message's own address and words into its answers: that is how leaks show.
type Harness struct {
	Kind    channels.Kind    // what the adapter's Kind must return
	Message channels.Message // a complete message that the provider would take; its words must be distinctive
	Accept  Start            // a provider that takes every message
	Cases   []Case           // every behaviour of the provider that has a meaning of its own
	Private []string         // secrets and names that no error, acknowledgement or log may hold, besides the message's own
}

// Start opens a fresh scripted provider and a new adapter that speaks to it. It
// closes both by t.Cleanup. Nothing may be shared between two calls.
type Start func(t *testing.T, s *Setup) Rig

// Rig is an adapter and the scripted provider it speaks to.
type Rig struct {
	Channel channels.Channel
	Calls   func() int      // connections or requests that the provider has seen
	Taken   func() int      // messages that the provider has taken or may have taken
	Hanging <-chan struct{} // for a Case that Hangs: closed when the provider has fallen silent
}

// Case is one behaviour of the provider and what it means.
type Case struct {
	Name    string
	Start   Start
	Message *channels.Message // nil: the harness's message
	Hangs   bool              // the provider falls silent; tried with a deadline and with a cancelled context
	Want    channels.Reason   // empty: the hand-off is accepted
	Code    string            // the exact Error.Code; empty: not looked at
	Taken   int               // messages that the provider has in the end
}

// Setup is what the suite hands to a Start.
type Setup struct {
	Log *slog.Logger // give it to the adapter; all it says is searched for private words

	elsewhere *trap
}

// Elsewhere returns the host:port of a listener that nobody may call. At least
// one case has to use it, in a redirect or wherever the provider can name a host.
func (s *Setup) Elsewhere() string { return s.elsewhere.lure() }

// Run proves the promises. It fails when the cases leave one of them unproven.
func Run(t *testing.T, h Harness) {
	t.Helper()
	// A group, so that the last check sees what the parallel tests did.
	lured := &lures{}
	t.Run("promises", func(t *testing.T) {
		h.runCases(t, lured)
		h.runAlways(t, lured)
	})
	complete(t, h, lured.used())
}

func (h Harness) runCases(t *testing.T, lured *lures) {
	for _, c := range h.Cases {
		if !c.Hangs {
			t.Run(c.Name, h.parallel(lured, func(t *testing.T, b *bench) { b.classifies(t, c) }))
			continue
		}
		t.Run(c.Name+" until the deadline", h.parallel(lured, func(t *testing.T, b *bench) { b.honoursDeadline(t, c) }))
		t.Run(c.Name+" until cancelled", h.parallel(lured, func(t *testing.T, b *bench) { b.honoursCancel(t, c) }))
	}
}

func (h Harness) runAlways(t *testing.T, lured *lures) {
	promises := []struct {
		name  string
		check func(testing.TB, *bench)
	}{
		{"says its kind", func(t testing.TB, b *bench) { sameKind(t, b.rig.Channel, h.Kind) }},
		{"a cancelled context makes no call", func(t testing.TB, b *bench) { b.refusesCancelled(t) }},
		{"a passed deadline makes no call", func(t testing.TB, b *bench) { b.refusesLate(t) }},
		{"concurrent hand-offs are safe", func(t testing.TB, b *bench) { b.sendsConcurrently(t) }},
		{"one hand-off after another", func(t testing.TB, b *bench) { b.sendsRepeatedly(t) }},
	}
	for _, p := range promises {
		t.Run(p.name, h.parallel(lured, func(t *testing.T, b *bench) {
			b.open(t, h.Accept)
			p.check(t, b)
		}))
	}
}

// parallel gives a check its own bench and, when it is done, looks for what
// must not have happened: private words in the log, calls to another host.
func (h Harness) parallel(lured *lures, check func(*testing.T, *bench)) func(*testing.T) {
	return func(t *testing.T) {
		t.Parallel()
		b := newBench(t, h, lured)
		check(t, b)
		quiet(t, "the log", b.record.String(), h.private(h.Message))
		b.setup.elsewhere.uncalled(t)
	}
}
