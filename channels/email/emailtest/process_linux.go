package emailtest

import "syscall"

// detached is a process with a group of its own that ends with its parent.
func detached() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setsid: true, Pdeathsig: syscall.SIGTERM}
}

// signal reaches a process with all its children.
func signal(pid int, s syscall.Signal) { _ = syscall.Kill(-pid, s) }
