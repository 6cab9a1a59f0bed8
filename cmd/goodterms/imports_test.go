package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/goodterms/goodterms/"

// layers is the map of the repository, from the bottom up: a package may import
// what stands in a layer below its own, and nothing beside or above it.
var layers = [][]string{
	{"config/secret"},
	{"templates/experiment"},
	{"channels"},
	{"channels/twilio"},
	{"channels/email", "channels/email/mailbox", "channels/sms", "channels/voice"},
	{"account", "operator"},
	{"policy/hours", "policy/holidays"},
	{"policy/packs", "templates/gsm", "templates/tone"},
	{"policy", "templates", "timeline"},
	{"templates/lint"},
	{"policy/explain", "replies/bounce", "replies/trim", "replies/when"},
	{"replies/mail", "replies/intents"},
	{"replies/model"},
	{"reminder"},
	{"replies"},
	{"overview", "events"},
	{"admin/frame"},
	{"admin/accounts", "admin/writing", "admin/desk", "admin/webhooks", "admin/works", "admin/office"},
	{"admin", "portal", "api", "queue", "store"},
	{"config"},
	{"cmd/goodterms", "bench"},
}

// apart imports nothing of ours.
var apart = []string{"sandbox"}

// guarded packages are imported by the wiring alone, tests apart.
var guarded = []string{"store", "config", "sandbox"}

// forbidden are arrows that point down and yet must not be: rules and doors know
// no adapter, and an adapter knows no account.
var forbidden = map[string][]string{
	"policy":    {"channels/email", "channels/sms", "channels/voice", "channels/twilio", "config/secret"},
	"templates": {"channels/email", "channels/sms", "channels/voice", "channels/twilio", "config/secret"},
	"timeline":  {"channels/email", "channels/sms", "channels/voice", "channels/twilio", "config/secret", "account"},
	"account":   {"channels/email", "channels/sms", "channels/voice", "channels/twilio", "config/secret"},
	"replies":   {"channels/email", "channels/sms", "channels/voice", "channels/twilio", "config/secret"},
	"reminder":  {"channels/email", "channels/sms", "channels/voice", "channels/twilio", "config/secret"},
	"store":     {"channels/email", "channels/sms", "channels/voice", "channels/twilio"},
	"queue":     {"channels/email", "channels/sms", "channels/voice", "channels/twilio"},
	"api":       {"channels/email", "channels/sms", "channels/voice", "channels/twilio"},
	"admin":     {"channels/email", "channels/sms", "channels/voice", "channels/twilio"},
}

func TestImportsPointDown(t *testing.T) {
	for from, imports := range importsOf(t, "../..", false) {
		for _, to := range imports {
			if sentence := broken(from, to); sentence != "" {
				t.Errorf("%s imports %s: %s", from, to, sentence)
			}
		}
	}
}

func TestEveryPackageStandsOnTheMap(t *testing.T) {
	for from := range importsOf(t, "../..", false) {
		if layerOf(from) < 0 && !slices.Contains(apart, from) && !isTestKit(from) {
			t.Errorf("%s stands in no layer: give it its own sentence in the map, or a better place", from)
		}
	}
}

// isTestKit says that the package exists for tests: its name ends in test and
// begins like the package that it tests, in whose folder it stands.
func isTestKit(name string) bool {
	dir, base := filepath.Split(name)
	about, ok := strings.CutSuffix(base, "test")
	return ok && about != "" && strings.HasPrefix(filepath.Base(dir), about)
}

func broken(from, to string) string {
	below, above := layerOf(to), layerOf(from)
	switch {
	case isTestKit(from):
		return ""
	case isTestKit(to):
		return "only tests use what exists for tests"
	case slices.Contains(apart, from):
		return "it stands apart and imports nothing of ours"
	case slices.Contains(guarded, to) && above < len(layers)-1:
		return "only the wiring imports it"
	case slices.Contains(apart, to):
		return ""
	case below >= above:
		return "imports point down only"
	case slices.Contains(forbidden[from], to):
		return "it must not know that package"
	}
	return ""
}

func layerOf(name string) int {
	return slices.IndexFunc(layers, func(layer []string) bool { return slices.Contains(layer, name) })
}

// importsOf reads which of our packages each package imports.
func importsOf(t *testing.T, root string, tests bool) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") != tests {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		dir, _ := filepath.Rel(root, filepath.Dir(path))
		name := filepath.ToSlash(dir)
		found[name] = append(found[name], []string{}...)
		for _, spec := range file.Imports {
			to, _ := strconv.Unquote(spec.Path.Value)
			if own, ok := strings.CutPrefix(to, module); ok {
				found[name] = append(found[name], own)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
