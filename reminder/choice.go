package reminder

import (
	"slices"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
)

// Decider answers whether a person may be contacted; policy.Policy does.
type Decider interface {
	Decide(q policy.Question) policy.Decision
}

// Choice is a decision with the channel that it is about: the one to use, the one
// that is waited for, or the one whose refusal counts.
type Choice struct {
	Channel channels.Kind
	policy.Decision
}

// Decide chooses the channel for the work and says whether it may be used now.
//
// The channels are asked about in the customer's order. The first that is not
// refused is preferred: it waits for its opening for so long; when that is
// further off, the first of the others that may be used now is, else the one
// that opens first is waited for. What stops the preferred channel for another
// cause than the hour stops the reminder. Notes name the channels that were
// passed over, each with the rule that stood against it. An answer goes by the
// channel that it was planned for, or not at all.
func Decide(d Decider, w *Work, wait time.Duration, now time.Time) Choice {
	q := w.question(now)
	if w.Reminder.Answering != nil {
		return ask(d, w, &q, w.Reminder.Channel)
	}
	kinds := w.candidates()
	if len(kinds) == 0 {
		return unwanted(ask(d, w, &q, w.left()[0]), w.purpose())
	}
	if len(kinds) == 1 {
		return ask(d, w, &q, kinds[0])
	}
	heard := make([]Choice, 0, len(kinds))
	best := -1 // the first that is not refused, or a later one that opens before it
	for i, kind := range kinds {
		c := ask(d, w, &q, kind)
		heard = append(heard, c)
		switch {
		case c.Verdict == policy.Skip:
		case c.Verdict == policy.Send, best < 0 && !late(&c, &q, wait):
			return noted(heard, i)
		case best < 0, opensBefore(&c, &heard[best]):
			best = i
		}
	}
	return noted(heard, max(best, 0))
}

func ask(d Decider, w *Work, q *policy.Question, kind channels.Kind) Choice {
	q.Channel, q.Address = kind, w.address(kind)
	return Choice{kind, d.Decide(*q)}
}

// late says that the channel may be used one day, but not soon: another may serve
// the customer better.
func late(c *Choice, q *policy.Question, wait time.Duration) bool {
	switch c.Verdict {
	case policy.Defer:
		return c.Until.Sub(q.At) > wait
	case policy.Expire: // its opening comes too late; the reminder itself is not too old yet
		return q.ExpiresAt.IsZero() || q.At.Before(q.ExpiresAt)
	}
	return false
}

// opensBefore says that the channel opens before the best one so far.
func opensBefore(c, best *Choice) bool {
	return c.Verdict == policy.Defer && (best.Verdict != policy.Defer || c.Until.Before(best.Until))
}

// noted is one of the choices with a note on each of the others, such as
// "sms: opt_out".
func noted(heard []Choice, chosen int) Choice {
	c := heard[chosen]
	if len(heard) == 1 {
		return c
	}
	notes := make([]string, 0, len(c.Notes)+len(heard)-1)
	notes = append(notes, c.Notes...)
	for i := range heard {
		if i != chosen {
			notes = append(notes, string(heard[i].Channel)+": "+reason(&heard[i].Decision).Rule)
		}
	}
	c.Notes = notes
	return c
}

// reason is what decided; the verdict itself where no gate did.
func reason(d *policy.Decision) policy.Because {
	if len(d.Because) > 0 {
		return d.Because[0]
	}
	return policy.Because{Rule: string(d.Verdict)}
}

// unwanted refuses what may be sent by a channel that the customer has not chosen
// for the purpose.
func unwanted(c Choice, purpose account.Purpose) Choice {
	if c.Verdict == policy.Send || c.Verdict == policy.Defer {
		c.Verdict, c.Until, c.WindowEnd = policy.Skip, time.Time{}, time.Time{}
		c.Because = append([]policy.Because{{Rule: "purpose", Text: "the customer wants no " + string(purpose) + "s by any of its channels"}}, c.Because...)
	}
	return c
}

// candidates are the channels that are left, in the customer's order. Those that
// they chose for its purpose are the only ones; else the preferred ones come first.
// None that is excluded or opted out of is missing: the policy says so by name.
func (w *Work) candidates() []channels.Kind {
	left := w.left()
	chosen, limited := w.Preferences.Purposes[w.purpose()]
	if !limited {
		chosen = w.Preferences.Channels
	}
	if len(chosen) == 0 {
		if limited {
			return nil
		}
		return left
	}
	ordered := make([]channels.Kind, 0, len(left))
	for _, list := range [2][]channels.Kind{chosen, left} {
		for _, kind := range list {
			if slices.Contains(left, kind) && !slices.Contains(ordered, kind) {
				ordered = append(ordered, kind)
			}
		}
		if limited {
			break
		}
	}
	return ordered
}

// left are the reminder's channels from the current one on. Those before it have
// failed for good.
func (w *Work) left() []channels.Kind {
	if at := slices.Index(w.Reminder.Channels, w.Reminder.Channel); at >= 0 {
		return w.Reminder.Channels[at:]
	}
	return []channels.Kind{w.Reminder.Channel}
}
