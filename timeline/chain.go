package timeline

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
)

// Head is the end of an account's chain: the number and hash of its last event.
// The zero Head is the start of an empty history.
type Head struct {
	Seq  int64
	Hash string
}

// ErrBroken says that a chain does not hold: an event was changed, moved,
// dropped or added by hand.
var ErrBroken = errors.New("the chain is broken")

// chainVersion starts every hashed text, so that a later encoding can never be
// mistaken for this one.
const chainVersion = "goodterms.timeline.v1"

// Room for the usual event, so that hashing it needs no heap.
const (
	digestRoom = 1024
	linkRoom   = 512
)

// Append makes the event the next one of the chain: it numbers the event, fills
// its digest and hash, and returns the new end. It leaves storing to the caller.
func (h Head) Append(e *Event) Head {
	e.Seq = h.Seq + 1
	e.Digest = digest(e.Salt, e.Data)
	e.Hash = link(h.Hash, e)
	return Head{Seq: e.Seq, Hash: e.Hash}
}

// Verify checks the whole history of one account, in order, and names the first
// event that does not fit. It cannot see that events are missing at the end:
// Head.Verify does.
func Verify(events []Event) error {
	_, err := verify(events)
	return err
}

// Verify checks the whole history of one account, in order, and that it ends
// here.
func (h Head) Verify(events []Event) error {
	end, err := verify(events)
	if err == nil && end != h {
		return fmt.Errorf("verify timeline: event %d is not the last one recorded: %w", end.Seq, ErrBroken)
	}
	return err
}

func verify(events []Event) (Head, error) {
	var head Head
	for i := range events {
		e := &events[i]
		if fault := fault(head, e, events[0].AccountID); fault != "" {
			return head, fmt.Errorf("verify timeline: event %d %s: %w", head.Seq+1, fault, ErrBroken)
		}
		head = Head{Seq: e.Seq, Hash: e.Hash}
	}
	return head, nil
}

// fault says what keeps the event from being the next one; empty when nothing does.
func fault(head Head, e *Event, accountID string) string {
	switch {
	case e.Seq != head.Seq+1:
		return "is missing or out of order"
	case e.AccountID != accountID:
		return "belongs to another account"
	case !erased(e) && e.Digest != digest(e.Salt, e.Data):
		return "has other data than was recorded"
	case e.Hash != link(head.Hash, e):
		return "differs from what was recorded"
	}
	return ""
}

// erased says that the event's data was taken out to forget a person; its digest
// still stands for it in the chain.
func erased(e *Event) bool { return len(e.Data) == 0 && e.Salt == "" }

func digest(salt string, data []byte) string {
	buf := make([]byte, 0, digestRoom)
	buf = append(buf, salt...)
	buf = append(buf, '\n')
	buf = append(buf, data...)
	return sum(buf)
}

// link hashes the event onto the hash before it. Every text goes in with its
// length and every number with eight bytes, so that no two events are written alike.
func link(before string, e *Event) string {
	buf := make([]byte, 0, linkRoom)
	buf = appendText(buf, chainVersion)
	buf = appendText(buf, before)
	buf = appendText(buf, e.ID)
	buf = appendText(buf, e.AccountID)
	buf = binary.BigEndian.AppendUint64(buf, uint64(e.Seq))
	buf = binary.BigEndian.AppendUint64(buf, uint64(e.At.UnixMicro()))
	buf = appendText(buf, string(e.Kind))
	buf = appendText(buf, string(e.Actor))
	buf = appendText(buf, e.ReminderID)
	buf = appendText(buf, e.Digest)
	return sum(buf)
}

func appendText(buf []byte, text string) []byte {
	buf = binary.AppendUvarint(buf, uint64(len(text)))
	return append(buf, text...)
}

func sum(buf []byte) string {
	hash := sha256.Sum256(buf)
	var text [2 * sha256.Size]byte
	hex.Encode(text[:], hash[:])
	return string(text[:])
}

// NewSalt returns 16 random bytes as hex. It draws on the runtime's own ChaCha8
// generator, which the operating system seeds and which costs no system call
// (https://go.dev/blog/chacha8rand).
func NewSalt() string {
	var raw [16]byte
	binary.LittleEndian.PutUint64(raw[:8], rand.Uint64())
	binary.LittleEndian.PutUint64(raw[8:], rand.Uint64())
	var text [2 * len(raw)]byte
	hex.Encode(text[:], raw[:])
	return string(text[:])
}
