package api

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/events"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies"
)

// problemOf says what the caller is told about an error; false when the error
// is our fault, which is logged and not told.
func problemOf(err error) (*problem, bool) {
	var p *problem
	switch {
	case errors.As(err, &p):
		return p, true
	case errors.Is(err, reminder.ErrNotFound):
		return newProblem(http.StatusNotFound, "There is no reminder with this id."), true
	case errors.Is(err, account.ErrNoContact):
		return newProblem(http.StatusNotFound, "There is no contact with this id; GET /v1/accounts/{reference} shows the ids of contacts."), true
	case errors.Is(err, account.ErrNoConsent):
		return newProblem(http.StatusNotFound, "There is no consent with this id; GET /v1/consents lists them."), true
	case errors.Is(err, account.ErrNotFound):
		return newProblem(http.StatusNotFound, "There is no account with this reference; references are written URL-escaped."), true
	case errors.Is(err, replies.ErrNoReply):
		return newProblem(http.StatusNotFound, "There is no reply with this id; GET /v1/replies lists them."), true
	case errors.Is(err, replies.ErrNoFollowUp):
		return newProblem(http.StatusNotFound, "There is no follow-up with this id; GET /v1/follow-ups lists them."), true
	case errors.Is(err, replies.ErrDone):
		return newProblem(http.StatusConflict, "The follow-up is done; it can no longer be worked on."), true
	case errors.Is(err, replies.ErrWords):
		return unprocessable(findings{{Message: "must be 1 to 2,000 characters, at most 600 by SMS", Location: "body.text"}}), true
	case errors.Is(err, replies.ErrNobody):
		return newProblem(http.StatusConflict, "Nobody is known who could be answered: match the reply to a contact first, or use another way."), true
	case errors.Is(err, replies.ErrNoHold), errors.Is(err, replies.ErrNoPromise), errors.Is(err, replies.ErrNoDispute):
		return newProblem(http.StatusNotFound, "There is nothing with this id; the lists of the account show what there is."), true
	case errors.Is(err, reminder.ErrEnded):
		return newProblem(http.StatusConflict, "The reminder has ended or is being handed over; it can no longer be changed."), true
	case errors.Is(err, reminder.ErrConflict):
		return conflict("body.reference"), true
	case errors.Is(err, reminder.ErrInvoice):
		return unprocessable(findings{{Message: "is no invoice of this account; invoices come to be known with their first reminder", Location: "body.invoice"}}), true
	case errors.Is(err, reminder.ErrCurrency):
		return unprocessable(findings{{Message: "is not the currency of the invoice; send the invoice's", Location: "body.currency"}}), true
	}
	if p, known := eventProblem(err); known {
		return p, true
	}
	return templateProblem(err)
}

// eventProblem says the same of errors about events and webhooks.
func eventProblem(err error) (*problem, bool) {
	switch {
	case errors.Is(err, events.ErrNoEndpoint):
		return newProblem(http.StatusNotFound, "There is no webhook with this id; GET /v1/webhooks lists them."), true
	case errors.Is(err, events.ErrNoDelivery):
		return newProblem(http.StatusNotFound, "There is no event with this number; GET /v1/events shows the numbers."), true
	case errors.Is(err, events.ErrGone):
		return newProblem(http.StatusGone, "Events so old are not kept any more: ask without after to begin with the oldest that is kept, and read what happened before from the accounts' timelines."), true
	case errors.Is(err, events.ErrEdited), errors.Is(err, events.ErrFull):
		return newProblem(http.StatusConflict, sentence(root(err).Error())), true
	}
	return nil, false
}

// root is the error that the others wrap.
func root(err error) error {
	for next := errors.Unwrap(err); next != nil; next = errors.Unwrap(err) {
		err = next
	}
	return err
}

// templateProblem says the same of errors about templates.
func templateProblem(err error) (*problem, bool) {
	var pinned *reminder.PinnedError
	switch {
	case errors.As(err, &pinned):
		return newProblem(http.StatusConflict, strconv.Itoa(pinned.Count)+" reminders wait with another version: send scheduled, stay or move, to say what becomes of them.").
			at("body.scheduled", "is needed while reminders wait with another version; send stay or move"), true
	}
	for _, missing := range []error{reminder.ErrNoTemplate, reminder.ErrNoVersion, reminder.ErrNoExperiment} {
		if errors.Is(err, missing) {
			return newProblem(http.StatusNotFound, "There is "+missing.Error()+"; the lists under /v1/templates and /v1/experiments show what there is."), true
		}
	}
	for bad, location := range map[error]string{
		reminder.ErrTemplateKey: "body.key", reminder.ErrTemplateExists: "body.key", reminder.ErrTemplateStage: "body.stage",
		reminder.ErrArms: "body.arms", reminder.ErrWinner: "body.winner",
	} {
		if errors.Is(err, bad) {
			return unprocessable(findings{{Message: bad.Error(), Location: location, item: noItem}}), true
		}
	}
	for _, clash := range []error{reminder.ErrDraftOpen, reminder.ErrEdited, reminder.ErrState, reminder.ErrOtherEyes, reminder.ErrRunning} {
		if errors.Is(err, clash) {
			return newProblem(http.StatusConflict, sentence(clash.Error())), true
		}
	}
	return newProblem(http.StatusInternalServerError, detailInternal), false
}

// sentence begins with a capital letter and ends with a point.
func sentence(text string) string { return strings.ToUpper(text[:1]) + text[1:] + "." }

// conflict is the answer to a reference that exists with other content.
func conflict(location string) *problem {
	return newProblem(http.StatusConflict, "The reference has been used with other content; a reference is unique for ever.").
		at(location, "has been used with other content; send the same content again, or a new reference")
}
