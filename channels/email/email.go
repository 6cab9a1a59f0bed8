// Package email is in charge of mail: out by SMTP through one relay, in by an
// SMTP or LMTP listener or as webhooks of raw mail. It refuses to resend a mail that the relay may have
// taken, and it never follows an address or host that a server names.
package email

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/mail"
	"strings"
	"time"

	"github.com/goodterms/goodterms/channels"
)

// Email hands mail to a relay over a few kept-alive connections.
type Email struct {
	cfg        Config
	from       *mail.Address
	senderName string  // From's name as it stands in a header
	signer     *signer // nil: the relay signs
	now        func() time.Time
	log        *slog.Logger
	pool       *pool
	buffers    *buffers
}

var _ channels.Channel = (*Email)(nil)

// New prepares the adapter; it connects with the first mail. The caller closes it.
func New(cfg Config, now func() time.Time, log *slog.Logger) (*Email, error) {
	if err := cfg.Validate(); err != nil {
		return nil, fmt.Errorf("email settings: %w", err)
	}
	cfg = cfg.withDefaults()
	from, err := mail.ParseAddress(cfg.From)
	if err != nil {
		return nil, errors.New("email settings: from: is not a mail address")
	}
	signer, err := newSigner(cfg.DKIM)
	if err != nil {
		return nil, fmt.Errorf("email settings: %w", err)
	}
	e := &Email{cfg: cfg, from: from, senderName: formatName(from.Name), signer: signer, now: now, log: log, buffers: &buffers{}}
	e.pool = newPool(cfg.Connections, e.dial, now)
	return e, nil
}

// Kind returns channels.Email.
func (e *Email) Kind() channels.Kind { return channels.Email }

// Close closes idle connections; busy ones close when their mail is done.
func (e *Email) Close() error {
	e.pool.close()
	return nil
}

// Send hands one mail to the relay.
func (e *Email) Send(ctx context.Context, m channels.Message) (channels.Handoff, error) {
	if ctx.Err() != nil {
		return channels.Handoff{}, &channels.Error{Reason: channels.Temporary, Note: "cancelled before the call"}
	}
	letter, failure := e.compose(m)
	if failure != nil {
		return channels.Handoff{}, failure
	}
	defer e.buffers.put(letter.content)
	ctx, cancel := context.WithTimeout(ctx, e.cfg.Timeout)
	defer cancel()
	answer, failure := e.deliver(ctx, letter)
	if failure != nil {
		return channels.Handoff{}, failure
	}
	return channels.Handoff{ProviderID: m.MessageID, Response: acknowledgement(answer, m), Status: channels.Accepted}, nil
}

// deliver runs the transaction on a pooled connection, and once more on a fresh
// one when the pooled one turned out to be closed before it took anything.
func (e *Email) deliver(ctx context.Context, letter *letter) (string, *channels.Error) {
	slot, failure := e.pool.enter(ctx)
	if failure != nil {
		return "", failure
	}
	defer slot.leave()
	link, failure := slot.link(ctx)
	if failure != nil {
		return "", failure
	}
	answer, fault := e.transact(ctx, link, letter)
	if fault.stale(link) && ctx.Err() == nil {
		e.log.Debug("idle mail connection was closed by the server", "channel", channels.Email)
		if link, failure = slot.fresh(ctx); failure != nil {
			return "", failure
		}
		answer, fault = e.transact(ctx, link, letter)
	}
	if fault != nil {
		return "", fault.classify(letter.to)
	}
	return answer, nil
}

// maxAcknowledgement bounds what is kept of a relay's answer.
const maxAcknowledgement = 120

// acknowledgement is what may be kept of the relay's answer, such as a queue id:
// every word that the message has, too, or that holds an address is left out.
func acknowledgement(answer string, m channels.Message) string {
	personal := words(strings.Join([]string{m.To, m.ToName, m.Subject, m.Token}, " "), recipient{})
	local, _, _ := strings.Cut(strings.ToLower(m.To), "@")
	var kept strings.Builder
	for word := range strings.FieldsSeq(answer) {
		if isPersonal(strings.ToLower(word), local, personal) {
			continue
		}
		if kept.Len()+1+len(word) > maxAcknowledgement {
			break
		}
		if kept.Len() > 0 {
			kept.WriteByte(' ')
		}
		kept.WriteString(word)
	}
	return kept.String()
}

func isPersonal(word, local, personal string) bool {
	if !isASCII(word) || strings.Contains(word, "@") || strings.Contains(word, local) {
		return true
	}
	for part := range strings.FieldsSeq(words(word, recipient{})) {
		if strings.Contains(personal, " "+part+" ") {
			return true
		}
	}
	return false
}
