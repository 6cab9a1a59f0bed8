package admin

import (
	"fmt"
	"testing"
	"time"
)

var noon = time.Date(2027, time.April, 12, 12, 0, 0, 0, time.UTC)

func TestAThrottleLetsAFewThroughAndThenOneInAWhile(t *testing.T) {
	th := newThrottle(3, time.Minute)
	for i, want := range []bool{true, true, true, false} {
		if got := th.allow(noon, "one"); got != want {
			t.Errorf("try %d: %v", i+1, got)
		}
	}
	if !th.allow(noon, "another") {
		t.Error("somebody else is held back, too")
	}
	if later := noon.Add(time.Minute); !th.allow(later, "one") || th.allow(later, "one") {
		t.Error("after a minute there is not one more try")
	}
}

func TestAThrottleTellsABoundedNumberApart(t *testing.T) {
	th := newThrottle(3, time.Minute)
	for i := range 3 * mostKnown {
		th.allow(noon, fmt.Sprint(i))
	}
	if len(th.known) > mostKnown {
		t.Errorf("it knows %d", len(th.known))
	}
}

func TestFloodingAThrottleLetsNobodyGo(t *testing.T) {
	th := newThrottle(3, time.Hour)
	for range 3 {
		th.allow(noon, "held back")
	}
	for i := range 2 * mostKnown {
		th.allow(noon.Add(time.Duration(i)*time.Millisecond), fmt.Sprint(i))
	}
	if th.allow(noon.Add(time.Minute), "held back") {
		t.Error("it was forgotten")
	}
	if th.allow(noon.Add(time.Minute), "yet another") {
		t.Error("newcomers are not counted any more")
	}
}

func TestAFloodedThrottleForgetsThoseWhoHaveWaited(t *testing.T) {
	th := newThrottle(3, time.Minute)
	for i := range mostKnown {
		th.allow(noon, fmt.Sprint(i))
	}
	later := noon.Add(time.Hour)
	if th.allow(later, "new"); len(th.known) != 1 {
		t.Errorf("it knows %d", len(th.known))
	}
}

func TestOneHouseOfIPv6IsOneNetwork(t *testing.T) {
	for source, want := range map[string]string{
		"203.0.113.5": "203.0.113.5", "::ffff:203.0.113.5": "203.0.113.5", "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64", "fe80::1%eth0": "fe80::/64", "@": "@",
	} {
		if got := network(source); got != want {
			t.Errorf("%s: %s, want %s", source, got, want)
		}
	}
}
