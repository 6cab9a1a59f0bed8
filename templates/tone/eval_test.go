package tone

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
)

// labelled is one line of a labelled set; README.md describes it.
type labelled struct {
	where    string
	firmness Firmness
	faults   []string
	mentions []string // nil: not asked
	text     string
}

func TestLabelledSentencesAreJudgedAsTheirLabelsSay(t *testing.T) {
	j := soundJudge(t)
	for name, rows := range labelledSets(t) {
		if strings.Contains(name, ".heldout") {
			continue
		}
		for _, row := range rows {
			got, mentioned := row.judged(j, name)
			if !slices.Equal(got, row.faults) {
				t.Errorf("%s: %q\n got  %v\n want %v", row.where, row.text, got, row.faults)
			}
			if row.mentions != nil && !slices.Equal(mentioned, row.mentions) {
				t.Errorf("%s: %q\n mentions %v\n want     %v", row.where, row.text, mentioned, row.mentions)
			}
		}
	}
}

// TestEval prints how well the rules judge the labelled sets.
func TestEval(t *testing.T) {
	j := soundJudge(t)
	var table strings.Builder
	out := tabwriter.NewWriter(&table, 0, 8, 2, ' ', 0)
	fmt.Fprintln(out, "set\tfault\tsentences\tprecision\trecall")
	sets := labelledSets(t)
	for _, name := range sorted(sets) {
		printSet(out, j, name, sets[name])
	}
	out.Flush()
	t.Log("\n" + table.String())
}

// printSet prints the marks of one set: of each fault, of all together, and of the
// plain question whether a sentence has any fault.
func printSet(out io.Writer, j *Judge, name string, rows []labelled) {
	marks := map[string]*count{}
	at := func(fault string) *count {
		if marks[fault] == nil {
			marks[fault] = &count{}
		}
		return marks[fault]
	}
	for _, row := range rows {
		got, mentioned := row.judged(j, name)
		tally(at, got, row.faults, "all faults")
		if row.mentions != nil {
			tally(at, mentioned, row.mentions, "+all")
		}
		at("any fault").add(len(got) > 0, len(row.faults) > 0)
	}
	var faults []string
	for fault := range marks {
		faults = append(faults, fault)
	}
	slices.Sort(faults)
	for _, fault := range faults {
		m := marks[fault]
		fmt.Fprintf(out, "%s\t%s\t%d\t%.3f\t%.3f\n", name, fault, m.right+m.missed, share(m.right, m.wrong), share(m.right, m.missed))
	}
}

// count is how often something was right, wrongly said, and missed.
type count struct{ right, wrong, missed int }

func (c *count) add(said, is bool) {
	switch {
	case said && is:
		c.right++
	case said:
		c.wrong++
	case is:
		c.missed++
	}
}

func share(part, other int) float64 {
	if part+other == 0 {
		return 1
	}
	return float64(part) / float64(part+other)
}

// tally compares what was said of a sentence with its labels.
func tally(at func(string) *count, got, want []string, all string) {
	for _, one := range union2(got, want) {
		said, is := slices.Contains(got, one), slices.Contains(want, one)
		at(one).add(said, is)
		at(all).add(said, is)
	}
}

func union2(a, b []string) []string {
	return distinct(slices.Concat(a, b))
}

// judged returns the faults of a row, and what it mentions, in order.
func (l labelled) judged(j *Judge, set string) (faults, mentioned []string) {
	language, _, _ := strings.Cut(set, ".")
	for _, f := range j.Find(l.text, language, l.firmness) {
		faults = append(faults, string(f.Fault))
	}
	for _, m := range j.Mentions(l.text, language) {
		mentioned = append(mentioned, "+"+m.Kind)
	}
	return distinct(faults), distinct(mentioned)
}

func distinct(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

func sorted(sets map[string][]labelled) []string {
	var names []string
	for name := range sets {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// labelledSets reads every labelled set, by the name of its file without .tsv.
func labelledSets(t testing.TB) map[string][]labelled {
	t.Helper()
	names, err := filepath.Glob("testdata/*.tsv")
	if err != nil || len(names) == 0 {
		t.Fatal("no labelled set")
	}
	all := map[string][]labelled{}
	for _, name := range names {
		file, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		set := strings.TrimSuffix(filepath.Base(name), ".tsv")
		scanner := bufio.NewScanner(file)
		for line := 1; scanner.Scan(); line++ {
			if text := scanner.Text(); text != "" && !strings.HasPrefix(text, "#") {
				all[set] = append(all[set], parseRow(t, fmt.Sprintf("%s:%d", name, line), text))
			}
		}
	}
	return all
}

// stages are the firmness of each stage that is not gentle.
var stages = map[string]Firmness{"firm": Firm, "final": Final, "handoff": Final}

// parseRow reads a line of a labelled set.
func parseRow(t testing.TB, where, line string) labelled {
	t.Helper()
	parts := strings.Split(line, "\t")
	if len(parts) != 3 {
		t.Fatalf("%s: %d columns", where, len(parts))
	}
	row := labelled{where: where, firmness: stages[parts[0]], text: strings.ReplaceAll(parts[2], `\n`, "\n")}
	for _, label := range strings.Fields(parts[1]) {
		switch {
		case label == "-":
		case label == "+none":
			row.mentions = []string{}
		case strings.HasPrefix(label, "+") && slices.Contains(mentions, label[1:]):
			row.mentions = append(row.mentions, label)
		case isFault(label):
			row.faults = append(row.faults, label)
		default:
			t.Fatalf("%s: %q is no label", where, label)
		}
	}
	row.faults = distinct(row.faults)
	if row.mentions != nil {
		row.mentions = distinct(row.mentions)
	}
	return row
}
