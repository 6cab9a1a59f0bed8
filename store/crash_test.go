package store_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"

	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
)

// childURL makes the test binary a process that accepts reminders until it is
// killed.
const childURL = "GOODTERMS_STORE_TEST_CHILD"

func TestMain(m *testing.M) {
	if url := os.Getenv(childURL); url != "" {
		fmt.Fprintln(os.Stderr, acceptForEver(url))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// acceptForEver accepts from four callers at once and prints every id that was
// acknowledged.
func acceptForEver(url string) error {
	s, err := store.Open(context.Background(), url, store.Options{})
	if err != nil {
		return err
	}
	failed := make(chan error)
	var mu sync.Mutex
	for caller := range 4 {
		go func() {
			for n := 0; ; n++ {
				planned := []reminder.Planned{planFor(n, caller), planFor(n, n%50), plan(n)}
				if _, err := s.Accept(context.Background(), noon, planned, nil); err != nil {
					failed <- err
				}
				mu.Lock()
				for _, p := range planned {
					fmt.Println(p.Reminder.ID)
				}
				mu.Unlock()
			}
		}()
	}
	return <-failed
}

func TestWhatWasAcknowledgedSurvivesAKilledProcess(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, url string) {
		storetest.Open(t, url)
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), childURL+"="+url)
		child.Stderr = os.Stderr
		out, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		acknowledged := map[string]bool{}
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			acknowledged[lines.Text()] = true
			if len(acknowledged) == 600 {
				_ = child.Process.Kill()
			}
		}
		_ = child.Wait()
		mustHold(t, storetest.Open(t, url), acknowledged)
	})
}

// mustHold checks that every acknowledged reminder is stored and that the chains
// hold.
func mustHold(t testing.TB, s *store.Store, acknowledged map[string]bool) {
	t.Helper()
	if len(acknowledged) < 600 {
		t.Fatalf("only %d acknowledged", len(acknowledged))
	}
	for _, id := range listed(t, s, reminder.Filter{Limit: 1_000_000}) {
		delete(acknowledged, id)
	}
	if len(acknowledged) != 0 {
		t.Fatalf("%d acknowledged reminders are lost", len(acknowledged))
	}
	for n := range 4 {
		history(t, s, planFor(0, n).Account.Reference)
	}
}

func TestACrashedDatabaseLosesNothingAndIsWaitedFor(t *testing.T) {
	t.Parallel()
	server := storetest.NewServer(t)
	s := storetest.Open(t, server.URL())
	var mu sync.Mutex
	acknowledged := map[string]bool{}
	enough := make(chan struct{})
	stop := make(chan struct{})
	var once sync.Once
	var callers sync.WaitGroup
	for caller := range 4 {
		callers.Go(func() {
			for n := 0; !closed(stop); n++ {
				p := planFor(n, caller)
				if _, err := s.Accept(t.Context(), noon, []reminder.Planned{p}, nil); err != nil {
					t.Errorf("accept across the crash: %v", err)
				}
				mu.Lock()
				acknowledged[p.Reminder.ID] = true
				if len(acknowledged) == 600 {
					once.Do(func() { close(enough) })
				}
				mu.Unlock()
			}
		})
	}
	<-enough
	if err := server.Crash(); err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	accept(t, s, plan(10_000))
	close(stop)
	callers.Wait()
	mustHold(t, s, acknowledged)
}

func closed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}
