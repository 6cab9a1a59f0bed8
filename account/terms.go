package account

import (
	"errors"
	"slices"
	"strings"
)

// Consequence is something that may follow when an invoice stays unpaid. A text may
// name one only to a customer whose terms grant it.
type Consequence string

// The consequences.
const (
	Fee        Consequence = "fee"        // a charge for being late or for a reminder
	Interest   Consequence = "interest"   // on what is overdue
	Suspension Consequence = "suspension" // of deliveries, of a service or of credit
	LegalStep  Consequence = "legal_step" // a lawyer, a court, a collection agency, a report to a credit bureau
)

// Consequences lists them all.
func Consequences() []Consequence { return []Consequence{Fee, Interest, Suspension, LegalStep} }

// ErrConsequence says that a text is no consequence. It does not repeat the text.
var ErrConsequence = errors.New("is not one of fee, interest, suspension, legal_step")

// Terms are the consequences that an account's terms grant, in the order of
// Consequences and none twice. Empty: none is granted.
type Terms []Consequence

// ParseTerms reads a list of consequences.
func ParseTerms(list []string) (Terms, error) {
	var terms Terms
	for _, known := range Consequences() {
		if slices.Contains(list, string(known)) {
			terms = append(terms, known)
		}
	}
	for _, text := range list {
		if !slices.Contains(terms, Consequence(text)) {
			return nil, ErrConsequence
		}
	}
	return terms, nil
}

// Grant says that the terms grant the consequence.
func (t Terms) Grant(c Consequence) bool { return slices.Contains(t, c) }

// String joins the consequences by commas, as ReadTerms takes them apart.
func (t Terms) String() string {
	list := make([]string, len(t))
	for i, c := range t {
		list[i] = string(c)
	}
	return strings.Join(list, ",")
}

// ReadTerms is the terms that String has written.
func ReadTerms(text string) Terms {
	var terms Terms
	for part := range strings.SplitSeq(text, ",") {
		if part != "" {
			terms = append(terms, Consequence(part))
		}
	}
	return terms
}
