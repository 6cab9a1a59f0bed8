package main

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/config"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/sandbox"
)

var update = flag.Bool("update", false, "write what docs and code should agree on into the docs")

const (
	tableStart = "<!-- outcomes -->\n"
	tableEnd   = "<!-- end of outcomes -->"
)

func TestTheGuideListsEveryAddressOfTheSandbox(t *testing.T) {
	t.Parallel()
	const path = "../../docs/sandbox.md"
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(raw), tableStart)
	shown, after, ended := strings.Cut(rest, tableEnd)
	if !found || !ended {
		t.Fatal("the guide has no place for the table")
	}
	var table strings.Builder
	table.WriteString("| channel | every time | only the first time | what happens |\n|---|---|---|---|\n")
	for _, o := range sandbox.Outcomes() {
		fmt.Fprintf(&table, "| %s | `%s` | `%s` | %s |\n", o.Channel, o.Pattern, o.Once, o.What)
	}
	if shown == table.String() {
		return
	}
	if !*update {
		t.Fatal("docs/sandbox.md lists other addresses than the sandbox knows; run go test ./cmd/goodterms -run Guide -update")
	}
	if err := os.WriteFile(path, []byte(before+tableStart+table.String()+tableEnd+after), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestTheDocsNameEveryStatus(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../../docs/api.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, status := range reminder.Statuses() {
		if !strings.Contains(string(raw), "`"+string(status)+"`") {
			t.Errorf("docs/api.md does not mention %s", status)
		}
	}
}

func TestTheExampleHoldsTheDefaultsThatArePromised(t *testing.T) {
	t.Parallel()
	loaded, err := config.Load("", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if loaded.Listen != ":8080" || loaded.SendWindow != "Mo-Fr 09:00-19:00; Sa 10:00-15:00" ||
		loaded.ReconcileAfter.String() != "1m0s" || loaded.RateLimit != "100" || !loaded.Migrate {
		t.Errorf("the defaults are not those that are promised: %+v", loaded)
	}
}

func TestTheGuideNamesEverySettingOfContactRules(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../../docs/contact-rules.md")
	if err != nil {
		t.Fatal(err)
	}
	_, part, _ := strings.Cut(string(config.Example), "\n[contact_rules]\n")
	part, _, _ = strings.Cut(part, "\n[")
	found := regexp.MustCompile(`(?m)^([a-z_]+) = (.*)$`).FindAllStringSubmatch(part, -1)
	if len(found) < 10 {
		t.Fatalf("the example has %d settings of contact rules", len(found))
	}
	for _, setting := range found {
		row := regexp.MustCompile("(?m)^\\| .*`[^`]*" + setting[1] + "[^`]*`.*$").FindString(string(raw))
		value := strings.Trim(setting[2], `"[]`)
		if row == "" || !strings.Contains(row, value) {
			t.Errorf("docs/contact-rules.md has no row for %s with its default", setting[1])
		}
	}
}

func TestTheReadmeMapsEveryDirectory(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for name := range importsOf(t, "../..", false) {
		top, _, _ := strings.Cut(name, "/")
		if top == "cmd" {
			top = name
		}
		if !strings.Contains(string(raw), "| `"+top+"` |") {
			t.Errorf("the README's map lacks %s", top)
		}
	}
}
