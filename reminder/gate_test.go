package reminder_test

import (
	"go/ast"
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

// apparatus hands messages to adapters without the story: it exists to test and
// to measure adapters, against providers on this machine.
var apparatus = []string{"bench", "channels/channeltest"}

// wiring is who may open an adapter, and so hold one.
var wiring = []string{"cmd/goodterms", "config", "bench"}

// clients are the libraries that reach providers, with those who may use them:
// the adapters, and what takes in mail.
var clients = map[string][]string{
	"github.com/wneessen/go-mail": {"channels/email"},
	"github.com/twilio/twilio-go": {"channels/twilio", "channels/sms", "channels/voice"},
	"github.com/emersion/go-smtp": {"channels/email", "cmd/goodterms", "sandbox"},
	"net/smtp":                    {},
}

// source is a file of the gateway that is no test.
type source struct {
	dir  string
	file *ast.File
}

func sources(t *testing.T) (list []source) {
	t.Helper()
	const root = ".."
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		dir, err := filepath.Rel(root, filepath.Dir(path))
		list = append(list, source{filepath.ToSlash(dir), file})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// sends are the selectors named Send in the declaration, called or not, but for
// the verdict of that name.
func sends(declared ast.Decl, policies []string) (found []*ast.SelectorExpr) {
	ast.Inspect(declared, func(n ast.Node) bool {
		selector, ok := n.(*ast.SelectorExpr)
		if !ok || selector.Sel.Name != "Send" {
			return true
		}
		if of, ok := selector.X.(*ast.Ident); !ok || !slices.Contains(policies, of.Name) {
			found = append(found, selector)
		}
		return true
	})
	return found
}

// imports are the paths that a file imports, with the names it gives them.
func imports(file *ast.File) map[string]string {
	names := map[string]string{}
	for _, spec := range file.Imports {
		path, _ := strconv.Unquote(spec.Path.Value)
		names[path] = path[strings.LastIndexByte(path, '/')+1:]
		if spec.Name != nil {
			names[path] = spec.Name.Name
		}
	}
	return names
}

// policies are the names by which a file calls the policy and the operators, whose Send
// is no method but a verdict and a right.
func policies(file *ast.File) (names []string) {
	for _, path := range []string{"policy", "operator"} {
		if name, ok := imports(file)[module+path]; ok {
			names = append(names, name)
		}
	}
	return names
}

func TestNothingHandsOverButTheStory(t *testing.T) {
	t.Parallel()
	var handOvers []string
	for _, s := range sources(t) {
		for _, declared := range s.file.Decls {
			for range sends(declared, policies(s.file)) {
				function := "a variable"
				if f, ok := declared.(*ast.FuncDecl); ok {
					function = f.Name.Name
				}
				if !slices.Contains(apparatus, s.dir) {
					handOvers = append(handOvers, s.dir+" "+function)
				}
			}
		}
	}
	if len(handOvers) != 1 || handOvers[0] != "reminder handOver" {
		t.Errorf("messages are handed over by %q: let the story do it alone, after its decision", handOvers)
	}
}

func TestNobodyButTheWiringHoldsAnAdapter(t *testing.T) {
	t.Parallel()
	opened := 0
	for _, s := range sources(t) {
		for path := range imports(s.file) {
			if strings.HasPrefix(s.dir, "channels/") || !strings.HasPrefix(path, module+"channels/") {
				continue
			}
			if opened++; !slices.Contains(wiring, s.dir) {
				t.Errorf("%s imports %s and could send by itself", s.dir, path)
			}
		}
	}
	if opened == 0 {
		t.Error("no import of an adapter was found")
	}
}

func TestNobodyButAnAdapterReachesAProvider(t *testing.T) {
	t.Parallel()
	used := 0
	for _, s := range sources(t) {
		for path := range imports(s.file) {
			for client, users := range clients {
				if path != client && !strings.HasPrefix(path, client+"/") {
					continue
				}
				if used++; !slices.Contains(users, s.dir) {
					t.Errorf("%s imports %s and could send by itself", s.dir, path)
				}
			}
		}
	}
	if used == 0 {
		t.Error("no import of a provider's library was found")
	}
}

func TestASendIsSeenHoweverItIsTaken(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		`func f() { channel.Send(ctx, m) }`:                  1,
		`func f() { d.channels[kind].Send(ctx, m) }`:         1,
		`func f() { go s.outlet().Send(ctx, m) }`:            1,
		`func f() { deliver := channel.Send; use(deliver) }`: 1,
		`func f() { email.Send(ctx, m) }`:                    1,
		`var deliver = channels.Channel.Send`:                1,
		`func f() bool { return v == policy.Send }`:          0,
		`func f() { channel.Find(ctx, m, since) }`:           0,
	} {
		file, err := parser.ParseFile(token.NewFileSet(), "", "package p\nimport \""+module+"policy\"\n"+text, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(sends(file.Decls[len(file.Decls)-1], policies(file))); got != want {
			t.Errorf("%s: found %d, want %d", text, got, want)
		}
	}
}
