package templates

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/goodterms/goodterms/channels"
)

// The shipped texts, and the page around every mail.
var (
	//go:embed texts
	texts embed.FS
	//go:embed layout.html
	layoutSource string
)

// Embedded is the texts that come with Goodterms. They are sound, which a test sees
// to; each is compiled when it is first asked for, so that a process serves at once.
func Embedded() (*Set, error) {
	shipped, err := fs.Sub(texts, "texts")
	if err != nil {
		return nil, fmt.Errorf("open the shipped texts: %w", err)
	}
	sources, problems, err := readSources(shipped)
	if err != nil {
		return nil, err
	}
	if len(problems) > 0 {
		return nil, problemError(problems)
	}
	c, err := newCompiler()
	if err != nil {
		return nil, err
	}
	set := newSet(c.known)
	for _, s := range sources {
		set.addLater(s, c)
	}
	return set, nil
}

// ErrText says that a text cannot be used as it is; the error around it names
// every problem with its file and line.
var ErrText = errors.New("a text cannot be used")

// Load reads, checks and compiles every text of a folder laid out as
// locale/template/file, where the files are email.md, sms.txt, voice.txt and
// limited.txt (what a machine may hear of a call). One bad text refuses all.
// Every template needs its texts in the fallback locale.
func Load(fsys fs.FS) (*Set, error) {
	sources, problems, err := readSources(fsys)
	if err != nil {
		return nil, err
	}
	c, err := newCompiler()
	if err != nil {
		return nil, err
	}
	set := newSet(c.known)
	for _, s := range sources {
		v, faults := c.compile(s)
		problems = append(problems, faults...)
		set.add(s, v)
	}
	problems = append(problems, noFallback(set, sources)...)
	if len(problems) > 0 {
		return nil, problemError(problems)
	}
	return set, nil
}

// Check says what is wrong with a text; a text without problems can be loaded. It is
// quicker than making the text ready, for editors ask with every key.
func Check(s Source) []Problem {
	c, err := newCompiler()
	if err != nil {
		return []Problem{{s.File, 0, "layout", err.Error()}}
	}
	c.looking = true
	_, problems := c.compile(s)
	sortProblems(problems)
	return problems
}

func sortProblems(problems []Problem) {
	slices.SortStableFunc(problems, func(a, b Problem) int {
		return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), strings.Compare(a.Text, b.Text))
	})
}

func problemError(problems []Problem) error {
	list := make([]error, len(problems))
	for i, p := range problems {
		list[i] = fmt.Errorf("%s line %d: %s (%s)", p.File, p.Line, p.Text, p.Rule)
	}
	return fmt.Errorf("load texts: %w:\n%w", ErrText, errors.Join(list...))
}

// noFallback finds the texts that a customer with another language would not get.
func noFallback(set *Set, sources []Source) []Problem {
	var problems []Problem
	for _, s := range sources {
		if _, found := set.variants[variantKey{s.Key, s.Channel, Fallback}]; !found {
			problems = append(problems, Problem{s.File, 0, "fallback", "the same text is needed in " + Fallback})
		}
	}
	return problems
}

// readSources finds the texts of a folder. Files that are none are problems,
// because a misspelt name would otherwise go unseen.
func readSources(fsys fs.FS) ([]Source, []Problem, error) {
	var sources []Source
	var problems []Problem
	err := fs.WalkDir(fsys, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		s, problem := sourceAt(file)
		switch {
		case problem != "":
			problems = append(problems, Problem{file, 0, "file", problem})
			return nil
		case s.Channel == "": // limited.txt comes with voice.txt
			return nil
		}
		if s.Text, err = readText(fsys, file); err == nil && s.Channel == channels.Voice {
			s.Limited, err = readText(fsys, s.limitedFile())
		}
		sources = append(sources, s)
		return err
	})
	if err != nil {
		return nil, nil, fmt.Errorf("read texts: %w", err)
	}
	return sources, problems, nil
}

func readText(fsys fs.FS, file string) (string, error) {
	text, err := fs.ReadFile(fsys, file)
	return string(text), err
}

// sourceAt tells from a file's path which text it is.
func sourceAt(file string) (Source, string) {
	parts := strings.Split(file, "/")
	if len(parts) != 3 {
		return Source{}, "texts lie in locale/template/, such as en-GB/gentle/email.md"
	}
	locale, key := parts[0], parts[1]
	if canonical(locale) != locale {
		return Source{}, "the folder is no locale such as en-GB or de"
	}
	if !validKey(key) {
		return Source{}, "a template's name has small letters, digits and _ only"
	}
	channel, known := channelOf(path.Base(file))
	if !known {
		return Source{}, "texts are called email.md, sms.txt, voice.txt and limited.txt"
	}
	return Source{Key: key, Channel: channel, Locale: locale, File: file}, ""
}

// channelOf returns no channel for limited.txt, which is a part of voice.txt.
func channelOf(file string) (channels.Kind, bool) {
	switch file {
	case "email.md":
		return channels.Email, true
	case "sms.txt":
		return channels.SMS, true
	case "voice.txt":
		return channels.Voice, true
	case "limited.txt":
		return "", true
	}
	return "", false
}

func validKey(key string) bool {
	return key != "" && strings.Trim(key, "abcdefghijklmnopqrstuvwxyz0123456789_") == ""
}
