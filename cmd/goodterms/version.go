package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

type versionCommand struct{}

// Run prints the version, and that of the time zone data in use. Where the system
// has time zone data, Go takes it and not the program's own, so that new laws about
// clocks reach a running server with the system's updates.
func (versionCommand) Run(std streams) error {
	_, err := fmt.Fprintf(std.out, "goodterms %s\n%s", version, zoneData(zoneFolders(std.environ)))
	return err
}

// embeddedZones is the version of the time zone data that time/tzdata brings along,
// which no API tells. A test holds it to the toolchain's lib/time/update.bash.
const embeddedZones = "2025c"

// zoneFolders are where Go looks for the system's time zone data, in its order
// (zoneinfo_read.go and zoneinfo_unix.go of package time, go1.26).
func zoneFolders(environ []string) []string {
	folders := []string{"/usr/share/zoneinfo", "/usr/share/lib/zoneinfo", "/usr/lib/locale/TZ", "/etc/zoneinfo"}
	for _, setting := range environ {
		if folder, ok := strings.CutPrefix(setting, "ZONEINFO="); ok && folder != "" {
			return append([]string{folder}, folders...)
		}
	}
	return folders
}

// zoneData says which time zone data is in use, and warns of an old one.
func zoneData(folders []string) string {
	for _, folder := range folders {
		if _, err := os.Stat(filepath.Join(folder, "Europe", "Berlin")); err == nil {
			return systemZones(folder)
		}
	}
	return "time zones: " + embeddedZones + " (embedded)\n"
}

func systemZones(folder string) string {
	found := zoneVersion(folder)
	switch {
	case found == "":
		return "time zones: of this system, which tells no version; " + embeddedZones + " embedded\n"
	case found < embeddedZones:
		return "time zones: " + found + " (of this system), " + embeddedZones + " embedded\n" +
			"warning: this system's time zone data is older than the program's and goes before it; update the system's tzdata\n"
	}
	return "time zones: " + found + " (of this system), " + embeddedZones + " embedded\n"
}

var zoneRelease = regexp.MustCompile(`\b(?:19|20)\d\d[a-z]+\b`)

// zoneVersion reads what systems write beside their zones: tzdata.zi begins with
// "# version 2025c", +VERSION is the version alone. Empty: neither is there.
func zoneVersion(folder string) string {
	for _, name := range []string{"tzdata.zi", "+VERSION"} {
		file, err := os.Open(filepath.Join(folder, name))
		if err != nil {
			continue
		}
		head, err := io.ReadAll(io.LimitReader(file, 80))
		file.Close()
		if found := zoneRelease.Find(head); err == nil && found != nil {
			return string(found)
		}
	}
	return ""
}
