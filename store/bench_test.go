package store_test

import (
	"fmt"
	"slices"
	"sync"
	"syscall"
	"testing"

	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
)

// eachBench runs the benchmark on both engines and reports rows per second and
// the CPU time that this process spends on each.
func eachBench(b *testing.B, fn func(b *testing.B, s *store.Store)) {
	for name, url := range map[string]func(testing.TB) string{
		"sqlite":   storetest.SQLite,
		"postgres": func(t testing.TB) string { return storetest.NewServer(t).URL() },
	} {
		b.Run(name, func(b *testing.B) {
			s := storetest.Open(b, url(b))
			before := cpu(b)
			b.ResetTimer()
			fn(b, s)
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
			b.ReportMetric((cpu(b)-before)/float64(b.N), "cpu-µs/row")
		})
	}
}

// cpu is the process's CPU time so far in microseconds.
func cpu(b *testing.B) float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e3
}

// batches makes b.N reminders in batches of 100, each of an account of its own
// or of one of 1,000.
func batches(b *testing.B, accounts int) [][]reminder.Planned {
	b.StopTimer()
	defer b.StartTimer()
	planned := make([]reminder.Planned, b.N)
	for n := range planned {
		planned[n] = planFor(n, n%min(accounts, b.N))
	}
	return slices.Collect(slices.Chunk(planned, 100))
}

func acceptAll(b *testing.B, s *store.Store, callers int, batches [][]reminder.Planned) {
	work := make(chan []reminder.Planned)
	var wg sync.WaitGroup
	for range callers {
		wg.Go(func() {
			for batch := range work {
				if _, err := s.Accept(b.Context(), noon, batch, nil); err != nil {
					b.Error(err)
				}
			}
		})
	}
	for _, batch := range batches {
		work <- batch
	}
	close(work)
	wg.Wait()
}

func BenchmarkAccept(b *testing.B) {
	for _, accounts := range []int{1000, 1 << 30} {
		for _, callers := range []int{4, 16} {
			b.Run(fmt.Sprintf("accounts=%d/callers=%d", accounts, callers), func(b *testing.B) {
				eachBench(b, func(b *testing.B, s *store.Store) {
					acceptAll(b, s, callers, batches(b, accounts))
				})
			})
		}
	}
}

// step reports a part of a benchmark by its name.
func step(b *testing.B, name string, fn func()) {
	start, used := b.Elapsed(), cpu(b)
	fn()
	b.ReportMetric((cpu(b)-used)/float64(b.N), name+"-cpu-µs/row")
	b.ReportMetric(float64(b.N)/(b.Elapsed()-start).Seconds(), name+"/s")
}

// BenchmarkWholeWay takes every reminder through accept, claim, begin and
// record, the last two by 64 goroutines as the senders do.
func BenchmarkWholeWay(b *testing.B) {
	for _, accounts := range []int{1000, 1 << 30} {
		b.Run(fmt.Sprintf("accounts=%d", accounts), func(b *testing.B) {
			eachBench(b, func(b *testing.B, s *store.Store) {
				all := batches(b, accounts)
				var works []reminder.Work
				step(b, "accept", func() { acceptAll(b, s, 8, all) })
				step(b, "claim", func() { works = claimAll(b, s, all) })
				step(b, "begin", func() {
					spread(works, func(w reminder.Work) { begin(b, s, attemptOf(w)) })
				})
				step(b, "record", func() {
					spread(works, func(w reminder.Work) {
						if !record(b, s, sent(attemptOf(w).Attempt, "SM"+w.Reminder.ID)) {
							b.Error("not recorded")
						}
					})
				})
			})
		})
	}
}

// BenchmarkBegin begins an attempt for each of b.N accounts, with what a decision
// that counted contacts costs on top.
func BenchmarkBegin(b *testing.B) {
	for name, change := range map[string]func(*reminder.Begin){
		"plain":   func(*reminder.Begin) {},
		"counted": func(begin *reminder.Begin) { begin.Decision.Counted = true },
		"address": func(begin *reminder.Begin) { begin.Decision.Counted, begin.Decision.ByAddress = true, true },
	} {
		b.Run(name, func(b *testing.B) {
			eachBench(b, func(b *testing.B, s *store.Store) {
				all := batches(b, 1<<30)
				acceptAll(b, s, 8, all)
				works := claimAll(b, s, all)
				step(b, "begin", func() {
					spread(works, func(w reminder.Work) {
						attempt := attemptOf(w)
						change(&attempt)
						begin(b, s, attempt)
					})
				})
			})
		})
	}
}

// BenchmarkClaim claims a reminder of each of b.N accounts that were contacted so
// often before.
func BenchmarkClaim(b *testing.B) {
	for _, before := range []int{0, 10} {
		b.Run(fmt.Sprintf("history=%d", before), func(b *testing.B) {
			eachBench(b, func(b *testing.B, s *store.Store) {
				for range before {
					all := batches(b, 1<<30)
					acceptAll(b, s, 8, all)
					spread(claimAll(b, s, all), func(w reminder.Work) { begin(b, s, attemptOf(w)) })
				}
				all := batches(b, 1<<30)
				acceptAll(b, s, 8, all)
				step(b, "claim", func() { claimAll(b, s, all) })
			})
		})
	}
}

// BenchmarkHear hears b.N replies of 1,000 accounts by 16 callers: words that only
// need a person, and promises with their hold and their confirmation.
func BenchmarkHear(b *testing.B) {
	for name, effects := range map[string]func(reminder.Planned) replies.Effects{
		"question": func(reminder.Planned) replies.Effects {
			return replies.Effects{FollowUps: []replies.FollowUp{{Cause: replies.CauseQuestion, DueAt: noon}}}
		},
		"promise": func(p reminder.Planned) replies.Effects {
			e := promising(p, noon)
			e.Answer = answering(p, reminder.AnswerPromise)
			return e
		},
	} {
		b.Run(name, func(b *testing.B) {
			eachBench(b, func(b *testing.B, s *store.Store) {
				const accounts, callers = 1000, 16
				planned := make([]reminder.Planned, accounts)
				for n := range planned {
					planned[n] = plan(n)
				}
				b.StopTimer()
				acceptAll(b, s, 4, slices.Collect(slices.Chunk(planned, 100)))
				b.StartTimer()
				step(b, "hear", func() {
					together(callers, func(caller int) {
						for n := caller; n < b.N; n += callers {
							p := planned[n%accounts]
							if _, err := s.Hear(b.Context(), noon, textFrom(p, "on Friday"), effects(p)); err != nil {
								b.Error(err)
							}
						}
					})
				})
			})
		})
	}
}

// attemptOf is the work's only attempt.
func attemptOf(w reminder.Work) reminder.Begin {
	begin := attemptOn(w, "one")
	begin.Attempt.ID = "att" + w.Reminder.ID
	return begin
}

func claimAll(b *testing.B, s *store.Store, all [][]reminder.Planned) []reminder.Work {
	var list []string
	for _, batch := range all {
		for i := range batch {
			list = append(list, batch[i].Reminder.ID)
		}
	}
	var mu sync.Mutex
	works := make([]reminder.Work, 0, b.N)
	spread(slices.Collect(slices.Chunk(list, 64)), func(ids []string) {
		got := claim(b, s, "one", ids...)
		mu.Lock()
		works = append(works, got...)
		mu.Unlock()
	})
	if len(works) != len(list) {
		b.Errorf("claimed %d of %d", len(works), len(list))
	}
	return works
}

// spread has 256 goroutines call fn for every item.
func spread[T any](items []T, fn func(T)) {
	work := make(chan T)
	var wg sync.WaitGroup
	for range min(256, len(items)) {
		wg.Go(func() {
			for item := range work {
				fn(item)
			}
		})
	}
	for _, item := range items {
		work <- item
	}
	close(work)
	wg.Wait()
}
