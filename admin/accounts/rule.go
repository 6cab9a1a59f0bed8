package accounts

import "strings"

// gates say what the rules ask that stand in no pack.
var gates = map[string]string{
	"kill_switch": "Nothing leaves while all contact is stopped.", "canceled": "What was taken back is not sent.",
	"paid": "Nothing is sent about what is paid.", "expired": "Nothing is sent after its time.",
	"held": "Reminders wait while a cause stands on the account or its invoices.", "no_address": "The contact needs an address for the channel.",
	"opt_out": "Nobody is written to who has opted out.", "excluded": "Channels that the contact does not wish are not used.",
	"purpose": "A contact may choose channels for a purpose.", "pause": "A contact may ask for a pause.",
	"zone": "It must be known where the contact may be.", "wishes": "The contact’s own hours and days are kept.",
	"account_window": "The hours that you have set for this account are kept.", "send_window": "Your own send window is kept.",
	"closure": "Nothing leaves on the days that you have closed.", "answering": "One answer may go at once to somebody who has just written.",
	"policy": "The contact rules must be readable.",
}

// rule is what is known of a rule by its name, such as us-federal.hours.
func (p *pages) rule(id string) ruled {
	out := ruled{ID: id, Rule: gates[id]}
	pack, row, divided := strings.Cut(id, ".")
	if p.Packs == nil || !divided {
		return out
	}
	found, known := p.Packs.Find(pack)
	if !known {
		return out
	}
	for i := range found.Rows {
		if r := &found.Rows[i]; r.ID == row {
			out.Rule, out.Citation = r.Text, r.Citation
			if strings.HasPrefix(r.Source, "https://") || strings.HasPrefix(r.Source, "http://") {
				out.Source = r.Source
			}
		}
	}
	return out
}
