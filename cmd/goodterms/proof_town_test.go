package main

import (
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/queue/queuetest"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
)

// town is the whole gateway as processes: a sandbox, one that takes requests,
// those that send, Redis and the database. All of them can be killed.
type town struct {
	t       *testing.T
	dir     string
	redis   *queuetest.Server
	server  *storetest.Server // PostgreSQL; nil on SQLite
	env     []string
	url     string // of the API
	box     string // URL of the sandbox
	key     string
	sandbox *process
	api     *process
	workers []*process // on SQLite the api is the only one
	store   *store.Store
	ledger  *ledger
	http    *http.Client
}

// everyEngine runs a test in a town of its own on each database, both at once.
// Workers are the processes that send; on SQLite one process does everything.
func everyEngine(t *testing.T, workers int, settings []string, test func(t *testing.T, w *town)) {
	t.Helper()
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		test(t, settle(t, storetest.NewServer(t), workers, settings))
	})
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, settle(t, nil, 0, settings))
	})
}

// settle starts everything; settings are environment variables over the usual.
func settle(t *testing.T, server *storetest.Server, workers int, settings []string) *town {
	t.Helper()
	dir := t.TempDir()
	w := &town{t: t, dir: dir, server: server, redis: queuetest.Private(t)}
	w.http = &http.Client{Timeout: 60 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	w.startSandbox()
	w.startGateway(workers, settings)
	opened, err := store.Open(t.Context(), w.database(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	w.store = opened
	t.Cleanup(func() {
		opened.Close()
		w.http.CloseIdleConnections()
		w.complaints()
	})
	return w
}

// database is the URL of the town's database.
func (w *town) database() string {
	if w.server != nil {
		return w.server.URL()
	}
	return "sqlite://" + filepath.Join(w.dir, "goodterms.db")
}

// said finds the addresses in the sandbox's first line.
var said = regexp.MustCompile(`Sandbox: (\S+) \(API and page\), mail on (\S+)`)

func (w *town) startSandbox() {
	w.t.Helper()
	log := filepath.Join(w.dir, "messages.jsonl")
	var found []string
	w.sandbox = launch(w.t, w.dir, "sandbox", []string{"sandbox", "--listen", "127.0.0.1:0", "--smtp", "127.0.0.1:0", "--log", log}, nil, func() bool {
		found = said.FindStringSubmatch(strings.Join(w.sandboxLines(), "\n"))
		return found != nil
	})
	w.box = found[1]
	w.ledger = openLedger(w.t, log)
	w.env = []string{"GOODTERMS_TWILIO_BASE_URL=" + w.box, "GOODTERMS_SMTP_URL=smtp://" + found[2]}
}

func (w *town) sandboxLines() []string {
	return (&process{log: filepath.Join(w.dir, "sandbox.log")}).lines("Sandbox:")
}

// ourNumber is the number that calls and texts come from.
const ourNumber = "+442079460018"

// hookToken signs what the sandbox sends.
const hookToken = "sandbox"

func (w *town) startGateway(workers int, settings []string) {
	w.t.Helper()
	listen := steadyAddress(w.t)
	w.url = "http://" + listen
	w.env = append(w.env,
		"GOODTERMS_DATABASE="+w.database(), "GOODTERMS_REDIS="+w.redis.URL(), "GOODTERMS_PUBLIC_URL="+w.url,
		"GOODTERMS_CREDITOR_NAME=Meadow & Finch Supplies", "GOODTERMS_LISTEN="+listen, "GOODTERMS_LOG_LEVEL=warn",
		"GOODTERMS_MAIL_FROM=Meadow & Finch <accounts@meadow-finch.example>", "GOODTERMS_MAIL_REPLY_DOMAIN=reply.meadow-finch.example",
		"GOODTERMS_TWILIO_ACCOUNT_SID=ACproof", "GOODTERMS_TWILIO_API_KEY=SKproof", "GOODTERMS_TWILIO_API_SECRET=proof",
		"GOODTERMS_TWILIO_AUTH_TOKEN="+hookToken, "GOODTERMS_TWILIO_FROM="+ourNumber, "GOODTERMS_TWILIO_CALLS_PER_SECOND=1000",
		"GOODTERMS_RECONCILE_AFTER=2s", "GOODTERMS_RATE_LIMIT=off", "GOODTERMS_SEND_WINDOW=Mo-Su 00:00-24:00")
	w.env = append(w.env, settings...)
	roles := "api,worker"
	if workers > 0 {
		roles = "api"
	}
	w.api = w.serve("api", roles, listen)
	for i := range workers {
		w.workers = append(w.workers, w.serve("worker"+string(rune('1'+i)), "worker", steadyAddress(w.t)))
	}
	if workers == 0 {
		w.workers = []*process{w.api}
	}
	w.key = w.createKey()
}

// serve starts a process of the gateway.
func (w *town) serve(name, roles, listen string) *process {
	w.t.Helper()
	return launch(w.t, w.dir, name, []string{"serve", "--roles", roles, "--listen", listen}, w.env, func() bool {
		response, err := w.http.Get("http://" + listen + "/healthz")
		if err != nil {
			return false
		}
		response.Body.Close()
		return response.StatusCode == http.StatusOK
	})
}

// createKey makes an API key while the gateway runs.
func (w *town) createKey() string {
	w.t.Helper()
	self, err := os.Executable()
	if err != nil {
		w.t.Fatal(err)
	}
	command := exec.Command(self, "keys", "create", "--name", "proof")
	command.Env = append([]string{asProgram + "=1"}, w.env...)
	out, err := command.Output()
	if err != nil {
		w.t.Fatalf("creating a key: %v", err)
	}
	return strings.TrimSpace(string(out))
}

// processes are all that serve.
func (w *town) processes() []*process {
	if w.workers[0] == w.api {
		return []*process{w.api}
	}
	return append([]*process{w.api}, w.workers...)
}

// complaints fails the test for processes that ended by themselves, panicked or
// raced, and shows what they said when it failed.
func (w *town) complaints() {
	for _, p := range append(w.processes(), w.sandbox) {
		p.kill()
		w.t.Logf("%s spent %v of the processor in %d lives", p.name, p.spent.Round(time.Millisecond), len(p.lives))
		for _, fault := range p.faults {
			w.t.Error(fault, p.lines("goodterms: "))
		}
		if lines := p.lines("panic", "DATA RACE", "fatal error"); len(lines) > 0 {
			w.t.Errorf("%s said: %s", p.name, strings.Join(lines[:min(5, len(lines))], "\n"))
		}
		if w.t.Failed() {
			w.t.Log(p.said())
		}
	}
}

// get reads a JSON answer of the API, which may be away for a moment.
func (w *town) get(path string, into any) {
	w.t.Helper()
	var problem string
	wait(w.t, "GET "+path+" is answered", patience, func() bool {
		problem = w.tryGet(path, into)
		return problem == ""
	}, func() string { return problem })
}

// tryGet asks once and says what went wrong.
func (w *town) tryGet(path string, into any) string {
	w.t.Helper()
	request, err := http.NewRequestWithContext(w.t.Context(), http.MethodGet, w.url+path, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+w.key)
	response, err := w.http.Do(request)
	if err != nil {
		return err.Error()
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return response.Status
	}
	if err := json.NewDecoder(response.Body).Decode(into); err != nil {
		return err.Error()
	}
	return ""
}

// listed is a reminder as the list shows it.
type listed struct {
	ID, Reference, Status, Reason, Channel string
	SendAt                                 time.Time `json:"send_at"`
	Attempts                               int       `json:"attempt_count"`
}

// list reads every reminder of a status; of all when it is empty.
func (w *town) list(status string) []listed {
	w.t.Helper()
	var all []listed
	path := "/v1/reminders?limit=200"
	if status != "" {
		path += "&status=" + status
	}
	for after := ""; ; {
		var page struct {
			Reminders []listed
			Next      string
		}
		w.get(path+after, &page)
		all = append(all, page.Reminders...)
		if page.Next == "" {
			return all
		}
		after = "&after=" + page.Next
	}
}
