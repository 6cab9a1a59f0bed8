package config

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels/email"
	"github.com/goodterms/goodterms/channels/twilio"
	"github.com/goodterms/goodterms/config/secret"
	"github.com/goodterms/goodterms/policy/hours"
)

// problems collects what is wrong, each with the setting's name.
type problems []error

func (p *problems) add(key, text string) {
	*p = append(*p, fmt.Errorf("%s (%s): %s", key, Variable(key), text))
}

func (p *problems) require(key string, ok bool, text string) {
	if !ok {
		p.add(key, text)
	}
}

// Check reports everything that keeps serve from starting, at once.
func (c Config) Check() error {
	var p problems
	c.checkPlaces(&p)
	c.checkRules(&p)
	c.checkLogs(&p)
	c.checkReplies(&p)
	p.require("creditor.name", strings.TrimSpace(c.Creditor.Name) != "", "is missing: say who writes to the customers")
	p.require("creditor.name", !strings.ContainsFunc(c.Creditor.Name, unicode.IsControl), "must be one line without control characters: it is said in calls and stands in mail headers")
	p.require("creditor.speak_to", c.Creditor.SpeakTo == "" || twilio.ValidNumber(c.Creditor.SpeakTo), "must be a phone number such as +442079460000")
	p.require("creditor.pay_url", c.Creditor.PayURL == "" || webAddress(c.Creditor.PayURL), "must begin with https:// (http:// is for loopback alone)")
	p.require("smtp.url", c.EmailOn() || c.TwilioOn(), "is missing, and so is twilio.account_sid: set up at least one channel")
	if c.EmailOn() {
		_, err := c.EmailConfig()
		p.channel("smtp and mail", err)
	}
	if c.TwilioOn() {
		_, err := c.TwilioConfig()
		p.channel("twilio", err)
	}
	p.require("mail.listen", c.Mail.Listen == "" || c.Mail.ReplyDomain != "", "needs mail.reply_domain, at which replies come in")
	_, err := c.SandboxConfigs()
	p.channel("sandbox", err)
	return errors.Join(p...)
}

func (p *problems) channel(part string, err error) {
	if err != nil {
		*p = append(*p, fmt.Errorf("%s: %w", part, err))
	}
}

// each reports joined errors one by one, under the name of their part.
func (p *problems) each(part string, err error) {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, one := range joined.Unwrap() {
			p.each(part, one)
		}
		return
	}
	p.channel(part, err)
}

func (c Config) checkPlaces(p *problems) {
	p.require("listen", strings.Contains(c.Listen, ":"), "must be an address such as :8080 or 127.0.0.1:8080")
	switch {
	case c.PublicURL == "":
		p.add("public_url", "is missing: say how customers and providers reach this gateway")
	case !webAddress(c.PublicURL) || strings.HasSuffix(c.PublicURL, "/"):
		p.add("public_url", "must begin with https:// (http:// is for loopback alone) and not end with a slash")
	}
	p.require("database", scheme(c.Database, "sqlite", "postgres", "postgresql"), "must be sqlite:///path/file.db or postgres://…")
	redis := c.Redis.Reveal() == "embedded" || scheme(c.Redis, "redis", "rediss", "redis-sentinel", "redis-cluster")
	p.require("redis", redis, "must be embedded, redis://…, rediss://…, redis-sentinel://… or redis-cluster://…")
	p.require("roles", len(c.Roles) > 0, "is empty: name api, worker, admin or several of them")
	for _, role := range c.Roles {
		p.require("roles", role == "api" || role == "worker" || role == "admin", "may hold api, worker and admin only")
	}
	c.checkAdmin(p)
}

func (c Config) checkRules(p *problems) {
	if _, err := hours.Parse(c.SendWindow); err != nil {
		p.add("send_window", err.Error())
	}
	_, err := c.PolicyConfig()
	p.each("contact_rules", err)
	r := c.ContactRules
	p.require("contact_rules.on_closure", r.OnClosure == "later" || r.OnClosure == "earlier", "must be later or earlier")
	p.require("contact_rules.preferred_wait", r.PreferredWait >= 0 && r.PreferredWait <= 14*24*time.Hour, "must be a time such as 12h, at most 336h")
	p.require("contact_rules.spread", r.Spread >= 0 && r.Spread <= 4*time.Hour, "must be a time such as 5m, at most 4h; 0 for none")
	_, err = account.ParseLocale(c.Locale)
	p.require("locale", err == nil, "must be a language such as en-GB, en-US or de")
	_, err = account.ParseRegion(c.Region)
	p.require("region", c.Region == "" || err == nil, "must be a country such as GB")
	_, err = c.Rate()
	p.require("rate_limit", err == nil, "must be a number of requests per second above 0, or off")
	p.require("reconcile_after", c.ReconcileAfter > 0 && c.ReconcileAfter <= time.Hour, "must be a time such as 60s, at most 1h")
	p.require("twilio.calls_per_second", c.Twilio.CallsPerSecond > 0, "must be above 0")
	p.require("twilio.segments_per_second", c.Twilio.SegmentsPerSecond >= 0, "must not be negative")
	p.require("secret", c.Secret.Reveal() == "" || len(c.Secret.Reveal()) >= 32, "must have at least 32 characters, or be left out")
}

func (c Config) checkLogs(p *problems) {
	p.require("log_level", slices.Contains([]string{"debug", "info", "warn", "error"}, c.LogLevel), "must be debug, info, warn or error")
	p.require("log_format", c.LogFormat == "text" || c.LogFormat == "json", "must be text or json")
}

// Rate is the requests per second that a key may make; 0 when there is no limit.
func (c Config) Rate() (float64, error) {
	if c.RateLimit == "off" {
		return 0, nil
	}
	rate, err := strconv.ParseFloat(c.RateLimit, 64)
	if err != nil || !(rate > 0 && rate <= 1e6) {
		return 0, errors.New("is not a rate")
	}
	return rate, nil
}

// Has says whether the process plays the role.
func (c Config) Has(role string) bool { return slices.Contains(c.Roles, role) }

// EmailOn says whether email is set up.
func (c Config) EmailOn() bool { return c.SMTP.URL.Reveal() != "" }

// TwilioOn says whether SMS, voice or both are set up.
func (c Config) TwilioOn() bool { return c.Twilio.AccountSID != "" }

// EmailConfig is what the email channel needs.
func (c Config) EmailConfig() (email.Config, error) {
	return c.mailTo(c.SMTP.URL)
}

func (c Config) mailTo(url secret.String) (email.Config, error) {
	e, err := email.ParseURL(url.Reveal())
	if err != nil {
		return e, err
	}
	if c.SMTP.User != "" {
		e.User = c.SMTP.User
	}
	if c.SMTP.Password.Reveal() != "" {
		e.Password = c.SMTP.Password
	}
	e.From, e.ReplyDomain, e.BounceDomain = c.Mail.From, c.Mail.ReplyDomain, c.Mail.BounceDomain
	e.UnsubscribeURL, e.Connections = c.PublicURL+"/u/", c.SMTP.Connections
	if c.Mail.DKIMDomain != "" || c.Mail.DKIMSelector != "" || c.Mail.DKIMKey.Reveal() != "" {
		e.DKIM = &email.DKIM{Domain: c.Mail.DKIMDomain, Selector: c.Mail.DKIMSelector, PrivateKey: c.Mail.DKIMKey}
	}
	return e, e.Validate()
}

// TwilioConfig is what SMS and voice need.
func (c Config) TwilioConfig() (twilio.Config, error) {
	t := twilio.Config{
		AccountSID: c.Twilio.AccountSID, APIKey: c.Twilio.APIKey, APISecret: c.Twilio.APISecret,
		AuthTokens:          tokens(c.Twilio.AuthToken),
		MessagingServiceSID: c.Twilio.MessagingServiceSID, From: c.Twilio.From,
		BaseURL: c.Twilio.BaseURL, HookURL: c.PublicURL + "/hooks/twilio", Connections: c.Twilio.Connections,
	}
	return t, t.Validate()
}

// Stands are the adapters' settings for reminders of test keys; nil is off.
type Stands struct {
	Email  *email.Config
	Twilio *twilio.Config
}

// SandboxConfigs are the settings by which test reminders reach the sandbox.
func (c Config) SandboxConfigs() (Stands, error) {
	var stands Stands
	var problems []error
	if c.Sandbox.SMTPURL != "" {
		e, err := c.mailTo(secret.New(c.Sandbox.SMTPURL))
		stands.Email, problems = &e, append(problems, err)
	}
	if c.Sandbox.TwilioURL != "" {
		t := twilio.Config{
			AccountSID: "ACsandbox", APIKey: "SKsandbox", APISecret: secret.New("sandbox"),
			AuthTokens: tokens(c.Sandbox.AuthToken), MessagingServiceSID: c.Twilio.MessagingServiceSID, From: c.Twilio.From,
			BaseURL: c.Sandbox.TwilioURL, HookURL: c.PublicURL + "/hooks/test/twilio",
		}
		if t.From == "" {
			t.From = "+15005550006" // Twilio's own number for tests
		}
		stands.Twilio, problems = &t, append(problems, t.Validate())
	}
	return stands, errors.Join(problems...)
}

// tokens splits a rotation's two tokens.
func tokens(both secret.String) []secret.String {
	var list []secret.String
	for one := range strings.SplitSeq(both.Reveal(), ",") {
		if one = strings.TrimSpace(one); one != "" {
			list = append(list, secret.New(one))
		}
	}
	return list
}

func scheme(text secret.String, schemes ...string) bool {
	before, after, ok := strings.Cut(text.Reveal(), "://")
	return ok && after != "" && slices.Contains(schemes, before)
}

// webAddress says whether the text is https, or http on this machine alone.
func webAddress(text string) bool {
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" || u.User != nil {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	loopback := u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
	return u.Scheme == "https" || u.Scheme == "http" && loopback
}
