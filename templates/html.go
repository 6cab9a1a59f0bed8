package templates

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"text/template"

	"github.com/vanng822/go-premailer/premailer"
	"github.com/yuin/goldmark"
)

// layout puts the body of a mail into the page around it. It is trusted and of
// this package, hence text/template: html/template would take the comments out
// that some mail programs need.
type layout struct{ page *template.Template }

func newLayout() (layout, error) {
	page, err := template.New("layout.html").Parse(layoutSource)
	if err != nil {
		return layout{}, fmt.Errorf("read the mail layout: %w", err)
	}
	return layout{page}, nil
}

// preheaderFiller is how often the signs that nobody sees stand after a
// preheader: else a list of mails would go on with the beginning of the body.
const preheaderFiller = 60

// pageParts are the masked parts of a mail, in which values and conditions stand as
// placeholders.
type pageParts struct{ sender, subject, preheader, markdown string }

// mailHTML makes the whole HTML mail; its styles are yet to be put inline, and the
// placeholders are still in it. Raw HTML in the Markdown is dropped and links to scripts are emptied,
// as goldmark does by default.
func (l layout) mailHTML(locale string, parts pageParts) (string, error) {
	var body, page strings.Builder
	if err := goldmark.New().Convert([]byte(parts.markdown), &body); err != nil {
		return "", fmt.Errorf("convert markdown: %w", err)
	}
	err := l.page.Execute(&page, map[string]string{
		"Locale":    html.EscapeString(locale),
		"Sender":    parts.sender,
		"Subject":   html.EscapeString(parts.subject),
		"Preheader": html.EscapeString(parts.preheader),
		"Filler":    strings.Repeat("\u034f \u200c ", preheaderFiller),
		"Body":      buttons(body.String()),
	})
	if err != nil {
		return "", fmt.Errorf("fill the mail layout: %w", err)
	}
	return page.String(), nil
}

var boldLink = regexp.MustCompile(`<p>((?:\s*` + tags + `)*)<strong><a href="([^"<>]*)">([^<>]*)</a></strong>((?:\s*` + tags + `)*)</p>`)

// buttons makes what looks like a button of a paragraph that is nothing but a bold
// link: the one thing that the mail asks for.
func buttons(body string) string {
	return boldLink.ReplaceAllString(body, `$1<p class="action"><a class="button" href="$2">$3</a></p>$4`)
}

func inline(page string) (string, error) {
	options := premailer.NewOptions(premailer.WithCssToAttributes(false))
	inliner, err := premailer.NewPremailerFromString(page, options)
	if err != nil {
		return "", fmt.Errorf("read the mail for inlining: %w", err)
	}
	inlined, err := inliner.Transform()
	if err != nil {
		return "", fmt.Errorf("inline the styles of the mail: %w", err)
	}
	return inlined, nil
}
