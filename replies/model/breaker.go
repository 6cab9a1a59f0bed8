package model

import (
	"sync"
	"time"
)

// The breaker's measures.
const (
	mostFaults = 5
	rest       = time.Minute
)

// breaker leaves a model alone that fails again and again, so that replies do not
// wait for it. After a rest one question finds out whether it is back.
type breaker struct {
	mu     sync.Mutex
	faults int
	until  time.Time
}

// allow says that a question may be put. While a rest has just ended, one may: the
// next waits until it is known how that went.
func (b *breaker) allow(now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.faults < mostFaults {
		return true
	}
	if now.Before(b.until) {
		return false
	}
	b.until = now.Add(rest)
	return true
}

func (b *breaker) good() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.faults = 0
}

// bad counts a fault; true when the rest begins.
func (b *breaker) bad(now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.faults++
	b.until = now.Add(rest)
	return b.faults == mostFaults
}
