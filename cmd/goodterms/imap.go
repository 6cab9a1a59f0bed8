package main

import (
	"context"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/channels/email/mailbox"
)

// openMailbox prepares to read replies by IMAP, where a mailbox is set up.
func (a *app) openMailbox(context.Context, string) (err error) {
	if a.config.Mail.IMAP.URL.Reveal() == "" || !a.config.Has("api") {
		return nil
	}
	a.imap, err = mailbox.New(a.config.MailboxConfig(), mailbox.Parts{Cursor: a.store, Receive: a.receiveRaw, Log: a.log, Now: a.now})
	return err
}

// receiveRaw keeps a mail of the mailbox. Its envelope is unknown: headers tell.
func (a *app) receiveRaw(ctx context.Context, raw []byte) error {
	return a.desk.Receive(ctx, channels.Reply{Channel: channels.Email, Raw: string(raw)}, false)
}
