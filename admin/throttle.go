package admin

import (
	"crypto/sha256"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// limits are how often something may be tried. They are per process.
type limits struct {
	network *throttle // passwords, by where they come from
	email   *throttle // passwords, by whom they are for, whether there is such a one or not
	doors   *throttle // links and the provider's page, by where they come from
	present *throttle // passwords asked for once more, by operator
	codes   *throttle // codes that are sent: each costs a message
	proofs  *throttle // codes that are tried: the session's own count could be outrun
}

func newLimits() limits {
	return limits{
		network: newThrottle(20, 6*time.Second),
		email:   newThrottle(10, 10*time.Second),
		doors:   newThrottle(30, 2*time.Second),
		present: newThrottle(5, 30*time.Second),
		codes:   newThrottle(3, 5*time.Minute),
		proofs:  newThrottle(10, time.Minute),
	}
}

// mostKnown bounds how many a throttle tells apart, so that it cannot be used to fill
// the memory.
const mostKnown = 10_000

// throttle lets each of many try a few times at once, and then once in a while. Who has
// waited long enough is as good as new and is forgotten; while too many are being held
// back, all newcomers are treated as one, rather than anyone being let go.
type throttle struct {
	every time.Duration
	burst int

	mu    sync.Mutex
	known map[[sha256.Size]byte]*rate.Limiter
	rest  *rate.Limiter // everybody for whom there is no room
	swept time.Time
}

func newThrottle(burst int, every time.Duration) *throttle {
	t := &throttle{every: every, burst: burst, known: map[[sha256.Size]byte]*rate.Limiter{}}
	t.rest = t.fresh()
	return t
}

func (t *throttle) fresh() *rate.Limiter { return rate.NewLimiter(rate.Every(t.every), t.burst) }

// allow says whether the one who is named may try once more.
func (t *throttle) allow(now time.Time, name string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.find(now, sha256.Sum256([]byte(name))).AllowN(now, 1)
}

func (t *throttle) find(now time.Time, key [sha256.Size]byte) *rate.Limiter {
	if one := t.known[key]; one != nil {
		return one
	}
	if len(t.known) >= mostKnown && now.Sub(t.swept) >= time.Second {
		t.sweep(now)
	}
	if len(t.known) >= mostKnown {
		return t.rest
	}
	t.known[key] = t.fresh()
	return t.known[key]
}

// sweep forgets those who are as good as new.
func (t *throttle) sweep(now time.Time) {
	t.swept = now
	for key, one := range t.known {
		if one.TokensAt(now) >= float64(t.burst) {
			delete(t.known, key)
		}
	}
}

// network is whom an address belongs to: with IPv6, one house has 2^64 of them.
func network(source string) string {
	address, err := netip.ParseAddr(source)
	if err != nil {
		return source
	}
	if address = address.Unmap(); address.Is4() {
		return address.String()
	}
	prefix, _ := address.WithZone("").Prefix(64)
	return prefix.String()
}
