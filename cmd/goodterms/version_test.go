package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestTheEmbeddedZonesAreThoseOfTheToolchain(t *testing.T) {
	t.Parallel()
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	script, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(root)), "lib", "time", "update.bash"))
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`(?m)^DATA=(\S+)$`).FindSubmatch(script)
	if found == nil || string(found[1]) != embeddedZones {
		t.Errorf("this toolchain embeds %q; write that into embeddedZones", found)
	}
}

func TestVersionTellsWhichZonesAreInUse(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, file, text, want string }{
		{"a newer system", "tzdata.zi", "# version 2097a\n# This zic input file is in the public domain.\n", "time zones: 2097a (of this system), " + embeddedZones + " embedded\n"},
		{"the same", "+VERSION", embeddedZones + "\n", "time zones: " + embeddedZones + " (of this system), " + embeddedZones + " embedded\n"},
		{"an older system", "tzdata.zi", "# version 2019b-rearguard\n", "update the system's tzdata\n"},
		{"a silent system", "leapseconds", "", "time zones: of this system, which tells no version; " + embeddedZones + " embedded\n"},
		{"a version that is none", "+VERSION", "unknown", "which tells no version"},
	} {
		folder := t.TempDir()
		write(t, filepath.Join(folder, "Europe", "Berlin"), "")
		write(t, filepath.Join(folder, tt.file), tt.text)
		if got := zoneData([]string{filepath.Join(folder, "none"), folder}); !strings.Contains(got, tt.want) {
			t.Errorf("%s: %q", tt.name, got)
		}
	}
	if got := zoneData([]string{t.TempDir()}); got != "time zones: "+embeddedZones+" (embedded)\n" {
		t.Errorf("without a system's: %q", got)
	}
}

func TestTheFolderOfZONEINFOGoesFirst(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write(t, filepath.Join(folder, "Europe", "Berlin"), "")
	write(t, filepath.Join(folder, "+VERSION"), "2098a")
	if _, out, _ := command(t, []string{"ZONEINFO=" + folder}, "version"); !strings.Contains(out, "2098a (of this system)") {
		t.Errorf("got %s", out)
	}
}

// write makes a file and its folder.
func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
