package writing

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"sync"

	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/templates/lint"
)

// Memory remembers what lint said of a text: each visit to the editor asks about every
// text of a version, and but for one they are what they were. It holds no customer's data.
type Memory struct {
	mu       sync.Mutex
	reports  map[[32]byte]lint.Report // of texts that are being written
	complete map[[32]byte]lint.Report // of texts as they are to be published
}

// keptReports is how many texts are remembered; then it begins anew.
const keptReports = 4000

// NewMemory is one that remembers nothing yet.
func NewMemory() *Memory {
	return &Memory{reports: map[[32]byte]lint.Report{}, complete: map[[32]byte]lint.Report{}}
}

// lint is what the linter says, or said before.
func (m *Memory) lint(w Words, r lint.Request) lint.Report {
	return m.recall(m.reports, sum(r), func() lint.Report { return w.Lint(r) })
}

// publishable is what the linter says of each text as it is to be published.
func (m *Memory) publishable(w Words, e edition) (list []lint.Variant) {
	for _, s := range e.Sources {
		v := templates.Version{Sources: []templates.Source{s}}
		report := m.recall(m.complete, sum(request(e.Of.Stage, s)), func() lint.Report { return w.Publishable(v, e.Of.Stage).Variants[0].Report })
		list = append(list, lint.Variant{Channel: s.Channel, Locale: s.Locale, Report: report})
	}
	return list
}

// Warm has every text that is in use or being written looked at, one after the other, so
// that nobody who opens a template for the first time waits for that.
func (m *Memory) Warm(ctx context.Context, ports Ports) error {
	list, err := ports.Templates.ListTemplates(ctx)
	for i := 0; i < len(list) && err == nil; i++ {
		err = m.warm(ctx, ports, list[i])
	}
	return err
}

func (m *Memory) warm(ctx context.Context, ports Ports, view reminder.TemplateView) error {
	p := &pages{Ports: ports}
	for _, n := range []int{view.Current, view.Open} {
		found, err := p.edition(ctx, view, n)
		if errors.Is(err, reminder.ErrNoVersion) {
			continue
		}
		if err != nil {
			return err
		}
		m.publishable(ports.Words, edition{found, view})
		for _, s := range found.Sources {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			m.lint(ports.Words, request(view.Stage, s))
		}
	}
	return nil
}

// request asks lint about a text of the stage.
func request(stage templates.Stage, s templates.Source) lint.Request {
	return lint.Request{Stage: stage, Channel: s.Channel, Locale: s.Locale, Text: s.Text, Limited: s.Limited}
}

func sum(about any) [32]byte { return sha256.Sum256(fmt.Appendf(nil, "%#v", about)) }

// recall looks a report up, or makes and keeps it; two may make it at once.
func (m *Memory) recall(known map[[32]byte]lint.Report, of [32]byte, make func() lint.Report) lint.Report {
	m.mu.Lock()
	report, found := known[of]
	m.mu.Unlock()
	if found {
		return report
	}
	report = make()
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(known) >= keptReports {
		clear(known)
	}
	known[of] = report
	return report
}
