package main

import (
	"fmt"
	"runtime"
)

type versionCommand struct{}

// Run prints the version. The zones are those embedded in the program by the
// Go release that built it.
func (versionCommand) Run(std streams) error {
	_, err := fmt.Fprintf(std.out, "goodterms %s\ntime zones: embedded, of %s\n", version, runtime.Version())
	return err
}
