package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// txn is what the small functions of this package work in: one transaction, or
// reading outside of one.
type txn struct {
	store *Store
	conn
	feed feedRow // what it has added to timelines so far
}

// read returns a txn that reads outside of any transaction.
func (s *Store) read(ctx context.Context) *txn {
	return &txn{store: s, conn: reader{ctx: ctx, db: s.reads, prepared: s.prepared}}
}

// page is read for what pages list and count.
func (s *Store) page(ctx context.Context) *txn {
	return &txn{store: s, conn: reader{ctx: ctx, db: s.pages, prepared: s.prepared}}
}

// unitCall is a single write that shares a transaction with others where that
// saves a flush.
type unitCall struct {
	call
	fn func(*txn) error
}

func (c *unitCall) join(g *group) { g.units = append(g.units, c) }

// units runs single writes. One that refuses before it has written anything
// hurts no other.
func (t *txn) units(calls []*unitCall) error {
	for _, c := range calls {
		err := c.fn(t)
		if refused := (*refusal)(nil); errors.As(err, &refused) {
			c.err = refused.cause
			continue
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// refusal is an error for the caller alone, raised before anything was written.
type refusal struct{ cause error }

func (r *refusal) Error() string { return r.cause.Error() }

func refuse(cause error) error { return &refusal{cause} }

// write runs a single write in a transaction and commits it. When the connection
// is lost in the commit, the caller is told and may ask again: nothing is done
// twice behind its back.
func (s *Store) write(ctx context.Context, what string, fn func(*txn) error) error {
	err := s.unit(ctx, fn)
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

func (s *Store) unit(ctx context.Context, fn func(*txn) error) error {
	if s.units != nil {
		return s.units.do(ctx, &unitCall{call: newCall(ctx, 1), fn: fn})
	}
	line := postgresSession{db: s.main}
	for attempt := 0; ; attempt++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := line.transact(func(c conn) error { return s.told(c, fn) })
		if refused := (*refusal)(nil); errors.As(err, &refused) {
			return refused.cause
		}
		if err == nil || errors.Is(err, errOutcome) || !again(err, attempt) {
			return clean(err)
		}
	}
}

// do runs a statement that returns no rows.
func (t *txn) do(query string, args ...any) (int64, error) { return t.exec(query, args) }

// each runs a query and calls fn for every row.
func (t *txn) each(query string, args []any, fn func(*sql.Rows) error) error {
	rows, err := t.query(query, args)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := fn(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// one scans the only row of a query; false when there is none.
func (t *txn) one(query string, args []any, dest ...any) (found bool, err error) {
	err = t.each(query, args, func(rows *sql.Rows) error {
		found = true
		return rows.Scan(dest...)
	})
	return found, err
}

// Sizes in which lists and rows are sent, so that a few prepared statements
// serve every length.
var (
	listSizes = [...]int{1, 4, 16, 64, 256}
	rowSizes  = [...]int{64, 16, 4, 1}
)

// list runs a query whose {ids} stands for a list of any length, after the fixed
// arguments.
func (t *txn) list(query string, fixed []any, ids []string, fn func(*sql.Rows) error) error {
	if t.store.engine == postgres && len(ids) > 0 {
		return t.each(t.store.arrayed(query, len(fixed)), append(slices.Clip(fixed), ids), fn)
	}
	for len(ids) > 0 {
		n := min(len(ids), listSizes[len(listSizes)-1])
		text, args := t.store.listed(query, fixed, ids[:n])
		if err := t.each(text, args, fn); err != nil {
			return err
		}
		ids = ids[n:]
	}
	return nil
}

// arrayed makes {ids} one parameter, which PostgreSQL reads and plans faster than
// a long list of them.
func (s *Store) arrayed(query string, fixed int) string {
	key := textKey{query: query}
	if text, ok := s.texts.Load(key); ok {
		return text.(string)
	}
	text := strings.Replace(query, "IN ({ids})", "= ANY($"+strconv.Itoa(fixed+1)+")", 1)
	s.texts.Store(key, text)
	return text
}

// listed expands {ids} to one of the sizes; the last id fills the empty places.
func (s *Store) listed(query string, fixed []any, ids []string) (string, []any) {
	size := listSizes[0]
	for _, size = range listSizes {
		if size >= len(ids) {
			break
		}
	}
	args := make([]any, 0, len(fixed)+size)
	args = append(args, fixed...)
	for i := range size {
		args = append(args, ids[min(i, len(ids)-1)])
	}
	return s.text(query, "{ids}", "", len(fixed), size), args
}

// bulk runs a statement whose {rows} stands for any number of rows of values,
// after the fixed arguments. The row is a pattern such as (?,CAST(? AS BIGINT)).
// fn, when given, is called for every row that the statement returns.
func (t *txn) bulk(query, row string, fixed, values []any, fn func(*sql.Rows) error) (affected int64, err error) {
	width := strings.Count(row, "?")
	for _, size := range rowSizes {
		for len(values) >= size*width {
			part := values[:size*width]
			values = values[size*width:]
			n, err := t.bulkPart(query, row, size, fixed, part, fn)
			if err != nil {
				return affected, err
			}
			affected += n
		}
	}
	return affected, nil
}

func (t *txn) bulkPart(query, row string, size int, fixed, part []any, fn func(*sql.Rows) error) (int64, error) {
	text := t.store.text(query, "{rows}", row, len(fixed), size)
	args := part
	if len(fixed) > 0 {
		args = append(append(make([]any, 0, len(fixed)+len(part)), fixed...), part...)
	}
	if fn == nil {
		return t.exec(text, args)
	}
	return 0, t.each(text, args, fn)
}

type textKey struct {
	query, row string
	size       int
}

// text returns the statement with its mark expanded, from the cache when it was
// expanded before.
func (s *Store) text(query, mark, row string, fixed, size int) string {
	key := textKey{query, row, size}
	if text, ok := s.texts.Load(key); ok {
		return text.(string)
	}
	text := s.engine.expand(query, mark, row, fixed, size)
	s.texts.Store(key, text)
	return text
}

// expand writes the placeholders of a list or of rows. SQLite numbers a plain ?
// by itself and binds it faster than a name.
func (e engine) expand(query, mark, row string, fixed, size int) string {
	if row == "" {
		row = "?"
	}
	var b strings.Builder
	for i := range size {
		if i > 0 {
			b.WriteByte(',')
		}
		for _, c := range row {
			if c == '?' && e == postgres {
				fixed++
				b.WriteString("$" + strconv.Itoa(fixed))
				continue
			}
			b.WriteRune(c)
		}
	}
	return strings.Replace(e.unsaved(query), mark, b.String(), 1)
}

// unsaved spares SQLite the copy of every page that a statement changes: a
// statement that fails ends its whole transaction here, so there is nothing to
// restore (https://sqlite.org/lang_conflict.html, FAIL).
func (e engine) unsaved(query string) string {
	if e == postgres {
		return query
	}
	query = strings.Replace(query, "INSERT INTO", "INSERT OR FAIL INTO", 1)
	if strings.HasPrefix(query, "UPDATE ") {
		query = strings.Replace(query, "UPDATE ", "UPDATE OR FAIL ", 1)
	}
	return query
}

// row returns the pattern of a row with so many plain values.
func row(width int) string { return "(" + strings.Repeat("?,", width-1) + "?)" }

// micros writes an instant as it is stored; the zero time is 0.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// instant reads a stored instant.
func instant(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micros).UTC()
}

// flag writes yes as 1.
func flag(yes bool) int64 {
	if yes {
		return 1
	}
	return 0
}

// joined and split keep short lists of ids and words, which hold no comma.
func joined[T ~string](list []T) string {
	if len(list) == 1 {
		return string(list[0])
	}
	parts := make([]string, len(list))
	for i, v := range list {
		parts[i] = string(v)
	}
	return strings.Join(parts, ",")
}

func split[T ~string](text string) []T {
	if text == "" {
		return nil
	}
	parts := strings.Split(text, ",")
	list := make([]T, len(parts))
	for i, v := range parts {
		list[i] = T(v)
	}
	return list
}

// unique returns the list sorted and without repeats.
func unique(list []string) []string {
	sorted := slices.Clone(list)
	slices.Sort(sorted)
	return slices.Compact(sorted)
}

// keys are the ids of a set, sorted.
func keys(set map[string]bool) []string { return slices.Sorted(maps.Keys(set)) }
