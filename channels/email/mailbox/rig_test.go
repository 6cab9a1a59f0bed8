package mailbox_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log"
	"log/slog"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"

	"github.com/goodterms/goodterms/channels/email/mailbox"
	"github.com/goodterms/goodterms/config/secret"
)

const (
	user     = "billing@bluebottle.example"
	password = "hunter2"
)

// patience is what no passing test comes near.
const patience = 20 * time.Second

// pause is one that the watcher takes; the test says when it is over.
type pause struct {
	long time.Duration
	over chan time.Time
}

// clock shows how many seconds the test has let pass.
type clock struct{ seconds atomic.Int64 }

func (c *clock) now() time.Time {
	return time.Date(2027, 4, 12, 12, 0, 0, 0, time.UTC).Add(time.Duration(c.seconds.Load()) * time.Second)
}

// rig is a mailbox on a real IMAP server, a wire to it that can be cut, and a
// watcher on the other end.
type rig struct {
	user *imapmemserver.User
	wire *wire
	cfg  mailbox.Config
	log  *bytes.Buffer

	clock    clock
	pauses   chan pause
	received chan string
	nudges   chan struct{}

	mu       sync.Mutex
	refuse   error // what Receive answers
	validity uint32
	uid      uint32
}

var everything = imap.CapSet{imap.CapIMAP4rev1: {}, imap.CapMove: {}, imap.CapUIDPlus: {}}

// session is one of the server in memory, which forgets to tell of mail that
// comes just when IDLE begins; it is nudged instead.
type session struct {
	imapserver.SessionIMAP4rev2
	nudges chan struct{}
}

// Idle tells of new mail whenever it is nudged.
func (s session) Idle(w *imapserver.UpdateWriter, stop <-chan struct{}) error {
	for {
		select {
		case <-stop:
			return nil
		case <-s.nudges:
			if err := s.Poll(w, true); err != nil {
				return err
			}
		}
	}
}

// server is a server in memory with the rig's user.
func (r *rig) server(options imapserver.Options) *imapserver.Server {
	memory := imapmemserver.New()
	memory.AddUser(r.user)
	options.Logger = log.New(io.Discard, "", 0)
	options.NewSession = func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
		return session{memory.NewSession().(imapserver.SessionIMAP4rev2), r.nudges}, nil, nil
	}
	return imapserver.New(&options)
}

// newRig has the server offer what is named.
func newRig(t *testing.T, caps imap.CapSet) *rig {
	t.Helper()
	r := &rig{user: imapmemserver.NewUser(user, password), log: &bytes.Buffer{}, pauses: make(chan pause, 100), received: make(chan string, 100), nudges: make(chan struct{}, 1)}
	if err := r.user.Create("INBOX", nil); err != nil {
		t.Fatal(err)
	}
	server := r.server(imapserver.Options{Caps: caps, InsecureAuth: true})
	socket, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = server.Serve(socket) }()
	t.Cleanup(func() { _ = server.Close() })
	r.wire = newWire(t, socket.Addr().String())
	r.cfg = mailbox.Config{URL: "imap://billing%40bluebottle.example@" + r.wire.addr + "/", Password: secret.New(password)}
	return r
}

// watch runs a watcher until the test ends.
func (r *rig) watch(t *testing.T) *mailbox.Watcher {
	t.Helper()
	w, err := mailbox.New(r.cfg, mailbox.Parts{Cursor: r, Receive: r.receive, After: r.after, Now: r.clock.now, Log: slog.New(slog.NewTextHandler(r, nil))})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { w.Run(ctx); close(done) }()
	t.Cleanup(func() { cancel(); <-done })
	return w
}

// Write takes the log.
func (r *rig) Write(line []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.log.Write(line)
}

func (r *rig) logged() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.log.String()
}

func (r *rig) after(d time.Duration) <-chan time.Time {
	p := pause{d, make(chan time.Time, 1)}
	r.pauses <- p
	return p.over
}

func (r *rig) receive(_ context.Context, raw []byte) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.refuse == nil {
		r.received <- string(raw)
	}
	return r.refuse
}

// MailboxCursor is where the mailbox was read to.
func (r *rig) MailboxCursor(_ context.Context, name string) (validity, uid uint32, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if strings.Contains(name, "bluebottle") || name == "" {
		return 0, 0, errors.New("the name names somebody")
	}
	return r.validity, r.uid, nil
}

// SetMailboxCursor moves on.
func (r *rig) SetMailboxCursor(_ context.Context, _ string, validity, uid uint32) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.validity, r.uid = validity, uid
	return nil
}

func (r *rig) cursor() uint32 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.uid
}

func (r *rig) refuseWith(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.refuse = err
}

// mail is one that can be told from others.
func mail(subject string) string {
	return "From: margaret@customer.example\r\nSubject: " + subject + "\r\n\r\nI paid.\r\n"
}

func (r *rig) deliver(t *testing.T, subjects ...string) {
	t.Helper()
	for _, subject := range subjects {
		if _, err := r.user.Append("INBOX", bytes.NewReader([]byte(mail(subject))), &imap.AppendOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	select {
	case r.nudges <- struct{}{}:
	default:
	}
}

// want waits for mails in their order.
func (r *rig) want(t *testing.T, subjects ...string) {
	t.Helper()
	for _, subject := range subjects {
		select {
		case got := <-r.received:
			if got != mail(subject) {
				t.Fatalf("got %q, want %q", got, mail(subject))
			}
		case <-time.After(patience):
			t.Fatalf("%s did not come; log: %s", subject, r.logged())
		}
	}
}

// waitsIn waits until the watcher pauses for so long, or for what a failure
// costs when that is 0.
func (r *rig) waitsIn(t *testing.T, long time.Duration) pause {
	t.Helper()
	for {
		select {
		case p := <-r.pauses:
			if p.long == long || long == 0 && p.long != mailbox.IdleTime && p.long != mailbox.PollTime {
				return p
			}
		case <-time.After(patience):
			t.Fatalf("no pause of %s; log: %s", long, r.logged())
		}
	}
}

func (p pause) end() { p.over <- time.Time{} }

// count is how many mails are in a folder.
func (r *rig) count(t *testing.T, folder string) uint32 {
	t.Helper()
	status, err := r.user.Status(folder, &imap.StatusOptions{NumMessages: true})
	if err != nil {
		t.Fatal(err)
	}
	return *status.NumMessages
}

// wire passes bytes on between watcher and server, until it is told not to.
type wire struct {
	addr   string
	target string

	mu     sync.Mutex
	muted  map[net.Conn]bool
	open   []net.Conn
	change func([]byte) []byte // what the server says
	spare  int                 // reads from the watcher until it is cut; -1: any number
}

func newWire(t *testing.T, target string) *wire {
	t.Helper()
	socket, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{addr: socket.Addr().String(), target: target, muted: map[net.Conn]bool{}, spare: -1}
	go func() {
		for {
			conn, err := socket.Accept()
			if err != nil {
				return
			}
			go w.join(conn)
		}
	}()
	t.Cleanup(func() { _ = socket.Close(); w.cut() })
	return w
}

func (w *wire) join(near net.Conn) {
	far, err := net.Dial("tcp", w.target)
	if err != nil {
		_ = near.Close()
		return
	}
	w.mu.Lock()
	w.open = append(w.open, near, far)
	w.mu.Unlock()
	go w.pass(near, near, far, false)
	w.pass(near, far, near, true)
}

func (w *wire) pass(near, from, to net.Conn, fromServer bool) {
	defer from.Close()
	defer to.Close()
	buffer := make([]byte, 64<<10)
	for {
		n, err := from.Read(buffer)
		if err != nil {
			return
		}
		data, ok := w.let(near, buffer[:n], fromServer)
		if !ok {
			return
		}
		if _, err := to.Write(data); err != nil {
			return
		}
	}
}

// let says what goes on: nothing on a wire that is muted, and false on one that
// is to be cut now.
func (w *wire) let(near net.Conn, data []byte, fromServer bool) ([]byte, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case w.muted[near]:
		return nil, true
	case fromServer && w.change != nil:
		return w.change(data), true
	case !fromServer && w.spare == 0:
		w.spare = -1
		return nil, false
	case !fromServer && w.spare > 0:
		w.spare--
	}
	return data, true
}

// changing has every word of the server go through a function.
func (w *wire) changing(change func([]byte) []byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.change = change
}

// cutAfter cuts one connection after so many more words of the watcher.
func (w *wire) cutAfter(spare int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.spare = spare
}

// mute swallows all on the connections that are open; nobody is told.
func (w *wire) mute() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, conn := range w.open {
		w.muted[conn] = true
	}
}

// cut ends all connections.
func (w *wire) cut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, conn := range w.open {
		_ = conn.Close()
	}
	w.open = nil
}
