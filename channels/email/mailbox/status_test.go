package mailbox_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/channels/email/mailbox"
	"github.com/goodterms/goodterms/config/secret"
)

func TestTheStatusTellsOfALookAndOfAMail(t *testing.T) {
	t.Parallel()
	r := newRig(t, everything)
	w := r.watch(t)
	r.waitsIn(t, mailbox.IdleTime)
	start := r.clock.now()
	if diff := cmp.Diff(mailbox.Status{Connected: true, Since: start, LookedAt: start}, w.Status()); diff != "" {
		t.Error(diff)
	}
	r.clock.seconds.Store(60)
	r.deliver(t, "one")
	r.want(t, "one")
	r.waitsIn(t, mailbox.IdleTime)
	later := start.Add(time.Minute)
	if diff := cmp.Diff(mailbox.Status{Connected: true, Since: start, LookedAt: later, KeptAt: later}, w.Status()); diff != "" {
		t.Error(diff)
	}
}

func TestTheStatusTellsSinceWhenTheMailboxIsAway(t *testing.T) {
	t.Parallel()
	r := newRig(t, everything)
	w := r.watch(t)
	r.waitsIn(t, mailbox.IdleTime)
	r.clock.seconds.Store(30)
	r.wire.cut()
	again := r.waitsIn(t, 0)
	got := w.Status()
	if got.Connected || got.Fault != "waiting" || !got.Since.Equal(r.clock.now()) || !got.LookedAt.Before(got.Since) {
		t.Errorf("while it is away: %+v", got)
	}
	r.clock.seconds.Store(90)
	again.end()
	r.waitsIn(t, mailbox.IdleTime)
	if got := w.Status(); !got.Connected || got.Fault != "" || !got.Since.Equal(r.clock.now()) {
		t.Errorf("when it is back: %+v", got)
	}
}

func TestTheStatusTellsOfARefusedPasswordAndNotWhichItIs(t *testing.T) {
	t.Parallel()
	r := newRig(t, everything)
	r.cfg.Password = secret.New("hunter3")
	w := r.watch(t)
	r.waitsIn(t, 0)
	got := w.Status()
	if !got.Refused || got.Connected || got.Fault != "logging in" || strings.Contains(got.Fault, "hunter") {
		t.Errorf("%+v", got)
	}
}

func TestTheStatusTellsThatMailIsNotKept(t *testing.T) {
	t.Parallel()
	r := newRig(t, everything)
	r.refuseWith(errors.New("the store of bluebottle is away"))
	r.deliver(t, "one")
	w := r.watch(t)
	r.waitsIn(t, 0)
	if got := w.Status(); got.Fault != "keeping a mail" || !got.KeptAt.IsZero() {
		t.Errorf("%+v", got)
	}
}
