//go:build !linux

package queuetest

import "syscall"

// dieWithParent asks for nothing where the system cannot do it.
func dieWithParent() *syscall.SysProcAttr { return nil }
