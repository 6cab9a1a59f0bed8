package api

import (
	"net/http"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/reminder"
)

// AccountSummary is an account as changes show it.
type AccountSummary struct {
	ID        string `json:"id"`
	Reference string `json:"reference"`
	Name      string `json:"name"`
	Kind      string `json:"kind,omitempty" enum:"business,sole_trader,consumer"`
	TimeZone  string `json:"time_zone,omitempty"`
	Locale    string `json:"locale,omitempty"`
	Region    string `json:"region,omitempty"`
}

// accountDetails is an account with its contacts, invoices and opt-outs.
type accountDetails struct {
	AccountSummary
	Contacts      []contactView `json:"contacts" nullable:"false"`
	Invoices      []invoiceView `json:"invoices" nullable:"false"`
	OptOuts       []optOutView  `json:"opt_outs" nullable:"false"`
	OpenReminders int           `json:"open_reminders" doc:"Reminders that have not ended."`
}

type contactView struct {
	ID        string `json:"id"`
	Reference string `json:"reference"`
	Name      string `json:"name"`
	Email     string `json:"email,omitempty"`
	Phone     string `json:"phone,omitempty"`
	TimeZone  string `json:"time_zone,omitempty"`
}

type invoiceView struct {
	ID       string `json:"id"`
	Number   string `json:"number"`
	Amount   string `json:"amount"`
	Balance  string `json:"balance"`
	Currency string `json:"currency"`
	IssuedOn string `json:"issued_on" format:"date"`
	DueOn    string `json:"due_on" format:"date"`
	Terms    string `json:"terms,omitempty"`
}

// putAccount creates or replaces an account.
func putAccount(s *server, c *call) (answer, error) {
	var in accountChange
	found, err := c.read(&in)
	if err != nil {
		return answer{}, err
	}
	if err := faultless(found); err != nil {
		return answer{}, err
	}
	check := checker{rules: s.rules(c), item: noItem}
	a, contacts := check.accountChange(s.CreditorID, c.PathValue("reference"), in)
	if err := faultless(check.found); err != nil {
		return answer{}, err
	}
	stored, created, err := s.Accounts.PutAccount(c.ctx(), c.now, a, contacts, nil)
	if err != nil {
		return answer{}, err
	}
	status := http.StatusOK
	if created {
		status = http.StatusCreated
	}
	return answerOf(status, accountOf(stored)), nil
}

// accountChange reads the facts of an account, with the ids that a reminder for
// the same account and contacts gives them.
func (c *checker) accountChange(creditor, reference string, in accountChange) (account.Account, []account.Contact) {
	if fault := textFault(reference, &shape{min: 1, max: 128}); fault != "" {
		c.found = append(c.found, finding{Message: fault, Location: "path.reference"})
	}
	if in.Reference != "" && in.Reference != reference {
		c.bad("reference", "is not the reference of the path; leave it out or send the same")
	}
	a := c.account("", accountFacts{
		Reference: reference, Name: in.Name, Kind: in.Kind, TimeZone: in.TimeZone, Locale: in.Locale, Region: in.Region, Terms: in.Terms,
	})
	a.ID = account.StableID("acc", creditor, reference)
	contacts := make([]account.Contact, len(in.Contacts))
	for i, contact := range in.Contacts {
		bad := func(field, message string) { c.badIn("contacts", i, field, message) }
		contacts[i] = c.contact(contact, a.Region, bad)
		contacts[i].AccountID = a.ID
		contacts[i].ID = account.StableID("con", a.ID, contact.Reference)
		for _, earlier := range in.Contacts[:i] {
			if earlier.Reference == contact.Reference {
				bad("reference", "is the reference of an earlier contact; list each contact once")
				break
			}
		}
	}
	return a, contacts
}

func getAccount(s *server, c *call) (answer, error) {
	view, err := s.Accounts.FindAccount(c.ctx(), c.PathValue("reference"))
	if err != nil {
		return answer{}, err
	}
	return answerOf(http.StatusOK, detailsOf(view)), nil
}

func accountOf(a account.Account) AccountSummary {
	return AccountSummary{
		ID: a.ID, Reference: a.Reference, Name: a.Name, Kind: string(a.Kind),
		TimeZone: a.TimeZone, Locale: a.Locale, Region: a.Region,
	}
}

func detailsOf(v reminder.AccountView) accountDetails {
	out := accountDetails{
		AccountSummary: accountOf(v.Account), OpenReminders: v.Open,
		Contacts: make([]contactView, len(v.Contacts)), Invoices: make([]invoiceView, len(v.Invoices)),
		OptOuts: optOutsOf(v.OptOuts),
	}
	for i, c := range v.Contacts {
		out.Contacts[i] = contactView{ID: c.ID, Reference: c.Reference, Name: c.Name, Email: c.Email, Phone: c.Phone, TimeZone: c.TimeZone}
	}
	for i, n := range v.Invoices {
		out.Invoices[i] = invoiceView{
			ID: n.ID, Number: n.Number, Amount: n.Amount.Decimal(), Balance: n.Balance.Decimal(), Currency: n.Amount.Currency,
			IssuedOn: n.IssuedOn.String(), DueOn: n.DueOn.String(), Terms: n.Terms,
		}
	}
	return out
}
