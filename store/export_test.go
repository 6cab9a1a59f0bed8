package store

import "context"

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
