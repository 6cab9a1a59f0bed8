package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrate brings the database of the URL up to date. Several processes may do so
// at once: one works, the others wait.
func Migrate(ctx context.Context, url string) error {
	return migrating(ctx, url, func(m *migrator) error { return m.up(ctx) })
}

// Pending is how many migrations the database of the URL still lacks.
func Pending(ctx context.Context, url string) (n int, err error) {
	err = migrating(ctx, url, func(m *migrator) error {
		n, err = m.pending(ctx)
		return err
	})
	return n, err
}

// migrator is goose at work on one database.
type migrator struct{ *goose.Provider }

func migrating(ctx context.Context, url string, fn func(*migrator) error) error {
	t, err := parse(url)
	if err != nil {
		return err
	}
	db, err := t.pool(writing, 2)
	if err != nil {
		return err
	}
	defer db.Close()
	provider, err := t.engine.provider(db)
	if err != nil {
		return fmt.Errorf("migrate: %w", clean(err))
	}
	if err := fn(&migrator{provider}); err != nil {
		return fmt.Errorf("migrate: %w", clean(err))
	}
	return nil
}

func (e engine) provider(db *sql.DB) (*goose.Provider, error) {
	folder, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	options := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	dialect := goose.DialectSQLite3
	if e == postgres {
		dialect = goose.DialectPostgres
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return nil, err
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	return goose.NewProvider(dialect, db, spoken{folder, e}, options...)
}

// up migrates. SQLite has no advisory lock: a process that was overtaken sees its
// statement fail and the version risen, and looks again.
func (m *migrator) up(ctx context.Context) error {
	for {
		before, err := m.pending(ctx)
		if err != nil {
			return err
		}
		if _, err = m.Up(ctx); err == nil {
			return nil
		}
		after, again := m.pending(ctx)
		if again != nil || after == before {
			return err
		}
	}
}

func (m *migrator) pending(ctx context.Context) (int, error) {
	version, err := m.GetDBVersion(ctx)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, source := range m.ListSources() {
		if source.Version > version {
			n++
		}
	}
	return n, nil
}

// spoken is the folder of migrations with the words of one engine in place.
type spoken struct {
	fs.FS
	engine engine
}

// Open returns a file in which the comments for the engine have become words.
func (s spoken) Open(name string) (fs.File, error) {
	file, err := s.FS.Open(name)
	if err != nil || !strings.HasSuffix(name, ".sql") {
		return file, err
	}
	text, err := io.ReadAll(file)
	if err != nil {
		return nil, err
	}
	words := strings.ReplaceAll(string(text), "-- "+string(s.engine)+": ", "")
	return spokenFile{file, strings.NewReader(words)}, nil
}

type spokenFile struct {
	fs.File
	text io.Reader
}

func (f spokenFile) Read(p []byte) (int, error) { return f.text.Read(p) }
