package store

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/goodterms/goodterms/events"
	"github.com/goodterms/goodterms/timeline"
)

// Every event of a timeline is an event for other systems. A transaction adds one
// row to the feed, whatever it did, and numbers are given later, by whoever reads:
// a number taken while others still commit would leave gaps, or let a reader pass
// an event that becomes visible behind it.
//
// Events of an account keep their order. On PostgreSQL the row's id is taken from a
// sequence without a cache by the last statement, while the ends of the accounts' chains are locked
// (heads; of a chain that begins, the key of its first event stands for the lock).
// Of two transactions with events of the same account, the later one reads its first
// number after the earlier one has committed, so it has the greater id, and whoever
// sees the later one's row sees the earlier one's too. Numbering takes what it sees
// in the order of ids: both at once in that order, or the earlier one before. Rows
// of other accounts, which may become visible in any order, do not matter to it.
// SQLite has one writer, which counts.
const (
	feedPostgres = `INSERT INTO feed (id, events, size, at) VALUES (nextval('feed_id'), $1, $2, $3)`
	feedSQLite   = `INSERT INTO feed (id, events, size, at) SELECT COALESCE(MAX(id), 0) + 1, $1, $2, $3 FROM feed`
)

// told runs fn in a transaction and adds what it did to the feed, as the last
// thing before the commit.
func (s *Store) told(c conn, fn func(*txn) error) error {
	t := &txn{store: s, conn: c}
	if err := fn(t); err != nil {
		return err
	}
	return t.tell()
}

func (t *txn) tell() error {
	if t.feed.size == 0 {
		return nil
	}
	query := feedSQLite
	if t.store.engine == postgres {
		query = feedPostgres
	}
	_, err := t.do(query, t.feed.text.String(), t.feed.size, micros(t.feed.at))
	return err
}

// feedRow is the row of a transaction: "account_id:seq" of each event, and once more
// with ":i" behind it where what a reply means was acted upon.
type feedRow struct {
	text strings.Builder
	size int64
	at   time.Time // of the latest event
}

// The marks between entries and their parts.
const (
	feedGap     = ' '
	feedColon   = ':'
	feedApplied = "i"
)

func (f *feedRow) add(list []timeline.Event) {
	for i := range list {
		e := &list[i]
		f.entry(e, "")
		if applied(e) {
			f.entry(e, feedApplied)
		}
		if e.At.After(f.at) {
			f.at = e.At
		}
	}
}

func (f *feedRow) entry(e *timeline.Event, mark string) {
	if f.size > 0 {
		f.text.WriteByte(feedGap)
	}
	f.text.WriteString(e.AccountID)
	f.text.WriteByte(feedColon)
	var digits [20]byte
	f.text.Write(strconv.AppendInt(digits[:0], e.Seq, 10))
	if mark != "" {
		f.text.WriteByte(feedColon)
		f.text.WriteString(mark)
	}
	f.size++
}

// applied says that an event is of a reply whose meaning was acted upon.
func applied(e *timeline.Event) bool {
	if e.Kind != timeline.ReplyReceived && e.Kind != timeline.ReplyRead {
		return false
	}
	var reply timeline.Reply
	return json.Unmarshal(e.Data, &reply) == nil && len(events.Applied(reply)) > 0
}
