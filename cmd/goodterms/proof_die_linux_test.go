package main

import "syscall"

// dieWithTest has the system kill a process when the test is killed.
func dieWithTest() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}
