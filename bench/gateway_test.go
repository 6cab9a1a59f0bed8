package main

import (
	"log/slog"
	"path/filepath"
	"testing"

	"github.com/alicebob/miniredis/v2"
)

func TestTheGatewayOfTheBenchmarkStarts(t *testing.T) {
	t.Parallel()
	w := &gateway{tally: newTally(), ended: make(chan error, 1)}
	defer w.close()
	var err error
	if w.outlet, err = null(nil); err != nil {
		t.Fatal(err)
	}
	err = w.wire(t.Context(), "sqlite://"+filepath.Join(t.TempDir(), "bench.db"), "redis://"+miniredis.RunT(t).Addr(), both, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
}
