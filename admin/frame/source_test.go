package frame

import (
	"net/http/httptest"
	"net/netip"
	"testing"
)

func TestAVisitorIsWhoTheLastProxyOfOursSaw(t *testing.T) {
	t.Parallel()
	f := &Frame{Config: Config{Proxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("2001:db8::/32")}}}
	for _, tt := range []struct {
		name, peer string
		forwarded  []string
		want       string
	}{
		{"no proxy", "192.0.2.1:5000", nil, "192.0.2.1"},
		{"a stranger who claims to be one", "192.0.2.1:5000", []string{"203.0.113.9"}, "192.0.2.1"},
		{"one of ours", "10.0.0.2:5000", []string{"203.0.113.9"}, "203.0.113.9"},
		{"what stands before can be anything", "10.0.0.2:5000", []string{"198.51.100.1, 203.0.113.9"}, "203.0.113.9"},
		{"two of ours", "10.0.0.2:5000", []string{"198.51.100.1, 203.0.113.9, 10.0.0.3"}, "203.0.113.9"},
		{"two lines are one list", "10.0.0.2:5000", []string{"198.51.100.1", "203.0.113.9, 10.0.0.3"}, "203.0.113.9"},
		{"ours without a word", "10.0.0.2:5000", nil, "10.0.0.2"},
		{"no address", "10.0.0.2:5000", []string{"203.0.113.9, unknown"}, "10.0.0.2"},
		{"all ours", "10.0.0.2:5000", []string{"10.0.0.4, 10.0.0.3"}, "10.0.0.4"},
		{"six", "[2001:db8::2]:5000", []string{"2001:db9::1"}, "2001:db9::1"},
		{"four in six", "[::ffff:10.0.0.2]:5000", []string{"203.0.113.9"}, "203.0.113.9"},
		{"a zone", "[fe80::1%eth0]:5000", nil, "fe80::1"},
		{"no network at all", "@", nil, "@"},
	} {
		r := httptest.NewRequest("GET", "/admin/", nil)
		r.RemoteAddr, r.Header["X-Forwarded-For"] = tt.peer, tt.forwarded
		if got := (&Visit{frame: f, Request: r}).Source(); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}
