package writing

import (
	"crypto/sha256"
	"fmt"
	"sync"

	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/templates/lint"
)

// kept remembers what lint said of a text: each visit to the editor asks about every text
// of a version, and but for one they are what they were. It holds no customer's data.
type kept struct {
	mu       sync.Mutex
	reports  map[[32]byte]lint.Report
	verdicts map[[32]byte]lint.Verdict
}

// How many are remembered; then it begins anew.
const (
	keptReports  = 4000
	keptVerdicts = 100
)

func newKept() *kept {
	return &kept{reports: map[[32]byte]lint.Report{}, verdicts: map[[32]byte]lint.Verdict{}}
}

// lint is what the linter says, or said before.
func (k *kept) lint(w Words, r lint.Request) lint.Report {
	return recall(&k.mu, k.reports, keptReports, sum(r), func() lint.Report { return w.Lint(r) })
}

// publishable is the verdict on a version of which no warning is accepted.
func (k *kept) publishable(w Words, e edition) lint.Verdict {
	v := templates.Version{Key: e.Key, Number: e.Number, Sources: e.Sources}
	return recall(&k.mu, k.verdicts, keptVerdicts, sum(v), func() lint.Verdict { return w.Publishable(v, e.Of.Stage) })
}

func sum(about any) [32]byte { return sha256.Sum256(fmt.Appendf(nil, "%#v", about)) }

// recall looks something up, or makes and keeps it; two may make it at once.
func recall[T any](mu *sync.Mutex, known map[[32]byte]T, most int, of [32]byte, make func() T) T {
	mu.Lock()
	value, found := known[of]
	mu.Unlock()
	if found {
		return value
	}
	value = make()
	mu.Lock()
	defer mu.Unlock()
	if len(known) >= most {
		clear(known)
	}
	known[of] = value
	return value
}
