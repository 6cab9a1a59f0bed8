package accounts

import (
	"strings"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/reminder"
)

// longestWhy is how many characters a reason may have, as for other systems.
const longestWhy = 500

// endData fills the page that asks before an arrangement ends.
type endData struct {
	Account account.Account
	It      arrangement
	Post    string
	Why     string
	Faults  map[string]string
}

// confirmEnd asks before an arrangement ends.
func (p *pages) confirmEnd(v *frame.Visit) error {
	data, err := p.ending(v, v.PathValue("id"))
	if err != nil {
		return err
	}
	return v.Show("account_end.html", endPage(data))
}

// confirmRelease asks before the hold that is set on the account itself ends.
func (p *pages) confirmRelease(v *frame.Visit) error {
	data, err := p.ending(v, "")
	if err != nil {
		return err
	}
	return v.Show("account_end.html", endPage(data))
}

func endPage(data endData) frame.Page {
	return frame.Page{Title: data.It.End + " the " + data.It.Noun, Nav: "accounts", Data: data}
}

// ending finds the arrangement among those of the account in the address that stand.
func (p *pages) ending(v *frame.Visit, id string) (endData, error) {
	reference := v.PathValue("reference")
	view, err := p.Accounts.FindAccount(v.Ctx(), reference)
	if err != nil {
		return endData{}, missing(err)
	}
	rules, err := p.Accounts.FindRules(v.Ctx(), reference)
	if err != nil {
		return endData{}, missing(err)
	}
	list, err := p.arrangements(v, view, rules)
	if err != nil {
		return endData{}, err
	}
	for _, it := range list {
		if it.ID == id {
			data := endData{Account: view.Account, It: it, Post: frame.Path("accounts", reference, "hold"), Faults: map[string]string{}}
			if id != "" {
				data.Post = frame.Path("accounts", reference, it.Plural, id)
			}
			return data, nil
		}
	}
	return endData{}, frame.ErrNotFound
}

func (p *pages) endHold(v *frame.Visit) error {
	return p.end(v, "hold", func(id, why string) error {
		_, err := p.Arrangements.ReleaseHold(v.Ctx(), v.Now, id, v.Operator.Name, why, nil)
		return err
	})
}

func (p *pages) endPromise(v *frame.Visit) error {
	return p.end(v, "promise", func(id, why string) error {
		_, err := p.Arrangements.CancelPromise(v.Ctx(), v.Now, id, v.Operator.Name, why, nil)
		return err
	})
}

func (p *pages) endDispute(v *frame.Visit) error {
	return p.end(v, "dispute", func(id, why string) error {
		_, err := p.Arrangements.ResolveDispute(v.Ctx(), v.Now, id, v.Operator.Name, why, nil)
		return err
	})
}

// release ends the hold that is set on the account itself.
func (p *pages) release(v *frame.Visit) error {
	return p.end(v, "hold", func(_, why string) error {
		none := ""
		_, err := p.Accounts.ChangeRules(v.Ctx(), v.Now, v.PathValue("reference"), reminder.RuleChange{Hold: &none, By: v.Operator.Name, Why: why}, nil)
		return err
	})
}

// end ends the arrangement of the address, once it is said why.
func (p *pages) end(v *frame.Visit, noun string, end func(id, why string) error) error {
	id := v.PathValue("id")
	v.Subject(strings.TrimSpace(v.PathValue("reference") + " " + id))
	data, err := p.ending(v, id)
	if err != nil {
		return err
	}
	if data.It.Noun != noun {
		return frame.ErrNotFound
	}
	data.Why = strings.TrimSpace(v.Form("why"))
	if fault := textFault(data.Why, longestWhy); fault != "" {
		data.Faults["why"] = fault
		return v.ShowFaults("account_end.html", endPage(data))
	}
	if err := end(id, data.Why); err != nil {
		return missing(err)
	}
	v.Say(ended[noun])
	return v.Go(frame.Path("accounts", data.Account.Reference))
}

// ended says what has been done.
var ended = map[string]string{
	"hold":    "The hold was released; what waited for it is decided anew.",
	"promise": "The promise was canceled; what waited for it is decided anew.",
	"dispute": "The dispute was settled; what waited for it is decided anew.",
}
