package api

import (
	"context"
	"net/http"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies"
)

// holdView is a cause for which reminders wait.
type holdView struct {
	ID        string    `json:"id" example:"hld_01kafz3v9m5x8q2t4w6y7z0bcd"`
	Cause     string    `json:"cause" example:"disputed"`
	AccountID string    `json:"account_id"`
	Contact   string    `json:"contact,omitempty" doc:"Id of the contact; absent: reminders to anybody there."`
	Invoice   string    `json:"invoice_id,omitempty" doc:"Absent: all of them."`
	Until     time.Time `json:"until,omitzero" doc:"When it ends by itself; absent: when a person ends it."`
	Source    string    `json:"source" example:"reply"`
	Proof     string    `json:"proof,omitempty" doc:"Such as the id of the reply."`
	At        time.Time `json:"at"`
	EndedAt   time.Time `json:"ended_at,omitzero"`
	EndedBy   string    `json:"ended_by,omitempty"`
}

type holdList struct {
	Holds []holdView `json:"holds" nullable:"false"`
}

// promiseView is a customer's word to pay.
type promiseView struct {
	ID         string    `json:"id" example:"prm_01kafz3v9m5x8q2t4w6y7z0bcd"`
	Status     string    `json:"status" enum:"open,kept,broken,canceled"`
	AccountID  string    `json:"account_id"`
	Contact    string    `json:"contact,omitempty"`
	Invoices   []string  `json:"invoice_ids" nullable:"false"`
	Amount     string    `json:"amount,omitempty" doc:"Absent: all that is open on them."`
	Currency   string    `json:"currency,omitempty"`
	PayBy      string    `json:"pay_by" format:"date"`
	GraceUntil time.Time `json:"grace_until" doc:"When it counts as broken; reminders about its invoices wait until then."`
	Reply      string    `json:"reply,omitempty"`
	At         time.Time `json:"at"`
	EndedAt    time.Time `json:"ended_at,omitzero"`
}

type promiseList struct {
	Promises []promiseView `json:"promises" nullable:"false"`
}

// disputeView is a customer's objection.
type disputeView struct {
	ID        string    `json:"id" example:"dsp_01kafz3v9m5x8q2t4w6y7z0bcd"`
	Status    string    `json:"status" enum:"open,resolved"`
	AccountID string    `json:"account_id"`
	Contact   string    `json:"contact,omitempty"`
	Invoices  []string  `json:"invoice_ids" nullable:"false" doc:"Empty: everything."`
	Reply     string    `json:"reply,omitempty"`
	Outcome   string    `json:"outcome,omitempty"`
	At        time.Time `json:"at"`
	EndedAt   time.Time `json:"ended_at,omitzero"`
}

type disputeList struct {
	Disputes []disputeView `json:"disputes" nullable:"false"`
}

// ending is the body of what ends a hold, a promise or a dispute.
type ending struct {
	By  string `json:"by,omitempty" maxLength:"100" doc:"Who decided it; kept on the timeline."`
	Why string `json:"why,omitempty" maxLength:"500" doc:"Kept on the timeline."`
}

func holdOf(h account.Hold) holdView {
	return holdView{ID: h.ID, Cause: h.Cause, AccountID: h.AccountID, Contact: h.ContactID, Invoice: h.InvoiceID,
		Until: stamp(h.Until), Source: h.Source, Proof: h.Proof, At: stamp(h.At), EndedAt: stamp(h.EndedAt), EndedBy: h.EndedBy}
}

func promiseOf(p account.Promise) promiseView {
	out := promiseView{ID: p.ID, Status: string(p.Status), AccountID: p.AccountID, Contact: p.ContactID, Invoices: listed(p.InvoiceIDs),
		PayBy: p.PayBy.String(), GraceUntil: stamp(p.GraceUntil), Reply: p.ReplyID, At: stamp(p.At), EndedAt: stamp(p.EndedAt)}
	if p.Amount.Minor > 0 {
		out.Amount, out.Currency = p.Amount.Decimal(), p.Amount.Currency
	}
	return out
}

func disputeOf(d account.Dispute) disputeView {
	return disputeView{ID: d.ID, Status: string(d.Status), AccountID: d.AccountID, Contact: d.ContactID,
		Invoices: listed(d.InvoiceIDs), Reply: d.ReplyID, Outcome: d.Outcome, At: stamp(d.At), EndedAt: stamp(d.EndedAt)}
}

// listed is the list, never null.
func listed(ids []string) []string { return append([]string{}, ids...) }

func listHolds(s *server, c *call) (answer, error) {
	return arranged(c, s.Arrangements.ListHolds, holdOf, func(list []holdView) any { return holdList{list} })
}

func listPromises(s *server, c *call) (answer, error) {
	return arranged(c, s.Arrangements.ListPromises, promiseOf, func(list []promiseView) any { return promiseList{list} })
}

func listDisputes(s *server, c *call) (answer, error) {
	return arranged(c, s.Arrangements.ListDisputes, disputeOf, func(list []disputeView) any { return disputeList{list} })
}

// arranged answers with a list of what is arranged with the account of the path.
func arranged[F, V any](c *call, list func(context.Context, replies.ArrangementFilter) ([]F, error), view func(F) V, whole func([]V) any) (answer, error) {
	ended, err := flagOf(c.URL.Query().Get("ended"), "ended")
	if err != nil {
		return answer{}, err
	}
	found, err := list(c.ctx(), replies.ArrangementFilter{Account: c.PathValue("reference"), Ended: ended})
	if err != nil {
		return answer{}, err
	}
	out := make([]V, len(found))
	for i, f := range found {
		out[i] = view(f)
	}
	return answerOf(http.StatusOK, whole(out)), nil
}

func releaseHold(s *server, c *call) (answer, error) {
	return ended(c, "hld_", replies.ErrNoHold, s.Arrangements.ReleaseHold, holdOf)
}

func cancelPromise(s *server, c *call) (answer, error) {
	return ended(c, "prm_", replies.ErrNoPromise, s.Arrangements.CancelPromise, promiseOf)
}

func resolveDispute(s *server, c *call) (answer, error) {
	return ended(c, "dsp_", replies.ErrNoDispute, s.Arrangements.ResolveDispute, disputeOf)
}

// end ends one arrangement, for the reason that somebody gives.
type end[F any] func(ctx context.Context, now time.Time, id, by, why string, idem *reminder.Idempotency) (F, error)

// ended ends what the path names and answers with it as it then stands.
func ended[F, V any](c *call, prefix string, missing error, end end[F], view func(F) V) (answer, error) {
	var in ending
	if err := c.sound(&in); err != nil {
		return answer{}, err
	}
	id := c.PathValue("id")
	if !looksLikeID(id, prefix) {
		return answer{}, missing
	}
	m := reply{make: func(effect any) answer { return answerOf(http.StatusOK, view(effect.(F))) }}
	after, err := end(c.ctx(), c.now, id, in.By, in.Why, m.remember(c))
	if err != nil {
		return answer{}, err
	}
	return m.to(after), nil
}
