package accounts

import (
	"errors"
	"slices"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/overview"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies"
)

// absences are how others say that something is not there.
var absences = []error{
	reminder.ErrNotFound, account.ErrNotFound, account.ErrNoContact, account.ErrNoOptOut,
	overview.ErrCursor, replies.ErrNoHold, replies.ErrNoPromise, replies.ErrNoDispute,
}

// missing turns what others call missing into a page that is not there.
func missing(err error) error {
	if slices.ContainsFunc(absences, func(absence error) bool { return errors.Is(err, absence) }) {
		return frame.ErrNotFound
	}
	return err
}
