package lint

import (
	"strings"
	"sync"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/templates/tone"
)

// naming is a consequence that a text as it was written names to customers whose
// terms may not grant it, with the words that do. Values are not among them: what a
// creditor is called names nothing.
type naming struct {
	kind  string
	words []string // letters and digits, in small letters; none when only values do
}

// kept remembers for each version of a text what it names. Versions never change.
type kept struct {
	mu       sync.RWMutex
	versions map[string][]naming
}

// mostKept is how many versions are remembered.
const mostKept = 5000

// grant finds the consequences that the text names and the account's terms do not
// grant.
func (l *Linter) grant(r *rendered) {
	if r.words.Source.Text == "" {
		for _, m := range l.judge.Mentions(r.everything(), r.words.Locale) {
			r.ungranted(m.Kind)
		}
		return
	}
	var said string
	for _, n := range l.named(r.words) {
		if r.facts.Account.Terms.Grant(account.Consequence(n.kind)) {
			continue
		}
		if said == "" {
			said = signs(r.everything())
		}
		if n.in(said) {
			r.ungranted(n.kind)
		}
	}
}

func (r *rendered) everything() string {
	return r.words.Subject + "\n" + r.words.Preheader + "\n" + r.words.Text + "\n" + r.words.Limited
}

// ungranted reports a consequence once.
func (r *rendered) ungranted(kind string) {
	rule := "consequence_" + kind
	if r.facts.Account.Terms.Grant(account.Consequence(kind)) {
		return
	}
	for _, f := range r.findings {
		if f.Rule == rule {
			return
		}
	}
	r.findings = append(r.findings, Finding{Rule: rule, Severity: Error, Text: "the text names " + called(kind)})
}

// in says that all the words stand in a text of letters and digits.
func (n naming) in(text string) bool {
	for _, w := range n.words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// named is what the text of the words names, from memory when it was met before.
func (l *Linter) named(words *templates.Words) []naming {
	l.kept.mu.RLock()
	found, known := l.kept.versions[words.Version]
	l.kept.mu.RUnlock()
	if known {
		return found
	}
	found = namings(l.judge, words.Source)
	l.kept.mu.Lock()
	defer l.kept.mu.Unlock()
	if l.kept.versions == nil || len(l.kept.versions) >= mostKept {
		l.kept.versions = map[string][]naming{}
	}
	l.kept.versions[words.Version] = found
	return found
}

// namings reads a source for what it names outside of {% if terms.… %}.
func namings(judge *tone.Judge, s templates.Source) []naming {
	parts := newSource(Request{Channel: s.Channel, Locale: s.Locale, Text: s.Text, Limited: s.Limited}).parts
	var all []naming
	for _, p := range parts {
		within := grants(p.list)
		for _, m := range judge.Mentions(p.text, s.Locale) {
			if !covered(within, m) {
				all = append(all, naming{m.Kind, pieces(p.text[m.Start:m.End])})
			}
		}
	}
	return all
}

// pieces are the words of a stretch of a text between its constructs.
func pieces(text string) []string {
	var all []string
	at := 0
	list := constructs(text)
	for _, c := range list {
		all = append(all, signs(text[at:c.from]))
		at = c.to
	}
	all = append(all, signs(text[at:]))
	kept := all[:0]
	for _, piece := range all {
		if piece != "" {
			kept = append(kept, piece)
		}
	}
	return kept
}
