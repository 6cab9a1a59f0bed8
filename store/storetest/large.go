package storetest

import (
	"cmp"
	"crypto/sha256"
	"database/sql"
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/store"
)

//go:embed pages.sql
var pagesSQL string

// LargeNoon is the instant at which the large database stands.
var LargeNoon = time.Date(2027, time.March, 15, 12, 0, 0, 0, time.UTC)

// Large is the URL of a large SQLite database, that of pages.sql: 100,000 accounts and a
// million events. It is made once and kept in $GOODTERMS_BENCH_DIR or the folder for
// temporary files.
func Large(t testing.TB) string {
	t.Helper()
	stamp := sha256.Sum256([]byte(pagesSQL + schema(t)))
	path := filepath.Join(cmp.Or(os.Getenv("GOODTERMS_BENCH_DIR"), os.TempDir()), fmt.Sprintf("goodterms-pages-%x.db", stamp[:6]))
	if _, err := os.Stat(path); err == nil {
		return "sqlite://" + path
	}
	made := path + ".new"
	_ = os.Remove(made)
	makeLarge(t, made)
	if err := os.Rename(made, path); err != nil {
		t.Fatal(err)
	}
	return "sqlite://" + path
}

// schema is that of a fresh database: one with other indexes would tell other times.
func schema(t testing.TB) (text string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+strings.TrimPrefix(SQLite(t), "sqlite://"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.QueryRow(`SELECT group_concat(sql) FROM (SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name)`).Scan(&text)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func makeLarge(t testing.TB, path string) {
	t.Helper()
	if err := store.Migrate(t.Context(), "sqlite://"+path); err != nil {
		t.Fatal(err)
	}
	s := Open(t, "sqlite://"+path)
	fillLarge(t, path)
	for n := 1; n > 0; {
		var err error
		if n, err = s.ReadWords(t.Context(), LargeNoon, 4096); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil { // writes the log into the file
		t.Fatal(err)
	}
}

func fillLarge(t testing.TB, path string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=synchronous(OFF)&_pragma=cache_size(-262144)&_pragma=temp_store(MEMORY)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("BEGIN; " + pagesSQL + " COMMIT; PRAGMA wal_checkpoint(TRUNCATE);"); err != nil {
		t.Fatal(err)
	}
}
