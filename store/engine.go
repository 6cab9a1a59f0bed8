package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	sqlitedriver "modernc.org/sqlite"
	sqlitecodes "modernc.org/sqlite/lib"
)

// engine is one of the two databases, with the few words in which they differ.
type engine string

// The engines.
const (
	sqlite   engine = "sqlite"
	postgres engine = "postgres"
)

// Words that only PostgreSQL knows. SQLite has one writer and needs no row locks.
const (
	forUpdate     = " FOR UPDATE"
	forShare      = " FOR SHARE"
	forUpdateSkip = " FOR UPDATE SKIP LOCKED"
)

// only returns the words on PostgreSQL and nothing on SQLite.
func (e engine) only(words string) string {
	if e == postgres {
		return words
	}
	return ""
}

// ErrURL says that a database URL cannot be used. It never repeats the URL.
var ErrURL = errors.New("must be sqlite:///path/file.db or postgres://user@host/name")

// target is a database URL that has been understood.
type target struct {
	engine engine
	path   string          // SQLite: the file
	config *pgx.ConnConfig // PostgreSQL
}

// parse understands sqlite:///abs/file.db (absolute), sqlite://rel.db (relative
// to the working directory) and postgres:// or postgresql:// URLs.
func parse(text string) (target, error) {
	if path, ok := strings.CutPrefix(text, "sqlite://"); ok {
		if path == "" || strings.ContainsAny(path, "?#\x00") {
			return target{}, fmt.Errorf("database url %w", ErrURL)
		}
		return target{engine: sqlite, path: path}, nil
	}
	if !strings.HasPrefix(text, "postgres://") && !strings.HasPrefix(text, "postgresql://") {
		return target{}, fmt.Errorf("database url %w", ErrURL)
	}
	config, err := pgx.ParseConfig(text)
	if err != nil { // the driver's text repeats the URL
		return target{}, fmt.Errorf("database url %w", ErrURL)
	}
	return target{engine: postgres, config: config}, nil
}

// Settings of every SQLite connection. FULL is what makes a commit survive a
// power cut in WAL mode (https://sqlite.org/pragma.html#pragma_synchronous).
const sqlitePragmas = "_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)" +
	"&_pragma=temp_store(MEMORY)&_pragma=journal_size_limit(67108864)"

// Page caches in KiB: the writer's holds what 100,000 accounts in flight touch.
const (
	writerPragmas = sqlitePragmas + "&_txlock=immediate&_pragma=cache_size(-32768)&_pragma=wal_autocheckpoint(16000)"
	readerPragmas = sqlitePragmas + "&_pragma=cache_size(-4096)&_pragma=query_only(1)"
)

// tuning is the settings of the connections of a pool, for either engine.
type tuning struct{ pragmas, settings string }

// The pools: one that writes, one that reads, and one that reads for pages.
var (
	writing = tuning{writerPragmas, plainSettings}
	reading = tuning{readerPragmas, plainSettings}
	paging  = tuning{readerPragmas, orderedSettings}
)

// pool opens a connection pool; the connections are made when they are needed.
func (t target) pool(how tuning, size int) (*sql.DB, error) {
	db, err := t.open(how)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(size)
	db.SetMaxIdleConns(size)
	return db, nil
}

func (t target) open(how tuning) (*sql.DB, error) {
	if t.engine == postgres {
		return stdlib.OpenDB(*t.config, plans(how.settings)), nil
	}
	if err := ownFile(t.path); err != nil {
		return nil, err
	}
	name := "file:" + (&url.URL{Path: t.path}).EscapedPath() + "?" + how.pragmas
	db, err := sql.Open("sqlite", name)
	if err != nil {
		return nil, errors.New("open sqlite database: not a usable file name")
	}
	return db, nil
}

// Every statement here finds its rows by an index, a few hundred at most. A
// planner that has no statistics yet, because the tables were empty a minute
// ago, would rather read them whole.
const plainSettings = `SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off;
SET jit = off; SET plan_cache_mode = force_generic_plan`

// What pages list is in the order of an index, and they want the first few rows of
// it, however many the planner expects.
const orderedSettings = plainSettings + `; SET enable_sort = off; SET enable_bitmapscan = off`

// plans makes the settings those of every connection.
func plans(settings string) stdlib.OptionOpenDB {
	return stdlib.OptionAfterConnect(func(ctx context.Context, c *pgx.Conn) error {
		_, err := c.Exec(ctx, settings)
		return err
	})
}

// ownFile creates the database file so that only its owner can read it; SQLite
// gives its log the same mode.
func ownFile(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("open sqlite database: %w", errors.Unwrap(err))
	}
	return file.Close()
}

// clean takes out of a driver's error what repeats the URL.
func clean(err error) error {
	if connect := (*pgconn.ConnectError)(nil); errors.As(err, &connect) {
		cause := &pgconn.PgError{}
		if errors.As(err, &cause) {
			return fmt.Errorf("connect to the database: refused with SQLSTATE %s", cause.Code)
		}
		return errConnect
	}
	return err
}

var errConnect = errors.New("connect to the database: not reachable")

// trouble is what a failed transaction calls for.
type trouble int

const (
	broken  trouble = iota // the statement itself is at fault
	raced                  // another transaction was in the way: the same again may succeed
	severed                // the connection went away
)

// diagnose sorts the errors of both drivers.
func diagnose(err error) trouble {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return diagnosePostgres(pg.Code)
	}
	var lite *sqlitedriver.Error
	if errors.As(err, &lite) {
		switch lite.Code() & 0xff {
		case sqlitecodes.SQLITE_BUSY, sqlitecodes.SQLITE_LOCKED:
			return raced
		}
		return broken
	}
	switch {
	case errors.Is(err, errRace):
		return raced
	case lostConnection(err):
		return severed
	}
	return broken
}

// lostConnection says that the server went away, or was not there. The driver
// calls what it has not sent safe to retry.
func lostConnection(err error) bool {
	var network *net.OpError
	var connect *pgconn.ConnectError
	return pgconn.SafeToRetry(err) || errors.As(err, &network) || errors.As(err, &connect) ||
		errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, net.ErrClosed) || errors.Is(err, sql.ErrConnDone)
}

// diagnosePostgres reads an SQLSTATE
// (https://www.postgresql.org/docs/15/errcodes-appendix.html).
func diagnosePostgres(code string) trouble {
	switch code {
	case "40001", "40P01", "55P03", "23505": // serialization, deadlock, lock, and two that insert the same
		return raced
	case "57P01", "57P02", "57P03": // shut down, crashed, starting up
		return severed
	}
	if strings.HasPrefix(code, "08") {
		return severed
	}
	return broken
}

// errRace makes a transaction run again after another one was in its way.
var errRace = errors.New("another transaction was in the way")
