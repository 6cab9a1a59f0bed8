package intents

import (
	"slices"
	"strings"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/replies/when"
)

// keywordRule is the rule of a keyword.
const keywordRule = "keyword"

// Read finds what a text means.
func (r *Reader) Read(q Question) Reading {
	t := newText(q.Text)
	g := r.guess(t.words, q.Locale)
	languages := r.read(g, q.Locale)
	r.prepare(t, q, languages)
	var hits []hit
	for _, l := range languages {
		hits = append(hits, l.hits(t, q.Channel, q.Auto)...)
	}
	reading := Reading{Language: g.decide(hits), Version: versions(languages)}
	if q.Auto {
		reading.Found = r.away(t, q, hits)
		return reading
	}
	if found, ok := r.keyword(t, q); ok {
		reading.Found = []Found{found}
		return reading
	}
	s := &settler{reader: r, text: t, language: reading.Language, hits: hits}
	reading.Found = s.settle()
	r.addKeywords(t, q, &reading)
	return reading
}

// prepare finds dates and amounts, and cuts the text into sentences.
func (r *Reader) prepare(t *text, q Question, languages []*language) {
	read, _ := clip(q.Text)
	ref := r.reference(q, languages)
	said := spans{dates: r.finder.dates(read, ref), amounts: r.finder.amounts(read, ref)}
	var breaks []string
	abbreviations := map[string]bool{}
	for _, l := range languages {
		breaks = append(breaks, l.breaks...)
		for a := range l.abbreviations {
			abbreviations[a] = true
		}
	}
	t.split(said, breaks, abbreviations, r.courtesy)
}

// reference is what dates and amounts are read against.
func (r *Reader) reference(q Question, languages []*language) when.Reference {
	ref := when.Reference{Now: q.Now, Locale: q.Locale, Currency: q.Currency}
	for _, l := range languages {
		ref.Languages = append(ref.Languages, l.name)
	}
	return ref
}

// decide returns the language: what the words show, or between equals the one in
// which alone rules were found.
func (g guess) decide(hits []hit) string {
	if g.language != "" || len(g.tied) == 0 || len(hits) == 0 {
		return g.language
	}
	one := hits[0].language.name
	for _, h := range hits {
		if h.language.name != one {
			return ""
		}
	}
	if slices.Contains(g.tied, one) {
		return one
	}
	return ""
}

// versions names the rules that were used.
func versions(languages []*language) string {
	var all []string
	for _, l := range languages {
		all = append(all, l.name+"@"+l.version)
	}
	return strings.Join(all, ",")
}

// away reads what a machine wrote: that somebody is out of office, and until when.
func (r *Reader) away(t *text, q Question, hits []hit) []Found {
	read, _ := clip(q.Text)
	languages := r.languages
	day, dated := r.finder.returns(read, r.reference(q, languages))
	f := Found{Intent: OutOfOffice, Certain: true, Date: day, Rule: "auto"}
	if left := gone(hits); left != nil && !dated {
		return left
	}
	for _, h := range hits {
		if h.rule.intent != OutOfOffice {
			continue
		}
		if f.Evidence == "" || len(h.evidence) > len(f.Evidence) {
			f.Evidence, f.Rule = h.evidence, h.rule.id
		}
	}
	if !dated && f.Evidence == "" {
		return []Found{{Intent: Other}}
	}
	return []Found{f}
}

// gone is what a machine says of somebody who will not come back. A person finds
// out who is to be written to.
func gone(hits []hit) []Found {
	for _, h := range hits {
		if h.rule.intent == WrongPerson {
			return []Found{{Intent: WrongPerson, Evidence: h.evidence, Rule: h.rule.id}}
		}
	}
	return nil
}

// keyword reads a message that is nothing but a keyword. In an SMS every keyword
// counts; in a mail those that nobody writes for another reason do, in the body or
// in the subject.
func (r *Reader) keyword(t *text, q Question) (Found, bool) {
	k, ok := r.keywords[key(t.bare[folded])]
	if !ok || (q.Channel != channels.SMS && !k.strong) {
		return Found{}, false
	}
	return Found{Intent: k.intent, Certain: !t.cut, Evidence: strings.TrimSpace(t.source), Rule: keywordRule}, true
}

// addKeywords adds what a mail's subject says as a keyword, and what a sentence of
// its own does: "STOP. I paid last week".
func (r *Reader) addKeywords(t *text, q Question, reading *Reading) {
	if q.Channel != channels.SMS {
		if subject, ok := r.keyword(r.subject(q.Subject), q); ok {
			reading.add(subject)
		}
	}
	for i, s := range t.sentences {
		if i > 0 && q.Channel != channels.SMS {
			return
		}
		_, bare := r.courtesy.bare(t.runes[s.from:s.to])
		if k, ok := r.keywords[key(bare)]; ok && k.strong && !s.asked {
			start, end := t.bytes(s.from, s.to)
			reading.add(Found{Intent: k.intent, Certain: !t.cut, Evidence: t.source[start:end], Rule: keywordRule})
		}
	}
}

// subject makes a text of a mail's subject, without what a mail program puts before
// it.
func (r *Reader) subject(s string) *text {
	for range 5 {
		before, after, ok := strings.Cut(s, ":")
		if !ok || len(strings.TrimSpace(before)) > 5 {
			break
		}
		s = after
	}
	t := newText(s)
	t.split(spans{}, nil, nil, r.courtesy)
	return t
}

// add adds an intent that is certain to a reading.
func (r *Reading) add(f Found) {
	at := slices.IndexFunc(r.Found, func(o Found) bool { return o.Intent == f.Intent })
	if at >= 0 {
		if !r.Found[at].Certain {
			r.Found[at] = f
		}
		return
	}
	best := map[Intent]*Found{f.Intent: &f}
	for i := range r.Found {
		if r.Found[i].Intent != Other {
			best[r.Found[i].Intent] = &r.Found[i]
		}
	}
	r.Found = inOrder(best)
}
