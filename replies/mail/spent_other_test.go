//go:build !unix

package mail_test

import "time"

var began = time.Now()

// spent is the time of this test so far.
func spent() time.Duration { return time.Since(began) }
