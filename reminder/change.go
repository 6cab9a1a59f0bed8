package reminder

import (
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/timeline"
)

// Change is what one step of the story records, all of it or nothing.
//
// With Attempt set, it takes effect only if that attempt is still open or
// unknown, whoever owns it: the first to settle an attempt wins. Without, it
// takes effect only if the reminder is Sending, claimed by Owner and has no
// open or unknown attempt. A change that takes no effect writes nothing, no
// events either.
type Change struct {
	ReminderID string
	AccountID  string
	Owner      string
	Status     Status // Sending keeps the reminder as it is (an attempt that stays unknown)
	SendAt     time.Time
	Channel    channels.Kind   // the first of those that are left to try, or the one used
	Channels   []channels.Kind // a new order, those that failed for good before Channel; nil: as it was
	Reason     string
	Text       string
	Attempt    *Result
	Decision   *policy.Decision // stored when set
	OptOut     *account.OptOut  // recorded when set, with its event
	Events     []timeline.Event // Kind, Actor, Data; the store fills the rest
}

// Result is what became of an attempt.
type Result struct {
	AttemptID  string
	State      AttemptState
	ProviderID string
	Code       string
	Response   string
	Segments   int
	Status     channels.Status
	SettleAt   time.Time
	Lookups    int
}

// Stored is an attempt with its reminder's work, as the store knows them.
type Stored struct {
	Attempt Attempt
	Work    Work
}
