package frame

import (
	"net/netip"
	"slices"
	"strings"
)

// Source is the network address that the request came from: the last one that a proxy of
// ours saw. What stands before that in X-Forwarded-For anybody can write.
func (v *Visit) Source() string {
	peer, err := netip.ParseAddrPort(v.Request.RemoteAddr)
	if err != nil {
		return v.Request.RemoteAddr
	}
	seen := peer.Addr().Unmap()
	hops := strings.Split(strings.Join(v.Request.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(hops) {
		if !v.frame.proxied(seen) {
			break
		}
		before, err := netip.ParseAddr(strings.TrimSpace(hop))
		if err != nil {
			break
		}
		seen = before.Unmap()
	}
	return seen.WithZone("").String()
}

// proxied says that a proxy of ours has the address.
func (f *Frame) proxied(address netip.Addr) bool {
	return slices.ContainsFunc(f.Proxies, func(network netip.Prefix) bool { return network.Contains(address) })
}
