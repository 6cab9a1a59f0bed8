// Package storetest is in charge of fresh databases for tests: every store test
// runs on SQLite and, where a server is to be had, on PostgreSQL. It refuses to
// fake either.
package storetest

import (
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/goodterms/goodterms/store"
)

// Each runs the test on a fresh, migrated database of each engine. open opens
// the same database once more, as another process would.
func Each(t *testing.T, fn func(t *testing.T, open func() *store.Store, s *store.Store)) {
	t.Helper()
	EachURL(t, func(t *testing.T, url string) {
		open := func() *store.Store { return Open(t, url) }
		fn(t, open, open())
	})
}

// EachURL is Each for tests that open the database themselves.
func EachURL(t *testing.T, fn func(t *testing.T, url string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		fn(t, SQLite(t))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		fn(t, Postgres(t))
	})
}

// Open opens a database with its creditor set up and closes it after the test.
func Open(t testing.TB, url string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), url, store.Options{})
	if err != nil {
		t.Fatalf("open store: %v", err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if _, err := s.Creditor(t.Context(), "Muster GmbH"); err != nil {
		t.Fatal(err)
	}
	return s
}

// SQLite returns the URL of a fresh, migrated SQLite database.
func SQLite(t testing.TB) string {
	t.Helper()
	image, err := migratedImage()
	if err != nil {
		t.Fatalf("prepare sqlite database: %v", err)
	}
	path := filepath.Join(t.TempDir(), "goodterms.db")
	if err := os.WriteFile(path, image, 0o600); err != nil {
		t.Fatal(err)
	}
	return "sqlite://" + path
}

// migratedImage is a migrated database file, made once.
var migratedImage = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "goodterms-sqlite-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "image.db")
	if err := store.Migrate(background(), "sqlite://"+path); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})
