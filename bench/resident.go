package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/goodterms/goodterms/channels"
)

const (
	slowShare = 4                // one reminder in so many is due now and sent slowly
	ahead     = 10 * time.Minute // the others are due one after the other within this time
	watching  = 15 * time.Second // how long memory is watched once all are in flight
)

// residentMemory measures the real program, built and started as one would,
// with reminders in flight: most scheduled for the next minutes, some due and
// handed to a provider that takes its time.
func residentMemory(ctx context.Context, g *ground) (sample, error) {
	if err := g.redis.flush(ctx); err != nil {
		return sample{}, err
	}
	server, err := g.serve(ctx)
	if err != nil {
		return sample{}, err
	}
	defer server.child.stop()
	idle, err := memory(server.child.pid)
	if err != nil {
		return sample{}, err
	}
	n, begin := g.options.resident, time.Now()
	at := func(i int) time.Time {
		if i%slowShare == 0 {
			return time.Time{}
		}
		return begin.Add(time.Minute + ahead*time.Duration(i)/time.Duration(n))
	}
	poster := newPoster(server.base, server.key, posters)
	defer poster.close()
	if err := poster.postAll(ctx, "/v1/reminders/batch", bulks("H", n, channels.SMS, at), posters); err != nil {
		return sample{}, err
	}
	posted, err := memory(server.child.pid)
	if err != nil {
		return sample{}, err
	}
	select {
	case <-ctx.Done():
	case <-time.After(watching):
	}
	final, err := memory(server.child.pid)
	return sample{Value: final.peak, More: map[string]float64{"idle": idle.now, "all posted": posted.now, "later": final.now}}, err
}

// usage is a process's resident memory in MiB.
type usage struct{ now, peak float64 }

func memory(pid int) (usage, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return usage{}, err
	}
	now, err := number(string(text), "VmRSS:")
	if err != nil {
		return usage{}, err
	}
	peak, err := number(string(text), "VmHWM:")
	return usage{now: float64(now) / 1024, peak: float64(peak) / 1024}, err
}

// server is a running goodterms serve.
type server struct {
	child     *child
	base, key string
}

// serve builds the program, makes a key and starts it on SQLite and Redis.
func (g *ground) serve(ctx context.Context) (server, error) {
	program := g.file("goodterms")
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", program, "github.com/goodterms/goodterms/cmd/goodterms")
	if out, err := build.CombinedOutput(); err != nil {
		return server{}, fmt.Errorf("go build: %w: %s", err, out)
	}
	addr, err := freeAddress()
	if err != nil {
		return server{}, err
	}
	env := []string{
		"GOODTERMS_DATABASE=sqlite://" + g.file("serve.db"), "GOODTERMS_REDIS=" + g.redis.url,
		"GOODTERMS_LISTEN=" + addr, "GOODTERMS_PUBLIC_URL=http://" + addr, "GOODTERMS_RATE_LIMIT=off",
		"GOODTERMS_CREDITOR_NAME=" + creditorName, "GOODTERMS_CREDITOR_PAY_URL=https://pay.bluebottle.example",
		"GOODTERMS_SEND_WINDOW=Mo-Su 00:00-24:00",
		"GOODTERMS_TWILIO_ACCOUNT_SID=ACbench", "GOODTERMS_TWILIO_API_KEY=SKbench", "GOODTERMS_TWILIO_API_SECRET=bench",
		"GOODTERMS_TWILIO_FROM=+15005550006", "GOODTERMS_TWILIO_BASE_URL=http://" + g.sinks.slow,
	}
	create := exec.CommandContext(ctx, program, "keys", "create", "--name", "bench")
	create.Env = append(os.Environ(), env...)
	key, err := create.Output()
	if err != nil {
		return server{}, fmt.Errorf("goodterms keys create: %w", err)
	}
	s := server{base: "http://" + addr, key: strings.TrimSpace(string(key))}
	if s.child, err = start(g.file("serve.log"), "TERM", nil, env, program, "serve"); err != nil {
		return s, err
	}
	return s, s.ready(ctx)
}

// ready waits until the program serves.
func (s server) ready(ctx context.Context) error {
	ctx, done := context.WithTimeout(ctx, patience)
	defer done()
	for {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.base+"/readyz", nil)
		if err != nil {
			return err
		}
		if response, err := http.DefaultClient.Do(request); err == nil {
			response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("goodterms serve is not ready: %w", ctx.Err())
		case <-time.After(20 * time.Millisecond):
		}
	}
}
