package timeline_test

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/goodterms/goodterms/timeline"
)

func TestEncodeWritesWhatEncodingJSONWrites(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := func(name string) string {
			return rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-z]{0,8}`), rapid.Just(`<"\&>`), rapid.Just("a\xffb")).Draw(t, name)
		}
		at := time.UnixMicro(rapid.Int64Range(0, 4_000_000_000_000_000).Draw(t, "at")).UTC()
		all := []any{
			timeline.Scheduled{Channel: s("a"), Template: s("b"), Reference: s("c"), SendAt: at, Moved: s("d")},
			timeline.Deferred{Channel: s("a"), Until: at, Zone: s("b"), Reason: s("c"), Text: s("d"), Template: s("e")},
			timeline.Ended{Channel: s("a"), Reason: s("b"), Text: s("c"), Template: s("d")},
			timeline.Sent{Attempt: s("a"), Channel: s("b"), Template: s("c"), Version: s("d"), Segments: rapid.IntRange(0, 9).Draw(t, "n"), Text: s("e")},
			timeline.Delivery{Attempt: s("a"), Channel: s("b"), Status: s("c"), Code: s("d")},
			timeline.Reply{Reply: s("a"), Channel: s("b"), Attempt: s("c"), Text: s("d"), Digits: s("e"), Meaning: s("f")},
			timeline.Reply{Reply: s("a"), Channel: s("b"), Kind: s("c"), Match: s("d"), Language: s("e"), Rules: s("f"), Media: rapid.IntRange(0, 9).Draw(t, "media"),
				Intents: []timeline.ReplyIntent{{Intent: s("g"), Certain: rapid.Bool().Draw(t, "certain"), Date: s("h"), Amount: s("i"), Evidence: s("j"), Rule: s("k")}}},
			timeline.OptOut{OptOut: s("a"), Scope: s("b"), Channel: s("c"), Source: s("d"), Proof: s("e")},
			timeline.Consent{Consent: s("a"), Contact: s("b"), Channel: s("c"), Source: s("d"), Proof: s("e"), At: at},
			timeline.Preferences{Contact: s("a"), Changed: map[string]json.RawMessage{"wishes": json.RawMessage(`"off"`)}, By: s("b"), Why: s("c")},
			timeline.Contact{Contact: s("a"), Channel: s("b"), Direction: s("c"), Outcome: s("d"), At: at, By: s("e"), Text: s("f")},
			timeline.Hold{Cause: s("a"), By: s("b"), Why: s("c"), Invoices: []string{s("d")}, Contact: s("e"), Until: at, Reply: s("f")},
			timeline.Promise{Promise: s("a"), Invoices: []string{s("b")}, Amount: s("c"), Currency: s("d"), PayBy: s("e"), Reply: s("f"), By: s("g"), Why: s("h")},
			timeline.Dispute{Dispute: s("a"), Invoices: []string{s("b")}, Reply: s("c"), By: s("d"), Outcome: s("e")},
			timeline.FollowUp{FollowUp: s("a"), Cause: s("b"), Action: s("c"), Reply: s("d"), Assignee: s("e"), DueAt: at, By: s("f"), Outcome: s("g")},
			timeline.Payment{Payment: s("a"), Invoice: s("b"), Amount: s("c"), Currency: s("d"), Balance: s("e")},
			timeline.Note{Text: s("a"), By: s("b")},
			map[string]string{"other": s("a")},
		}
		for _, data := range all {
			want, err := json.Marshal(data)
			if got := timeline.Encode(data); err != nil || string(got) != string(want) {
				t.Fatalf("%T: got %s, want %s (%v)", data, got, want, err)
			}
		}
	})
}
