package accounts

import (
	"errors"
	"net/url"
	"slices"
	"strconv"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/reminder"
)

// What an account page shows at once.
const (
	eventsAtOnce    = 30
	remindersAtOnce = 50 // looked at for those that wait
	waitingAtOnce   = 10
	invoicesAtOnce  = 25
	wishesAtOnce    = 6 // contacts whose wishes are read
)

// accountData fills the page of an account.
type accountData struct {
	Account      account.Account
	Kind         string
	Owed         []account.Money
	Late         int // days that the oldest debt is late
	Open         []invoiceRow
	Paid         []invoiceRow
	Contacts     []contactCard
	More         int // contacts whose wishes are not told
	Window       string
	Arrangements []arrangement
	Waiting      []sentence
	Others       bool // there are reminders that are not among the waiting
	Timeline     events
	Note         noteForm
	Unreachable  bool // nobody has an address for a channel that is on
	Again        int  // the page looks again by itself, for the so manieth time; 0: it does not
}

// invoiceRow is an invoice in a list.
type invoiceRow struct {
	account.Invoice
	Due  string
	Late int
}

// showAccount is everything about one account, with the latest part of its history.
func (p *pages) showAccount(v *frame.Visit) error {
	before, err := strconv.ParseInt(or(v.Form("before"), "0"), 10, 64)
	if err != nil || before < 0 {
		return frame.ErrNotFound
	}
	reference := v.PathValue("reference")
	if swapped(v) {
		return p.showEvents(v, reference, before)
	}
	data, err := p.account(v, reference, before)
	if err != nil {
		return err
	}
	data.Again = again(v, data)
	return v.Show("account.html", accountPage(data))
}

// mostLooks is how often the page looks by itself what has become of a reminder that is
// due: a page that nobody looks at must not keep its operator signed in.
const mostLooks = 8

// again counts the looks as long as something is due.
func again(v *frame.Visit, data accountData) int {
	due := slices.ContainsFunc(data.Waiting, func(s sentence) bool {
		return s.Status == reminder.Sending || s.Status == reminder.Scheduled && !s.SendAt.After(v.Now)
	})
	looks, err := strconv.Atoi(or(v.Form("look"), "0"))
	if !due || err != nil || looks < 0 || looks >= mostLooks || data.Timeline.Started {
		return 0
	}
	return looks + 1
}

func accountPage(data accountData) frame.Page {
	return frame.Page{Title: or(data.Account.Name, data.Account.Reference), Nav: "accounts", Data: data}
}

// account reads all that the page shows.
func (p *pages) account(v *frame.Visit, reference string, before int64) (accountData, error) {
	view, err := p.Accounts.FindAccount(v.Ctx(), reference)
	if err != nil {
		return accountData{}, missing(err)
	}
	data := accountData{Account: view.Account, Kind: kindText(view.Account.Kind), Note: noteForm{Faults: map[string]string{}}}
	p.debts(v, &data, view)
	if data.Contacts, err = p.contacts(v, view); err != nil {
		return data, err
	}
	data.More = max(0, len(view.Contacts)-wishesAtOnce)
	data.Unreachable = !p.reachable(view.Contacts)
	rules, err := p.Accounts.FindRules(v.Ctx(), reference)
	if err != nil {
		return data, missing(err)
	}
	data.Window = rules.Window
	if data.Arrangements, err = p.arrangements(v, view, rules); err != nil {
		return data, err
	}
	if err := p.waiting(v, &data, view); err != nil {
		return data, err
	}
	data.Timeline, err = p.events(v, view, before)
	return data, err
}

// debts sums what is owed and sorts the invoices: those that are open, oldest first, and
// those that are paid, latest first.
func (p *pages) debts(v *frame.Visit, data *accountData, view reminder.AccountView) {
	loc, _ := clockOf(v, zoneOf(view))
	today := account.DateOf(v.Now.In(loc))
	for _, i := range view.Invoices {
		row := invoiceRow{Invoice: i, Due: dateText(i.DueOn), Late: i.DaysPastDue(today)}
		if i.Paid() {
			data.Paid = append(data.Paid, row)
			continue
		}
		data.Open = append(data.Open, row)
		data.Owed = plus(data.Owed, i.Balance)
		data.Late = max(data.Late, row.Late)
	}
	slices.SortStableFunc(data.Open, func(a, b invoiceRow) int { return b.Late - a.Late })
	slices.SortStableFunc(data.Paid, func(a, b invoiceRow) int { return a.Late - b.Late })
}

// First and Rest are the open invoices that are shown, and those behind a click.
func (d accountData) First() []invoiceRow { return d.Open[:min(len(d.Open), invoicesAtOnce)] }

// Rest are those that First leaves out.
func (d accountData) Rest() []invoiceRow { return d.Open[min(len(d.Open), invoicesAtOnce):] }

// plus adds an amount to the sum of its currency.
func plus(sums []account.Money, m account.Money) []account.Money {
	for i := range sums {
		if sums[i].Currency == m.Currency {
			sums[i].Minor += m.Minor
			return sums
		}
	}
	return append(sums, m)
}

func kindText(kind account.Kind) string {
	switch kind {
	case account.Business:
		return "business"
	case account.SoleTrader:
		return "sole trader"
	case account.Consumer:
		return "consumer"
	}
	return "treated as a consumer, because its kind is not told"
}

func (p *pages) reachable(contacts []account.Contact) bool {
	return slices.ContainsFunc(contacts, func(c account.Contact) bool { return len(p.ways(c)) > 0 })
}

// waiting finds the account's reminders that have not ended, among its latest ones.
func (p *pages) waiting(v *frame.Visit, data *accountData, view reminder.AccountView) error {
	rows, err := p.Search.RemindersOf(v.Ctx(), view.Account.Reference, "", remindersAtOnce)
	if err != nil {
		return missing(err)
	}
	for _, row := range rows {
		if !row.Status.Ended() && len(data.Waiting) < waitingAtOnce {
			data.Waiting = append(data.Waiting, tell(v, row))
		}
	}
	data.Others = len(rows) > len(data.Waiting) || view.Open > len(data.Waiting)
	return nil
}

// remindersData fills the list of all of an account's reminders.
type remindersData struct {
	Account account.Account
	Rows    []sentence
	Next    string
	Started bool
}

// listReminders is every reminder of an account, newest first.
func (p *pages) listReminders(v *frame.Visit) error {
	view, err := p.Accounts.FindAccount(v.Ctx(), v.PathValue("reference"))
	if err != nil {
		return missing(err)
	}
	rows, err := p.Search.RemindersOf(v.Ctx(), view.Account.Reference, v.Form("after"), rowsAtOnce+1)
	if err != nil {
		return missing(err)
	}
	data := remindersData{Account: view.Account, Started: v.Form("after") != ""}
	rows, data.Next = cut(rows, frame.Path("accounts", view.Account.Reference, "reminders"), url.Values{})
	for _, row := range rows {
		data.Rows = append(data.Rows, tell(v, row))
	}
	return v.Show("account_reminders.html", frame.Page{Title: "Reminders", Nav: "accounts", Data: data})
}

// contactCard is a contact as the account page shows them.
type contactCard struct {
	account.Contact
	Zone    string
	Clock   string // what the clocks show there now; empty: not known where
	Wishes  []string
	Unread  bool // the wishes were not read
	OptOuts []optOutRow
}

func (p *pages) contacts(v *frame.Visit, view reminder.AccountView) (list []contactCard, err error) {
	for i, c := range view.Contacts {
		card := contactCard{Contact: c, Zone: c.Zone(view.Account), OptOuts: optOutRows(v, view.OptOuts, c, zoneOf(view))}
		if loc, err := account.LoadZone(card.Zone); err == nil {
			card.Clock = v.Now.In(loc).Format("Mon 15:04")
		}
		if card.Unread = i >= wishesAtOnce; !card.Unread {
			standing, err := p.Wishes.FindStanding(v.Ctx(), c.ID, v.Now)
			if err != nil && !errors.Is(err, account.ErrNoContact) {
				return nil, err
			}
			card.Wishes = wishTexts(standing.Preferences)
		}
		list = append(list, card)
	}
	return list, nil
}

// Operator says that the account stands for an operator and not for a customer.
func (d accountData) Operator() bool { return ours(d.Account.Reference) }
