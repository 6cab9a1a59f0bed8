package api

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/templates/lint"
)

// previewView is a text as a customer would get it.
type previewView struct {
	Subject   string     `json:"subject,omitempty"`
	Preheader string     `json:"preheader,omitempty"`
	Text      string     `json:"text" doc:"The plain part of an email, an SMS, the script of a call."`
	HTML      string     `json:"html,omitempty"`
	Limited   string     `json:"limited,omitempty" doc:"What an answering machine would hear."`
	Locale    string     `json:"locale" doc:"Of the text that was used."`
	Asked     string     `json:"asked" doc:"The locale that was asked for."`
	Why       string     `json:"why" doc:"Why that text was used."`
	Chain     []tryView  `json:"chain" nullable:"false" doc:"The locales in which a text was looked for."`
	Missing   []string   `json:"missing" nullable:"false" doc:"Variables that had no value: what stands in their place is a fallback."`
	Length    int        `json:"length" doc:"Characters of the text."`
	SMS       *smsView   `json:"sms,omitempty" doc:"Size of the rendered SMS."`
	Voice     *voiceView `json:"voice,omitempty" doc:"Length of the rendered call."`
}

type tryView struct {
	Locale string `json:"locale"`
	Why    string `json:"why"`
}

func postPreview(s *server, c *call) (answer, error) {
	var in previewBody
	if err := c.sound(&in); err != nil {
		return answer{}, err
	}
	check := checker{rules: &rules{now: c.now}, item: noItem}
	of, err := s.previewed(c, &check, &in)
	if err != nil {
		return answer{}, err
	}
	facts, locale, err := s.previewFacts(c, &check, &in, of.stage)
	if err != nil {
		return answer{}, err
	}
	if err := faultless(check.found); err != nil {
		return answer{}, err
	}
	set, problems := templates.Compile(byChannel(of.Sources, channels.Kind(in.Channel)), of.stage)
	if len(problems) > 0 {
		return answer{}, unprocessable(uncompiled(problems))
	}
	shown, err := set.Preview(of.Key, channels.Kind(in.Channel), locale, facts)
	if err != nil {
		return answer{}, notShown(err)
	}
	return answerOf(http.StatusOK, s.previewOf(shown, of.stage, channels.Kind(in.Channel))), nil
}

// edition is the version that is previewed: that of a template, with texts as they
// are being written in the place of its own.
type edition struct {
	templates.Version
	stage templates.Stage
}

// previewKey names texts that belong to no template.
const previewKey = "preview"

func (s *server) previewed(c *call, check *checker, in *previewBody) (edition, error) {
	of := edition{Version: templates.Version{Key: previewKey}, stage: check.anyStage(in.Stage)}
	if !knownChannel(in.Channel) {
		check.bad("channel", channelRemedy)
	}
	if in.Template != "" {
		view, err := s.Templates.FindTemplate(c.ctx(), in.Template)
		if err != nil {
			return of, err
		}
		number := view.Current
		if in.Version.Given && !in.Version.Null {
			number = in.Version.Value
		}
		if of.Version, err = s.version(c, view.Key, number); err != nil && !errors.Is(err, reminder.ErrNoVersion) {
			return of, err
		}
		of.Key, of.stage = view.Key, view.Stage
	}
	of.Sources = withTexts(of.Sources, check.texts(templates.Template{Key: of.Key, Stage: of.stage}, in.Texts))
	if len(of.Sources) == 0 && len(check.found) == 0 {
		check.bad("texts", "are needed where no version of a template is named")
	}
	return of, nil
}

// previewFacts are those of the sample or the account, and the locale to show them in.
func (s *server) previewFacts(c *call, check *checker, in *previewBody, stage templates.Stage) (templates.Facts, string, error) {
	locale := check.anyLocale(in.Locale)
	if in.Account != "" {
		return s.realFacts(c, in, locale)
	}
	for _, sample := range templates.SamplesOf(stage) {
		if in.Sample == "" || in.Sample == sample.Name {
			sample.Facts.Locale = s.Locale
			return sample.Facts, locale, nil
		}
	}
	check.bad("sample", "is no sample of this stage; GET /v1/templates/reference lists them")
	return templates.Facts{}, locale, nil
}

// realFacts are those of an account: its first contact and what it owes.
func (s *server) realFacts(c *call, in *previewBody, locale string) (templates.Facts, string, error) {
	view, err := s.Accounts.FindAccount(c.ctx(), in.Account)
	if err != nil {
		return templates.Facts{}, "", err
	}
	facts := templates.Facts{Creditor: s.Creditor, Account: view.Account, Locale: s.Locale, Today: account.DateOf(c.now)}
	for _, i := range view.Invoices {
		if !i.Paid() {
			facts.Invoices = append(facts.Invoices, i)
		}
	}
	if len(view.Contacts) > 0 {
		facts.Contact = view.Contacts[0]
	}
	if in.Locale == "" && view.Account.Locale != "" {
		locale = view.Account.Locale
	}
	return facts, locale, nil
}

// byChannel keeps the texts of one channel: no other can take their place.
func byChannel(list []templates.Source, channel channels.Kind) []templates.Source {
	return slices.DeleteFunc(slices.Clone(list), func(s templates.Source) bool { return s.Channel != channel })
}

func uncompiled(problems []templates.Problem) (found findings) {
	for _, p := range problems[:min(len(problems), maxFindings)] {
		at := "body.texts"
		if p.File != "" {
			at += " " + p.File
		}
		if p.Line > 0 {
			at += " line " + strconv.Itoa(p.Line)
		}
		found = append(found, finding{Message: p.Text, Location: at, item: noItem})
	}
	return found
}

// notShown says why a text cannot be rendered for these facts.
func notShown(err error) error {
	switch {
	case errors.Is(err, templates.ErrChannel), errors.Is(err, templates.ErrUnknown):
		return newProblem(http.StatusUnprocessableEntity, "The template has no text for this channel.").at("body.channel", "has no text in this version; choose another")
	case errors.Is(err, templates.ErrNothingOpen):
		return newProblem(http.StatusUnprocessableEntity, "No invoice of the account is open, so there is nothing that the text could say.").at("body.account", "has no open invoice; choose another, or a sample")
	case errors.Is(err, templates.ErrAnswer):
		return newProblem(http.StatusUnprocessableEntity, "The text needs a promise or a person's words, which an account does not have by itself.").at("body.account", "cannot show this text; choose a sample")
	}
	return err
}

func (s *server) previewOf(p templates.Preview, stage templates.Stage, channel channels.Kind) previewView {
	out := previewView{
		Subject: p.Subject, Preheader: p.Preheader, Text: p.Text, HTML: p.HTML, Limited: p.Limited, Locale: p.Locale,
		Asked: p.Asked, Why: string(p.Why), Chain: []tryView{}, Missing: append([]string{}, p.Missing...), Length: p.Length,
	}
	for _, try := range p.Chain {
		out.Chain = append(out.Chain, tryView{try.Locale, string(try.Why)})
	}
	if channel != channels.Email {
		report := reportOf(s.Words.Lint(lint.Request{Stage: stage, Channel: channel, Locale: p.Locale, Text: p.Text, Limited: p.Limited}))
		out.SMS, out.Voice = report.SMS, report.Voice
	}
	return out
}
