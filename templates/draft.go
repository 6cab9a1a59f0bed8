package templates

import (
	"slices"

	"github.com/goodterms/goodterms/account"
)

// Rough makes the texts of a draft ready as far as they can be filled in, for a look at
// what is being written: facts that it does not state yet are lint's to ask for. The set
// is nil when there are problems.
func Rough(sources []Source, stage Stage) (*Set, []Problem) {
	c, err := newCompiler()
	if err != nil {
		return nil, []Problem{{"", 0, "layout", err.Error()}}
	}
	c.agreed = true
	return c.set(stage, sources, "")
}

// Filled is the facts with a sample in the place of everything that may be missing. A
// text that is rendered for both shows where a fallback stands.
func (f Facts) Filled() Facts {
	usual := usualFacts()
	fill := func(value *string, sample string) {
		if *value == "" {
			*value = sample
		}
	}
	fill(&f.Creditor.Name, usual.Creditor.Name)
	fill(&f.Creditor.Phone, usual.Creditor.Phone)
	fill(&f.Creditor.Email, usual.Creditor.Email)
	fill(&f.Creditor.PayURL, usual.Creditor.PayURL)
	fill(&f.Creditor.PayText, usual.Creditor.PayText)
	fill(&f.Account.Name, usual.Account.Name)
	fill(&f.Account.Reference, usual.Account.Reference)
	fill(&f.Contact.Name, usual.Contact.Name)
	fill(&f.Unsubscribe, usual.Unsubscribe)
	f.Invoices = slices.Clone(f.Invoices)
	for i := range f.Invoices {
		of := &f.Invoices[i]
		fill(&of.Number, usual.Invoices[0].Number)
		fill(&of.Terms, usual.Invoices[0].Terms)
		if of.IssuedOn == (account.Date{}) {
			of.IssuedOn = usual.Invoices[0].IssuedOn
		}
	}
	return f
}
