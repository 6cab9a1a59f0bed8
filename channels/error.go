package channels

import "time"

// Reason says why a hand-off did not succeed. The list is closed.
type Reason string

// The reasons, each with what follows from it.
const (
	OptedOut    Reason = "opted_out"     // the address has opted out at the provider: record it, never this channel again
	BadAddress  Reason = "bad_address"   // the address does not exist or cannot take this channel: never again, next channel
	Unreachable Reason = "unreachable"   // the handset is off or the mailbox full: try again much later
	Blocked     Reason = "blocked"       // the recipient or carrier blocks us: next channel, no retry
	Refused     Reason = "refused"       // content or policy refused: no retry of the same words, tell the operator
	Misset      Reason = "misconfigured" // our route, sender or credentials: nothing wrong with the customer, try again later, tell the operator
	Busy        Reason = "busy"          // rate or concurrency limit, certainly not processed: try again soon
	Temporary   Reason = "temporary"     // certainly not taken, for a passing cause: try again
	Unknown     Reason = "unknown"       // may have been taken: settle it with the provider, never resend blindly
)

// Error is the only error that a Channel returns. Its text holds no address, no
// secret and nothing that a provider wrote.
type Error struct {
	Reason     Reason
	Code       string        // the provider's code, such as 21610 or 550 5.1.1; empty when there is none
	RetryAfter time.Duration // the provider's wish; 0 when it has none
	Note       string        // a constant sentence of ours for the timeline, such as "connection refused"
}

func (e *Error) Error() string {
	text := "hand-off " + string(e.Reason)
	if e.Code != "" {
		text += " (" + e.Code + ")"
	}
	if e.Note != "" {
		text += ": " + e.Note
	}
	return text
}

// Retry says that the same message may be handed over again later.
func (e *Error) Retry() bool {
	switch e.Reason {
	case Unreachable, Misset, Busy, Temporary:
		return true
	}
	return false
}

// OurFault says that an operator has to mend something.
func (e *Error) OurFault() bool { return e.Reason == Misset || e.Reason == Refused }
