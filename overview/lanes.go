package overview

import (
	"time"

	"github.com/goodterms/goodterms/channels"
)

// Inspection is what one instance sees of the queue.
type Inspection struct {
	At       time.Time // when it looked, by the machine's clock
	Owner    string    // the instance that looked
	Redis    string    // embedded, server, sentinel or cluster
	Away     string    // why Redis does not answer; empty: it does
	Lanes    []Lane    // one for each channel; empty while Redis is away
	Promotes bool      // this instance reads the schedule ahead and sweeps
	Settles  bool      // this instance settles attempts with an unknown outcome
}

// Lane is what Redis holds of one channel, in batches of up to 64 reminders.
type Lane struct {
	Channel   channels.Kind
	Pending   int           // no worker has taken them yet
	Active    int           // a worker handles them now
	Scheduled int           // for later; the gateway puts none there
	Retry     int           // come back in a moment, because something of ours is away
	Processed int           // since midnight UTC, those that failed included
	Failed    int           // since midnight UTC
	Latency   time.Duration // for how long the oldest pending one has waited
	Kept      int           // reminders that this instance could not put into Redis yet
}
