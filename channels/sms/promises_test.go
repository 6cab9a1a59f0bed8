package sms_test

import (
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/channels/channeltest"
	"github.com/goodterms/goodterms/channels/twilio"
)

func TestPromises(t *testing.T) {
	late, long, wrong := message(), message(), message()
	late.ValidUntil = noon
	long.Text = strings.Repeat("words ", 300)
	wrong.To = "07700 900123"
	channeltest.Run(t, channeltest.Harness{
		Kind:    channels.SMS,
		Message: message(),
		Accept:  provider(accepts, true),
		Private: []string{apiSecret, authToken, "SK0123456789abcdef0123456789abcdef"},
		Cases: []channeltest.Case{
			{Name: "201 accepted", Start: provider(accepts, true), Taken: 1},
			{Name: "201 without a name", Start: provider(says(201, `{}`), true), Want: channels.Unknown, Taken: 1},
			{Name: "201 that is torn", Start: provider(torn, true), Want: channels.Unknown, Taken: 1},
			{Name: "201 with a page", Start: provider(says(201, "<html>"), true), Want: channels.Unknown, Taken: 1},
			{Name: "400 opted out", Start: provider(refuses(400, 21610), false), Want: channels.OptedOut, Code: "21610"},
			{Name: "400 no such number", Start: provider(refuses(400, 21211), false), Want: channels.BadAddress, Code: "21211"},
			{Name: "400 blocked", Start: provider(refuses(400, 30004), false), Want: channels.Blocked, Code: "30004"},
			{Name: "400 handset off", Start: provider(refuses(400, 30003), false), Want: channels.Unreachable, Code: "30003"},
			{Name: "400 unlisted", Start: provider(refuses(400, 29999), false), Want: channels.Refused, Code: "29999"},
			{Name: "401 credentials", Start: provider(refuses(401, 20003), false), Want: channels.Misset, Code: "20003"},
			{Name: "429 rate", Start: provider(refuses(429, 20429), false), Want: channels.Busy, Code: "20429"},
			{Name: "500 of its own", Start: provider(refuses(500, 20500), true), Want: channels.Unknown, Taken: 1},
			{Name: "502 of a proxy", Start: provider(says(502, "<html>"), true), Want: channels.Unknown, Taken: 1},
			{Name: "silence after the request", Start: silent, Hangs: true, Want: channels.Unknown, Taken: 1},
			{Name: "redirect to another host", Start: redirect, Want: channels.Unknown, Taken: 1},
			{Name: "nobody listens", Start: deaf, Want: channels.Temporary},
			{Name: "its time has passed", Start: provider(accepts, true), Message: &late, Want: channels.Temporary},
			{Name: "too long", Start: provider(accepts, true), Message: &long, Want: channels.Refused, Code: "21617"},
			{Name: "no number", Start: provider(accepts, true), Message: &wrong, Want: channels.BadAddress, Code: "21211"},
		},
	})
}

// provider starts a stub with one answer; takes says that the message may have been taken.
func provider(answer http.HandlerFunc, takes bool) channeltest.Start {
	return func(t *testing.T, _ *channeltest.Setup) channeltest.Rig { return rig(t, newStub(t, answer), takes) }
}

func rig(t *testing.T, s *stub, takes bool) channeltest.Rig {
	calls := func() int { return int(s.calls.Load()) }
	taken := calls
	if !takes {
		taken = func() int { return 0 }
	}
	return channeltest.Rig{Channel: s.channel(t), Calls: calls, Taken: taken}
}

func silent(t *testing.T, _ *channeltest.Setup) channeltest.Rig {
	s, asked := newSilentStub(t)
	r := rig(t, s, true)
	r.Hanging = asked
	return r
}

func redirect(t *testing.T, setup *channeltest.Setup) channeltest.Rig {
	return rig(t, newStub(t, says(307, "", "Location", "http://"+setup.Elsewhere()+"/")), true)
}

func deaf(t *testing.T, _ *channeltest.Setup) channeltest.Rig {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = listener.Close()
	s := newStub(t, accepts)
	r := rig(t, s, true)
	r.Channel = s.channel(t, func(c *twilio.Config) {
		c.BaseURL, c.Timeout = "http://"+listener.Addr().String(), 5*time.Second
	})
	return r
}

func torn(w http.ResponseWriter, _ *http.Request) {
	conn, out, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(err)
	}
	defer conn.Close()
	fmt.Fprint(out, "HTTP/1.1 201 Created\r\nContent-Length: 400\r\n\r\n{\"sid\":\"SM01")
	_ = out.Flush()
}
