package reminder

import (
	"math/rand/v2"
	"strings"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/timeline"
)

// decided is the change that a decision other than send makes. The reminder keeps
// its current channel, whichever the decision is about: those that were passed
// over are asked about again next time.
func (s *Story) decided(w *Work, made Choice) Change {
	because := reason(&made.Decision)
	ended := timeline.Ended{Channel: string(made.Channel), Reason: because.Rule, Text: because.Text, Template: w.answerTemplate()}
	var c Change
	switch made.Verdict {
	case policy.Defer:
		at := s.deferredTo(w, &made.Decision)
		c = s.change(w, Scheduled, timeline.ReminderDeferred, timeline.System, timeline.Deferred{
			Channel: string(made.Channel), Until: at, Zone: first(made.Zones), Reason: because.Rule, Text: because.Text,
			Template: w.answerTemplate()})
		c.SendAt = at
	case policy.Hold:
		c = s.change(w, Held, timeline.ReminderHeld, timeline.System, ended)
	case policy.Expire:
		c = s.change(w, Expired, timeline.ReminderExpired, timeline.System, ended)
	default:
		c = s.change(w, Skipped, timeline.ReminderSkipped, timeline.System, ended)
	}
	c.Reason, c.Text, c.Decision = because.Rule, because.Text, &made.Decision
	return c
}

func first(zones []string) string {
	if len(zones) == 0 {
		return ""
	}
	return zones[0]
}

// accepted is the change after a provider took the message.
func (s *Story) accepted(w *Work, a Attempt, h channels.Handoff, sent timeline.Sent) Change {
	sent.Attempt, sent.Channel, sent.Version = a.ID, string(a.Channel), a.Version
	sent.Template, _, _ = strings.Cut(a.Version, "/")
	sent.Template, _, _ = strings.Cut(sent.Template, "@")
	sent.Segments = h.Segments
	c := s.change(w, Sent, timeline.ReminderSent, timeline.System, sent)
	c.Channel = a.Channel
	c.Attempt = &Result{AttemptID: a.ID, State: Accepted, ProviderID: h.ProviderID, Response: h.Response,
		Segments: h.Segments, Status: h.Status}
	return c
}

// refused is the change after a hand-off that did not succeed.
func (s *Story) refused(w *Work, a Attempt, fault *channels.Error) Change {
	if fault.Reason == channels.Unknown {
		return s.unclear(w, a, fault)
	}
	c := s.afterRejection(w, a, fault)
	c.Attempt = &Result{AttemptID: a.ID, State: Rejected, Code: fault.Code}
	if fault.Reason == channels.OptedOut {
		c.OptOut = &account.OptOut{Scope: account.ScopeAddress, Channel: a.Channel, Address: a.Address,
			ContactID: w.Contact.ID, AccountID: w.Account.ID, Source: "provider", Proof: a.ID, At: s.Now()}
	}
	return c
}

// unclear leaves the reminder as it is until the hand-off is settled.
func (s *Story) unclear(w *Work, a Attempt, fault *channels.Error) Change {
	c := s.change(w, Sending, timeline.AttemptUnknown, timeline.System, timeline.Sent{
		Attempt: a.ID, Channel: string(a.Channel), Template: w.Reminder.Template, Version: a.Version,
		Text: "the provider gave no clear answer"})
	c.Attempt = &Result{AttemptID: a.ID, State: Unknown, Code: fault.Code, SettleAt: s.Now().Add(s.SettleAfter)}
	return c
}

// afterRejection chooses between a later try, the next channel and giving up.
func (s *Story) afterRejection(w *Work, a Attempt, fault *channels.Error) Change {
	wait, again := s.wait(a, fault)
	if again {
		return s.retry(w, a.Channel, s.Now().Add(wait), string(fault.Reason), sentences[fault.Reason])
	}
	if a.Number < mostAttempts {
		if c, ok := s.goOn(w, a.Channel, "next_channel", sentences[fault.Reason]); ok {
			return c
		}
	}
	reason := string(fault.Reason)
	c := s.change(w, Failed, timeline.ReminderFailed, timeline.System,
		timeline.Ended{Channel: string(a.Channel), Reason: reason, Text: sentences[fault.Reason], Template: w.answerTemplate()})
	c.Reason, c.Text = reason, sentences[fault.Reason]
	return c
}

// sentences say in plain words why a hand-off did not succeed.
var sentences = map[channels.Reason]string{
	channels.OptedOut:    "the customer has opted out of this channel at the provider",
	channels.BadAddress:  "the address does not exist or cannot take this channel",
	channels.Unreachable: "the customer could not be reached",
	channels.Blocked:     "the recipient or carrier does not take our messages",
	channels.Refused:     "the provider refused the message",
	channels.Misset:      "the sender is not set up rightly at the provider",
	channels.Busy:        "the provider was busy",
	channels.Temporary:   "the message could not be handed over",
	channels.Unknown:     "the provider gave no clear answer",
}

// goOn is the change from a channel that failed for good to the next; false when
// there is none.
func (s *Story) goOn(w *Work, failed channels.Kind, reason, text string) (Change, bool) {
	next, ok := w.after(failed, s.Now())
	if !ok {
		return Change{}, false
	}
	order := w.giveUp(failed)
	c := s.retry(w, next, s.Now(), reason, text+"; the next channel is used")
	c.Channels = order
	return c, true
}

// maxAttempts ends the tries of a reminder by a channel.
const maxAttempts = 8

// mostAttempts ends a reminder that no provider takes.
var mostAttempts = maxAttempts + len(channels.Kinds())

// waits are the delays after the first, second, … rejection of a channel. Mail
// servers that greylist want five minutes at least.
var waits = map[channels.Kind][]time.Duration{
	channels.Email: {5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour},
	channels.SMS:   {30 * time.Second, 2 * time.Minute, 10 * time.Minute, 30 * time.Minute, 2 * time.Hour, 6 * time.Hour},
	channels.Voice: {2 * time.Minute, 10 * time.Minute, 30 * time.Minute, 2 * time.Hour, 6 * time.Hour},
}

// closed is the change when the window closed while the attempt was committed:
// nothing was handed over, and the next decision says when it may be.
func (s *Story) closed(w *Work, a Attempt) Change {
	c := s.retry(w, a.Channel, s.Now(), "window", "the send window closed before the message could leave")
	c.Attempt = &Result{AttemptID: a.ID, State: Rejected}
	return c
}

// wait says how long to wait before the same message is tried again; false when
// it is not.
func (s *Story) wait(a Attempt, fault *channels.Error) (time.Duration, bool) {
	n := max(0, a.Number-1)
	switch {
	case !fault.Retry() || a.Number >= maxAttempts:
		return 0, false
	case fault.Reason == channels.Busy:
		backoff := min(30*time.Second, time.Second<<n)
		return max(fault.RetryAfter, backoff+rand.N(backoff/5)), true
	case fault.Reason == channels.Unreachable:
		return 3 * time.Hour, a.Number <= 2
	}
	steps := waits[a.Channel]
	return max(fault.RetryAfter, steps[min(n, len(steps)-1)]), true
}

// retry makes the reminder due again, or expires it when that would be too late.
func (s *Story) retry(w *Work, kind channels.Kind, at time.Time, reason, text string) Change {
	if expires := w.Reminder.ExpiresAt; !expires.IsZero() && !at.Before(expires) {
		c := s.change(w, Expired, timeline.ReminderExpired, timeline.System,
			timeline.Ended{Channel: string(kind), Reason: reason, Text: text + " before it expired", Template: w.answerTemplate()})
		c.Reason, c.Text = reason, text+" before it expired"
		return c
	}
	c := s.change(w, Scheduled, timeline.ReminderDeferred, timeline.System, timeline.Deferred{
		Channel: string(kind), Until: at, Zone: w.Contact.Zone(w.Account), Reason: reason, Text: text,
		Template: w.answerTemplate()})
	c.SendAt, c.Reason, c.Text = at, reason, text
	return c
}

// failedBefore is the change when a message could not even be prepared: the
// next channel is used, or the reminder fails.
func (s *Story) failedBefore(j job, reason, text string) Change {
	if c, ok := s.goOn(j.work, j.channel, reason, text); ok {
		return c
	}
	c := s.change(j.work, Failed, timeline.ReminderFailed, timeline.System,
		timeline.Ended{Channel: string(j.channel), Reason: reason, Text: text, Template: j.work.answerTemplate()})
	c.Reason, c.Text, c.Decision = reason, text, &j.decision
	return c
}
