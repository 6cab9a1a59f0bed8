package main

import (
	"context"
	"fmt"
	"net"

	"github.com/goodterms/goodterms/channels/email"
)

// openMailIn binds the listener for replies to mail, when one is configured.
func (a *app) openMailIn(ctx context.Context, _ string) (err error) {
	if a.config.Mail.Listen == "" || !a.config.Has("api") {
		return nil
	}
	address, lmtp := a.config.Mail.LMTP()
	a.mailIn, err = email.NewListener(email.InboundConfig{
		ReplyDomain: a.config.Mail.ReplyDomain, BounceDomain: a.config.Mail.BounceDomain,
		Addresses: a.config.Mail.Addresses, LMTP: lmtp,
		Accept: a.story.Knows, Receive: a.receiveMail,
	}, a.log)
	if err != nil {
		return err
	}
	if a.mailbox, err = (&net.ListenConfig{}).Listen(ctx, "tcp", address); err != nil {
		return fmt.Errorf("listening for mail: %w", err)
	}
	return nil
}

// receiveMail hands a mail to the desk, which keeps it before it is acknowledged.
func (a *app) receiveMail(ctx context.Context, in email.Inbound) error {
	return a.desk.Receive(ctx, email.ParseReply(in), false)
}

func (a *app) stopMailIn(ctx context.Context) error {
	if a.mailIn == nil {
		return nil
	}
	return a.mailIn.Shutdown(ctx)
}
