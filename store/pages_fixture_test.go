package store_test

import (
	"cmp"
	"crypto/sha256"
	"database/sql"
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
)

//go:embed testdata/pages.sql
var pagesSQL string

//go:embed migrations/00005_pages.sql
var pagesSchema string

// pages is the URL of the large database of testdata/pages.sql, which is made once
// and kept in $GOODTERMS_BENCH_DIR or the folder for temporary files.
func pages(t testing.TB) string {
	t.Helper()
	stamp := sha256.Sum256([]byte(pagesSQL + pagesSchema))
	path := filepath.Join(cmp.Or(os.Getenv("GOODTERMS_BENCH_DIR"), os.TempDir()), fmt.Sprintf("goodterms-pages-%x.db", stamp[:6]))
	if _, err := os.Stat(path); err == nil {
		return "sqlite://" + path
	}
	made := path + ".new"
	_ = os.Remove(made)
	makePages(t, made)
	if err := os.Rename(made, path); err != nil {
		t.Fatal(err)
	}
	return "sqlite://" + path
}

func makePages(t testing.TB, path string) {
	t.Helper()
	if err := store.Migrate(t.Context(), "sqlite://"+path); err != nil {
		t.Fatal(err)
	}
	s := storetest.Open(t, "sqlite://"+path)
	fillPages(t, path)
	for n := 1; n > 0; {
		var err error
		if n, err = s.ReadWords(t.Context(), noon, 4096); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil { // writes the log into the file
		t.Fatal(err)
	}
}

func fillPages(t testing.TB, path string) {
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
