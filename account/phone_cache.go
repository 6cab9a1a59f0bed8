package account

import (
	"hash/maphash"
	"sync/atomic"
)

// phoneCache remembers which numbers the numbering plan has found valid, because
// to ask it takes 20 µs. It is safe for concurrent use and of fixed size, and it
// holds keyed hashes only: no number can be read from it.
type phoneCache struct {
	seed  maphash.Seed
	slots [1 << 15]atomic.Uint64
}

var validPhones = &phoneCache{seed: maphash.MakeSeed()}

// has says whether a number in E.164 is known to be valid.
func (c *phoneCache) has(e164 string) bool {
	return northAmerican(e164) && c.holds(c.exchange(e164)) || c.holds(c.hash(e164))
}

// add remembers a valid number. In the United States and Canada its area code and
// exchange, the first six digits, decide about all of their numbers.
func (c *phoneCache) add(e164, region string) {
	h := c.hash(e164)
	if region == "US" || region == "CA" {
		h = c.exchange(e164)
	}
	c.slots[h%uint64(len(c.slots))].Store(h)
}

func (c *phoneCache) holds(h uint64) bool { return c.slots[h%uint64(len(c.slots))].Load() == h }

// hash is never zero, which is what an empty slot holds.
func (c *phoneCache) hash(key string) uint64 { return maphash.String(c.seed, key) | 1<<63 }

// exchange is the hash for all numbers of one area code and exchange, told apart
// from the hash of a whole number that happens to be as short.
func (c *phoneCache) exchange(e164 string) uint64 { return c.hash(e164[:len("+1212555")]) ^ 1 }

func northAmerican(e164 string) bool {
	return len(e164) == len("+12125550123") && e164[1] == '1'
}
