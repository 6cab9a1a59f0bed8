package reminder

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/channels"
)

func TestWhatAReplyMeansWithoutAPerson(t *testing.T) {
	t.Parallel()
	phone := []channels.Kind{channels.SMS, channels.Voice}
	for name, c := range map[string]struct {
		reply channels.Reply
		want  Meaning
	}{
		"STOP ends texts and calls":             {channels.Reply{Channel: channels.SMS, Text: "STOP"}, Meaning{"opt_out", phone}},
		"stop with courtesy":                    {channels.Reply{Channel: channels.SMS, Text: " Stop, please. "}, Meaning{"opt_out", phone}},
		"stop all in two words":                 {channels.Reply{Channel: channels.SMS, Text: "stop all"}, Meaning{"opt_out", phone}},
		"German":                                {channels.Reply{Channel: channels.SMS, Text: "Bitte abmelden!"}, Meaning{"opt_out", phone}},
		"French":                                {channels.Reply{Channel: channels.SMS, Text: "ARRÊT"}, Meaning{"opt_out", phone}},
		"the provider's word counts":            {channels.Reply{Channel: channels.SMS, Text: "anything", OptOut: true}, Meaning{"opt_out", phone}},
		"stopping by is no opt-out":             {channels.Reply{Channel: channels.SMS, Text: "Thanks, I'll stop by on Friday"}, Meaning{}},
		"a mail that says stop is for a person": {channels.Reply{Channel: channels.Email, Text: "stop"}, Meaning{}},
		"key 9 ends calls alone":                {channels.Reply{Channel: channels.Voice, Digits: "9"}, Meaning{"opt_out", []channels.Kind{channels.Voice}}},
		"key 2 wants to explain":                {channels.Reply{Channel: channels.Voice, Digits: "2"}, Meaning{Word: "explain"}},
		"key 3 wants a person":                  {channels.Reply{Channel: channels.Voice, Digits: "3"}, Meaning{Word: "speak"}},
		"key 1 only repeats":                    {channels.Reply{Channel: channels.Voice, Digits: "1"}, Meaning{}},
		"an empty text":                         {channels.Reply{Channel: channels.SMS}, Meaning{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, meaning(c.reply)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
