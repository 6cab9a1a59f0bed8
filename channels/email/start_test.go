package email_test

import (
	"net"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/channels/channeltest"
)

// elsewhere is a relay that names another host in its answers.
func elsewhere(changes lines) channeltest.Start {
	return func(t *testing.T, setup *channeltest.Setup) channeltest.Rig {
		filled := lines{}
		for command, reply := range changes {
			filled[command] = strings.ReplaceAll(reply, "%s", setup.Elsewhere())
		}
		return raw(filled)(t, setup)
	}
}

// wrongPassword is a relay that knows another password.
func wrongPassword(t *testing.T, setup *channeltest.Setup) channeltest.Rig {
	r := newRelay(t, script{login: login("clerk", "another")})
	return rig(newLoggedEmail(t, withLogin(r.config(), "clerk", "hunter2"), setup.Log), r)
}

// nobody is an address where nobody listens.
func nobody(t *testing.T, setup *channeltest.Setup) channeltest.Rig {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := &relay{addr: listener.Addr().String()}
	_ = listener.Close()
	return rig(newLoggedEmail(t, r.config(), setup.Log), r)
}
