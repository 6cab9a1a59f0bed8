package sandbox

import (
	"encoding/json"
	"fmt"
	"io"
	"sync"
)

// journal writes one JSON line per hand-off, at once.
type journal struct {
	mu sync.Mutex
	w  io.Writer
}

// entry is a line of the journal: these names, and no others.
type entry struct {
	At      string `json:"at"`
	Channel string `json:"channel"`
	To      string `json:"to"`
	From    string `json:"from"`
	Subject string `json:"subject"`
	Body    string `json:"body"`
	Attempt string `json:"attempt"`
}

func (j *journal) on() bool { return j.w != nil }

// write adds a line and hands it to the system before it returns.
func (j *journal) write(m Message) error {
	if !j.on() {
		return nil
	}
	m = m.read()
	line, err := json.Marshal(entry{m.At.UTC().Format(stamp), m.Channel, m.To, m.From, m.Subject, m.Body, m.Attempt})
	if err != nil {
		return fmt.Errorf("encode a log line: %w", err)
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if _, err := j.w.Write(append(line, '\n')); err != nil {
		return fmt.Errorf("write a log line: %w", err)
	}
	if buffered, ok := j.w.(interface{ Flush() error }); ok {
		return buffered.Flush()
	}
	return nil
}
