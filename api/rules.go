package api

import (
	"errors"
	"net/http"
	"strings"

	"github.com/goodterms/goodterms/reminder"
)

// rulesView is what the creditor has set for one account.
type rulesView struct {
	Account    string  `json:"account" example:"C-1001" doc:"Reference of the account."`
	SendWindow *string `json:"send_window" example:"Mo-Th 10:00-16:00" doc:"In canonical form. null: none of its own."`
	Hold       *string `json:"hold" example:"disputed" doc:"Why reminders wait. null: they do not."`
}

func getRules(s *server, c *call) (answer, error) {
	rules, err := s.Contacts.FindRules(c.ctx(), c.PathValue("reference"))
	if err != nil {
		return answer{}, err
	}
	return answerOf(http.StatusOK, rulesOf(c.PathValue("reference"), rules)), nil
}

// patchRules changes what the creditor has set for an account.
func patchRules(s *server, c *call) (answer, error) {
	var in rulesChange
	found, err := c.read(&in)
	if err != nil {
		return answer{}, err
	}
	if err := faultless(found); err != nil {
		return answer{}, err
	}
	check := checker{rules: &rules{now: c.now}, item: noItem}
	ruling := check.ruling(in)
	if err := faultless(check.found); err != nil {
		return answer{}, err
	}
	reference := c.PathValue("reference")
	m := reply{make: func(effect any) answer {
		return answerOf(http.StatusOK, rulesOf(reference, effect.(reminder.AccountRules)))
	}}
	after, err := s.Contacts.ChangeRules(c.ctx(), c.now, reference, ruling, m.remember(c))
	if err != nil {
		return answer{}, err
	}
	return m.to(after), nil
}

func rulesOf(reference string, r reminder.AccountRules) rulesView {
	return rulesView{Account: reference, SendWindow: orNull(r.Window), Hold: orNull(r.Hold)}
}

func (c *checker) ruling(in rulesChange) reminder.RuleChange {
	out := reminder.RuleChange{By: in.By, Why: in.Why}
	if !in.SendWindow.Given && !in.Hold.Given {
		c.bad("", "changes nothing; give send_window or hold")
	}
	out.Window = c.altered("send_window", in.SendWindow, func(text string) (string, error) {
		return opening(text, "use hold to have reminders wait")
	})
	out.Hold = c.altered("hold", in.Hold, parseCause)
	return out
}

var errCause = errors.New("is not a cause: use disputed, promise, plan, legal, bankrupt, deceased, attorney, cease, or one lower-case word of your own such as goodwill or credit_note")

// parseCause reads the cause of a hold. A word says enough; a sentence might say
// too much, and causes stand in every decision that they touch.
func parseCause(text string) (string, error) {
	for _, word := range strings.Split(text, "_") {
		if word == "" || strings.Trim(word, "abcdefghijklmnopqrstuvwxyz") != "" {
			return "", errCause
		}
	}
	return text, nil
}
