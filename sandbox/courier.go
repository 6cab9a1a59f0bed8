package sandbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

// How callbacks are carried out.
const (
	couriers     = 32                    // callbacks on the way at the same time
	retryPause   = 20 * time.Millisecond // before the first retry; doubled for each further one
	hookTimeout  = 15 * time.Second      // Twilio's own limit
	dialTimeout  = 5 * time.Second       // Twilio's own limit
	largestReply = 64 << 10              // Twilio's own limit for TwiML
)

// courier carries signed callbacks to the application, a bounded number at once.
type courier struct {
	ctx    context.Context
	token  string
	log    *slog.Logger
	client *http.Client

	mu      sync.Mutex
	waiting []func()
	wake    *sync.Cond
	stopped bool
	workers sync.WaitGroup
}

func newCourier(ctx context.Context, token string, log *slog.Logger) *courier {
	c := &courier{ctx: ctx, token: token, log: log}
	c.wake = sync.NewCond(&c.mu)
	c.client = &http.Client{Transport: &http.Transport{
		DialContext:         (&net.Dialer{Timeout: dialTimeout}).DialContext,
		MaxIdleConns:        2 * couriers,
		MaxIdleConnsPerHost: 2 * couriers,
		IdleConnTimeout:     time.Minute,
	}}
	return c
}

func (c *courier) start() {
	for range couriers {
		c.workers.Go(c.work)
	}
}

func (c *courier) work() {
	for {
		job, ok := c.next()
		if !ok {
			return
		}
		job()
	}
}

func (c *courier) next() (job func(), ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for len(c.waiting) == 0 && !c.stopped {
		c.wake.Wait()
	}
	if c.stopped {
		return nil, false
	}
	job, c.waiting = c.waiting[0], c.waiting[1:]
	return job, true
}

// after queues a job once d has passed.
func (c *courier) after(d time.Duration, job func()) {
	time.AfterFunc(d, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		if !c.stopped {
			c.waiting = append(c.waiting, job)
			c.wake.Signal()
		}
	})
}

func (c *courier) stop() {
	c.mu.Lock()
	c.stopped, c.waiting = true, nil
	c.wake.Broadcast()
	c.mu.Unlock()
	c.workers.Wait()
	c.client.CloseIdleConnections()
}

// override is what the fragment of a webhook URL changes
// (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides).
type override struct {
	retries int
	policy  string // ct, rt, 4xx, 5xx, all; comma-separated
	total   time.Duration
}

// target splits a configured URL into what is called and signed, and how.
func target(configured string) (string, override) {
	called, fragment, _ := strings.Cut(configured, "#")
	if u, err := url.Parse(called); err == nil && u.Path == "" {
		u.Path = "/" // what goes over the wire, and so what is signed
		called = u.String()
	}
	o := override{retries: 1, policy: "ct", total: hookTimeout}
	settings, err := url.ParseQuery(fragment)
	if err != nil {
		return called, o
	}
	if n, err := strconv.Atoi(settings.Get("rc")); err == nil {
		o.retries = min(max(n, 0), 5)
	}
	o.policy = orElse(settings.Get("rp"), o.policy)
	if ms, err := strconv.Atoi(settings.Get("tt")); err == nil {
		o.total = min(max(time.Duration(ms)*time.Millisecond, 100*time.Millisecond), hookTimeout)
	}
	return called, o
}

// covers tells whether a result is one that the policy retries.
func (o override) covers(status int, err error) bool {
	has := func(word string) bool {
		return strings.Contains(","+o.policy+",", ","+word+",") || o.policy == "all"
	}
	var dial *net.OpError
	switch {
	case errors.As(err, &dial) && dial.Op == "dial":
		return has("ct")
	case err != nil:
		return has("rt")
	case status >= 500:
		return has("5xx")
	case status >= 400:
		return has("4xx")
	}
	return false
}

// callback is one signed request to the application.
type callback struct {
	method string
	url    string // as configured, with its fragment
	form   url.Values
	token  string // the same on every retry
}

func newCallback(target string, form url.Values) callback {
	return callback{method: http.MethodPost, url: target, form: form, token: newSID("")}
}

// reply is the application's answer.
type reply struct {
	status      int
	contentType string
	body        []byte
}

// deliver sends a callback and arranges the retries that its URL asks for.
func (c *courier) deliver(cb callback) { c.attempt(cb, 0) }

func (c *courier) attempt(cb callback, tried int) {
	_, how := target(cb.url)
	got, err := c.call(cb)
	if err == nil && got.status < 400 {
		return
	}
	if tried < how.retries && how.covers(got.status, err) {
		c.after(retryPause<<tried, func() { c.attempt(cb, tried+1) })
		return
	}
	c.log.Warn("callback not taken", "status", got.status, "provider_id", orElse(cb.form.Get("MessageSid"), cb.form.Get("CallSid")), "reach", err == nil)
}

// call sends a callback once and reads the answer.
func (c *courier) call(cb callback) (reply, error) {
	called, how := target(cb.url)
	ctx, cancel := context.WithTimeout(c.ctx, how.total)
	defer cancel()
	request, err := c.request(ctx, called, cb)
	if err != nil {
		return reply{}, fmt.Errorf("build a callback: %w", err)
	}
	answered, err := c.client.Do(request)
	if err != nil {
		return reply{}, fmt.Errorf("call back: %w", err)
	}
	defer answered.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answered.Body, largestReply))
	if err != nil {
		return reply{}, fmt.Errorf("read a callback's answer: %w", err)
	}
	return reply{answered.StatusCode, answered.Header.Get("Content-Type"), body}, nil
}

// request builds and signs a callback; for GET the parameters join the query
// and the signature covers the whole URL.
func (c *courier) request(ctx context.Context, called string, cb callback) (*http.Request, error) {
	signed, body := cb.form, cb.form.Encode()
	if cb.method == http.MethodGet {
		separator := "?"
		if strings.Contains(called, "?") {
			separator = "&"
		}
		called, signed, body = called+separator+body, nil, ""
	}
	request, err := http.NewRequestWithContext(ctx, cb.method, called, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	if cb.method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
	}
	request.Header.Set("User-Agent", "TwilioProxy/1.1")
	request.Header.Set("X-Twilio-Signature", signature(c.token, called, signed))
	request.Header.Set("I-Twilio-Idempotency-Token", cb.token)
	return request, nil
}
