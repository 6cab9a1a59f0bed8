package office

import (
	"slices"
	"strings"
	"time"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/operator"
)

// keyForm is what somebody wrote about a new key, as it was sent.
type keyForm struct {
	Name, Kind, Until string
	Groups            []scopeGroup
	Least, Most       string // days between which a key may end
	Faults            map[string]string
}

// scopeGroup are the scopes about one thing.
type scopeGroup struct {
	Name   string
	Scopes []scopeChoice
}

type scopeChoice struct {
	Scope
	Chosen bool
}

// A key that is to end at all ends within ten years; the day is the operator's.
const mostYears = 10

func (o office) keyForm(v *frame.Visit, chosen func(Scope) bool) keyForm {
	today := v.Day()
	f := keyForm{Faults: map[string]string{}, Least: today.Format(time.DateOnly), Most: today.AddDate(mostYears, 0, 0).Format(time.DateOnly)}
	for _, scope := range o.Scopes {
		about, _, _ := strings.Cut(scope.Name, ":")
		if len(f.Groups) == 0 || f.Groups[len(f.Groups)-1].Name != about {
			f.Groups = append(f.Groups, scopeGroup{Name: about})
		}
		group := &f.Groups[len(f.Groups)-1]
		group.Scopes = append(group.Scopes, scopeChoice{scope, chosen(scope)})
	}
	return f
}

func (o office) newKey(v *frame.Visit) error {
	f := o.keyForm(v, func(s Scope) bool { return s.Default })
	f.Kind = "live"
	return v.Show("office_key_new.html", newKeyPage(f))
}

func newKeyPage(f keyForm) frame.Page { return frame.Page{Title: "New key", Nav: "keys", Data: f} }

func (o office) createKey(v *frame.Visit) error {
	wanted := v.Form("name") // reads the form
	chosen := v.Request.Form["scope"]
	f := o.keyForm(v, func(s Scope) bool { return slices.Contains(chosen, s.Name) })
	f.Name, f.Kind, f.Until = wanted, v.Form("kind"), v.Form("until")
	k := f.read(v)
	if err := o.unlike(v, k, f.Faults); err != nil {
		return err
	}
	if len(f.Faults) > 0 {
		return v.ShowFaults("office_key_new.html", newKeyPage(f))
	}
	v.Subject(k.Name)
	v.Detail("kind", k.Kind)
	v.Detail("scopes", strings.Join(k.Scopes, " "))
	v.Detail("until", f.Until)
	text, err := o.Keys.CreateKey(v.Ctx(), v.Now, k)
	if err != nil {
		return err
	}
	made := madePage{Key: o.keyRow(v, Key{Name: k.Name, Kind: k.Kind, Scopes: k.Scopes, CreatedAt: v.Now, ExpiresAt: k.ExpiresAt}), Text: text}
	return v.Show("office_key_made.html", frame.Page{Title: "The key " + k.Name, Nav: "keys", Data: made})
}

// madePage shows the text of a key, once: it stands in no session, and only its hash is
// stored.
type madePage struct {
	Key  keyRow
	Text string
}

// read checks the form and returns the key that it describes.
func (f *keyForm) read(v *frame.Visit) (k NewKey) {
	var err error
	k.Name, err = operator.ParseName(f.Name)
	note(f.Faults, "name", f.Name, err)
	if k.Kind = f.Kind; k.Kind != "live" && k.Kind != "test" {
		f.Faults["kind"] = "Choose whom it reaches."
	}
	for _, group := range f.Groups {
		for _, scope := range group.Scopes {
			if scope.Chosen {
				k.Scopes = append(k.Scopes, scope.Name)
			}
		}
	}
	if len(k.Scopes) == 0 {
		f.Faults["scope"] = "Choose at least one: a key that may do nothing is of no use."
	}
	if f.Until == "" {
		return k
	}
	day, err := time.ParseInLocation(time.DateOnly, f.Until, v.Day().Location())
	if err != nil || f.Until < f.Least || f.Until > f.Most {
		f.Faults["until"] = "Write a day from today on, ten years ahead at most, such as " + f.Most + "; or leave it empty."
	}
	k.ExpiresAt = day.AddDate(0, 0, 1)
	return k
}

// unlike faults the name of a key that works already: the two could not be told apart, and
// a form that is sent twice makes one key.
func (o office) unlike(v *frame.Visit, k NewKey, faults map[string]string) error {
	list, err := o.Keys.ListKeys(v.Ctx())
	if err != nil {
		return err
	}
	for _, other := range list {
		if faults["name"] == "" && other.Works(v.Now) && strings.EqualFold(other.Name, k.Name) {
			faults["name"] = "A key that works has this name already. Choose another one, or revoke that key first."
		}
	}
	return nil
}
