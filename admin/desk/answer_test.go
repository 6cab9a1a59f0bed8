package desk_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/frame/frametest"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/operator"
	"github.com/goodterms/goodterms/replies"
	"github.com/goodterms/goodterms/replies/intents"
)

func TestAnAnswerGoesOutAndTheFollowUpIsDone(t *testing.T) {
	h := disputing()
	o := h.open(t)
	c := o.As(operator.Clerk)
	frametest.Has(t, c.Get(pageOf(1)+"?do=answer"), "by SMS to +447700900142", "are in English", `data-most="600"`, "autofocus")
	frametest.Status(t, post(t, c, 1, "answer", url.Values{"text": {"Dear Ada,\r\nwe will check."}}), http.StatusSeeOther)
	if len(h.answers) != 1 || h.answers[0] != id("fup", 1)+" Dear Ada,\nwe will check." {
		t.Errorf("answers %q", h.answers)
	}
	if len(h.closed) != 1 || h.closed[0].Outcome != "answered" {
		t.Errorf("closed %+v", h.closed)
	}
	e := o.Audit.Entries()[0]
	if e.Detail["reminder"] != id("rem", 1) || strings.Contains(e.Subject, "Ada") {
		t.Errorf("audit log %+v", e)
	}
}

func TestAnAnswerMayKeepTheFollowUpOpen(t *testing.T) {
	h := disputing()
	post(t, h.open(t).As(operator.Clerk), 1, "answer", url.Values{"text": {"Which day?"}, "after": {"open"}})
	if f := h.at(id("fup", 1)); len(h.closed) != 0 || f.Assignee != "Dana Clerk" {
		t.Errorf("closed %v, it is %q's", h.closed, f.Assignee)
	}
}

func TestAnAnswerThatIsEmptyOrTooLongIsNotSent(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"empty":    {" \n ", "Write what the customer should read"},
		"too long": {strings.Repeat("ü", 601), "It has 601 characters; at most 600 can be sent this way. Shorten it by 1."},
	} {
		h := disputing()
		a := post(t, h.open(t).As(operator.Clerk), 1, "answer", url.Values{"text": {c.text}})
		frametest.Status(t, a, http.StatusUnprocessableEntity)
		frametest.Has(t, a, c.want, `aria-invalid="true"`, strings.TrimSpace(c.text))
		if len(h.answers) > 0 {
			t.Errorf("%s: it was sent", name)
		}
	}
}

func TestAnAnswerByMailMayBeLonger(t *testing.T) {
	h := disputing()
	h.replies[0].Channel, h.replies[0].From = channels.Email, "ada@blue-bottle.example"
	frametest.Status(t, post(t, h.open(t).As(operator.Clerk), 1, "answer", url.Values{"text": {strings.Repeat("a", 2000)}}), http.StatusSeeOther)
	if len(h.answers) != 1 {
		t.Error("it was not sent")
	}
}

func TestWhoHasCalledIsAnsweredBySMS(t *testing.T) {
	h := disputing()
	h.replies[0].Channel, h.replies[0].Match = channels.Voice, replies.ByWay
	frametest.Has(t, h.open(t).As(operator.Clerk).Get(pageOf(1)+"?do=answer"), "by SMS to +447700900142")
}

func TestTheirLanguageIsToldWhereItIsAnother(t *testing.T) {
	h := disputing()
	h.replies[0].Language = "de"
	frametest.Has(t, h.open(t).As(operator.Clerk).Get(pageOf(1)+"?do=answer"), "They wrote in German.")
}

func TestWhoeverIsNotKnownForCertainCannotBeAnswered(t *testing.T) {
	h := disputing()
	h.replies[0].Match = replies.BySender
	c := h.open(t).As(operator.Clerk)
	page := c.Get(pageOf(1))
	frametest.Has(t, page, "It is not known for certain who wrote", `data-key="m"`)
	frametest.Lacks(t, page, `data-key="r"`, `data-key="a"`, `data-key="c"`)
	frametest.Status(t, post(t, c, 1, "answer", url.Values{"text": {"hello"}}), http.StatusUnprocessableEntity)
	frametest.Status(t, post(t, c, 1, "correct", url.Values{"is.dispute": {"yes"}}), http.StatusUnprocessableEntity)
	frametest.Status(t, post(t, c, 1, "accept", nil), http.StatusUnprocessableEntity)
	if len(h.answers)+len(h.corrected) > 0 {
		t.Error("something was done")
	}
}

func TestACorrectionIsAllThatTheReplyMeans(t *testing.T) {
	h := disputing()
	h.promises = []account.Promise{{ReplyID: id("rep", 1), Status: account.PromiseOpen}}
	a := post(t, h.open(t).As(operator.Clerk), 1, "correct", url.Values{"is.promise_to_pay": {"yes"}, "day": {"2027-04-16"}, "amount": {"50.00"},
		"later": {"2027-04-30"}, "is.opt_out": {"yes"}})
	frametest.Status(t, a, http.StatusSeeOther)
	if len(h.corrected) != 1 || len(h.corrected[0]) != 2 {
		t.Fatalf("corrected %+v", h.corrected)
	}
	promise := h.corrected[0][1]
	if promise.Intent != intents.Promise || len(promise.Parts) != 2 || promise.Parts[0].Amount != pounds(5000) || promise.Parts[1].On.Day != 30 {
		t.Errorf("the promise is %+v", promise)
	}
	if len(h.closed) != 1 || h.closed[0].Outcome != "corrected" {
		t.Errorf("closed %+v", h.closed)
	}
}

func TestTheFormOfACorrectionIsChecked(t *testing.T) {
	promise := func(pairs ...string) url.Values {
		form := url.Values{"is.promise_to_pay": {"yes"}, "day": {"2027-04-16"}}
		for i := 0; i < len(pairs); i += 2 {
			form.Set(pairs[i], pairs[i+1])
		}
		return form
	}
	for name, c := range map[string]struct {
		form url.Values
		want string
	}{
		"nothing":            {url.Values{}, "Choose what it means"},
		"none and more":      {url.Values{"is.other": {"yes"}, "is.dispute": {"yes"}}, "goes with nothing else"},
		"no day":             {promise("day", ""), "by which day it will be paid"},
		"no such day":        {promise("day", "2027-02-30"), "year-month-day"},
		"a day that passed":  {promise("day", "2027-04-11"), "That day has passed"},
		"a day far away":     {promise("day", "2028-04-30"), "more than a year away"},
		"an amount in words": {promise("amount", "fifty"), "in plain digits"},
		"nothing at all":     {promise("amount", "0"), "Nothing is no promise"},
		"a rest without day": {promise("amount", "50", "rest", "20"), "by which day the rest"},
		"parts backwards":    {promise("amount", "50", "later", "2027-04-15"), "choose a later day"},
		"parts without sum":  {promise("later", "2027-04-30"), "how much comes first"},
		"no day of return":   {url.Values{"is.out_of_office": {"yes"}, "return": {"tomorrow"}}, "year-month-day"},
	} {
		t.Run(name, func(t *testing.T) {
			h := disputing()
			a := post(t, h.open(t).As(operator.Clerk), 1, "correct", c.form)
			frametest.Status(t, a, http.StatusUnprocessableEntity)
			frametest.Has(t, a, c.want)
			if len(h.corrected) > 0 {
				t.Error("it was corrected")
			}
		})
	}
}

func TestADoneFollowUpCanStillBeCorrectedButNotAnswered(t *testing.T) {
	h := disputing()
	h.followUps[0].Status = replies.Done
	c := h.open(t).As(operator.Clerk)
	page := c.Get(pageOf(1))
	frametest.Has(t, page, `data-key="c"`)
	frametest.Lacks(t, page, `data-key="r"`, `data-key="a"`, `data-key="d"`, `data-key="t"`)
	a := post(t, c, 1, "correct", url.Values{"is.other": {"yes"}, "seen": {""}})
	frametest.Status(t, a, http.StatusUnprocessableEntity) // no form was on the page: what they saw is not known
	form := c.Get(pageOf(1) + "?do=correct")
	a = c.Post(pageOf(1)+"/correct", url.Values{"is.other": {"yes"}, "seen": {seenField.FindStringSubmatch(form.Body)[1]}})
	if len(h.corrected) != 1 || a.Location != pageOf(1) {
		t.Errorf("corrected %v, then %s", h.corrected, a.Location)
	}
}

func TestWhileAPanelIsOpenNoOtherKeyDoesAnything(t *testing.T) {
	c := disputing().open(t).As(operator.Clerk)
	for _, panel := range []string{"answer", "correct", "done"} {
		page := c.Get(pageOf(1) + "?do=" + panel)
		frametest.Has(t, page, "autofocus", `data-key="x"`)
		frametest.Lacks(t, page, `data-key="a"`, `data-key="t"`, `data-key="d"`, `data-key="l"`, `data-key="n"`)
	}
}

func TestAPanelThatTheOperatorMayNotUseStaysShut(t *testing.T) {
	c := disputing().open(t).As(operator.Viewer)
	for _, panel := range []string{"answer", "correct", "done", "match", "other"} {
		frametest.Lacks(t, c.Get(pageOf(1)+"?do="+panel), "<textarea", `id="outcome"`, "desk-choices", `type="search"`)
	}
}
