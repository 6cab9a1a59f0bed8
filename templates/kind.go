package templates

import (
	"errors"
	"slices"
)

// Stage says at what point of the way a text is read, which decides how firm it
// may be and what it must state. The shipped template of a stage bears its name.
type Stage string

// The stages: the ladder, then what is written besides.
const (
	PreDue              Stage = "pre_due"             // before the due date
	ReceiptCheck        Stage = "receipt_check"       // soon after the invoice: has it arrived, is it right?
	Gentle              Stage = "gentle"              // first reminder
	Firm                Stage = "firm"                // later reminder
	Final               Stage = "final"               // last automatic reminder
	Handoff             Stage = "handoff"             // notice that a person takes over
	Thanks              Stage = "thanks"              // a payment has come
	PromiseNoted        Stage = "promise_noted"       // what the customer promised, in writing
	PromiseBroken       Stage = "promise_broken"      // its day has passed without the payment
	PlanConfirmed       Stage = "plan_confirmed"      // a payment plan, in writing
	InstalmentDue       Stage = "plan_instalment_due" // an instalment comes due
	DisputeAcknowledged Stage = "dispute_acknowledged"
	OptOutConfirmed     Stage = "opt_out_confirmed"
	CallbackOffered     Stage = "callback_offered"    // a person of ours offers to call
	PaymentClaimNoted   Stage = "payment_claim_noted" // the customer says they have paid
	DifficultyNoted     Stage = "difficulty_noted"    // hardship, or a plan asked for
	AnswerWritten       Stage = "answer"              // a person's own words
)

// Stages lists every stage, in the order in which they are shown.
func Stages() []Stage {
	return []Stage{PreDue, ReceiptCheck, Gentle, Firm, Final, Handoff, Thanks, PromiseNoted, PromiseBroken, PlanConfirmed, InstalmentDue,
		DisputeAcknowledged, OptOutConfirmed, CallbackOffered, PaymentClaimNoted, DifficultyNoted, AnswerWritten}
}

// ErrStage says that a text is no stage. It does not repeat the text.
var ErrStage = errors.New("is not one of the stages; GET /v1/templates/reference lists them")

// ParseStage reads a stage.
func ParseStage(text string) (Stage, error) {
	if !slices.Contains(Stages(), Stage(text)) {
		return "", ErrStage
	}
	return Stage(text), nil
}

// Purpose says what a text is for, which decides how it may be used.
type Purpose string

// The purposes.
const (
	ForReminder    Purpose = "reminder"    // asks for a payment; other systems may enqueue it
	ForArrangement Purpose = "arrangement" // confirms or recalls a promise or a plan; other systems may enqueue it
	ForNotice      Purpose = "notice"      // tells and asks for nothing, such as thanks; other systems may enqueue it
	ForAnswer      Purpose = "answer"      // answers a reply; made by Goodterms alone
)

// Purpose is what the texts of the stage are for.
func (s Stage) Purpose() Purpose {
	switch s {
	case PromiseBroken, PlanConfirmed, InstalmentDue:
		return ForArrangement
	case Thanks, CallbackOffered:
		return ForNotice
	case PromiseNoted, DisputeAcknowledged, OptOutConfirmed, PaymentClaimNoted, DifficultyNoted, AnswerWritten:
		return ForAnswer
	}
	return ForReminder
}

// Template is a named set of texts: one for each channel and locale.
type Template struct {
	Key   string // such as gentle; small letters, digits and _
	Stage Stage
}
