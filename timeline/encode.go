package timeline

import (
	"encoding/json"
	"strconv"
	"time"
)

// Encode writes the data of an event as JSON, the same bytes as encoding/json
// for the structs of this package but without reflection. Data that has no JSON
// form, which none of them is, becomes null.
func Encode(data any) json.RawMessage {
	w := object{buf: make([]byte, 0, 256)}
	switch d := data.(type) {
	case Scheduled:
		w.scheduled(d)
	case Deferred:
		w.deferred(d)
	case Ended:
		w.optional("channel", d.Channel).text("reason", d.Reason).text("text", d.Text).optional("template", d.Template)
	case Sent:
		w.sent(d)
	case Delivery:
		w.text("attempt", d.Attempt).text("channel", d.Channel).text("status", d.Status).optional("code", d.Code)
	case Reply:
		w.reply(d)
	case OptOut:
		w.optOut(d)
	case Payment:
		w.payment(d)
	case Note:
		w.text("text", d.Text).optional("by", d.By)
	default:
		return marshal(data)
	}
	return append(w.buf, '}')
}

func marshal(data any) json.RawMessage {
	text, err := json.Marshal(data)
	if err != nil {
		return json.RawMessage("null")
	}
	return text
}

func (w *object) scheduled(d Scheduled) {
	w.text("channel", d.Channel).text("template", d.Template).optional("reference", d.Reference).time("send_at", d.SendAt)
	w.optional("moved", d.Moved)
}

func (w *object) optOut(d OptOut) {
	w.optional("opt_out", d.OptOut).optional("scope", d.Scope).text("channel", d.Channel)
	w.text("source", d.Source).optional("proof", d.Proof)
}

func (w *object) deferred(d Deferred) {
	w.text("channel", d.Channel).time("until", d.Until).optional("zone", d.Zone)
	w.text("reason", d.Reason).text("text", d.Text).optional("template", d.Template)
}

func (w *object) sent(d Sent) {
	w.text("attempt", d.Attempt).text("channel", d.Channel).text("template", d.Template).text("version", d.Version)
	if d.Segments != 0 {
		w.key("segments")
		w.buf = strconv.AppendInt(w.buf, int64(d.Segments), 10)
	}
	w.optional("text", d.Text)
}

func (w *object) reply(d Reply) {
	w.text("reply", d.Reply).text("channel", d.Channel).optional("attempt", d.Attempt)
	w.optional("text", d.Text).optional("digits", d.Digits).optional("meaning", d.Meaning)
	w.optional("kind", d.Kind).optional("match", d.Match)
	if len(d.Intents) > 0 {
		w.key("intents")
		w.buf = append(w.buf, marshal(d.Intents)...)
	}
	w.optional("language", d.Language).optional("rules", d.Rules)
	if d.Media != 0 {
		w.key("media")
		w.buf = strconv.AppendInt(w.buf, int64(d.Media), 10)
	}
}

func (w *object) payment(d Payment) {
	w.text("payment", d.Payment).text("invoice", d.Invoice).text("amount", d.Amount)
	w.text("currency", d.Currency).text("balance", d.Balance)
}

// object is a JSON object being written; its closing brace is the caller's.
type object struct{ buf []byte }

func (w *object) key(name string) {
	start := byte(',')
	if len(w.buf) == 0 {
		start = '{'
	}
	w.buf = append(w.buf, start, '"')
	w.buf = append(w.buf, name...)
	w.buf = append(w.buf, '"', ':')
}

func (w *object) text(name, value string) *object {
	w.key(name)
	w.buf = appendString(w.buf, value)
	return w
}

func (w *object) optional(name, value string) *object {
	if value == "" {
		return w
	}
	return w.text(name, value)
}

func (w *object) time(name string, at time.Time) *object {
	w.key(name)
	w.buf = append(w.buf, '"')
	w.buf = at.AppendFormat(w.buf, time.RFC3339Nano)
	w.buf = append(w.buf, '"')
	return w
}

// appendString quotes plain texts by itself and leaves those with anything to
// escape to encoding/json.
func appendString(buf []byte, text string) []byte {
	if !plain(text) {
		return append(buf, marshal(text)...)
	}
	buf = append(buf, '"')
	buf = append(buf, text...)
	return append(buf, '"')
}

func plain(text string) bool {
	for i := range len(text) {
		switch c := text[i]; {
		case c < ' ', c > '~', c == '"', c == '\\', c == '<', c == '>', c == '&':
			return false
		}
	}
	return true
}
