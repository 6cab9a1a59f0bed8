package accounts

import (
	"strings"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/timeline"
)

// longestNote is how many characters a note may have, as for other systems.
const longestNote = 4000

// noteForm is a note as it was written.
type noteForm struct {
	Text   string
	Faults map[string]string
}

// addNote puts a note on the timeline.
func (p *pages) addNote(v *frame.Visit) error {
	reference := v.PathValue("reference")
	v.Subject(reference)
	form := noteForm{Text: strings.TrimSpace(strings.ReplaceAll(v.Form("text"), "\r\n", "\n")), Faults: map[string]string{}}
	if fault := textFault(form.Text, longestNote); fault != "" {
		form.Faults["text"] = fault
		data, err := p.account(v, reference, 0)
		if err != nil {
			return err
		}
		data.Note = form
		return v.ShowFaults("account.html", accountPage(data))
	}
	if _, err := p.Accounts.AddNote(v.Ctx(), v.Now, reference, timeline.Note{Text: form.Text, By: v.Operator.Name}, nil); err != nil {
		return missing(err)
	}
	v.Say("The note was added.")
	return v.Go(frame.Path("accounts", reference) + "#timeline")
}
