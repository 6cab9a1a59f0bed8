package accounts

import (
	"net/url"
	"strings"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/overview"
)

// accountsAtOnce is how many accounts a search shows at once, and longestSearch how many
// characters it reads.
const (
	accountsAtOnce = 30
	longestSearch  = 200
)

// foundData fills the search for accounts.
type foundData struct {
	Text    string
	Rows    []found
	Next    string
	Started bool
	Count   string // what is announced to who cannot see the list
}

// found is an account in a list.
type found struct {
	overview.AccountRow
	Due  string
	Late int    // days that the oldest debt is late; 0 and below: it is not
	Hold string // in words; empty: none
	By   string // in words by what it was found
}

// findAccounts looks for accounts. Who types the whole of a reference is taken there.
func (p *pages) findAccounts(v *frame.Visit) error {
	text := clip(strings.Join(strings.Fields(v.Form("q")), " "), longestSearch)
	rows, err := p.Search.FindAccounts(v.Ctx(), p.accountQuery(text, v.Form("after")))
	if err != nil {
		return missing(err)
	}
	typing := v.Request.Header.Get("HX-Target") == "results"
	if !typing && v.Form("after") == "" {
		for _, row := range rows {
			if row.Reference == text {
				return v.Go(frame.Path("accounts", text))
			}
		}
	}
	data := foundData{Text: text, Started: v.Form("after") != ""}
	if len(rows) > accountsAtOnce {
		rows = rows[:accountsAtOnce]
		data.Next = "/admin/accounts?" + url.Values{"q": {text}, "after": {rows[accountsAtOnce-1].Cursor}}.Encode()
	}
	today := account.DateOf(v.Day())
	for _, row := range rows {
		if !ours(row.Reference) {
			data.Rows = append(data.Rows, foundRow(row, today))
		}
	}
	data.Count = announced(len(data.Rows), data.Next != "")
	if typing {
		return v.Part("accounts_find.html", "account-found", data)
	}
	return v.Show("accounts_find.html", frame.Page{Title: "Accounts", Nav: "accounts", Data: data})
}

func (p *pages) accountQuery(text, after string) overview.AccountQuery {
	query := overview.AccountQuery{Text: text, After: after, Limit: accountsAtOnce + 1}
	if phone, ok := p.ParsePhone(text); ok && text != "" {
		query.Phone = phone
	}
	return query
}

// foundBy says by what an account was found; by its name needs no word.
var foundBy = map[string]string{"reference": "by its reference", "invoice": "by an invoice", "email": "by an email address", "phone": "by a phone number"}

func foundRow(row overview.AccountRow, today account.Date) found {
	f := found{AccountRow: row, By: foundBy[row.Found]}
	if row.OldestDue != (account.Date{}) {
		f.Due, f.Late = dateText(row.OldestDue), today.Sub(row.OldestDue)
	}
	if row.Hold != "" {
		f.Hold = reasonText(row.Hold)
	}
	return f
}

func announced(n int, more bool) string {
	switch {
	case n == 0:
		return "No account found"
	case more:
		return "The first accounts are shown; there are more"
	case n == 1:
		return "One account found"
	}
	return counted(overview.Count{N: n}) + " accounts found"
}

// clip shortens a text to so many characters.
func clip(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most])
	}
	return text
}
