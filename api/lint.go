package api

import (
	"net/http"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/templates/lint"
)

// lintReport is what lint says of a text.
type lintReport struct {
	lint.Report
}

func postLint(s *server, c *call) (answer, error) {
	var in lintBody
	if err := c.sound(&in); err != nil {
		return answer{}, err
	}
	check := checker{rules: &rules{now: c.now}, item: noItem}
	request := lint.Request{Channel: channels.Kind(in.Channel), Text: in.Text, Limited: in.Limited, ToneOnly: in.Only == "tone"}
	request.Stage = check.anyStage(in.Stage)
	request.Locale = check.anyLocale(in.Locale)
	if in.Channel != "" && !knownChannel(in.Channel) {
		check.bad("channel", channelRemedy)
	}
	if in.Only != "" && in.Only != "tone" {
		check.bad("only", "is not a part of lint; use tone, or leave it out")
	}
	if err := faultless(check.found); err != nil {
		return answer{}, err
	}
	return answerOf(http.StatusOK, lintReport{s.Words.Lint(request)}), nil
}

// anyStage reads a stage that may be left out.
func (c *checker) anyStage(text string) templates.Stage {
	if text == "" {
		return templates.Gentle
	}
	stage, err := templates.ParseStage(text)
	if err != nil {
		c.bad("stage", err.Error())
	}
	return stage
}

// anyLocale reads a locale that may be left out.
func (c *checker) anyLocale(text string) string {
	if text == "" {
		return templates.Fallback
	}
	locale, err := account.ParseLocale(text)
	if err != nil {
		c.bad("locale", err.Error())
	}
	return locale
}
