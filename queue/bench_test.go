package queue_test

import (
	"testing"
	"time"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/queue"
	"github.com/goodterms/goodterms/queue/queuetest"
	"github.com/goodterms/goodterms/reminder"
)

// million is what the goals of memory are stated for.
const million = 1_000_000

func TestAMillionWakeUpsTakeAtMostTwelveMebibytesOfRedis(t *testing.T) {
	t.Parallel()
	const count = 64_000
	server := queuetest.Private(t)
	b := newBook(time.Now)
	q := run(t, queue.Config{URL: server.URL()}, queue.Roles{API: true}, b)
	b.until(t, patience, "a first sweep", func() bool { return b.freed > 1 })
	before := used(t, server)
	for range count / 100 { // as the API takes them: a hundred at a time
		q.Wake(b.write(100, at(time.Now()), channels.SMS)...)
	}
	eventually(t, "all to be in redis", func() bool {
		depth, err := q.Depth(t.Context())
		return err == nil && depth[channels.SMS] >= count/64
	})
	taken := float64(used(t, server)-before) / count * million / (1 << 20)
	t.Logf("a million wake-ups take %.1f MiB", taken)
	if taken > 12 {
		t.Errorf("a million wake-ups take %.1f MiB", taken)
	}
}

// used is the memory that the server's data takes.
func used(t testing.TB, server *queuetest.Server) int64 {
	t.Helper()
	client := server.Client()
	var total int64
	var cursor uint64
	for {
		keys, next, err := client.Scan(t.Context(), cursor, "asynq:{*", 10_000).Result()
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range keys {
			total += client.MemoryUsage(t.Context(), key, 0).Val()
		}
		if cursor = next; cursor == 0 {
			return total
		}
	}
}

func BenchmarkWakeToHandler(b *testing.B) {
	for name, url := range map[string]func(testing.TB) string{
		"embedded": func(testing.TB) string { return queue.Embedded },
		"redis":    func(t testing.TB) string { return queuetest.Redis(t).URL() },
	} {
		b.Run(name, func(b *testing.B) {
			book := newBook(time.Now)
			q := run(b, queue.Config{URL: url(b)}, both, book)
			book.leader(b, "promote")
			due := book.write(b.N, at(time.Now()), channels.Kinds()...)
			b.ResetTimer()
			for rest := due; len(rest) > 0; {
				n := min(1000, len(rest))
				q.Wake(rest[:n]...)
				rest = rest[n:]
			}
			book.empty(b, patience)
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "reminders/s")
			b.ReportMetric(float64(b.N)/float64(book.batches), "reminders/batch")
		})
	}
}

func BenchmarkWakeAhead(b *testing.B) {
	book := newBook(time.Now)
	q, err := queue.Open(b.Context(), queue.Config{URL: queue.Embedded, Owner: "one"})
	if err != nil {
		b.Fatal(err)
	}
	defer q.Close(b.Context())
	due := book.write(100_000, func(i int) time.Time { return time.Now().Add(time.Hour) }, channels.SMS)
	soon := make([]reminder.Due, 0, len(due))
	for i, d := range due {
		d.SendAt = time.Now().Add(5*time.Second + time.Duration(i)*time.Microsecond)
		soon = append(soon, d)
	}
	b.ResetTimer()
	for i := range b.N {
		q.Wake(soon[i%len(soon)])
	}
}
