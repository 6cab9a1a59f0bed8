package queue

import (
	"container/heap"
	"sync"
	"time"

	"github.com/goodterms/goodterms/channels"
)

// agendaRoom is the greatest number of reminders ahead in memory, about 100
// bytes each.
const agendaRoom = 200_000

// entry is one wake-up: it holds no pointers, so a long agenda costs the garbage
// collector nothing.
type entry struct {
	at   int64 // microseconds
	code code
	lane uint8 // index in lanes()
}

// agenda holds the wake-ups of the next seconds in order of time, each of them
// once. It is safe for concurrent use.
type agenda struct {
	mu    sync.Mutex
	heap  entries
	known map[entry]struct{}
}

func newAgenda() *agenda { return &agenda{known: map[entry]struct{}{}} }

// add takes a wake-up; earliest says that it is now the first of all, and
// known that there was room for it or that it stood there already.
func (a *agenda) add(e entry) (earliest, known bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if _, found := a.known[e]; found {
		return false, true
	}
	if len(a.heap) >= agendaRoom {
		return false, false
	}
	a.known[e] = struct{}{}
	heap.Push(&a.heap, e)
	return a.heap[0] == e, true
}

// due takes out what is due at an instant and says when the next one is; zero
// when there is none.
func (a *agenda) due(now int64) (due []entry, next int64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for len(a.heap) > 0 && a.heap[0].at <= now {
		e := heap.Pop(&a.heap).(entry)
		delete(a.known, e)
		due = append(due, e)
	}
	if len(a.heap) == 0 {
		clear(a.known)
		return due, 0
	}
	return due, a.heap[0].at
}

// room is how many more wake-ups fit.
func (a *agenda) room() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return agendaRoom - len(a.heap)
}

// entries is a heap by time.
type entries []entry

func (h entries) Len() int           { return len(h) }
func (h entries) Less(i, j int) bool { return h[i].at < h[j].at }
func (h entries) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *entries) Push(x any)        { *h = append(*h, x.(entry)) }
func (h *entries) Pop() any {
	last := len(*h) - 1
	e := (*h)[last]
	*h = (*h)[:last]
	return e
}

// lanes are the channel kinds: each has a queue of its own, so that a slow
// provider holds up nobody else's reminders.
func lanes() []channels.Kind { return channels.Kinds() }

// micros is an instant in whole microseconds, rounded up: nothing fires early.
func micros(t time.Time) int64 {
	us := t.UnixMicro()
	if time.UnixMicro(us).Before(t) {
		us++
	}
	return us
}
