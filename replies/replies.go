// Package replies is in charge of what customers send back: it matches a reply to
// an account, has it read, decides what it changes, and records all of that at
// once. It refuses to act on what is not certain: then a person looks.
package replies

import "errors"

// Errors of the stores behind the desk.
var (
	ErrNoReply    = errors.New("no such reply")
	ErrNoFollowUp = errors.New("no such follow-up")
	ErrDone       = errors.New("the follow-up is done")
	ErrNobody     = errors.New("nobody is known who wrote the reply")
	ErrWords      = errors.New("an answer has 1 to 2000 characters, by SMS 600 at most")
	ErrNoHold     = errors.New("no such hold")
	ErrNoPromise  = errors.New("no such promise")
	ErrNoDispute  = errors.New("no such dispute")
)
