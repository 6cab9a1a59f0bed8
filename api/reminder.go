package api

import (
	"errors"
	"net/http"
	"time"

	"github.com/goodterms/goodterms/reminder"
)

// accepted is the answer to a reminder that was enqueued.
type accepted struct {
	ID        string    `json:"id" example:"rem_01kafz3v9m5x8q2t4w6y7z0bcd"`
	Reference string    `json:"reference,omitempty"`
	Status    string    `json:"status" example:"scheduled"`
	SendAt    time.Time `json:"send_at"`
	Channel   string    `json:"channel,omitempty" doc:"The channel that is tried first."`
	Duplicate bool      `json:"duplicate,omitempty" doc:"The reference existed with the same content; nothing was written."`
	Test      bool      `json:"test,omitempty" doc:"It can only reach the sandbox."`
}

// postReminder accepts one reminder.
func postReminder(s *server, c *call) (answer, error) {
	var in newReminder
	found, err := c.read(&in)
	if err != nil {
		return answer{}, err
	}
	rules := s.rules(c)
	if err := rules.sandboxed(); err != nil {
		return answer{}, err
	}
	planned, found := s.plan(c, rules, &in, noItem, found)
	if err := errors.Join(rules.err, faultless(found)); err != nil {
		return answer{}, err
	}
	m := reply{make: func(effect any) answer { return acceptedAnswer(effect.([]reminder.Acceptance)[0], planned) }}
	effect, err := s.Reminders.Accept(c.ctx(), c.now, []reminder.Planned{planned}, m.remember(c))
	if err != nil {
		return answer{}, err
	}
	s.wake(effect)
	return m.to(effect), nil
}

// sandboxed refuses test reminders where there is no sandbox to reach.
func (r *rules) sandboxed() error {
	if r.test && len(r.channels) == 0 {
		return newProblem(http.StatusUnprocessableEntity,
			"This is a test key and no sandbox is configured here; use a live key, or ask the operator to set up the sandbox.")
	}
	return nil
}

// plan checks the facts of one reminder and plans it when they hold.
func (s *server) plan(c *call, rules *rules, in *newReminder, item int, read findings) (reminder.Planned, findings) {
	check := checker{rules: rules, item: item}
	if len(read) > 0 { // what could not be read would be found once more
		return reminder.Planned{}, read
	}
	intake := check.intake(in)
	if len(check.found) > 0 {
		return reminder.Planned{}, check.found
	}
	return s.Planner.Plan(c.now, intake), nil
}

func acceptedAnswer(a reminder.Acceptance, planned reminder.Planned) answer {
	if a.Conflict {
		return conflict("body.reference").answer()
	}
	status := http.StatusAccepted
	if a.Duplicate {
		status = http.StatusOK
	}
	out := answerOf(status, accepted{
		ID: a.ID, Reference: planned.Reminder.Reference, Status: string(a.Status), SendAt: stamp(a.SendAt),
		Channel: string(a.Channel), Duplicate: a.Duplicate, Test: planned.Reminder.Test,
	})
	out.location = "/v1/reminders/" + a.ID
	return out
}

// wake tells of reminders that were committed just now.
func (s *server) wake(effect []reminder.Acceptance) {
	due := make([]reminder.Due, 0, len(effect))
	for _, a := range effect {
		if !a.Duplicate && !a.Conflict {
			due = append(due, reminder.Due{ID: a.ID, Channel: a.Channel, SendAt: a.SendAt})
		}
	}
	if len(due) > 0 {
		s.Waker.Wake(due...)
	}
}

func getReminder(s *server, c *call) (answer, error) {
	view, err := s.Reminders.FindReminder(c.ctx(), c.PathValue("id"))
	if err != nil {
		return answer{}, err
	}
	return answerOf(http.StatusOK, viewOf(view)), nil
}

// patchReminder moves a reminder, or its end.
func patchReminder(s *server, c *call) (answer, error) {
	var in reminderChange
	found, err := c.read(&in)
	if err != nil {
		return answer{}, err
	}
	if err := faultless(found); err != nil {
		return answer{}, err
	}
	before, err := s.changeable(c)
	if err != nil {
		return answer{}, err
	}
	sendAt, expiresAt, err := newTimes(c.now, in, before)
	if err != nil {
		return answer{}, err
	}
	m := reply{make: func(effect any) answer { return answerOf(http.StatusOK, summaryOf(effect.(reminder.Reminder))) }}
	after, err := s.Reminders.Reschedule(c.ctx(), c.now, before.ID, sendAt, expiresAt, m.remember(c))
	if err != nil {
		return answer{}, err
	}
	s.Waker.Wake(reminder.Due{ID: after.ID, Channel: after.Channel, SendAt: after.SendAt})
	return m.to(after), nil
}

// newTimes returns what is to change: a zero sendAt and a nil expiresAt leave the
// time as it is.
func newTimes(now time.Time, in reminderChange, before reminder.Reminder) (sendAt time.Time, expiresAt *time.Time, err error) {
	check := checker{rules: &rules{now: now}, item: noItem}
	start, end := before.SendAt, before.ExpiresAt
	if in.SendAt != "" {
		sendAt = check.instant("send_at", in.SendAt)
		start = sendAt
	}
	if in.ExpiresAt.Given {
		end = check.instant("expires_at", in.ExpiresAt.Value)
		expiresAt = &end
	}
	if in.SendAt == "" && expiresAt == nil {
		return sendAt, nil, unprocessable(findings{{Message: "changes nothing; give send_at or expires_at", Location: "body"}})
	}
	if len(check.found) == 0 {
		check.times(start, end)
	}
	return sendAt, expiresAt, faultless(check.found)
}

// changeable finds the reminder of the path. A test key cannot touch a live one.
func (s *server) changeable(c *call) (reminder.Reminder, error) {
	view, err := s.Reminders.FindReminder(c.ctx(), c.PathValue("id"))
	if err == nil && c.test() && !view.Reminder.Test {
		err = newProblem(http.StatusForbidden, "This is a test key and a live reminder; use a live key.")
	}
	return view.Reminder, err
}

// cancelReminder takes a reminder back. One that is canceled already stays so.
func cancelReminder(s *server, c *call) (answer, error) {
	if c.body != "" {
		found, err := c.read(&newCancel{})
		if err != nil {
			return answer{}, err
		}
		if err := faultless(found); err != nil {
			return answer{}, err
		}
	}
	before, err := s.changeable(c)
	if err != nil {
		return answer{}, err
	}
	m := reply{make: func(effect any) answer { return answerOf(http.StatusOK, summaryOf(effect.(reminder.Reminder))) }}
	after, err := s.Reminders.Cancel(c.ctx(), c.now, before.ID, m.remember(c))
	if errors.Is(err, reminder.ErrEnded) && before.Status == reminder.Canceled {
		return m.to(before), nil
	}
	if err != nil {
		return answer{}, err
	}
	return m.to(after), nil
}
