package reminder

import (
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
)

// Trial makes a reminder a test message: an operator sends a text to themselves. It goes
// out by the same way as every reminder, through the same gate, with words that were
// rendered for somebody else and are marked as a test.
type Trial struct {
	By       string          `json:"by"` // operator's id
	Template string          `json:"template"`
	Version  int             `json:"version"` // that was looked at; 0: shipped or not saved
	Channel  channels.Kind   `json:"channel"`
	Words    templates.Words `json:"words"`
}

// Look is a message as it left.
type Look struct {
	Attempt Attempt
	Words   templates.Words // without HTML where that cannot be shown as it was
	Exact   bool            // the words are the very ones that were sent, as their hash proves
}

// Facts are those of an account for a preview: its first contact and what it owes.
func (v AccountView) Facts(creditor templates.Creditor, locale string) templates.Facts {
	facts := templates.Facts{Creditor: creditor, Account: v.Account, Locale: locale, Invoices: open(v.Invoices)}
	if len(v.Contacts) > 0 {
		facts.Contact = v.Contacts[0]
	}
	return facts
}
