package templates

import (
	"slices"
	"strings"
)

// The templates of answers to a customer's reply. They are no reminders: they need
// no way to stop messages, and what they must state differs.
const (
	answerOptOut   = "opt_out_confirmed"
	answerPromise  = "promise_noted"
	answerDispute  = "dispute_acknowledged"
	answerPaid     = "payment_claim_noted"
	answerHardship = "difficulty_noted"
	answerWritten  = "answer"
)

// Answers lists the templates of answers.
func Answers() []string {
	return []string{answerOptOut, answerPromise, answerDispute, answerPaid, answerHardship, answerWritten}
}

func isAnswer(key string) bool { return slices.Contains(Answers(), key) }

// mustStateIn lists the facts that the texts of a template must state.
func mustStateIn(key string) []must {
	who := mustState()[0]
	which := mustState()[1]
	switch key {
	case answerOptOut:
		return []must{who}
	case answerWritten:
		return []must{who, {"what the person wrote: {{ answer.text }}", []string{"answer.text"}}}
	case answerDispute, answerPaid, answerHardship:
		return []must{who, which}
	case answerPromise:
		return []must{
			who, which,
			{"by which day: {{ promise.on }}", []string{"promise.on"}},
			{"how much: {{ promise.amount }}", []string{"promise.amount"}},
			{"how much when no amount was named: {{ total }}", []string{"total"}},
			{"each part of the promise: {% for promise in promises %}", []string{"promises"}},
		}
	}
	return mustState()
}

// answerFacts are what the texts of some answers must say or leave out besides.
func answerFacts(s Source, used map[string]bool) []Problem {
	var problems []Problem
	if s.Key == answerOptOut {
		for name := range used {
			if name != "creditor.name" && name != "contact.name" {
				problems = append(problems, Problem{s.File, 0, "opt_out", "the confirmation of an opt-out says that nothing more comes, and no more than that: leave out " + name})
			}
		}
	}
	if s.Key == answerPromise && !asksForReply(s.Text) {
		problems = append(problems, Problem{s.File, 0, "must_state", "the text does not say how to correct it: ask for a reply with the new day"})
	}
	return problems
}

// asksForReply says that the text asks to answer, in one of the languages in which
// replies are read.
func asksForReply(text string) bool {
	lower := strings.ToLower(text)
	for _, stem := range []string{"reply", "answer", "antwort", "répond", "respond", "respuesta", "antwoord", "rispond"} {
		if strings.Contains(lower, stem) {
			return true
		}
	}
	return false
}
