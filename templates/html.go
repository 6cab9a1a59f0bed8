package templates

import (
	"fmt"
	"html"
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

// mailHTML makes the whole HTML mail, with its styles inline, from masked
// Markdown; the placeholders are still in it. Raw HTML in the Markdown is dropped
// and links to scripts are emptied, as goldmark does by default.
func (l layout) mailHTML(locale, subject, preheader, markdown string) (string, error) {
	var body, page strings.Builder
	if err := goldmark.New().Convert([]byte(markdown), &body); err != nil {
		return "", fmt.Errorf("convert markdown: %w", err)
	}
	err := l.page.Execute(&page, map[string]string{
		"Locale":    html.EscapeString(locale),
		"Subject":   html.EscapeString(subject),
		"Preheader": html.EscapeString(preheader),
		"Filler":    strings.Repeat("\u034f \u200c ", preheaderFiller),
		"Body":      body.String(),
	})
	if err != nil {
		return "", fmt.Errorf("fill the mail layout: %w", err)
	}
	return inline(page.String())
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
