package lint

import (
	"strings"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
)

// Reasons for which Check lets a text wait.
const (
	heldTerms = "terms"
	heldFacts = "facts"
)

// Check looks at a rendered text once more before it leaves, and returns why it must
// wait: a reason of one word, and the same in plain words without any value. An
// empty reason lets it go.
func (l *Linter) Check(words templates.Words, channel channels.Kind, stage templates.Stage, facts templates.Facts) (held, text string) {
	findings := l.Rendered(words, channel, stage, facts)
	if len(findings) == 0 {
		return "", ""
	}
	for _, f := range findings {
		if kind, ok := strings.CutPrefix(f.Rule, "consequence_"); ok {
			return heldTerms, "the text names " + called(kind) + ", which the account's terms do not grant"
		}
	}
	return heldFacts, findings[0].Text
}

// called is what a consequence is called in a sentence.
func called(kind string) string {
	switch account.Consequence(kind) {
	case account.Fee:
		return "a fee"
	case account.Interest:
		return "interest"
	case account.Suspension:
		return "a suspension"
	}
	return "a legal step"
}

// Rendered looks at a text as it is about to leave: whether it states what it must,
// whether a construct is left in it, and whether it names a consequence that the
// account's terms do not grant. No finding repeats a value. It takes microseconds.
func (l *Linter) Rendered(words templates.Words, channel channels.Kind, stage templates.Stage, facts templates.Facts) []Finding {
	r := rendered{words: &words, channel: channel, stage: stage, facts: &facts}
	r.left()
	r.state()
	r.stop()
	l.grant(&r)
	return r.findings
}

// rendered is one text that is about to leave.
type rendered struct {
	words    *templates.Words
	channel  channels.Kind
	stage    templates.Stage
	facts    *templates.Facts
	findings []Finding
}

func (r *rendered) missing(what string) {
	r.findings = append(r.findings, Finding{Rule: "must_state", Severity: Error, Text: "the text does not say " + what})
}

// left finds half a construct. A value may hold one, which does no harm.
func (r *rendered) left() {
	for _, text := range []string{r.words.Text, r.words.Subject, r.words.Preheader, r.words.Limited} {
		if hasLiquid(text) && !hasLiquid(r.values()) {
			r.findings = append(r.findings, Finding{Rule: "syntax", Severity: Error, Text: "a construct is left in the text"})
			return
		}
	}
}

// values are those that a text may repeat as others wrote them.
func (r *rendered) values() string {
	f := r.facts
	list := []string{f.Creditor.Name, f.Creditor.PayText, f.Creditor.PayURL, f.Creditor.Phone, f.Creditor.Email, f.Account.Name, f.Account.Reference, f.Contact.Name, f.Unsubscribe}
	for _, i := range f.Invoices {
		list = append(list, i.Number, i.Terms)
	}
	if f.Answer != nil {
		list = append(list, f.Answer.Text)
	}
	return strings.Join(list, "\n")
}

// state finds the facts of the stage that the text does not state.
func (r *rendered) state() {
	if !repeats(r.words.Text, r.facts.Creditor.Name) {
		r.missing("who writes")
	}
	switch {
	case r.stage == templates.OptOutConfirmed, r.stage == templates.AnswerWritten:
	case r.channel == channels.SMS && r.linked():
		r.amounts()
	default:
		r.which()
		r.amounts()
		r.day()
		r.way()
	}
}

// linked says that a short message offers the way on which the rest is told.
func (r *rendered) linked() bool {
	return reminds(r.stage) && (holds(r.words.Text, r.facts.Creditor.PayURL) || holds(r.words.Text, r.facts.Creditor.Phone))
}

func holds(text, value string) bool { return value != "" && strings.Contains(text, value) }

// open are the invoices that the text names: those on which something is owed, or
// all when nothing is owed.
func (r *rendered) open() []account.Invoice {
	owed := 0
	for i := range r.facts.Invoices {
		if !r.facts.Invoices[i].Paid() {
			owed++
		}
	}
	if owed == 0 || owed == len(r.facts.Invoices) {
		return r.facts.Invoices
	}
	list := make([]account.Invoice, 0, owed)
	for _, i := range r.facts.Invoices {
		if !i.Paid() {
			list = append(list, i)
		}
	}
	return list
}

// which asks for every number, or for how many invoices there are.
func (r *rendered) which() {
	list := r.open()
	for i := range list {
		if !repeats(r.words.Text, list[i].Number) {
			if len(list) == 1 || !counted(r.words.Text, int64(len(list))) && !counted(r.words.Text, int64(len(list)-3)) {
				r.missing("which invoice")
			}
			return
		}
	}
}

// day asks for the due date of what a reminder asks for: of the oldest invoice at
// least.
func (r *rendered) day() {
	list := r.open()
	if !reminds(r.stage) || len(list) == 0 {
		return
	}
	oldest := list[0].DueOn
	for _, i := range list {
		if i.DueOn.Sub(oldest) < 0 {
			oldest = i.DueOn
		}
	}
	if oldest.Month != 0 && !dated(r.words.Text, oldest, r.facts.Today) {
		r.missing("when it is due")
	}
}

// way asks for a way to pay or to answer, of those that there are. After a call keys
// are offered.
func (r *rendered) way() {
	c := &r.facts.Creditor
	if !reminds(r.stage) || r.channel == channels.Voice || c.PayURL+c.PayText+c.Phone+c.Email == "" {
		return
	}
	text := r.words.Text
	first, _, _ := strings.Cut(strings.TrimSpace(c.PayText), "\n")
	if holds(text, c.PayURL) || holds(text, c.Phone) || holds(text, c.Email) || first != "" && repeats(text, first) {
		return
	}
	r.missing("how to pay or to answer")
}

// stop asks for the way to stop such messages.
func (r *rendered) stop() {
	if r.stage.Purpose() == templates.ForAnswer {
		return
	}
	switch {
	case r.channel == channels.SMS && !strings.Contains(r.words.Text, "STOP"):
		r.missing("that STOP ends such messages")
	case r.channel == channels.Email && r.facts.Unsubscribe != "" && !strings.Contains(r.words.Text, r.facts.Unsubscribe):
		r.missing("how to stop emails")
	}
}
