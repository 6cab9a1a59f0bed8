package desk_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/frame/frametest"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/operator"
	"github.com/goodterms/goodterms/replies"
	"github.com/goodterms/goodterms/replies/intents"
)

const hostile = `<script>alert(1)</script><img src=x onerror=alert(2)>"'`

func TestNothingThatStrangersSendRunsInABrowser(t *testing.T) {
	h := newHouse()
	view := bottle()
	view.Account.Name, view.Contacts[0].Name = hostile, hostile
	view.Invoices[0].Number = hostile
	h.accounts["BB-1042"] = view
	r := wrote(1, "I say "+hostile+" never", perhaps(intents.Dispute, hostile, "en.dispute.dispute"), perhaps(intents.Ask, "say "+hostile+" nev", hostile))
	r.Subject, r.From, r.Channel, r.Language = hostile, hostile, channels.Email, hostile
	r.Media = []channels.Media{{Name: hostile, Type: hostile, URL: "javascript:alert(3)"}}
	f := asks(1, replies.CauseDispute, replies.ActConfirm, hostile)
	f.Assignee, f.Outcome = hostile, hostile
	h.add(f, r)
	stranger := asks(2, replies.CauseUnmatched, replies.ActMatch, hostile)
	stranger.Account, stranger.AccountID = "", ""
	stranger.Suggestions = []replies.Suggestion{{Reference: "BB-1042", Why: hostile}}
	unknown := wrote(2, hostile)
	unknown.AccountID, unknown.Match, unknown.From = "", "", hostile
	h.add(stranger, unknown)
	h.messages = []replies.Message{{At: noon, Channel: hostile, ID: hostile, Subject: hostile, Text: hostile + strings.Repeat(" long", 60), Status: hostile}}
	h.holds = []account.Hold{{Proof: id("rep", 1), Cause: hostile, InvoiceID: id("inv", 1), At: noon}}
	c := h.open(t).As(operator.Admin)
	for _, path := range []string{"/admin/follow-ups", pageOf(1), pageOf(1) + "?do=correct", pageOf(1) + "?do=answer", pageOf(1) + "?do=done",
		pageOf(2) + "?do=match&find=" + url.QueryEscape(hostile), "/admin/replies", "/admin/replies/" + id("rep", 1),
		pageOf(1) + "?from=fup_" + url.QueryEscape(hostile) + "&show=" + url.QueryEscape(hostile)} {
		a := c.Get(path)
		frametest.Status(t, a, http.StatusOK)
		frametest.Lacks(t, a, "<script>alert", "<img src=x", `href="javascript:`, `"'"`)
		frametest.Has(t, a, "alert(1)")
	}
}

func TestEvidenceIsMarkedInHTMLThatIsHarmless(t *testing.T) {
	h := newHouse()
	h.add(asks(1, replies.CauseDispute, replies.ActConfirm, "perhaps"),
		wrote(1, "<b>I never & ordered</b> it", perhaps(intents.Dispute, "never & ordered</b>", "en.dispute.never-ordered"), perhaps(intents.Ask, "ordered</b> it", "en.question.ask"),
			perhaps(intents.Hardship, "no money", "en.hardship.means")))
	page := h.open(t).As(operator.Viewer).Get(pageOf(1))
	if !strings.Contains(page.Body, `&lt;b&gt;I <mark>never &amp; </mark><mark>ordered&lt;/b&gt;<sup`) {
		t.Errorf("the page is %s", page.Body)
	}
	frametest.Has(t, page, "Because it says that it was never ordered", "“<span class=\"letter\">no money</span>”")
}

func TestARowIsASentence(t *testing.T) {
	h := disputing()
	page := h.open(t).As(operator.Viewer).Get("/admin/follow-ups")
	frametest.Has(t, page, "<strong>Blue Bottle Ltd</strong> objects to what is asked for</a>, by SMS", "Hi, I never ordered this", "confirm what they mean, because it says that it was never ordered",
		`href="/admin/accounts/BB-1042"`, "data-row", `title="Monday 12 April 2027, 11:00:00 BST (theirs)`)
}

func TestWhereNoRuleSaysWhyTheNoteDoes(t *testing.T) {
	h := newHouse()
	h.add(asks(1, replies.CauseOther, replies.ActRead, "not understood"), wrote(1, "hm"))
	r := wrote(2, "", perhaps(intents.Ask, "3", "keypad.3"))
	r.Channel, r.Digits = channels.Voice, "3"
	h.add(asks(2, replies.CauseCallBack, replies.ActCall, "asks to be called back"), r)
	frametest.Has(t, h.open(t).As(operator.Viewer).Get("/admin/follow-ups"), "To do: read it (not understood).", "To do: call back, because it was the key for a call back.", "Key 3 during a call")
}

func TestWhatIsOverdueComesFirstTheOldestDayFirst(t *testing.T) {
	h := newHouse()
	for n, due := range []time.Duration{2 * time.Hour, -time.Hour, time.Hour, -3 * time.Hour} {
		f := asks(n+1, replies.CauseQuestion, replies.ActAnswer, "a question")
		f.DueAt = noon.Add(due)
		h.add(f, wrote(n+1, fmt.Sprintf("number %d.", n+1)))
	}
	body := h.open(t).As(operator.Viewer).Get("/admin/follow-ups").Body
	last := -1
	for _, n := range []int{4, 2, 3, 1} {
		at := strings.Index(body, fmt.Sprintf("number %d.", n))
		if at < last {
			t.Errorf("number %d stands too early", n)
		}
		last = at
	}
}

func TestTheListIsPagedWithoutLosingAny(t *testing.T) {
	h := newHouse()
	for n := range 60 {
		f := asks(n+1, replies.CauseQuestion, replies.ActAnswer, "a question")
		if n%2 == 0 {
			f.DueAt = noon.Add(-time.Hour)
		}
		h.add(f, wrote(n+1, fmt.Sprintf("number %d.", n+1)))
	}
	c := h.open(t).As(operator.Viewer)
	seen, path := map[int]int{}, "/admin/follow-ups"
	for pages := 0; path != "" && pages < 9; pages++ {
		body := c.Get(path).Body
		for n := range 60 {
			seen[n] += strings.Count(body, fmt.Sprintf("number %d.", n+1))
		}
		_, rest, more := strings.Cut(body, `<p class="more"><a href="`)
		if path = ""; more {
			path, _, _ = strings.Cut(rest, `"`)
		}
	}
	for n := range 60 {
		if seen[n] != 1 {
			t.Errorf("number %d was shown %d times", n+1, seen[n])
		}
	}
}

func TestTheListIsChosenFrom(t *testing.T) {
	h := newHouse()
	for n, word := range []string{"late", "mine", "plan", "done"} {
		f := asks(n+1, replies.CauseQuestion, replies.ActAnswer, "a question")
		switch word {
		case "late":
			f.DueAt = noon.Add(-time.Hour)
		case "mine":
			f.Status, f.Assignee = replies.Assigned, "Dana Viewer"
		case "plan":
			f.Cause = replies.CausePlan
		case "done":
			f.Status, f.DoneAt = replies.Done, noon
		}
		h.add(f, wrote(n+1, "it is "+word))
	}
	c := h.open(t).As(operator.Viewer)
	for query, want := range map[string]string{"": "late mine plan", "?show=mine": "mine", "?show=overdue": "late", "?show=done": "done",
		"?cause=plan_request": "plan", "?show=none&cause=none": "late mine plan"} {
		body := c.Get("/admin/follow-ups" + query).Body
		var got []string
		for _, word := range []string{"late", "mine", "plan", "done"} {
			if strings.Contains(body, "it is "+word) {
				got = append(got, word)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q shows %v, want %s", query, got, want)
		}
	}
}

func TestAnEmptyListSaysWhatWillAppear(t *testing.T) {
	frametest.Has(t, newHouse().open(t).As(operator.Viewer).Get("/admin/follow-ups"), "Nothing to do.", "it appears here")
}

func TestTheQueueIsKeptFromOneToTheNext(t *testing.T) {
	h := newHouse()
	for n := range 3 {
		f := asks(n+1, replies.CauseQuestion, replies.ActAnswer, "a question")
		if n == 1 {
			f.Cause = replies.CausePlan
		}
		h.add(f, wrote(n+1, "hello"))
	}
	a := post(t, h.open(t).As(operator.Clerk), 1, "done", url.Values{"cause": {"question"}})
	if want := pageOf(3) + "?cause=question&from=" + id("fup", 1); a.Location != want {
		t.Errorf("it goes to %s, want %s", a.Location, want)
	}
}

func TestBehindTheLastComesTheFirst(t *testing.T) {
	h := newHouse()
	for n := range 3 {
		h.add(asks(n+1, replies.CauseQuestion, replies.ActAnswer, "a question"), wrote(n+1, "hello"))
	}
	if a := post(t, h.open(t).As(operator.Clerk), 3, "done", nil); a.Location != pageOf(1)+"?from="+id("fup", 3) {
		t.Errorf("it goes to %s", a.Location)
	}
}

func TestAReplyOfNobodyIsGivenToWhomASearchFinds(t *testing.T) {
	h := newHouse()
	f := asks(1, replies.CauseUnmatched, replies.ActMatch, "nobody known wrote it")
	f.Account, f.AccountID, f.ContactID = "", "", ""
	f.Suggestions = []replies.Suggestion{{Reference: "BB-1042", ContactID: id("con", 2), Why: "invoice_number"}}
	r := wrote(1, "who is this?")
	r.AccountID, r.ContactID, r.Match = "", "", ""
	h.add(f, r)
	o := h.open(t)
	c := o.As(operator.Clerk)
	page := c.Get(pageOf(1) + "?do=match")
	frametest.Has(t, page, "it names an invoice of theirs", "Ben Cooper", `type="search"`)
	frametest.Lacks(t, page, "Ada Brewer")
	page = c.Get(pageOf(1) + "?do=match&find=blue")
	frametest.Has(t, page, "Ada Brewer", "it came from there")
	c.Get(pageOf(1) + "?do=match&find=" + url.QueryEscape("+44 7700 900142"))
	if got := h.searched[1].Phone; got != "+447700900142" {
		t.Errorf("looked for the phone %q", got)
	}
	frametest.Status(t, post(t, c, 1, "match", url.Values{"contact": {"somebody"}}), http.StatusUnprocessableEntity)
	frametest.Status(t, post(t, c, 1, "match", url.Values{"contact": {id("con", 1)}}), http.StatusSeeOther)
	if len(h.matches) != 1 || h.matches[0] != id("rep", 1)+" "+id("con", 1) {
		t.Errorf("matched %v", h.matches)
	}
}

func TestRepliesAreListedTheLatestFirstAndPaged(t *testing.T) {
	h := newHouse()
	for n := range 30 {
		r := wrote(n+1, fmt.Sprintf("number %d.", n+1))
		if n == 3 {
			r.AccountID, r.Match = "", ""
		}
		h.replies = append(h.replies, r)
	}
	c := h.open(t).As(operator.Viewer)
	first := c.Get("/admin/replies")
	frametest.Has(t, first, "number 30.", "number 6.", `href="/admin/replies?after=`+id("rep", 6)+`"`)
	frametest.Lacks(t, first, "number 5.")
	second := c.Get("/admin/replies?after=" + id("rep", 6))
	frametest.Has(t, second, "number 5.", "number 1.", "nobody known")
	unmatched := c.Get("/admin/replies?unmatched")
	frametest.Has(t, unmatched, "number 4.")
	frametest.Lacks(t, unmatched, "number 3.")
}

func TestAReplyAsItCameIsADownload(t *testing.T) {
	h := disputing()
	h.replies[0].Raw = hostile
	a := h.open(t).As(operator.Viewer).Get("/admin/replies/" + id("rep", 1) + "/raw")
	if a.Body != hostile || a.Header.Get("Content-Type") != "application/octet-stream" || !strings.HasPrefix(a.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("answered %q with %v", a.Body, a.Header)
	}
}

func TestWhatWasDoneBecauseOfAReplyIsTold(t *testing.T) {
	h := disputing()
	h.holds = []account.Hold{{Proof: id("rep", 1), Cause: account.HoldDisputed, InvoiceID: id("inv", 1), At: noon}, {Proof: id("rep", 9), Cause: "another", At: noon}}
	h.promises = []account.Promise{{ReplyID: id("rep", 1), InvoiceIDs: []string{id("inv", 1)}, Status: account.PromiseBroken, Amount: pounds(5000), PayBy: account.Date{Year: 2027, Month: 4, Day: 9}}}
	h.disputes = []account.Dispute{{ReplyID: id("rep", 1), Status: account.DisputeOpen}}
	view := bottle()
	view.OptOuts = []account.OptOut{{Channel: channels.Voice, Address: "+447700900142", Proof: id("rep", 1)}}
	h.accounts["BB-1042"] = view
	page := h.open(t).As(operator.Viewer).Get(pageOf(1))
	frametest.Has(t, page, "Reminders about INV-1042 wait until the dispute is settled.", "50.00 GBP by Fri 9 April 2027, for INV-1042.", "About everything.",
		"Calls to +447700900142 must not go out any more.", "600.50 GBP", "28 days late")
	frametest.Lacks(t, page, "another", "INV-1001")
}

func TestAFollowUpWithoutItsReplyOrAccountCanStillBeDone(t *testing.T) {
	h := newHouse()
	f := asks(1, replies.CauseBlocked, replies.ActCheckSender, "our mail is refused")
	f.Account, f.AccountID = "GONE", ""
	h.followUps = []replies.FollowUp{f}
	c := h.open(t).As(operator.Clerk)
	frametest.Has(t, c.Get("/admin/follow-ups"), "did not get our mail")
	frametest.Has(t, c.Get(pageOf(1)), "The reply is not kept any more")
	frametest.Status(t, post(t, c, 1, "done", nil), http.StatusSeeOther)
	if len(h.closed) != 1 {
		t.Error("it is not done")
	}
}
