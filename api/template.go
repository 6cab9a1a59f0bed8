package api

import (
	"cmp"
	"net/http"
	"strconv"
	"strings"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
)

func compareTexts(channelA, localeA, channelB, localeB string) int {
	return cmp.Or(strings.Compare(channelA, channelB), strings.Compare(localeA, localeB))
}

func listTemplates(s *server, c *call) (answer, error) {
	list, err := s.Templates.ListTemplates(c.ctx())
	if err != nil {
		return answer{}, err
	}
	out := templateList{Templates: []TemplateSummary{}}
	for _, v := range list {
		out.Templates = append(out.Templates, templateOf(v))
	}
	return answerOf(http.StatusOK, out), nil
}

func getTemplate(s *server, c *call) (answer, error) {
	view, err := s.Templates.FindTemplate(c.ctx(), c.PathValue("key"))
	if err != nil {
		return answer{}, err
	}
	out := templateDetails{TemplateSummary: templateOf(view), Texts: []textView{}}
	if view.Current == 0 && !view.Shipped {
		return answerOf(http.StatusOK, out), nil
	}
	version, err := s.version(c, view.Key, view.Current)
	if err != nil {
		return answer{}, err
	}
	out.Texts = textsOf(version.Sources)
	return answerOf(http.StatusOK, out), nil
}

func postTemplate(s *server, c *call) (answer, error) {
	var in newTemplate
	if err := c.sound(&in); err != nil {
		return answer{}, err
	}
	made := templates.Template{Key: in.Key, Stage: templates.Stage(in.Stage)}
	check := checker{rules: &rules{now: c.now}, item: noItem}
	sources := check.texts(made, in.Texts)
	if _, err := templates.ParseStage(in.Stage); err != nil {
		check.bad("stage", err.Error())
	}
	if err := faultless(check.found); err != nil {
		return answer{}, err
	}
	m := versionReply(http.StatusCreated)
	v, err := s.Templates.CreateTemplate(c.ctx(), c.now, made, reminder.NewDraft{Sources: sources, Why: in.Why, By: in.By}, m.remember(c))
	if err != nil {
		return answer{}, err
	}
	return m.to(v), nil
}

func versionReply(status int) reply {
	return reply{make: func(effect any) answer {
		v := effect.(templates.Version)
		a := answerOf(status, wholeVersion(v))
		if status == http.StatusCreated {
			a.location = "/v1/templates/" + v.Key + "/versions/" + strconv.Itoa(v.Number)
		}
		return a
	}}
}

// version finds a version; version 0 is what Goodterms brings.
func (s *server) version(c *call, key string, number int) (templates.Version, error) {
	if number != 0 {
		return s.Versions.FindVersion(c.ctx(), key, number)
	}
	view, err := s.Templates.FindTemplate(c.ctx(), key)
	if err != nil {
		return templates.Version{}, err
	}
	if !view.Shipped {
		return templates.Version{}, reminder.ErrNoVersion
	}
	return templates.Version{Key: key, State: templates.Published, Sources: s.Words.Shipped(key)}, nil
}

// texts reads the texts of a version; two of one channel and locale are a fault.
func (c *checker) texts(of templates.Template, list []textBody) []templates.Source {
	seen := map[[2]string]bool{}
	out := make([]templates.Source, 0, len(list))
	for i, in := range list {
		locale, err := account.ParseLocale(in.Locale)
		if err != nil {
			c.badIn("texts", i, "locale", err.Error())
		}
		if !knownChannel(in.Channel) {
			c.badIn("texts", i, "channel", channelRemedy)
		}
		if in.Limited != "" && in.Channel != string(channels.Voice) {
			c.badIn("texts", i, "limited", "belongs to a call; leave it out")
		}
		if seen[[2]string{in.Channel, locale}] {
			c.badIn("texts", i, "locale", "is given twice for this channel; give it once")
		}
		seen[[2]string{in.Channel, locale}] = true
		out = append(out, templates.Source{Key: of.Key, Stage: of.Stage, Channel: channels.Kind(in.Channel), Locale: locale, Text: in.Text, Limited: in.Limited})
	}
	return out
}

const channelRemedy = "is not a channel; use email, sms or voice"

func knownChannel(text string) bool {
	switch channels.Kind(text) {
	case channels.Email, channels.SMS, channels.Voice:
		return true
	}
	return false
}

// withTexts puts texts in the place of those of the same channel and locale.
func withTexts(base, changed []templates.Source) []templates.Source {
	at := map[[2]string]int{}
	out := make([]templates.Source, 0, len(base)+len(changed))
	for _, list := range [][]templates.Source{base, changed} {
		for _, s := range list {
			s.File = ""
			key := [2]string{string(s.Channel), s.Locale}
			if i, known := at[key]; known {
				out[i] = s
				continue
			}
			at[key] = len(out)
			out = append(out, s)
		}
	}
	return out
}
