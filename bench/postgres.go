package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// postgresServer is the PostgreSQL of all contests.
type postgresServer struct {
	url   string // of a database that exists
	admin *sql.DB
	child *child // nil when it is not ours
	made  int
}

// startPostgres starts a private server with the settings that decide about
// durability as they are shipped, or connects to the one of the flag.
func (g *ground) startPostgres(ctx context.Context) (err error) {
	p := &g.postgres
	p.url = g.options.postgres
	if p.url == "" {
		if err := p.launch(g); err != nil {
			return err
		}
	}
	if p.admin, err = sql.Open("pgx", p.url); err != nil {
		return errors.New("is not a PostgreSQL URL")
	}
	deadline := time.Now().Add(patience)
	for err = p.admin.PingContext(ctx); err != nil && time.Now().Before(deadline); err = p.admin.PingContext(ctx) {
		time.Sleep(20 * time.Millisecond)
	}
	return err
}

func (p *postgresServer) launch(g *ground) error {
	bin, err := postgresFolder()
	if err != nil {
		return err
	}
	addr, err := freeAddress()
	if err != nil {
		return err
	}
	folder := g.file("postgres")
	owner, err := ownedFolder(folder)
	if err != nil {
		return err
	}
	data := filepath.Join(folder, "data")
	initdb := exec.Command(filepath.Join(bin, "initdb"), "-D", data, "-U", "goodterms", "-A", "trust", "--encoding=UTF8", "--locale=C")
	initdb.SysProcAttr, initdb.Dir = &syscall.SysProcAttr{Credential: owner}, folder
	if out, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	p.url = "postgres://goodterms@" + addr + "/postgres?sslmode=disable"
	p.child, err = start(g.file("postgres.log"), "QUIT", owner, []string{"PWD=" + folder}, filepath.Join(bin, "postgres"),
		"-D", data, "-p", portOf(addr), "-k", folder, "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=100",
		"-c", "shared_buffers=1GB", "-c", "max_wal_size=4GB", "-c", "fsync=on", "-c", "synchronous_commit=on")
	return err
}

// ownedFolder makes a folder that belongs to the user postgres when this process
// is root, whom the server refuses to serve.
func ownedFolder(folder string) (*syscall.Credential, error) {
	if err := os.Mkdir(folder, 0o700); err != nil || os.Getuid() != 0 {
		return nil, err
	}
	account, err := user.Lookup("postgres")
	if err != nil {
		return nil, fmt.Errorf("running as root, and there is no user postgres: %w", err)
	}
	uid, _ := strconv.Atoi(account.Uid)
	gid, _ := strconv.Atoi(account.Gid)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, os.Chown(folder, uid, gid)
}

// postgresFolder finds the server's programs, which Debian keeps off PATH.
func postgresFolder() (string, error) {
	if path, err := exec.LookPath("postgres"); err == nil {
		return filepath.Dir(path), nil
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	if len(found) == 0 {
		return "", fmt.Errorf("postgres %w", errMissing)
	}
	return filepath.Dir(found[len(found)-1]), nil
}

func lookPath(program string) (string, error) {
	path, err := exec.LookPath(program)
	if err != nil {
		return "", fmt.Errorf("%s %w", program, errMissing)
	}
	return path, nil
}

// database makes an empty database and returns its URL and how to drop it.
func (p *postgresServer) database(ctx context.Context) (string, func(), error) {
	p.made++
	name := fmt.Sprintf("goodterms_bench_%d_%d", os.Getpid(), p.made)
	if _, err := p.admin.ExecContext(ctx, "CREATE DATABASE "+name); err != nil {
		return "", nil, err
	}
	u, err := url.Parse(p.url)
	if err != nil {
		return "", nil, errors.New("is not a PostgreSQL URL")
	}
	u.Path = "/" + name
	drop := func() {
		_, _ = p.admin.ExecContext(context.WithoutCancel(ctx), "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)")
	}
	return u.String(), drop, nil
}

func (p *postgresServer) close() {
	if p.admin != nil {
		p.admin.Close()
	}
	p.child.stop()
}
