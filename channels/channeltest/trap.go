package channeltest

import (
	"net"
	"sync/atomic"
	"testing"
)

// lures remembers, for a whole run, whether any case named another host.
type lures struct{ count atomic.Int32 }

func (l *lures) used() bool { return l.count.Load() > 0 }

// trap is a listener that nobody may call.
type trap struct {
	listener net.Listener
	lured    *lures
	calls    atomic.Int32
}

func newTrap(t *testing.T, lured *lures) *trap {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	trap := &trap{listener: listener, lured: lured}
	go trap.watch()
	t.Cleanup(func() { _ = listener.Close() })
	return trap
}

func (t *trap) watch() {
	for {
		conn, err := t.listener.Accept()
		if err != nil {
			return
		}
		t.calls.Add(1)
		_ = conn.Close()
	}
}

func (t *trap) lure() string {
	t.lured.count.Add(1)
	return t.listener.Addr().String()
}

func (t *trap) uncalled(tb testing.TB) {
	tb.Helper()
	if calls := t.calls.Load(); calls != 0 {
		tb.Errorf("another host was called %d times", calls)
	}
}
