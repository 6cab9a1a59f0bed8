package templates

import (
	"bytes"
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/osteele/liquid/parser"
	"github.com/osteele/liquid/render"
)

// simple fills in a Liquid text about eight times as fast as Liquid itself. It
// exists only for texts of the plainest constructs: values with at most one filter of ours or lines
// of Liquid, conditions without mixed and/or, loops over a list.
// All others are left to Liquid, and a test holds the two to the same result.
type simple struct{ nodes []simpleNode }

func (s *simple) render(to *bytes.Buffer, scope *scope) error {
	f := filling{to: to, scope: scope}
	f.write(s.nodes)
	if to.Len() > maxOutput {
		return ErrTooLong
	}
	return nil
}

// filling is one rendering under way.
type filling struct {
	to    *bytes.Buffer
	scope *scope
	loops [maxLoops]*record
	turns [maxLoops]turn
}

// turn says how far a loop has come.
type turn struct{ index, length int }

// of is the turn's property.
func (t turn) of(property turnProperty) any {
	switch property {
	case turnFirst:
		return t.index == 1
	case turnLast:
		return t.index == t.length
	case turnIndex:
		return t.index
	}
	return t.length
}

// turnProperty is a property of forloop.
type turnProperty int

const (
	noTurn turnProperty = iota
	turnFirst
	turnLast
	turnIndex
	turnLength
)

func turnOf(name string) turnProperty {
	switch name {
	case "forloop.first":
		return turnFirst
	case "forloop.last":
		return turnLast
	case "forloop.index":
		return turnIndex
	case "forloop.length":
		return turnLength
	}
	return noTurn
}

func (f *filling) write(nodes []simpleNode) {
	for _, n := range nodes {
		if f.to.Len() > maxOutput {
			return
		}
		n.write(f)
	}
}

type simpleNode interface{ write(*filling) }

// literal is text as it stands.
type literal string

func (n literal) write(f *filling) { f.to.WriteString(string(n)) }

// source is where a value comes from: a variable, of the record of a loop, of the
// first invoice or part of a promise, or of none.
type valueSource struct {
	at   int
	loop int          // the loop, outermost 0; or one of the below
	root string       // of firstItem
	turn turnProperty // in place of a variable: of the loop
}

const (
	noLoop    = -1
	firstItem = -2 // what a name outside a loop stands for
)

func (v valueSource) of(f *filling) any {
	if v.turn != noTurn {
		return f.turns[v.loop].of(v.turn)
	}
	switch v.loop {
	case noLoop:
		return f.scope.all.value(v.at)
	case firstItem:
		return f.scope.first(v.root).value(v.at)
	}
	return f.loops[v.loop].value(v.at)
}

// output writes a value.
type output struct {
	value  valueSource
	escape bool
	lines  bool
	filter *Filter // nil for none
	form   string
}

func (n output) write(f *filling) {
	value := n.value.of(f)
	if n.filter != nil {
		if n.filter.Alone && n.escape {
			f.to.WriteString(htmlTable(value))
			return
		}
		value = n.filter.apply(value, n.form)
	}
	switch value := value.(type) {
	case string:
		n.text(f, value)
	case shown:
		n.text(f, value.String())
	case int:
		f.to.Write(strconv.AppendInt(f.to.AvailableBuffer(), int64(value), 10))
	case bool:
		f.to.Write(strconv.AppendBool(f.to.AvailableBuffer(), value))
	}
}

func (n output) text(f *filling, value string) {
	switch {
	case !n.escape || !strings.ContainsAny(value, "&'<>\"\n"):
		f.to.WriteString(value)
	case n.lines:
		f.to.WriteString(strings.ReplaceAll(html.EscapeString(value), "\n", "<br>\n"))
	default:
		f.to.WriteString(render.HtmlEscaper.Replace(value))
	}
}

// branch writes the first arm whose condition holds.
type branch struct{ arms []arm }

type arm struct {
	terms []term
	all   bool // every term must hold, else any
	not   bool // of unless
	body  []simpleNode
}

func (n *branch) write(f *filling) {
	for i := range n.arms {
		if a := &n.arms[i]; a.holds(f) {
			f.write(a.body)
			return
		}
	}
}

func (a *arm) holds(f *filling) bool {
	fits := func(t term) bool { return t.holds(f) == !a.all }
	return slices.ContainsFunc(a.terms, fits) == !a.all != a.not
}

// term is a value that must be there, or a number that is compared.
type term struct {
	value    valueSource
	operator string // empty when the value must only be there
	number   int
}

func (t term) holds(f *filling) bool {
	value := t.value.of(f)
	n, told := value.(int)
	if t.operator != "" && !told {
		return t.operator == "!=" // of an invoice or a part that is not there
	}
	switch t.operator {
	case "==":
		return n == t.number
	case "!=":
		return n != t.number
	case ">":
		return n > t.number
	case "<":
		return n < t.number
	case ">=":
		return n >= t.number
	case "<=":
		return n <= t.number
	}
	return value != nil && value != false
}

// loop writes its body for each invoice, or each part of a promise.
type loop struct {
	depth int
	root  string
	body  []simpleNode
}

func (n *loop) write(f *filling) {
	list := f.scope.list(n.root)
	for i, r := range list {
		f.loops[n.depth], f.turns[n.depth] = r, turn{i + 1, len(list)}
		f.write(n.body)
	}
}

// builder makes a simple text from a source that is checked and parsed already.
type builder struct {
	known  *vocabulary
	escape bool
	loops  []loopVariable
	tokens []parser.Token
	failed bool
}

// newSimple returns nil when the source is beyond it.
func newSimple(known *vocabulary, source string, escape bool) *simple {
	b := &builder{known: known, escape: escape, tokens: parser.Scan(source, parser.SourceLoc{}, nil)}
	nodes, _ := b.sequence()
	if b.failed || len(b.tokens) > 0 {
		return nil
	}
	return &simple{nodes}
}

// sequence reads up to the tag that ends or divides the block, and returns it.
func (b *builder) sequence() ([]simpleNode, parser.Token) {
	var nodes []simpleNode
	for len(b.tokens) > 0 && !b.failed {
		token := b.tokens[0]
		b.tokens = b.tokens[1:]
		switch {
		case token.Type == parser.TextTokenType:
			nodes = append(nodes, literal(token.Source))
		case token.Type == parser.ObjTokenType:
			nodes = append(nodes, b.output(token.Args))
		case token.Type != parser.TagTokenType:
			b.failed = true
		case token.Name == "if" || token.Name == "unless":
			nodes = append(nodes, b.branch(token))
		case token.Name == "for":
			nodes = append(nodes, b.loop(token))
		default:
			return nodes, token
		}
	}
	return nodes, parser.Token{}
}

var simpleOutput = regexp.MustCompile(`^([a-z_.]+)(?:\s*\|\s*([a-z_]+)(?:\s*:\s*(?:'([^']*)'|"([^"]*)"))?)?$`)

func (b *builder) output(args string) simpleNode {
	parts := simpleOutput.FindStringSubmatch(args)
	if parts == nil {
		b.failed = true
		return literal("")
	}
	n := output{value: b.source(parts[1]), escape: b.escape, lines: parts[2] == "lines", form: parts[3] + parts[4]}
	if filter := b.known.filters[parts[2]]; filter != nil && filter.apply != nil {
		n.filter = filter
	}
	b.failed = b.failed || parts[2] != "" && n.filter == nil && !n.lines
	return n
}

func (b *builder) branch(token parser.Token) simpleNode {
	n := &branch{arms: []arm{b.condition(token.Args)}}
	n.arms[0].not = token.Name == "unless"
	for {
		body, end := b.sequence()
		n.arms[len(n.arms)-1].body = body
		switch end.Name {
		case "elsif":
			n.arms = append(n.arms, b.condition(end.Args))
		case "else":
			n.arms = append(n.arms, arm{all: true})
		case "endif", "endunless":
			return n
		default:
			b.failed = true
			return n
		}
	}
}

func (b *builder) loop(token parser.Token) simpleNode {
	head := loopHead.FindStringSubmatch(token.Args)
	n := &loop{depth: len(b.loops), root: loopRoots[head[2]]}
	b.loops = append(b.loops, loopVariable{head[1], n.root})
	body, end := b.sequence()
	b.loops = b.loops[:n.depth]
	b.failed = b.failed || end.Name != "endfor"
	n.body = body
	return n
}

var (
	simpleAll  = regexp.MustCompile(`\s+and\s+`)
	simpleAny  = regexp.MustCompile(`\s+or\s+`)
	simpleTerm = regexp.MustCompile(`^([a-z_.]+)(?:\s*(==|!=|>=|<=|>|<)\s*([0-9]{1,9}))?$`)
)

func (b *builder) condition(args string) arm {
	a := arm{all: simpleAll.MatchString(args)}
	split := simpleAny
	if a.all {
		split = simpleAll
	}
	for _, text := range split.Split(args, -1) {
		parts := simpleTerm.FindStringSubmatch(text)
		if parts == nil {
			b.failed = true
			return a
		}
		t := term{value: b.source(parts[1]), operator: parts[2]}
		if t.operator != "" && !b.counts(t.value) {
			b.failed = true
			return a
		}
		t.number, _ = strconv.Atoi(parts[3])
		a.terms = append(a.terms, t)
	}
	return a
}

// counts says that the value is a number, when there is one.
func (b *builder) counts(v valueSource) bool {
	if v.turn != noTurn {
		return v.turn == turnIndex || v.turn == turnLength
	}
	return b.known.variables[v.at].Kind == KindNumber
}

// source finds the variable, as seen from within the loops around.
func (b *builder) source(name string) valueSource {
	first, member, _ := strings.Cut(name, ".")
	found := valueSource{loop: noLoop}
	if found.turn = turnOf(name); found.turn != noTurn && len(b.loops) > 0 {
		found.loop = len(b.loops) - 1
		return found
	}
	switch depth := innermost(b.loops, first); {
	case depth >= 0:
		name, found.loop = b.loops[depth].root+"."+member, depth
	case listed(first):
		found.loop, found.root = firstItem, first
	}
	at, known := b.known.index[name]
	found.at = at
	b.failed = b.failed || !known
	return found
}
