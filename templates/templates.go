// Package templates is in charge of the words: it parses, checks and renders the
// texts that customers read and hear. It refuses to decide whether they are sent.
package templates

import (
	"context"
	"errors"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
)

// Errors of Render.
var (
	ErrUnknown = errors.New("there is no such template")
	ErrChannel = errors.New("the template has no text for this channel")
)

// Facts are what a text may say. Amounts and dates are written in the locale.
type Facts struct {
	Creditor    Creditor
	Account     account.Account
	Contact     account.Contact
	Invoices    []account.Invoice // at least one open; for thanks at least one; for an answer any number
	Today       account.Date      // in the contact's zone
	Unsubscribe string            // link for email; empty when there is none
	Answer      *Answer           // what an answer to a reply says, and what was promised; nil when there is neither
	Plan        *Plan             // payment plan that the text is about; nil when there is none
	Locale      string            // the creditor's own, for customers in whose language there is no text; may be empty
}

// Answer is what an answer to a customer's reply says beside the invoices.
type Answer struct {
	Text  string       // a person's own words
	Parts []AnswerPart // of a promise, in the order of their days
}

// AnswerPart is a part of a promise: an amount by a day.
type AnswerPart struct {
	On     account.Date
	Amount account.Money // Minor 0: all that is open
}

// Creditor is who writes, as texts show it.
type Creditor struct {
	Name    string
	Phone   string // for questions, as it is shown; may be empty
	Email   string // for questions; may be empty
	PayURL  string // where to pay; may be empty
	PayText string // how to pay, such as bank details; may be empty
}

// Words are a rendered text of one channel.
type Words struct {
	Subject   string // email
	Preheader string // email: what a list of mails shows beside the subject
	Text      string // plain mail, SMS body, or script of a call
	HTML      string // email
	Limited   string // voice: what a machine may hear
	Locale    string // of the text that was used, after fallback
	Version   string // names the exact text, such as gentle/email/en-GB@3f2a9c or, of a published version, gentle@3/email/en-GB@3f2a9c; never reused for another
	Source    Source // the text as it was written, for looking at it once more; without Text when it is not known
}

// Renderer is how the story asks for words; Catalogue implements it.
type Renderer interface {
	// Has says whether Goodterms ships the template.
	Has(template string) bool
	// Render fills in a version of a template; 0 is the shipped texts.
	Render(ctx context.Context, template string, version int, channel channels.Kind, locale string, facts Facts) (Words, error)
}
