package config

import (
	"errors"
	"net/netip"
	"net/url"
	"strings"

	"github.com/goodterms/goodterms/config/secret"
)

// Admin is where and how the operators' pages are served.
type Admin struct {
	Listen string
	URL    string
	OIDC   OIDC
}

// OIDC is an identity provider by which operators may sign in.
type OIDC struct {
	Issuer       string
	ClientID     string        `koanf:"client_id"`
	ClientSecret secret.String `koanf:"client_secret"`
	Name         string
}

// Events say how other systems are told what happened.
type Events struct {
	AllowPrivate bool `koanf:"allow_private"`
}

// AdminURL is how operators reach the pages, without a slash at the end.
func (c Config) AdminURL() string {
	if c.Admin.URL != "" {
		return c.Admin.URL
	}
	return c.PublicURL
}

// Proxies are the networks of trusted_proxies; an address alone is a network of one.
func (c Config) Proxies() (list []netip.Prefix, err error) {
	for _, text := range c.TrustedProxies {
		network, err := netip.ParsePrefix(text)
		if one, only := netip.ParseAddr(text); only == nil {
			network, err = one.Prefix(one.BitLen())
		}
		if err != nil {
			return nil, errors.New("must hold networks such as 10.0.0.0/8 or addresses")
		}
		list = append(list, network.Masked())
	}
	return list, nil
}

func (c Config) checkAdmin(p *problems) {
	if _, err := c.Proxies(); err != nil {
		p.add("trusted_proxies", err.Error())
	}
	a := c.Admin
	p.require("admin.listen", a.Listen == "" || strings.Contains(a.Listen, ":"), "must be an address such as 127.0.0.1:8081, or be left out")
	p.require("admin.url", a.URL == "" || webAddress(a.URL) && !strings.HasSuffix(a.URL, "/"), "must begin with https:// (http:// is for loopback alone) and not end with a slash")
	if a.OIDC.Issuer == "" {
		return
	}
	issuer, err := url.Parse(a.OIDC.Issuer)
	p.require("admin.oidc.issuer", err == nil && webAddress(a.OIDC.Issuer) && issuer.RawQuery == "" && issuer.Fragment == "", "must be the provider's https:// address")
	p.require("admin.oidc.client_id", a.OIDC.ClientID != "", "is missing: the provider gives it")
}
