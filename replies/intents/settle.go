package intents

import (
	"strings"
)

// A text that is longer than this is about more than one matter, and nothing in it
// is certain but a wish not to be contacted.
const (
	longRunes     = 1200
	longSentences = 12
)

// legal marks the rules that nobody may lose: see data/README.md.
const legal = ".legal."

// settler makes intents of hits.
type settler struct {
	reader   *Reader
	text     *text
	language string
	hits     []hit
	best     map[Intent]*Found
	by       map[Intent]hit
}

// settle returns the intents of a text: each once, with the best evidence, and
// certain only where nothing speaks against it.
func (s *settler) settle() []Found {
	s.best, s.by = map[Intent]*Found{}, map[Intent]hit{}
	for _, h := range s.hits {
		if !h.rule.alone || s.aloneIn(h) {
			s.offer(h)
		}
	}
	s.money()
	s.contradictions()
	return inOrder(s.best)
}

// aloneIn says whether a sentence holds nothing else: a rule that is sent alone
// counts only then.
func (s *settler) aloneIn(h hit) bool {
	for _, other := range s.hits {
		if other.sentence == h.sentence && !other.rule.alone {
			return false
		}
	}
	return true
}

// offer keeps the better of what is known of an intent and a hit.
func (s *settler) offer(h hit) {
	intent := h.rule.intent
	certain := s.certain(h)
	old, ok := s.best[intent]
	if !ok || shows(h, certain, s.by[intent], old.Certain) {
		s.by[intent] = h
		s.best[intent] = &Found{Intent: intent, Certain: certain || (ok && old.Certain), Evidence: h.evidence, Rule: h.rule.id}
		return
	}
	old.Certain = old.Certain || certain
}

// shows says whether a hit shows an intent better than another: a legal matter
// is always told, then certain wins, then the longer words.
func shows(h hit, certain bool, old hit, oldCertain bool) bool {
	if is, was := strings.Contains(h.rule.id, legal), strings.Contains(old.rule.id, legal); is != was {
		return is
	}
	if certain != oldCertain {
		return certain
	}
	return len(h.evidence) > len(old.evidence)
}

// certain says whether a hit by itself may be acted upon.
func (s *settler) certain(h hit) bool {
	if !h.rule.certain || h.unsure || s.text.cut || s.language == "" {
		return false
	}
	if h.rule.intent == OptOut {
		return true
	}
	if h.language.name != s.language || s.long() {
		return false
	}
	return !(s.asked(h) && (h.rule.intent == Promise || h.rule.intent == OptIn || h.rule.intent == OutOfOffice))
}

// long says whether a text is too long to be about one matter.
func (s *settler) long() bool {
	return len(s.text.sentences) > longSentences || len(s.text.runes) > longRunes
}

// asked says whether the words stand in a question.
func (s *settler) asked(h hit) bool {
	return h.sentence < len(s.text.sentences) && s.text.sentences[h.sentence].asked
}

// contradictions takes certainty from what does not go together.
func (s *settler) contradictions() {
	promise, paid := s.best[Promise], s.best[AlreadyPaid]
	if promise != nil && paid != nil {
		paid.Certain = false
		promise.Certain = promise.Certain && s.rest()
	}
	if wrong := s.best[WrongPerson]; wrong != nil {
		s.doubt(Promise, AlreadyPaid, Hardship, PlanRequest, OptIn)
	}
	if s.best[Dispute] != nil || s.best[PlanRequest] != nil || s.best[OptIn] != nil {
		s.doubt(Promise)
	}
	if s.best[OptOut] != nil {
		s.doubt(OptIn)
	}
	for _, f := range s.best {
		if strings.Contains(f.Rule, legal) {
			s.doubt(Promise)
		}
	}
}

// doubt takes certainty from intents.
func (s *settler) doubt(intents ...Intent) {
	for _, i := range intents {
		if f := s.best[i]; f != nil {
			f.Certain = false
		}
	}
}

// inOrder lists what was found in the order of Intents; Other when that is nothing.
func inOrder(best map[Intent]*Found) []Found {
	var list []Found
	for _, i := range Intents() {
		if f := best[i]; f != nil {
			list = append(list, *f)
		}
	}
	if len(list) == 0 {
		return []Found{{Intent: Other}}
	}
	return list
}
