package reminder

import (
	"strconv"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
)

// Trial makes an answer a test message: an operator sends a text to themselves, which
// was rendered for somebody else and is marked as a test. It goes out by the same way
// as every reminder, through the same gate.
type Trial struct {
	Template string          `json:"template"`
	Version  int             `json:"version"` // that was looked at; 0: shipped or not saved
	Channel  channels.Kind   `json:"channel"`
	Words    templates.Words `json:"words"`
}

// Mark names what was tried, such as gentle@3; empty for no test message.
func (t *Trial) Mark() string {
	if t == nil {
		return ""
	}
	return t.Template + "@" + strconv.Itoa(t.Version)
}

// trial is the work's test message; nil when it is none.
func (w *Work) trial() *Trial {
	if w.Reminder.Answering == nil {
		return nil
	}
	return w.Reminder.Answering.Trial
}
