package emailtest

import (
	"net"
	"net/textproto"
	"net/url"
	"path/filepath"
	"testing"
	"time"
)

// Dovecot is a mail store: everybody has a mailbox in it, with one password.
type Dovecot struct {
	IMAP     string // host and port
	LMTP     string // host and port: mail goes in there
	Password string
}

// StartDovecot starts one. Without Dovecot the test is skipped, or fails when
// GOODTERMS_TEST_REQUIRE asks for dovecot.
func StartDovecot(t testing.TB) *Dovecot {
	t.Helper()
	program := find(t, "dovecot")
	dir := folder(t)
	imap, lmtp := freePort(t), freePort(t)
	d := &Dovecot{IMAP: local(imap), LMTP: local(lmtp), Password: "hunter2"}
	uid, gid := owner(t, "nobody")
	path := filepath.Join(dir, "dovecot.conf")
	write(t, path, "dovecot.conf", map[string]any{
		"Dir": dir, "Mail": mailFolder(t, dir), "Password": d.Password, "UID": uid, "GID": gid, "IMAPPort": imap, "LMTPPort": lmtp,
	})
	run(t, dir, "* OK", d.IMAP, program, "-F", "-c", path)
	return d
}

// URL is the mailbox of an address.
func (d *Dovecot) URL(address string) string {
	return (&url.URL{Scheme: "imap", User: url.User(address), Host: d.IMAP, Path: "/INBOX"}).String()
}

// Deliver puts a mail into the mailbox of an address, by LMTP as an MTA does.
func (d *Dovecot) Deliver(t testing.TB, from, to, mail string) {
	t.Helper()
	conn, err := net.DialTimeout("tcp", d.LMTP, patience)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(patience))
	text := textproto.NewConn(conn)
	for _, step := range []struct {
		say  string
		want int
	}{{"", 220}, {"LHLO test", 250}, {"MAIL FROM:<" + from + ">", 250}, {"RCPT TO:<" + to + ">", 250}, {"DATA", 354}} {
		if step.say != "" {
			err = text.PrintfLine("%s", step.say)
		}
		if _, _, readErr := text.ReadResponse(step.want); err != nil || readErr != nil {
			t.Fatalf("deliver: %v, %v", err, readErr)
		}
	}
	w := text.DotWriter()
	_, _ = w.Write([]byte(mail))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if _, _, err := text.ReadResponse(250); err != nil {
		t.Fatal(err)
	}
}
