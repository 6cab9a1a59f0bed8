package writing

import (
	"slices"
	"strings"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/templates/gsm"
)

// longestText bounds a text of a version.
const longestText = 64 << 10

// unix is a text with the line breaks that files have: forms send others.
func unix(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }

// typed is the text of the address as the form has it, or as it is saved where the form
// has none; false when the version has no such text.
func typed(v *frame.Visit, e edition) (templates.Source, bool) {
	s, known := asked(v, e.Sources)
	if !known {
		return s, false
	}
	s.Key, s.Stage, s.File = e.Key, e.Of.Stage, ""
	if v.Form("text") != "" || v.Request.PostForm.Has("text") {
		s.Text, s.Limited = unix(v.Form("text")), ""
		if s.Channel == channels.Voice {
			s.Limited = unix(v.Form("limited"))
		}
	}
	if v.Form("fix") == "gsm" && s.Channel == channels.SMS {
		s.Text = gsm.Simplify(s.Text)
	}
	return s, true
}

// with is the list with the text in the place of that of its channel and locale.
func with(list []templates.Source, s templates.Source) []templates.Source {
	list = slices.Clone(list)
	if i := place(list, s.Channel, s.Locale); i >= 0 {
		list[i] = s
		return list
	}
	return inOrder(append(list, s))
}

// ofChannel are the texts of one channel: no other can take their place.
func ofChannel(list []templates.Source, channel channels.Kind) []templates.Source {
	return slices.DeleteFunc(slices.Clone(list), func(s templates.Source) bool { return s.Channel != channel })
}
