package voice

import (
	"bytes"
	"encoding/xml"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// longestSay is how many characters Twilio says at once
// (https://www.twilio.com/docs/voice/twiml/say#limits-and-restrictions).
const longestSay = 4096

// verb is one instruction of TwiML. Twilio's own builder is not used: it writes
// names and attributes that Twilio does not read (twilio-go issues 207, 220).
type verb struct {
	name       string
	attributes []xml.Attr
	text       string
	inner      []verb
}

// MarshalXML writes the verb with its text escaped.
func (v verb) MarshalXML(e *xml.Encoder, _ xml.StartElement) error {
	start := xml.StartElement{Name: xml.Name{Local: v.name}, Attr: v.attributes}
	if err := e.EncodeToken(start); err != nil {
		return err
	}
	if err := e.EncodeToken(xml.CharData(v.text)); err != nil {
		return err
	}
	for _, inner := range v.inner {
		if err := inner.MarshalXML(e, xml.StartElement{}); err != nil {
			return err
		}
	}
	return e.EncodeToken(start.End())
}

// response writes a whole document.
func response(verbs ...verb) []byte {
	out := bytes.NewBufferString(xml.Header)
	encoder := xml.NewEncoder(out)
	// Neither can fail: a buffer takes everything, and every name is ours.
	_ = encoder.Encode(verb{name: "Response", inner: verbs})
	_ = encoder.Close()
	return out.Bytes()
}

func attribute(name, value string) xml.Attr {
	return xml.Attr{Name: xml.Name{Local: name}, Value: value}
}

// say speaks a text, in as many verbs as it takes; none for an empty text. An
// empty line in it is a pause.
func say(w words, text string) []verb {
	var verbs []verb
	for paragraph := range strings.SplitSeq(text, "\n\n") {
		parts := split(paragraph, longestSay)
		if len(parts) > 0 && len(verbs) > 0 {
			verbs = append(verbs, pause(lineSeconds))
		}
		for _, part := range parts {
			verbs = append(verbs, verb{
				name:       "Say",
				attributes: []xml.Attr{attribute("language", w.language), attribute("voice", w.voice)},
				text:       part,
			})
		}
	}
	return verbs
}

// gather waits for one key while it says the verbs, and posts it to the address.
func gather(action string, inner []verb) verb {
	return verb{name: "Gather", inner: inner, attributes: []xml.Attr{
		attribute("input", "dtmf"),
		attribute("numDigits", "1"),
		attribute("finishOnKey", ""), // so that the hash key is a wrong key and not an end without one
		attribute("timeout", strconv.Itoa(keySeconds)),
		attribute("action", action),
		attribute("method", "POST"),
	}}
}

func pause(seconds int) verb {
	return verb{name: "Pause", attributes: []xml.Attr{attribute("length", strconv.Itoa(seconds))}}
}

func dial(number string) verb {
	return verb{name: "Dial", attributes: []xml.Attr{attribute("timeout", strconv.Itoa(dialSeconds))}, text: number}
}

func hangup() verb { return verb{name: "Hangup"} }

// split cuts a text into parts of at most limit characters: at the end of a
// sentence, else at a blank, else where it must.
func split(text string, limit int) []string {
	var parts []string
	rest := []rune(strings.TrimSpace(strings.ToValidUTF8(text, string(utf8.RuneError))))
	for len(rest) > limit {
		cut := boundary(rest[:limit])
		parts = append(parts, strings.TrimSpace(string(rest[:cut])))
		rest = []rune(strings.TrimSpace(string(rest[cut:])))
	}
	if len(rest) > 0 {
		parts = append(parts, string(rest))
	}
	return parts
}

// boundary returns how many of the characters to keep together.
func boundary(text []rune) int {
	blank := 0
	for i := len(text) - 1; i > 0; i-- {
		if !unicode.IsSpace(text[i]) {
			continue
		}
		if strings.ContainsRune(".!?…", text[i-1]) {
			return i
		}
		if blank == 0 {
			blank = i
		}
	}
	if blank == 0 {
		return len(text)
	}
	return blank
}
