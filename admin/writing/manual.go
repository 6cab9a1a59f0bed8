package writing

import (
	"slices"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
)

// manual is what the editor offers while one writes: what can be said by the channel.
type manual struct {
	Variables []entry `json:"variables"`
	Filters   []entry `json:"filters"`
	Tags      []entry `json:"tags"`
	Loops     []entry `json:"loops"`
}

// entry is a name with what it means and what becomes of it.
type entry struct {
	Name    string   `json:"name"`
	Meaning string   `json:"meaning"`
	Sample  string   `json:"sample"`
	Example string   `json:"example"`
	Forms   []string `json:"forms"`
}

// manualOf keeps what texts of the channel can say.
func manualOf(channel channels.Kind) manual {
	all := templates.Reference()
	m := manual{}
	for _, v := range all.Variables {
		if said(v.Parts, channel) {
			m.Variables = append(m.Variables, entry{Name: v.Name, Meaning: v.Meaning, Sample: v.Sample})
		}
	}
	for _, f := range all.Filters {
		if said(f.Parts, channel) {
			m.Filters = append(m.Filters, entry{Name: f.Name, Meaning: f.Meaning, Sample: f.Result, Example: f.Example, Forms: f.Forms})
		}
	}
	for _, t := range all.Tags {
		m.Tags = append(m.Tags, entry{Name: t.Name, Meaning: t.Meaning, Example: t.Example})
	}
	for _, l := range all.Loops {
		m.Loops = append(m.Loops, entry{Name: l.List, Meaning: l.Meaning, Example: l.Example})
	}
	return m
}

// said says that one of the parts is of the channel.
func said(parts []templates.Part, channel channels.Kind) bool {
	return slices.ContainsFunc(parts, func(p templates.Part) bool {
		switch p {
		case templates.PartSubject, templates.PartPreheader, templates.PartEmail:
			return channel == channels.Email
		case templates.PartSMS:
			return channel == channels.SMS
		}
		return channel == channels.Voice
	})
}
