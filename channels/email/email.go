// Package email is in charge of mail: out by SMTP through one relay, in by an
// SMTP or LMTP listener. It refuses to resend a mail that the relay may have
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
	cfg     Config
	from    *mail.Address
	signer  *signer // nil: the relay signs
	now     func() time.Time
	log     *slog.Logger
	pool    *pool
	buffers *buffers
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
	from.Name = oneLine(from.Name)
	signer, err := newSigner(cfg.DKIM)
	if err != nil {
		return nil, fmt.Errorf("email settings: %w", err)
	}
	e := &Email{cfg: cfg, from: from, signer: signer, now: now, log: log, buffers: &buffers{}}
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

// acknowledgement is what may be kept of the relay's answer: it drops every
// word that could come from the message or name its recipient.
func acknowledgement(answer string, m channels.Message) string {
	const most = 120
	personal := strings.ToLower(strings.Join([]string{m.To, m.ToName, m.Subject, m.Token}, "\n"))
	local, _, _ := strings.Cut(strings.ToLower(m.To), "@")
	var kept []string
	length := 0
	for _, word := range strings.Fields(answer) {
		bare := strings.ToLower(strings.Trim(word, `<>()[]{},;:"'.`))
		if bare == "" || !isASCII(word) || strings.Contains(bare, "@") || strings.Contains(personal, bare) || strings.Contains(bare, local) {
			continue
		}
		if length += len(word) + 1; length > most {
			break
		}
		kept = append(kept, word)
	}
	return strings.Join(kept, " ")
}
