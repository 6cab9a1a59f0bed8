package queue

import (
	"math/rand/v2"
	"strconv"
)

const (
	ringStart = 1 << 12 // task ids that a lane begins with
	ringEnd   = 1 << 24 // task ids that it never goes beyond
	ringTight = 4       // conflicts in a row that say the ring is too small
)

// ring hands out task ids over and over: short ones cost little memory, and
// miniredis keeps about 145 bytes for every id that it has ever seen. It grows
// when the tasks in flight fill it.
type ring struct {
	size, at  uint64
	conflicts int
}

// newRing starts at a place of its own, so that instances seldom meet.
func newRing() ring {
	return ring{size: ringStart, at: rand.Uint64N(ringStart)}
}

// next is the next task id.
func (r *ring) next() string {
	r.at = (r.at + 1) % r.size
	return strconv.FormatUint(r.at, 36)
}

// taken says that the last id belongs to a task in flight: jump elsewhere, into
// new room when that keeps happening.
func (r *ring) taken() {
	r.conflicts++
	if r.conflicts < ringTight || r.size >= ringEnd {
		r.at = rand.Uint64N(r.size)
		return
	}
	r.conflicts = 0
	r.at = r.size + rand.Uint64N(r.size)
	r.size *= 2
}

// free says that the last id could be used.
func (r *ring) free() { r.conflicts = 0 }
