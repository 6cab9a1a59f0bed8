package events

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strconv"
	"time"
)

// userAgent is how a webhook sees us.
const userAgent = "Goodterms-Webhooks/1"

// outcome is what came of a post.
type outcome struct {
	status int           // 0: no answer
	fault  string        // empty: taken
	retry  time.Duration // what Retry-After asks for; 0: nothing
}

func (o outcome) taken() bool { return o.fault == "" }

// post sends a signed body. What the webhook answers besides its status is not kept.
func (d *Dispatcher) post(ctx context.Context, e Endpoint, id string, body []byte) outcome {
	if CheckURL(e.URL.Reveal(), d.AllowPrivate) != nil {
		return outcome{fault: FaultURL}
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, e.URL.Reveal(), bytes.NewReader(body))
	if err != nil {
		return outcome{fault: FaultURL}
	}
	now := d.Now()
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", userAgent)
	e.sign(request.Header, id, now, body)
	answer, err := d.Client.Do(request)
	if err != nil {
		return outcome{fault: faultOf(err)}
	}
	defer answer.Body.Close()
	_, _ = io.CopyN(io.Discard, answer.Body, maxAnswer) // so that the connection can be used again
	return outcome{status: answer.StatusCode, fault: faultOfStatus(answer.StatusCode), retry: retryAfter(answer.Header, now)}
}

// retryAfter reads seconds or a date.
func retryAfter(h http.Header, now time.Time) time.Duration {
	text := h.Get("Retry-After")
	if seconds, err := strconv.ParseInt(text, 10, 32); err == nil {
		return max(0, time.Duration(seconds)*time.Second)
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(0, at.Sub(now))
	}
	return 0
}
