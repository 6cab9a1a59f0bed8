package config

import (
	"net/url"
	"strings"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels/email/mailbox"
	"github.com/goodterms/goodterms/config/secret"
	"github.com/goodterms/goodterms/policy/hours"
)

// IMAP is an ordinary mailbox in which replies arrive.
type IMAP struct {
	URL       secret.String
	Password  secret.String
	Processed string
}

// MailHooks are what providers that post mail prove themselves with.
type MailHooks struct {
	MailgunKey       secret.String `koanf:"mailgun_key"`
	PostmarkPassword secret.String `koanf:"postmark_password"`
	SendgridPassword secret.String `koanf:"sendgrid_password"`
	GenericPassword  secret.String `koanf:"generic_password"`
}

// Replies say what follows from what customers send back.
type Replies struct {
	Grace         int
	PaidDays      int           `koanf:"paid_days"`
	WaitDays      int           `koanf:"wait_days"`
	FollowUpAfter time.Duration `koanf:"follow_up_after"`
	Model         Model
}

// Model is a language model that may be asked about replies.
type Model struct {
	BaseURL string `koanf:"base_url"`
	Model   string
	APIKey  secret.String `koanf:"api_key"`
	Shows   string        `koanf:"send"`
	Timeout time.Duration
}

// LMTP says whether mail comes in by LMTP, and where.
func (m Mail) LMTP() (address string, lmtp bool) {
	if address, lmtp = strings.CutPrefix(m.Listen, "lmtp://"); lmtp {
		return address, true
	}
	return m.Listen, false
}

// MailboxConfig is what the reader of a mailbox needs.
func (c Config) MailboxConfig() mailbox.Config {
	return mailbox.Config{URL: c.Mail.IMAP.URL.Reveal(), Password: c.Mail.IMAP.Password, Processed: c.Mail.IMAP.Processed}
}

// secretLength is what a password in a webhook's address must have: it is all that
// keeps strangers from writing as customers.
const secretLength = 16

func (c Config) checkReplies(p *problems) {
	r := c.Replies
	p.require("replies.grace", r.Grace >= 0 && r.Grace <= 30, "must be 0 to 30 days")
	p.require("replies.paid_days", r.PaidDays >= 1 && r.PaidDays <= 60, "must be 1 to 60 days")
	p.require("replies.wait_days", r.WaitDays >= 0 && r.WaitDays <= 60, "must be 0 to 60 days")
	p.require("replies.follow_up_after", r.FollowUpAfter >= time.Minute && r.FollowUpAfter <= 31*24*time.Hour, "must be a time such as 24h, at most 744h")
	m := r.Model
	p.require("replies.model.base_url", m.BaseURL == "" || modelAddress(m.BaseURL), "must be an address such as http://127.0.0.1:11434/v1 or https://…")
	p.require("replies.model.model", m.BaseURL == "" || m.Model != "", "is missing: name the model to ask")
	p.require("replies.model.send", m.Shows == "redacted" || m.Shows == "text", "must be redacted or text")
	p.require("replies.model.timeout", m.Timeout > 0 && m.Timeout <= time.Minute, "must be a time such as 8s, at most 60s")
	for i, address := range c.Mail.Addresses {
		_, err := account.ParseEmail(address)
		p.require("mail.addresses", err == nil, "holds something at place "+string(rune('1'+min(i, 8)))+" that is no mail address")
	}
	_, err := hours.Parse(c.Creditor.SpeakHours)
	p.require("creditor.speak_hours", err == nil, "must be hours such as Mo-Fr 09:00-17:00")
	_, err = account.LoadZone(c.Creditor.TimeZone)
	p.require("creditor.time_zone", c.Creditor.TimeZone == "" || err == nil, "must be a time zone such as Europe/London")
	if c.Mail.IMAP.URL.Reveal() != "" {
		p.each("mail.imap", c.MailboxConfig().Validate())
	}
	c.checkHooks(p)
}

func (c Config) checkHooks(p *problems) {
	h := c.Mail.Hooks
	for key, one := range map[string]secret.String{
		"mail.hooks.mailgun_key": h.MailgunKey, "mail.hooks.postmark_password": h.PostmarkPassword,
		"mail.hooks.sendgrid_password": h.SendgridPassword, "mail.hooks.generic_password": h.GenericPassword,
	} {
		p.require(key, one.Reveal() == "" || len(one.Reveal()) >= secretLength, "must have at least 16 characters")
	}
}

// modelAddress says whether the text is a web address. A model may stand on
// another machine of the operator's own network, where there is no certificate.
func modelAddress(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Hostname() != "" && (u.Scheme == "http" || u.Scheme == "https")
}
