package frame

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"

	"github.com/goodterms/goodterms/operator"
)

// ViewFiles are a section's views: the files *.html of its root. Each view defines
// "content"; files whose names begin with _ define parts that every view of the section
// can use (embed them by all:views, because go:embed leaves out such names else). Names of
// views are unique among all sections.
type ViewFiles = fs.FS

//go:embed all:views
var files embed.FS

// shared are the frame's own views.
var shared = Views(files)

// Views are those that a package embeds in its folder views.
func Views(embedded embed.FS) ViewFiles { return must(fs.Sub(embedded, "views")) }

func must[T any](value T, err error) T {
	if err != nil {
		panic("frame: " + err.Error())
	}
	return value
}

// Page is what a view is filled with; in it, .Data is the page's own.
type Page struct {
	Title string
	Nav   string // key of the entry of the navigation that is marked, such as accounts
	Wide  bool   // content may be as wide as the window
	Data  any
}

// shell is a page with what the layout shows around it.
type shell struct {
	Page
	Operator operator.Operator
	Nonce    string
	Said     string
	Nav      []entry
	Creditor string
	Version  string
}

// addViews parses a section's views, each with the layout, the frame's parts and its
// own parts.
func (f *Frame) addViews(s Section) {
	if s.Views == nil {
		return
	}
	names := must(fs.Glob(s.Views, "*.html"))
	base := template.Must(template.New("layout").Funcs(functions).ParseFS(shared, "_*.html"))
	for _, name := range names {
		if strings.HasPrefix(name, "_") && s.Views != shared {
			template.Must(base.ParseFS(s.Views, name))
		}
	}
	for _, name := range names {
		if strings.HasPrefix(name, "_") {
			continue
		}
		if f.views[name] != nil {
			panic("frame: two views are called " + name)
		}
		f.views[name] = template.Must(template.Must(base.Clone()).ParseFS(s.Views, name))
	}
}

// Show answers with a page.
func (v *Visit) Show(view string, page Page) error { return v.show(http.StatusOK, view, page) }

// ShowFaults answers with a form once more, because something in it is not right. The
// audit log says that it was refused.
func (v *Visit) ShowFaults(view string, page Page) error {
	v.Refuse()
	return v.show(http.StatusUnprocessableEntity, view, page)
}

// ShowStatus answers with a page and a status of its own.
func (v *Visit) ShowStatus(status int, view string, page Page) error {
	return v.show(status, view, page)
}

func (v *Visit) show(status int, view string, page Page) error {
	return v.write(status, view, "_layout.html", shell{
		Page: page, Operator: v.Operator, Nonce: v.nonce, Said: v.said(), Nav: navigation(v.Operator, page.Nav),
		Creditor: v.frame.Creditor, Version: v.frame.Version,
	})
}

// Part answers with one named template of a view, for a swap in the page. What Say said
// is announced with it.
func (v *Visit) Part(view, name string, data any) error {
	return v.part(http.StatusOK, view, name, data)
}

// PartFaults answers with a part once more, because something in it is not right. The
// audit log says that it was refused.
func (v *Visit) PartFaults(view, name string, data any) error {
	v.Refuse()
	return v.part(http.StatusUnprocessableEntity, view, name, data)
}

func (v *Visit) part(status int, view, name string, data any) error {
	if said := v.said(); said != "" {
		v.announce(said, false)
	}
	return v.write(status, view, name, data)
}

func (v *Visit) write(status int, view, name string, data any) error {
	t := v.frame.views[view]
	if t == nil {
		return fmt.Errorf("there is no view %s", view)
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, name, data); err != nil {
		return fmt.Errorf("show %s: %w", view, err)
	}
	v.Writer.Header().Set("Content-Type", "text/html; charset=utf-8")
	v.Writer.Header().Set("Content-Length", strconv.Itoa(b.Len()))
	v.Writer.WriteHeader(status)
	_, err := v.Writer.Write(b.Bytes())
	return err
}

// Mail answers with a mail as a page of its own, for an iframe: it can run nothing, reach
// nothing and knows no cookie.
func (v *Visit) Mail(html string) error {
	h := v.Writer.Header()
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; base-uri 'none'; form-action 'none'")
	h.Set("X-Frame-Options", "SAMEORIGIN")
	h.Set("Content-Type", "text/html; charset=utf-8")
	_, err := v.Writer.Write([]byte(html))
	return err
}

// functions are what every view can use besides html/template's own.
var functions = template.FuncMap{
	"money":  Money,
	"path":   func(parts ...string) string { return Path(parts...) },
	"lower":  strings.ToLower,
	"base":   path.Base,
	"static": staticPath,
	"words":  func(text string) string { return strings.ReplaceAll(text, "_", " ") },
	"plural": plural,
	"dict":   dict,
	"stamp":  stamp,
	"badge":  badge,
}

// plural writes a count with its noun: {{plural 2 "reminder" "reminders"}}.
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return group(n) + " " + many
}

// group writes a number with its thousands apart.
func group(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0 && text[i-1] != '-'; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// dict makes a map of keys and values, for a part that needs several.
func dict(pairs ...any) (map[string]any, error) {
	if len(pairs)%2 != 0 {
		return nil, fmt.Errorf("dict wants pairs")
	}
	made := map[string]any{}
	for i := 0; i < len(pairs); i += 2 {
		key, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("dict wants words as keys")
		}
		made[key] = pairs[i+1]
	}
	return made, nil
}

// badge writes a state: a shape and a word, in a colour.
func badge(made map[string]any) template.HTML {
	kind, _ := made["kind"].(string)
	return template.HTML(`<span class="state ` + template.HTMLEscapeString(kind) + `">` + template.HTMLEscapeString(fmt.Sprint(made["text"])) + `</span>`)
}
