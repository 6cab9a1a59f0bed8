package account

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
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
	return prefix + "_" + crockford.EncodeToString(id[:])
}

// crockford writes 16 bytes as 26 characters, the same as ulid.String in lower
// case but for the position of the padding bits.
var crockford = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// StableID returns the id that the parts always have: the same account, contact
// or invoice is found without being looked up, and two processes that meet it
// at the same time agree on it.
func StableID(prefix string, parts ...string) string {
	hash := sha256.New()
	for _, part := range parts {
		io.WriteString(hash, part)
		hash.Write([]byte{0})
	}
	return prefix + "_" + crockford.EncodeToString(hash.Sum(nil)[:16])
}

// RawID returns the 16 bytes of an id that has the prefix; false when it is none.
func RawID(prefix, id string) ([]byte, bool) {
	rest, ok := strings.CutPrefix(id, prefix+"_")
	raw, err := crockford.DecodeString(rest)
	return raw, ok && err == nil && len(raw) == 16
}

// FormatID is the reverse of RawID.
func FormatID(prefix string, raw []byte) string { return prefix + "_" + crockford.EncodeToString(raw) }
