package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"
)

// conn runs statements: inside a transaction, or for reading outside of one.
type conn interface {
	exec(query string, args []any) (affected int64, err error)
	query(query string, args []any) (*sql.Rows, error)
}

// session runs one transaction after another.
type session interface {
	transact(func(conn) error) error
	close()
}

// errOutcome says that the connection was lost while the commit was under way:
// it may have happened or not.
var errOutcome = errors.New("the outcome of the commit is unknown")

// transactionTimeout ends a transaction whose database does not answer any more.
const transactionTimeout = 30 * time.Second

// sqliteSession is the one connection that writes, with its prepared statements.
// Contexts stay out of it: the driver would start a goroutine per statement for
// each that can end.
type sqliteSession struct {
	db         *sql.DB
	conn       *sql.Conn
	statements map[string]*sql.Stmt
}

func (s *sqliteSession) transact(fn func(conn) error) error {
	if err := s.open(); err != nil {
		return err
	}
	if _, err := s.exec("BEGIN IMMEDIATE", nil); err != nil {
		return err
	}
	err := fn(s)
	if err == nil {
		_, err = s.exec("COMMIT", nil)
	}
	if err != nil {
		s.rollback()
	}
	return err
}

func (s *sqliteSession) open() (err error) {
	if s.conn != nil {
		return nil
	}
	s.statements = map[string]*sql.Stmt{}
	s.conn, err = s.db.Conn(context.Background())
	return err
}

// rollback gives up the transaction; a connection that cannot even do that is
// given up with it.
func (s *sqliteSession) rollback() {
	if _, err := s.exec("ROLLBACK", nil); err != nil {
		s.close()
	}
}

func (s *sqliteSession) prepare(query string) (*sql.Stmt, error) {
	if stmt, ok := s.statements[query]; ok {
		return stmt, nil
	}
	stmt, err := s.conn.PrepareContext(context.Background(), query)
	if err == nil {
		s.statements[query] = stmt
	}
	return stmt, err
}

func (s *sqliteSession) exec(query string, args []any) (int64, error) {
	stmt, err := s.prepare(query)
	if err != nil {
		return 0, err
	}
	result, err := stmt.ExecContext(context.Background(), args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

func (s *sqliteSession) query(query string, args []any) (*sql.Rows, error) {
	stmt, err := s.prepare(query)
	if err != nil {
		return nil, err
	}
	return stmt.QueryContext(context.Background(), args...)
}

func (s *sqliteSession) close() {
	for _, stmt := range s.statements {
		stmt.Close()
	}
	if s.conn != nil {
		s.conn.Close()
		s.conn = nil
	}
}

// postgresSession takes a connection of the pool for each transaction. The
// driver keeps prepared statements by itself.
type postgresSession struct{ db *sql.DB }

func (p *postgresSession) close() {}

func (p *postgresSession) transact(fn func(conn) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), transactionTimeout)
	defer cancel()
	tx, err := p.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := fn(postgresTx{ctx, tx}); err != nil {
		_ = tx.Rollback() // the error that matters is the first
		return err
	}
	if err := tx.Commit(); err != nil {
		if diagnose(err) == severed {
			return fmt.Errorf("%w: %w", errOutcome, err)
		}
		return err
	}
	return nil
}

type postgresTx struct {
	ctx context.Context
	tx  *sql.Tx
}

func (p postgresTx) exec(query string, args []any) (int64, error) {
	result, err := p.tx.ExecContext(p.ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

func (p postgresTx) query(query string, args []any) (*sql.Rows, error) {
	return p.tx.QueryContext(p.ctx, query, args...)
}

// reader reads outside of any transaction, for as long as its context lasts.
type reader struct {
	ctx      context.Context
	db       *sql.DB
	prepared *prepared
}

func (r reader) exec(string, []any) (int64, error) {
	return 0, errors.New("a reader does not write")
}

func (r reader) query(query string, args []any) (*sql.Rows, error) {
	if r.prepared == nil {
		return r.db.QueryContext(r.ctx, query, args...)
	}
	stmt, err := r.prepared.statement(r.ctx, query)
	if err != nil {
		return nil, err
	}
	return stmt.QueryContext(r.ctx, args...)
}

// prepared keeps the statements of a pool.
type prepared struct {
	db         *sql.DB
	mu         sync.Mutex
	statements map[string]*sql.Stmt
}

func (p *prepared) statement(ctx context.Context, query string) (*sql.Stmt, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if stmt, ok := p.statements[query]; ok {
		return stmt, nil
	}
	stmt, err := p.db.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	if p.statements == nil {
		p.statements = map[string]*sql.Stmt{}
	}
	p.statements[query] = stmt
	return stmt, nil
}

func (p *prepared) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, stmt := range p.statements {
		stmt.Close()
	}
}
