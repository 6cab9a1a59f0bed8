package templates

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

var (
	element = regexp.MustCompile(`<(/?)([a-z][a-z0-9]*)\b[^>]*>|` + tags)
	tagName = regexp.MustCompile(`^\{%-?\s*(\w+)`)
)

// balance follows the elements of a page and the Liquid blocks in it.
type balance struct {
	elements []int // the open elements, each by its own number
	blocks   []int // for each open block, the element that it began in
	count    int
}

// checkBalance makes sure that every Liquid block begins, branches and ends
// directly in one element. Else a condition that is not met would leave half of
// the formatting behind: "**{% if a %}b** c{% endif %}".
func checkBalance(file, page string, hidden *mask) []Problem {
	var b balance
	for _, m := range element.FindAllStringSubmatch(page[max(0, strings.Index(page, "<body")):], -1) {
		if m[2] != "" {
			b.element(m[1] == "/", m[2])
			continue
		}
		if !b.tag(tagName.FindStringSubmatch(hidden.reveal(m[0]))[1]) {
			return []Problem{{file, 0, "balance", "a condition or loop begins and ends in different places of the formatting: put the whole paragraph, list item, link or bold text inside it"}}
		}
	}
	return nil
}

func (b *balance) element(end bool, name string) {
	switch {
	case name == "br" || name == "hr" || name == "img" || name == "meta":
	case end && len(b.elements) > 0:
		b.elements = b.elements[:len(b.elements)-1]
	case !end:
		b.count++
		b.elements = append(b.elements, b.count)
	}
}

// tag says whether the tag stands where its block began.
func (b *balance) tag(name string) bool {
	here := 0
	if n := len(b.elements); n > 0 {
		here = b.elements[n-1]
	}
	switch name {
	case "if", "unless", "case", "for":
		b.blocks = append(b.blocks, here)
		return true
	}
	last := len(b.blocks) - 1
	if last < 0 || b.blocks[last] != here {
		return false
	}
	if strings.HasPrefix(name, "end") {
		b.blocks = b.blocks[:last]
	}
	return true
}

var aloneBlock = regexp.MustCompile(`^(?:\s*` + tags + `)*\s*` + blocks + `(?:\s*` + tags + `)*\s*$`)

// checkAlone makes sure that each table is a paragraph of its own, outside of any
// list or quotation.
func checkAlone(file, markdown string) []Problem {
	source, alone := []byte(markdown), 0
	for n := goldmark.New().Parser().Parse(text.NewReader(source)).FirstChild(); n != nil; n = n.NextSibling() {
		if p, ok := n.(*ast.Paragraph); ok && aloneBlock.Match(p.Lines().Value(source)) {
			alone++
		}
	}
	if alone == len(anyBlock.FindAllString(markdown, -1)) {
		return nil
	}
	return []Problem{{file, 0, "table", "a table stands alone in its paragraph, with an empty line before and after it"}}
}

var lostBold = regexp.MustCompile(tags + `\*\*|\*\*` + tags)

// checkBold finds stars beside a tag that Markdown has not read as bold, because
// to it a tag is a word: "{% if a %}**[b](c)**{% endif %}".
func checkBold(file, page string) []Problem {
	if !lostBold.MatchString(page) {
		return nil
	}
	return []Problem{{file, 0, "markdown", "** beside a condition or loop is not read as bold here: put the condition on a line of its own"}}
}
