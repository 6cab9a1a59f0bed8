package accounts

import (
	"errors"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/reminder"
)

// moveData fills the pages that take a reminder back or move it.
type moveData struct {
	Row       sentence
	ID        string
	Reference string // of the account
	Name      string
	Invoices  int
	Clock     string
	Day, Hour string
	Faults    map[string]string
}

// moving finds a reminder that still waits. One that does not is shown with what became
// of it; then done is true.
func (p *pages) moving(v *frame.Visit) (data moveData, of reminder.AccountView, done bool, err error) {
	view, of, err := p.reminderOf(v)
	if err != nil {
		return data, of, false, err
	}
	row := rowOf(view, of)
	data = moveData{
		Row: tell(v, row), ID: row.ReminderID, Reference: of.Account.Reference, Name: or(of.Account.Name, of.Account.Reference),
		Invoices: len(view.InvoiceNumbers), Clock: clockName(v, row.Zone), Faults: map[string]string{},
	}
	data.Row.Account, data.Row.Self = true, true
	if !data.Row.Waits {
		return data, of, true, p.tooLate(v)
	}
	loc, _ := clockOf(v, row.Zone)
	at := row.SendAt.In(loc)
	data.Day, data.Hour = at.Format("2006-01-02"), at.Format("15:04")
	return data, of, false, nil
}

// tooLate says that a reminder does not wait any more, and shows what became of it.
func (p *pages) tooLate(v *frame.Visit) error {
	if v.Request.Method == "POST" {
		v.Refuse()
	}
	v.Say("Nothing was changed: the reminder does not wait any more.")
	return v.Go(frame.Path("reminders", v.PathValue("id")))
}

// confirmCancel asks before a reminder is taken back.
func (p *pages) confirmCancel(v *frame.Visit) error {
	data, _, done, err := p.moving(v)
	if err != nil || done {
		return err
	}
	return v.Show("account_cancel.html", cancelPage(data))
}

func cancelPage(data moveData) frame.Page {
	return frame.Page{Title: "Take a reminder back", Nav: "accounts", Data: data}
}

// cancelReminder takes a reminder back, once that is confirmed.
func (p *pages) cancelReminder(v *frame.Visit) error {
	v.Subject(v.PathValue("id"))
	data, _, done, err := p.moving(v)
	if err != nil || done {
		return err
	}
	if v.Form("sure") != "yes" {
		data.Faults["sure"] = "Say that you are sure: a reminder that was taken back cannot be brought back."
		return v.ShowFaults("account_cancel.html", cancelPage(data))
	}
	_, err = p.Reminders.Cancel(v.Ctx(), v.Now, data.ID, nil)
	if errors.Is(err, reminder.ErrEnded) {
		return p.tooLate(v)
	}
	if err != nil {
		return missing(err)
	}
	v.Say("The reminder was taken back. It will not be sent.")
	return v.Go(frame.Path("accounts", data.Reference))
}

// chooseTime asks for another time.
func (p *pages) chooseTime(v *frame.Visit) error {
	data, _, done, err := p.moving(v)
	if err != nil || done {
		return err
	}
	return v.Show("account_move.html", movePage(data))
}

func movePage(data moveData) frame.Page {
	return frame.Page{Title: "Move a reminder", Nav: "accounts", Data: data}
}

// moveReminder moves a reminder to another time on the customer's clock.
func (p *pages) moveReminder(v *frame.Visit) error {
	v.Subject(v.PathValue("id"))
	data, _, done, err := p.moving(v)
	if err != nil || done {
		return err
	}
	data.Day, data.Hour = v.Form("day"), v.Form("hour")
	loc, theirs := clockOf(v, data.Row.Zone)
	at, fault := instantOf(data.Day, data.Hour, loc, v.Now)
	if fault != nil {
		data.Faults["day"] = fault.Error()
		return v.ShowFaults("account_move.html", movePage(data))
	}
	_, err = p.Reminders.Reschedule(v.Ctx(), v.Now, data.ID, at, nil, nil)
	if errors.Is(err, reminder.ErrEnded) {
		return p.tooLate(v)
	}
	if err != nil {
		return missing(err)
	}
	v.Say("The reminder is planned for " + spoken(at.In(loc), theirs) + ". It is decided once more when it is due.")
	return v.Go(frame.Path("accounts", data.Reference))
}
