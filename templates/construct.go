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

// Filters lists the filters that a text may use.
func Filters() []string {
	return []string{"capitalize", "default", "downcase", "lines", "minus", "plus", "strip", "truncate", "upcase"}
}

// constructs is what was found in a Liquid text.
type constructs struct {
	file     string
	known    *vocabulary
	loops    []loopVariable // of the loops around, innermost last
	used     map[string]bool
	problems []Problem
}

// checkConstructs walks every construct of a Liquid text, in order and whatever
// branch it stands in, and refuses all but the known tags, filters and variables
// and loops over anything but the lists. It returns the variables used.
func checkConstructs(known *vocabulary, source, file string, line int) (map[string]bool, []Problem) {
	c := &constructs{file: file, known: known, used: map[string]bool{}}
	if len(source) > maxSource {
		c.add(line, "size", "a text can have 20 kB at most")
		return c.used, c.problems
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
	return c.used, c.problems
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

var loopHead = regexp.MustCompile(`^([a-z_]+)\s+in\s+(invoices|promises)$`)

// loopRoots are the lists that a text can loop over, each with the variable whose
// members its items have.
var loopRoots = map[string]string{"invoices": "invoice", "promises": "promise"}

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
		c.add(line, "loop", "a loop is written: for invoice in invoices, or: for promise in promises")
	case parts[1] != loopRoots[parts[2]] && (c.known.members[parts[1]] != nil || c.known.knows(parts[1])):
		c.add(line, "loop", "a loop cannot call its variable "+parts[1]+", which means something else")
	default:
		variable = loopVariable{parts[1], loopRoots[parts[2]]}
		c.used[parts[2]] = true
	}
	c.loops = append(c.loops, variable)
	if len(c.loops) > maxLoops {
		c.add(line, "loop", "loops can stand in each other twice at most")
	}
}

// word is one piece of an expression: a text in quotes, a name with its
// members, a number, an operator or a sign.
var word = regexp.MustCompile(`'[^']*'|"[^"]*"|[A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z_][A-Za-z0-9_-]*)*|[0-9]+(?:\.[0-9]+)?|==|!=|<>|<=|>=|[<>|:,]|\s+|.`)

// expression checks each name and sign of an expression.
func (c *constructs) expression(token parser.Token, args string, output bool) {
	line, filter := token.SourceLoc.LineNo, false
	for _, w := range word.FindAllString(args, -1) {
		switch {
		case strings.TrimSpace(w) == "":
			continue
		case filter:
			c.filter(line, w)
		case name(w):
			c.variable(line, w)
		case strings.Contains("'\"0123456789", w[:1]), slices.Contains([]string{"|", ":", ","}, w):
		case !output && slices.Contains([]string{"==", "!=", "<>", "<", ">", "<=", ">="}, w):
		default:
			c.add(line, "expression", w+" cannot be used here")
		}
		filter = w == "|"
	}
}

func name(w string) bool {
	first := w[0] | 0x20
	return first >= 'a' && first <= 'z' || w[0] == '_'
}

func (c *constructs) filter(line int, name string) {
	if !slices.Contains(Filters(), name) {
		c.add(line, "filter", "there is no filter "+name)
	}
}

func (c *constructs) variable(line int, name string) {
	switch name {
	case "and", "or", "contains", "true", "false", "nil", "null", "empty", "blank":
		return
	case "forloop.first", "forloop.last", "forloop.index", "forloop.length":
		if len(c.loops) > 0 {
			return
		}
	}
	first, member, _ := strings.Cut(name, ".")
	if at := innermost(c.loops, first); at >= 0 {
		name = c.loops[at].root + "." + member
	}
	if loopRoots[name] != "" || !c.known.knows(name) {
		c.add(line, "variable", "there is no variable "+name)
		return
	}
	c.used[name] = true
}
