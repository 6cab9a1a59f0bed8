package email

import (
	"crypto/tls"
	"errors"
	"net"
	"net/mail"
	"net/url"
	"strings"
	"time"

	"github.com/goodterms/goodterms/config/secret"
)

// Defaults of the settings that have one.
const (
	DefaultPort        = 587              // submission, STARTTLS
	DefaultTLSPort     = 465              // submission over implicit TLS
	DefaultConnections = 8                // kept-alive connections to the relay
	DefaultTimeout     = 30 * time.Second // one hand-off, dialing included
	DefaultHello       = "localhost"      // the name we greet with
)

// Config says how mail leaves.
type Config struct {
	Host        string
	Port        int           // 0: 587, or 465 with ImplicitTLS
	ImplicitTLS bool          // smtps://; else STARTTLS when offered
	User        string        // empty: no AUTH
	Password    secret.String // only ever sent over TLS or to loopback

	From           string // address with optional name, such as "Blue Bottle Accounts <billing@example.com>"
	ReplyDomain    string // replies go to in+<token>@ReplyDomain; empty: to From
	BounceDomain   string // bounces go to b+<token>@BounceDomain; empty: ReplyDomain, else From
	UnsubscribeURL string // base, the token is appended; https, or http to loopback; empty: no link

	Hello       string        // the name in EHLO
	Connections int           // most connections at once
	Timeout     time.Duration // most time for one hand-off
	DSN         bool          // ask the relay for notices of failure and delay
	DKIM        *DKIM         // nil: the relay signs
	TLSConfig   *tls.Config   // nil: the system's roots and TLS 1.2
}

// DKIM says with which key mail is signed.
type DKIM struct {
	Domain     string
	Selector   string
	PrivateKey secret.String // PEM: PKCS #1 or #8, RSA or Ed25519
}

// Validate reports every problem at once, each with the name of its key and
// without its value.
func (c Config) Validate() error {
	var problems []error
	problem := func(bad bool, text string) {
		if bad {
			problems = append(problems, errors.New(text))
		}
	}
	problem(!isHost(c.Host), "host: is missing or not a host name")
	problem(c.Port < 0 || c.Port > 65535, "port: is not between 1 and 65535")
	problem(c.User == "" && c.Password.Reveal() != "", "user: is missing although there is a password")
	problem(c.User != "" && c.Password.Reveal() == "", "password: is missing although there is a user")
	problem(!isSender(c.From), "from: is missing or not a mail address with an optional name")
	problem(c.ReplyDomain != "" && !isDomain(c.ReplyDomain), "reply_domain: is not a domain name")
	problem(c.BounceDomain != "" && !isDomain(c.BounceDomain), "bounce_domain: is not a domain name")
	problem(c.UnsubscribeURL != "" && !isUnsubscribeURL(c.UnsubscribeURL), "unsubscribe_url: is not an https address (http is for loopback alone)")
	problem(c.Hello != "" && !isHost(c.Hello), "hello: is not a host name")
	problem(c.Connections < 0, "connections: is negative")
	problem(c.Timeout < 0, "timeout: is negative")
	return errors.Join(append(problems, c.DKIM.validate())...)
}

func (c Config) withDefaults() Config {
	if c.Port == 0 {
		c.Port = DefaultPort
		if c.ImplicitTLS {
			c.Port = DefaultTLSPort
		}
	}
	if c.Connections == 0 {
		c.Connections = DefaultConnections
	}
	if c.Timeout == 0 {
		c.Timeout = DefaultTimeout
	}
	if c.Hello == "" {
		c.Hello = DefaultHello
	}
	if c.BounceDomain == "" {
		c.BounceDomain = c.ReplyDomain
	}
	return c
}

func isHost(text string) bool {
	return net.ParseIP(text) != nil || isDomain(text)
}

func isSender(text string) bool {
	address, err := mail.ParseAddress(text)
	return err == nil && isASCII(address.Address) && !strings.ContainsAny(address.Address, " \t\"<>")
}

func isUnsubscribeURL(text string) bool {
	u, err := url.Parse(text)
	if err != nil || u.User != nil || u.Fragment != "" || !isHost(u.Hostname()) {
		return false
	}
	if strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r >= 0x7f || r == '<' || r == '>' }) {
		return false
	}
	return u.Scheme == "https" || u.Scheme == "http" && isLoopback(u.Hostname())
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
