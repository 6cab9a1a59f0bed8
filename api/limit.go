package api

import (
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// limiter holds each key to its share of requests.
type limiter struct {
	rate  rate.Limit
	burst int
	mu    sync.Mutex
	keys  map[string]*rate.Limiter
}

// newLimiter returns nil, which limits nothing, when the rate is 0.
func newLimiter(perSecond float64, burst int) *limiter {
	if perSecond <= 0 {
		return nil
	}
	return &limiter{rate: rate.Limit(perSecond), burst: max(1, burst), keys: map[string]*rate.Limiter{}}
}

// take counts a request of the key and says in headers what is left; an error
// says that it is one too many.
func (l *limiter) take(key string, now time.Time, h http.Header) error {
	if l == nil {
		return nil
	}
	bucket := l.bucket(key)
	allowed := bucket.AllowN(now, 1)
	tokens := bucket.TokensAt(now)
	h.Set("RateLimit-Limit", strconv.Itoa(l.burst))
	h.Set("RateLimit-Remaining", strconv.Itoa(max(0, int(tokens))))
	h.Set("RateLimit-Reset", strconv.Itoa(int(math.Ceil((float64(l.burst)-tokens)/float64(l.rate)))))
	if allowed {
		return nil
	}
	wait := time.Duration((1 - tokens) / float64(l.rate) * float64(time.Second))
	return newProblem(http.StatusTooManyRequests,
		"This API key sends more requests than it may; wait as Retry-After says, or send reminders in batches.").after(max(wait, time.Millisecond))
}

func (l *limiter) bucket(key string) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	bucket := l.keys[key]
	if bucket == nil {
		bucket = rate.NewLimiter(l.rate, l.burst)
		l.keys[key] = bucket
	}
	return bucket
}
