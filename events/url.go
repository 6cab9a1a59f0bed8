package events

import (
	"errors"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"code.dny.dev/ssrf"
)

// maxURL is how long the URL of a webhook may be.
const maxURL = 2000

// What is wrong with the URL of a webhook, and what to do about it. None repeats it.
var (
	errURLForm     = errors.New("is no URL; write it like https://books.example.com/hooks/goodterms")
	errURLLong     = errors.New("is too long; at most 2,000 characters")
	errURLHTTPS    = errors.New("must begin with https://, because events tell of people; http is for one's own network, where internal addresses are allowed")
	errURLUser     = errors.New("must hold no user or password; use a path that nobody guesses, and check the signature")
	errURLFragment = errors.New("must have no # part; leave it out")
	errURLPort     = errors.New("has a port that other services use; use 443, or one from 1024 up that belongs to none")
	errURLNumber   = errors.New("has a host of numbers that is no plain address; write a name, or an address like 203.0.114.7")
	errURLInternal = errors.New("leads to an internal address; use one that is reached from outside, or allow internal addresses for webhooks of one's own network")
)

// CheckURL says what is wrong with the URL of a webhook and what to do about it. Where
// a name leads is looked at again whenever it is connected to: this tells of mistakes
// early and protects nothing.
func CheckURL(text string, allowPrivate bool) error {
	if len(text) > maxURL {
		return errURLLong
	}
	u, err := url.Parse(text)
	if err != nil || u.Opaque != "" || u.Hostname() == "" || strings.TrimSpace(text) != text {
		return errURLForm
	}
	switch {
	case u.Scheme != "https" && (u.Scheme != "http" || !allowPrivate):
		return errURLHTTPS
	case u.User != nil:
		return errURLUser
	case u.Fragment != "" || strings.HasSuffix(text, "#"):
		return errURLFragment
	}
	return checkHost(u, allowPrivate)
}

func checkHost(u *url.URL, allowPrivate bool) error {
	port, err := portOf(u)
	if err != nil || !openPort(port) {
		return errURLPort
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if ip, err := netip.ParseAddr(host); err == nil {
		if guard(allowPrivate).SafeAddr(ip) != nil {
			return errURLInternal
		}
		return nil
	}
	if numeric(host) {
		return errURLNumber
	}
	if !allowPrivate && internalName(host) {
		return errURLInternal
	}
	return nil
}

func portOf(u *url.URL) (uint16, error) {
	switch {
	case u.Port() != "":
		n, err := strconv.ParseUint(u.Port(), 10, 16)
		return uint16(n), err
	case strings.HasSuffix(u.Host, ":"):
		return 0, errURLPort
	case u.Scheme == "http":
		return 80, nil
	}
	return 443, nil
}

// numeric says that a host is what some resolvers take for an address in another form,
// such as 2130706433, 0x7f.1 or 127.1
// (https://url.spec.whatwg.org/#ends-in-a-number-checker).
func numeric(host string) bool {
	last := host[strings.LastIndexByte(host, '.')+1:]
	_, err := strconv.ParseUint(last, 0, 64)
	return err == nil || last != "" && strings.Trim(last, "0123456789") == ""
}

// internalName says that a name never leads outside
// (https://www.rfc-editor.org/rfc/rfc6761, https://www.icann.org: .internal).
func internalName(host string) bool {
	return !strings.Contains(host, ".") || slices.ContainsFunc([]string{".localhost", ".local", ".internal", ".home.arpa"},
		func(end string) bool { return strings.HasSuffix(host, end) })
}

// takenPorts belong to services that must not be talked to by accident or intent:
// databases, caches, brokers, container and cluster control.
var takenPorts = []uint16{
	1433, 1521, 1883, 2049, 2375, 2376, 2379, 2380, 3306, 3389, 4369, 5432, 5672, 5984, 6000, 6379, 6443, 6667, 7001, 8086, 9042, 9092, 9200,
	9300, 10250, 10255, 11211, 15672, 26379, 27017, 50000,
}

// openPort says that a webhook may be at the port.
func openPort(port uint16) bool {
	return port == 80 || port == 443 || port >= 1024 && !slices.Contains(takenPorts, port)
}

// Networks of one's own, for webhooks beside us: this machine, private and shared
// addresses. Link-local ones, where clouds keep credentials, are never among them.
var (
	ownV4 = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("172.16.0.0/12"),
		netip.MustParsePrefix("192.168.0.0/16"), netip.MustParsePrefix("100.64.0.0/10")}
	ownV6 = []netip.Prefix{netip.MustParsePrefix("::1/128"), netip.MustParsePrefix("fc00::/7")}
)

// guard says which addresses may be connected to.
func guard(allowPrivate bool) *ssrf.Guardian {
	options := []ssrf.Option{ssrf.WithAnyPort()}
	if allowPrivate {
		options = append(options, ssrf.WithAllowedV4Prefixes(ownV4...), ssrf.WithAllowedV6Prefixes(ownV6...))
	}
	return ssrf.New(options...)
}

// Site is where a URL leads without what may be a token: scheme and host alone.
func Site(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" {
		return ""
	}
	return u.Scheme + "://" + u.Host
}
