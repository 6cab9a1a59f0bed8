package twilio

import (
	"cmp"
	"errors"
	"net"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/goodterms/goodterms/config/secret"
)

const (
	defaultBase        = "https://api.twilio.com"
	defaultConnections = 64
	defaultTimeout     = 15 * time.Second
	mostTokens         = 2 // the primary and, during a rotation, the secondary

	missing   = "is missing"
	misshapen = "is not of the form that it should have"
)

// Config is what SMS and voice need to know about a Twilio account.
type Config struct {
	AccountSID          string
	APIKey              string
	APISecret           secret.String
	AuthTokens          []secret.String // one, or two during a rotation; they verify webhooks, and the first one sends when there is no API key
	MessagingServiceSID string          // SMS goes by this when it is set, else by From
	From                string          // the number that calls come from
	BaseURL             string          // empty: Twilio; a stand-in otherwise
	HookURL             string          // where Twilio reaches us, such as https://pay.example.com/hooks/twilio
	Connections         int             // how many requests at once find a warm connection
	Timeout             time.Duration   // the longest that one request may take
}

// CanText says whether there is a sender for SMS.
func (c Config) CanText() bool { return c.MessagingServiceSID != "" || c.From != "" }

// CanCall says whether there is a number for calls to come from.
func (c Config) CanCall() bool { return ValidNumber(c.From) }

// ValidNumber says whether the text is a phone number in E.164.
func ValidNumber(text string) bool { return number.MatchString(text) }

var (
	number     = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)
	shortCode  = regexp.MustCompile(`^[0-9]{3,8}$`)
	senderName = regexp.MustCompile(`^[0-9A-Za-z +&_-]{1,11}$`)
	letter     = regexp.MustCompile(`[A-Za-z]`)
	word       = regexp.MustCompile(`^[0-9A-Za-z_-]+$`)
	visible    = regexp.MustCompile(`^[!-9;-~]+$`) // no blank, and no colon, which ends the name in basic authentication
	alphanum   = regexp.MustCompile(`^[0-9A-Za-z]+$`)
	accountSID = regexp.MustCompile(`^AC[0-9a-f]{32}$`)
	keySID     = regexp.MustCompile(`^SK[0-9a-f]{32}$`)
	serviceSID = regexp.MustCompile(`^MG[0-9a-f]{32}$`)
	hookPath   = regexp.MustCompile(`^(/[0-9A-Za-z_.-]+)*$`)
	hookHost   = regexp.MustCompile(`^[0-9A-Za-z.:-]+$`)
)

// Validate reports every problem at once. It names keys and never a value.
func (c Config) Validate() error {
	var p problems
	c.checkAccount(&p)
	c.checkTokens(&p)
	c.checkSender(&p)
	p.address("base_url", c.BaseURL, true)
	p.hook(c.HookURL)
	if c.Connections < 0 {
		p.add("connections", "must not be negative")
	}
	if c.Timeout < 0 {
		p.add("timeout", "must not be negative")
	}
	return errors.Join(p...)
}

// standIn says that the account is not at Twilio, where identifiers have forms of their own.
func (c Config) standIn() bool {
	base, err := url.Parse(c.BaseURL)
	return c.BaseURL != "" && (err != nil || !strings.HasSuffix(base.Hostname(), ".twilio.com"))
}

func (c Config) checkAccount(p *problems) {
	account, key, credential := accountSID, keySID, alphanum
	if c.standIn() {
		account, key, credential = word, word, visible
	}
	p.match("account_sid", c.AccountSID, account)
	if c.APIKey == "" && c.APISecret.Reveal() == "" {
		if len(c.AuthTokens) == 0 {
			p.add("api_key", "is missing, and there is no auth_token to send with in its place")
		}
		return
	}
	p.match("api_key", c.APIKey, key)
	p.match("api_secret", c.APISecret.Reveal(), credential)
}

func (c Config) checkTokens(p *problems) {
	if len(c.AuthTokens) > mostTokens {
		p.add("auth_token", "holds more than two tokens")
	}
	token := alphanum
	if c.standIn() {
		token = visible
	}
	for _, t := range c.AuthTokens {
		p.match("auth_token", t.Reveal(), token)
	}
}

func (c Config) checkSender(p *problems) {
	if !c.CanText() {
		p.add("from", "is missing, and there is no messaging_service_sid in its place")
	}
	service := serviceSID
	if c.standIn() {
		service = word
	}
	if c.MessagingServiceSID != "" {
		p.match("messaging_service_sid", c.MessagingServiceSID, service)
	}
	name := senderName.MatchString(c.From) && letter.MatchString(c.From)
	if c.From != "" && !ValidNumber(c.From) && !shortCode.MatchString(c.From) && !name {
		p.add("from", "must be a phone number in E.164, a short code or a sender name of up to 11 characters")
	}
}

// withDefaults fills what was left out.
func (c Config) withDefaults() Config {
	c.BaseURL = strings.TrimSuffix(cmp.Or(c.BaseURL, defaultBase), "/")
	c.Connections = cmp.Or(c.Connections, defaultConnections)
	c.Timeout = cmp.Or(c.Timeout, defaultTimeout)
	return c
}

// credentials are what requests are signed with: the API key, else the account's own token.
func (c Config) credentials() (string, secret.String) {
	if c.APIKey == "" && len(c.AuthTokens) > 0 {
		return c.AccountSID, c.AuthTokens[0]
	}
	return c.APIKey, c.APISecret
}

// problems collects what is wrong with a configuration.
type problems []error

func (p *problems) add(key, text string) { *p = append(*p, errors.New("twilio."+key+" "+text)) }

func (p *problems) match(key, value string, form *regexp.Regexp) {
	switch {
	case value == "":
		p.add(key, missing)
	case !form.MatchString(value):
		p.add(key, misshapen)
	}
}

func (p *problems) address(key, text string, optional bool) *url.URL {
	if text == "" {
		if !optional {
			p.add(key, missing)
		}
		return nil
	}
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Hostname() == "" || u.Opaque != "":
		p.add(key, "is not a web address")
		return nil
	case u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		p.add(key, "must hold neither credentials, nor a query, nor a fragment")
	case u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())):
		p.add(key, "must begin with https://; http:// is for loopback alone")
	}
	return u
}

// hook checks the callback address against what Twilio takes: no underscore in
// the host (https://www.twilio.com/docs/messaging/api/message-resource), and no
// character that anyone on the way may escape differently, as that breaks the signature.
func (p *problems) hook(text string) {
	u := p.address("hook_url", text, false)
	if u == nil {
		return
	}
	if !hookHost.MatchString(strings.Trim(u.Host, "[]")) && net.ParseIP(u.Hostname()) == nil {
		p.add("hook_url", "has a host name that Twilio does not call")
	}
	if !hookPath.MatchString(u.EscapedPath()) {
		p.add("hook_url", "may hold only letters, digits, dots, dashes and underscores between slashes, and must not end with a slash")
	}
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
