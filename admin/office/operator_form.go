package office

import (
	"errors"
	"strconv"
	"strings"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/operator"
)

// operatorForm is what somebody wrote about an operator, as it was sent, and what is
// wrong with it by field.
type operatorForm struct {
	Email, Name, Zone, Role string
	MayPublish, MaySend     bool
	Epoch                   string // of the operator that the form was filled from
	Faults                  map[string]string
	Zones                   []string
	Roles                   []roleChoice
}

// roleChoice is a role with what it is there for.
type roleChoice struct {
	Role  operator.Role
	Name  string
	Words string
}

var roleChoices = []roleChoice{
	{operator.Viewer, "Viewer", "Sees every page about customers, texts and the gateway, and changes nothing."},
	{operator.Editor, "Editor", "Sees, and writes drafts of texts and experiments."},
	{operator.Clerk, "Clerk", "Sees, and does follow-ups: notes, holds, promises, disputes, wishes."},
	{operator.Admin, "Admin", "Does everything, and runs operators, keys, webhooks and the kill switch."},
}

// zones are offered; any other may be written.
var zones = []string{"Africa/Johannesburg", "Africa/Lagos", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/New_York",
	"America/Sao_Paulo", "America/Toronto", "Asia/Dubai", "Asia/Hong_Kong", "Asia/Kolkata", "Asia/Singapore", "Asia/Tokyo", "Australia/Sydney",
	"Europe/Amsterdam", "Europe/Berlin", "Europe/Dublin", "Europe/Istanbul", "Europe/Lisbon", "Europe/London", "Europe/Madrid", "Europe/Paris",
	"Europe/Rome", "Europe/Stockholm", "Europe/Vienna", "Europe/Warsaw", "Europe/Zurich", "Pacific/Auckland", "UTC"}

func blankForm() operatorForm {
	return operatorForm{Faults: map[string]string{}, Zones: zones, Roles: roleChoices}
}

// filledFrom is the form for an operator as they are.
func filledFrom(o operator.Operator) operatorForm {
	f := blankForm()
	f.Email, f.Name, f.Zone, f.Role, f.MayPublish, f.MaySend = o.Email, o.Name, o.Zone, string(o.Role), o.MayPublish, o.MaySend
	f.Epoch = strconv.Itoa(o.Epoch)
	return f
}

// sent is the form as it was sent.
func sent(v *frame.Visit) operatorForm {
	f := blankForm()
	f.Email, f.Name, f.Zone, f.Role = v.Form("email"), v.Form("name"), v.Form("zone"), v.Form("role")
	f.MayPublish, f.MaySend, f.Epoch = v.Form("publish") != "", v.Form("send") != "", v.Form("epoch")
	return f
}

// read checks the form and returns what it describes. Nothing is to be done when there
// are faults.
func (f *operatorForm) read() (o operator.Operator) {
	var err error
	o.Email, err = operator.ParseEmail(f.Email)
	note(f.Faults, "email", f.Email, err)
	o.Name, err = operator.ParseName(f.Name)
	note(f.Faults, "name", f.Name, err)
	o.Zone, err = operator.ParseZone(f.Zone)
	note(f.Faults, "zone", f.Zone, err)
	if o.Role, err = operator.ParseRole(f.Role); err != nil {
		f.Faults["role"] = "Choose what they are there for."
		return o
	}
	o.MayPublish, o.MaySend = f.MayPublish, f.MaySend
	if f.MayPublish && !o.May(operator.Publish) {
		f.Faults["publish"] = "A " + f.Role + " writes no texts, so there is nothing to publish: choose editor or admin, or clear this."
	}
	if f.MaySend && !o.May(operator.Send) {
		f.Faults["send"] = "An " + f.Role + " works on no account: choose clerk or admin, or clear this."
		if o.Role == operator.Viewer {
			f.Faults["send"] = "A viewer works on no account: choose clerk or admin, or clear this."
		}
	}
	return o
}

// note says beside a field what is wrong with what it holds.
func note(faults map[string]string, field, text string, err error) {
	switch {
	case err == nil:
	case strings.TrimSpace(text) == "":
		faults[field] = "This is missing."
	default:
		faults[field] = "This " + err.Error() + "."
	}
}

// errStale says that the operator is not what the form was filled from any more.
var errStale = errors.New("the operator was changed meanwhile")

// blame turns an error that the form can mend into a fault; other errors stay.
func (f *operatorForm) blame(err error) error {
	switch {
	case errors.Is(err, operator.ErrTaken):
		f.Faults["email"] = "Another operator signs in with this address already. See the list of operators, also of those who are disabled."
	case errors.Is(err, operator.ErrLastAdmin):
		f.Faults["role"] = "This is the last admin who may sign in. Make somebody else an admin first."
	case errors.Is(err, errStale):
		f.Faults["form"] = "Rights or password of this operator were changed while this page was open. Look at what stands here now, and save again if it is what you want."
	default:
		return err
	}
	return nil
}
