package reminder

import (
	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/templates"
)

// stage is that of the template; a shipped one bears its stage's name.
func (w *Work) stage() templates.Stage {
	if w.Stage != "" {
		return w.Stage
	}
	return templates.Stage(w.Reminder.Template)
}

// thanks says that it is about what has been paid, not about what is owed.
func (w *Work) thanks() bool { return w.stage() == templates.Thanks }

// purpose is what customers may choose channels for: a notice asks for nothing, and
// is to them what a receipt is.
func (w *Work) purpose() account.Purpose {
	if w.Reminder.Answering != nil || w.stage().Purpose() == templates.ForNotice {
		return account.PurposeReceipt
	}
	return account.PurposeReminder
}

// content says what the texts of a stage are for: the final ones name consequences.
func content(stage templates.Stage) account.Content {
	if stage == templates.Final || stage == templates.Handoff {
		return account.ContentDemand
	}
	return account.ContentReminder
}

// expected says that a hold of the cause is what the text is about, and so does not
// keep it back: the confirmation of a plan comes while the customer waits for one,
// and an instalment is recalled while its plan is kept. Any other cause does.
func (w *Work) expected(cause string) bool {
	switch w.stage() {
	case templates.PlanConfirmed:
		return cause == account.HoldPlan || cause == account.HoldPromise || cause == account.HoldPlanAsked
	case templates.InstalmentDue:
		return cause == account.HoldPlan || cause == account.HoldPromise
	}
	return false
}

// planned is the payment plan of the reminder, for its text; nil without one.
func (r *Reminder) planned() *templates.Plan {
	if len(r.Plan) == 0 {
		return nil
	}
	plan := &templates.Plan{Instalments: make([]templates.Instalment, len(r.Plan))}
	for i, part := range r.Plan {
		plan.Instalments[i] = templates.Instalment{On: part.DueOn, Amount: part.Amount, Paid: part.Paid}
	}
	return plan
}

// promised is the promise that the text is about; nil without one.
func (w *Work) promised() *templates.Answer {
	if w.Promised == nil || w.stage() != templates.PromiseBroken {
		return nil
	}
	return &templates.Answer{Parts: []templates.AnswerPart{{On: w.Promised.PayBy, Amount: w.Promised.Amount}}}
}
