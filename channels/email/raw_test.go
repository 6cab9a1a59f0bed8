package email_test

import (
	"bufio"
	"io"
	"maps"
	"net"
	"strings"
	"sync"
	"testing"
)

// Words in the place of a reply.
const (
	cut     = "cut"  // close the connection
	silence = "hang" // say nothing more
)

// lines says what a server answers to which command. "banner" is the greeting,
// "." the end of the content.
type lines map[string]string

var polite = lines{
	"banner": "220 relay.example", "EHLO": "250-relay.example\r\n250 ENHANCEDSTATUSCODES", "HELO": "250 relay.example",
	"MAIL": "250 OK", "RCPT": "250 OK", "DATA": "354 go on", ".": "250 2.0.0 queued as 4F2A1", "RSET": "250 OK", "QUIT": "221 bye", "NOOP": "250 OK",
}

const pipelining = "250-relay.example\r\n250-ENHANCEDSTATUSCODES\r\n250 PIPELINING"

func politeBut(changes lines) lines {
	all := maps.Clone(polite)
	maps.Copy(all, changes)
	return all
}

// rawRelay is a line server for what a well-behaved SMTP library cannot do.
type rawRelay struct {
	relay // only its address, counters and channels
	lines lines

	mu      sync.Mutex
	heard   []string
	openAll []net.Conn
}

func newRawRelay(t testing.TB, l lines) *rawRelay {
	t.Helper()
	r := &rawRelay{lines: l}
	r.hanging, r.done = make(chan struct{}), make(chan struct{})
	listener := r.listen(t)
	go r.serve(listener)
	t.Cleanup(func() {
		close(r.done)
		_ = listener.Close()
		r.closeConnections()
	})
	return r
}

func (r *rawRelay) serve(listener net.Listener) {
	for {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		r.mu.Lock()
		r.openAll = append(r.openAll, conn)
		r.mu.Unlock()
		go r.talk(conn)
	}
}

// closeConnections is a relay that ends idle connections.
func (r *rawRelay) closeConnections() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, conn := range r.openAll {
		_ = conn.Close()
	}
	r.openAll = nil
}

func (r *rawRelay) talk(conn net.Conn) {
	defer conn.Close()
	in := bufio.NewReader(conn)
	for command, ok := "banner", true; ok; {
		if !r.reply(conn, command) {
			return
		}
		if command == "DATA" && strings.HasPrefix(r.answerTo(command), "354") {
			if ok = r.content(in); ok {
				command = "."
			}
			continue
		}
		command, ok = r.next(in)
	}
}

func (r *rawRelay) reply(conn net.Conn, command string) bool {
	switch text := r.answerTo(command); text {
	case cut:
		return false
	case silence:
		r.hangOne.Do(func() { close(r.hanging) })
		<-r.done
		return false
	default:
		_, err := io.WriteString(conn, text+"\r\n")
		return err == nil
	}
}

func (r *rawRelay) answerTo(command string) string {
	if text, ok := r.lines[command]; ok {
		return text
	}
	return "500 5.5.2 what?"
}

func (r *rawRelay) next(in *bufio.Reader) (string, bool) {
	line, err := in.ReadString('\n')
	r.mu.Lock()
	r.heard = append(r.heard, strings.TrimSpace(line))
	r.mu.Unlock()
	command, _, _ := strings.Cut(strings.TrimSpace(line), " ")
	return command, err == nil
}

func (r *rawRelay) content(in *bufio.Reader) bool {
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return false
		}
		if line == ".\r\n" {
			// The mail is whole: whatever is answered now, it may have been taken.
			r.relay.mu.Lock()
			r.mails = append(r.mails, received{})
			r.relay.mu.Unlock()
			return true
		}
	}
}

func (r *rawRelay) commands() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return strings.Join(r.heard, "\n")
}
