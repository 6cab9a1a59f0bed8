package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// sender posts errands as a good client does: again with the same
// Idempotency-Key until there is an answer.
type sender struct {
	w          *town
	accepted   atomic.Int64
	retries    atomic.Int64
	replays    atomic.Int64
	duplicates atomic.Int64 // known by their reference
	group      sync.WaitGroup
	jobs       chan []*errand
}

// post lets several clients post the errands in batches; done waits for them.
// Some hang up at once and ask again, and some send references and no key.
func (w *town) post(clients int, errands []*errand, size int) *sender {
	w.t.Helper()
	for _, e := range errands {
		if e.channel == "voice" {
			w.ledger.calls(e.to, e.invoice)
		}
	}
	s := &sender{w: w, jobs: make(chan []*errand, len(errands)/size+1)}
	for len(errands) > 0 {
		n := min(size, len(errands))
		s.jobs <- errands[:n]
		errands = errands[n:]
	}
	close(s.jobs)
	for range clients {
		s.group.Go(func() {
			for batch := range s.jobs {
				s.send(w.t, batch)
			}
		})
	}
	return s
}

func (s *sender) done() { s.group.Wait() }

// haste is within how long some clients hang up, to ask again.
const haste = 400 * time.Millisecond

// keyOf is a batch's Idempotency-Key; none where references are enough.
func keyOf(batch []*errand) string {
	if slices.ContainsFunc(batch, func(e *errand) bool { return e.reference == "" }) {
		return fmt.Sprintf("batch-%d", batch[0].n)
	}
	return ""
}

// send posts one batch until it is answered.
func (s *sender) send(t *testing.T, batch []*errand) {
	body, key := batchOf(batch), keyOf(batch)
	hasty := batch[0].n/100%4 == 1
	var problem error
	if !linger(patience, func() bool {
		ctx, cancel := t.Context(), func() {}
		if hasty {
			ctx, cancel = context.WithTimeout(ctx, rand.N(haste))
		}
		problem = s.try(ctx, body, key, batch)
		cancel()
		if problem != nil {
			hasty = false
			s.retries.Add(1)
		}
		return problem == nil
	}) {
		t.Errorf("a batch was not accepted within %v: %v", patience, problem)
	}
}

// result is what the API says of one reminder of a batch.
type result struct {
	Index     int
	ID        string
	Status    string
	Duplicate bool
	Error     json.RawMessage
}

// try posts a batch once; an error means that it has to be posted again.
func (s *sender) try(ctx context.Context, body []byte, key string, batch []*errand) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.w.url+"/v1/reminders/batch", bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer "+s.w.key)
	request.Header.Set("Content-Type", "application/json")
	if key != "" {
		request.Header.Set("Idempotency-Key", key)
	}
	response, err := s.w.http.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("answered %d: %s", response.StatusCode, text)
	}
	var answer struct{ Results []result }
	if err := json.Unmarshal(text, &answer); err != nil || len(answer.Results) != len(batch) {
		return fmt.Errorf("answered with %d results for %d: %w", len(answer.Results), len(batch), err)
	}
	if response.Header.Get("Idempotency-Replayed") == "true" {
		s.replays.Add(1)
	}
	return s.note(answer.Results, batch)
}

// note remembers what was accepted.
func (s *sender) note(results []result, batch []*errand) error {
	now := time.Now()
	for i, r := range results {
		if r.ID == "" {
			return fmt.Errorf("reminder %d was refused: %s", batch[i].n, r.Error)
		}
		batch[i].id, batch[i].accepted = r.ID, now
		if r.Duplicate {
			s.duplicates.Add(1)
		}
	}
	s.accepted.Add(int64(len(batch)))
	return nil
}

// call sends one JSON request until it is answered with 2xx and returns when the
// answer was read.
func (w *town) call(method, path, body string) time.Time {
	w.t.Helper()
	var seen string
	wait(w.t, method+" "+path+" is taken", patience, func() bool {
		request, err := http.NewRequest(method, w.url+path, bytes.NewReader([]byte(body)))
		if err != nil {
			w.t.Fatal(err)
		}
		request.Header.Set("Authorization", "Bearer "+w.key)
		request.Header.Set("Content-Type", "application/json")
		response, err := w.http.Do(request)
		if err != nil {
			seen = err.Error()
			return false
		}
		defer response.Body.Close()
		text, _ := io.ReadAll(response.Body)
		seen = fmt.Sprintf("%d %s", response.StatusCode, text)
		return response.StatusCode/100 == 2
	}, func() string { return seen })
	return time.Now()
}
