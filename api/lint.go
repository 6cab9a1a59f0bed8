package api

import (
	"net/http"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/templates/lint"
)

// LintReport is what lint says of a text. It is exported because the OpenAPI
// document shows embedded structs of exported types alone.
type LintReport struct {
	OK       bool       `json:"ok" doc:"No finding is an error."`
	Faults   []string   `json:"faults" nullable:"false" doc:"Rules of the errors and warnings, each once."`
	Findings []lintView `json:"findings" nullable:"false"`
	SMS      *smsView   `json:"sms,omitempty" doc:"Of an SMS, counted on the text as given."`
	Voice    *voiceView `json:"voice,omitempty" doc:"Of a call."`
}

type lintView struct {
	Rule     string `json:"rule" example:"accusation"`
	Severity string `json:"severity" enum:"error,warning,hint"`
	Part     string `json:"part,omitempty" doc:"subject, preheader, body or limited, where there are several."`
	Line     int    `json:"line" doc:"From 1; 0: about the whole text."`
	Column   int    `json:"column" doc:"From 1, in characters."`
	Text     string `json:"text" doc:"The words that it is about, or what is wrong."`
	Instead  string `json:"instead" doc:"What to write or do."`
	Detail   string `json:"detail,omitempty" doc:"Id of the rule that found it."`
}

type smsView struct {
	Encoding string `json:"encoding" enum:"GSM-7,UCS-2"`
	Units    int    `json:"units"`
	Segments int    `json:"segments"`
}

type voiceView struct {
	Seconds int `json:"seconds"`
}

func reportOf(r lint.Report) LintReport {
	out := LintReport{OK: r.OK, Faults: append([]string{}, r.Faults...), Findings: []lintView{}}
	for _, f := range r.Findings {
		out.Findings = append(out.Findings, lintView{f.Rule, string(f.Severity), f.Part, f.Line, f.Column, f.Text, f.Instead, f.Detail})
	}
	if r.SMS != nil {
		out.SMS = &smsView{string(r.SMS.Encoding), r.SMS.Units, r.SMS.Segments}
	}
	if r.Voice != nil {
		out.Voice = &voiceView{r.Voice.Seconds}
	}
	return out
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
	return answerOf(http.StatusOK, reportOf(s.Words.Lint(request))), nil
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
