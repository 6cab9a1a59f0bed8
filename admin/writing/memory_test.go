package writing_test

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/goodterms/goodterms/admin/frame/frametest"
	"github.com/goodterms/goodterms/admin/writing"
	"github.com/goodterms/goodterms/operator"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/templates/lint"
)

// counted are words that count how often lint is asked.
type counted struct {
	writing.Words
	asked *atomic.Int64
}

func (c counted) Lint(r lint.Request) lint.Report {
	c.asked.Add(1)
	return c.Words.Lint(r)
}

func (c counted) Publishable(v templates.Version, stage templates.Stage) lint.Verdict {
	c.asked.Add(1)
	return c.Words.Publishable(v, stage)
}

func TestWhoOpensATemplateFirstDoesNotWaitForLint(t *testing.T) {
	t.Parallel()
	s := withDraft(t)
	var asked atomic.Int64
	memory := writing.NewMemory()
	ports := s.ports()
	ports.Words = counted{s.words, &asked}
	if err := memory.Warm(t.Context(), ports); err != nil || asked.Load() == 0 {
		t.Fatalf("lint was asked %d times, %v", asked.Load(), err)
	}
	before := asked.Load()
	c := frametest.Open(t, writing.Section(writing.Config{Memory: memory}, ports)).As(operator.Admin)
	for _, path := range []string{draft, draft + "/edit", draft + "/publish", "/admin/templates/gentle/versions/0", "/admin/templates/final/versions/0"} {
		if a := c.Get(path); a.Status != 200 {
			t.Errorf("%s: status %d", path, a.Status)
		}
	}
	if n := asked.Load() - before; n != 0 {
		t.Errorf("lint was asked %d times more", n)
	}
}

func TestLookingAheadEndsWithTheProcess(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := writing.NewMemory().Warm(ctx, withDraft(t).ports()); err == nil {
		t.Error("it went on")
	}
}
