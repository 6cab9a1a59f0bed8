package api

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/goodterms/goodterms/reminder"
)

const idempotencyHeader = "Idempotency-Key"

// running knows the idempotent requests that this process is answering. It is
// memory alone, so a killed process leaves nothing behind; two processes that
// answer the same key are told apart by the store.
type running struct {
	mu   sync.Mutex
	keys map[string]struct{}
}

func newRunning() *running { return &running{keys: map[string]struct{}{}} }

// begin says whether the key was free, and takes it.
func (r *running) begin(key string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, busy := r.keys[key]; busy {
		return false
	}
	r.keys[key] = struct{}{}
	return true
}

func (r *running) end(key string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.keys, key)
}

// once answers a request with an Idempotency-Key the first time, and repeats
// that answer from then on. Keys belong to the API key that sent them.
func (s *server) once(c *call) (answer, error) {
	key, err := idempotencyKey(c.Request)
	if key == "" || err != nil {
		if err != nil {
			return answer{}, err
		}
		return c.route.handle(s, c)
	}
	c.idempotencyKey, c.requestHash = key, hashRequest(c)
	name := c.key.ID + " " + key
	if !s.running.begin(name) {
		return answer{}, stillRunning()
	}
	defer s.running.end(name)
	if a, found, err := s.earlier(c); found || err != nil {
		return a, err
	}
	a, err := c.route.handle(s, c)
	if !errors.Is(err, reminder.ErrAnswered) {
		return a, err
	}
	a, found, err := s.earlier(c) // another process was faster
	if !found && err == nil {
		err = stillRunning()
	}
	return a, err
}

func stillRunning() *problem {
	return newProblem(http.StatusConflict, "The first request with this Idempotency-Key is still being answered; ask again shortly.").after(time.Second)
}

// idempotencyKey returns the key of the request; empty when it has none.
func idempotencyKey(r *http.Request) (string, error) {
	values := r.Header.Values(idempotencyHeader)
	if len(values) == 0 {
		return "", nil
	}
	key := values[0]
	if len(values) > 1 || len(key) == 0 || len(key) > 255 || !plain(key) {
		return "", malformed("The Idempotency-Key must be one text of 1 to 255 printable ASCII characters.").
			at("header.Idempotency-Key", "must be one text of 1 to 255 printable ASCII characters, such as a UUID")
	}
	return key, nil
}

// hashRequest is what tells a repeat from another request under the same key.
func hashRequest(c *call) string {
	hash := sha256.New()
	for _, part := range []string{c.Method, c.URL.EscapedPath(), c.body} {
		io.WriteString(hash, part)
		hash.Write([]byte{0})
	}
	return hex.EncodeToString(hash.Sum(nil))
}

// earlier returns the answer to an earlier request with the same key.
func (s *server) earlier(c *call) (answer, bool, error) {
	stored, found, err := s.Answers.FindAnswer(c.ctx(), c.key.ID, c.idempotencyKey, c.now)
	if !found || err != nil {
		return answer{}, false, err
	}
	if stored.Request != c.requestHash {
		return answer{}, true, newProblem(http.StatusUnprocessableEntity,
			"This Idempotency-Key was used for another request within the last 24 hours; use a new key for a new request.").
			at("header.Idempotency-Key", "was used for another request; use a new key")
	}
	a := answer{status: stored.Status, body: stored.Body, replayed: true}
	var headers map[string]string
	if stored.Headers != "" && json.Unmarshal([]byte(stored.Headers), &headers) == nil {
		a.location = headers["Location"]
	}
	return a, true, nil
}

// reply makes the answer to a change from its effect, once: inside the store's
// transaction when the answer is remembered, else afterwards.
type reply struct {
	make func(effect any) answer
	made *answer
}

// remember is what the store needs to keep the answer; nil when nothing is kept.
func (m *reply) remember(c *call) *reminder.Idempotency {
	if c.idempotencyKey == "" {
		return nil
	}
	return &reminder.Idempotency{
		KeyID: c.key.ID, Key: c.idempotencyKey, Request: c.requestHash,
		Make: func(effect any) (int, string, []byte) {
			a := m.make(effect)
			m.made = &a
			return a.status, a.headers(), a.body
		},
	}
}

// to returns the answer to the effect: what was remembered, when something was.
func (m *reply) to(effect any) answer {
	if m.made != nil {
		return *m.made
	}
	return m.make(effect)
}

// headers is what a repeat says again.
func (a answer) headers() string {
	if a.location == "" {
		return "{}"
	}
	text, err := json.Marshal(map[string]string{"Location": a.location})
	if err != nil {
		return "{}"
	}
	return string(text)
}
