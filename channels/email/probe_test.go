package email_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/channels/email"
)

// probe greets the relay within a bound that no passing test comes near.
func probe(t *testing.T, cfg email.Config) (email.Standing, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	return newEmail(t, cfg).Probe(ctx)
}

func TestAProbeSaysHowTheRelayReceivesUsAndSendsNothing(t *testing.T) {
	t.Parallel()
	server, client := certified(t)
	r := newRelay(t, script{tls: server, login: login("clerk", "hunter2")})
	cfg := withLogin(r.config(), "clerk", "hunter2")
	cfg.TLSConfig = client
	got, err := probe(t, cfg)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(email.Standing{Encrypted: true, TLS: "TLS 1.3", LoggedIn: true}, got); diff != "" {
		t.Error(diff)
	}
	if r.taken() != 0 {
		t.Error("the probe sent a mail")
	}
}

func TestAProbeBeginsNoMailAndSaysGoodbye(t *testing.T) {
	t.Parallel()
	r := newRawRelay(t, politeBut(lines{"EHLO": "250-relay.example\r\n250 DSN"}))
	got, err := probe(t, r.config())
	if err != nil || !got.Notices || got.Encrypted || got.LoggedIn {
		t.Errorf("%+v, %v", got, err)
	}
	if heard := r.commands(); strings.Contains(heard, "MAIL") || strings.Contains(heard, "RCPT") || !strings.Contains(heard, "QUIT") {
		t.Errorf("the relay heard %q", heard)
	}
}

func TestAProbeTellsWhatIsWrongAndNothingOfTheSettings(t *testing.T) {
	t.Parallel()
	server, _ := certified(t)
	for name, tt := range map[string]struct {
		relay  script
		reason channels.Reason
		says   string
	}{
		"a refused password": {script{tls: server, login: login("clerk", "other")}, channels.Misset, ""},
		"no way to log in":   {script{}, channels.Misset, "offers no way to log in"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRelay(t, tt.relay)
			_, err := probe(t, withLogin(r.config(), "clerk", "hunter2"))
			wantReason(t, err, tt.reason)
			if text := err.Error(); !strings.Contains(text, tt.says) || strings.Contains(text, "clerk") || strings.Contains(text, "hunter2") || strings.Contains(text, "127.0.0.1") {
				t.Errorf("it says %q", text)
			}
		})
	}
}

func TestAProbeOfNobodyIsTold(t *testing.T) {
	t.Parallel()
	r := newRawRelay(t, polite)
	cfg := r.config()
	cfg.Port = 1
	_, err := probe(t, cfg)
	wantReason(t, err, channels.Temporary)
}

func TestAProbeEndsWithItsContext(t *testing.T) {
	t.Parallel()
	for name, l := range map[string]lines{"a silent banner": {"banner": silence}, "a silent goodbye": {"QUIT": silence}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRawRelay(t, politeBut(l))
			ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
			defer cancel()
			_, err := newEmail(t, r.config()).Probe(ctx)
			var failure *channels.Error
			if !errors.As(err, &failure) || failure.Reason != channels.Temporary {
				t.Errorf("got %v", err)
			}
		})
	}
}
