package events

import (
	"encoding/json"

	"github.com/goodterms/goodterms/replies"
	"github.com/goodterms/goodterms/replies/intents"
	"github.com/goodterms/goodterms/timeline"
)

// Applied returns what a reply was taken to mean with certainty, which is acted upon
// without a person, or because a person said so; none when it was only shown.
func Applied(r timeline.Reply) (list []timeline.ReplyIntent) {
	if !replies.Match(r.Match).Certain() {
		return nil
	}
	for _, found := range r.Intents {
		if found.Certain && found.Intent != string(intents.Other) {
			list = append(list, found)
		}
	}
	return list
}

// appliedData is the data of intent.applied: the reply's, with the intents that were
// acted upon alone. Erased data stays nil.
func appliedData(data json.RawMessage) json.RawMessage {
	var r timeline.Reply
	if len(data) == 0 || json.Unmarshal(data, &r) != nil {
		return nil
	}
	r.Intents = Applied(r)
	return timeline.Encode(r)
}

// AsApplied turns the event of a reply into that of what it was taken to mean.
func (e Event) AsApplied() Event {
	e.ID += "-intent"
	e.Kind = IntentApplied
	e.Data = appliedData(e.Data)
	return e
}
