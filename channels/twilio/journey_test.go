package twilio

import (
	"errors"
	"net/http/httptrace"
	"testing"

	"github.com/goodterms/goodterms/channels"
)

func TestARequestIsUnderwayOnlyOnItsLastConnection(t *testing.T) {
	t.Parallel()
	j := &journey{}
	trace := httptrace.ContextClientTrace(j.watch(t.Context()))
	steps := []struct {
		name string
		step func()
		want channels.Reason
	}{
		{"looking for a connection", func() { trace.GetConn("") }, channels.Temporary},
		{"on a connection", func() { trace.GotConn(httptrace.GotConnInfo{Reused: true}) }, channels.Unknown},
		{"looking for another, as nothing was written", func() { trace.GetConn("") }, channels.Temporary},
		{"on the other", func() { trace.GotConn(httptrace.GotConnInfo{}) }, channels.Unknown},
	}
	for _, s := range steps {
		s.step()
		if got := j.fault(errors.New("broken")).Reason; got != s.want {
			t.Errorf("%s: %s, want %s", s.name, got, s.want)
		}
	}
}
