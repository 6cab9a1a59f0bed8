//go:build race

package mail_test

// raced says that the race detector slows everything down.
const raced = true
