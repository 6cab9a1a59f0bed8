package templates

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/osteele/liquid/parser"
)

// mask hides the Liquid constructs of a Markdown source behind placeholders of
// letters and digits, so that Markdown, the layout and the inliner leave them
// whole; reveal puts them back. Values are filled in only after that, so no
// value is ever read as Markdown or HTML.
type mask struct{ hidden []string }

// Placeholders: V stands for a value, B for one that is a block of its own, such as
// a table, T for a tag that begins or divides a block, E for one that ends it.
const (
	maskMark = "zqLiquid"
	tags     = maskMark + `[TE]\d{4}q`
	starts   = maskMark + `T\d{4}q`
	ends     = maskMark + `E\d{4}q`
	blocks   = maskMark + `B\d{4}q`
)

var placeholder = regexp.MustCompile(maskMark + `[VBTE](\d{4})q`)

func (m *mask) hide(source string) string {
	var out strings.Builder
	for _, token := range parser.Scan(source, parser.SourceLoc{}, nil) {
		switch token.Type {
		case parser.ObjTokenType:
			kind := 'V'
			if makesBlock(token.Args) {
				kind = 'B'
			}
			out.WriteString(m.put(kind, token.Source))
		case parser.TagTokenType:
			kind := 'T'
			if strings.HasPrefix(token.Name, "end") {
				kind = 'E'
			}
			out.WriteString(m.put(kind, token.Source))
		default:
			out.WriteString(token.Source)
		}
	}
	return out.String()
}

var tableFilter = regexp.MustCompile(`\|\s*table\b`)

// makesBlock says that the value goes through the filter that makes a table.
func makesBlock(args string) bool { return tableFilter.MatchString(args) }

func (m *mask) put(kind rune, construct string) string {
	m.hidden = append(m.hidden, construct)
	return fmt.Sprintf("%s%c%04dq", maskMark, kind, len(m.hidden)-1)
}

func (m *mask) reveal(text string) string {
	return placeholder.ReplaceAllStringFunc(text, func(p string) string {
		var at int
		if _, err := fmt.Sscanf(p[len(maskMark)+1:], "%04dq", &at); err != nil || at >= len(m.hidden) {
			return p
		}
		return m.hidden[at]
	})
}

var (
	tagLine    = regexp.MustCompile(`(?m)^[ \t]*((?:` + tags + `)+)[ \t]*$`)
	startsItem = regexp.MustCompile(`(?m)^((?:` + starts + `)+)\n((?:[-*]|\d+\.) )`)
	endsItem   = regexp.MustCompile(`(?m)^((?:[-*]|\d+\.) .*)\n((?:` + ends + `)+)$`)
)

// arrange lets a tag that stands alone on its line stand alone in Markdown too:
// one that begins before a list item or ends after it joins the item, any other
// becomes a paragraph of its own. unwrapHTML and the plain renderer then take it
// out of both.
func arrange(masked string) string {
	masked = tagLine.ReplaceAllString(masked, "$1")
	masked = repeat(startsItem, masked, "$2$1")
	masked = repeat(endsItem, masked, "$1$2")
	return tagLine.ReplaceAllString(masked, "\n$1\n")
}

// repeat replaces until nothing is left to replace.
func repeat(pattern *regexp.Regexp, text, by string) string {
	for {
		next := pattern.ReplaceAllString(text, by)
		if next == text {
			return text
		}
		text = next
	}
}

var (
	tagParagraph = regexp.MustCompile(`<p[^>]*>((?:\s*` + tags + `)+)\s*</p>`)
	ownParagraph = regexp.MustCompile(`<p[^>]*>\s*((?:\s*` + tags + `)*)\s*(` + blocks + `)\s*((?:\s*` + tags + `)*)\s*</p>`)
	anyBlock     = regexp.MustCompile(blocks)
	itemStart    = regexp.MustCompile(`(<li[^>]*>)((?:` + tags + `)+)`)
	itemEnd      = regexp.MustCompile(`((?:` + tags + `)+)(\s*</li>)`)
)

// unwrapHTML takes tags out of the paragraphs and list items that Markdown has
// put them into.
func unwrapHTML(text string) string {
	text = tagParagraph.ReplaceAllString(text, "$1")
	text = ownParagraph.ReplaceAllString(text, "$1$2$3")
	text = itemStart.ReplaceAllString(text, "$2$1")
	return itemEnd.ReplaceAllString(text, "$2$1")
}
