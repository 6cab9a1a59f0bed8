package writing

import (
	"html"
	"strings"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/templates"
)

// previewText shows a text as it is being written. A script gets the parts of the page
// that change; without one the whole page comes back, with the text as it was typed.
func (p *pages) previewText(v *frame.Visit) error {
	e, err := p.visited(v)
	if err != nil {
		return err
	}
	if v.Form("part") == "" {
		editing := v.Operator.May("write") && e.State == templates.Draft && e.Number != 0
		return p.showDesk(v, e, editing)
	}
	l, err := p.lookAt(v, e)
	if err != nil {
		return err
	}
	return v.Part("writing_desk.html", "truth", p.truth(l))
}

// showMail answers with a mail alone, as a document of its own: a page within ours would
// be under our rules for styles, not a mail program's.
func (p *pages) showMail(v *frame.Visit) error {
	l, err := p.look(v)
	if err != nil {
		return err
	}
	if l.Why != "" {
		return v.Mail(themed(note(l.Why), v.Form("theme")))
	}
	return v.Mail(themed(coloured(l.Shown.filled.HTML, l.Shown.HTML), v.Form("theme")))
}

// themed shows a mail as a mail program in the theme does, whatever the theme of the
// operator's own browser is: what the mail says about dark programs holds always or never.
func themed(mail, theme string) string {
	holds, scheme := "not all", "light"
	if theme == "dark" {
		holds, scheme = "all", "dark"
	}
	mail = strings.NewReplacer("(prefers-color-scheme: dark)", holds, "(prefers-color-scheme:dark)", holds, `content="light dark"`, `content="`+scheme+`"`).Replace(mail)
	return mail
}

// note is a page with a sentence, where a mail would be.
func note(sentence string) string {
	return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>No preview</title></head>` +
		`<body style="font:16px/1.5 system-ui,sans-serif;margin:2rem"><p>` + html.EscapeString(sentence) + `</p></body></html>`
}
