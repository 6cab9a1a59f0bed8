package sandbox

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// verb is an element of TwiML with what it holds.
type verb struct {
	name     string
	attrs    map[string]string
	text     string // its own text, with that of SSML inside
	children []verb
}

// errNoTwiML is Twilio's error 12100: the document cannot be parsed.
var errNoTwiML = errors.New("12100: the document is not TwiML")

// grammar is which elements may stand where. Names are case-sensitive
// (https://www.twilio.com/docs/api/errors/12200).
func grammar(parent string) string {
	switch parent {
	case "Response":
		return "Say Play Gather Pause Hangup Redirect Dial Record Reject Message"
	case "Gather":
		return "Say Play Pause"
	case "Dial":
		return "Number Client Sip Conference Queue"
	case "Message":
		return "Body Media"
	}
	return ""
}

// ssml is the elements that may stand inside Say, in lower case.
const ssml = "break emphasis lang p phoneme prosody s say-as sub w"

// parseTwiML reads a document and returns its verbs, with a warning for
// everything that Twilio would skip.
func parseTwiML(document []byte) (verbs []verb, warnings []string, err error) {
	decoder := xml.NewDecoder(bytes.NewReader(document))
	root, err := readRoot(decoder)
	if err != nil {
		return nil, nil, err
	}
	if root.name != "Response" {
		return nil, nil, fmt.Errorf("%w: its root is <%s>, not <Response>", errNoTwiML, root.name)
	}
	verbs, warnings = sift(root)
	return verbs, warnings, nil
}

func readRoot(decoder *xml.Decoder) (verb, error) {
	for {
		token, err := decoder.Token()
		if err != nil {
			return verb{}, fmt.Errorf("%w: %v", errNoTwiML, err)
		}
		if start, ok := token.(xml.StartElement); ok {
			return readVerb(decoder, start)
		}
	}
}

// readVerb reads an element and everything in it.
func readVerb(decoder *xml.Decoder, start xml.StartElement) (verb, error) {
	v := verb{name: start.Name.Local, attrs: make(map[string]string)}
	for _, attr := range start.Attr {
		v.attrs[attr.Name.Local] = attr.Value
	}
	var text strings.Builder
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return verb{}, fmt.Errorf("%w: %v", errNoTwiML, err)
		}
		switch t := token.(type) {
		case xml.CharData:
			text.Write(t)
		case xml.StartElement:
			child, err := readVerb(decoder, t)
			if err != nil {
				return verb{}, err
			}
			text.WriteString(child.text)
			if slices.Contains([]string{"break", "p", "s"}, child.name) {
				text.WriteString(" ")
			}
			v.children = append(v.children, child)
		case xml.EndElement:
			v.text = strings.Join(strings.Fields(text.String()), " ")
			return v, nil
		}
	}
}

// sift keeps the children that may stand in an element and warns of the others.
func sift(parent verb) (kept []verb, warnings []string) {
	allowed := strings.Fields(grammar(parent.name))
	for _, child := range parent.children {
		if !slices.Contains(allowed, child.name) {
			warnings = append(warnings, fmt.Sprintf("12200: <%s> may not stand in <%s>; it is skipped", child.name, parent.name))
			continue
		}
		var more []string
		if child.name == "Say" {
			more = checkSpeech(child)
		} else {
			child.children, more = sift(child)
		}
		warnings = append(warnings, more...)
		kept = append(kept, child)
	}
	return kept, warnings
}

// checkSpeech warns of elements in Say that are not SSML as Twilio spells it.
func checkSpeech(say verb) (warnings []string) {
	for _, child := range say.children {
		if !slices.Contains(strings.Fields(ssml), child.name) {
			warnings = append(warnings, fmt.Sprintf("12200: <%s> is not SSML; names are lower case", child.name))
		}
		warnings = append(warnings, checkSpeech(child)...)
	}
	if say.name == "Say" && len(say.text) > 4096 {
		warnings = append(warnings, "13520: the text of <Say> is longer than 4096 characters")
	}
	return warnings
}
