package reminder

import (
	"testing"
	"time"

	"github.com/goodterms/goodterms/channels"
)

func TestWhenARejectedMessageIsTriedAgain(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		channel channels.Kind
		number  int
		fault   channels.Error
		least   time.Duration
		most    time.Duration
		again   bool
	}{
		"greylisted mail waits five minutes":     {channels.Email, 1, channels.Error{Reason: channels.Temporary}, 5 * time.Minute, 5 * time.Minute, true},
		"mail backs off":                         {channels.Email, 4, channels.Error{Reason: channels.Temporary}, 6 * time.Hour, 6 * time.Hour, true},
		"a busy provider is tried within 2 s":    {channels.SMS, 1, channels.Error{Reason: channels.Busy}, time.Second, 2 * time.Second, true},
		"the provider's wish is respected":       {channels.SMS, 1, channels.Error{Reason: channels.Busy, RetryAfter: time.Minute}, time.Minute, time.Minute, true},
		"busy never waits beyond 36 s by itself": {channels.Voice, 7, channels.Error{Reason: channels.Busy}, 30 * time.Second, 36 * time.Second, true},
		"a phone that is off gets hours":         {channels.SMS, 1, channels.Error{Reason: channels.Unreachable}, 3 * time.Hour, 3 * time.Hour, true},
		"a phone that is off is tried twice":     {channels.SMS, 3, channels.Error{Reason: channels.Unreachable}, 0, 0, false},
		"an opt-out is never tried again":        {channels.SMS, 1, channels.Error{Reason: channels.OptedOut}, 0, 0, false},
		"a dead address is never tried again":    {channels.Email, 1, channels.Error{Reason: channels.BadAddress}, 0, 0, false},
		"refused words are never repeated":       {channels.SMS, 1, channels.Error{Reason: channels.Refused}, 0, 0, false},
		"an unclear answer is not for retrying":  {channels.SMS, 1, channels.Error{Reason: channels.Unknown}, 0, 0, false},
		"the eighth attempt is the last":         {channels.Email, 8, channels.Error{Reason: channels.Temporary}, 0, 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			wait, again := (&Story{}).wait(Attempt{Channel: c.channel, Number: c.number}, &c.fault)
			if again != c.again || again && (wait < c.least || wait > c.most) {
				t.Errorf("waits %v, again %v; want %v to %v, again %v", wait, again, c.least, c.most, c.again)
			}
		})
	}
}

func TestEveryReasonHasASentence(t *testing.T) {
	t.Parallel()
	for _, reason := range []channels.Reason{channels.OptedOut, channels.BadAddress, channels.Unreachable, channels.Blocked,
		channels.Refused, channels.Misset, channels.Busy, channels.Temporary, channels.Unknown} {
		if sentences[reason] == "" {
			t.Errorf("%s has no sentence for the timeline", reason)
		}
	}
}
