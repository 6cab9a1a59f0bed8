package store_test

import (
	"path/filepath"
	"testing"

	"github.com/goodterms/goodterms/store"
)

func TestManyProcessesMayMigrateAtOnce(t *testing.T) {
	t.Parallel()
	url := "sqlite://" + filepath.Join(t.TempDir(), "new.db")
	pending, err := store.Pending(t.Context(), url)
	if err != nil || pending == 0 {
		t.Fatalf("%d pending, %v", pending, err)
	}
	together(4, func(int) {
		if err := store.Migrate(t.Context(), url); err != nil {
			t.Error(err)
		}
	})
	pending, err = store.Pending(t.Context(), url)
	if err != nil || pending != 0 {
		t.Fatalf("%d pending, %v", pending, err)
	}
}
