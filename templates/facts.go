package templates

import (
	"strings"

	"github.com/goodterms/goodterms/channels"
)

// must is a fact that a text must state; it is met by any one of the variables,
// or by saying so in words. What a locale calls it is for the writer.
type must struct {
	what string
	any  []string
	said func(text string) bool // nil: no words meet it
}

// The facts.
func who() must { return must{what: "who writes: {{ creditor.name }}", any: []string{"creditor.name"}} }

func which() must {
	return must{what: "which invoice: {{ invoice.number }} or {{ numbers }}", any: []string{"invoice.number", "invoice.number_spoken", "numbers"}}
}

func howMuch() must {
	return must{what: "how much is open: {{ invoice.balance }} or {{ total }}", any: []string{"invoice.balance", "total"}}
}

func dueWhen() must {
	return must{what: "when it is due: {{ invoice.due_on }}", any: []string{"invoice.due_on"}}
}

func howToPay() must {
	return must{what: "how to pay or to answer: {{ creditor.pay_url }}, {{ creditor.pay_text }}, {{ creditor.phone }} or {{ creditor.email }}",
		any: []string{"creditor.pay_url", "creditor.pay_text", "creditor.phone", "creditor.phone_spoken", "creditor.email"}}
}

func howToAnswer() must {
	return must{what: "how to answer: ask for a reply, or {{ creditor.phone }} or {{ creditor.email }}",
		any: []string{"creditor.phone", "creditor.phone_spoken", "creditor.email"}, said: asksForReply}
}

// mustState lists the facts that the texts of a stage must state by the channel.
func mustState(stage Stage, channel channels.Kind) []must {
	switch stage {
	case Thanks, DisputeAcknowledged, PaymentClaimNoted, DifficultyNoted:
		return []must{who(), which()}
	case CallbackOffered:
		return []must{who(), which(), howToAnswer()}
	case PromiseNoted:
		return append([]must{who(), which()}, promised(channel)...)
	case PlanConfirmed:
		return append([]must{who(), which(), howToAnswer()}, planned(channel)...)
	case InstalmentDue:
		return []must{who(), which(), howToPay(), variable("how much: {{ instalment.amount }}"), variable("by which day: {{ instalment.due_on }}")}
	case OptOutConfirmed:
		return []must{who()}
	case AnswerWritten:
		return []must{who(), variable("what the person wrote: {{ answer.text }}")}
	case PromiseBroken:
		return append(reminding(channel), variable("for which day it was promised: {{ promise.on }}"))
	}
	return reminding(channel)
}

// variable is the fact that the one variable named in the sentence states.
func variable(what string) must {
	_, name, _ := strings.Cut(what, "{{ ")
	name, _, _ = strings.Cut(name, " }}")
	return must{what: what, any: []string{name}}
}

// reminding are the facts of a reminder. In an SMS a link to the page to pay on
// stands for number and due date, which the page shows.
func reminding(channel channels.Kind) []must {
	which, due := which(), dueWhen()
	if channel == channels.SMS {
		which.any, due.any = append(which.any, "creditor.pay_url"), append(due.any, "creditor.pay_url")
		which.what, due.what = which.what+", or a link to pay: {{ creditor.pay_url }}", due.what+", or a link to pay: {{ creditor.pay_url }}"
	}
	return []must{who(), which, howMuch(), due, howToPay()}
}

// promised are the facts of a promise that is noted. A call offers keys to answer
// with after each text.
func promised(channel channels.Kind) []must {
	list := []must{
		variable("by which day: {{ promise.on }}"),
		variable("how much: {{ promise.amount }}"),
		{what: "how much when no amount was named: {{ total }}", any: []string{"total", "invoice.balance"}},
		{what: "each part of the promise: {% for promise in promises %}", any: []string{"promises"}},
	}
	if channel != channels.Voice {
		list = append(list, must{what: "how to correct it: ask for a reply with the new day", said: asksForReply})
	}
	return list
}

// planned are the facts of a payment plan. A short message may keep to the first
// instalment and their number.
func planned(channel channels.Kind) []must {
	each := must{what: "each instalment: {% for instalment in instalments %}", any: []string{"instalments"}}
	if channel != channels.Email {
		each = must{what: "each instalment: {% for instalment in instalments %}, or how many there are: {{ plan.count }}", any: []string{"instalments", "plan.count"}}
	}
	return []must{
		variable("what it comes to: {{ plan.total }}"), each,
		variable("how much: {{ instalment.amount }}"), variable("by which day: {{ instalment.due_on }}"),
	}
}

// missing lists the facts that a text does not state anywhere.
func missing(s Source, text string, used map[string]bool) []Problem {
	var problems []Problem
	for _, m := range mustState(s.stage(), s.Channel) {
		if !usesAny(used, m.any) && (m.said == nil || !m.said(text)) {
			problems = append(problems, Problem{s.File, 0, "must_state", "the text does not say " + m.what})
		}
	}
	return append(problems, tooMuch(s, used)...)
}

func usesAny(used map[string]bool, names []string) bool {
	for _, name := range names {
		if used[name] {
			return true
		}
	}
	return false
}

// tooMuch refuses what a text must leave out: the confirmation of an opt-out names
// nothing that it is about.
func tooMuch(s Source, used map[string]bool) []Problem {
	if s.stage() != OptOutConfirmed {
		return nil
	}
	var problems []Problem
	for name := range used {
		if name != "creditor.name" && name != "contact.name" {
			problems = append(problems, Problem{s.File, 0, "opt_out", "the confirmation of an opt-out says that nothing more comes, and no more than that: leave out " + name})
		}
	}
	return problems
}

// asksForReply says that the text asks to answer, in one of its languages.
func asksForReply(text string) bool {
	lower := strings.ToLower(text)
	for _, stem := range []string{"reply", "answer", "antwort", "répond", "respond", "respuesta", "respost", "antwoord", "rispond", "rispost"} {
		if strings.Contains(lower, stem) {
			return true
		}
	}
	return false
}

// emailFacts also asks for the way to stop emails (12 CFR 1006.6(e), RFC 8058),
// but of answers, which are no reminders.
func emailFacts(s Source, used map[string]bool) []Problem {
	problems := missing(s, s.Text, used)
	if s.stage().Purpose() != ForAnswer && !used["unsubscribe_url"] {
		problems = append(problems, Problem{s.File, 0, "opt_out", "the text does not offer to stop emails: {{ unsubscribe_url }}"})
	}
	return problems
}

// smsFacts also asks for the word that stops texts (12 CFR 1006.6(e)).
func smsFacts(s Source, used map[string]bool) []Problem {
	problems := missing(s, s.Text, used)
	if s.stage().Purpose() != ForAnswer && !strings.Contains(s.Text, "STOP") {
		problems = append(problems, Problem{s.File, 0, "opt_out", "the text does not say that STOP ends such messages"})
	}
	return problems
}

func voiceFacts(s Source, used map[string]bool) []Problem { return missing(s, s.Text, used) }

// debtWords are those that a subject must not say, in the languages of the texts.
func debtWords() []string {
	return []string{
		"overdue", "debt", "unpaid", "past due", "late payment", "final notice",
		"überfällig", "mahnung", "schuld", "rückstand", "unbezahlt",
		"dette", "impayé", "retard", "relance", "deuda", "impag", "vencid", "atras", "moros",
		"achterstand", "aanmaning", "onbetaald", "dívida", "debit", "scadut", "insolut", "sollecit", "ritardo",
	}
}

// atGlance says that the variable names no debt.
func atGlance(name string) bool {
	switch name {
	case "creditor.name", "invoice.number", "numbers", "count", "contact.name", "account.reference":
		return true
	}
	return false
}

// forMachines says that anybody may hear the variable.
func forMachines(name string) bool {
	return strings.HasPrefix(name, "creditor.") && !strings.HasPrefix(name, "creditor.pay_")
}

// glanceFacts keeps the debt out of the subject and the preheader, which show on
// locked screens and to those who share a mailbox: they may name the creditor and
// the invoices.
func glanceFacts(file, part string, line int, text string, used map[string]bool) []Problem {
	var problems []Problem
	for name := range used {
		if !atGlance(name) {
			problems = append(problems, Problem{file, line, part, "a " + part + " cannot say " + name})
		}
	}
	lower := strings.ToLower(text)
	for _, word := range debtWords() {
		if strings.Contains(lower, word) {
			problems = append(problems, Problem{file, line, part, "a " + part + " names the invoice and not the debt: leave out “" + word + "”"})
		}
	}
	return problems
}

// limitedFacts keeps to what a machine may hear: who calls and how to call back,
// and nothing about the debt (12 CFR 1006.2(j)).
func limitedFacts(s Source, used map[string]bool) []Problem {
	var problems []Problem
	if !used["creditor.name"] {
		problems = append(problems, Problem{s.limitedFile(), 0, "must_state", "the message does not say who calls: {{ creditor.name }}"})
	}
	if !usesAny(used, []string{"creditor.phone", "creditor.phone_spoken"}) {
		problems = append(problems, Problem{s.limitedFile(), 0, "must_state", "the message does not say how to call back: {{ creditor.phone_spoken }}"})
	}
	for name := range used {
		if !forMachines(name) {
			problems = append(problems, Problem{s.limitedFile(), 0, "limited", "a machine must not hear " + name})
		}
	}
	return problems
}
