package reminder

import (
	"crypto/sha256"
	"encoding/binary"
	"math/bits"
	"time"

	"github.com/goodterms/goodterms/policy"
)

// deferredTo is when a deferred reminder is looked at again: the first instant
// allowed or, so that an opening sees no stampede, a little later in its first
// two thirds. A reminder that would expire meanwhile is not put off further.
func (s *Story) deferredTo(w *Work, d *policy.Decision) time.Time {
	over := min(s.Spread, d.WindowEnd.Sub(d.Until)/3*2)
	at := d.Until.Add(spread(w.Reminder.ID, over))
	if expires := w.Reminder.ExpiresAt; !expires.IsZero() && !at.Before(expires) {
		return d.Until
	}
	return at
}

// spread is the reminder's own place, to the millisecond, in a stretch of time:
// any is as likely as any other, and it is always the same.
func spread(id string, over time.Duration) time.Duration {
	if over < time.Millisecond {
		return 0
	}
	sum := sha256.Sum256([]byte("spread " + id))
	place, _ := bits.Mul64(binary.BigEndian.Uint64(sum[:8]), uint64(over/time.Millisecond))
	return time.Duration(place) * time.Millisecond
}
