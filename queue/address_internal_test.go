package queue

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestURLsOfEveryKindAreUnderstood(t *testing.T) {
	t.Parallel()
	type read struct {
		Addrs                  []string
		User, Password         string
		DB                     int
		Master                 string
		SentinelUser, Sentinel string
		Cluster, TLS           bool
	}
	for text, want := range map[string]read{
		"redis://localhost":                {Addrs: []string{"localhost:6379"}},
		"redis://u:p%40s@h:1/2":            {Addrs: []string{"h:1"}, User: "u", Password: "p@s", DB: 2},
		"rediss://:pw@h:6380/":             {Addrs: []string{"h:6380"}, Password: "pw", TLS: true},
		"redis://[::1]:7/0":                {Addrs: []string{"[::1]:7"}},
		"redis-cluster://u:p@a:1,b":        {Addrs: []string{"a:1", "b:6379"}, User: "u", Password: "p", Cluster: true},
		"rediss-cluster://a":               {Addrs: []string{"a:6379"}, Cluster: true, TLS: true},
		"redis-sentinel://a,b:2/main?db=3": {Addrs: []string{"a:26379", "b:2"}, Master: "main", DB: 3},
		"redis-sentinel://u:p@a/m?sentinel_username=su&sentinel_password=sp": {Addrs: []string{"a:26379"},
			User: "u", Password: "p", Master: "m", SentinelUser: "su", Sentinel: "sp"},
	} {
		a, err := parseAddress(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		o, err := a.options()
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		got := read{o.Addrs, o.Username, o.Password, o.DB, o.MasterName, o.SentinelUsername, o.SentinelPassword,
			o.IsClusterMode, o.TLSConfig != nil}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
}

func TestURLsThatAreWrongAreRefusedWithoutRepeatingThem(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "localhost:6379", "http://hidden:pw@h", "redis://", "redis://hidden:pw@",
		"redis://hidden:p%zz@h", "redis://h:hidden", "redis://h:0", "redis://h:70000", "redis://a,hidden",
		"redis://h/hidden", "redis://h/-1", "redis://h?hidden=1", "redis://h?%zz=hidden",
		"redis-sentinel://hidden", "redis-sentinel://h/m/hidden", "redis-sentinel://h/m?db=hidden",
		"redis-sentinel://h/m?DB=1", "redis-cluster://h/1", "redis-cluster://h?db=1", "redis-hidden://h"} {
		a, err := parseAddress(text)
		if err == nil {
			_, err = a.options()
		}
		if err == nil {
			t.Errorf("%s was taken", text)
		} else if strings.Contains(err.Error(), "hidden") {
			t.Errorf("the error repeats the URL: %v", err)
		}
	}
}
