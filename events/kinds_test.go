package events_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/events"
)

// kindsOfTimeline are the constants of type Kind that package timeline declares.
func kindsOfTimeline(t *testing.T) (list []string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../timeline/event.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if name, ok := spec.Type.(*ast.Ident); ok && name.Name == "Kind" {
			text, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, text)
		}
		return true
	})
	return list
}

func TestEveryKindOfTheTimelineIsTold(t *testing.T) {
	t.Parallel()
	want := append(kindsOfTimeline(t), events.IntentApplied)
	var got []string
	for _, k := range events.Kinds() {
		got = append(got, k.Name)
		if !strings.HasSuffix(k.Doc, ".") || k.Example().Data == nil || string(k.Example().Data) == "null" {
			t.Errorf("%s lacks a sentence or an example", k.Name)
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	equal(t, got, want)
}
