package queue

import (
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/goodterms/goodterms/account"
)

func TestPayloadBringsBackEveryIDInOrderAndOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.Uint64(), 2, 2*batchSize).Draw(t, "words")
		var batch []code
		var want []string
		for i := 0; i+1 < len(words); i += 2 {
			var c code
			binary.BigEndian.PutUint64(c[:8], words[i])
			binary.BigEndian.PutUint64(c[8:], words[i+1])
			batch, want = append(batch, c), append(want, id(c))
		}
		slices.Sort(want)
		got, err := unpack(pack(append(batch, batch[0])))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(slices.Compact(want), got); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestPayloadOfIDsMadeTogetherIsSmall(t *testing.T) {
	t.Parallel()
	if size := len(pack(bulk(t, batchSize))); size > 4*batchSize {
		t.Errorf("64 ids made together take %d bytes, want at most 256", size)
	}
}

func TestIDsOfRemindersSurviveTheirCode(t *testing.T) {
	t.Parallel()
	now := time.UnixMilli(1_800_000_000_000)
	text := account.NewIDs().New("rem", now)
	c, err := parseID(text)
	if err != nil || id(c) != text {
		t.Errorf("id %s became %s, %v", text, id(c), err)
	}
	if !made(c).Equal(now) {
		t.Errorf("made at %v, want %v", made(c), now)
	}
}

func TestIDsThatAreNotOfRemindersAreRefused(t *testing.T) {
	t.Parallel()
	good := account.NewIDs().New("rem", time.UnixMilli(1_800_000_000_000))
	for _, id := range []string{"", "rem_", "att" + good[3:], good + "0", good[:29],
		good[:10] + "U" + good[11:], good[:10] + "\n" + good[11:], good[:4] + "8" + good[5:]} {
		if _, err := parseID(id); err == nil {
			t.Errorf("%q passed for a reminder's id", id)
		}
	}
}

func TestDamagedPayloadsAreRefused(t *testing.T) {
	t.Parallel()
	payload := pack(bulk(t, 3))
	damaged := map[string][]byte{
		"empty":            {},
		"cut off":          payload[:len(payload)-1],
		"longer than need": {0x81, 0x00},
		"repeats":          append(slices.Clone(payload), 0),
		"beyond 128 bits":  append(slices.Repeat([]byte{0xff}, 18), 0x04),
		"runs over":        append(append(slices.Repeat([]byte{0xff}, 18), 0x03), 0x01),
		"too many":         slices.Repeat([]byte{1}, batchSize+1),
	}
	for name, payload := range damaged {
		if ids, err := unpack(payload); err == nil {
			t.Errorf("%s: read as %d ids", name, len(ids))
		}
	}
}

func FuzzUnpack(f *testing.F) {
	f.Add([]byte{0})
	f.Add([]byte{0x80, 0x80, 0x01, 0x05})
	f.Add(pack([]code{{1}, {2}, {0xff}}))
	f.Fuzz(func(t *testing.T, payload []byte) {
		ids, err := unpack(payload)
		if err != nil {
			return
		}
		var batch []code
		for _, id := range ids {
			c, err := parseID(id)
			if err != nil {
				t.Fatalf("unpacked an id that is none: %q", id)
			}
			batch = append(batch, c)
		}
		rand.Shuffle(len(batch), func(i, j int) { batch[i], batch[j] = batch[j], batch[i] })
		if diff := cmp.Diff(payload, pack(batch)); diff != "" {
			t.Fatalf("packed again it differs: %s", diff)
		}
	})
}

// bulk makes codes as one request with many reminders does.
func bulk(t testing.TB, n int) []code {
	t.Helper()
	ids, now := account.NewIDs(), time.UnixMilli(1_800_000_000_000)
	codes := make([]code, n)
	for i := range codes {
		var err error
		if codes[i], err = parseID(ids.New("rem", now)); err != nil {
			t.Fatal(err)
		}
	}
	return codes
}
