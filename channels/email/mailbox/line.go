package mailbox

import (
	"net"
	"sync"
	"time"
)

// line is a connection that hangs up by itself when an answer is due and no byte
// comes: a network that was cut in silence tells nothing, and the library waits
// for ever.
type line struct {
	net.Conn
	mu    sync.Mutex
	due   time.Duration // 0: no answer is due
	timer *time.Timer
}

func newLine(conn net.Conn) *line { return &line{Conn: conn} }

// expect says that an answer is due within so long after the last byte.
func (l *line) expect(within time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.due = within
	if l.timer != nil {
		l.timer.Stop()
	}
	l.timer = time.AfterFunc(within, func() { _ = l.Conn.Close() })
}

// relax says that no answer is due.
func (l *line) relax() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.due = 0
	if l.timer != nil {
		l.timer.Stop()
	}
}

// Read notes that the other side is there.
func (l *line) Read(p []byte) (int, error) {
	n, err := l.Conn.Read(p)
	if n > 0 {
		l.mu.Lock()
		if l.due > 0 {
			l.timer.Reset(l.due)
		}
		l.mu.Unlock()
	}
	return n, err
}

// Close hangs up.
func (l *line) Close() error {
	l.relax()
	return l.Conn.Close()
}
