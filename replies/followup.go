package replies

import (
	"time"
)

// Status says where a follow-up is.
type Status string

// The statuses of a follow-up.
const (
	Open     Status = "open"
	Assigned Status = "assigned"
	Done     Status = "done"
)

// Cause says why a person is needed.
type Cause string

// The causes of follow-ups.
const (
	CauseDispute    Cause = "dispute"
	CausePaid       Cause = "already_paid"
	CauseHardship   Cause = "hardship"
	CausePlan       Cause = "plan_request"
	CausePromise    Cause = "promise" // a promise that was not certain enough to record: its day or amount is to be asked
	CauseWrong      Cause = "wrong_person"
	CauseOptOut     Cause = "opt_out" // perhaps one; a person decides
	CauseOptIn      Cause = "opt_in"  // asked for where it may not be done without a person
	CauseQuestion   Cause = "question"
	CauseOther      Cause = "other"     // a reply that nobody has understood
	CauseUnmatched  Cause = "unmatched" // nobody known wrote it
	CauseDead       Cause = "dead_address"
	CauseBlocked    Cause = "blocked"   // our mail is refused: for the operator of the gateway, not about the customer
	CauseComplaint  Cause = "complaint" // our mail was marked as spam
	CauseCallBack   Cause = "call_back"
	CauseUnreadable Cause = "unreadable" // it could not be parsed
	CauseLoop       Cause = "loop"       // our own mail came back
)

// Action is what is suggested to the person.
type Action string

// The suggested actions.
const (
	ActAnswer      Action = "answer"
	ActCheckPaid   Action = "check_payment"
	ActResolve     Action = "resolve_dispute"
	ActOfferPlan   Action = "offer_plan"
	ActFindAddress Action = "find_address"
	ActFindPerson  Action = "find_person"
	ActMatch       Action = "match_account"
	ActAskDay      Action = "ask_for_day"
	ActCall        Action = "call_back"
	ActConfirm     Action = "confirm_intent"
	ActCheckSender Action = "check_sender"
	ActRead        Action = "read"
)

// FollowUp is a job for a person about one reply.
type FollowUp struct {
	ID          string // fup_…
	AccountID   string // empty while nobody matched
	Account     string // its reference, as the store tells it
	ContactID   string
	ReplyID     string
	Cause       Cause
	Action      Action
	Note        string // plain words without any address, name, amount or text
	Suggestions []Suggestion
	Status      Status
	Assignee    string // who works on it; empty while open
	DueAt       time.Time
	CreatedAt   time.Time
	EscalatedAt time.Time // zero unless it was overdue
	DoneAt      time.Time
	Outcome     string // a person's words; may be empty
	Test        bool
}

// FollowUpFilter chooses follow-ups of a list ordered by id. Empty fields choose all.
type FollowUpFilter struct {
	Account  string // reference
	Status   Status // empty: open and assigned
	Assignee string
	Cause    Cause
	Overdue  time.Time // due before it; zero: any
	After    string    // id of the last one seen
	Latest   bool      // latest first
	Limit    int
}
