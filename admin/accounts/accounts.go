// Package accounts is in charge of the pages Today and Accounts: what leaves, what waits
// and why, and all that happened with one customer. It refuses to decide anything: what
// it changes it asks others to change, and why something was or was not sent it only
// shows.
package accounts

import (
	"embed"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/operator"
	"github.com/goodterms/goodterms/policy/packs"
)

//go:embed all:views
var files embed.FS

// Config is the plain values of the pages.
type Config struct {
	Kinds      []channels.Kind                  // channels that are on, in their usual order
	ParsePhone func(text string) (string, bool) // a phone number as E.164; false when it is none
	Packs      *packs.Library                   // whose rows explain rules; nil: rules are shown by their names
}

// pages is what the handlers work with.
type pages struct {
	Config
	Ports
}

// Section is the pages.
func Section(cfg Config, ports Ports) frame.Section {
	p := &pages{cfg, ports}
	return frame.Section{Views: frame.Views(files), Routes: append(p.reading(), p.working()...)}
}

// reading are the pages that change nothing.
func (p *pages) reading() []frame.Route {
	see := func(path string, handle func(*frame.Visit) error) frame.Route {
		return frame.Route{Method: "GET", Path: path, Right: operator.See, Handle: handle}
	}
	return []frame.Route{
		see("/{$}", p.showToday),
		see("/lists/{list}", p.showList),
		see("/calendar", p.showCalendar),
		see("/accounts", p.findAccounts),
		see("/accounts/{reference}", p.showAccount),
		see("/accounts/{reference}/reminders", p.listReminders),
		see("/reminders/{id}", p.showReminder),
		see("/attempts/{id}", p.showAttempt),
		see("/attempts/{id}/mail", p.showMail),
		see("/contacts/{id}/wishes", p.showWishes),
	}
}

// working are the forms and what they change.
func (p *pages) working() []frame.Route {
	form := func(path string, right operator.Right, handle func(*frame.Visit) error) frame.Route {
		return frame.Route{Method: "GET", Path: path, Right: right, Handle: handle}
	}
	change := func(path string, right operator.Right, action string, handle func(*frame.Visit) error) frame.Route {
		return frame.Route{Method: "POST", Path: path, Right: right, Action: action, Handle: handle}
	}
	return []frame.Route{
		change("/accounts/{reference}/notes", operator.Work, "note.add", p.addNote),
		form("/accounts/{reference}/pause", operator.Work, p.askPause),
		change("/accounts/{reference}/pause", operator.Work, "account.hold", p.pause),
		form("/accounts/{reference}/hold", operator.Work, p.confirmRelease),
		change("/accounts/{reference}/hold", operator.Work, "account.release", p.release),
		form("/accounts/{reference}/arrangements/{id}", operator.Work, p.confirmEnd),
		change("/accounts/{reference}/holds/{id}", operator.Work, "hold.release", p.endHold),
		change("/accounts/{reference}/promises/{id}", operator.Work, "promise.cancel", p.endPromise),
		change("/accounts/{reference}/disputes/{id}", operator.Work, "dispute.resolve", p.endDispute),
		form("/accounts/{reference}/remind", operator.Send, p.writeReminder),
		change("/accounts/{reference}/remind", operator.Send, "reminder.send", p.sendReminder),
		form("/reminders/{id}/cancel", operator.Send, p.confirmCancel),
		change("/reminders/{id}/cancel", operator.Send, "reminder.cancel", p.cancelReminder),
		form("/reminders/{id}/time", operator.Send, p.chooseTime),
		change("/reminders/{id}/time", operator.Send, "reminder.reschedule", p.moveReminder),
		change("/contacts/{id}/wishes", operator.Work, "contact.wish", p.changeWishes),
		change("/contacts/{id}/opt-outs", operator.Work, "contact.opt_out", p.recordOptOut),
		change("/contacts/{id}/opt-ins", operator.Work, "contact.opt_in", p.recordOptIn),
	}
}
