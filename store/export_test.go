package store

import (
	"context"
	"slices"
	"sync"

	"github.com/jackc/pgx/v5"
)

// MigrateTo brings the database of the URL to the version of a migration, forth
// or back.
func MigrateTo(ctx context.Context, url string, version int64) error {
	return migrating(ctx, url, func(m *migrator) error {
		if _, err := m.UpTo(ctx, version); err != nil {
			return err
		}
		_, err := m.DownTo(ctx, version)
		return err
	})
}

// ChooseEntries is the query that a filter of the audit log becomes.
var ChooseEntries = chooseEntries

// Cursor is the cursor of a place in a list.
func Cursor(list string, step, by int, at int64, key, id string) string {
	return place{list, step, by, at, key, id}.cursor()
}

// Asked opens the database of the URL for the function, which must read alone, and
// returns what was asked of the database.
func Asked(ctx context.Context, url string, fn func(*Store)) ([]string, error) {
	t, err := parse(url)
	if err != nil {
		return nil, err
	}
	asked := &questions{}
	if t.engine == postgres {
		t.config.Tracer = asked
	}
	s := &Store{engine: t.engine, ids: Options{}.withDefaults().IDs}
	if err := s.connect(ctx, t); err != nil {
		return nil, err
	}
	fn(s)
	if s.prepared != nil {
		for text := range s.prepared.statements {
			asked.texts = append(asked.texts, text)
		}
	}
	slices.Sort(asked.texts)
	return slices.Compact(asked.texts), s.closePools()
}

// questions collects what PostgreSQL is asked.
type questions struct {
	mu    sync.Mutex
	texts []string
}

// TraceQueryStart notes the statement.
func (q *questions) TraceQueryStart(ctx context.Context, _ *pgx.Conn, data pgx.TraceQueryStartData) context.Context {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.texts = append(q.texts, data.SQL)
	return ctx
}

// TraceQueryEnd is not needed.
func (q *questions) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

// PageSettings are those of the connections for pages to PostgreSQL.
const PageSettings = orderedSettings

// MostLooked is how many that have one word are asked one by one for the others.
const MostLooked = mostLooked
