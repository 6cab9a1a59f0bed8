package config_test

import (
	"fmt"
	"strings"
	"testing"
)

func TestSettingsOfThePagesOutsideTheirLimitsAreNamed(t *testing.T) {
	t.Parallel()
	for setting, key := range map[string]string{
		"ADMIN_LISTEN=hunter2": "admin.listen", "ADMIN_URL=http://hunter2.example": "admin.url", "ADMIN_URL=https://hunter2.example/": "admin.url",
		"ADMIN_OIDC_ISSUER=http://hunter2.example": "admin.oidc.issuer", "ADMIN_OIDC_ISSUER=https://hunter2.example": "admin.oidc.client_id",
		"ROLES=admin,hunter2": "roles", "TRUSTED_PROXIES=10.0.0.0/8,hunter2": "trusted_proxies",
	} {
		err := load(t, "", enough("GOODTERMS_"+setting), nil).Check()
		if err == nil || !strings.Contains(err.Error(), key) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", setting, err)
		}
	}
}

func TestAProxyIsNamedByItsNetworkOrItsAddress(t *testing.T) {
	t.Parallel()
	got, err := load(t, "", enough("GOODTERMS_TRUSTED_PROXIES=10.1.2.3/8,192.0.2.7,2001:db8::/32"), nil).Proxies()
	if text := fmt.Sprint(got); err != nil || text != "[10.0.0.0/8 192.0.2.7/32 2001:db8::/32]" {
		t.Errorf("%s, %v", text, err)
	}
}

func TestThePagesAreReachedWhereCustomersReachTheGatewayUnlessToldElsewhere(t *testing.T) {
	t.Parallel()
	if c := load(t, "", enough(), nil); c.AdminURL() != c.PublicURL {
		t.Errorf("without admin.url: %s", c.AdminURL())
	}
	if c := load(t, "", enough("GOODTERMS_ADMIN_URL=https://desk.example"), nil); c.AdminURL() != "https://desk.example" {
		t.Errorf("with admin.url: %s", c.AdminURL())
	}
}
