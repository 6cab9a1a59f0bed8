// Package store is in charge of what is remembered: reminders, accounts,
// attempts, the timeline and all that must survive a crash, in SQLite or
// PostgreSQL from one set of SQL. It decides nothing and refuses to acknowledge
// a write that is not committed on disk.
package store

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/reminder"
)

// ErrClosed says that the store was closed before the write was begun.
var ErrClosed = errors.New("the store is closed")

// defaultGroup is how many rows one transaction takes at most by default.
const defaultGroup = 256

// Options are the few choices that the opener has.
type Options struct {
	IDs      *account.IDs // source of event and other ids; nil makes one
	Log      *slog.Logger // told of retried and split transactions; nil discards
	GroupMax int          // rows that one group commit takes at most; 0 is 256
}

func (o Options) withDefaults() Options {
	if o.IDs == nil {
		o.IDs = account.NewIDs()
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.GroupMax <= 0 {
		o.GroupMax = defaultGroup
	}
	return o
}

// Store is an open database. It is safe for concurrent use.
type Store struct {
	engine   engine
	ids      *account.IDs
	log      *slog.Logger
	main     *sql.DB // PostgreSQL: every connection; SQLite: the one that writes
	reads    *sql.DB
	pages    *sql.DB   // for what pages list and count; SQLite: reads
	prepared *prepared // for reads; nil on PostgreSQL, whose driver prepares by itself
	texts    sync.Map  // expanded statements, by statement and number of rows
	accepts  *writer
	claims   *writer
	begins   *writer
	records  *writer
	units    *writer // nil on PostgreSQL: single writes take a connection each
	creditor atomic.Pointer[string]
	stages   sync.Map // of one's own templates, by key
	pinning  atomic.Pointer[pinning]
	days     dayCounts
	beaten   sync.Map // owners whose heartbeat row is known to exist
}

// The story's view of the store.
var (
	_ reminder.Claims      = (*Store)(nil)
	_ reminder.Settlements = (*Store)(nil)
	_ reminder.Inbox       = (*Store)(nil)
)

// Open opens the database of a URL such as sqlite:///path/file.db or
// postgres://user@host/name and checks that it answers. It does not migrate. No
// error repeats the URL.
func Open(ctx context.Context, url string, opts Options) (*Store, error) {
	t, err := parse(url)
	if err != nil {
		return nil, err
	}
	opts = opts.withDefaults()
	s := &Store{engine: t.engine, ids: opts.IDs, log: opts.Log}
	if err := s.connect(ctx, t); err != nil {
		s.closePools()
		return nil, err
	}
	s.startWriters(opts.GroupMax)
	return s, nil
}

// Connections: PostgreSQL has one per kind of writer and the rest for single
// writes and reads, and a few for the lists of pages, which take none from the others.
const (
	postgresConnections = 16
	pageConnections     = 4
)

func (s *Store) connect(ctx context.Context, t target) (err error) {
	if t.engine == postgres {
		if s.main, err = t.pool(writing, postgresConnections); err != nil {
			return err
		}
		if s.pages, err = t.pool(paging, pageConnections); err != nil {
			return err
		}
		s.reads = s.main
		return s.Ping(ctx)
	}
	if s.main, err = t.pool(writing, 1); err != nil {
		return err
	}
	if err := clean(s.main.PingContext(ctx)); err != nil {
		return err // the writer comes first: it makes the file a WAL database
	}
	if s.reads, err = t.pool(reading, max(4, runtime.GOMAXPROCS(0)+2)); err != nil {
		return err
	}
	s.pages, s.prepared = s.reads, &prepared{db: s.reads}
	return s.Ping(ctx)
}

func (s *Store) startWriters(max int) {
	if s.engine == sqlite {
		w := newWriter(s, max)
		s.accepts, s.claims, s.begins, s.records, s.units = w, w, w, w, w
		return
	}
	s.accepts, s.claims = newWriter(s, max), newWriter(s, max)
	s.begins, s.records = newWriter(s, max), newWriter(s, max)
}

// Ping says whether the database answers.
func (s *Store) Ping(ctx context.Context) error { return clean(s.reads.PingContext(ctx)) }

// Close finishes the writes that wait, refuses new ones and closes every
// connection.
func (s *Store) Close() error {
	for _, w := range []*writer{s.accepts, s.claims, s.begins, s.records} {
		w.close()
	}
	return s.closePools()
}

func (s *Store) closePools() error {
	var errs []error
	if s.prepared != nil {
		s.prepared.close()
	}
	if s.pages != nil && s.pages != s.reads {
		errs = append(errs, s.pages.Close())
	}
	if s.reads != nil && s.reads != s.main {
		errs = append(errs, s.reads.Close())
	}
	if s.main != nil {
		errs = append(errs, s.main.Close())
	}
	return errors.Join(errs...)
}
