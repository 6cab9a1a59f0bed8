package queue

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math/bits"
	"slices"
	"strings"
	"time"

	"github.com/oklog/ulid/v2"
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

// code is the ULID behind a reminder's id. Codes are ordered as the ids are.
type code = ulid.ULID

// parseID takes the id apart; it accepts only ids that id would write.
func parseID(text string) (code, error) {
	rest, ok := strings.CutPrefix(text, prefix)
	c, err := ulid.ParseStrict(rest)
	if !ok || err != nil || id(c) != text {
		return code{}, errID
	}
	return c, nil
}

// id writes the reminder's id, in lower case.
func id(c code) string {
	var text [len(prefix) + ulid.EncodedSize]byte
	letters := text[copy(text[:], prefix):]
	c.MarshalTextTo(letters) // fails for a wrong size alone
	for i := range letters {
		letters[i] |= 0x20 // lower case; digits have that bit
	}
	return string(text[:])
}

// made is when the id was made.
func made(c code) time.Time { return ulid.Time(c.Time()) }

// halves are the two words of the 128-bit number.
func halves(c code) (high, low uint64) {
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
		h, l := halves(c)
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
	return id(c)
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
