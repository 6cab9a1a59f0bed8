package mailbox_test

import (
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/channels/email/emailtest"
	"github.com/goodterms/goodterms/channels/email/mailbox"
	"github.com/goodterms/goodterms/config/secret"
)

// watchDovecot has a watcher read a folder of a real server until the test ends.
func (r *rig) watchDovecot(t *testing.T, d *emailtest.Dovecot, folder, processed string) {
	t.Helper()
	r.cfg = mailbox.Config{URL: strings.TrimSuffix(d.URL(user), "INBOX") + folder, Password: secret.New(d.Password), Processed: processed}
	r.watch(t)
}

// next is a mail as Dovecot stored it, with what it wrote above it.
func (r *rig) next(t *testing.T) string {
	t.Helper()
	select {
	case got := <-r.received:
		return got
	case <-time.After(patience):
		t.Fatalf("no mail came; log: %s", r.logged())
		return ""
	}
}

func TestDovecotWakesTheWatcher(t *testing.T) {
	t.Parallel()
	d := emailtest.StartDovecot(t)
	r := newRig(t, everything)
	to := "billing+k7f3q2@bluebottle.example"
	d.Deliver(t, "margaret@customer.example", to, mail("before"))
	r.watchDovecot(t, d, "INBOX", "")
	if got := r.next(t); !strings.HasSuffix(got, mail("before")) || !strings.Contains(got, "Delivered-To: "+to) {
		t.Errorf("got %q", got)
	}
	r.waitsIn(t, mailbox.IdleTime)
	d.Deliver(t, "", to, mail("while it idles"))
	if got := r.next(t); !strings.HasSuffix(got, mail("while it idles")) || !strings.Contains(got, "Return-Path: <>") {
		t.Errorf("got %q", got)
	}
}

func TestInDovecotKeptMailMovesToAFolderOfItsOwn(t *testing.T) {
	t.Parallel()
	d := emailtest.StartDovecot(t)
	r := newRig(t, everything)
	d.Deliver(t, "margaret@customer.example", user, mail("one"))
	r.watchDovecot(t, d, "INBOX", "Goodterms/Processed")
	r.next(t)
	r.waitsIn(t, mailbox.IdleTime)
	again := newRig(t, everything) // reads from the start
	again.watchDovecot(t, d, "INBOX", "")
	again.waitsIn(t, mailbox.IdleTime)
	if len(again.received) != 0 {
		t.Errorf("it is still in the mailbox: %q", <-again.received)
	}
	moved := newRig(t, everything)
	moved.watchDovecot(t, d, "Goodterms.Processed", "") // as Dovecot parts names
	if got := moved.next(t); !strings.HasSuffix(got, mail("one")) {
		t.Errorf("got %q", got)
	}
}
