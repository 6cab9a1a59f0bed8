// Package tone is in charge of one question: is this wording fit to be read by a
// customer at this stage? It finds accusation, threat and the other faults of tone,
// marketing, and consequences that a text names. Its rules are data, one file per
// language. It knows no template, no Liquid and no facts: it reads sentences.
package tone

// Fault names a fault of tone. The list is closed.
type Fault string

// The faults.
const (
	Accusation     Fault = "accusation"                 // says or implies that the customer did wrong
	Threat         Fault = "threat"                     // something bad, held out in order to frighten
	LegalThreat    Fault = "legal_threat_without_terms" // courts, lawyers, collection agencies, credit records held out
	Shame          Fault = "shame"
	Sarcasm        Fault = "sarcasm"
	Shouting       Fault = "shouting" // capitals, rows of exclamation marks
	FalseUrgency   Fault = "false_urgency"
	Harassment     Fault = "harassment" // we will not leave you alone
	ThirdParty     Fault = "third_party_disclosure"
	Misleading     Fault = "misleading_claim" // poses as a court or authority, claims what is not so
	Discourtesy    Fault = "discourtesy"      // orders, impatience, coldness
	MarketingFault Fault = "marketing"        // an offer or advertisement; not of tone, and found by the same means
)

// Faults lists the faults of tone, without MarketingFault.
func Faults() []Fault {
	return []Fault{Accusation, Threat, LegalThreat, Shame, Sarcasm, Shouting, FalseUrgency, Harassment, ThirdParty, Misleading, Discourtesy}
}

// Firmness says how firm a text may be.
type Firmness int

// The degrees of firmness, from the gentlest.
const (
	Gentle Firmness = iota // before and soon after the due date, answers, thanks, arrangements
	Firm                   // says plainly that payment is awaited, and what comes next
	Final                  // the last automatic word and the handing over: consequences that the terms grant may be named soberly
)

// Finding is one fault, with where it stands in the text that was given.
type Finding struct {
	Fault      Fault
	Rule       string // stable id, such as en.accusation.ignored
	Start, End int    // bytes
	Instead    string // what to write in its place; never empty
}

// Mention is a consequence that a text names. Kind is fee, interest, suspension or
// legal_step, as in account.Consequence, which this package does not know.
type Mention struct {
	Kind       string
	Rule       string
	Start, End int
}
