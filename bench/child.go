package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// patience is how long a server may take to start.
const patience = 60 * time.Second

// child is a server that ends when this process does, however it ends: a shell
// waits for its input to close and then sends the signal.
type child struct {
	pid   int
	shell *exec.Cmd
	leash io.WriteCloser
}

const keeper = `signal=$1; shift
exec 3<&0
"$@" >&2 &
server=$!
echo $server
(
  read -r line <&3
  kill -$signal $server
) 2>/dev/null &
wait $server`

// start runs a program; what it prints goes to the log file.
func start(log, signal string, owner *syscall.Credential, env []string, argv ...string) (*child, error) {
	c := &child{shell: exec.Command("/bin/sh", append([]string{"-c", keeper, "keeper", signal}, argv...)...)}
	c.shell.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Credential: owner}
	c.shell.Env = append(os.Environ(), env...)
	file, err := os.OpenFile(log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	c.shell.Stderr = file
	out, err := c.shell.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if c.leash, err = c.shell.StdinPipe(); err != nil {
		return nil, err
	}
	if err := c.shell.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err == nil {
		c.pid, err = strconv.Atoi(strings.TrimSpace(line))
	}
	return c, err
}

// stop ends the program and waits for it.
func (c *child) stop() {
	if c == nil || c.shell == nil {
		return
	}
	_ = c.leash.Close()
	_ = c.shell.Wait() // it was killed: its exit status says nothing
}

// listening waits until an address takes connections.
func listening(addr string) error {
	deadline := time.Now().Add(patience)
	for {
		conn, err := net.Dial("tcp", addr)
		if err == nil {
			return conn.Close()
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("waiting for a server: %w", err)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// freeAddress is a loopback address that nobody listens on.
func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer listener.Close()
	return listener.Addr().String(), nil
}

// portOf is the port of an address.
func portOf(addr string) string {
	_, port, _ := net.SplitHostPort(addr)
	return port
}

var errMissing = errors.New("is not on PATH; give its URL or leave out what needs it with -only")
