package reminder

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/templates"
)

// answer makes a question one about an answer. It is about no debt and for no purpose
// that the customer has a choice of; holds that let answers pass do so.
func (w *Work) answer(q *policy.Question) {
	a := w.Reminder.Answering
	q.Answering, q.ConsentCall, q.OptOutConfirmation = true, a.By != "", a.OptOut
	q.Content, q.Purpose = account.ContentReminder, account.PurposeReceipt
}

// address is where the work goes by the channel; empty when there is no address.
func (w *Work) address(kind channels.Kind) string {
	if a := w.Reminder.Answering; a != nil && a.To != "" && kind == w.Reminder.Channel {
		return a.To
	}
	address, _ := w.Contact.Address(kind)
	return address.Value
}

// answered is what an answer may say, and the invoices that it is about.
func (w *Work) answered() ([]account.Invoice, *templates.Answer) {
	a := w.Reminder.Answering
	said := &templates.Answer{Text: a.Text}
	for _, part := range a.Parts {
		said.Parts = append(said.Parts, templates.AnswerPart(part))
	}
	if a.OptOut {
		return nil, said // it must not name any
	}
	return w.Invoices, said
}

// answerTemplate is the template of an answer, for the timeline; empty for a
// reminder.
func (w *Work) answerTemplate() string {
	if w.Reminder.Answering == nil {
		return ""
	}
	return w.Reminder.Template
}

// thread makes the mail an answer to the customer's own. The confirmation of an
// opt-out keeps its own subject, because theirs may name an invoice.
func (w *Work) thread(m *channels.Message) {
	a := w.Reminder.Answering
	m.Automatic = a.By == ""
	m.References = a.thread()
	if theirs, _ := w.Contact.Address(channels.Email); theirs.Value != m.To {
		m.ToName = "" // somebody else may have written
	}
	if subject := plainSubject(a.Subject); subject != "" && !a.OptOut {
		m.Subject = "Re: " + subject
	}
}

// maxReferences are the mails of a thread that are named: the first and the latest.
const maxReferences = 20

// thread is the mails before an answer, oldest first.
func (a *Answering) thread() []string {
	list := slices.Clone(a.References)
	if a.InReplyTo != "" && (len(list) == 0 || list[len(list)-1] != a.InReplyTo) {
		list = append(list, a.InReplyTo)
	}
	if more := len(list) - maxReferences; more > 0 {
		list = slices.Delete(list, 1, 1+more)
	}
	return list
}

// replyMark is what mail programs put before the subject of an answer, in the
// languages in which replies are read and those around them.
var replyMark = regexp.MustCompile(`(?i)^(?:re|aw|antw|antwort|sv|vs|res|rif|ris|r|odp|réf)(?:\[\d+\])?\s?:\s*`)

// maxSubject bounds a subject that a customer has written, in characters.
const maxSubject = 150

// plainSubject is the subject of a mail without the marks of answers, on one line.
func plainSubject(text string) string {
	text = strings.ToValidUTF8(text, "")
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.In(r, unicode.Bidi_Control), r == '\u200b', r == '\ufeff':
			return -1
		case unicode.IsControl(r), unicode.IsSpace(r):
			return ' '
		}
		return r
	}, text)
	text = strings.Join(strings.Fields(text), " ")
	for mark := replyMark.FindString(text); mark != ""; mark = replyMark.FindString(text) {
		text = text[len(mark):]
	}
	if letters := []rune(text); len(letters) > maxSubject {
		return strings.TrimSpace(string(letters[:maxSubject]))
	}
	return text
}
