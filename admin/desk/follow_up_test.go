package desk_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/frame/frametest"
	"github.com/goodterms/goodterms/operator"
	"github.com/goodterms/goodterms/replies"
	"github.com/goodterms/goodterms/replies/intents"
)

var seenField = regexp.MustCompile(`name="seen" value="([0-9a-f]+)"`)

// pageOf is the address of the n-th follow-up.
func pageOf(n int) string { return "/admin/follow-ups/" + id("fup", n) }

// post opens the page of the n-th follow-up and sends a form of it.
func post(t *testing.T, c *frametest.Client, n int, verb string, form url.Values) frametest.Answer {
	t.Helper()
	if form == nil {
		form = url.Values{}
	}
	if found := seenField.FindStringSubmatch(c.Get(pageOf(n)).Body); found != nil {
		form.Set("seen", found[1])
	}
	return c.Post(pageOf(n)+"/"+verb, form)
}

func TestAViewerReadsAndMayDoNothing(t *testing.T) {
	h := disputing()
	o := h.open(t)
	c := o.As(operator.Viewer)
	page := c.Get(pageOf(1))
	frametest.Has(t, page, "Blue Bottle Ltd objects", "your role does not include working on it")
	frametest.Lacks(t, page, `data-key="a"`, `data-key="c"`, `data-key="r"`, `data-key="d"`, `data-key="t"`)
	for _, verb := range []string{"accept", "correct", "match", "take", "give-back", "done", "answer"} {
		frametest.Status(t, c.Post(pageOf(1)+"/"+verb, url.Values{"text": {"hello"}}), http.StatusForbidden)
	}
	if len(h.corrected)+len(h.answers)+len(h.closed)+len(h.matches) > 0 {
		t.Error("something was changed")
	}
}

func TestOneWhoMayWorkButNotSendCannotAnswer(t *testing.T) {
	h := disputing()
	o := h.open(t)
	o.Change("opr_clerk", func(p *operator.Operator) { p.MaySend = false })
	c := o.As(operator.Clerk)
	page := c.Get(pageOf(1))
	frametest.Has(t, page, `data-key="a"`, "You may not send messages")
	frametest.Lacks(t, page, `data-key="r"`)
	frametest.Status(t, post(t, c, 1, "answer", url.Values{"text": {"hello"}}), http.StatusForbidden)
	if len(h.answers) > 0 {
		t.Error("an answer was sent")
	}
}

func TestEveryKeyIsOnThePage(t *testing.T) {
	h := disputing()
	frametest.Has(t, h.open(t).As(operator.Clerk).Get(pageOf(1)), `data-key="a"`, `data-key="c"`, `data-key="r"`, `data-key="d"`, `data-key="t"`, `aria-keyshortcuts="a"`)
}

func TestAcceptingTakesTheSuggestionAsCertainAndOpensTheNext(t *testing.T) {
	h := newHouse()
	h.add(asks(1, replies.CauseOptOut, replies.ActConfirm, "perhaps"), wrote(1, "maybe stop", perhaps(intents.OptOut, "maybe stop", "en.opt-out.maybe")))
	h.add(asks(2, replies.CauseQuestion, replies.ActAnswer, "a question"), wrote(2, "why?"))
	o := h.open(t)
	a := post(t, o.As(operator.Clerk), 1, "accept", nil)
	if a.Location != pageOf(2)+"?from="+id("fup", 1) {
		t.Errorf("it goes to %s", a.Location)
	}
	if len(h.corrected) != 1 || h.corrected[0][0].Intent != intents.OptOut {
		t.Errorf("corrected %+v", h.corrected)
	}
	if diff := cmp.Diff([]closing{{id("fup", 1), "accepted", false}}, h.closed); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"Dana Clerk", "Dana Clerk"}, h.by); diff != "" {
		t.Error(diff)
	}
	e := o.Audit.Entries()[0]
	if e.Action != "follow_up.accept" || e.Subject != id("fup", 1) || e.Outcome != operator.Done {
		t.Errorf("audit log %+v", e)
	}
}

func TestWhatStillAsksForAPersonStaysOnTheListWhenAccepted(t *testing.T) {
	h := disputing()
	frametest.Status(t, post(t, h.open(t).As(operator.Clerk), 1, "accept", nil), http.StatusSeeOther)
	if len(h.corrected) != 1 || len(h.closed) != 0 {
		t.Errorf("corrected %v, closed %v", h.corrected, h.closed)
	}
}

func TestAPromiseThatCouldNotBeRecordedStaysOnTheList(t *testing.T) {
	promise := perhaps(intents.Promise, "Friday", "en.promise.maybe")
	promise.Date = account.DateOf(noon.AddDate(0, 0, 4))
	for name, recorded := range map[string]bool{"recorded": true, "not recorded": false} {
		h := newHouse()
		h.add(asks(1, replies.CausePromise, replies.ActConfirm, "unclear"), wrote(1, "perhaps Friday", promise))
		if recorded {
			h.promises = []account.Promise{{ReplyID: id("rep", 1), Status: account.PromiseOpen}}
		}
		frametest.Status(t, post(t, h.open(t).As(operator.Clerk), 1, "accept", nil), http.StatusSeeOther)
		if closed := len(h.closed) == 1; closed != recorded {
			t.Errorf("%s: closed %v", name, closed)
		}
	}
}

func TestAPromiseWithoutADayCannotBeAccepted(t *testing.T) {
	h := newHouse()
	h.add(asks(1, replies.CausePromise, replies.ActAskDay, "unclear"), wrote(1, "will pay soon", perhaps(intents.Promise, "will pay soon", "en.promise.maybe")))
	c := h.open(t).As(operator.Clerk)
	page := c.Get(pageOf(1))
	frametest.Has(t, page, "a promise needs a day")
	frametest.Lacks(t, page, `data-key="a"`)
	frametest.Status(t, post(t, c, 1, "accept", nil), http.StatusUnprocessableEntity)
	if len(h.corrected) > 0 {
		t.Error("it was accepted")
	}
}

func TestWhatSomebodyElseDidMeanwhileIsSaidAndNothingIsChanged(t *testing.T) {
	h := disputing()
	c := h.open(t).As(operator.Clerk)
	seen := seenField.FindStringSubmatch(c.Get(pageOf(1)).Body)[1]
	h.at(id("fup", 1)).Assignee = "Sam Okafor"
	a := c.Post(pageOf(1)+"/accept", url.Values{"seen": {seen}})
	frametest.Status(t, a, http.StatusUnprocessableEntity)
	frametest.Has(t, a, "Sam Okafor works on it", "Nothing was changed by you")
	h.at(id("fup", 1)).Status = replies.Done
	a = c.Post(pageOf(1)+"/answer", url.Values{"seen": {seen}, "text": {"hello"}})
	frametest.Has(t, a, "Somebody else has done this meanwhile")
	if len(h.corrected)+len(h.answers) > 0 {
		t.Error("something was changed")
	}
}

func TestRefusalsOfTheDeskAreSaidInWords(t *testing.T) {
	for err, words := range map[error]string{
		replies.ErrDone:      "Somebody else has done this",
		replies.ErrNobody:    "The customer cannot be answered",
		replies.ErrWords:     "Write 1 to 600 characters",
		account.ErrNoContact: "not known any more",
		replies.ErrNoReply:   "not kept any more",
	} {
		h := disputing()
		h.refuse = err
		a := post(t, h.open(t).As(operator.Clerk), 1, "answer", url.Values{"text": {"hello"}})
		frametest.Status(t, a, http.StatusUnprocessableEntity)
		frametest.Has(t, a, words)
	}
}

func TestAFollowUpThatDoesNotExistIsNotFound(t *testing.T) {
	c := disputing().open(t).As(operator.Clerk)
	for _, path := range []string{pageOf(9), "/admin/follow-ups/none", "/admin/replies/" + id("rep", 9), "/admin/replies/x/raw"} {
		frametest.Status(t, c.Get(path), http.StatusNotFound)
	}
	frametest.Status(t, c.Post(pageOf(9)+"/done", nil), http.StatusNotFound)
}

func TestOneTakesItOnAndGivesItBack(t *testing.T) {
	h := disputing()
	c := h.open(t).As(operator.Clerk)
	post(t, c, 1, "take", nil)
	if got := h.at(id("fup", 1)).Assignee; got != "Dana Clerk" {
		t.Errorf("it is %q's", got)
	}
	frametest.Has(t, c.Get("/admin/follow-ups?show=mine"), "Blue Bottle Ltd", "You work on it.")
	frametest.Has(t, c.Get(pageOf(1)), `data-key="g"`)
	post(t, c, 1, "give-back", nil)
	if got := h.at(id("fup", 1)); got.Assignee != "" || got.Status != replies.Open {
		t.Errorf("it is %+v", got)
	}
}

func TestDoneKeepsTheOutcomeAndLetsRemindersGoOn(t *testing.T) {
	h := disputing()
	h.holds = []account.Hold{{Proof: id("rep", 1), Cause: account.HoldReply, InvoiceID: id("inv", 1), At: noon}}
	o := h.open(t)
	c := o.As(operator.Clerk)
	frametest.Has(t, c.Get(pageOf(1)+"?do=done"), "Reminders about INV-1042 wait for somebody to read this", `name="release"`)
	a := post(t, c, 1, "done", url.Values{"outcome": {" called them "}, "release": {"yes"}})
	if a.Location != "/admin/follow-ups" {
		t.Errorf("behind the last comes %s", a.Location)
	}
	if diff := cmp.Diff([]closing{{id("fup", 1), "called them", true}}, h.closed); diff != "" {
		t.Error(diff)
	}
	for _, e := range o.Audit.Entries() {
		if strings.Contains(e.Subject+strings.Join(values(e.Detail), " "), "called") {
			t.Error("the audit log holds a text")
		}
	}
}

func values(m map[string]string) (list []string) {
	for _, v := range m {
		list = append(list, v)
	}
	return list
}

func TestAnOutcomeThatIsTooLongIsShownAsItWasSent(t *testing.T) {
	h := disputing()
	long := strings.Repeat("ä", 501)
	a := post(t, h.open(t).As(operator.Clerk), 1, "done", url.Values{"outcome": {long}})
	frametest.Status(t, a, http.StatusUnprocessableEntity)
	frametest.Has(t, a, long, "at most 500 characters", `aria-invalid="true"`)
	if len(h.closed) > 0 {
		t.Error("it was closed")
	}
}
