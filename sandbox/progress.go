package sandbox

import (
	"net/url"
	"strconv"
	"time"
)

// How far apart the steps of a message's delivery are.
const (
	firstStep = 2 * time.Millisecond // after the API's answer
	nextStep  = 3 * time.Millisecond
)

// receipt is one step of a message's delivery and the callback that tells it.
type receipt struct {
	after  time.Duration
	status string
	code   int
	times  int // how often the callback comes
}

// rank orders the statuses; a message never goes back.
func rank(status string) int {
	switch status {
	case "scheduled":
		return 0
	case "accepted":
		return 1
	case "queued":
		return 2
	case "sending":
		return 3
	case "sent":
		return 4
	}
	return 5
}

// itinerary is the steps that an act gives a message. The first status, which
// the API's answer tells, has no callback of its own.
func (s *Sandbox) itinerary(r *record, a act) []receipt {
	var steps []receipt
	if r.Service != "" {
		steps = append(steps, receipt{firstStep, "queued", 0, 1})
	}
	steps = append(steps, receipt{firstStep, "sent", 0, 1})
	if last := orElse(a.final, "delivered"); last != "sent" {
		steps = append(steps, receipt{nextStep, last, a.failure, 1})
	}
	end := len(steps) - 1
	switch a.receipt {
	case receiptsLate:
		steps[end].after = s.cfg.Slow
	case receiptsTripled:
		for i := range steps {
			steps[i].times = 3
		}
	case receiptsReordered:
		steps[end-1], steps[end] = steps[end], steps[end-1]
	case receiptsNone:
		for i := range steps {
			steps[i].times = 0
		}
	}
	return steps
}

// progress sends a message on its way once the API has answered.
func (s *Sandbox) progress(rec *record, a act) {
	steps := s.itinerary(rec, a)
	if rec.twilio.due.IsZero() {
		s.walk(rec, steps)
		return
	}
	s.courier.after(time.Until(rec.twilio.due), func() {
		if s.inbox.view(rec).Status == "scheduled" { // not canceled meanwhile
			s.walk(rec, steps)
		}
	})
}

// walk takes the steps one after the other; where nobody listens, all at once.
func (s *Sandbox) walk(rec *record, steps []receipt) {
	if s.cfg.Quiet || rec.callback == "" {
		s.settle(rec, steps)
		return
	}
	if len(steps) == 0 {
		return
	}
	s.courier.after(steps[0].after, func() {
		s.settle(rec, steps[:1])
		s.tell(rec, steps[0])
		s.walk(rec, steps[1:])
	})
}

func (s *Sandbox) settle(rec *record, steps []receipt) {
	s.inbox.update(rec, func(r *record) {
		for _, step := range steps {
			if rank(step.status) < rank(r.Status) {
				continue
			}
			now := time.Now().UTC()
			r.Status, r.ErrorCode, r.twilio.updated = step.status, step.code, now
			if r.twilio.sent.IsZero() && rank(step.status) >= rank("sent") {
				r.twilio.sent = now
			}
		}
	})
}

// receiptNow tells the application of a message before the API's answer does.
func (s *Sandbox) receiptNow(rec *record) {
	if s.cfg.Quiet || rec.callback == "" {
		return
	}
	s.tell(rec, receipt{status: "sent", times: 1})
}

// tell posts the status callback of a step.
func (s *Sandbox) tell(rec *record, step receipt) {
	for range step.times {
		s.courier.deliver(newCallback(rec.callback, receiptForm(rec, step)))
	}
}

// receiptForm is a status callback's parameters; it reads only what never changes.
func receiptForm(rec *record, step receipt) url.Values {
	form := url.Values{
		"MessageSid": {rec.ID}, "SmsSid": {rec.ID}, "MessageStatus": {step.status}, "SmsStatus": {step.status},
		"To": {rec.To}, "From": {rec.From}, "AccountSid": {rec.sid}, "ApiVersion": {apiVersion},
	}
	if rec.Service != "" {
		form.Set("MessagingServiceSid", rec.Service)
	}
	if step.code != 0 {
		form.Set("ErrorCode", strconv.Itoa(step.code))
		form.Set("ErrorMessage", failureText(step.code))
	}
	if step.status == "delivered" || step.status == "undelivered" {
		form.Set("RawDlrDoneDate", time.Now().UTC().Format("0601021504"))
	}
	return form
}
