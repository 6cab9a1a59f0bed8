package tone

import (
	"regexp"
	"sort"
	"strings"
)

// maxConstruct is how far the end of a construct is looked for, in bytes.
const maxConstruct = 2000

var links = regexp.MustCompile(`(?i)(?:https?://|www\.)[^\s<>()"]+|[^\s@<>()\[\]{}":;,]{1,64}@[\pL\d-]+(?:\.[\pL\d-]+)+`)

// findLinks returns where links and mail addresses stand.
func findLinks(source string) []span {
	if !strings.ContainsRune(source, '@') && !strings.Contains(source, "//") && !strings.Contains(strings.ToLower(source), "www.") {
		return nil
	}
	var all []span
	for _, at := range links.FindAllStringIndex(source, -1) {
		end := at[0] + len(strings.TrimRight(source[at[0]:at[1]], ".,!?:;'"))
		if end > at[0] {
			all = append(all, span{at[0], end})
		}
	}
	sort.Slice(all, func(i, j int) bool { return all[i].from < all[j].from })
	return all
}

// markup reads a construct of Liquid, Markdown or HTML, and returns its bytes; 0
// when none begins here.
func (r *reader) markup(i int) int {
	rest := r.source[i:]
	switch rest[0] {
	case '{':
		return r.liquid(i)
	case '<':
		return r.tag(i)
	case '&':
		return r.entity(i)
	case '!':
		if strings.HasPrefix(rest, "![") && closed(rest) {
			return 1
		}
	case ']':
		if strings.HasPrefix(rest, "](") {
			r.endWord(i)
			return until(rest, ")", "\n")
		}
	case '-', '+', '*', '#', '>', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return r.bullet(i)
	}
	return 0
}

// closed says whether the brackets of an image are closed.
func closed(rest string) bool { return until(rest, "](", "\n") > 0 }

// until returns the bytes up to and with the end of a construct; 0 when it has none
// or the stop comes first.
func until(rest, end, stop string) int {
	if len(rest) > maxConstruct {
		rest = rest[:maxConstruct]
	}
	at := strings.Index(rest, end)
	if at < 0 || (stop != "" && strings.Contains(rest[:at], stop)) {
		return 0
	}
	return at + len(end)
}

// liquid reads {{ … }} as a neutral word, and {% … %} as a blank.
func (r *reader) liquid(i int) int {
	rest := r.source[i:]
	size := 0
	switch {
	case strings.HasPrefix(rest, "{{"):
		if size = until(rest, "}}", ""); size > 0 {
			r.endWord(i)
			r.add(value, i, i+size)
		}
	case strings.HasPrefix(rest, "{%"):
		if size = until(rest, "%}", ""); size > 0 {
			r.endWord(i)
			r.blank(i, i+size)
		}
	}
	return size
}

// tag reads an HTML tag as a blank.
func (r *reader) tag(i int) int {
	rest := r.source[i:]
	if len(rest) < 3 || !(rest[1] == '/' || rest[1] == '!' || rest[1]|0x20 >= 'a' && rest[1]|0x20 <= 'z') {
		return 0
	}
	size := until(rest, ">", "\n")
	if size > 0 {
		r.endWord(i)
		r.blank(i, i+size)
	}
	return size
}

// entities that stand in texts; the others are letters of names.
var entities = map[string]string{"&nbsp;": " ", "&amp;": " ", "&quot;": " ", "&#39;": "'", "&apos;": "'", "&rsquo;": "'", "&ndash;": " ", "&mdash;": " ", "&lt;": " ", "&gt;": " ", "&hellip;": " "}

// entity reads an HTML entity.
func (r *reader) entity(i int) int {
	rest := r.source[i:]
	size := until(rest[:min(len(rest), 9)], ";", " ")
	if size == 0 {
		return 0
	}
	switch entities[rest[:size]] {
	case "'":
		r.add("'", i, i+size)
	case " ":
		r.endWord(i)
		r.blank(i, i+size)
	default:
		return 0
	}
	return size
}

var item = regexp.MustCompile(`^(?:[-+*] |#{1,6} |> ?|\d{1,2}[.)] )`)

// bullet reads the mark before a heading, a quotation or an item of a list.
func (r *reader) bullet(i int) int {
	if strings.TrimLeft(r.source[i-min(r.line, i):i], " \t") != "" || r.word >= 0 {
		return 0
	}
	size := len(item.FindString(r.source[i:]))
	if size > 0 {
		r.endSentence()
	}
	return size
}
