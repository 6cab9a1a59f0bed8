package office

import (
	"errors"
	"time"

	"github.com/goodterms/goodterms/admin/frame"
)

// revokePage asks once more.
type revokePage struct {
	Key    keyRow
	Recent bool // something has used it in the last week
}

// theKey is what the address of the page names, as long as it works.
func (o office) theKey(v *frame.Visit) (Key, error) {
	list, err := o.Keys.ListKeys(v.Ctx())
	if err != nil {
		return Key{}, err
	}
	for _, k := range list {
		if k.ID == v.PathValue("id") && k.Works(v.Now) {
			return k, nil
		}
	}
	return Key{}, frame.ErrNotFound
}

func (o office) askToRevoke(v *frame.Visit) error {
	k, err := o.theKey(v)
	if err != nil {
		return err
	}
	page := revokePage{Key: o.keyRow(v, k), Recent: v.Now.Sub(k.LastUsedAt) < 7*24*time.Hour}
	return v.Show("office_key_revoke.html", frame.Page{Title: "Revoke " + k.Name + "?", Nav: "keys", Data: page})
}

func (o office) revokeKey(v *frame.Visit) error {
	k, err := o.theKey(v)
	if err != nil {
		return err
	}
	v.Subject(k.Name)
	v.Detail("key", k.ID)
	if err := o.Keys.RevokeKey(v.Ctx(), v.Now, k.ID); err != nil {
		if errors.Is(err, ErrNoKey) {
			err = frame.ErrNotFound
		}
		return err
	}
	v.Say("The key " + k.Name + " does not work any more.")
	return v.Go("/admin/keys")
}
