package account

import (
	"crypto/rand"
	"crypto/sha256"
	"io"
	"math"
	"strings"
	"sync"
	"time"

	"github.com/oklog/ulid/v2"
)

// IDs makes prefixed ULIDs that rise within one process, so that rows made
// together lie together. It is safe for concurrent use.
type IDs struct {
	mu      sync.Mutex
	entropy io.Reader
	last    uint64
}

// NewIDs returns a source of ids.
func NewIDs() *IDs {
	return &IDs{entropy: ulid.Monotonic(rand.Reader, math.MaxUint16)}
}

// New returns an id such as rem_01k9…: the prefix, an underscore and a ULID in
// lower case that is greater than all before it.
func (g *IDs) New(prefix string, now time.Time) string {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.last = max(g.last, ulid.Timestamp(now))
	id, err := ulid.New(g.last, g.entropy)
	for err != nil { // the random part of this millisecond has run over
		g.last++
		id, err = ulid.New(g.last, g.entropy)
	}
	return write(prefix, id)
}

// write is a ULID in lower case behind its prefix.
func write(prefix string, id ulid.ULID) string {
	text := make([]byte, len(prefix)+1+ulid.EncodedSize)
	start := copy(text, prefix)
	text[start] = '_'
	letters := text[start+1:]
	id.MarshalTextTo(letters) // fails for a wrong size alone
	for i := range letters {
		letters[i] |= 0x20 // lower case; digits have that bit
	}
	return string(text)
}

// StableID returns the id that the parts always have: the same account, contact
// or invoice is found without being looked up, and two processes that meet it
// at the same time agree on it.
func StableID(prefix string, parts ...string) string {
	hash := sha256.New()
	for _, part := range parts {
		io.WriteString(hash, part)
		hash.Write([]byte{0})
	}
	return write(prefix, ulid.ULID(hash.Sum(nil)[:len(ulid.ULID{})]))
}

// RawID returns the 16 bytes of an id that has the prefix; false when it is none.
func RawID(prefix, id string) ([]byte, bool) {
	rest, ok := strings.CutPrefix(id, prefix+"_")
	raw, err := ulid.ParseStrict(rest)
	return raw[:], ok && err == nil
}

// FormatID is the reverse of RawID; the bytes are 16.
func FormatID(prefix string, raw []byte) string { return write(prefix, ulid.ULID(raw)) }
