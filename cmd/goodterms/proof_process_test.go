package main

import (
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// asProgram makes the test binary stand in for the program.
const asProgram = "GOODTERMS_TEST_PROGRAM"

// TestMain lets tests start this binary as a process of goodterms, with its
// arguments; it is the program with the same race detector as the test.
func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	os.Exit(m.Run())
}

// wait polls until something holds; it is the only place of the proof where
// time passes. Only the test's own goroutine may call it.
func wait(t *testing.T, what string, patience time.Duration, holds func() bool, last ...func() string) {
	t.Helper()
	if linger(patience, holds) {
		return
	}
	var seen strings.Builder
	for _, say := range last {
		seen.WriteString("; " + say())
	}
	t.Fatalf("waited %v until %s%s", patience, what, seen.String())
}

// linger polls until something holds or the time is over, and says which.
func linger(patience time.Duration, holds func() bool) bool {
	over := time.NewTimer(patience)
	defer over.Stop()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-over.C:
			return false
		case <-tick.C:
		}
	}
	return true
}

// process is goodterms as a process of its own, which the test may kill.
type process struct {
	name   string
	args   []string
	env    []string
	log    string // file of what it says
	ready  func() bool
	killed atomic.Bool
	served atomic.Bool // it was ready once since its start
	ended  chan struct{}
	cmd    *exec.Cmd
	faults []string // ends that nobody asked for
	lives  []life
	spent  time.Duration // of the processor, by those that have ended
}

// life is when a process lived; its end is zero while it does.
type life struct{ from, to time.Time }

// launch starts a process that ends with the test. Ready says when it serves.
func launch(t *testing.T, dir, name string, args, env []string, ready func() bool) *process {
	t.Helper()
	p := &process{name: name, args: args, env: env, log: filepath.Join(dir, name+".log"), ready: ready}
	p.start(t)
	t.Cleanup(p.kill)
	return p
}

// start starts it and waits until it serves; one that ends before it did, because
// its database is away or its port is taken, is started again as a supervisor
// would.
func (p *process) start(t *testing.T) {
	t.Helper()
	p.spawn(t)
	wait(t, p.name+" serves", patience, func() bool {
		if p.over() {
			p.spawn(t)
		}
		return p.ready()
	}, p.said)
	p.served.Store(true)
}

// spawn starts the process and watches for its end.
func (p *process) spawn(t *testing.T) {
	t.Helper()
	out, err := os.OpenFile(p.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p.cmd = exec.Command(self, p.args...)
	p.cmd.Env = append([]string{asProgram + "=1", "PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME")}, p.env...)
	p.cmd.Stdout, p.cmd.Stderr, p.cmd.SysProcAttr = out, out, dieWithTest()
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p.killed.Store(false)
	p.served.Store(false)
	p.lives = append(p.lives, life{from: time.Now()})
	p.ended = make(chan struct{})
	go p.watch(p.cmd, p.ended)
}

// watch notes an end that nobody asked for.
func (p *process) watch(cmd *exec.Cmd, ended chan struct{}) {
	err := cmd.Wait()
	p.spent += cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	if p.served.Load() && !p.killed.Load() {
		p.faults = append(p.faults, fmt.Sprintf("%s ended by itself: %v", p.name, err))
	}
	close(ended)
}

// over says whether the process has ended.
func (p *process) over() bool {
	select {
	case <-p.ended:
		return true
	default:
		return false
	}
}

// kill ends the process by SIGKILL, which it cannot notice, and waits for it.
func (p *process) kill() {
	p.killed.Store(true)
	_ = p.cmd.Process.Kill() // it may have ended by itself, which watch has noted
	<-p.ended
	p.lives[len(p.lives)-1].to = time.Now()
}

// said is the end of what the process wrote.
func (p *process) said() string {
	text, err := os.ReadFile(p.log)
	if err != nil {
		return err.Error()
	}
	return p.name + " said:\n" + string(text[max(0, len(text)-3000):])
}

// lines returns the lines of the process's log that hold one of the words.
func (p *process) lines(words ...string) []string {
	text, _ := os.ReadFile(p.log) // a process that said nothing has no complaint either
	var found []string
	for line := range strings.Lines(string(text)) {
		if slices.ContainsFunc(words, func(word string) bool { return strings.Contains(line, word) }) {
			found = append(found, strings.TrimSpace(line))
		}
	}
	return found
}

// steadyAddress is a free loopback address below the ports that the system gives
// to connections, so that nobody takes it while its process is being restarted.
func steadyAddress(t *testing.T) string {
	t.Helper()
	for range 1000 {
		address := net.JoinHostPort("127.0.0.1", strconv.Itoa(12_000+rand.IntN(18_000)))
		if listener, err := net.Listen("tcp", address); err == nil {
			listener.Close()
			return address
		}
	}
	t.Fatal("no free port")
	return ""
}
