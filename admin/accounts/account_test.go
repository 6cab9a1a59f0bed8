package accounts_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/frame/frametest"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/operator"
	"github.com/goodterms/goodterms/overview"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/timeline"
)

func TestASearchShowsWhatIsOwedAndHowLateItIs(t *testing.T) {
	t.Parallel()
	s := newShop()
	s.found = []overview.AccountRow{
		{Reference: "C-1001", Name: "Blue Bottle Ltd", Owed: []account.Money{gbp(1204050), {Minor: 100, Currency: "EUR"}}, OldestDue: day(2027, 3, 31), Open: 4},
		{Reference: "C-1002", Name: "Ada Marsh", Owed: []account.Money{gbp(100)}, OldestDue: day(2027, 4, 20), Hold: account.HoldDisputed, Found: "invoice"},
		{Reference: "C-1003", Name: "Otto Lind", Found: "phone"},
	}
	a := open(t, s).As(operator.Viewer).Get("/admin/accounts?q=+077%2000+900042+")
	has(t, a, "12,040.50 GBP", "1.00 EUR", "12 days late", "not due yet", "the customer objects", "found by an invoice", "found by a phone number", "settled", "3 accounts found", `value="077 00 900042"`)
	if got := s.searched[0]; got.Text != "077 00 900042" || got.Phone != "+447700900042" {
		t.Errorf("searched for %+v", got)
	}
}

func TestTheWholeOfAReferenceLeadsStraightToTheAccount(t *testing.T) {
	t.Parallel()
	s := newShop()
	s.found = []overview.AccountRow{{Reference: "C/10 01", Name: "Blue Bottle Ltd", Found: "reference"}, {Reference: "C/10 012", Found: "reference"}}
	c := open(t, s).As(operator.Viewer)
	if a := c.Get("/admin/accounts?q=C%2F10+01"); a.Status != http.StatusSeeOther || a.Location != "/admin/accounts/C%2F10%2001" {
		t.Errorf("status %d to %s", a.Status, a.Location)
	}
	if a := c.Get("/admin/accounts?q=C%2F10"); a.Status != http.StatusOK {
		t.Errorf("the beginning of a reference answers %d to %s", a.Status, a.Location)
	}
}

func TestWhileSomebodyTypesOnlyTheListIsSwappedAndNobodyIsTakenAway(t *testing.T) {
	t.Parallel()
	s := newShop()
	s.found = []overview.AccountRow{{Reference: "C-1001", Name: "Blue Bottle Ltd", Found: "reference"}}
	status, body := swap(t, open(t, s), operator.Viewer, "/admin/accounts?q=C-1001", "results")
	if status != http.StatusOK || strings.Contains(body, "<main") || !strings.Contains(body, `<div id="results">`) || !strings.Contains(body, `hx-swap-oob="innerHTML">One account found`) {
		t.Errorf("status %d: %s", status, body)
	}
}

// swap asks for a part of a page as a script does.
func swap(t *testing.T, o *frametest.Office, role operator.Role, path, target string) (int, string) {
	t.Helper()
	r, err := http.NewRequest("GET", o.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.AddCookie(o.As(role).Cookie())
	r.Header.Set("HX-Request", "true")
	r.Header.Set("HX-Target", target)
	response, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body)
}

func TestOperatorsOwnAccountsStandInNoList(t *testing.T) {
	t.Parallel()
	s := newShop()
	s.found = []overview.AccountRow{{Reference: "operator/opr_1", Name: "Dana"}, {Reference: "C-1001", Name: "Blue Bottle Ltd"}}
	own := waits("rem_own", frametest.Noon.Add(time.Hour))
	own.Account = "operator/opr_1"
	s.rows = []overview.Row{own, waits("rem_1", frametest.Noon.Add(time.Hour))}
	c := open(t, s).As(operator.Admin)
	for _, path := range []string{"/admin/", "/admin/lists/waiting", "/admin/calendar", "/admin/accounts?q=x"} {
		a := c.Get(path)
		has(t, a, "Blue Bottle Ltd")
		lacks(t, a, "rem_own", "operator%2F")
	}
}

func TestASearchIsPagedByCursor(t *testing.T) {
	t.Parallel()
	s := newShop()
	for i := range 40 {
		s.found = append(s.found, overview.AccountRow{Reference: fmt.Sprintf("R-%02d", i), Cursor: fmt.Sprintf("c %02d", i)})
	}
	a := open(t, s).As(operator.Viewer).Get("/admin/accounts?q=R")
	has(t, a, "R-29", `href="/admin/accounts?after=c+29&amp;q=R" rel="next"`)
	lacks(t, a, "R-30")
}

func TestAnAccountShowsWhatIsOwedToWhomAndOnWhichClock(t *testing.T) {
	t.Parallel()
	s := newShop()
	s.standing.Preferences = account.Preferences{Channels: []channels.Kind{channels.SMS, channels.Email}, Excluded: []channels.Kind{channels.Voice}, Wishes: "Mo-Fr 09:00-12:00", PauseUntil: day(2027, 5, 3),
		Purposes: map[account.Purpose][]channels.Kind{account.PurposeReceipt: {}}}
	s.view.OptOuts = []account.OptOut{{ID: "opt_1", Scope: account.ScopeAddress, Channel: channels.Voice, Address: robin.Phone, Source: "keypad", At: frametest.Noon.Add(-time.Hour)},
		{ID: "opt_2", Scope: account.ScopeAddress, Channel: channels.SMS, Address: "+447700900999", Source: "keypad", At: frametest.Noon}}
	a := open(t, s).As(operator.Viewer).Get("/admin/accounts/C-1001")
	has(t, a, "<h1>Blue Bottle Ltd</h1>", "120.50 GBP", "1 open invoice", "12 days late", "1 paid invoice", robin.Email, robin.Phone, "Mon 13:00", "Europe/London",
		"prefers SMS, then email", "never by phone", "only Mo-Fr 09:00-12:00", "nothing before 3 May 2027", "no receipts at all", "No calls to +447700900042")
	lacks(t, a, "+447700900999")
}

func TestAnUnknownAccountIsNotFoundByEveryRoute(t *testing.T) {
	t.Parallel()
	o := open(t, newShop())
	c := o.As(operator.Admin)
	for _, path := range []string{"", "/reminders", "/remind", "/pause", "/hold", "/arrangements/prm_1"} {
		if a := c.Get("/admin/accounts/C-404" + path); a.Status != http.StatusNotFound {
			t.Errorf("GET %s answers %d", path, a.Status)
		}
	}
	for _, path := range []string{"/notes", "/remind", "/pause", "/hold", "/holds/hld_1", "/promises/prm_1", "/disputes/dsp_1"} {
		if a := c.Post("/admin/accounts/C-404"+path, url.Values{"text": {"x"}, "why": {"x"}}); a.Status != http.StatusNotFound {
			t.Errorf("POST %s answers %d", path, a.Status)
		}
	}
	for _, path := range []string{"/admin/reminders/rem_404", "/admin/attempts/att_404", "/admin/attempts/att_404/mail", "/admin/contacts/con_404/wishes", "/admin/reminders/rem_404/cancel"} {
		if a := c.Get(path); a.Status != http.StatusNotFound {
			t.Errorf("GET %s answers %d", path, a.Status)
		}
	}
}

func TestAReferenceWithSlashesAndBlanksStandsInEveryLink(t *testing.T) {
	t.Parallel()
	s := newShop()
	s.view.Account.Reference = "C/10 01?#%"
	s.reminder.AccountReference = s.view.Account.Reference
	s.promises = []account.Promise{{ID: "prm_1", PayBy: day(2027, 4, 16)}}
	const at = "/admin/accounts/C%2F10%2001%3F%23%25"
	c := open(t, s).As(operator.Admin)
	a := c.Get(at)
	has(t, a, `action="`+at+`/notes"`, `href="`+at+`/remind"`, `href="`+at+`/arrangements/prm_1"`)
	for _, path := range []string{at + "/remind", at + "/reminders", at + "/arrangements/prm_1"} {
		if b := c.Get(path); b.Status != http.StatusOK {
			t.Errorf("%s answers %d", path, b.Status)
		}
	}
	if b := c.Post(at+"/notes", url.Values{"text": {"hello"}}); b.Status != http.StatusSeeOther || b.Location != at+"#timeline" {
		t.Errorf("a note answers %d to %s", b.Status, b.Location)
	}
}

func TestAPageLoadsThirtyEventsAndSaysWhereTheEarlierOnesAre(t *testing.T) {
	t.Parallel()
	s := newShop()
	var data []any
	for i := range 70 {
		data = append(data, timeline.NoteAdded, timeline.Note{Text: fmt.Sprintf("note %02d.", i+1)})
	}
	s.history = happened(data...)
	o := open(t, s)
	a := o.As(operator.Viewer).Get("/admin/accounts/C-1001")
	has(t, a, "note 70.", "note 41.", `href="/admin/accounts/C-1001?before=41#timeline"`)
	lacks(t, a, "note 40.")
	b := o.As(operator.Viewer).Get("/admin/accounts/C-1001?before=11")
	has(t, b, "note 10.", "note 01.", "To the latest")
	lacks(t, b, "note 11.", "in-earlier")
	status, body := swap(t, o, operator.Viewer, "/admin/accounts/C-1001?before=41", "in-earlier")
	if status != 200 || strings.Contains(body, "<main") || !strings.Contains(body, "note 40.") || !strings.Contains(body, "before=11") {
		t.Errorf("status %d: %s", status, body)
	}
	for _, asked := range s.asked {
		if asked.Limit != 30 {
			t.Errorf("asked for %d events", asked.Limit)
		}
	}
	if a := o.As(operator.Viewer).Get("/admin/accounts/C-1001?before=x"); a.Status != http.StatusNotFound {
		t.Errorf("a place that is none answers %d", a.Status)
	}
}

func TestTheTimelineTellsTimesOnTheCustomersClock(t *testing.T) {
	t.Parallel()
	s := newShop()
	s.history = happened(timeline.ReminderScheduled, timeline.Scheduled{Channel: "email", Template: "gentle", SendAt: frametest.Noon})
	a := open(t, s).As(operator.Viewer).Get("/admin/accounts/C-1001")
	has(t, a, "Email reminder scheduled for Mon 12 Apr 13:00 (gentle).", ">Mon 12:00</time>", "12:00:00 BST (theirs); Monday 12 April 2027, 13:00:00 CEST (yours)")
	s.view.Account.TimeZone, s.view.Contacts = "", nil
	b := open(t, s).As(operator.Viewer).Get("/admin/accounts/C-1001")
	has(t, b, "Email reminder scheduled for Mon 12 Apr 14:00 (gentle).")
}

func TestTheTimelineOpensMessagesAndSaysWhyAndShowsReplies(t *testing.T) {
	t.Parallel()
	s := newShop()
	s.history = happened(
		timeline.ReminderSent, timeline.Sent{Attempt: "att_1", Channel: "sms", Template: "gentle"},
		timeline.DeliveryUpdated, timeline.Delivery{Attempt: "att_1", Channel: "sms", Status: "undelivered"},
		timeline.ReplyReceived, timeline.Reply{Channel: "sms", Kind: "reply", Text: "I'll pay\non Friday", Intents: []timeline.ReplyIntent{
			{Intent: "promise_to_pay", Certain: true, Date: "2027-04-16", Evidence: "pay on Friday"}, {Intent: "question", Evidence: "on Friday"}}},
		timeline.FollowUpOpened, timeline.FollowUp{FollowUp: "fup_1", Cause: "question"})
	a := open(t, s).As(operator.Viewer).Get("/admin/accounts/C-1001")
	has(t, a, `hx-get="/admin/attempts/att_1" hx-trigger="toggle once" hx-target="#in-look-1"`, `<div id="in-look-1" class="opened"><a href="/admin/attempts/att_1">`,
		`<div id="in-why-1" class="opened"><a href="/admin/reminders/rem_1">`, `<li class="stop">`, `role="img" aria-label="SMS"`,
		`<p class="bubble in letter">I&#39;ll pay`, "promise to pay", "for 16 Apr 2027", "pay on Friday", "perhaps question", `href="/admin/follow-ups/fup_1"`)
	if n := strings.Count(a.Body, `id="in-look-`); n != 1 {
		t.Errorf("%d messages can be opened, want the one that was sent", n)
	}
}

func TestAnErasedEventStillHasItsPlace(t *testing.T) {
	t.Parallel()
	s := newShop()
	s.history = happened(timeline.ReplyReceived, timeline.Reply{Text: "secret"})
	s.history[0].Data, s.history[0].Salt, s.history[0].Digest = nil, "", "of something"
	has(t, open(t, s).As(operator.Viewer).Get("/admin/accounts/C-1001"), "The customer answered; the details have been erased.")
}

func TestAnOperatorsOwnAccountIsShownAsWhatItIs(t *testing.T) {
	t.Parallel()
	s := newShop()
	s.view.Account.Reference = "operator/opr_1"
	a := open(t, s).As(operator.Viewer).Get("/admin/accounts/operator%2Fopr_1")
	has(t, a, "This account stands for an operator")
}

func TestAnAccountOfNothingSaysWhatWillAppear(t *testing.T) {
	t.Parallel()
	s := newShop()
	s.view = reminder.AccountView{Account: account.Account{ID: "acc_1", Reference: "C-1001"}}
	a := open(t, s).As(operator.Admin).Get("/admin/accounts/C-1001")
	has(t, a, "<h1>C-1001</h1>", "Nothing owed", "Nobody is known here", "No promise, dispute or hold stands.", "No reminder is planned.", "Nothing has happened yet", "treated as a consumer", "Nothing can be sent")
	lacks(t, a, "/remind")
}

func TestANoteIsAddedWithTheOperatorsNameAndOnlyTheReferenceIsAudited(t *testing.T) {
	t.Parallel()
	s := newShop()
	o := open(t, s)
	a := o.As(operator.Clerk).Post("/admin/accounts/C-1001/notes", url.Values{"text": {" Cheque is in\r\nthe post. "}})
	if a.Status != http.StatusSeeOther || len(s.notes) != 1 || s.notes[0] != (timeline.Note{Text: "Cheque is in\nthe post.", By: "Dana Clerk"}) {
		t.Errorf("status %d, notes %+v", a.Status, s.notes)
	}
	if got := entries(o); len(got) != 1 || got[0] != "note.add C-1001 done" {
		t.Errorf("audit log %q", got)
	}
	has(t, o.As(operator.Clerk).Get("/admin/accounts/C-1001"), `maxlength="4000"`)
}

func TestANoteThatIsNoneIsShownAgainWithItsFault(t *testing.T) {
	t.Parallel()
	for fault, note := range map[string]string{"Write a few words.": "  ", "Shorten it to 4000 characters": strings.Repeat("é", 4001), "a character that cannot be shown": "bell \a"} {
		s := newShop()
		o := open(t, s)
		a := o.As(operator.Clerk).Post("/admin/accounts/C-1001/notes", url.Values{"text": {note}})
		if a.Status != http.StatusUnprocessableEntity || len(s.notes) != 0 {
			t.Errorf("status %d, notes %+v", a.Status, s.notes)
		}
		has(t, a, fault, `aria-invalid="true"`, `id="text-fault"`)
		if got := entries(o); len(got) != 1 || got[0] != "note.add C-1001 refused" {
			t.Errorf("audit log %q", got)
		}
	}
}

func TestThePageLooksByItselfWhatBecomesOfAReminderThatIsDueAndNotForEver(t *testing.T) {
	t.Parallel()
	s := newShop()
	s.own = []overview.Row{waits("rem_1", frametest.Noon.Add(time.Hour))}
	c := open(t, s).As(operator.Clerk)
	lacks(t, c.Get("/admin/accounts/C-1001"), "?look=")
	s.own[0].SendAt = frametest.Noon
	has(t, c.Get("/admin/accounts/C-1001"), `hx-get="/admin/accounts/C-1001?look=1"`)
	has(t, c.Get("/admin/accounts/C-1001?look=7"), "?look=8")
	for _, path := range []string{"?look=8", "?look=-1", "?look=x", "?before=9"} {
		lacks(t, c.Get("/admin/accounts/C-1001"+path), "?look=")
	}
}
