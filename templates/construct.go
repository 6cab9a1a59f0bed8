package templates

import (
	"regexp"
	"slices"
	"strings"

	"github.com/osteele/liquid/parser"
)

// maxSource is how long a text may be, in bytes.
const maxSource = 20_000

// maxLoops is how deep loops may be nested; more would let a short text run long.
const maxLoops = 2

// Tags that a text may use. Everything else that Liquid knows either reads
// files, grows values without bound or switches the checks off.
func allowedTag(name string) bool {
	switch name {
	case "if", "elsif", "else", "endif", "unless", "endunless", "case", "when", "endcase", "for", "endfor":
		return true
	}
	return false
}

// place is where a Liquid text stands, which decides what may be used in it.
type place int

// The places.
const (
	inLine  place = iota // subjects, preheaders, SMS and calls: one line, no tables
	inMail               // the body of an email as it was written
	inPlain              // what Markdown has made of it for plain mail
	inPage               // what Markdown has made of it for the page
)

// constructs is what was found in a Liquid text.
type constructs struct {
	file     string
	place    place
	known    *vocabulary
	loops    []loopVariable  // of the loops around, innermost last
	used     map[string]bool // true for those that are printed, which states a fact; false for those that are only asked for
	nested   bool            // a loop stands in a loop
	problems []Problem
}

// checkConstructs walks every construct of a Liquid text, in order and whatever
// branch it stands in, and refuses all but the known tags, filters and variables
// and loops over anything but the lists.
func checkConstructs(known *vocabulary, place place, source, file string, line int) (*constructs, []Problem) {
	c := &constructs{file: file, place: place, known: known, used: map[string]bool{}}
	if len(source) > maxSource {
		c.add(line, "size", "a text can have 20 kB at most")
		return c, c.problems
	}
	for _, token := range parser.Scan(source, parser.SourceLoc{Pathname: file, LineNo: line}, nil) {
		switch token.Type {
		case parser.ObjTokenType:
			c.expression(token, token.Args, true)
		case parser.TagTokenType:
			c.tag(token)
		case parser.TextTokenType:
			c.text(token)
		}
	}
	return c, c.problems
}

func (c *constructs) add(line int, rule, text string) {
	c.problems = append(c.problems, Problem{c.file, line, rule, text})
}

// text refuses a construct that was not closed on its line: Liquid would print
// it as it stands.
func (c *constructs) text(token parser.Token) {
	for _, mark := range []string{"{{", "{%", "}}", "%}"} {
		if before, _, found := strings.Cut(token.Source, mark); found {
			line := token.SourceLoc.LineNo + strings.Count(before, "\n")
			c.add(line, "unclosed", mark+" has no counterpart on the same line")
			return
		}
	}
}

func (c *constructs) tag(token parser.Token) {
	line := token.SourceLoc.LineNo
	if !allowedTag(token.Name) {
		c.add(line, "tag", "the tag "+token.Name+" cannot be used in a text")
		return
	}
	switch token.Name {
	case "if", "elsif", "unless", "case", "when":
		c.expression(token, token.Args, false)
	case "for":
		c.loop(token)
	default:
		if token.Args != "" {
			c.add(line, "tag", token.Name+" takes nothing after its name")
		}
	}
	if token.Name == "endfor" && len(c.loops) > 0 {
		c.loops = c.loops[:len(c.loops)-1]
	}
}

var loopHead = regexp.MustCompile(`^([a-z_]+)\s+in\s+(invoices|promises|instalments)$`)

// loopRoots are the lists that a text can loop over, each with the variable whose
// members its items have.
var loopRoots = map[string]string{"invoices": "invoice", "promises": "promise", "instalments": "instalment"}

// loopVariable is the variable of a loop and the one whose members it has.
type loopVariable struct{ name, root string }

// innermost is the index of the innermost loop whose variable has the name; -1 when
// there is none.
func innermost(loops []loopVariable, name string) int {
	for i, l := range slices.Backward(loops) {
		if l.name == name {
			return i
		}
	}
	return -1
}

func (c *constructs) loop(token parser.Token) {
	line := token.SourceLoc.LineNo
	parts := loopHead.FindStringSubmatch(token.Args)
	variable := loopVariable{"invoice", "invoice"}
	switch {
	case parts == nil:
		c.add(line, "loop", "a loop is written: for invoice in invoices, for promise in promises, or: for instalment in instalments")
	case parts[1] != loopRoots[parts[2]] && (c.known.members[parts[1]] != nil || c.known.knows(parts[1])):
		c.add(line, "loop", "a loop cannot call its variable "+parts[1]+", which means something else")
	default:
		variable = loopVariable{parts[1], loopRoots[parts[2]]}
		c.used[parts[2]] = true
	}
	c.loops = append(c.loops, variable)
	c.nested = c.nested || len(c.loops) > 1
	if len(c.loops) > maxLoops {
		c.add(line, "loop", "loops can stand in each other twice at most")
	}
}

// word is one piece of an expression: a text in quotes, a name with its
// members, a number, an operator or a sign.
var word = regexp.MustCompile(`'[^']*'|"[^"]*"|[A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z_][A-Za-z0-9_-]*)*|[0-9]+(?:\.[0-9]+)?|==|!=|<>|<=|>=|[<>|:,]|\s+|.`)

// filterChain is what is known of a value on its way through the filters of an
// expression.
type filterChain struct {
	name   string // of the variable; empty for any other value
	kind   Kind   // empty when there is no value
	filter *Filter
	state  chainState
}

type chainState int

const (
	atValue  chainState = iota // a value, or an operator, comes next
	atFilter                   // the name of a filter comes next
	atForm                     // what follows a filter
)

// expression checks each name and sign of an expression.
func (c *constructs) expression(token parser.Token, args string, output bool) {
	line := token.SourceLoc.LineNo
	var chain filterChain
	for _, w := range word.FindAllString(args, -1) {
		switch {
		case strings.TrimSpace(w) == "":
			continue
		case chain.state == atFilter:
			c.filter(line, w, &chain)
			continue
		case w == "|":
			chain.state = atFilter
			continue
		case chain.state == atForm && chain.filter != nil && chain.filter.apply != nil:
			if c.form(line, w, chain.filter) {
				continue
			}
		}
		c.word(line, w, output, &chain)
	}
	c.ended(line, &chain)
}

// word checks a piece of an expression that is no part of a filter of ours.
func (c *constructs) word(line int, w string, output bool, chain *filterChain) {
	inForm := chain.state == atForm
	switch {
	case name(w):
		kind := c.variable(line, w, output && !inForm)
		if !inForm || connective(w) {
			c.ended(line, chain)
			*chain = filterChain{name: w, kind: kind}
		}
	case strings.Contains("'\"", w[:1]):
		chain.value(KindText)
	case strings.Contains("0123456789", w[:1]):
		chain.value(KindNumber)
	case w == ":", w == ",":
	case !output && slices.Contains([]string{"==", "!=", "<>", "<", ">", "<=", ">="}, w):
		c.ended(line, chain)
		*chain = filterChain{}
	default:
		c.add(line, "expression", w+" cannot be used here")
	}
}

// value begins anew with a value that is written out, unless it follows a filter.
func (f *filterChain) value(kind Kind) {
	if f.state != atForm {
		*f = filterChain{kind: kind}
	}
}

// ended refuses a list that no filter has made a text of.
func (c *constructs) ended(line int, chain *filterChain) {
	if chain.kind == KindList {
		c.add(line, "variable", "there is no variable "+chain.name+" that could be printed; use it in a loop or with a filter such as list")
	}
}

// filter checks that the filter exists, stands where it may and fits the value.
func (c *constructs) filter(line int, name string, chain *filterChain) {
	kind := chain.kind
	chain.state, chain.filter = atForm, nil
	if kind != KindList {
		chain.kind = KindText
	}
	f, found := c.known.filters[name]
	if !found {
		c.add(line, "filter", "there is no filter "+name)
		return
	}
	chain.kind, chain.filter = f.Gives, f
	switch {
	case kind == "": // of a value that was refused, or none
	case !slices.Contains(f.Takes, kind):
		c.add(line, "filter", "the filter "+name+" cannot be put on a "+string(kind)+"; it takes "+kinds(f.Takes))
	case kind == KindList && chain.name != "invoices":
		c.add(line, "filter", "the filter "+name+" takes the list of invoices alone")
	case f.Alone && c.place == inLine:
		c.add(line, "filter", "the filter "+name+" makes a table, which only the body of an email can hold; use list or short_list")
	}
	for _, fact := range f.States {
		c.used[fact] = true
	}
}

func kinds(list []Kind) string {
	names := make([]string, len(list))
	for i, kind := range list {
		names[i] = string(kind)
	}
	return strings.Join(names, ", ")
}

// form checks what follows a filter of ours; false for what is no part of it.
func (c *constructs) form(line int, w string, f *Filter) bool {
	text, isQuoted := quoted(w)
	switch {
	case w == ":":
		if len(f.Forms) == 0 {
			c.add(line, "filter", "the filter "+f.Name+" takes nothing after its name")
		}
	case isQuoted:
		if len(f.Forms) > 0 && !slices.Contains(f.Forms, text) {
			c.add(line, "filter", "after the filter "+f.Name+" only this can stand: '"+strings.Join(f.Forms, "' or '")+"'")
		}
	case name(w) && !connective(w), w == ",", w[0] >= '0' && w[0] <= '9':
		c.add(line, "filter", w+" cannot stand after the filter "+f.Name)
	default:
		return false
	}
	return true
}

// connective says that the word joins two expressions.
func connective(w string) bool { return w == "and" || w == "or" || w == "contains" }

func name(w string) bool {
	first := w[0] | 0x20
	return first >= 'a' && first <= 'z' || w[0] == '_'
}

// variable checks a name and returns the kind of its value.
func (c *constructs) variable(line int, name string, printed bool) Kind {
	switch name {
	case "and", "or", "contains", "true", "false", "nil", "null", "empty", "blank":
		return ""
	case "forloop.first", "forloop.last", "forloop.index", "forloop.length":
		if len(c.loops) > 0 {
			return ""
		}
	}
	first, member, _ := strings.Cut(name, ".")
	if at := innermost(c.loops, first); at >= 0 {
		name = c.loops[at].root + "." + member
	}
	at, found := c.known.index[name]
	if !found || !printed && loopRoots[name] != "" {
		c.add(line, "variable", "there is no variable "+name)
		return ""
	}
	kind := c.known.variables[at].Kind
	if kind != KindList {
		c.used[name] = c.used[name] || printed
	}
	return kind
}
