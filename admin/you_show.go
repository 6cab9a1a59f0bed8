package admin

import (
	_ "embed"
	"strings"
	"time"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/operator"
)

// zoneNames are the zones of the IANA database's zone.tab, and UTC.
//
//go:embed zones.txt
var zoneNames string

// you are the pages of an operator about themselves.
func (d *door) you() frame.Section {
	post := func(path, action string, handle func(*frame.Visit) error) frame.Route {
		return frame.Route{Method: "POST", Path: path, Right: operator.See, Action: action, Handle: handle}
	}
	return frame.Section{Routes: []frame.Route{
		{Method: "GET", Path: "/you", Right: operator.See, Handle: d.showYou},
		post("/you", "profile.change", d.changeYou),
		{Method: "GET", Path: "/you/password", Right: operator.See, Handle: d.showPassword},
		post("/you/password", "password.change", d.changePassword),
		post("/you/code", "code.send", d.sendCode),
		post("/you/proof", "address.prove", d.prove),
		post("/you/phone/remove", "phone.remove", d.removePhone),
	}}
}

// youPage is what the page shows.
type youPage struct {
	Operator    operator.Operator
	Does        string // what they may do, as a sentence
	Name        string // as typed
	Zone        string
	Phone       string
	Zones       []string
	Clock       frame.Time // now, in the operator's zone
	EmailProven frame.Time
	PhoneProven frame.Time
	Code        pending // a code that is on its way; zero: none
	HasPassword bool
	Faults      map[string]string // by field
}

// youNow is the page as things stand.
func (d *door) youNow(v *frame.Visit) youPage {
	o := v.Operator
	return youPage{
		Operator: o, Does: does(o), Name: o.Name, Zone: o.Zone, Phone: o.Phone, Zones: strings.Fields(zoneNames), Clock: v.Time(v.Now, ""),
		EmailProven: v.Time(o.EmailProven, ""), PhoneProven: v.Time(o.PhoneProven, ""), Code: waiting(v), HasPassword: o.Password.Reveal() != "",
	}
}

func (d *door) showYou(v *frame.Visit) error { return v.Show("you.html", youView(d.youNow(v))) }

func youView(p youPage) frame.Page { return frame.Page{Title: "You", Nav: "you", Data: p} }

// youFault shows the page once more with what is not right.
func youFault(v *frame.Visit, p youPage, field, sentence string) error {
	p.Faults = map[string]string{field: sentence}
	return v.ShowFaults("you.html", youView(p))
}

// does says in a sentence what an operator may do.
func does(o operator.Operator) string {
	said := []string{}
	for _, can := range []struct {
		right operator.Right
		words string
	}{
		{operator.See, "see everything about customers and texts"}, {operator.Write, "write texts"}, {operator.Publish, "publish them"},
		{operator.Work, "do follow-ups"}, {operator.Send, "send messages to customers"}, {operator.Manage, "manage keys, operators and webhooks"},
	} {
		if o.May(can.right) {
			said = append(said, can.words)
		}
	}
	if len(said) < 2 {
		return "You may " + strings.Join(said, "") + "."
	}
	last := len(said) - 1
	return "You may " + strings.Join(said[:last], ", ") + " and " + said[last] + "."
}

// mostName is how long a name may be.
const mostName = 80

func (d *door) changeYou(v *frame.Visit) error {
	v.Subject(v.Operator.ID)
	p := d.youNow(v)
	p.Name, p.Zone = strings.TrimSpace(v.Form("name")), strings.TrimSpace(v.Form("zone"))
	switch {
	case p.Name == "" || strings.ContainsRune(p.Name, '\n'):
		return youFault(v, p, "name", "Say how you are called: colleagues see it beside what you do.")
	case len([]rune(p.Name)) > mostName:
		return youFault(v, p, "name", "Use at most 80 characters.")
	}
	if !isZone(p.Zone) {
		return youFault(v, p, "zone", "Choose a zone from the list, such as Europe/Berlin.")
	}
	_, err := d.ports.Operators.ChangeOperator(v.Ctx(), v.Now, v.Operator.ID, func(o *operator.Operator) error {
		o.Name, o.Zone = p.Name, p.Zone
		return nil
	})
	if err != nil {
		return err
	}
	v.Say("Your name and time zone are kept.")
	return v.Go("/admin/you")
}

// isZone says whether there is a zone of the name. Local is the server's own, which
// nobody means.
func isZone(name string) bool {
	if name == "" || name == "Local" {
		return false
	}
	_, err := time.LoadLocation(name)
	return err == nil
}
