package queue

import (
	"crypto/tls"
	"errors"
	"net"
	"net/url"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"
)

// Embedded is the URL of a Redis inside this process, which keeps nothing.
const Embedded = "embedded"

// errAddress explains the URL without repeating it: it may hold a password.
var errAddress = errors.New("the Redis URL must be embedded, redis://[user:password@]host[:port][/db], " +
	"redis-sentinel://[user:password@]host[:port],…/master[?db=0&sentinel_username=…&sentinel_password=…] or " +
	"redis-cluster://[user:password@]host[:port],…; with rediss instead of redis for TLS")

// address is a Redis URL taken apart. url.Parse does not take several hosts.
type address struct {
	kind           string // redis, redis-sentinel or redis-cluster
	secure         bool
	user, password string
	hosts          []string
	path           string
	query          url.Values
}

// parseAddress reads every URL but Embedded.
func parseAddress(text string) (address, error) {
	var a address
	scheme, rest, found := strings.Cut(text, "://")
	if !found {
		return a, errAddress
	}
	a.kind, a.secure = strings.Replace(scheme, "rediss", "redis", 1), strings.HasPrefix(scheme, "rediss")
	rest, query, _ := strings.Cut(rest, "?")
	var err error
	if a.query, err = url.ParseQuery(query); err != nil {
		return a, errAddress
	}
	if at := strings.LastIndexByte(rest, '@'); at >= 0 {
		if err := a.login(rest[:at]); err != nil {
			return a, err
		}
		rest = rest[at+1:]
	}
	hosts, path, _ := strings.Cut(rest, "/")
	a.path = path
	return a, a.split(hosts)
}

// login reads user:password.
func (a *address) login(text string) error {
	user, password, _ := strings.Cut(text, ":")
	var err, err2 error
	a.user, err = url.PathUnescape(user)
	a.password, err2 = url.PathUnescape(password)
	if err != nil || err2 != nil {
		return errAddress
	}
	return nil
}

// split reads the hosts and gives those without a port the usual one.
func (a *address) split(hosts string) error {
	port := "6379"
	if a.kind == "redis-sentinel" {
		port = "26379"
	}
	for host := range strings.SplitSeq(hosts, ",") {
		name, given, err := net.SplitHostPort(host)
		if err != nil {
			name, given = strings.Trim(host, "[]"), port
		}
		if number, err := strconv.ParseUint(given, 10, 16); name == "" || err != nil || number == 0 {
			return errAddress
		}
		a.hosts = append(a.hosts, net.JoinHostPort(name, given))
	}
	return nil
}

// options turns the address into what the client wants to know.
func (a address) options() (*redis.UniversalOptions, error) {
	o := &redis.UniversalOptions{Addrs: a.hosts, Username: a.user, Password: a.password}
	if a.secure {
		o.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	var err error
	switch a.kind {
	case "redis":
		err = a.one(o)
	case "redis-sentinel":
		err = a.sentinel(o)
	case "redis-cluster":
		err = a.cluster(o)
	default:
		err = errAddress
	}
	return o, err
}

// one is a single server.
func (a address) one(o *redis.UniversalOptions) error {
	if len(a.hosts) != 1 || !a.knows() {
		return errAddress
	}
	return a.database(o, strings.TrimSuffix(a.path, "/"))
}

// sentinel is a master that Sentinels know by name.
func (a address) sentinel(o *redis.UniversalOptions) error {
	if a.path == "" || strings.Contains(a.path, "/") || !a.knows("db", "sentinel_username", "sentinel_password") {
		return errAddress
	}
	o.MasterName = a.path
	o.SentinelUsername = a.query.Get("sentinel_username")
	o.SentinelPassword = a.query.Get("sentinel_password")
	return a.database(o, a.query.Get("db"))
}

// cluster is a Redis Cluster; the hosts are those it is asked about first.
func (a address) cluster(o *redis.UniversalOptions) error {
	if strings.TrimSuffix(a.path, "/") != "" || !a.knows() {
		return errAddress
	}
	o.IsClusterMode = true
	return nil
}

// database reads a database's number; none is 0.
func (a address) database(o *redis.UniversalOptions, text string) error {
	if text == "" {
		return nil
	}
	number, err := strconv.ParseUint(text, 10, 16)
	if err != nil {
		return errAddress
	}
	o.DB = int(number)
	return nil
}

// knows says whether the query has these settings only: a misspelt one must not
// be passed over.
func (a address) knows(names ...string) bool {
	known := 0
	for _, name := range names {
		if a.query.Has(name) {
			known++
		}
	}
	return known == len(a.query)
}
