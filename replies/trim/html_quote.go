package trim

import (
	"slices"
	"strings"
)

// verdict is what becomes of an element.
type verdict int

// The verdicts.
const (
	keep      verdict = iota
	drop              // it and what is in it
	end               // it and all that follows
	reply             // a container of quotes: texts between them are answers
	signature         // a signature, if what is in it looks like one
)

// judge says what markup shows an element to be.
func judge(e *element) verdict {
	switch e.tag {
	case "style", "script", "head", "title", "noscript", "template", "object", "svg":
		return drop
	}
	if e.attr == nil {
		return keep
	}
	switch {
	case hidden(e):
		return drop
	case is(e, "divRplyFwdMsg", "appendonsend", "mail-editor-reference-message-container", "ms-outlook-mobile-body-separator-line") || ruledHeader(e) || e.value("data-marker") == "__DIVIDER__":
		return end
	case e.tag == "blockquote" && quotes(e):
		return drop
	case is(e, "gmail_quote", "gmail_quote_container"):
		return container(e)
	case is(e, "gmail_attr", "yahoo_quoted", "moz-cite-prefix", "protonmail_quote", "tutanota_quote", "OLK_SRC_BODY_SECTION", "reply-intro",
		"ms-outlook-mobile-reference-message", "zmail_extra", "moz-forward-container") || e.tag == "div" && e.value("name") == "quote":
		return drop
	case is(e, "gmail_signature", "moz-signature", "AppleMailSignature", "ms-outlook-mobile-signature", "Signature", "protonmail_signature_block"):
		return signature
	}
	return keep
}

// is says that an element has one of the names as its id or class.
func is(e *element, names ...string) bool {
	if id := e.value("id"); id != "" && slices.Contains(names, id) {
		return true
	}
	for class := range strings.FieldsSeq(e.value("class")) {
		if slices.Contains(names, class) {
			return true
		}
	}
	return false
}

// hidden says that nobody who reads the mail sees an element.
func hidden(e *element) bool {
	if _, ok := e.get("hidden"); ok {
		return true
	}
	style := strings.ReplaceAll(strings.ToLower(e.value("style")), " ", "")
	return strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden") || strings.Contains(style, "mso-hide:all")
}

// quotes says that a blockquote is the quote of a mail program, not one of a person.
func quotes(e *element) bool {
	return strings.EqualFold(e.value("type"), "cite") || e.value("cite") != "" || is(e, "gmail_quote", "protonmail_quote", "tutanota_quote")
}

// container looks into Gmail's frame around an answer and quotes. Between quotes of
// their own stand answers; without any, all of it is a mail passed on.
func container(e *element) verdict {
	if find(e, func(c *element) bool { return c.tag == "blockquote" && c.attr != nil && quotes(c) }) {
		return reply
	}
	return drop
}

func find(e *element, match func(*element) bool) bool {
	for _, child := range e.children {
		if match(child) || find(child, match) {
			return true
		}
	}
	return false
}

// ruledHeader says that an element is Outlook's block of From, Sent, To and Subject
// under a line.
func ruledHeader(e *element) bool {
	if e.tag != "div" || !strings.Contains(strings.ToLower(e.value("style")), "border-top") {
		return false
	}
	w := writer{whole: true, most: 2000}
	for _, child := range e.children {
		w.node(child)
	}
	lines := read(w.text())
	for i := range min(len(lines), 6) {
		if _, ok := headers(lines, i); ok {
			return true
		}
	}
	return false
}
