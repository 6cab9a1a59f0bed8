package packs_test

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/goodterms/goodterms/policy/packs"
)

var update = flag.Bool("update", false, "write the rules into docs/packs.md anew")

const (
	docsPath   = "../../docs/packs.md"
	docsMarker = "<!-- What follows is written by: go test ./policy/packs -run Docs -update -->\n"
)

func TestTheDocsListEveryRule(t *testing.T) {
	t.Parallel()
	intro, shown, found := strings.Cut(docs(t), docsMarker)
	if !found {
		t.Fatal("docs/packs.md has no place for the rules")
	}
	rules := reference(shipped(t).All())
	if shown == rules {
		return
	}
	if !*update {
		t.Fatal("docs/packs.md is stale; run go test ./policy/packs -run Docs -update")
	}
	if err := os.WriteFile(docsPath, []byte(intro+docsMarker+rules), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestTheDocsExplainEveryKey(t *testing.T) {
	t.Parallel()
	intro, _, _ := strings.Cut(docs(t), docsMarker)
	_, err := packs.NewLibrary().Over(fstest.MapFS{"a.toml": text(
		"x = 1\nrow = [{ x = 1, cap = { x = 1 } }, { pause = { x = 1 } }]")})
	if err == nil {
		t.Fatal("unknown keys were not refused")
	}
	lists := regexp.MustCompile(`x is unknown: use (.*)`).FindAllStringSubmatch(err.Error(), -1)
	if len(lists) != 4 {
		t.Fatalf("expected the keys of a pack, a row, a cap and a pause: %v", err)
	}
	for _, list := range lists {
		for key := range strings.SplitSeq(list[1], ", ") {
			if !strings.Contains(intro, "`"+key+"`") {
				t.Errorf("docs/packs.md does not explain %s", key)
			}
		}
	}
}

func TestTheExampleOfTheDocsIsAPack(t *testing.T) {
	t.Parallel()
	_, rest, _ := strings.Cut(docs(t), "```toml\n")
	example, _, _ := strings.Cut(rest, "```")
	p := load(t, example)
	if len(p.Rows) != 5 || !p.Covers("GB") {
		t.Errorf("got %+v", p)
	}
}

// reference is the generated part: a table for each pack.
func reference(all []*packs.Pack) string {
	var out strings.Builder
	for _, p := range all {
		fmt.Fprintf(&out, "\n## %s\n\n%s\n\n", p.ID, about(p))
		out.WriteString("| rule | what it asks | decided as | known from | on |\n|---|---|---|---|---|\n")
		for _, r := range p.Rows {
			fmt.Fprintf(&out, "| `%s` | %s | %s | %s | %s |\n", p.Rule(&r), asks(&r), cell(r.Explain()), known(&r), on(&r))
		}
	}
	return out.String()
}

func about(p *packs.Pack) string {
	regions := "Regions: " + strings.Join(p.Regions, ", ") + "."
	switch {
	case len(p.Regions) == 0:
		regions = "No regions: a profile."
	case !p.Automatic:
		regions += " Not automatic: applies where it is named."
	}
	return fmt.Sprintf("%s. %s Checked on %s.", p.Title, regions, p.Version)
}

func asks(r *packs.Row) string {
	if r.Note == "" {
		return cell(r.Text)
	}
	return cell(r.Text) + "<br>*" + cell(r.Note) + "*"
}

func known(r *packs.Row) string {
	if r.Source == "" {
		return string(r.Evidence)
	}
	return fmt.Sprintf("[%s](%s), %s", cell(r.Citation), r.Source, r.Evidence)
}

func on(r *packs.Row) string {
	if r.On {
		return "on"
	}
	return "**off**"
}

// cell keeps a text within its cell of a table.
func cell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }

func docs(t *testing.T) string {
	t.Helper()
	raw, err := os.ReadFile(docsPath)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
