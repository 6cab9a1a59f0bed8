package works

import (
	"strings"

	"github.com/goodterms/goodterms/channels"
)

// Outlet is a channel as it is set up.
type Outlet struct {
	Kind channels.Kind
	On   bool
	By   string   // by what it leaves, such as an SMTP relay
	Set  []string // the settings that would turn it on
	Test bool     // reminders of test keys have a way too
}

// Signatures say of which webhooks it can be proven that they are what they seem.
type Signatures struct {
	Twilio, Mailgun, Postmark, SendGrid, Generic bool
}

// hook is an address of ours that somebody else is to be told.
type hook struct {
	Who     string // at whom it is entered
	Where   string // and in which place there
	Address string
	Proof   string // by what it is proven who calls
	Proven  bool
	Set     string // the setting without which it is refused
}

// hooks lists the addresses. PASSWORD in one stands for the password, which no page
// shows.
func (c Config) hooks() []hook {
	base := strings.TrimSuffix(c.PublicURL, "/")
	locked := strings.Replace(base, "://", "://x:PASSWORD@", 1)
	return []hook{
		{"Twilio", "Messaging service, or the number: a message comes in", base + "/hooks/twilio/sms#rc=3&rp=all", "Twilio's signature", c.Hooks.Twilio, "twilio.auth_token"},
		{"Twilio", "The number: a call comes in", base + "/hooks/twilio/voice#rc=3&rp=all", "Twilio's signature", c.Hooks.Twilio, "twilio.auth_token"},
		{"Mailgun", "A route of incoming mail", base + "/hooks/email/mailgun/mime", "Mailgun's signature", c.Hooks.Mailgun, "mail.hooks.mailgun_key"},
		{"Postmark", "The inbound webhook, with raw email content", locked + "/hooks/email/postmark", "the password in the address", c.Hooks.Postmark, "mail.hooks.postmark_password"},
		{"SendGrid", "Inbound Parse, with the raw, full MIME message", locked + "/hooks/email/sendgrid", "the password in the address", c.Hooks.SendGrid, "mail.hooks.sendgrid_password"},
		{"Any other", "Whatever posts message/rfc822", locked + "/hooks/email/generic", "the password in the address", c.Hooks.Generic, "mail.hooks.generic_password"},
	}
}
