package emailtest

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Postfix is a mail server in front of the gateway, and the customer's as well.
type Postfix struct {
	Addr     string // host and port: takes mail for everybody it knows a way to
	Customer string // domain; who is not known there bounces with a real report
	mail     string
}

// PostfixConfig says how mail runs.
type PostfixConfig struct {
	Gateway  string   // host and port of the gateway's LMTP listener
	Domains  []string // of the gateway: for replies and bounces
	Customer string   // empty: customer.example
	Known    []string // local parts that exist there
}

// StartPostfix starts one. Without Postfix the test is skipped, or fails when
// GOODTERMS_TEST_REQUIRE asks for postfix.
func StartPostfix(t testing.TB, cfg PostfixConfig) *Postfix {
	t.Helper()
	find(t, "postfix")
	if cfg.Customer == "" {
		cfg.Customer = "customer.example"
	}
	dir, port := folder(t), freePort(t)
	p := &Postfix{Addr: local(port), Customer: cfg.Customer, mail: mailFolder(t, dir)}
	uid, gid := owner(t, "nobody")
	values := map[string]any{
		"Dir": dir, "Port": port, "Mail": p.mail, "UID": uid, "GID": gid, "Daemons": daemons(),
		"Customer": cfg.Customer, "Known": cfg.Known, "Domains": cfg.Domains, "Gateway": cfg.Gateway,
	}
	for _, name := range []string{"main.cf", "master.cf"} {
		write(t, filepath.Join(dir, name), name, values)
	}
	makeQueue(t, dir)
	// Not by the postfix command, whose master would outlive a test that is killed.
	run(t, dir, "220", p.Addr, filepath.Join(daemons(), "master"), "-c", dir, "-s", "-e", "600")
	return p
}

// makeQueue makes what Postfix keeps mail in while it is on the way.
func makeQueue(t testing.TB, dir string) {
	t.Helper()
	uid, _ := owner(t, "postfix")
	folders := map[string]os.FileMode{"queue": 0o755, "data": 0o700, "queue/pid": 0o755, "queue/public": 0o710, "queue/maildrop": 0o730}
	for _, name := range []string{"active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "private", "saved", "trace"} {
		folders["queue/"+name] = 0o700
	}
	for _, name := range slices.Sorted(maps.Keys(folders)) {
		path := filepath.Join(dir, name)
		if err := errors.Join(os.Mkdir(path, 0o700), os.Chmod(path, folders[name])); err != nil {
			t.Fatal(err)
		}
		if name == "queue" || name == "queue/pid" { // these stay with root
			continue
		}
		if err := os.Chown(path, uid, -1); err != nil {
			t.Fatal(err)
		}
	}
}

// daemons is where Postfix keeps its programs: Debian's place, else the usual one.
func daemons() string {
	if _, err := os.Stat("/usr/lib/postfix/sbin/master"); err == nil {
		return "/usr/lib/postfix/sbin"
	}
	return "/usr/libexec/postfix"
}

// Mailbox returns the mails that a known customer has got.
func (p *Postfix) Mailbox(t testing.TB, local string) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(p.mail, local, "new", "*"))
	if err != nil {
		t.Fatal(err)
	}
	var mails []string
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		mails = append(mails, strings.ReplaceAll(string(text), "\n", "\r\n"))
	}
	return mails
}
