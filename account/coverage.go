package account

import "errors"

// Role says in what capacity the creditor's side collects; contact rules reach
// some roles and not others.
type Role string

// The roles. An empty role is FirstParty.
const (
	FirstParty          Role = "first_party"            // the creditor, in its own name
	FirstPartyOtherName Role = "first_party_other_name" // the creditor, under a name that suggests somebody else
	ThirdParty          Role = "third_party"            // an agency or a buyer of debts
)

// ErrRole says that a text is no role. It does not repeat the text.
var ErrRole = errors.New("is not one of first_party, third_party, first_party_other_name")

// ParseRole reads a role; the empty text is FirstParty.
func ParseRole(text string) (Role, error) {
	switch role := Role(text); role {
	case FirstParty, FirstPartyOtherName, ThirdParty:
		return role, nil
	case "":
		return FirstParty, nil
	}
	return "", ErrRole
}

// Stage says how far the matter has gone.
type Stage string

// The stages. An empty stage is Overdue, the one that most rules reach.
const (
	PreDue       Stage = "pre_due"
	DueNow       Stage = "due"
	Overdue      Stage = "overdue"
	StageDispute Stage = "disputed" // the customer objects: automatic contact waits
	StagePlan    Stage = "plan"     // a payment plan is kept: automatic contact waits
	StageLegal   Stage = "legal"    // with the courts: automatic contact waits
)

// ErrStage says that a text is no stage. It does not repeat the text.
var ErrStage = errors.New("is not one of pre_due, due, overdue, disputed, plan, legal")

// ParseStage reads a stage; the empty text is Overdue.
func ParseStage(text string) (Stage, error) {
	switch stage := Stage(text); stage {
	case PreDue, DueNow, Overdue, StageDispute, StagePlan, StageLegal:
		return stage, nil
	case "":
		return Overdue, nil
	}
	return "", ErrStage
}

// Content says what a message is for, as far as laws tell messages apart.
type Content string

// The contents. An empty content is ContentReminder.
const (
	ContentReminder  Content = "reminder"  // states what is owed
	ContentDemand    Content = "demand"    // asks for payment and names consequences
	ContentMarketing Content = "marketing" // offers anything
)

// ErrContent says that a text is no content. It does not repeat the text.
var ErrContent = errors.New("is not one of reminder, demand, marketing")

// ParseContent reads a content; the empty text is ContentReminder.
func ParseContent(text string) (Content, error) {
	switch content := Content(text); content {
	case ContentReminder, ContentDemand, ContentMarketing:
		return content, nil
	case "":
		return ContentReminder, nil
	}
	return "", ErrContent
}

// The causes of a hold on an account that contact rules know. Any other cause is
// a word of the operator's own; reminders wait for that too.
const (
	HoldDisputed = "disputed" // the customer objects
	HoldPromise  = "promise"  // a promise to pay is open
	HoldPlan     = "plan"     // a payment plan is kept
	HoldLegal    = "legal"    // with the courts
	HoldBankrupt = "bankrupt"
	HoldDeceased = "deceased"
	HoldAttorney = "attorney" // a lawyer stands for the customer: write to nobody else, reminders are skipped
	HoldCease    = "cease"    // the customer asked in writing for an end of contact: reminders are skipped

	HoldClaimsPaid = "already_paid" // the customer says that it is paid
	HoldHardship   = "hardship"     // the customer cannot pay as things are
	HoldPlanAsked  = "plan_request" // the customer asks for a payment plan
	HoldAway       = "away"         // nobody is there until a day
	HoldReply      = "reply"        // a reply waits for a person to read it
)
