package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/timeline"
)

const (
	// One look per account: number and hash come back as one text.
	selectLast = `SELECT v.column1, COALESCE((SELECT e.seq || ' ' || e.hash FROM timeline e
WHERE e.account_id = v.column1 ORDER BY e.seq DESC LIMIT 1), '0 ') FROM (VALUES {rows}) AS v`
	selectHeads = `SELECT account_id, seq, hash FROM chain WHERE account_id IN ({ids}) ORDER BY account_id FOR UPDATE`
	upsertHead  = `INSERT INTO chain (account_id, seq, hash) VALUES {rows}
ON CONFLICT (account_id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash`
	headRow     = `(?,?,?)`
	insertEvent = `INSERT INTO timeline (account_id, seq, id, at, kind, actor, reminder_id, data, salt, digest, hash) VALUES {rows}`
	eventRow    = `(?,?,?,?,?,?,?,?,?,?,?)`
)

// append makes the events the next ones of their accounts' chains, in the order
// given. Kind, Actor, AccountID, At and Data are the caller's; it fills the rest.
func (t *txn) append(events []timeline.Event) error {
	if len(events) == 0 {
		return nil
	}
	ids := accountsOf(events)
	heads, err := t.heads(ids)
	if err != nil {
		return err
	}
	values := make([]any, 0, 11*len(events))
	for i := range events {
		e := &events[i]
		t.complete(e)
		heads[e.AccountID] = heads[e.AccountID].Append(e)
		values = append(values, e.AccountID, e.Seq, e.ID, micros(e.At), string(e.Kind), string(e.Actor),
			e.ReminderID, string(e.Data), e.Salt, e.Digest, e.Hash)
	}
	if _, err := t.bulk(insertEvent, eventRow, nil, values, nil); err != nil {
		return err
	}
	t.feed.add(events)
	return t.setHeads(ids, heads)
}

func (t *txn) complete(e *timeline.Event) {
	e.ID = t.store.ids.New("evt", e.At)
	e.At = e.At.UTC().Truncate(time.Microsecond)
	e.Salt = timeline.NewSalt()
}

func accountsOf(events []timeline.Event) []string {
	ids := make([]string, len(events))
	for i := range events {
		ids[i] = events[i].AccountID
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// heads reads and locks the ends of the chains. Two transactions that both begin
// a chain meet at its first event, and one of them runs again.
func (t *txn) heads(accountIDs []string) (map[string]timeline.Head, error) {
	heads := make(map[string]timeline.Head, len(accountIDs))
	if t.store.engine == postgres {
		err := t.list(selectHeads, nil, accountIDs, func(rows *sql.Rows) error {
			var id string
			var head timeline.Head
			err := rows.Scan(&id, &head.Seq, &head.Hash)
			heads[id] = head
			return err
		})
		return heads, err
	}
	values := make([]any, len(accountIDs))
	for i, id := range accountIDs {
		values[i] = id
	}
	_, err := t.bulk(selectLast, row(1), nil, values, func(rows *sql.Rows) error {
		var id, last string
		if err := rows.Scan(&id, &last); err != nil {
			return err
		}
		seq, hash, _ := strings.Cut(last, " ")
		n, err := strconv.ParseInt(seq, 10, 64)
		heads[id] = timeline.Head{Seq: n, Hash: hash}
		return err
	})
	return heads, err
}

func (t *txn) setHeads(accountIDs []string, heads map[string]timeline.Head) error {
	if t.store.engine == sqlite {
		return nil
	}
	values := make([]any, 0, 3*len(accountIDs))
	for _, id := range accountIDs {
		values = append(values, id, heads[id].Seq, heads[id].Hash)
	}
	_, err := t.bulk(upsertHead, headRow, nil, values, nil)
	return err
}

const selectEvents = `SELECT e.account_id, e.seq, e.id, e.at, e.kind, e.actor, e.reminder_id, e.data, e.salt, e.digest, e.hash
FROM timeline e JOIN account a ON a.id = e.account_id
WHERE a.creditor_id = $1 AND a.reference = $2 AND e.seq > $3 ORDER BY e.seq LIMIT $4`

// Timeline returns the account's events after the numbered one, oldest first;
// account.ErrNotFound when there is no such account.
func (s *Store) Timeline(ctx context.Context, reference string, after int64, limit int) ([]timeline.Event, error) {
	t := s.read(ctx)
	creditor, err := t.creditor()
	if err != nil {
		return nil, wrap("read timeline", err)
	}
	var events []timeline.Event
	err = t.each(selectEvents, []any{creditor, reference, after, int64(limit)}, func(rows *sql.Rows) error {
		e, err := scanEvent(rows)
		events = append(events, e)
		return err
	})
	if err == nil && len(events) == 0 {
		err = t.mustExist(reference)
	}
	return events, wrap("read timeline", err)
}

func (t *txn) mustExist(reference string) error {
	_, found, err := t.accountByReference(reference)
	if err == nil && !found {
		return account.ErrNotFound
	}
	return err
}

func scanEvent(rows *sql.Rows) (e timeline.Event, err error) {
	var at int64
	var data string
	err = rows.Scan(&e.AccountID, &e.Seq, &e.ID, &at, &e.Kind, &e.Actor, &e.ReminderID, &data, &e.Salt, &e.Digest, &e.Hash)
	e.At = instant(at)
	if data != "" {
		e.Data = json.RawMessage(data)
	}
	return e, err
}

// AddNote appends a note to the account's timeline.
func (s *Store) AddNote(ctx context.Context, now time.Time, reference string, note timeline.Note, idem *reminder.Idempotency) (timeline.Event, error) {
	return s.addNote(ctx, now, timeline.API, reference, note, idem)
}

func (s *Store) addNote(ctx context.Context, now time.Time, by timeline.Actor, reference string, note timeline.Note, idem *reminder.Idempotency) (timeline.Event, error) {
	var event timeline.Event
	err := s.write(ctx, "add note", func(t *txn) error {
		if err := t.unanswered(idem, now); err != nil {
			return err
		}
		a, err := t.theAccount(reference)
		if err != nil {
			return err
		}
		events := []timeline.Event{{AccountID: a.ID, At: now, Kind: timeline.NoteAdded, Actor: by, Data: timeline.Encode(note)}}
		if err := t.append(events); err != nil {
			return err
		}
		event = events[0]
		return t.remember(idem, now, event)
	})
	return event, err
}
