package queue

import (
	"bytes"
	"encoding/base32"
	"encoding/binary"
	"errors"
	"math/bits"
	"slices"
	"time"
)

// batchSize is the greatest number of reminders in one task: the task lasts as
// long as its slowest reminder, so more would not help.
const batchSize = 64

// prefix starts the id of every reminder.
const prefix = "rem_"

var (
	errID      = errors.New("not the id of a reminder")
	errPayload = errors.New("the payload of a wake-up is damaged")
)

// letters is the alphabet of ids, the one that account.IDs writes.
var letters = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// code is the 16 bytes behind a reminder's id. They are ordered as the ids are.
type code [16]byte

// parseID takes the id apart; it accepts only ids that id() would write.
func parseID(id string) (code, error) {
	var c code
	if len(id) != len(prefix)+letters.EncodedLen(len(c)) || id[:len(prefix)] != prefix {
		return c, errID
	}
	var room [17]byte
	n, err := letters.Decode(room[:], []byte(id[len(prefix):]))
	if err != nil || n != len(c) {
		return c, errID
	}
	copy(c[:], room[:])
	if c.id() != id { // its spare bits are not zero
		return c, errID
	}
	return c, nil
}

// id writes the reminder's id.
func (c code) id() string {
	var text [len(prefix) + 26]byte
	copy(text[:], prefix)
	letters.Encode(text[len(prefix):], c[:])
	return string(text[:])
}

// made is when the id was made: the first 48 bits of a ULID are milliseconds.
func (c code) made() time.Time {
	return time.UnixMilli(int64(binary.BigEndian.Uint64(c[:8]) >> 16))
}

// halves are the two words of the 128-bit number.
func (c code) halves() (high, low uint64) {
	return binary.BigEndian.Uint64(c[:8]), binary.BigEndian.Uint64(c[8:])
}

// pack writes a batch: its codes in rising order, each as the difference to the
// one before, so that ids made together take two or three bytes each. It sorts
// the batch and leaves out repeats.
func pack(batch []code) []byte {
	slices.SortFunc(batch, func(a, b code) int { return bytes.Compare(a[:], b[:]) })
	payload := make([]byte, 0, 16+4*len(batch))
	var high, low uint64
	for i, c := range batch {
		h, l := c.halves()
		riseLow, borrow := bits.Sub64(l, low, 0)
		riseHigh, _ := bits.Sub64(h, high, borrow)
		if i == 0 || riseHigh|riseLow != 0 {
			payload = appendVarint(payload, riseHigh, riseLow)
		}
		high, low = h, l
	}
	return payload
}

// unpack reads what pack has written.
func unpack(payload []byte) ([]string, error) {
	ids := make([]string, 0, batchSize)
	var high, low uint64
	for len(payload) > 0 {
		h, l, n := varint(payload)
		if n == 0 || len(ids) == batchSize || (len(ids) > 0 && h|l == 0) {
			return nil, errPayload
		}
		var carry uint64
		low, carry = bits.Add64(low, l, 0)
		if high, carry = bits.Add64(high, h, carry); carry != 0 {
			return nil, errPayload
		}
		ids, payload = append(ids, text(high, low)), payload[n:]
	}
	if len(ids) == 0 {
		return nil, errPayload
	}
	return ids, nil
}

// text is the id of a 128-bit number.
func text(high, low uint64) string {
	var c code
	binary.BigEndian.PutUint64(c[:8], high)
	binary.BigEndian.PutUint64(c[8:], low)
	return c.id()
}

// appendVarint writes a 128-bit number, seven bits to the byte, least first.
func appendVarint(to []byte, high, low uint64) []byte {
	for high != 0 || low >= 1<<7 {
		to = append(to, byte(low)|1<<7)
		low = low>>7 | high<<57
		high >>= 7
	}
	return append(to, byte(low))
}

// varint reads a 128-bit number and its length; zero when it is damaged, too
// long or longer than it need be.
func varint(from []byte) (high, low uint64, n int) {
	for i, b := range from {
		part := uint64(b &^ (1 << 7))
		shift := uint(7 * i)
		if shift > 126 || shift == 126 && part > 3 {
			return 0, 0, 0
		}
		low |= part << shift // a shift of 64 or more leaves nothing
		if shift < 64 {
			high |= part >> (64 - shift) // what does not fit below
		} else {
			high |= part << (shift - 64)
		}
		if b < 1<<7 {
			if b == 0 && i > 0 {
				return 0, 0, 0
			}
			return high, low, i + 1
		}
	}
	return 0, 0, 0
}
