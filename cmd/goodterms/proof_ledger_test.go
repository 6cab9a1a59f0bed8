package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"regexp"
	"sync"
	"testing"
	"time"
)

// arrival is a line of the sandbox's log: something that reached a customer.
type arrival struct {
	At                                        time.Time
	Channel, To, From, Subject, Body, Attempt string
}

// ledger reads the sandbox's log as it grows. It is safe for concurrent use.
type ledger struct {
	mu     sync.Mutex
	file   *os.File
	rest   []byte // of a line that is not whole yet
	err    error
	all    []arrival
	byWhat map[string][]int // places in all, by what they are about
	called map[string]string
}

func openLedger(t *testing.T, path string) *ledger {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	return &ledger{file: file, byWhat: map[string][]int{}, called: map[string]string{}}
}

// calls says which invoice a call to the number is about: the log has no word of
// what was said in it.
func (l *ledger) calls(number, invoice string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.called[number] = invoice
}

// read takes in what is new and returns how many arrivals there are.
func (l *ledger) read() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	more, err := io.ReadAll(l.file)
	l.err = errors.Join(l.err, err)
	l.rest = append(l.rest, more...)
	for {
		line, rest, whole := bytes.Cut(l.rest, []byte("\n"))
		if !whole {
			return len(l.all)
		}
		l.rest = rest
		var a arrival
		l.err = errors.Join(l.err, json.Unmarshal(line, &a))
		l.byWhat[l.about(a)] = append(l.byWhat[l.about(a)], len(l.all))
		l.all = append(l.all, a)
	}
}

// invoiceNumber is how the proof's invoices are numbered; each reminder is about
// one of its own.
var invoiceNumber = regexp.MustCompile(`PF-\d{6}`)

// about is the invoice that an arrival is about.
func (l *ledger) about(a arrival) string {
	if a.Channel == "voice" {
		return l.called[a.To]
	}
	return invoiceNumber.FindString(a.Subject + " " + a.Body)
}

// arrivals are those about the invoice.
func (l *ledger) arrivals(invoice string) []arrival {
	l.mu.Lock()
	defer l.mu.Unlock()
	var found []arrival
	for _, i := range l.byWhat[invoice] {
		found = append(found, l.all[i])
	}
	return found
}

// reached says how many of the errands have arrived.
func (l *ledger) reached(errands []*errand) int {
	l.read()
	l.mu.Lock()
	defer l.mu.Unlock()
	n := 0
	for _, e := range errands {
		if len(l.byWhat[e.invoice]) > 0 {
			n++
		}
	}
	return n
}

// distinct says about how many invoices something has arrived.
func (l *ledger) distinct() int {
	l.read()
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.byWhat)
}

// last is when the latest arrival came.
func (l *ledger) last() time.Time {
	l.read()
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.all) == 0 {
		return time.Time{}
	}
	return l.all[len(l.all)-1].At
}
