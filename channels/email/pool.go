package email

import (
	"bytes"
	"context"
	"slices"
	"sync"
	"time"

	"github.com/goodterms/goodterms/channels"
)

const (
	maxIdle     = 30 * time.Second // relays close idle connections after minutes, firewalls sooner
	maxMails    = 100              // per connection, so that load spreads over a relay's machines
	maxRefusals = 4                // per connection; Postfix slows a client down after ten errors
)

// pool keeps a bounded number of connections to the relay.
type pool struct {
	dial  func(context.Context) (*link, *channels.Error)
	now   func() time.Time
	slots chan struct{}

	mu     sync.Mutex
	idle   []*link // the last one is the most recently used
	closed bool
}

func newPool(size int, dial func(context.Context) (*link, *channels.Error), now func() time.Time) *pool {
	return &pool{dial: dial, now: now, slots: make(chan struct{}, size)}
}

// slot is the right to use one connection at a time.
type slot struct {
	pool *pool
	held *link
}

// enter waits for a slot.
func (p *pool) enter(ctx context.Context) (*slot, *channels.Error) {
	select {
	case p.slots <- struct{}{}:
		return &slot{pool: p}, nil
	case <-ctx.Done():
		return nil, &channels.Error{Reason: channels.Busy, Note: "no mail connection was free in time"}
	}
}

// link returns an idle connection, or a new one.
func (s *slot) link(ctx context.Context) (*link, *channels.Error) {
	if s.held = s.pool.pick(); s.held != nil {
		return s.held, nil
	}
	return s.fresh(ctx)
}

// fresh replaces the slot's connection by a new one.
func (s *slot) fresh(ctx context.Context) (*link, *channels.Error) {
	if s.held != nil {
		s.held.close()
	}
	var failure *channels.Error
	s.held, failure = s.pool.dial(ctx)
	return s.held, failure
}

// leave gives slot and connection back.
func (s *slot) leave() {
	if s.held != nil {
		s.pool.keep(s.held)
	}
	<-s.pool.slots
}

// pick takes the connection that was used last, so that those beyond the need
// grow old.
func (p *pool) pick() *link {
	p.mu.Lock()
	old := p.removeOld()
	var picked *link
	if last := len(p.idle) - 1; last >= 0 {
		picked, p.idle = p.idle[last], p.idle[:last]
	}
	p.mu.Unlock()
	closeAll(old)
	return picked
}

func (p *pool) keep(l *link) {
	p.mu.Lock()
	old := p.removeOld()
	if p.closed || l.broken || l.mails >= maxMails || l.refusals >= maxRefusals {
		old = append(old, l)
	} else {
		l.used, l.idleSince = true, p.now()
		p.idle = append(p.idle, l)
	}
	p.mu.Unlock()
	closeAll(old)
}

// removeOld removes what has been idle too long; those stand at the front.
func (p *pool) removeOld() []*link {
	n := 0
	for n < len(p.idle) && p.now().Sub(p.idle[n].idleSince) > maxIdle {
		n++
	}
	if n == 0 {
		return nil
	}
	old := slices.Clone(p.idle[:n])
	p.idle = slices.Delete(p.idle, 0, n)
	return old
}

func (p *pool) close() {
	p.mu.Lock()
	p.closed = true
	all := p.idle
	p.idle = nil
	p.mu.Unlock()
	closeAll(all)
}

func closeAll(links []*link) {
	for _, l := range links {
		l.close()
	}
}

// buffers lends memory for mails.
type buffers struct{ pool sync.Pool }

const maxBuffer = 1 << 20 // larger ones are left to the garbage collector

func (b *buffers) take() *bytes.Buffer {
	if buffer, ok := b.pool.Get().(*bytes.Buffer); ok {
		return buffer
	}
	return &bytes.Buffer{}
}

func (b *buffers) put(buffer *bytes.Buffer) {
	if buffer.Cap() > maxBuffer {
		return
	}
	buffer.Reset()
	b.pool.Put(buffer)
}
