package mailbox

import (
	"cmp"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/goodterms/goodterms/config/secret"
)

// Defaults of the settings that have one.
const (
	DefaultFolder  = "INBOX"
	DefaultTimeout = 30 * time.Second // without a byte from the server
	DefaultMaximum = 25 << 20         // bytes of one mail
)

// Config says which mailbox is watched.
type Config struct {
	URL       string        // imaps://user@host/folder; imap:// asks for STARTTLS, save on this machine, where it is in clear
	Password  secret.String // only ever sent over TLS or to loopback
	Processed string        // folder that kept mails are moved to, such as Goodterms/Processed; empty: they stay where they are
	Timeout   time.Duration // how long the server may be silent when it is asked something
	MaxBytes  int64         // larger mails are left where they are
	TLSConfig *tls.Config   // nil: the system's roots and TLS 1.2
}

// Validate reports every problem at once, each with the name of its key and
// without its value.
func (c Config) Validate() error {
	var problems []error
	if _, err := parsePlace(c.URL); err != nil {
		problems = append(problems, err)
	}
	if c.Password.Reveal() == "" {
		problems = append(problems, errors.New("password: is missing"))
	}
	if strings.ContainsAny(c.Processed, "\r\n\x00*%") {
		problems = append(problems, errors.New("processed: is not the name of a folder"))
	}
	if c.Timeout < 0 || c.MaxBytes < 0 {
		problems = append(problems, errors.New("timeout, max_bytes: are negative"))
	}
	return errors.Join(problems...)
}

func (c Config) withDefaults() Config {
	c.Timeout = cmp.Or(c.Timeout, DefaultTimeout)
	c.MaxBytes = cmp.Or(c.MaxBytes, DefaultMaximum)
	return c
}

// place is where a mailbox is.
type place struct {
	host     string
	address  string // host and port
	implicit bool   // TLS from the start
	user     string
	folder   string
}

var errURL = errors.New("url: is not of the form imaps://user@host/folder")

func parsePlace(text string) (place, error) {
	u, err := url.Parse(text)
	if err != nil || u.User.Username() == "" || u.Hostname() == "" || u.RawQuery != "" || u.Fragment != "" {
		return place{}, errURL
	}
	if _, has := u.User.Password(); has {
		return place{}, errors.New("url: holds a password, which has a setting of its own")
	}
	ports := map[string]string{"imaps": "993", "imap": "143"}
	if ports[u.Scheme] == "" {
		return place{}, errURL
	}
	return place{
		host: u.Hostname(), address: net.JoinHostPort(u.Hostname(), cmp.Or(u.Port(), ports[u.Scheme])), implicit: u.Scheme == "imaps",
		user: u.User.Username(), folder: cmp.Or(strings.Trim(u.Path, "/"), DefaultFolder),
	}, nil
}

// name is what the cursor is kept by. It names nobody.
func (p place) name() string {
	sum := sha256.Sum256([]byte(strings.Join([]string{p.address, p.user, p.folder}, "\n")))
	return "imap-" + hex.EncodeToString(sum[:8])
}

// near says whether the mailbox is on this machine.
func (p place) near() bool {
	ip := net.ParseIP(p.host)
	return p.host == "localhost" || ip != nil && ip.IsLoopback()
}
