package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"testing"
	"time"
)

// customersAtRate are how many write at once; each writes all of writtenAtRate,
// and Twilio brings each text twice.
const customersAtRate = 120

// writtenAtRate is what each of them writes, in whatever order it comes.
var writtenAtRate = []string{
	"I will pay you on Friday", "I dispute this invoice, we never received the goods", "Can you send me the invoice again?", "STOP", "blue folder",
}

func TestRepliesAtRateAreNeitherLostNorDoubled(t *testing.T) {
	t.Parallel()
	h := open(t, weekday, nil)
	h.settle(customersAtRate)
	texts := make([]func() int, 0, 2*customersAtRate*len(writtenAtRate))
	for i := range customersAtRate {
		for j, body := range writtenAtRate {
			sid := fmt.Sprintf("SM%d-%d", i, j)
			text := func() int { return h.text(sid, numberAtRate(i), body) }
			texts = append(texts, text, text)
		}
	}
	rand.Shuffle(len(texts), func(a, b int) { texts[a], texts[b] = texts[b], texts[a] })
	began := time.Now()
	h.all(texts)
	took := time.Since(began)
	t.Logf("%d texts, half of them repeats, in %v: %.0f a second", len(texts), took.Round(time.Millisecond), float64(len(texts))/took.Seconds())
	for i := range customersAtRate {
		counts := map[string]int{}
		for _, kind := range h.kinds(fmt.Sprintf("R-%d", i)) {
			counts[kind]++
		}
		for kind, want := range map[string]int{"reply.received": len(writtenAtRate), "promise.made": 1, "dispute.opened": 1, "opt_out.recorded": 1, "follow_up.opened": 3} {
			if counts[kind] != want {
				t.Fatalf("customer %d: %s %d times, want %d; the log says:\n%s", i, kind, counts[kind], want, h.logs)
			}
		}
	}
}

func numberAtRate(i int) string { return fmt.Sprintf("+1212555%04d", 1000+i) }

// settle has one reminder sent to each of so many customers.
func (h *house) settle(customers int) {
	h.t.Helper()
	var ids []string
	for i := range customers {
		ids = append(ids, h.enqueue(request(func(r map[string]any) {
			r["account"].(map[string]any)["reference"] = fmt.Sprintf("R-%d", i)
			r["contact"].(map[string]any)["phone"] = numberAtRate(i)
			r["contact"].(map[string]any)["email"] = fmt.Sprintf("owner@bakery-%d.example", i)
		})))
	}
	for _, id := range ids {
		h.becomes(id, "sent")
	}
}

// all runs the posts, a few at a time, and fails when one is not taken.
func (h *house) all(posts []func() int) {
	h.t.Helper()
	work := make(chan func() int)
	var running sync.WaitGroup
	var failed sync.Once
	refused := 0
	for range 16 {
		running.Go(func() {
			for post := range work {
				if status := post(); status/100 != 2 {
					failed.Do(func() { refused = status })
				}
			}
		})
	}
	for _, post := range posts {
		work <- post
	}
	close(work)
	running.Wait()
	if refused != 0 {
		h.t.Fatalf("a text was answered %s", http.StatusText(refused))
	}
}
