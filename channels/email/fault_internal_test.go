package email

import (
	"net"
	"testing"

	"github.com/goodterms/goodterms/channels"
)

func TestAHostThatDoesNotExistIsMisconfigured(t *testing.T) {
	t.Parallel()
	missing := &net.OpError{Op: "dial", Err: &net.DNSError{IsNotFound: true}}
	if got := newFault(dialing, missing).classify(recipient{}); got.Reason != channels.Misset {
		t.Errorf("got %v", got)
	}
	away := &net.OpError{Op: "dial", Err: &net.DNSError{IsTimeout: true}}
	if got := newFault(dialing, away).classify(recipient{}); got.Reason != channels.Temporary {
		t.Errorf("got %v", got)
	}
}
