package channeltest

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
)

// record is a slog.Handler that keeps every word at every level, unquoted, so
// that private words can be found in it.
type record struct {
	mu   sync.Mutex
	text strings.Builder
}

func (r *record) write(parts ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	fmt.Fprintln(&r.text, parts...)
}

// String returns all that was logged.
func (r *record) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.String()
}

// Enabled says yes: a leak at debug level is a leak.
func (r *record) Enabled(context.Context, slog.Level) bool { return true }

// Handle keeps the message and its attributes.
func (r *record) Handle(_ context.Context, entry slog.Record) error {
	r.write(entry.Level, entry.Message)
	entry.Attrs(func(a slog.Attr) bool {
		r.write(a.Key, a.Value.Resolve())
		return true
	})
	return nil
}

// WithAttrs keeps the attributes at once.
func (r *record) WithAttrs(attrs []slog.Attr) slog.Handler {
	for _, a := range attrs {
		r.write(a.Key, a.Value.Resolve())
	}
	return r
}

// WithGroup keeps the group's name.
func (r *record) WithGroup(name string) slog.Handler {
	r.write(name)
	return r
}
