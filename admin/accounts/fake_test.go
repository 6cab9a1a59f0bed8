package accounts_test

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/accounts"
	"github.com/goodterms/goodterms/admin/frame/frametest"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/overview"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/policy/packs"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/timeline"
)

// shop is all that the pages ask others for, in memory.
type shop struct {
	today     overview.Today
	rows      []overview.Row
	own       []overview.Row // the account's
	days      []overview.Day
	found     []overview.AccountRow
	view      reminder.AccountView
	rules     reminder.AccountRules
	standing  reminder.Standing
	history   []timeline.Event
	reminder  reminder.View
	looks     map[string]reminder.Look
	holds     []account.Hold
	promises  []account.Promise
	disputes  []account.Dispute
	templates []reminder.TemplateView
	accepted  reminder.Acceptance
	ended     error // of Cancel and Reschedule
	cursor    error // of lists

	// what was asked for and changed
	since     time.Time
	queries   []overview.Query
	searched  []overview.AccountQuery
	asked     []overview.History
	notes     []timeline.Note
	canceled  []string
	moved     []time.Time
	endings   []string
	intakes   []reminder.Intake
	wishes    []reminder.Wish
	optOuts   []account.OptOut
	optIns    []account.OptOut
	ruleTurns []reminder.RuleChange
}

func (s *shop) Today(_ context.Context, _, since time.Time) (overview.Today, error) {
	s.since = since
	return s.today, nil
}

// List gives as many rows as asked for, after the cursor.
func (s *shop) List(_ context.Context, _ time.Time, q overview.Query) ([]overview.Row, error) {
	s.queries = append(s.queries, q)
	return after(s.rows, q.After, q.Limit), s.cursor
}

func after(rows []overview.Row, cursor string, limit int) []overview.Row {
	for i, row := range rows {
		if cursor != "" && row.Cursor == cursor {
			rows = rows[i+1:]
			break
		}
	}
	return rows[:min(limit, len(rows))]
}

func (s *shop) Days(context.Context, time.Time, time.Time, *time.Location) ([]overview.Day, error) {
	return s.days, nil
}

func (s *shop) FindAccounts(_ context.Context, q overview.AccountQuery) ([]overview.AccountRow, error) {
	s.searched = append(s.searched, q)
	return s.found[:min(q.Limit, len(s.found))], s.cursor
}

func (s *shop) History(_ context.Context, h overview.History) ([]timeline.Event, error) {
	s.asked = append(s.asked, h)
	var list []timeline.Event
	for i := len(s.history) - 1; i >= 0 && len(list) < h.Limit; i-- {
		if h.Before == 0 || s.history[i].Seq < h.Before {
			list = append(list, s.history[i])
		}
	}
	return list, nil
}

func (s *shop) RemindersOf(_ context.Context, _, cursor string, limit int) ([]overview.Row, error) {
	return after(s.own, cursor, limit), s.cursor
}

func (s *shop) known(reference string) error {
	if reference != s.view.Account.Reference {
		return fmt.Errorf("find account: %w", account.ErrNotFound)
	}
	return nil
}

func (s *shop) FindAccount(_ context.Context, reference string) (reminder.AccountView, error) {
	if err := s.known(reference); err != nil {
		return reminder.AccountView{}, err
	}
	return s.view, nil
}

func (s *shop) FindRules(_ context.Context, reference string) (reminder.AccountRules, error) {
	return s.rules, s.known(reference)
}

func (s *shop) ChangeRules(_ context.Context, _ time.Time, reference string, c reminder.RuleChange, _ *reminder.Idempotency) (reminder.AccountRules, error) {
	s.ruleTurns = append(s.ruleTurns, c)
	return reminder.AccountRules{}, s.known(reference)
}

func (s *shop) AddNote(_ context.Context, _ time.Time, reference string, note timeline.Note, _ *reminder.Idempotency) (timeline.Event, error) {
	s.notes = append(s.notes, note)
	return timeline.Event{}, s.known(reference)
}

func (s *shop) FindReminder(_ context.Context, id string) (reminder.View, error) {
	if id != s.reminder.Reminder.ID {
		return reminder.View{}, fmt.Errorf("find reminder: %w", reminder.ErrNotFound)
	}
	return s.reminder, nil
}

func (s *shop) Cancel(_ context.Context, _ time.Time, id string, _ *reminder.Idempotency) (reminder.Reminder, error) {
	s.canceled = append(s.canceled, id)
	return reminder.Reminder{}, s.ended
}

func (s *shop) Reschedule(_ context.Context, _ time.Time, _ string, sendAt time.Time, _ *time.Time, _ *reminder.Idempotency) (reminder.Reminder, error) {
	s.moved = append(s.moved, sendAt)
	return reminder.Reminder{}, s.ended
}

func (s *shop) Look(_ context.Context, id string) (reminder.Look, error) {
	if look, ok := s.looks[id]; ok {
		return look, nil
	}
	return reminder.Look{}, fmt.Errorf("look: %w", reminder.ErrNotFound)
}

func (s *shop) ListHolds(context.Context, replies.ArrangementFilter) ([]account.Hold, error) {
	return s.holds, nil
}

func (s *shop) ListPromises(context.Context, replies.ArrangementFilter) ([]account.Promise, error) {
	return s.promises, nil
}

func (s *shop) ListDisputes(context.Context, replies.ArrangementFilter) ([]account.Dispute, error) {
	return s.disputes, nil
}

func (s *shop) end(parts ...string) { s.endings = append(s.endings, strings.Join(parts, " | ")) }

func (s *shop) ReleaseHold(_ context.Context, _ time.Time, id, by, why string, _ *reminder.Idempotency) (account.Hold, error) {
	s.end("release", id, by, why)
	return account.Hold{}, nil
}

func (s *shop) CancelPromise(_ context.Context, _ time.Time, id, by, why string, _ *reminder.Idempotency) (account.Promise, error) {
	s.end("cancel", id, by, why)
	return account.Promise{}, nil
}

func (s *shop) ResolveDispute(_ context.Context, _ time.Time, id, by, outcome string, _ *reminder.Idempotency) (account.Dispute, error) {
	s.end("resolve", id, by, outcome)
	return account.Dispute{}, nil
}

func (s *shop) Remind(_ context.Context, _ time.Time, in reminder.Intake) (reminder.Acceptance, error) {
	s.intakes = append(s.intakes, in)
	return s.accepted, nil
}

func (s *shop) ListTemplates(context.Context) ([]reminder.TemplateView, error) {
	return s.templates, nil
}

func (s *shop) FindStanding(_ context.Context, id string, _ time.Time) (reminder.Standing, error) {
	if id != s.standing.Contact.ID {
		return reminder.Standing{}, fmt.Errorf("find standing: %w", account.ErrNoContact)
	}
	return s.standing, nil
}

func (s *shop) ChangePreferences(_ context.Context, _ time.Time, _ string, w reminder.Wish, _ *reminder.Idempotency) (account.Preferences, error) {
	s.wishes = append(s.wishes, w)
	return account.Preferences{}, nil
}

func (s *shop) RecordOptOuts(_ context.Context, _ time.Time, list []account.OptOut, _ *reminder.Idempotency) ([]account.OptOut, error) {
	s.optOuts = append(s.optOuts, list...)
	return list, nil
}

func (s *shop) RecordOptIn(_ context.Context, _ time.Time, o account.OptOut, _ *reminder.Idempotency) ([]account.OptOut, error) {
	s.optIns = append(s.optIns, o)
	return nil, nil
}

// shipping reads the packs that are shipped, once.
var shipping = sync.OnceValues(packs.Embedded)

// open serves the pages of the shop.
func open(t testing.TB, s *shop) *frametest.Office {
	t.Helper()
	library, err := shipping()
	if err != nil {
		t.Fatal(err)
	}
	parse := func(text string) (string, bool) {
		number, err := account.ParsePhone(text, "GB")
		return number, err == nil
	}
	return frametest.Open(t, accounts.Section(
		accounts.Config{Kinds: channels.Kinds(), ParsePhone: parse, Packs: library},
		accounts.Ports{Overview: s, Search: s, Accounts: s, Reminders: s, Looks: s, Arrangements: s, Sender: s, Templates: s, Wishes: s, Policy: policy.New(policy.Config{})}))
}

// robin is a contact in London and blueBottle the account, with an open and a paid invoice.
var (
	robin      = account.Contact{ID: "con_1", AccountID: "acc_1", Reference: "P-7", Name: "Robin Weaver", TimeZone: "Europe/London", Email: "robin@blue-bottle.example", Phone: "+447700900042"}
	blueBottle = account.Account{ID: "acc_1", Reference: "C-1001", Name: "Blue Bottle Ltd", Kind: account.Business, TimeZone: "Europe/London", Locale: "en-GB", Region: "GB"}
	late       = account.Invoice{ID: "inv_1", AccountID: "acc_1", Number: "INV-42", Amount: gbp(12050), Balance: gbp(12050), IssuedOn: day(2027, 3, 1), DueOn: day(2027, 3, 31)}
	paid       = account.Invoice{ID: "inv_2", AccountID: "acc_1", Number: "INV-41", Amount: gbp(9900), Balance: gbp(0), IssuedOn: day(2027, 2, 1), DueOn: day(2027, 3, 3)}
)

func gbp(minor int64) account.Money { return account.Money{Minor: minor, Currency: "GBP"} }

func day(year int, month time.Month, d int) account.Date {
	return account.Date{Year: year, Month: month, Day: d}
}

// newShop is a shop that knows Blue Bottle, and one reminder to Robin that waits.
func newShop() *shop {
	view := reminder.AccountView{Account: blueBottle, Contacts: []account.Contact{robin}, Invoices: []account.Invoice{late, paid}, Open: 1}
	return &shop{
		view: view, standing: reminder.Standing{Account: blueBottle, Contact: robin},
		reminder: reminder.View{AccountReference: "C-1001", ContactReference: "P-7", InvoiceNumbers: []string{"INV-42"}, Reminder: reminder.Reminder{
			ID: "rem_1", AccountID: "acc_1", ContactID: "con_1", Template: "gentle", Channels: []channels.Kind{channels.Email, channels.SMS},
			Channel: channels.Email, Status: reminder.Scheduled, SendAt: frametest.Noon.Add(20 * time.Hour), CreatedAt: frametest.Noon.Add(-time.Hour)}},
		templates: []reminder.TemplateView{
			shipped(templates.Firm), shipped(templates.Gentle), shipped(templates.PlanConfirmed), shipped(templates.DisputeAcknowledged),
			{Template: templates.Template{Key: "gentle_bakeries", Stage: templates.Gentle}, Current: 2},
			{Template: templates.Template{Key: "unwritten", Stage: templates.Gentle}},
			shipped(templates.Thanks)},
		accepted: reminder.Acceptance{ID: "rem_9", Status: reminder.Scheduled, SendAt: frametest.Noon, Channel: channels.SMS},
	}
}

func shipped(stage templates.Stage) reminder.TemplateView {
	return reminder.TemplateView{Template: templates.Template{Key: string(stage), Stage: stage}, Shipped: true}
}

// waits is a row of a reminder that waits until the instant.
func waits(id string, at time.Time) overview.Row {
	return overview.Row{ReminderID: id, AccountID: "acc_1", Account: "C-1001", AccountName: "Blue Bottle Ltd", Contact: "Robin Weaver", Template: "gentle", Stage: templates.Gentle,
		Channel: channels.SMS, Status: reminder.Scheduled, Reason: "courteous.hours", Text: "It is too early there.", SendAt: at, Zone: "Europe/London", Cursor: "c-" + id}
}

// happened are events of the kinds with their data, one an hour up to noon.
func happened(data ...any) (list []timeline.Event) {
	for i := 0; i+1 < len(data); i += 2 {
		seq := int64(i/2 + 1)
		list = append(list, timeline.Event{ID: fmt.Sprint("evt_", seq), AccountID: "acc_1", Seq: seq, At: frametest.Noon.Add(time.Duration(i/2-len(data)/2) * time.Hour),
			Kind: data[i].(timeline.Kind), Actor: timeline.System, ReminderID: "rem_1", Data: timeline.Encode(data[i+1])})
	}
	return list
}

// plain writes a plus as it is, which html/template never does.
func plain(body string) string { return strings.ReplaceAll(body, "&#43;", "+") }

// has says that the page holds each of the texts.
func has(t *testing.T, a frametest.Answer, texts ...string) {
	t.Helper()
	body := plain(a.Body)
	for _, text := range texts {
		if !strings.Contains(body, text) {
			t.Errorf("status %d, the page does not hold %q:\n%s", a.Status, text, main(a.Body))
		}
	}
}

// lacks says that the page holds none of the texts.
func lacks(t *testing.T, a frametest.Answer, texts ...string) {
	t.Helper()
	body := plain(a.Body)
	for _, text := range texts {
		if strings.Contains(body, text) {
			t.Errorf("the page holds %q:\n%s", text, main(a.Body))
		}
	}
}

// main is the page without its frame.
func main(body string) string {
	_, rest, ok := strings.Cut(body, "<main")
	if !ok {
		return body
	}
	rest, _, _ = strings.Cut(rest, "</main>")
	return rest
}

// entries are the audit log's lines as "action subject outcome", once each has ended: that
// is a moment after the page has been answered.
func entries(o *frametest.Office) (list []string) {
	for range 1_000_000 {
		list = nil
		open := false
		for _, e := range o.Audit.Entries() {
			list = append(list, e.Action+" "+e.Subject+" "+string(e.Outcome))
			open = open || e.Outcome == ""
		}
		if !open {
			break
		}
		runtime.Gosched()
	}
	return list
}
