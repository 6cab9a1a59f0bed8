package store

import (
	"context"
	"time"

	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies"
	"github.com/goodterms/goodterms/timeline"
)

// ByOperator is the store as operators change it: the timeline says that a person did,
// where it would say that another system had.
type ByOperator struct{ *Store }

// Cancel takes back a reminder that waits.
func (s ByOperator) Cancel(ctx context.Context, now time.Time, id string, idem *reminder.Idempotency) (reminder.Reminder, error) {
	return s.cancel(ctx, now, timeline.Operator, id, idem)
}

// Reschedule moves a reminder that waits.
func (s ByOperator) Reschedule(ctx context.Context, now time.Time, id string, sendAt time.Time, expiresAt *time.Time, idem *reminder.Idempotency) (reminder.Reminder, error) {
	return s.reschedule(ctx, now, timeline.Operator, id, sendAt, expiresAt, idem)
}

// AddNote appends a note to the account's timeline.
func (s ByOperator) AddNote(ctx context.Context, now time.Time, reference string, note timeline.Note, idem *reminder.Idempotency) (timeline.Event, error) {
	return s.addNote(ctx, now, timeline.Operator, reference, note, idem)
}

// FollowUps are the store's follow-ups as operators change them.
func (s ByOperator) FollowUps() FollowUpsByOperator { return FollowUpsByOperator{s.Store.FollowUps()} }

// FollowUpsByOperator are follow-ups as operators change them.
type FollowUpsByOperator struct{ FollowUps }

// Assign gives a follow-up to somebody, or back.
func (f FollowUpsByOperator) Assign(ctx context.Context, now time.Time, id, assignee string, due time.Time, idem *reminder.Idempotency) (replies.FollowUp, error) {
	return f.assign(ctx, now, timeline.Operator, id, assignee, due, idem)
}
