package tone

import (
	"embed"
	"io/fs"
	"slices"
	"sort"
	"strings"
	"sync"
)

//go:embed data/*.toml
var data embed.FS

// Judge knows the rules of every language that has a file. It may be used by many
// at the same time.
type Judge struct {
	languages map[string]func() (*language, error)
}

// Embedded is the judge with the rules that are built in. The rules of a language
// are made ready when the first text of that language is read.
func Embedded() (*Judge, error) {
	sub, err := fs.Sub(data, "data")
	if err != nil {
		return nil, err
	}
	return load(sub)
}

// load finds the languages of a folder.
func load(files fs.FS) (*Judge, error) {
	names, err := fs.Glob(files, "*.toml")
	if err != nil {
		return nil, err
	}
	j := &Judge{languages: map[string]func() (*language, error){}}
	for _, name := range names {
		j.languages[stem(name)] = sync.OnceValues(func() (*language, error) { return newLanguage(files, name) })
	}
	return j, nil
}

// Check makes the rules of every language ready, and returns what is wrong with them.
func (j *Judge) Check() error {
	for _, name := range j.names() {
		if _, err := j.languages[name](); err != nil {
			return err
		}
	}
	return nil
}

// names are the languages that have a file, in order.
func (j *Judge) names() []string {
	var all []string
	for name := range j.languages {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}

// Knows says whether the language of a locale has rules. Texts of another are looked
// at for capitals and rows of marks alone.
func (j *Judge) Knows(locale string) bool { return j.language(locale) != nil }

// language is the language of a locale such as en-GB, or nil.
func (j *Judge) language(locale string) *language {
	name, _, _ := strings.Cut(strings.ToLower(locale), "-")
	name, _, _ = strings.Cut(name, "_")
	made, ok := j.languages[name]
	if !ok {
		return nil
	}
	l, err := made()
	if err != nil {
		return nil
	}
	return l
}

// Find returns the faults of a text at a firmness, in the order in which they stand.
// A fault is told once for the same words.
func (j *Judge) Find(text, locale string, firmness Firmness) []Finding {
	l := j.language(locale)
	r := read(text, l)
	found := r.shouting(l)
	if l != nil {
		for _, h := range l.match(r, func(rule *rule) bool { return rule.mention == "" && firmness <= rule.upTo }) {
			found = append(found, Finding{Fault: h.rule.fault, Rule: h.rule.id, Start: h.from, End: h.to, Instead: h.rule.instead})
		}
	}
	return settle(found)
}

// Mentions returns the consequences that a text names, whatever its tone.
func (j *Judge) Mentions(text, locale string) []Mention {
	l := j.language(locale)
	if l == nil {
		return nil
	}
	var all []Mention
	for _, h := range l.match(read(text, l), func(rule *rule) bool { return rule.mention != "" }) {
		all = append(all, Mention{Kind: h.rule.mention, Rule: h.rule.id, Start: h.from, End: h.to})
	}
	sort.SliceStable(all, func(i, k int) bool { return all[i].Start < all[k].Start })
	return all
}

// settle orders findings, and leaves one of those that tell the same fault of
// overlapping words: the longest.
func settle(found []Finding) []Finding {
	sort.SliceStable(found, func(i, k int) bool {
		a, b := found[i], found[k]
		return a.End-a.Start > b.End-b.Start
	})
	var kept []Finding
	for _, f := range found {
		if !slices.ContainsFunc(kept, func(k Finding) bool { return k.Fault == f.Fault && f.overlaps(k) }) {
			kept = append(kept, f)
		}
	}
	all := slices.DeleteFunc(slices.Clone(kept), func(f Finding) bool {
		return slices.ContainsFunc(kept, func(k Finding) bool { return f.overlaps(k) && f.Fault.yields(k.Fault) })
	})
	sort.SliceStable(all, func(i, k int) bool { return all[i].Start < all[k].Start })
	return all
}

// overlaps says whether two findings are about some of the same words.
func (f Finding) overlaps(o Finding) bool { return f.Start < o.End && o.Start < f.End }

// yields says whether a fault goes without saying where another is told of the same
// words: who threatens with a court is discourteous besides.
func (f Fault) yields(to Fault) bool {
	switch f {
	case Discourtesy:
		return to != Discourtesy && to != Shouting && to != MarketingFault
	case Threat:
		return to == LegalThreat || to == ThirdParty || to == Harassment || to == Misleading
	case Accusation:
		return to == Threat
	case LegalThreat:
		return to == Misleading
	case Shame:
		return to == ThirdParty || to == Sarcasm
	}
	return false
}
