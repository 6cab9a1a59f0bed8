package twilio

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"net/http/httptrace"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/goodterms/goodterms/channels"
)

// longestWait caps what an answer may ask us to wait.
const longestWait = 24 * time.Hour

// Fault gives whatever came out of Twilio's client as the contract's error.
// What is not one already was an answer that could not be read: Unknown.
func Fault(err error) *channels.Error {
	var fault *channels.Error
	if errors.As(err, &fault) {
		return fault
	}
	return unclear("the answer could not be read")
}

// Nameless is the fault of a success that names no message or call.
func Nameless() *channels.Error { return unclear("the answer names nothing that was created") }

// TooLate is the fault of a message whose time has passed; nothing was sent.
func TooLate() *channels.Error { return untaken("its time had passed before it was handed over") }

// Refuse is the fault of a message that Twilio would refuse with the code; nothing was sent.
func Refuse(code int) *channels.Error {
	meaning := MeaningOf(strconv.Itoa(code))
	return &channels.Error{Reason: meaning.Reason, Code: strconv.Itoa(code), Note: meaning.Note}
}

func unclear(note string) *channels.Error {
	return &channels.Error{Reason: channels.Unknown, Note: note}
}

func untaken(note string) *channels.Error {
	return &channels.Error{Reason: channels.Temporary, Note: note}
}

// journey knows whether a request can have reached the server. Once it has a
// connection it may be on its way, whatever happens next.
type journey struct{ underway atomic.Bool }

func (j *journey) watch(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		// The transport looks for another connection only when it has written
		// nothing to the last one.
		GetConn: func(string) { j.underway.Store(false) },
		GotConn: func(httptrace.GotConnInfo) { j.underway.Store(true) },
	})
}

// fault says what a request without an answer means.
func (j *journey) fault(err error) *channels.Error {
	if j.underway.Load() {
		return unclear(silence(err))
	}
	var certificate *tls.CertificateVerificationError
	var resolve *net.DNSError
	switch {
	case errors.As(err, &certificate):
		return &channels.Error{Reason: channels.Misset, Note: "the provider's certificate is not trusted"}
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return untaken("no time was left to hand it over")
	case errors.As(err, &resolve):
		return untaken("the provider's name was not found")
	}
	return untaken("the provider could not be reached")
}

func silence(err error) string {
	var timeout net.Error
	if errors.Is(err, context.Canceled) || errors.As(err, &timeout) && timeout.Timeout() {
		return "no answer came in time"
	}
	return "the connection broke before an answer came"
}

// answered says what an answer that is no success means.
func answered(resp *http.Response, body []byte, broken error) *channels.Error {
	word, ok := read(body, broken)
	switch {
	case resp.StatusCode == http.StatusTooManyRequests:
		return &channels.Error{Reason: channels.Busy, Code: word.code(), RetryAfter: wait(resp.Header), Note: "too many requests at once"}
	case resp.StatusCode < 400:
		return unclear("the provider answered with a redirect")
	case resp.StatusCode >= 500:
		return &channels.Error{Reason: channels.Unknown, Code: word.code(), Note: "the provider had an error of its own"}
	case !ok || resp.StatusCode == http.StatusRequestTimeout:
		return unclear("the answer could not be read")
	}
	return rejected(resp, word)
}

func rejected(resp *http.Response, word refusal) *channels.Error {
	meaning, listed := meanings[word.code()]
	if !listed {
		meaning = unlisted
	}
	if !listed && (resp.StatusCode == http.StatusUnauthorized || resp.StatusCode == http.StatusForbidden) {
		meaning = forbidden
	}
	after := max(wait(resp.Header), meaning.After)
	return &channels.Error{Reason: meaning.Reason, Code: word.code(), RetryAfter: after, Note: meaning.Note}
}

// refusal is the JSON that Twilio answers with when it refuses
// (https://www.twilio.com/docs/usage/twilios-response#response-formats-exceptions).
type refusal struct {
	Code   int `json:"code"`
	Status int `json:"status"`
}

// code is empty when there is none.
func (r refusal) code() string {
	if r.Code <= 0 {
		return ""
	}
	return strconv.Itoa(r.Code)
}

// read returns what Twilio wrote; false when it was somebody else on the way,
// such as a proxy, or cannot be read.
func read(body []byte, broken error) (refusal, bool) {
	var r refusal
	if broken != nil || json.Unmarshal(body, &r) != nil {
		return refusal{}, false
	}
	return r, r.Code > 0 || r.Status >= 400
}

// wait reads how long the provider wishes us to wait: seconds, or an instant
// that is set against the answer's own date (RFC 9110, 10.2.3).
func wait(header http.Header) time.Duration {
	text := header.Get("Retry-After")
	var after time.Duration
	if seconds, err := strconv.ParseInt(text, 10, 32); err == nil {
		after = time.Duration(seconds) * time.Second
	} else if until, err := http.ParseTime(text); err == nil {
		if now, err := http.ParseTime(header.Get("Date")); err == nil {
			after = until.Sub(now)
		}
	}
	return min(max(after, 0), longestWait)
}
