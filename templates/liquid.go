package templates

import (
	"errors"
	"fmt"
	"html"
	"strings"

	"github.com/osteele/liquid"
	"github.com/osteele/liquid/render"
	"github.com/osteele/liquid/values"
)

// engines are the Liquid engines, one per way in which values are written. All
// are strict: a variable or filter that does not exist is an error.
type engines struct {
	text *liquid.Engine // plain mail, subjects
	html *liquid.Engine // escapes every value
	sms  *liquid.Engine // short messages and scripts
}

func newEngines() engines {
	e := engines{text: newEngine(), html: newEngine(), sms: newEngine()}
	e.html.SetAutoEscapeReplacer(render.HtmlEscaper)
	e.html.RegisterFilter("lines", func(text string) any {
		return values.SafeValue{Value: strings.ReplaceAll(html.EscapeString(text), "\n", "<br>\n")}
	})
	e.html.RegisterFilter("table", func(list any) any { return values.SafeValue{Value: htmlTable(list)} })
	return e
}

// newEngine leaves out every tag that reads files; what else a text may use is
// for checkConstructs to say.
func newEngine() *liquid.Engine {
	engine := liquid.NewEngine()
	engine.StrictVariables()
	engine.UnregisterTag("include")
	engine.UnregisterTag("render")
	engine.UnregisterTag("assign")
	engine.RegisterFilter("lines", func(text string) any { return text })
	for _, f := range AllFilters() {
		if f.apply != nil {
			engine.RegisterFilter(f.Name, f.apply)
		}
	}
	return engine
}

// parse compiles a Liquid text; a problem says on which line of the file it fails.
func parse(engine *liquid.Engine, source, file string, line int) (*liquid.Template, []Problem) {
	template, err := engine.ParseTemplateLocation([]byte(source), file, line)
	if err != nil {
		return nil, []Problem{{file, err.LineNumber(), "syntax", syntaxText(err)}}
	}
	return template, nil
}

// syntaxText is Liquid's own word without the place, which the problem states.
func syntaxText(err liquid.SourceError) string {
	text := err.Error()
	if at := strings.LastIndex(text, " in "+err.Path()); at > 0 && err.Path() != "" {
		text = text[:at]
	}
	if _, after, found := strings.Cut(text, "): "); found {
		text = after
	}
	return text
}

// ErrRender says that a text could not be filled in.
var ErrRender = errors.New("the text could not be filled in")

// renderError names the file and line, and never what Liquid says beyond that,
// because it may quote a value.
func renderError(err liquid.SourceError) error {
	return fmt.Errorf("render %s line %d: %w", err.Path(), err.LineNumber(), ErrRender)
}
