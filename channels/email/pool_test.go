package email_test

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/channels/email"
)

// clock is a time that a test moves.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) move(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(by)
}

func TestOneConnectionCarriesManyMails(t *testing.T) {
	t.Parallel()
	r := newRelay(t, script{})
	e := newEmail(t, r.config())
	for range 20 {
		mustSend(t, e, message())
	}
	if r.taken() != 20 || r.calls() != 1 {
		t.Errorf("%d mails over %d connections", r.taken(), r.calls())
	}
}

func TestAConnectionIsReplacedAfterAHundredMails(t *testing.T) {
	t.Parallel()
	r := newRelay(t, script{})
	e := newEmail(t, r.config())
	for range 101 {
		mustSend(t, e, message())
	}
	if r.taken() != 101 || r.calls() != 2 {
		t.Errorf("%d mails over %d connections", r.taken(), r.calls())
	}
}

func TestAConnectionIdleForLongIsReplaced(t *testing.T) {
	t.Parallel()
	r := newRelay(t, script{})
	c := &clock{at: noon}
	e, err := email.New(r.config(), c.now, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	mustSend(t, e, message())
	c.move(30 * time.Second)
	mustSend(t, e, message())
	if r.calls() != 1 {
		t.Errorf("%d connections after a pause of 30 s", r.calls())
	}
	c.move(31 * time.Second)
	mustSend(t, e, message())
	if r.calls() != 2 {
		t.Errorf("%d connections after a pause of 31 s", r.calls())
	}
}

func TestAConnectionThatTheServerClosedIsNoError(t *testing.T) {
	t.Parallel()
	for name, extensions := range map[string]string{"plain": polite["EHLO"], "pipelined": pipelining} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRawRelay(t, politeBut(lines{"EHLO": extensions}))
			e := newEmail(t, r.config())
			mustSend(t, e, message())
			r.closeConnections()
			mustSend(t, e, message())
			if r.taken() != 2 || r.calls() != 2 {
				t.Errorf("%d mails over %d connections", r.taken(), r.calls())
			}
		})
	}
}

func TestALostConnectionIsTriedOnceMoreOnly(t *testing.T) {
	t.Parallel()
	first := true
	r := newRelay(t, script{rcpt: func(s *session) error {
		if first {
			first = false
			return nil
		}
		return drop(s)
	}})
	e := newEmail(t, r.config())
	mustSend(t, e, message())
	_, err := send(t, e, message())
	wantReason(t, err, channels.Temporary)
	if r.calls() != 2 {
		t.Errorf("%d connections, want the old one and one fresh one", r.calls())
	}
}

func TestAMailThatMayHaveBeenTakenIsNeverTriedAgain(t *testing.T) {
	t.Parallel()
	first := true
	r := newRelay(t, script{data: func(s *session) error {
		if first {
			first = false
			return nil
		}
		return takeAndDrop(s)
	}})
	e := newEmail(t, r.config())
	mustSend(t, e, message())
	_, err := send(t, e, message())
	wantReason(t, err, channels.Unknown)
	if r.taken() != 2 {
		t.Errorf("the relay took %d mails, want 2", r.taken())
	}
}

func TestARefusalSpoilsNoLaterMail(t *testing.T) {
	t.Parallel()
	refuse := func(s *session) error {
		if strings.HasPrefix(s.now.To, "nobody") {
			return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such user"}
		}
		return nil
	}
	r := newRelay(t, script{rcpt: refuse})
	e := newEmail(t, r.config())
	for range 3 {
		m := message()
		m.To = "nobody@customer.example"
		_, err := send(t, e, m)
		wantReason(t, err, channels.BadAddress)
		mustSend(t, e, message())
	}
	if r.taken() != 3 || r.calls() != 1 {
		t.Errorf("%d mails over %d connections", r.taken(), r.calls())
	}
}

// A relay that fails RSET or QUIT says nothing about the mail it took before.
func TestAMailIsDeliveredWhateverComesAfterIt(t *testing.T) {
	t.Parallel()
	r := newRawRelay(t, politeBut(lines{"RSET": cut, "QUIT": "500 what", "RCPT": "250 OK"}))
	e := newEmail(t, r.config())
	handoff := mustSend(t, e, message())
	if err := e.Close(); err != nil {
		t.Error(err)
	}
	if handoff.ProviderID != message().MessageID || handoff.Response != "2.0.0 queued as 4F2A1" || r.taken() != 1 {
		t.Errorf("handoff %+v, %d taken", handoff, r.taken())
	}
}

func TestAFailedResetIsNoError(t *testing.T) {
	t.Parallel()
	r := newRawRelay(t, politeBut(lines{"RSET": cut, "RCPT": "550 5.1.1 unknown"}))
	e := newEmail(t, r.config())
	for range 2 {
		_, err := send(t, e, message())
		wantReason(t, err, channels.BadAddress)
	}
	if r.calls() != 2 {
		t.Errorf("%d connections, want a fresh one after the failed reset", r.calls())
	}
}

func TestContentIsWithheldFromARelayThatWantsItAfterARefusal(t *testing.T) {
	t.Parallel()
	r := newRawRelay(t, politeBut(lines{"EHLO": pipelining, "RCPT": "550 5.1.1 unknown", "DATA": "354 go on"}))
	e := newEmail(t, r.config())
	for range 2 {
		_, err := send(t, e, message())
		wantReason(t, err, channels.BadAddress)
	}
	if r.taken() != 0 || r.calls() != 2 {
		t.Errorf("the relay took %d mails over %d connections, want none, each time hung up on", r.taken(), r.calls())
	}
}

func TestWaitingForAConnectionEndsWithTheContext(t *testing.T) {
	t.Parallel()
	r := newRelay(t, script{data: hang})
	cfg := r.config()
	cfg.Connections = 1
	e := newEmail(t, cfg)
	holding, release := context.WithCancel(t.Context())
	held := make(chan error, 1)
	go func() {
		_, err := e.Send(holding, message())
		held <- err
	}()
	<-r.hanging
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := e.Send(ctx, message())
	wantReason(t, err, channels.Busy)
	release()
	wantReason(t, <-held, channels.Unknown)
	if r.calls() != 1 {
		t.Errorf("%d connections, want the one allowed", r.calls())
	}
}

func TestTheTimeoutBoundsAHandOff(t *testing.T) {
	t.Parallel()
	r := newRelay(t, script{data: hang})
	cfg := r.config()
	cfg.Timeout = 200 * time.Millisecond
	_, err := newEmail(t, cfg).Send(t.Context(), message())
	wantReason(t, err, channels.Unknown)
}
