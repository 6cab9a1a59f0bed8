package office

import (
	"slices"
	"strings"
	"time"

	"github.com/goodterms/goodterms/admin/frame"
)

// keyRow is a key as the pages show it.
type keyRow struct {
	Key
	May                             []string // its scopes in words
	Created, Used, Expires, Revoked frame.Time
	Lives                           bool // it works
	Soon                            bool // and expires within two weeks
	Expired                         bool
}

// soon is how long before its end a key is marked.
const soon = 14 * 24 * time.Hour

func (o office) keyRow(v *frame.Visit, k Key) keyRow {
	row := keyRow{Key: k, May: o.inWords(k.Scopes), Created: v.Time(k.CreatedAt, ""), Used: v.Time(k.LastUsedAt, ""),
		Expires: v.Time(k.ExpiresAt, ""), Revoked: v.Time(k.RevokedAt, ""), Lives: k.Works(v.Now)}
	row.Soon = row.Lives && !k.ExpiresAt.IsZero() && k.ExpiresAt.Sub(v.Now) < soon
	row.Expired = !row.Lives && k.RevokedAt.IsZero()
	return row
}

// inWords are scopes as people say them, in the order of Config.Scopes; one that is not
// known any more stays as it is.
func (o office) inWords(scopes []string) (list []string) {
	for _, scope := range o.Scopes {
		if slices.Contains(scopes, scope.Name) {
			list = append(list, scope.Words)
		}
	}
	for _, name := range scopes {
		if !slices.ContainsFunc(o.Scopes, func(s Scope) bool { return s.Name == name }) {
			list = append(list, name)
		}
	}
	return list
}

// keysPage is the list: what works, and what does not any more.
type keysPage struct {
	Working, Ended []keyRow
}

func (o office) listKeys(v *frame.Visit) error {
	list, err := o.Keys.ListKeys(v.Ctx())
	if err != nil {
		return err
	}
	slices.SortStableFunc(list, func(a, b Key) int { return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
	var page keysPage
	for _, k := range list {
		if row := o.keyRow(v, k); row.Lives {
			page.Working = append(page.Working, row)
		} else {
			page.Ended = append(page.Ended, row)
		}
	}
	return v.Show("office_keys.html", frame.Page{Title: "Keys", Nav: "keys", Data: page})
}
