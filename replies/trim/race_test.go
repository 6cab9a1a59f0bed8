//go:build race

package trim_test

// raced says that the race detector slows everything down.
const raced = true
