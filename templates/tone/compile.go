package tone

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"sync"
)

// language is a rule file, ready for use.
type language struct {
	name          string
	parting       []*pattern // words that begin a new clause
	abbreviations map[string]bool
	ordinalDot    bool
	acronyms      map[string]bool
	loud          map[string]bool
	small         map[string]bool // words that shout in capitals when they are two
	after         map[string]bool // words before a keyword that the reader is to send
	quoting       []*pattern
	instead       string // of shouting
	rules         []*rule
	needles       *needles
	users         [][]int // of every needle: the entries whose needle it is
	always        []int   // entries without a needle
	entries       []entry
}

// rule is one rule, ready for use.
type rule struct {
	id, instead, mention string
	fault                Fault
	upTo                 Firmness
	across               bool

	match, unless, unlessSentence, needs []*pattern
}

// entry is a pattern that may show a rule.
type entry struct {
	rule    *rule
	pattern *pattern
}

// pattern is an expression. It is compiled when a text may match it for the first
// time: most never are in a short run of the program. That all can be, a test proves.
type pattern struct {
	source  string // as it is written
	fixed   bool   // it matches at the beginning alone
	quoted  bool   // it asks for quotation marks
	needles [][]int
	once    sync.Once
	make    func() (*regexp.Regexp, error)
	re      *regexp.Regexp // nil when it cannot be compiled
}

// find returns where the pattern first matches at or after a place of the text.
func (p *pattern) find(s string, at int) (from, to int, ok bool) {
	if at > 0 && (p.fixed || at > len(s)) {
		return 0, 0, false
	}
	p.once.Do(func() { p.re, _ = p.make() })
	if p.re == nil {
		return 0, 0, false
	}
	found := p.re.FindStringIndex(s[at:])
	if found == nil {
		return 0, 0, false
	}
	return at + found[0], at + found[1], true
}

// newLanguage makes a language of a file.
func newLanguage(files fs.FS, name string) (*language, error) {
	file, err := readFile(files, name)
	if err != nil {
		return nil, err
	}
	var found faults
	file.check(name, &found)
	l := &language{
		name: file.Language, abbreviations: set(file.Abbreviations), ordinalDot: file.OrdinalDot,
		acronyms: set(file.Shouting.Acronyms), loud: set(file.Shouting.Loud), small: set(file.Shouting.Small), after: set(file.Shouting.After),
		instead: file.Shouting.Instead, needles: newNeedles(),
	}
	c := &compiler{language: l, words: file.Words, faults: &found, cache: map[string]*pattern{}, classes: map[string]string{}}
	l.parting = c.guards("breaks", file.Breaks)
	l.quoting = c.guards("quoting", file.Quoting)
	c.rules(file)
	l.enter()
	if len(found) > 0 {
		return nil, fmt.Errorf("%w: %s:\n%w", ErrRules, name, errors.Join(found...))
	}
	return l, nil
}

// enter lists the patterns by the needle that excludes most texts.
func (l *language) enter() {
	l.users = make([][]int, len(l.needles.list))
	for _, r := range l.rules {
		for _, p := range r.match {
			at := len(l.entries)
			l.entries = append(l.entries, entry{r, p})
			best := -1
			for i, list := range p.needles {
				if best < 0 || l.rarity(list) > l.rarity(p.needles[best]) {
					best = i
				}
			}
			if best < 0 {
				l.always = append(l.always, at)
				continue
			}
			for _, id := range p.needles[best] {
				l.users[id] = append(l.users[id], at)
			}
		}
	}
}

// rarity weighs a list of needles.
func (l *language) rarity(ids []int) int {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = l.needles.list[id]
	}
	return score(list)
}

// set makes a set of words, folded.
func set(list []string) map[string]bool {
	s := map[string]bool{}
	for _, w := range list {
		s[foldText(w)] = true
	}
	return s
}

// compiler compiles the patterns of one file.
type compiler struct {
	*language
	words   map[string][]string
	faults  *faults
	cache   map[string]*pattern
	mutex   sync.Mutex        // of classes: guards are made late
	classes map[string]string // word classes, written out
}

func (c *compiler) rules(file *ruleFile) {
	all := file.Guard["all"]
	for _, text := range file.Rule {
		guard := file.Guard[text.Fault]
		if text.Mention != "" {
			guard, all = guardText{}, guardText{}
		}
		c.language.rules = append(c.language.rules, &rule{
			id: text.ID, instead: text.Instead, mention: text.Mention, fault: Fault(text.Fault),
			upTo: degrees[text.UpTo], across: text.Across,
			match:          c.patterns(text.ID, text.Match),
			needs:          c.guards(text.ID, text.Needs),
			unless:         c.guards(text.ID, text.Unless, guard.Unless, all.Unless),
			unlessSentence: c.guards(text.ID, text.UnlessSentence, guard.UnlessSentence, all.UnlessSentence),
		})
		all = file.Guard["all"]
	}
}

// patterns makes what a rule looks for: each with its needles.
func (c *compiler) patterns(id string, list []string) []*pattern {
	var all []*pattern
	for _, source := range list {
		text, err := c.text(source)
		if err != nil {
			c.faults.add(id, "%s: %v", source, err)
			continue
		}
		parsed, err := syntax.Parse(text, syntax.Perl)
		if err != nil || len(text) > maxPattern {
			c.faults.add(id, "%s: is no expression of RE2, or a far too long one", source)
			continue
		}
		p := &pattern{source: source, fixed: begins(parsed), quoted: strings.Contains(text, `"`)}
		p.make = func() (*regexp.Regexp, error) { return regexp.Compile(stand(text, parsed)) }
		if !p.quoted {
			p.needles = c.needles.of(parsed)
		}
		all = append(all, p)
	}
	return all
}

// guards makes patterns that are asked where something was found, which is seldom:
// they are not even taken apart before.
func (c *compiler) guards(id string, lists ...[]string) []*pattern {
	var all []*pattern
	for _, list := range lists {
		for _, source := range list {
			if c.cache[source] == nil {
				c.cache[source] = c.guard(source)
			}
			all = append(all, c.cache[source])
		}
	}
	return all
}

func (c *compiler) guard(source string) *pattern {
	return &pattern{source: source, make: func() (*regexp.Regexp, error) {
		text, err := c.text(source)
		if err != nil {
			return nil, err
		}
		parsed, err := syntax.Parse(text, syntax.Perl)
		if err != nil {
			return nil, err
		}
		return regexp.Compile(stand(text, parsed))
	}}
}

// letters are what \pL is read as in an expression: few ranges that hold every letter
// that matters, since the full tables of Unicode make expressions slow.
const letters = `a-z\x{AA}\x{B5}\x{BA}\x{C0}-\x{1FFF}\x{2C00}-\x{2DFF}\x{3040}-\x{D7FF}\x{F900}-\x{FDFF}\x{FE70}-\x{FEFE}\x{10000}-\x{1EFFF}\x{20000}-\x{3FFFF}`

// boundary is where words begin and end. A reading has the base letters of Latin
// scripts, so that the plain boundary of expressions will do.
const boundary = `\b`

// maxPattern is far above any pattern that can be matched fast.
const maxPattern = 64 << 10

// given are the word classes that every file has.
var given = map[string][]string{
	"word":  {`[^ ?!]*[^ ?!.]`},
	"few":   {`(?:[^ ?!]*[^ ?!.] ){0,3}`},
	"some":  {`(?:[^ ?!]*[^ ?!.] ){0,6}`},
	"money": {`(?:[£$€] ?|(?:gbp|usd|eur|chf|brl) )?(?:\d[\d.,' ]*\d|\d|xx)(?: ?(?:[£$€%]|gbp|usd|eur|chf|brl|euros?|pounds?|dollars?|percent|per cent))?`},
}

// text writes a pattern out, as it is matched against a reading.
func (c *compiler) text(source string) (string, error) {
	if strings.TrimSpace(source) != source || source == "" {
		return "", errors.New("is empty, or begins or ends with a blank, where a word must begin or end")
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.interpolate(source, 0)
}

// begins says whether an expression matches at the beginning alone.
func begins(parsed *syntax.Regexp) bool {
	for parsed.Op == syntax.OpConcat || parsed.Op == syntax.OpCapture {
		parsed = parsed.Sub[0]
	}
	return parsed.Op == syntax.OpBeginText
}

// stand puts a pattern between its boundaries, where it begins or ends with a word.
func stand(text string, parsed *syntax.Regexp) string {
	open, end := boundary, boundary
	if begins(parsed) || !wordly(parsed, false) {
		open = ""
	}
	if !wordly(parsed, true) {
		end = ""
	}
	return open + "(?:" + text + ")" + end
}

// wordly says whether an expression may begin or end with a letter or a digit.
func wordly(re *syntax.Regexp, last bool) bool {
	switch re.Op {
	case syntax.OpLiteral:
		r := re.Rune[0]
		if last {
			r = re.Rune[len(re.Rune)-1]
		}
		return wordRune(r)
	case syntax.OpCharClass:
		return slices.ContainsFunc([]rune("aetmz05"), func(r rune) bool { return inClass(re, r) })
	case syntax.OpConcat:
		if last {
			return wordly(re.Sub[len(re.Sub)-1], last)
		}
		return wordly(re.Sub[0], last)
	case syntax.OpAlternate:
		for _, sub := range re.Sub {
			if wordly(sub, last) {
				return true
			}
		}
		return false
	case syntax.OpCapture, syntax.OpPlus, syntax.OpStar, syntax.OpQuest, syntax.OpRepeat:
		return wordly(re.Sub[0], last)
	case syntax.OpBeginText, syntax.OpEndText:
		return false
	}
	return true
}

// inClass says whether a class has a rune.
func inClass(re *syntax.Regexp, r rune) bool {
	for i := 0; i+1 < len(re.Rune); i += 2 {
		if re.Rune[i] <= r && r <= re.Rune[i+1] {
			return true
		}
	}
	return false
}

// plainLetters writes \pL as the ranges of letters, also within a class.
func plainLetters(text string) string {
	var b strings.Builder
	inClass := false
	for i := 0; i < len(text); i++ {
		switch {
		case strings.HasPrefix(text[i:], `\pL`) && inClass:
			b.WriteString(letters)
			i += 2
		case strings.HasPrefix(text[i:], `\pL`):
			b.WriteString("[" + letters + "]")
			i += 2
		case text[i] == '\\' && i+1 < len(text):
			b.WriteString(text[i : i+2])
			i++
		default:
			inClass = text[i] == '[' || (inClass && text[i] != ']')
			b.WriteByte(text[i])
		}
	}
	return b.String()
}

var class = regexp.MustCompile(`\{([a-z_]+)\}`)

// interpolate puts in the word classes, which may name others.
func (c *compiler) interpolate(source string, depth int) (string, error) {
	if depth > 6 {
		return "", errors.New("has a word class that names itself")
	}
	var fault error
	text := class.ReplaceAllStringFunc(foldPattern(plainLetters(source)), func(name string) string {
		written, err := c.class(strings.Trim(name, "{}"), depth)
		if err != nil {
			fault = err
		}
		return written
	})
	return text, fault
}

// class writes a word class out.
func (c *compiler) class(name string, depth int) (string, error) {
	if written, ok := c.classes[name]; ok {
		return written, nil
	}
	list, ok := c.words[name]
	if !ok {
		list, ok = given[name]
	}
	if !ok {
		return "", fmt.Errorf("has a word class that does not exist: {%s}", name)
	}
	written, err := c.interpolate("(?:"+strings.Join(list, "|")+")", depth+1)
	if err == nil {
		c.classes[name] = written
	}
	return written, err
}
