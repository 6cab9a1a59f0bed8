package lint

import (
	"strings"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
)

// fact is something that plain words must state.
type fact struct {
	what     string // completes: the text does not say …
	instead  string // completes: say …
	severity Severity
	stated   func(text string) bool
}

// words reports the facts that plain words do not state. Of a text with constructs
// the variables tell; see check.
func (l *look) words() {
	if l.liquid {
		l.page()
		return
	}
	if l.complete {
		return // without a construct it names no customer's facts; check says so
	}
	text := l.body().text
	if l.front {
		text = l.find(subjectPart).text + "\n\n" + text
	}
	for _, f := range l.facts() {
		if !f.stated(text) {
			l.whole(f.severity, "must_state", "", "the text does not say "+f.what, "say "+f.instead)
		}
	}
	l.stopping(text)
}

// page warns of a short message whose link stands for the number and the due date.
func (l *look) page() {
	if !l.is(channels.SMS) || !reminds(l.request.Stage) {
		return
	}
	used := printed(l.body().list)
	if !used["invoice.number"] && !used["numbers"] {
		l.whole(Warning, "must_state", "", "the text does not say which invoice", "say which invoice: {{ invoice.number }}; else only the page behind the link tells")
	}
	if !used["invoice.due_on"] {
		l.whole(Warning, "must_state", "", "the text does not say when it is due", "say when it is due: {{ invoice.due_on }}; else only the page behind the link tells")
	}
}

// printed are the variables that values of the text print, and those that the
// filters of lists do.
func printed(list []construct) map[string]bool {
	used := map[string]bool{}
	for _, c := range list {
		if c.name != "" {
			continue
		}
		for _, name := range names.FindAllString(c.args, -1) {
			used[name] = true
		}
	}
	for _, f := range templates.AllFilters() {
		for _, name := range f.States {
			used[name] = used[name] || used[f.Name]
		}
	}
	return used
}

// reminds says that a text of the stage asks for a payment that is open.
func reminds(stage templates.Stage) bool {
	return stage.Purpose() == templates.ForReminder || stage == templates.PromiseBroken
}

// facts are those that a text of the stage must state, by the channel.
func (l *look) facts() []fact {
	who := fact{"who writes", "who writes: {{ creditor.name }}", Error, hasSender}
	which := fact{"which invoice", "which invoice: its number, {{ invoice.number }}", Error, hasNumber}
	howMuch := fact{"how much is open", "how much is open: {{ invoice.balance }}", Error, hasAmount}
	day := fact{"when it is due", "when it is due: {{ invoice.due_on }}", Error, func(text string) bool { return hasDate(text, l.is(channels.Voice)) }}
	answer := fact{"how to answer", "how to answer or to object: ask for a reply, or {{ creditor.phone }} or {{ creditor.email }}", Error, hasAnswer}
	stage := l.request.Stage
	switch {
	case reminds(stage), stage == templates.InstalmentDue:
		return append(l.brief([]fact{who, which, howMuch, day}), l.paying(answer)...)
	case stage == templates.PlanConfirmed, stage == templates.PromiseNoted && !l.is(channels.Voice):
		return []fact{who, which, howMuch, day, answer}
	case stage == templates.PromiseNoted:
		return []fact{who, which, howMuch, day}
	case stage == templates.CallbackOffered:
		return []fact{who, which, answer}
	case stage == templates.OptOutConfirmed, stage == templates.AnswerWritten:
		return []fact{who}
	}
	return []fact{who, which}
}

// brief is what a short message may leave to the page behind its link.
func (l *look) brief(facts []fact) []fact {
	if l.is(channels.SMS) {
		facts[1].severity, facts[3].severity = Warning, Warning
	}
	return facts
}

// paying is how to pay and how to answer. In a short message a link, a number to
// call or the word reply will do, and in a call either of the two.
func (l *look) paying(answer fact) []fact {
	pay := fact{"how to pay", "how to pay: {{ creditor.pay_url }} or {{ creditor.pay_text }}", Error, hasPayment}
	either := fact{"how to pay or to answer", "how to pay or to answer: {{ creditor.pay_url }} or {{ creditor.phone }}", Error,
		func(text string) bool { return hasPayment(text) || hasAnswer(text) }}
	switch l.request.Channel {
	case channels.SMS:
		either.stated = func(text string) bool { return hasLink(text) || hasPhone(text) }
		return []fact{either}
	case channels.Voice:
		return []fact{either}
	}
	return []fact{pay, answer}
}

// stopping reports that plain words do not say how to stop such messages, and, once
// they are stopped, that more is said than that.
func (l *look) stopping(text string) {
	if l.request.Stage == templates.OptOutConfirmed {
		if hasAmount(text) || hasNumber(text) {
			l.whole(Error, "opt_out", "", "the confirmation of an opt-out says that nothing more comes, and no more than that", "leave the invoice and the amount out")
		}
		return
	}
	if l.request.Stage.Purpose() == templates.ForAnswer {
		return
	}
	switch {
	case l.is(channels.SMS) && !strings.Contains(text, "STOP"):
		l.whole(Error, "opt_out", "", "the text does not say that STOP ends such messages", "add: Reply STOP to stop texts.")
	case l.mail && !hasStop(text):
		l.whole(Error, "opt_out", "", "the text does not offer to stop emails", "add a link to {{ unsubscribe_url }}")
	}
}
