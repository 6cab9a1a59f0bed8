package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/policy/explain"
	"github.com/goodterms/goodterms/policy/packs"
)

type policyCommand struct {
	Explain   policyExplainCommand   `cmd:"" help:"Decide a case, or an array of cases, and say why. Reads JSON from standard input; needs no database and no configuration."`
	Packs     policyPacksCommand     `cmd:"" help:"List the rule packs, or print one with the citations of its rules."`
	CheckPack policyCheckPackCommand `cmd:"" help:"Say everything that is wrong with a pack file of your own, or that nothing is."`
}

// badInput is what the caller has to mend; the program ends with 2.
type badInput struct{ error }

// ExitCode is that of a command line that is wrong.
func (badInput) ExitCode() int { return 2 }

// packSettings are the flags of the commands that read packs.
type packSettings struct {
	PacksDir string `help:"A folder of pack files of your own; a file replaces the shipped pack of its id." type:"path" placeholder:"DIR"`
}

// library is the shipped packs with those of the folder laid over them.
func (s packSettings) library() (*packs.Library, error) {
	lib, err := packs.Embedded()
	if err != nil || s.PacksDir == "" {
		return lib, err
	}
	if lib, err = over(lib, os.DirFS(s.PacksDir)); err != nil {
		return nil, badInput{fmt.Errorf("--packs-dir: %w", err)}
	}
	return lib, nil
}

type policyExplainCommand struct {
	packSettings
	Case string `arg:"" optional:"" default:"-" help:"File with the case; standard input when left out."`
	Next int    `help:"Add so many of the next openings to each answer, at most 1000." placeholder:"N"`
}

// mostNext is how many openings an answer may have.
const mostNext = 1000

// Run decides the cases. Whatever the decision, the program ends with 0.
func (c policyExplainCommand) Run(std streams) error {
	if c.Next < 0 || c.Next > mostNext {
		return badInput{fmt.Errorf("--next: give a number from 0 to %d", mostNext)}
	}
	lib, err := c.library()
	if err != nil {
		return err
	}
	cases, err := c.cases(lib)
	if err != nil {
		return err
	}
	by, err := decider(lib)
	if err != nil {
		return err
	}
	return cases.Answer(by, c.Next).Write(std.out)
}

func (c policyExplainCommand) cases(lib *packs.Library) (explain.Cases, error) {
	var in io.Reader = os.Stdin
	if c.Case != "-" {
		file, err := os.Open(c.Case)
		if err != nil {
			return explain.Cases{}, badInput{err}
		}
		defer file.Close()
		in = file
	}
	cases, err := explain.Read(in, lib)
	if explain.IsProblem(err) {
		return cases, badInput{fmt.Errorf("the case cannot be decided:\n%w", err)}
	}
	return cases, err
}

type policyPacksCommand struct {
	packSettings
	ID string `arg:"" optional:"" help:"The pack to print, such as us-federal."`
}

// Run prints the list, or one pack.
func (c policyPacksCommand) Run(std streams) error {
	lib, err := c.library()
	if err != nil {
		return err
	}
	if c.ID == "" {
		return listPacks(std.out, lib)
	}
	pack, ok := lib.Find(c.ID)
	if !ok {
		return badInput{errors.New("no such pack; goodterms policy packs lists them")}
	}
	return printPack(std.out, pack)
}

func listPacks(w io.Writer, lib *packs.Library) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "ID\tVERSION\tAPPLIES\tON\tOFF\tTITLE")
	for _, p := range lib.All() {
		on, off := rowsOf(p)
		fmt.Fprintf(table, "%s\t%s\t%s\t%d\t%d\t%s\n", p.ID, p.Version, applies(p), on, off, p.Title)
	}
	return table.Flush()
}

func rowsOf(p *packs.Pack) (on, off int) {
	for _, row := range p.Rows {
		if row.On {
			on++
		}
	}
	return on, len(p.Rows) - on
}

// applies says what brings the pack about.
func applies(p *packs.Pack) string {
	where := strings.Join(p.Regions, ",")
	switch {
	case p.Automatic:
		return where
	case where == "":
		return "as profile"
	}
	return where + " if named"
}

func printPack(w io.Writer, p *packs.Pack) error {
	text := &strings.Builder{}
	fmt.Fprintf(text, "%s: %s\nVersion %s. Applies: %s.\n", p.ID, p.Title, p.Version, applies(p))
	for i := range p.Rows {
		printRow(text, p, &p.Rows[i])
	}
	_, err := io.WriteString(w, text.String())
	return err
}

// printRow prints a rule as people read it: its name, what it asks, what the
// program does about it, and where that is written.
func printRow(w io.Writer, p *packs.Pack, row *packs.Row) {
	state := "on"
	if !row.On {
		state = "off"
	}
	fmt.Fprintf(w, "\n%s (%s)\n", p.Rule(row), state)
	where := strings.TrimSpace(row.Citation + " " + row.Source)
	if where != "" && row.Evidence != "" {
		where += " (" + string(row.Evidence) + ")"
	}
	for _, line := range []string{row.Text, does(row), where, row.Note} {
		if line != "" {
			fmt.Fprintf(w, "  %s\n", line)
		}
	}
}

type policyCheckPackCommand struct {
	File string `arg:"" help:"The file, such as us-ma.toml; its name is the id of the pack." type:"path"`
}

// Run reads the file as serve would.
func (c policyCheckPackCommand) Run(std streams) error {
	folder, name := filepath.Split(c.File)
	id, ok := strings.CutSuffix(name, ".toml")
	if !ok {
		return badInput{errors.New("the name of a pack file ends in .toml")}
	}
	shipped, err := packs.Embedded()
	if err != nil {
		return err
	}
	lib, err := over(shipped, oneFile{os.DirFS(filepath.Clean(folder)), name})
	if err != nil {
		return badInput{err}
	}
	pack, _ := lib.Find(id)
	on, off := rowsOf(pack)
	what := "adds a pack"
	if _, ok := shipped.Find(id); ok {
		what = "replaces the shipped pack"
	}
	_, err = fmt.Fprintf(std.out, "The pack %s can be used: %d rules on, %d off. It %s.\n", id, on, off, what)
	return err
}

// oneFile is a folder of which a single file is looked at.
type oneFile struct {
	fs.FS
	name string
}

// Glob finds the file alone.
func (f oneFile) Glob(string) ([]string, error) { return []string{f.name}, nil }

// errEarlier says that the program was built without a part that decides.
var errEarlier = errors.New("this build cannot do that")

// decider answers by the packs alone, with the settings of an operator who has set nothing.
func decider(lib *packs.Library) (explain.Decider, error) {
	if by, ok := any(policy.New(policy.Config{Profile: policy.Courteous, Library: lib})).(explain.Decider); ok {
		return by, nil
	}
	return nil, errEarlier
}

// over lays pack files over a library.
func over(lib *packs.Library, files fs.FS) (*packs.Library, error) {
	if l, ok := any(lib).(interface {
		Over(fs.FS) (*packs.Library, error)
	}); ok {
		return l.Over(files)
	}
	return nil, errEarlier
}

// does says what the program does about a rule.
func does(row *packs.Row) string {
	if r, ok := any(row).(interface{ Explain() string }); ok {
		return r.Explain()
	}
	return ""
}
