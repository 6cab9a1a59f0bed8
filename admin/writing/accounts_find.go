package writing

import (
	"strings"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/overview"
)

// mostFound bounds the accounts that the editor offers.
const mostFound = 6

// shortestFind is how much must be typed before accounts are looked for.
const shortestFind = 2

// found is what the editor offers for what was typed.
type found struct {
	Text string
	Rows []overview.AccountRow
}

// findAccounts lists the accounts of which something begins as what was typed.
func (p *pages) findAccounts(v *frame.Visit) error {
	f := found{Text: strings.TrimSpace(v.Form("account"))}
	if len(f.Text) < shortestFind {
		return v.Part("writing_desk.html", "accounts", found{})
	}
	q := overview.AccountQuery{Text: f.Text, Limit: mostFound}
	if phone, err := account.ParsePhone(f.Text, ""); err == nil {
		q.Phone = phone
	}
	var err error
	if f.Rows, err = p.Search.FindAccounts(v.Ctx(), q); err != nil {
		return err
	}
	return v.Part("writing_desk.html", "accounts", f)
}
