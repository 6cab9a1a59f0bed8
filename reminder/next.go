package reminder

import (
	"slices"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
)

// after returns the channel that takes over from one that failed for good: the
// first in the customer's order by which they can be reached and want to be. Nothing
// takes over for an answer.
func (w *Work) after(failed channels.Kind, now time.Time) (channels.Kind, bool) {
	if w.Reminder.Answering != nil {
		return "", false
	}
	for _, kind := range w.candidates() {
		if _, ok := w.Contact.Address(kind); ok && kind != failed && !slices.Contains(w.Preferences.Excluded, kind) && !w.optedOut(kind, now) {
			return kind, true
		}
	}
	return "", false
}

// optedOut says that the contact does not want the channel.
func (w *Work) optedOut(kind channels.Kind, now time.Time) bool {
	address, _ := w.Contact.Address(kind)
	return slices.ContainsFunc(w.OptOuts, func(o account.OptOut) bool {
		return o.Reaches(now, kind, address.Value, w.Contact.ID)
	})
}

// giveUp puts a channel that failed for good before those that are left, so that
// the reminder goes on from the first of them. It returns the new order, nil when
// it is the old one.
func (w *Work) giveUp(failed channels.Kind) []channels.Kind {
	r := &w.Reminder
	order := w.bringForward(failed)
	if at := slices.Index(r.Channels, failed); r.Channel == failed && at+1 < len(r.Channels) {
		r.Channel = r.Channels[at+1]
	}
	return order
}

// bringForward makes a channel the current one without losing any that is left.
// It returns the new order, nil when it is the old one.
func (w *Work) bringForward(kind channels.Kind) []channels.Kind {
	r := &w.Reminder
	at, from := slices.Index(r.Channels, r.Channel), slices.Index(r.Channels, kind)
	if from >= 0 {
		r.Channel = kind
	}
	if at < 0 || from <= at {
		return nil
	}
	list := slices.Delete(slices.Clone(r.Channels), from, from+1)
	r.Channels = slices.Insert(list, at, kind)
	return r.Channels
}
