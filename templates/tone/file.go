package tone

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// ErrRules says that a rule file is wrong.
var ErrRules = errors.New("the rules of tone cannot be used")

// ruleFile is a file of data, as README.md describes it.
type ruleFile struct {
	Language      string               `toml:"language"`
	Version       string               `toml:"version"`
	Breaks        []string             `toml:"breaks"`
	Abbreviations []string             `toml:"abbreviations"`
	OrdinalDot    bool                 `toml:"ordinal_dot"`
	Quoting       []string             `toml:"quoting"`
	Shouting      shoutingText         `toml:"shouting"`
	Words         map[string][]string  `toml:"words"`
	Guard         map[string]guardText `toml:"guard"`
	Rule          []ruleText           `toml:"rule"`
}

// shoutingText is what a finding of capitals or of rows of marks says.
type shoutingText struct {
	Instead  string   `toml:"instead"`
	Acronyms []string `toml:"acronyms"`
	Loud     []string `toml:"loud"`
	Small    []string `toml:"small"`
	After    []string `toml:"after"`
}

// guardText are guards that all rules of a fault share.
type guardText struct {
	Unless         []string `toml:"unless"`
	UnlessSentence []string `toml:"unless_sentence"`
}

// ruleText is one rule, as it is written.
type ruleText struct {
	ID             string   `toml:"id"`
	Fault          string   `toml:"fault"`
	Mention        string   `toml:"mention"`
	UpTo           string   `toml:"up_to"`
	Across         bool     `toml:"across"`
	Match          []string `toml:"match"`
	Unless         []string `toml:"unless"`
	UnlessSentence []string `toml:"unless_sentence"`
	Needs          []string `toml:"needs"`
	Instead        string   `toml:"instead"`
	Note           string   `toml:"note"`
	Finds          []string `toml:"finds"`
	Passes         []string `toml:"passes"`
}

// degrees are the names of the degrees of firmness in a rule file.
var degrees = map[string]Firmness{"gentle": Gentle, "firm": Firm, "final": Final, "": Final}

// mentions are the consequences that a rule can be about.
var mentions = []string{"fee", "interest", "suspension", "legal_step"}

// readFile reads one rule file; a key that does not exist is a fault.
func readFile(files fs.FS, name string) (*ruleFile, error) {
	file, err := files.Open(name)
	if err != nil {
		return nil, fmt.Errorf("%w: %s cannot be read", ErrRules, name)
	}
	defer file.Close()
	text := &ruleFile{}
	decoder := toml.NewDecoder(file)
	decoder.DisallowUnknownFields()
	err = decoder.Decode(text)
	var strict *toml.StrictMissingError
	var syntax *toml.DecodeError
	switch {
	case errors.As(err, &strict):
		return nil, fmt.Errorf("%w: %s has a key that does not exist:\n%s", ErrRules, name, strict.String())
	case errors.As(err, &syntax):
		row, column := syntax.Position()
		return nil, fmt.Errorf("%w: %s is not TOML at line %d, column %d: %w", ErrRules, name, row, column, err)
	case err != nil:
		return nil, fmt.Errorf("%w: %s is not TOML: %w", ErrRules, name, err)
	}
	return text, nil
}

// faults are what is wrong with a rule file, all of it told at once.
type faults []error

func (f *faults) add(rule, format string, args ...any) {
	*f = append(*f, fmt.Errorf("%s: %s", rule, fmt.Sprintf(format, args...)))
}

// check finds what is wrong with a file, apart from its patterns.
func (file *ruleFile) check(name string, found *faults) {
	if file.Language != stem(name) || file.Version == "" {
		found.add(name, "needs a version, and as language its name without .toml")
	}
	if file.Shouting.Instead == "" {
		found.add(name, "needs shouting.instead")
	}
	for fault := range file.Guard {
		if !isFault(fault) && fault != "all" {
			found.add("guard."+fault, "is no fault")
		}
	}
	seen := map[string]bool{}
	for _, r := range file.Rule {
		r.check(file.Language, seen, found)
	}
}

// check finds what is wrong with a rule, apart from its patterns.
func (r ruleText) check(language string, seen map[string]bool, found *faults) {
	if !strings.HasPrefix(r.ID, language+".") || seen[r.ID] {
		found.add(r.ID, "an id begins with the language and a dot, and no two rules share one")
	}
	seen[r.ID] = true
	if _, ok := degrees[r.UpTo]; !ok {
		found.add(r.ID, "up_to is gentle, firm or final")
	}
	if len(r.Match) == 0 || len(r.Finds) == 0 {
		found.add(r.ID, "needs a match, and texts that it finds")
	}
	switch {
	case r.Mention != "" && (r.Fault != "" || !slices.Contains(mentions, r.Mention)):
		found.add(r.ID, "mention is one of %s, and stands in place of fault", strings.Join(mentions, ", "))
	case r.Mention == "" && !isFault(r.Fault):
		found.add(r.ID, "%q is no fault", r.Fault)
	case r.Mention == "" && r.Instead == "":
		found.add(r.ID, "needs to say what to write instead")
	}
}

// isFault says whether a text names a fault.
func isFault(name string) bool {
	return Fault(name) == MarketingFault || slices.Contains(Faults(), Fault(name))
}

// stem is the name of a file without its ending.
func stem(name string) string { return strings.TrimSuffix(path.Base(name), ".toml") }
