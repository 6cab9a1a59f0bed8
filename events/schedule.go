package events

import (
	"math/rand/v2"
	"time"
)

// failing is how long a webhook that does not answer is left alone, by how often in a
// row; the last goes on for as long as events are kept.
var failing = []time.Duration{5 * time.Second, 30 * time.Second, 2 * time.Minute, 10 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour}

// refused is how long an event that a webhook refuses waits, by how often it was tried:
// about three days in all. After the last try it is given up.
var refused = []time.Duration{time.Minute, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour, 28 * time.Hour}

// longest is the most that a webhook may ask us to wait.
const longest = 2 * time.Hour

// pause is how long a failing webhook is left alone after so many failures in a row, no
// less than it asks for.
func pause(failures int, asked time.Duration) time.Duration {
	wait := failing[min(max(failures, 1), len(failing))-1]
	return max(jitter(wait), min(asked, longest))
}

// retryRefused is when an event is tried again after so many tries; false: never.
func retryRefused(attempts int) (time.Duration, bool) {
	if attempts > len(refused) {
		return 0, false
	}
	return jitter(refused[attempts-1]), true
}

// jitter adds up to a tenth, so that many do not come back at once.
func jitter(d time.Duration) time.Duration { return d + rand.N(d/10+1) }
