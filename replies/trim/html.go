package trim

import (
	"strings"

	"golang.org/x/net/html"
)

// HTML returns the text of a mail that has no plain part, without what its markup
// shows to be a quote. It still needs Text.
func HTML(html string) string { return render(html, false) }

// Whole returns all the text of an HTML mail, quotes and the addresses of its links
// with it: what the mail is about may stand there.
func Whole(html string) string { return render(html, true) }

func render(text string, whole bool) string {
	w := writer{whole: whole}
	w.node(parse(text))
	return w.text()
}

// Limits of what is read from a page.
const (
	deepest      = 200 // elements within each other; those further in count as one
	mostElements = 200_000

	mostAttributes = 50 // of one element
)

// element is an element or a text of a page.
type element struct {
	tag      string // empty for a text
	text     string
	attr     []html.Attribute
	children []*element
}

// parse reads a page by its tags alone, in time that grows with its length: the full
// rules of HTML5 can be made to repeat what was opened for every paragraph.
func parse(text string) *element {
	root := &element{tag: "body"}
	open := []*element{root}
	tokens := html.NewTokenizer(strings.NewReader(text))
	for range mostElements {
		switch tokens.Next() {
		case html.ErrorToken:
			return root
		case html.TextToken:
			add(open, &element{text: tokens.Token().Data})
		case html.StartTagToken:
			open = start(open, tokens.Token())
		case html.SelfClosingTagToken: // the slash means nothing in HTML
			open = start(open, tokens.Token())
		case html.EndTagToken:
			name, _ := tokens.TagName()
			open = closeTag(open, string(name))
		}
	}
	add(open, &element{text: bareText(tokens)})
	return root
}

// bareText is all the text that is left, of a page with too many elements.
func bareText(tokens *html.Tokenizer) string {
	var text strings.Builder
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return text.String()
		case html.TextToken:
			text.Write(tokens.Text())
			text.WriteByte(' ')
		}
	}
}

func add(open []*element, e *element) {
	top := open[len(open)-1]
	top.children = append(top.children, e)
}

func newElement(token html.Token) *element {
	return &element{tag: token.Data, attr: token.Attr[:min(len(token.Attr), mostAttributes)]}
}

// get is the value of an attribute; false when there is none.
func (e *element) get(name string) (string, bool) {
	for _, a := range e.attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

// value is the value of an attribute, or nothing.
func (e *element) value(name string) string {
	value, _ := e.get(name)
	return value
}

// start opens an element, and closes those that cannot hold it.
func start(open []*element, token html.Token) []*element {
	e := newElement(token)
	top := open[len(open)-1].tag
	if top == "p" && (e.tag == "p" || breaks(e.tag)) || top == e.tag && strings.Contains(" li td th tr option ", " "+top+" ") {
		open = open[:len(open)-1]
	}
	add(open, e)
	if void(e.tag) || len(open) >= deepest {
		return open
	}
	return append(open, e)
}

// closeTag closes the innermost element of a name and those within it.
func closeTag(open []*element, name string) []*element {
	for i := len(open) - 1; i > 0; i-- {
		if open[i].tag == name {
			return open[:i]
		}
	}
	return open
}

func void(tag string) bool {
	switch tag {
	case "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr":
		return true
	}
	return false
}

// breaks says that an element stands on lines of its own.
func breaks(tag string) bool {
	switch tag {
	case "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure", "footer", "form",
		"h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody",
		"tfoot", "thead", "tr", "ul":
		return true
	}
	return false
}
