package works

import (
	"context"
	"sync"
	"time"

	"github.com/goodterms/goodterms/channels"
)

// Limits of looking around.
const (
	probeTime = 2500 * time.Millisecond // of one probe: a person waits for the page
	fresh     = 3 * time.Second         // a look that is younger is not repeated
)

// Probe looks at one thing outside. Ask must not keep what it is told beyond its
// context; one that does is not waited for.
type Probe struct {
	Channel channels.Kind
	Name    string
	Ask     func(ctx context.Context) []Check
}

// Rounds looks at everything at once and remembers what it found. It is safe for
// concurrent use: whoever looks while somebody else does is told the same.
type Rounds struct {
	now    func() time.Time
	limit  time.Duration
	probes []Probe

	mu     sync.Mutex
	last   Report
	under  chan struct{} // closed when the look under way has ended; nil: none is
	asking []bool        // probes that have not come back
}

// NewRounds prepares to look by these probes; now is the clock.
func NewRounds(now func() time.Time, probes ...Probe) *Rounds {
	return &Rounds{now: now, limit: probeTime, probes: probes, asking: make([]bool, len(probes))}
}

// Last is what the last look has found; zero before the first.
func (r *Rounds) Last() Report {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.last
}

// Check looks by every probe at once and never takes longer than one may. It ends
// early with its context; the look itself goes on for whoever asks next.
func (r *Rounds) Check(ctx context.Context) Report {
	r.mu.Lock()
	if age := r.now().Sub(r.last.At); !r.last.At.IsZero() && age >= 0 && age < fresh {
		defer r.mu.Unlock()
		return r.last
	}
	under := r.under
	if under == nil {
		under = make(chan struct{})
		r.under = under
		go r.look(context.WithoutCancel(ctx), under)
	}
	r.mu.Unlock()
	select {
	case <-under:
	case <-ctx.Done():
	}
	return r.Last()
}

// look asks every probe, each with its own time, and remembers the answers.
func (r *Rounds) look(ctx context.Context, under chan struct{}) {
	answers := make([][]Check, len(r.probes))
	var asking sync.WaitGroup
	for i := range r.probes {
		asking.Go(func() { answers[i] = r.ask(ctx, i) })
	}
	asking.Wait()
	report := Report{At: r.now()}
	for _, checks := range answers {
		report.Checks = append(report.Checks, checks...)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.last, r.under = report, nil
	close(under)
}

// ask asks one probe. One that has not come back since the last look is not asked
// again.
func (r *Rounds) ask(ctx context.Context, i int) []Check {
	if !r.begin(i) {
		return r.late(i)
	}
	start := r.now()
	ctx, cancel := context.WithTimeout(ctx, r.limit)
	defer cancel()
	answered := make(chan []Check, 1)
	go func() {
		defer r.end(i)
		answered <- r.probes[i].Ask(ctx)
	}()
	select {
	case checks := <-answered:
		for n := range checks {
			checks[n].Took = r.now().Sub(start)
		}
		return checks
	case <-time.After(r.limit + r.limit/10): // a moment to tell by itself what was late
		return r.late(i)
	}
}

func (r *Rounds) late(i int) []Check {
	return []Check{{Channel: r.probes[i].Channel, Name: r.probes[i].Name, State: Stop, Took: r.limit,
		Text: "No answer came in time.", Remedy: "Look again in a moment; if it stays so, see whether this machine can reach it."}}
}

func (r *Rounds) begin(i int) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.asking[i] {
		return false
	}
	r.asking[i] = true
	return true
}

func (r *Rounds) end(i int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.asking[i] = false
}
