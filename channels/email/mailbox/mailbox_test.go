package mailbox_test

import (
	"bytes"
	"errors"
	"log/slog"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"

	"github.com/goodterms/goodterms/channels/email/mailbox"
	"github.com/goodterms/goodterms/config/secret"
)

func TestNewMailIsHandedOverWhileTheWatcherIdles(t *testing.T) {
	t.Parallel()
	r := newRig(t, everything)
	r.deliver(t, "before")
	r.watch(t)
	r.want(t, "before")
	r.waitsIn(t, mailbox.IdleTime)
	r.deliver(t, "one")
	r.want(t, "one")
	r.waitsIn(t, mailbox.IdleTime)
	r.deliver(t, "two", "three")
	r.want(t, "two", "three")
}

func TestMailIsNeitherMarkedNorMovedWithoutAFolderForIt(t *testing.T) {
	t.Parallel()
	r := newRig(t, everything)
	r.deliver(t, "one")
	r.watch(t)
	r.want(t, "one")
	r.waitsIn(t, mailbox.IdleTime)
	status, err := r.user.Status("INBOX", &imap.StatusOptions{NumMessages: true, NumUnseen: true})
	if err != nil || *status.NumMessages != 1 || *status.NumUnseen != 1 {
		t.Errorf("%v, %+v", err, status)
	}
}

func TestWhatWasReadIsNotReadAgainAfterARestart(t *testing.T) {
	t.Parallel()
	r := newRig(t, everything)
	r.deliver(t, "one", "two")
	t.Run("first", func(t *testing.T) {
		r.watch(t)
		r.want(t, "one", "two")
		r.waitsIn(t, mailbox.IdleTime)
	})
	r.deliver(t, "three")
	r.watch(t)
	r.want(t, "three")
}

func TestANetworkThatIsCutInSilenceIsNoticed(t *testing.T) {
	t.Parallel()
	r := newRig(t, everything)
	r.cfg.Timeout = 50 * time.Millisecond
	r.watch(t)
	idle := r.waitsIn(t, mailbox.IdleTime)
	r.wire.mute()
	r.deliver(t, "while nobody heard")
	idle.end()
	r.waitsIn(t, 0).end()
	r.want(t, "while nobody heard")
}

func TestAServerThatHangsUpIsCalledAgain(t *testing.T) {
	t.Parallel()
	r := newRig(t, everything)
	r.watch(t)
	for _, subject := range []string{"one", "two", "three"} {
		r.waitsIn(t, mailbox.IdleTime)
		r.wire.cut()
		r.deliver(t, subject)
		r.waitsIn(t, 0).end()
		r.want(t, subject)
	}
}

func TestACutAtAnyCommandLosesNothing(t *testing.T) {
	t.Parallel()
	for spare := range 14 {
		t.Run(strconv.Itoa(spare), func(t *testing.T) {
			t.Parallel()
			r := newRig(t, everything)
			r.cfg.Processed = "Goodterms/Processed"
			r.deliver(t, "one", "two")
			r.wire.cutAfter(spare)
			r.watch(t)
			heard := map[string]bool{}
			for len(heard) < 2 || r.count(t, "INBOX") > 0 {
				select {
				case got := <-r.received:
					heard[got] = true
				case p := <-r.pauses:
					if p.long != mailbox.IdleTime || r.count(t, "INBOX") > 0 {
						p.end()
					}
				case <-time.After(patience):
					t.Fatalf("heard %d, %d are left; log: %s", len(heard), r.count(t, "INBOX"), r.logged())
				}
			}
			if !heard[mail("one")] || !heard[mail("two")] || r.count(t, "Goodterms/Processed") != 2 {
				t.Errorf("heard %v", heard)
			}
		})
	}
}

func TestWhenUIDsGetANewMeaningAllIsReadAgain(t *testing.T) {
	t.Parallel()
	r := newRig(t, everything)
	r.deliver(t, "one", "two", "three")
	r.watch(t)
	r.want(t, "one", "two", "three")
	r.waitsIn(t, mailbox.IdleTime)
	if err := errors.Join(r.user.Delete("INBOX"), r.user.Create("INBOX", nil)); err != nil {
		t.Fatal(err)
	}
	r.deliver(t, "two", "four")
	r.wire.cut()
	r.waitsIn(t, 0).end()
	r.want(t, "two", "four")
}

func TestMailThatIsKeptMovesToTheFolderForIt(t *testing.T) {
	t.Parallel()
	for name, caps := range map[string]imap.CapSet{
		"MOVE": everything, "COPY and EXPUNGE": {imap.CapIMAP4rev1: {}, imap.CapUIDPlus: {}},
	} {
		r := newRig(t, caps)
		r.cfg.Processed = "Goodterms/Processed"
		r.deliver(t, "one", "two")
		r.watch(t)
		r.want(t, "one", "two")
		r.waitsIn(t, mailbox.IdleTime)
		if r.count(t, "INBOX") != 0 || r.count(t, "Goodterms/Processed") != 2 {
			t.Errorf("%s: %d are left, %d moved", name, r.count(t, "INBOX"), r.count(t, "Goodterms/Processed"))
		}
	}
}

func TestWhereOneMailCannotBeExpungedAloneNoneIs(t *testing.T) {
	t.Parallel()
	r := newRig(t, imap.CapSet{imap.CapIMAP4rev1: {}})
	r.cfg.Processed = "Processed"
	r.deliver(t, "one")
	r.watch(t)
	r.want(t, "one")
	r.waitsIn(t, mailbox.IdleTime)
	if r.count(t, "INBOX") != 1 || r.count(t, "Processed") != 1 {
		t.Errorf("%d are left, %d copied", r.count(t, "INBOX"), r.count(t, "Processed"))
	}
}

func TestAMailThatCouldNotBeKeptIsReadAgain(t *testing.T) {
	t.Parallel()
	r := newRig(t, everything)
	r.cfg.Processed = "Processed"
	r.refuseWith(errors.New("database away"))
	r.deliver(t, "one")
	r.watch(t)
	again := r.waitsIn(t, 0)
	if r.cursor() != 0 || r.count(t, "INBOX") != 1 {
		t.Errorf("passed: read to %d, %d are left", r.cursor(), r.count(t, "INBOX"))
	}
	r.refuseWith(nil)
	again.end()
	r.want(t, "one")
	if !strings.Contains(r.logged(), "database away") {
		t.Errorf("logged %s", r.logged())
	}
}

func TestAMailThatIsTooBigStaysAndHoldsNoneUp(t *testing.T) {
	t.Parallel()
	r := newRig(t, everything)
	r.cfg.Processed, r.cfg.MaxBytes = "Processed", 500
	r.deliver(t, "one", strings.Repeat("x", 1000), "two")
	r.watch(t)
	r.want(t, "one", "two")
	r.waitsIn(t, mailbox.IdleTime)
	if r.count(t, "INBOX") != 1 || r.cursor() != 3 || strings.Count(r.logged(), "too big") != 1 {
		t.Errorf("%d are left, read to %d, logged %s", r.count(t, "INBOX"), r.cursor(), r.logged())
	}
}

func TestAServerThatLiesAboutASizeFillsNoMemory(t *testing.T) {
	t.Parallel()
	r := newRig(t, everything)
	r.cfg.MaxBytes = 500
	size := strconv.Itoa(len(mail(strings.Repeat("x", 1000))))
	r.wire.changing(func(said []byte) []byte {
		return bytes.ReplaceAll(said, []byte("RFC822.SIZE "+size), []byte("RFC822.SIZE 0010"))
	})
	r.deliver(t, strings.Repeat("x", 1000), "two")
	r.watch(t)
	r.want(t, "two")
	if !strings.Contains(r.logged(), "too big") {
		t.Errorf("logged %s", r.logged())
	}
}

func TestManyMailsComeInTheirOrder(t *testing.T) {
	t.Parallel()
	r := newRig(t, everything)
	r.cfg.MaxBytes = 300 // three mails at once
	var subjects []string
	for i := range 50 {
		subjects = append(subjects, strconv.Itoa(i))
	}
	r.deliver(t, subjects...)
	r.watch(t)
	r.want(t, subjects...)
}

func TestWithoutIDLETheMailboxIsPolled(t *testing.T) {
	t.Parallel()
	r := newRig(t, everything)
	r.wire.changing(func(said []byte) []byte { return bytes.ReplaceAll(said, []byte("IDLE"), []byte("XDLE")) })
	r.watch(t)
	poll := r.waitsIn(t, mailbox.PollTime)
	r.deliver(t, "one")
	poll.end()
	r.want(t, "one")
}

func TestARefusedPasswordIsToldAndNotTriedOften(t *testing.T) {
	t.Parallel()
	r := newRig(t, everything)
	r.cfg.Password = secret.New("another")
	r.watch(t)
	if p := r.waitsIn(t, 0); p.long < 10*time.Minute {
		t.Errorf("tried again after %s", p.long)
	}
	if said := r.logged(); !strings.Contains(said, "level=ERROR") || strings.Contains(said, "billing") || strings.Contains(said, "another") {
		t.Errorf("logged %s", said)
	}
}

func TestPausesGrowUpToABound(t *testing.T) {
	t.Parallel()
	r := newRig(t, everything)
	r.cfg.URL = "imap://nobody@127.0.0.1:1/"
	r.watch(t)
	want := time.Second
	for n := range 12 {
		p := r.waitsIn(t, 0)
		if p.long < want/2 || p.long > want {
			t.Errorf("pause %d is %s, want up to %s", n, p.long, want)
		}
		want = min(2*want, 2*time.Minute)
		p.end()
	}
}

func TestSettingsAreCheckedAllAtOnce(t *testing.T) {
	t.Parallel()
	err := mailbox.Config{URL: "https://x", Processed: "a*", Timeout: -1}.Validate()
	for _, key := range []string{"url:", "password:", "processed:", "timeout"} {
		if err == nil || !strings.Contains(err.Error(), key) {
			t.Errorf("%s is not told of: %v", key, err)
		}
	}
	for _, url := range []string{
		"", "imaps://mail.example/INBOX", "imaps://me@/INBOX", "imaps://me:hunter2@mail.example/", "pop3://me@mail.example", "imaps://me@mail.example/?plain", "imaps://%zz@mail.example",
	} {
		err := mailbox.Config{URL: url, Password: secret.New("x")}.Validate()
		if err == nil || strings.Contains(err.Error(), "hunter2") || url != "" && strings.Contains(err.Error(), url) {
			t.Errorf("%q: %v", url, err)
		}
	}
	good := mailbox.Config{URL: "imaps://me%40mail.example@imap.mail.example:993/Replies/In", Password: secret.New("x")}
	if err := good.Validate(); err != nil {
		t.Error(err)
	}
	if _, err := mailbox.New(good, mailbox.Parts{Log: slog.New(slog.DiscardHandler)}); err == nil {
		t.Error("a watcher that keeps nothing is made")
	}
}
