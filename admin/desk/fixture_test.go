package desk_test

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/desk"
	"github.com/goodterms/goodterms/admin/frame/frametest"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/overview"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies"
	"github.com/goodterms/goodterms/replies/intents"
	"github.com/goodterms/goodterms/replies/mail"
)

var noon = frametest.Noon

// id is an id that rises with n.
func id(prefix string, n int) string {
	const zeros = "00000000000000000000000000"
	digits := string([]byte{byte('0' + n/100%10), byte('0' + n/10%10), byte('0' + n%10)})
	return prefix + "_" + zeros[:23] + digits
}

// house is everything behind the pages, in memory.
type house struct {
	followUps []replies.FollowUp
	replies   []replies.Text
	accounts  map[string]reminder.AccountView
	messages  []replies.Message
	holds     []account.Hold
	promises  []account.Promise
	disputes  []account.Dispute

	corrected [][]intents.Found
	matches   []string
	answers   []string
	closed    []closing
	by        []string
	refuse    error // of the desk
	searched  []overview.AccountQuery
}

type closing struct {
	ID, Outcome string
	Release     bool
}

func (h *house) at(id string) *replies.FollowUp {
	i := slices.IndexFunc(h.followUps, func(f replies.FollowUp) bool { return f.ID == id })
	if i < 0 {
		return nil
	}
	return &h.followUps[i]
}

func (h *house) FindFollowUp(_ context.Context, id string) (replies.FollowUp, error) {
	if f := h.at(id); f != nil {
		return *f, nil
	}
	return replies.FollowUp{}, replies.ErrNoFollowUp
}

func (h *house) ListFollowUps(_ context.Context, q replies.FollowUpFilter) (list []replies.FollowUp, err error) {
	all := slices.Clone(h.followUps)
	slices.SortFunc(all, func(a, b replies.FollowUp) int { return strings.Compare(a.ID, b.ID) })
	if q.Latest {
		slices.Reverse(all)
	}
	for _, f := range all {
		seen := q.After != "" && (f.ID <= q.After && !q.Latest || f.ID >= q.After && q.Latest)
		other := q.Status == replies.Done != (f.Status == replies.Done) || q.Cause != "" && f.Cause != q.Cause || q.Assignee != "" && f.Assignee != q.Assignee
		if seen || other || !q.Overdue.IsZero() && !f.DueAt.Before(q.Overdue) || len(list) == q.Limit {
			continue
		}
		list = append(list, f)
	}
	return list, nil
}

func (h *house) Assign(_ context.Context, _ time.Time, id, assignee string, _ time.Time, _ *reminder.Idempotency) (replies.FollowUp, error) {
	f := h.at(id)
	if f.Status == replies.Done {
		return *f, replies.ErrDone
	}
	f.Status, f.Assignee = replies.Assigned, assignee
	if assignee == "" {
		f.Status = replies.Open
	}
	return *f, nil
}

func (h *house) Close(_ context.Context, now time.Time, id, by, outcome string, release bool, _ *reminder.Idempotency) (replies.FollowUp, error) {
	f := h.at(id)
	if f.Status != replies.Done {
		f.Status, f.DoneAt, f.Outcome = replies.Done, now, outcome
		h.closed, h.by = append(h.closed, closing{id, outcome, release}), append(h.by, by)
	}
	return *f, nil
}

func (h *house) AnswerFollowUp(context.Context, time.Time, string, reminder.PlannedAnswer, *reminder.Idempotency) (string, error) {
	panic("answers go by the desk")
}

func (h *house) FindReply(_ context.Context, id string) (replies.Text, error) {
	for _, t := range h.replies {
		if t.ID == id {
			return t, nil
		}
	}
	return replies.Text{}, replies.ErrNoReply
}

func (h *house) ListReplies(_ context.Context, q replies.ReplyFilter) (list []replies.Text, err error) {
	all := slices.Clone(h.replies)
	slices.SortFunc(all, func(a, b replies.Text) int { return strings.Compare(b.ID, a.ID) })
	for _, t := range all {
		if (q.After == "" || t.ID < q.After) && (!q.Unmatched || t.AccountID == "") && len(list) < q.Limit {
			list = append(list, t)
		}
	}
	return list, nil
}

func (h *house) ListRecentMessages(_ context.Context, _ string, limit int) ([]replies.Message, error) {
	return h.messages[:min(limit, len(h.messages))], nil
}

func (h *house) Match(_ context.Context, replyID, contactID, by string, _ *reminder.Idempotency) (replies.Heard, error) {
	h.matches, h.by = append(h.matches, replyID+" "+contactID), append(h.by, by)
	return replies.Heard{ReplyID: replyID}, h.refuse
}

func (h *house) Correct(_ context.Context, replyID string, found []intents.Found, by string, _ *reminder.Idempotency) (replies.Heard, error) {
	if h.refuse != nil {
		return replies.Heard{}, h.refuse
	}
	h.corrected, h.by = append(h.corrected, found), append(h.by, by)
	return replies.Heard{ReplyID: replyID}, nil
}

func (h *house) Answer(_ context.Context, followUpID, text, by string, _ *reminder.Idempotency) (string, error) {
	if h.refuse != nil {
		return "", h.refuse
	}
	h.answers, h.by = append(h.answers, followUpID+" "+text), append(h.by, by)
	return id("rem", 1), nil
}

func (h *house) FindAccount(_ context.Context, reference string) (reminder.AccountView, error) {
	if view, ok := h.accounts[reference]; ok {
		return view, nil
	}
	return reminder.AccountView{}, account.ErrNotFound
}

func (h *house) FindAccounts(_ context.Context, q overview.AccountQuery) (list []overview.AccountRow, err error) {
	h.searched = append(h.searched, q)
	for reference, view := range h.accounts {
		if strings.HasPrefix(strings.ToLower(view.Account.Name), strings.ToLower(q.Text)) {
			list = append(list, overview.AccountRow{ID: view.Account.ID, Reference: reference, Name: view.Account.Name})
		}
	}
	return list, nil
}

func (h *house) ListHolds(context.Context, replies.ArrangementFilter) ([]account.Hold, error) {
	return h.holds, nil
}
func (h *house) ListPromises(context.Context, replies.ArrangementFilter) ([]account.Promise, error) {
	return h.promises, nil
}
func (h *house) ListDisputes(context.Context, replies.ArrangementFilter) ([]account.Dispute, error) {
	return h.disputes, nil
}

// open serves the pages of the house.
func (h *house) open(t testing.TB) *frametest.Office {
	t.Helper()
	section := desk.Section(desk.Config{Log: slog.New(slog.DiscardHandler), Locale: "en-GB"}, desk.Ports{
		FollowUps: h, Replies: h, Desk: h, Accounts: h, Search: h, Arrangements: arranged{h},
	})
	return frametest.Open(t, section)
}

// arranged lists alone: the pages end nothing.
type arranged struct{ *house }

// bottle is an account in London that owes in pounds.
func bottle() reminder.AccountView {
	return reminder.AccountView{
		Account: account.Account{ID: id("acc", 1), Reference: "BB-1042", Name: "Blue Bottle Ltd", TimeZone: "Europe/London", Locale: "en-GB"},
		Contacts: []account.Contact{{ID: id("con", 1), AccountID: id("acc", 1), Name: "Ada Brewer", Email: "ada@blue-bottle.example", Phone: "+447700900142"},
			{ID: id("con", 2), AccountID: id("acc", 1), Name: "Ben Cooper", Email: "ben@blue-bottle.example"}},
		Invoices: []account.Invoice{
			{ID: id("inv", 1), Number: "INV-1042", Amount: pounds(12000), Balance: pounds(12000), DueOn: account.Date{Year: 2027, Month: 3, Day: 15}},
			{ID: id("inv", 2), Number: "INV-1077", Amount: pounds(98050), Balance: pounds(48050), DueOn: account.Date{Year: 2027, Month: 4, Day: 1}},
			{ID: id("inv", 3), Number: "INV-1001", Amount: pounds(5000), DueOn: account.Date{Year: 2027, Month: 1, Day: 1}}},
	}
}

func pounds(minor int64) account.Money { return account.Money{Minor: minor, Currency: "GBP"} }

// wrote is the n-th reply, by SMS from Ada.
func wrote(n int, body string, found ...intents.Found) replies.Text {
	return replies.Text{ID: id("rep", n), At: noon.Add(-2 * time.Hour), Channel: channels.SMS, Kind: mail.Reply, Match: replies.ByThread,
		AccountID: id("acc", 1), ContactID: id("con", 1), From: "+447700900142", Body: body, Language: "en", Intents: found, Raw: "From=%2B447700900142&Body=x"}
}

// asks is the n-th follow-up, about the n-th reply, due tomorrow.
func asks(n int, cause replies.Cause, action replies.Action, note string) replies.FollowUp {
	return replies.FollowUp{ID: id("fup", n), AccountID: id("acc", 1), Account: "BB-1042", ContactID: id("con", 1), ReplyID: id("rep", n),
		Cause: cause, Action: action, Note: note, Status: replies.Open, DueAt: noon.Add(22 * time.Hour), CreatedAt: noon.Add(-2 * time.Hour)}
}

// perhaps is an intent that is not certain.
func perhaps(i intents.Intent, evidence, rule string) intents.Found {
	return intents.Found{Intent: i, Evidence: evidence, Rule: rule}
}

// newHouse has one customer and no follow-up.
func newHouse() *house { return &house{accounts: map[string]reminder.AccountView{"BB-1042": bottle()}} }

// disputing is a house with one uncertain dispute.
func disputing() *house {
	h := newHouse()
	h.add(asks(1, replies.CauseDispute, replies.ActConfirm, "perhaps: a dispute"),
		wrote(1, "Hi, I never ordered this I think. Can you check?", perhaps(intents.Dispute, "I never ordered this", "en.dispute.never-ordered")))
	return h
}

func (h *house) add(f replies.FollowUp, t replies.Text) {
	h.followUps, h.replies = append(h.followUps, f), append(h.replies, t)
}
