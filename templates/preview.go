package templates

import (
	"slices"
	"unicode/utf8"

	"github.com/goodterms/goodterms/channels"
)

// Preview is a rendered text with what a writer wants to know about it.
type Preview struct {
	Words
	Asked   string   // the locale that was asked for, in its usual form
	Chain   []Try    // the locales whose texts were looked for, up to the one that was used
	Why     Why      // why that one was used
	Missing []string // variables that the text asked for and that had no value: what it says in their place is a fallback
	Length  int      // characters of Text
}

// Preview renders a text as Render does and says how it came about. Even when the
// facts do not suffice, the locale that would have been used is told.
func (s *Set) Preview(template string, channel channels.Kind, locale string, facts Facts) (Preview, error) {
	words, scope, err := s.render(template, channel, locale, &facts)
	p := Preview{Words: words, Asked: canonical(locale), Why: NothingFits, Length: utf8.RuneCountInString(words.Text)}
	of := variantKey{key: template, channel: channel}
	for _, try := range Chain(locale, facts.Locale, s.locales[of]) {
		p.Chain = append(p.Chain, try)
		of.locale = try.Locale
		if s.variants[of] != nil {
			p.Why = try.Why
			break
		}
		of.locale = ""
	}
	if scope != nil {
		p.Missing = scope.missing()
	}
	return p, err
}

// missing lists the variables that were asked for and had no value, by name.
func (s *scope) missing() []string {
	found := map[int]bool{}
	for _, r := range s.everything() {
		for at, seen := range r.seen {
			if seen.known && seen.value == nil {
				found[at] = true
			}
		}
	}
	var names []string
	for at := range found {
		names = append(names, s.known.variables[at].Name)
	}
	slices.Sort(names)
	return names
}

// everything lists all records of the rendering.
func (s *scope) everything() []*record {
	list := slices.Concat(s.records, s.parts, s.instalments, s.others)
	for _, none := range s.none {
		list = append(list, none)
	}
	return append(list, s.all)
}
