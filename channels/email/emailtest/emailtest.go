// Package emailtest is in charge of real mail servers for tests: a private
// Postfix and a private Dovecot, on loopback and in a folder of their own. It
// never touches a mail server that is installed on the machine for real use.
package emailtest

import (
	"embed"
	"fmt"
	"net"
	"net/textproto"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"text/template"
	"time"
)

// patience is how long a server may take to start, and to do one thing.
const patience = 30 * time.Second

//go:embed settings
var files embed.FS

var settings = template.Must(template.ParseFS(files, "settings/*"))

// missing skips a test that needs a server, or fails it when
// GOODTERMS_TEST_REQUIRE asks for the server by name or for all.
func missing(t testing.TB, server, why string) {
	t.Helper()
	for name := range strings.SplitSeq(os.Getenv("GOODTERMS_TEST_REQUIRE"), ",") {
		if name = strings.TrimSpace(name); name == "all" || name == server {
			t.Fatalf("%s is required: %s", server, why)
		}
	}
	t.Skip("needs " + server + ": " + why)
}

// find is where a server's program is. Both servers give up root by themselves
// and start only with it.
func find(t testing.TB, server string) string {
	t.Helper()
	if os.Getuid() != 0 {
		missing(t, server, "it starts as root alone")
	}
	path, err := exec.LookPath(server)
	if err != nil {
		path = "/usr/sbin/" + server
	}
	if _, err := os.Stat(path); err != nil {
		missing(t, server, "it is not installed")
	}
	return path
}

// folder is one that servers may read whoever they run as; its name is short, for
// sockets.
func folder(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "gt")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// owner is a user of this machine, to whom files belong.
func owner(t testing.TB, name string) (uid, gid int) {
	t.Helper()
	u, err := user.Lookup(name)
	if err != nil {
		t.Fatal(err)
	}
	uid, _ = strconv.Atoi(u.Uid)
	gid, _ = strconv.Atoi(u.Gid)
	return uid, gid
}

// mailFolder is where nobody keeps mail.
func mailFolder(t testing.TB, dir string) string {
	t.Helper()
	path := filepath.Join(dir, "mail")
	uid, gid := owner(t, "nobody")
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(path, uid, gid); err != nil {
		t.Fatal(err)
	}
	return path
}

// write writes a server's settings.
func write(t testing.TB, path, name string, values any) {
	t.Helper()
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := settings.ExecuteTemplate(file, name, values); err != nil {
		t.Fatal(err)
	}
}

// run runs a server until the test ends and returns when it greets.
func run(t testing.TB, dir, greeting, addr, program string, args ...string) {
	t.Helper()
	said, err := os.Create(filepath.Join(dir, "said.log"))
	if err != nil {
		t.Fatal(err)
	}
	process := exec.Command(program, args...)
	process.Stdout, process.Stderr = said, said
	process.SysProcAttr = detached()
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { _ = process.Wait(); close(ended) }()
	t.Cleanup(func() { end(process.Process.Pid, ended); _ = said.Close() })
	if err := awaitGreeting(addr, greeting, ended); err != nil {
		text, _ := os.ReadFile(said.Name())
		t.Fatalf("%s: %v\n%s", program, err, text)
	}
}

// end asks a server and all its children to end, and makes them.
func end(pid int, ended <-chan struct{}) {
	signal(pid, syscall.SIGTERM)
	select {
	case <-ended:
	case <-time.After(patience):
	}
	signal(pid, syscall.SIGKILL)
}

func awaitGreeting(addr, greeting string, ended <-chan struct{}) error {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	late := time.After(patience)
	for !greets(addr, greeting) {
		select {
		case <-tick.C:
		case <-ended:
			return fmt.Errorf("it ended by itself")
		case <-late:
			return fmt.Errorf("it does not greet")
		}
	}
	return nil
}

func greets(addr, greeting string) bool {
	conn, err := net.DialTimeout("tcp", addr, time.Second)
	if err != nil {
		return false
	}
	defer conn.Close()
	_ = conn.SetReadDeadline(time.Now().Add(time.Second))
	line, err := textproto.NewConn(conn).ReadLine()
	return err == nil && strings.HasPrefix(line, greeting)
}

// freePort is one that nobody listens on.
func freePort(t testing.TB) int {
	t.Helper()
	socket, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	return socket.Addr().(*net.TCPAddr).Port
}

func local(port int) string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(port)) }
