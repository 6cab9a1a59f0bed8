package replies

import (
	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
)

// Effects are what a reply changes, all in the transaction that records it.
type Effects struct {
	OptOuts   []account.OptOut        // recorded; those in force already change nothing
	OptIns    []account.OptOut        // whose like is ended: scope, channel, address, contact
	Holds     []account.Hold          // placed
	Promises  []account.Promise       // made; open promises about the same invoices are canceled, with their holds
	Disputes  []account.Dispute       // opened; one that is open for the same invoices already is not opened again
	Receipts  []channels.Receipt      // of a bounce or complaint: delivery status of the attempt
	Answer    *reminder.PlannedAnswer // one at most
	FollowUps []FollowUp              // opened
	Would     []string                // the same in plain words, for people and explain
}
