//go:build !linux

package main

import "syscall"

// dieWithTest asks for nothing where the system cannot do it.
func dieWithTest() *syscall.SysProcAttr { return nil }
