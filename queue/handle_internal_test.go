package queue

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/channels"
	"github.com/hibiken/asynq"
)

// tale is a story of one function.
type tale func() error

func (f tale) Process(context.Context, []string) error { return f() }
func (f tale) Settle(context.Context) error            { return f() }

func TestEveryFailureOfABatchIsRetriedOrDroppedNeverArchived(t *testing.T) {
	t.Parallel()
	payload := pack(bulk(t, 2))
	for name, c := range map[string]struct {
		payload []byte
		story   tale
		want    error
	}{
		"handled":         {payload, func() error { return nil }, nil},
		"store away":      {payload, func() error { return errors.New("the name of Ada") }, errAway},
		"panic":           {payload, func() error { panic("the address of Ada") }, errAway},
		"skip retry":      {payload, func() error { return asynq.SkipRetry }, errAway},
		"damaged payload": {[]byte{0x80}, func() error { return nil }, asynq.RevokeTask},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var said bytes.Buffer
			q := quiet(t, slog.New(slog.NewTextHandler(&said, nil)))
			err := q.handler(channels.SMS, c.story)(t.Context(), asynq.NewTask(taskType, c.payload))
			if !errors.Is(err, c.want) || errors.Is(err, asynq.SkipRetry) {
				t.Errorf("got %v, want %v", err, c.want)
			}
			if strings.Contains(said.String(), "the address of") {
				t.Errorf("the value of a panic was logged: %s", said.String())
			}
		})
	}
}

func TestOnlyOurOwnFailuresCountAsRetries(t *testing.T) {
	t.Parallel()
	cfg := quiet(t, slog.New(slog.DiscardHandler)).serverConfig(t.Context(), channels.SMS)
	if !cfg.IsFailure(errAway) || cfg.IsFailure(asynq.ErrLeaseExpired) || cfg.IsFailure(context.DeadlineExceeded) {
		t.Error("a lease that runs out may use up the retries and archive the task")
	}
	if retries >= maxRetry {
		t.Error("a task may use up its retries")
	}
}

// quiet is a queue that is alive and has no Redis.
func quiet(t testing.TB, log *slog.Logger) *Queue {
	t.Helper()
	cfg, err := Config{Owner: "one", Log: log}.complete()
	if err != nil {
		t.Fatal(err)
	}
	q := &Queue{cfg: cfg, story: trouble{log: log, what: "the story"}, odd: trouble{log: log, what: "odd"}}
	until := time.Now().Add(time.Minute)
	q.alive.Store(&until)
	return q
}
