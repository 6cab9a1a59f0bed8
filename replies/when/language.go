package when

import (
	"embed"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/goodterms/goodterms/account"
	"github.com/pelletier/go-toml/v2"
)

//go:embed data/*.toml
var data embed.FS

// codes are the languages in the order in which they are tried.
var codes = []string{"en", "de", "fr", "es", "nl", "pt", "it"}

// file is how the words of a language are written down.
type file struct {
	Weekdays    []string            `toml:"weekdays"`     // from Sunday
	WeekdayTail string              `toml:"weekday_tail"` // what may follow a weekday
	Short       []string            `toml:"short"`        // short weekdays that may be other words
	Months      []string            `toml:"months"`
	Cardinals   []string            `toml:"cardinals"` // from one
	Ordinals    []string            `toml:"ordinals"`  // from first
	Many        map[string]string   `toml:"many"`      // larger number words by their value
	Suffixes    []string            `toml:"suffixes"`  // of ordinals in digits: 5th
	Dot         bool                `toml:"dot"`       // ordinals are written 5.
	Umlauts     bool                `toml:"umlauts"`   // ä is typed ae too
	Articles    []string            `toml:"articles"`  // may stand between "by" and a date
	Clock       []string            `toml:"clock"`     // after a number they make it a time
	Numbered    []string            `toml:"numbered"`  // before a number they make it a name: invoice 5/12
	Modes       map[string][]string `toml:"modes"`
	Joins       map[string][]string `toml:"joins"`
	Says        map[string][]string `toml:"says"`
	Bound       map[string][]string `toml:"bound"` // only after a word such as "by"
	Fixed       map[string][]string `toml:"fixed"` // feasts by their day: 12-25
	Amounts     map[string][]string `toml:"amounts"`
	Away        map[string][]string `toml:"away"`
}

// language is a language ready to be matched.
type language struct {
	code                string
	weekdays, months    *node
	cardinals, ordinals *node
	modes               *node
	says, bound, shares *node
	joins               *node
	away, after         *node           // before and behind a day of return
	starts              map[string]bool // words with which a day may begin
	suffixes, articles  map[string]bool
	clock, numbered     map[string]bool
	pays, fills, goes   map[string]bool // around a bare amount: see bare.go
	parts               []numberPart
	dot                 bool
	umlauts             bool
}

// languages are the tables that come with Goodterms, each read when it is first
// needed; a test proves that they load.
var languages = func() map[string]func() (*language, error) {
	all := map[string]func() (*language, error){}
	for _, code := range codes {
		all[code] = sync.OnceValues(func() (*language, error) { return load(code) })
	}
	return all
}()

func load(code string) (*language, error) {
	text, err := data.ReadFile("data/" + code + ".toml")
	if err != nil {
		return nil, err
	}
	var f file
	if err := toml.Unmarshal(text, &f); err != nil {
		return nil, fmt.Errorf("language %s: %w", code, err)
	}
	l, err := f.compile(code)
	if err != nil {
		return nil, fmt.Errorf("language %s: %w", code, err)
	}
	return l, nil
}

// spoken lists the languages of a reference in its order; all when it names none.
func spoken(named []string) []*language {
	var some []*language
	for _, code := range named {
		some = speak(some, code[:min(len(code), 2)])
	}
	if some == nil {
		for _, code := range codes {
			some = speak(some, code)
		}
	}
	return some
}

// speak adds a language that is known and not yet there.
func speak(some []*language, code string) []*language {
	read := languages[strings.ToLower(code)]
	if read == nil {
		return some
	}
	if l, err := read(); err == nil && !slices.Contains(some, l) {
		some = append(some, l)
	}
	return some
}

// maker fills trees and keeps the first fault.
type maker struct {
	speller
	err error
}

func (f *file) compile(code string) (*language, error) {
	m := &maker{speller: speller{umlauts: f.Umlauts, known: map[string][]step{}}}
	l := &language{
		code:      code,
		dot:       f.Dot,
		umlauts:   f.Umlauts,
		months:    m.names(f.Months, "", "", 1),
		cardinals: m.names(f.Cardinals, "", "", 1),
		ordinals:  m.names(f.Ordinals, "", "", 1),
		weekdays:  m.names(f.Weekdays, f.WeekdayTail, "", 0),
		modes:     m.modes(f.Modes),
		joins:     m.kinds(f.Joins),
		away:      m.kinds(awayWords(f.Away)),
		after:     m.kinds(map[string][]string{"after": f.Away["after"]}),
		shares:    m.kinds(shareWords(f.Amounts)),
		says:      m.says(f.Says),
		bound:     m.says(f.Bound),
		suffixes:  setOf(f.Suffixes),
		articles:  setOf(f.Articles),
		clock:     setOf(f.Clock),
		numbered:  setOf(f.Numbered),
		pays:      setOf(f.Amounts["pays"]),
		fills:     setOf(f.Amounts["fills"]),
		goes:      setOf(f.Amounts["goes"]),
		parts:     numberParts(f),
	}
	m.into(l.weekdays, f.Short, "", "weak", 0)
	m.many(l.cardinals, f.Many)
	m.fixed(l.says, f.Fixed)
	l.starts = maps.Clone(l.articles)
	for _, tree := range []*node{l.says, l.modes, l.weekdays, l.months, l.ordinals, l.cardinals} {
		for w := range tree.next {
			l.starts[w] = true
		}
	}
	return l, m.err
}

func (m *maker) add(to *node, phrase string, says *saying) {
	if err := m.speller.add(to, phrase, says); err != nil && m.err == nil {
		m.err = err
	}
}

// names makes a tree of names, whose values count from first.
func (m *maker) names(phrases []string, tail, name string, first int) *node {
	to := &node{}
	m.into(to, phrases, tail, name, first)
	return to
}

func (m *maker) into(to *node, phrases []string, tail, name string, first int) {
	for i, phrase := range phrases {
		if phrase != "" {
			m.add(to, "("+phrase+")"+tail, &saying{rule: name, value: first + i})
		}
	}
}

func (m *maker) many(to *node, phrases map[string]string) {
	for value, phrase := range phrases {
		n, err := strconv.Atoi(value)
		if err != nil && m.err == nil {
			m.err = err
		}
		if n < 1000 {
			m.add(to, phrase, &saying{value: n})
		}
	}
}

// says makes the tree of phrases that mean a day.
func (m *maker) says(phrases map[string][]string) *node {
	to := &node{}
	for _, name := range sorted(phrases) {
		means, known := rules[name]
		if !known && m.err == nil {
			m.err = fmt.Errorf("rule %q is unknown", name)
		}
		for _, phrase := range phrases[name] {
			m.add(to, phrase, &saying{rule: name, means: means})
		}
	}
	return to
}

// kinds makes a tree of phrases which say only their kind.
func (m *maker) kinds(phrases map[string][]string) *node {
	to := &node{}
	for _, name := range sorted(phrases) {
		for _, phrase := range phrases[name] {
			m.add(to, phrase, &saying{rule: name})
		}
	}
	return to
}

var modeNames = []string{"bare", "on", "by", "before", "from", "every", "since"}

func (m *maker) modes(phrases map[string][]string) *node {
	to := &node{}
	for _, name := range sorted(phrases) {
		value := slices.Index(modeNames, name)
		if value < 0 && m.err == nil {
			m.err = fmt.Errorf("mode %q is unknown", name)
		}
		for _, phrase := range phrases[name] {
			m.add(to, phrase, &saying{rule: name, value: value})
		}
	}
	return to
}

// fixed adds the feasts, which are a day and month like any other.
func (m *maker) fixed(to *node, feasts map[string][]string) {
	for _, text := range sorted(feasts) {
		d, err := account.ParseDate("2028-" + text)
		if err != nil && m.err == nil {
			m.err = err
		}
		means := func(c calendar, _ said, _ mode) day { return c.dayMonth(said{month: d.Month, day: d.Day}) }
		for _, phrase := range feasts[text] {
			m.add(to, phrase, &saying{rule: "fixed", means: means})
		}
	}
}

func sorted(of map[string][]string) []string {
	names := make([]string, 0, len(of))
	for name := range of {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// setOf is a set of single words.
func setOf(words []string) map[string]bool {
	set := map[string]bool{}
	for _, w := range words {
		for _, t := range tokenize(w) {
			set[t.text] = true
		}
	}
	return set
}

// shareWords are the phrases of amounts that name a share.
func shareWords(of map[string][]string) map[string][]string {
	return map[string][]string{"all": of["all"], "half": of["half"], "rest": of["rest"], "none": of["none"]}
}

// awayWords are the phrases about being away that stand before the day.
func awayWords(of map[string][]string) map[string][]string {
	return map[string][]string{"back": of["back"], "until": of["until"], "starts": of["starts"]}
}
