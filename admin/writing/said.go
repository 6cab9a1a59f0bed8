package writing

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/operator"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
)

// name is what pages call a template: the key in words.
func name(key string) string {
	words := strings.ReplaceAll(key, "_", " ")
	if words == "" {
		return words
	}
	return strings.ToUpper(words[:1]) + words[1:]
}

// meaning says when a text of the stage is read.
func meaning(stage templates.Stage) string {
	stages := templates.Reference().Stages
	i := slices.IndexFunc(stages, func(s templates.StageReference) bool { return s.Stage == stage })
	if i < 0 {
		return ""
	}
	return stages[i].Meaning
}

// aboutStage begins a sentence with when the template's texts are read.
func aboutStage(view reminder.TemplateView) string {
	if !view.Shipped {
		return meaning(view.Stage)
	}
	return name(meaning(view.Stage))
}

// channelName is a channel as pages call it.
func channelName(channel channels.Kind) string {
	switch channel {
	case channels.Email:
		return "Email"
	case channels.SMS:
		return "SMS"
	case channels.Voice:
		return "Call"
	}
	return string(channel)
}

// languageName is a locale in English, such as German or English (United Kingdom).
func languageName(locale string) string {
	tag, err := language.Parse(locale)
	if err != nil {
		return locale
	}
	base, _ := tag.Base()
	named := display.English.Languages().Name(base)
	if region, sure := tag.Region(); sure == language.Exact && strings.Contains(locale, "-") {
		named += " (" + display.English.Regions().Name(region) + ")"
	}
	return named
}

// versionName is a version as a sentence names it.
func versionName(view reminder.TemplateView, n int) string {
	if n == 0 && view.Shipped {
		return "the shipped texts"
	}
	return "version " + strconv.Itoa(n)
}

// signature is by what name a change is kept: the address with which the operator signs
// in, which nobody else has.
func signature(o operator.Operator) string { return o.Email }

// stateShown is a version's state as shape and word.
func stateShown(state templates.State, current bool) map[string]any {
	switch {
	case current:
		return map[string]any{"kind": "kind", "text": "current"}
	case state == templates.Draft:
		return map[string]any{"kind": "wait", "text": "draft"}
	case state == templates.Review:
		return map[string]any{"kind": "wait", "text": "in review"}
	case state == templates.Discarded:
		return map[string]any{"kind": "plain", "text": "given up"}
	}
	return map[string]any{"kind": "plain", "text": "published"}
}

// templatePath and versionPath are addresses of pages.
func templatePath(key string, rest ...string) string {
	return frame.Path(append([]string{"templates", key}, rest...)...)
}

func versionPath(key string, n int, rest ...string) string {
	return templatePath(key, append([]string{"versions", strconv.Itoa(n)}, rest...)...)
}
