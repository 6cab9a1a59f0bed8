package writing

import (
	"errors"
	"strings"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/templates"
)

// reader is for whom a preview is made: a made-up situation or a real account.
type reader struct {
	Sample  string
	Account string // reference; empty: the sample
	As      string // locale of the customer; empty: that of the text, account: the account's own
	Name    string // of the account
	Facts   templates.Facts
	Locale  string
}

// errReader is what a reader cannot be, in a sentence for the page.
type errReader string

func (e errReader) Error() string { return string(e) }

// ofAccount asks for the locale that an account has.
const ofAccount = "account"

// reader reads from the form who is to be written to. It answers errReader when there is
// no such reader.
func (p *pages) reader(v *frame.Visit, stage templates.Stage, text templates.Source) (reader, error) {
	r := reader{Sample: v.Form("sample"), Account: strings.TrimSpace(v.Form("account")), As: v.Form("as"), Locale: text.Locale}
	if r.As != "" && r.As != ofAccount {
		locale, err := readLocale(r.As)
		if err != nil {
			return r, errReader("The language that was asked for is none: write it as in en-GB or de.")
		}
		r.As, r.Locale = locale, locale
	}
	if r.Account != "" {
		return r, p.readAccount(v, &r)
	}
	for i, sample := range templates.SamplesOf(stage) {
		if sample.Name == r.Sample || r.Sample == "" && i == 0 {
			r.Sample, r.Facts = sample.Name, sample.Facts
			r.Facts.Locale = p.Locale
			return r, nil
		}
	}
	return r, errReader("There is no such sample for this stage: choose one of the list.")
}

func (p *pages) readAccount(v *frame.Visit, r *reader) error {
	view, err := p.Accounts.FindAccount(v.Ctx(), r.Account)
	if errors.Is(err, account.ErrNotFound) {
		return errReader("No account has this reference: choose one of those that are found, or a sample.")
	}
	if err != nil {
		return err
	}
	r.Name, r.Facts = view.Account.Name, view.Facts(p.Creditor, p.Locale)
	r.Facts.Today = account.DateOf(v.Now.In(zone(r.Facts)))
	if r.As == ofAccount && view.Account.Locale != "" {
		r.Locale = view.Account.Locale
	}
	return nil
}

// zone is where the contact is, as far as that was told.
func zone(f templates.Facts) *time.Location {
	if told := f.Contact.Zone(f.Account); told != "" {
		if there, err := time.LoadLocation(told); err == nil {
			return there
		}
	}
	return time.UTC
}

// unreadable says in a sentence why a text cannot be shown to the reader; false when it
// is none of the reasons that a reader has.
func unreadable(err error) (string, bool) {
	var reader errReader
	switch {
	case errors.As(err, &reader):
		return string(reader), true
	case errors.Is(err, templates.ErrNothingOpen):
		return "No invoice of the account is open, so there is nothing that the text could say. Choose another account or a sample.", true
	case errors.Is(err, templates.ErrAnswer), errors.Is(err, templates.ErrPlan):
		return "The text needs a promise, a plan or a person's words, which an account does not have by itself. Choose a sample.", true
	case errors.Is(err, templates.ErrTooLong):
		return "The text becomes too long for this reader to be sent.", true
	case errors.Is(err, templates.ErrChannel), errors.Is(err, templates.ErrUnknown):
		return "No text of this channel could be read in that language.", true
	case errors.Is(err, templates.ErrRender):
		return "The text could not be filled in for this reader: look at its conditions and loops.", true
	}
	return "", false
}
