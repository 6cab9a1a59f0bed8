package templates

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"github.com/yuin/goldmark"
)

// plainText writes Markdown as a person would type it into a plain mail:
// paragraphs apart by a blank line, "- " before list items, links as "text: address".
func plainText(markdown string) string {
	source := []byte(markdown)
	p := &plain{source: source}
	p.blocks(goldmark.New().Parser().Parse(text.NewReader(source)))
	return p.out.String()
}

type plain struct {
	source []byte
	out    strings.Builder
}

func (p *plain) blocks(parent ast.Node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		p.block(n)
	}
}

func (p *plain) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.Paragraph, *ast.TextBlock, *ast.Heading:
		p.paragraph(p.inline(n))
	case *ast.List:
		p.list(n)
	case *ast.ThematicBreak:
		p.out.WriteString("--------\n\n")
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		p.out.Write(n.Lines().Value(p.source))
		p.out.WriteString("\n")
	case *ast.HTMLBlock:
	default:
		p.blocks(n)
	}
}

var onlyTags = regexp.MustCompile(`^(?:\s*` + tags + `)+\s*$`)

// paragraph ends with a blank line, unless it holds nothing but tags, which must
// leave no trace.
func (p *plain) paragraph(text string) {
	if onlyTags.MatchString(text) {
		p.out.WriteString(strings.Join(strings.Fields(text), ""))
		return
	}
	p.out.WriteString(text + "\n\n")
}

var (
	leadingTags  = regexp.MustCompile(`^(?:` + tags + `)+`)
	trailingTags = regexp.MustCompile(`(?:` + tags + `)+$`)
)

// list writes the items; tags at the ends of an item, such as those of a loop,
// go around its line.
func (p *plain) list(list *ast.List) {
	number := list.Start
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		bullet := "- "
		if list.IsOrdered() {
			bullet = strconv.Itoa(number) + ". "
			number++
		}
		inner := &plain{source: p.source}
		inner.blocks(item)
		line := strings.TrimSpace(inner.out.String())
		if list.IsTight {
			line = strings.ReplaceAll(line, "\n\n", "\n")
		}
		before, after := leadingTags.FindString(line), trailingTags.FindString(line)
		line = strings.TrimSuffix(strings.TrimPrefix(line, before), after)
		p.out.WriteString(before + bullet + strings.ReplaceAll(line, "\n", "\n  ") + "\n" + after)
	}
	p.out.WriteString("\n")
}

func (p *plain) inline(parent ast.Node) string {
	var out strings.Builder
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			out.WriteString(unescape(n.Value(p.source)))
			out.WriteString(lineBreak(n))
		case *ast.String:
			out.Write(n.Value)
		case *ast.CodeSpan:
			out.WriteString(p.inline(n))
		case *ast.Link:
			out.WriteString(link(p.inline(n), string(n.Destination)))
		case *ast.AutoLink:
			out.Write(n.URL(p.source))
		case *ast.RawHTML:
		default:
			out.WriteString(p.inline(n))
		}
	}
	return out.String()
}

func lineBreak(n *ast.Text) string {
	switch {
	case n.HardLineBreak():
		return "\n"
	case n.SoftLineBreak():
		return " "
	}
	return ""
}

func unescape(text []byte) string {
	return string(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(text))))
}

func link(label, address string) string {
	if label == "" || label == address || strings.TrimPrefix(address, "mailto:") == label {
		return label
	}
	return label + ": " + address
}
