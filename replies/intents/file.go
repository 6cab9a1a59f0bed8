package intents

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// ErrRules says that rule files cannot be used. Which file and rule, and why,
// follow in the errors it is joined with.
var ErrRules = errors.New("reply rules cannot be used")

// ruleFile is one language as data/README.md describes it.
type ruleFile struct {
	Language      string               `toml:"language"`
	Version       string               `toml:"version"`
	Function      []string             `toml:"function"`
	Letters       string               `toml:"letters"`
	Breaks        []string             `toml:"breaks"`
	Abbreviations []string             `toml:"abbreviations"`
	Courtesy      []string             `toml:"courtesy"`
	References    []string             `toml:"references"`
	Words         map[string][]string  `toml:"words"`
	Guard         map[string]guardText `toml:"guard"`
	Rule          []ruleText           `toml:"rule"`
}

// guardText are guards for all rules of one intent.
type guardText struct {
	Not            []string `toml:"not"`
	UnlessSentence []string `toml:"unless_sentence"`
	Unsure         []string `toml:"unsure"`
}

// ruleText is one rule as it is written.
type ruleText struct {
	ID              string   `toml:"id"`
	Intent          string   `toml:"intent"`
	Match           []string `toml:"match"`
	Not             []string `toml:"not"`
	UnlessSentence  []string `toml:"unless_sentence"`
	Unsure          []string `toml:"unsure"`
	Needs           string   `toml:"needs"`
	Certain         bool     `toml:"certain"`
	Channel         string   `toml:"channel"`
	Whole           bool     `toml:"whole"`
	Alone           bool     `toml:"alone"`
	Across          bool     `toml:"across"`
	Note            string   `toml:"note"`
	Source          string   `toml:"source"`
	Examples        []string `toml:"examples"`
	Counterexamples []string `toml:"counterexamples"`
}

// keywordFile are the keywords of all languages.
type keywordFile struct {
	Version  string        `toml:"version"`
	Courtesy []string      `toml:"courtesy"` // around a keyword, in any language
	Set      []keywordText `toml:"set"`
}

// keywordText are keywords that mean the same.
type keywordText struct {
	Intent string   `toml:"intent"`
	Strong bool     `toml:"strong"`
	Source string   `toml:"source"`
	Words  []string `toml:"words"`
}

// keywordName is the file that is no language.
const keywordName = "keywords.toml"

// readFiles reads every rule file, and tells all faults at once.
func readFiles(files fs.FS, whole bool) ([]*language, *keywordFile, error) {
	names, err := fs.Glob(files, "*.toml")
	if err != nil || len(names) == 0 {
		return nil, nil, fmt.Errorf("%w: no file is there", ErrRules)
	}
	var languages []*language
	keys := &keywordFile{}
	var found faults
	for _, name := range names {
		if name == keywordName {
			found.decode(files, name, keys)
			continue
		}
		var file ruleFile
		if found.decode(files, name, &file) {
			languages = append(languages, compile(name, file, &found))
		}
	}
	found.keywords(keys)
	for _, l := range languages {
		if whole {
			l.prepare(&found)
		}
	}
	if len(found) > 0 {
		return nil, nil, fmt.Errorf("%w:\n%w", ErrRules, errors.Join(found...))
	}
	return languages, keys, nil
}

// faults are what is wrong with rule files.
type faults []error

func (f *faults) add(name, rule, format string, args ...any) {
	where := name
	if rule != "" {
		where += ": " + rule
	}
	*f = append(*f, fmt.Errorf("%s: %s", where, fmt.Sprintf(format, args...)))
}

// decode reads one file; a key that does not exist is a fault.
func (f *faults) decode(files fs.FS, name string, into any) bool {
	file, err := files.Open(name)
	if err != nil {
		f.add(name, "", "cannot be read")
		return false
	}
	defer file.Close()
	decoder := toml.NewDecoder(file)
	decoder.DisallowUnknownFields()
	err = decoder.Decode(into)
	var strict *toml.StrictMissingError
	var syntax *toml.DecodeError
	switch {
	case errors.As(err, &strict):
		f.add(name, "", "has a key that does not exist:\n%s", strict.String())
	case errors.As(err, &syntax):
		row, column := syntax.Position()
		f.add(name, "", "is not TOML at line %d, column %d: %v", row, column, syntax)
	case err != nil:
		f.add(name, "", "is not TOML: %v", err)
	}
	return err == nil
}

// keywords checks the keyword file.
func (f *faults) keywords(file *keywordFile) {
	for _, set := range file.Set {
		if !known(Intent(set.Intent)) {
			f.add(keywordName, "", "%q is no intent", set.Intent)
		}
		if len(set.Words) == 0 {
			f.add(keywordName, set.Intent, "has a set without words")
		}
	}
}

// known says whether an intent is one that exists.
func known(i Intent) bool {
	for _, one := range Intents() {
		if one == i {
			return true
		}
	}
	return false
}

// stem is the name of a file without its ending.
func stem(name string) string { return strings.TrimSuffix(path.Base(name), ".toml") }
