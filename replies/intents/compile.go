package intents

import (
	"errors"
	"regexp"
	"regexp/syntax"
	"strings"
	"sync"

	"github.com/goodterms/goodterms/channels"
)

// language is a rule file, ready for use.
type language struct {
	name          string
	version       string
	function      map[string]bool // words that show the language
	letters       map[rune]bool   // beyond a to z
	breaks        []string
	abbreviations map[string]bool
	courtesy      []string
	references    map[string]bool
	rules         []*rule
	needles       *needles
	wholes        []*rule        // rules for a whole message
	acrosses      []*rule        // rules for a sentence over its clauses
	entries       []entry        // the patterns of the other rules, in their order
	users         [views][][]int // of every needle: the entries that it is the best needle of
	always        []int          // entries without a needle
	rooms         sync.Pool      // of *rooms
	once          sync.Once      // of later
	later         func(*faults)  // makes the rules
}

// prepare makes the rules of the language, once. Most texts are in a language or
// two, so that the others need not be ready when the program starts.
func (l *language) prepare(found *faults) { l.once.Do(func() { l.later(found) }) }

// rule is one rule, ready for use.
type rule struct {
	id      string
	intent  Intent
	certain bool
	whole   bool
	alone   bool
	across  bool
	needs   string
	channel channels.Kind

	match, not, unless, unsure []*pattern
}

// pattern is an expression and the view it looks at. It is compiled when a text may
// match it for the first time: most never are in a short run of the program.
type pattern struct {
	source  string
	view    view
	needles [][]int // every match has one of each list; none: it may match anything
	once    sync.Once
	re      *regexp.Regexp
}

// find returns the bytes that the pattern matches, as FindStringSubmatchIndex does.
func (p *pattern) find(s string) []int {
	p.once.Do(p.compile)
	if p.re == nil {
		return nil
	}
	return p.re.FindStringSubmatchIndex(s)
}

// matches says whether the pattern matches.
func (p *pattern) matches(s string) bool {
	p.once.Do(p.compile)
	return p.re != nil && p.re.MatchString(s)
}

// compile leaves the expression nil when it cannot be compiled; that all can, a test
// proves, for it would take too long at each start.
func (p *pattern) compile() { p.re, _ = regexp.Compile(p.source) }

// entry is a pattern that may show a rule.
type entry struct {
	rule    *rule
	pattern *pattern
}

// What a rule may need in its sentence.
const (
	needsDate   = "date"
	needsAmount = "amount"
)

// compile makes a language of a file; its rules follow with prepare.
func compile(name string, file ruleFile, found *faults) *language {
	l := &language{
		name: file.Language, version: file.Version,
		function: map[string]bool{}, letters: map[rune]bool{},
		abbreviations: set(file.Abbreviations), references: set(file.References),
		courtesy: file.Courtesy, needles: newNeedles(),
	}
	if file.Language != stem(name) {
		found.add(name, "", "language must be the file's name without .toml")
	}
	if file.Version == "" || len(file.Function) == 0 {
		found.add(name, "", "needs a version and function words")
	}
	for _, word := range file.Function {
		l.function[foldText(strings.ToLower(word))] = true
	}
	for _, r := range file.Letters {
		l.letters[r] = true
	}
	for _, b := range file.Breaks {
		l.breaks = append(l.breaks, foldText(strings.ToLower(b)))
	}
	l.later = func(found *faults) {
		c := &compiler{name: name, file: file, language: l, faults: found, cache: map[string]*pattern{}}
		c.rules()
		l.enter()
	}
	return l
}

// enter lists the patterns by their needles.
func (l *language) enter() {
	for v := range l.users {
		l.users[v] = make([][]int, len(l.needles.list))
	}
	for _, r := range l.rules {
		if r.whole {
			l.wholes = append(l.wholes, r)
			continue
		}
		if r.across {
			l.acrosses = append(l.acrosses, r)
			continue
		}
		for _, p := range r.match {
			l.index(p, len(l.entries))
			l.entries = append(l.entries, entry{r, p})
		}
	}
}

// index enters a pattern under the needles that exclude most texts.
func (l *language) index(p *pattern, at int) {
	if len(p.needles) == 0 {
		l.always = append(l.always, at)
		return
	}
	rare := p.needles[0]
	for _, list := range p.needles[1:] {
		if l.rarity(list) > l.rarity(rare) {
			rare = list
		}
	}
	for _, id := range rare {
		l.users[p.view][id] = append(l.users[p.view][id], at)
	}
}

// rarity weighs needles as score does.
func (l *language) rarity(ids []int) int {
	var list []string
	for _, id := range ids {
		list = append(list, l.needles.list[id])
	}
	return score(list)
}

// set makes a set of words, folded and small.
func set(list []string) map[string]bool {
	s := map[string]bool{}
	for _, w := range list {
		s[strings.ToLower(w)] = true
		s[foldText(strings.ToLower(w))] = true
	}
	return s
}

// compiler compiles the rules of one file.
type compiler struct {
	*language
	name   string
	file   ruleFile
	faults *faults
	cache  map[string]*pattern
}

func (c *compiler) rules() {
	guards := c.guards()
	seen := map[string]bool{}
	for _, text := range c.file.Rule {
		c.check(text, seen)
		r := &rule{
			id: text.ID, intent: Intent(text.Intent), certain: text.Certain, whole: text.Whole,
			alone: text.Alone, across: text.Across, needs: text.Needs, channel: channels.Kind(text.Channel),
		}
		r.match = c.patterns(text.ID, text.Match, text.Whole)
		guard := guards[r.intent]
		r.not = append(c.patterns(text.ID, text.Not, false), guard.not...)
		r.unless = append(c.patterns(text.ID, text.UnlessSentence, false), guard.unless...)
		r.unsure = append(c.patterns(text.ID, text.Unsure, false), guard.unsure...)
		c.language.rules = append(c.language.rules, r)
	}
}

// guards compiles the guards that all rules of an intent share.
func (c *compiler) guards() map[Intent]rule {
	all := map[Intent]rule{}
	for intent, text := range c.file.Guard {
		id := "guard." + intent
		if !known(Intent(intent)) {
			c.faults.add(c.name, id, "%q is no intent", intent)
		}
		all[Intent(intent)] = rule{
			not:    c.patterns(id, text.Not, false),
			unless: c.patterns(id, text.UnlessSentence, false),
			unsure: c.patterns(id, text.Unsure, false),
		}
	}
	return all
}

// check finds the faults of a rule that are none of its patterns.
func (c *compiler) check(text ruleText, seen map[string]bool) {
	add := func(format string, args ...any) { c.faults.add(c.name, text.ID, format, args...) }
	if !strings.HasPrefix(text.ID, c.file.Language+".") {
		add("an id begins with the language and a dot")
	}
	if seen[text.ID] {
		add("has an id that another rule has")
	}
	seen[text.ID] = true
	if !known(Intent(text.Intent)) || text.Intent == string(Other) {
		add("%q is no intent of a rule", text.Intent)
	}
	if len(text.Match) == 0 || len(text.Examples) == 0 {
		add("needs a match and an example")
	}
	if text.Needs != "" && text.Needs != needsDate && text.Needs != needsAmount {
		add("needs can be date or amount")
	}
	if text.Channel != "" && !channels.Kind(text.Channel).Valid() {
		add("%q is no channel", text.Channel)
	}
	if text.Whole && len(text.Not)+len(text.UnlessSentence) > 0 {
		add("a rule for the whole message has no guards but unsure")
	}
}

// patterns compiles what a rule lists.
func (c *compiler) patterns(id string, list []string, whole bool) []*pattern {
	var all []*pattern
	for _, source := range list {
		p, err := c.pattern(source, whole)
		if err != nil {
			c.faults.add(c.name, id, "%s: %v", source, err)
			continue
		}
		all = append(all, p)
	}
	return all
}

// letters are what counts as a letter in an expression: few ranges that hold every
// letter that matters, since the full tables of Unicode make expressions slow to
// compile and to match. What is read is in small letters.
const letters = `a-z\x{AA}\x{B5}\x{BA}\x{C0}-\x{1FFF}\x{2C00}-\x{2DFF}\x{3040}-\x{D7FF}\x{F900}-\x{FDFF}\x{FE70}-\x{FEFE}\x{10000}-\x{1EFFF}\x{20000}-\x{3FFFF}`

// Between these a pattern stands: words begin and end where no letter and no digit
// is, in any script.
const (
	opens       = `(?:^|[^0-9` + letters + `])(`
	closes      = `)(?:$|[^0-9` + letters + `])`
	wholeOpens  = `^(`
	wholeCloses = `)$`
)

// maxPattern is far above any pattern that can be matched fast.
const maxPattern = 64 << 10

func (c *compiler) pattern(source string, whole bool) (*pattern, error) {
	key := source
	if whole {
		key = "whole " + source
	}
	if p, ok := c.cache[key]; ok {
		return p, nil
	}
	if strings.TrimSpace(source) != source {
		return nil, errors.New("begins or ends with a blank, where a word must begin or end")
	}
	text, err := c.interpolate(source, 0)
	if err != nil {
		return nil, err
	}
	text = plainLetters(text)
	parsed, err := syntax.Parse(text, syntax.Perl)
	if err != nil || len(text) > maxPattern {
		return nil, errors.New("is no expression of RE2, or a far too long one")
	}
	p := &pattern{source: stand(text, whole, begins(parsed)), view: viewOf(text)}
	p.needles = c.needles.of(parsed)
	c.cache[key] = p
	return p, nil
}

// begins says whether an expression matches at the beginning alone. It is then not
// tried at every other word: of what is tried, most is.
func begins(parsed *syntax.Regexp) bool {
	for parsed.Op == syntax.OpConcat || parsed.Op == syntax.OpCapture {
		parsed = parsed.Sub[0]
	}
	return parsed.Op == syntax.OpBeginText
}

// stand puts a pattern between its boundaries.
func stand(text string, whole, begins bool) string {
	switch {
	case whole:
		return wholeOpens + text + wholeCloses
	case begins:
		return "(" + text + closes
	case strings.HasPrefix(text, `\?`) || strings.HasPrefix(text, `\!`):
		return "(" + text + closes
	}
	return opens + text + closes
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

// viewOf returns the view that a pattern looks at: one with an accent in it is
// held to the accents.
func viewOf(text string) view {
	v := folded
	for _, r := range text {
		if r > 127 && fold(r) != r {
			v = plain
		}
	}
	if strings.ContainsRune(text, insideDate) || strings.ContainsRune(text, insideAmount) {
		v += plainMasked
	}
	return v
}

var (
	class  = regexp.MustCompile(`\{([a-z_]+)\}`)
	masked = strings.NewReplacer("’", "'", "<date>", string(insideDate)+"+", "<amount>", string(insideAmount)+"+")
)

// interpolate puts in the word classes, which may name others.
func (c *compiler) interpolate(source string, depth int) (string, error) {
	if depth > 5 {
		return "", errors.New("has a word class that names itself")
	}
	var fault error
	text := class.ReplaceAllStringFunc(source, func(name string) string {
		list, ok := c.file.Words[strings.Trim(name, "{}")]
		if !ok {
			fault = errors.New("has a word class that does not exist: " + name)
			return ""
		}
		inner, err := c.interpolate("(?:"+strings.Join(list, "|")+")", depth+1)
		if err != nil {
			fault = err
		}
		return inner
	})
	return masked.Replace(text), fault
}
