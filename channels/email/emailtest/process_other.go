//go:build !linux

package emailtest

import (
	"os"
	"syscall"
)

// detached asks for nothing where the system cannot do it.
func detached() *syscall.SysProcAttr { return nil }

// signal reaches a process.
func signal(pid int, s syscall.Signal) {
	if process, err := os.FindProcess(pid); err == nil {
		_ = process.Signal(s)
	}
}
