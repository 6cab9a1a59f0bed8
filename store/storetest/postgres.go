package storetest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/goodterms/goodterms/store"
)

func background() context.Context { return context.Background() }

// ErrNone says that no PostgreSQL server is to be had on this machine.
var ErrNone = errors.New("no PostgreSQL: set GOODTERMS_TEST_POSTGRES or install its server")

// Postgres returns the URL of a fresh, migrated PostgreSQL database. Without a
// server the test is skipped, or fails when GOODTERMS_TEST_REQUIRE asks for one.
func Postgres(t testing.TB) string {
	t.Helper()
	c, err := sharedCluster()
	if errors.Is(err, ErrNone) {
		without(t, "postgres", err)
	}
	if err != nil {
		t.Fatalf("start postgres: %v", err)
	}
	return c.database(t)
}

// without skips the test, or fails it when the part is required.
func without(t testing.TB, part string, err error) {
	t.Helper()
	required := strings.Split(os.Getenv("GOODTERMS_TEST_REQUIRE"), ",")
	if slices.Contains(required, "all") || slices.Contains(required, part) {
		t.Fatalf("required: %v", err)
	}
	t.Skip(err)
}

// cluster is where databases are made for tests.
type cluster struct {
	url      string // of a database in it that exists
	template string // a migrated database to copy; empty on a server that is not ours
	made     atomic.Int64
	server   *Server // kept, or its leash would be collected as garbage
}

var sharedCluster = sync.OnceValues(func() (*cluster, error) {
	if env := os.Getenv("GOODTERMS_TEST_POSTGRES"); env != "" {
		return &cluster{url: env}, nil
	}
	server, err := newServer()
	if err != nil {
		return nil, err
	}
	server.settings = []string{"-c", "fsync=off", "-c", "full_page_writes=off"} // nobody cuts its power
	if err := server.Start(); err != nil {
		return nil, err
	}
	c := &cluster{url: server.url("postgres"), template: "goodterms_template", server: server}
	if err := c.create(c.template, ""); err != nil {
		return nil, err
	}
	return c, store.Migrate(background(), server.url(c.template))
})

func (c *cluster) database(t testing.TB) string {
	t.Helper()
	name := fmt.Sprintf("goodterms_test_%d_%d", os.Getpid(), c.made.Add(1))
	if err := c.create(name, c.template); err != nil {
		t.Fatalf("create database: %v", err)
	}
	address := withDatabase(c.url, name)
	if c.server == nil { // our own server goes with all its databases
		t.Cleanup(func() { _ = c.run("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)") })
		if err := store.Migrate(t.Context(), address); err != nil {
			t.Fatal(err)
		}
	}
	return address
}

func (c *cluster) create(name, template string) error {
	if template == "" {
		return c.run("CREATE DATABASE " + name)
	}
	return c.run("CREATE DATABASE " + name + " TEMPLATE " + template)
}

func (c *cluster) run(statement string) error {
	db, err := sql.Open("pgx", c.url)
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.Exec(statement)
	return err
}

func withDatabase(address, name string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	u.Path = "/" + name
	return u.String()
}

// Server is a PostgreSQL server of one's own, for tests that crash it.
type Server struct {
	dir, bin string
	port     int
	settings []string
	owner    *syscall.Credential // whom it runs as, when the test runs as root
	running  *exec.Cmd
	leash    io.WriteCloser // when it closes, the server stops and its folder goes
}

// NewServer starts a server that the test alone uses, with a migrated database
// in it; it skips like Postgres.
func NewServer(t testing.TB) *Server {
	t.Helper()
	s, err := newServer()
	if errors.Is(err, ErrNone) {
		without(t, "postgres", err)
	}
	if err == nil {
		err = s.Start()
	}
	if err != nil {
		t.Fatalf("start postgres: %v", err)
	}
	t.Cleanup(s.remove)
	if err := store.Migrate(t.Context(), s.URL()); err != nil {
		t.Fatal(err)
	}
	return s
}

// URL is that of the migrated database.
func (s *Server) URL() string { return s.url("postgres") }

func (s *Server) url(database string) string {
	return fmt.Sprintf("postgres://goodterms@127.0.0.1:%d/%s?sslmode=disable", s.port, database)
}

// newServer prepares the data of a server in a temporary folder.
func newServer() (*Server, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "goodterms-postgres-")
	if err != nil {
		return nil, err
	}
	s := &Server{dir: dir, bin: bin}
	if err := s.own(); err != nil {
		return nil, err
	}
	if s.port, err = freePort(); err != nil {
		return nil, err
	}
	initdb := s.command(filepath.Join(bin, "initdb"), "-D", s.data(), "-U", "goodterms", "-A", "trust",
		"--encoding=UTF8", "--locale=C", "--no-sync")
	if out, err := initdb.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w: %s", err, out)
	}
	return s, nil
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

// binaries finds the folder of PostgreSQL's server programs.
func binaries() (string, error) {
	if path, err := exec.LookPath("postgres"); err == nil {
		return filepath.Dir(path), nil
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	if len(found) == 0 {
		return "", ErrNone
	}
	return filepath.Dir(found[len(found)-1]), nil
}

// own gives the folder to the user postgres when the test runs as root, whom the
// server refuses to serve.
func (s *Server) own() error {
	if os.Getuid() != 0 {
		return nil
	}
	account, err := user.Lookup("postgres")
	if err != nil {
		return fmt.Errorf("%w (running as root, and there is no user postgres)", ErrNone)
	}
	uid, _ := strconv.Atoi(account.Uid)
	gid, _ := strconv.Atoi(account.Gid)
	s.owner = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return os.Chown(s.dir, uid, gid)
}

func (s *Server) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir = s.dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.owner, Setpgid: true}
	return cmd
}

func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}

// keeper runs the server for as long as its input is open, so that nothing
// outlives the test, not even one that is killed. $1 is the folder; it goes with
// the server unless the last words were to keep it.
const keeper = `dir=$1; shift
exec 3<&0
"$@" >>"$dir/log" 2>&1 &
server=$!
(
  read -r line <&3
  kill -QUIT $server
  while kill -0 $server; do sleep 0.05; done
  [ "$line" = keep ] || rm -rf "$dir"
) 2>/dev/null &
wait $server`

// Start starts the server and waits until it answers.
func (s *Server) Start() error {
	args := []string{"-c", keeper, "keeper", s.dir, filepath.Join(s.bin, "postgres"), "-D", s.data(), "-p", strconv.Itoa(s.port),
		"-k", s.dir, "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=300", "-c", "shared_buffers=128MB"}
	args = append(args, s.settings...)
	s.running = s.command("/bin/sh", args...)
	leash, err := s.running.StdinPipe()
	if err != nil {
		return err
	}
	s.leash = leash
	if err := s.running.Start(); err != nil {
		return err
	}
	return s.wait()
}

// startTimeout is how long a server may take to answer, recovery included.
const startTimeout = 30 * time.Second

func (s *Server) wait() error {
	db, err := sql.Open("pgx", s.url("postgres"))
	if err != nil {
		return err
	}
	defer db.Close()
	deadline := time.Now().Add(startTimeout)
	for err = db.Ping(); err != nil && time.Now().Before(deadline); err = db.Ping() {
		time.Sleep(10 * time.Millisecond)
	}
	return err
}

// Crash stops the server at once, as a power cut would: it writes nothing more
// and recovers from its log when it starts again.
func (s *Server) Crash() error {
	if _, err := io.WriteString(s.leash, "keep\n"); err != nil {
		return err
	}
	_ = s.running.Wait() // the server's exit status after SIGQUIT is not zero
	return nil
}

func (s *Server) remove() {
	_ = s.leash.Close()
	_ = s.running.Wait()
	_ = os.RemoveAll(s.dir)
}
