package bounce

import (
	"strings"
	"sync"
)

// weigh says what a status field and what is said beside it come to: the best
// status, and the cause. What is said first is weighed first; what is said later
// is heard only while the cause is unknown.
func weigh(status string, said ...string) (string, Cause) {
	best, cause := status, causeOf(status)
	if cause != None && status != "5.2.1" && (len(said) == 0 || said[0] == "") {
		return status, cause
	}
	for i, s := range said {
		if s == "" || i > 0 && cause != None && status != "5.2.1" {
			continue
		}
		b, c := weighOne(status, s)
		if c != None {
			return b, c
		}
		if !silent(b) || best == "" {
			best = b
		}
	}
	return best, cause
}

// weighOne weighs one text against the status field.
func weighOne(status, said string) (string, Cause) {
	numbers := codesIn(said)
	told := numbers.enhanced
	if vague(told) && !vague(status) {
		told = status
	}
	byCode := causeOf(told)
	hit := phrases().find(said).best(byCode)
	cause := hit.cause
	if cause == None || byCode != None && (cause == Temporary || cause == Content && byCode == Dead) {
		cause = byCode
	}
	if cause == Dead && class(numbers, status) == '4' {
		cause = Temporary // who says "try again later" does not know it to be dead
	}
	return bestStatus(status, numbers, hit), cause
}

// class is the first digit of what is said, or else of the field.
func class(numbers codes, status string) byte {
	for _, code := range []string{numbers.enhanced, numbers.reply, status} {
		if code != "" && (code != numbers.enhanced || !silent(code)) {
			return code[0]
		}
	}
	return 0
}

// bestStatus is the most telling status: the field's own unless it is vague, then
// that of the words, then that of the reply.
func bestStatus(status string, numbers codes, hit rule) string {
	switch {
	case !vague(status):
		return status
	case numbers.enhanced != "" && !vague(numbers.enhanced):
		return numbers.enhanced
	case !silent(status):
		return status
	case numbers.enhanced != "" && !silent(numbers.enhanced):
		return numbers.enhanced
	}
	digit := class(numbers, status)
	switch {
	case hit.weak && digit == '4' && numbers.reply != "":
		return replies[numbers.reply]
	case hit.status != "" && digit != 0:
		return string(digit) + hit.status[1:]
	case hit.status != "":
		return hit.status
	case numbers.reply != "":
		return replies[numbers.reply]
	case status != "":
		return status
	}
	return numbers.enhanced
}

// rule is what a phrase means.
type rule struct {
	phrase string
	cause  Cause
	status string // that the phrase stands for, when nothing better is told
	rank   int    // the smaller goes first
	weak   bool   // counts only where the code says nothing
}

// book finds phrases at the beginnings of words. It is keyed by the first three
// bytes, so that a text is read once however many phrases there are.
type book map[[3]byte][]rule

// phrases is the book of causes, bound once.
var phrases = sync.OnceValue(func() book {
	b := book{}
	for _, groups := range [][]group{english, german, french, spanish, portuguese, italian, dutch, nordic, slavic, turkish, eastAsian} {
		for _, g := range groups {
			for _, phrase := range g.phrases {
				b.add(rule{phrase, g.cause, g.status, g.rank, g.rank >= weak})
			}
		}
	}
	return b
})

func (b book) add(r rule) {
	var key [3]byte
	copy(key[:], r.phrase)
	b[key] = append(b[key], r)
}

// hits are the rules that a text fulfils.
type hits []rule

// find reads a text for phrases.
func (b book) find(said string) hits {
	var found hits
	text := plainWords(clip(said, 32<<10))
	for i := 0; i+3 <= len(text) && len(found) < 64; i++ {
		if i > 0 && letter7(text[i-1]) && letter7(text[i]) {
			continue
		}
		for _, r := range b[[3]byte{text[i], text[i+1], text[i+2]}] {
			if strings.HasPrefix(text[i:], r.phrase) {
				found = append(found, r)
			}
		}
	}
	return found
}

func letter7(c byte) bool { return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' }

// best chooses among hits. Words that blame the sender or the time go before all;
// then those that agree with the code; then the order of the table.
func (h hits) best(byCode Cause) rule {
	var best, agreeing rule
	for _, r := range h {
		if r.weak && byCode != None {
			continue
		}
		if best.phrase == "" || r.rank < best.rank {
			best = r
		}
		if r.cause == byCode && !r.weak && (agreeing.phrase == "" || r.rank < agreeing.rank) {
			agreeing = r
		}
	}
	if agreeing.phrase != "" && best.rank > 0 {
		return agreeing
	}
	return best
}

// plainWords folds a text for phrases: lower case, single spaces, one kind of
// apostrophe, without the codes, links and addresses that stand between the words.
func plainWords(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for word := range strings.FieldsSeq(s) {
		word = withoutCode(strings.ToLower(word))
		if word == "" || strings.Contains(word, "://") || strings.IndexByte(word, '@') >= 0 && len(addressesIn(word, 1)) > 0 {
			if tail := strings.TrimLeft(lastOf(word, ">)]"), ":;,.'\""); tail != "" && strings.Contains(word, "@") {
				b.WriteString(tail + " ") // "<a@b>:User unknown"
			}
			continue
		}
		b.WriteString(word)
		b.WriteByte(' ')
	}
	return sameWords().Replace(b.String())
}

// sameWords makes one of what is written in several ways. "Unknown address error" is
// what IronPort puts before every refusal, whatever the refusal says.
var sameWords = sync.OnceValue(func() *strings.Replacer {
	return strings.NewReplacer("’", "'", "‘", "'", "`", "'", "\u00a0", " ", "unknown address error", "unknown-address-error")
})

// lastOf is what follows the last of some marks; nothing when there is none.
func lastOf(word, marks string) string {
	if at := strings.LastIndexAny(word, marks); at >= 0 {
		return word[at+1:]
	}
	return ""
}

// withoutCode drops the number at the head of a line of a reply: "550-5.1.1".
func withoutCode(word string) string {
	rest := strings.TrimLeft(word, "(#[")
	if len(rest) >= 3 && replies[rest[:3]] != "" && (len(rest) == 3 || rest[3] == '-' || rest[3] == ' ') {
		rest = strings.TrimLeft(rest[3:], "-#")
	}
	if rest != "" && (rest[0] == '4' || rest[0] == '5') {
		if code := enhancedAt(rest, 0); code != "" && len(code) <= len(rest) {
			return strings.Trim(rest[len(code):], "-:;,)].")
		}
	}
	if len(rest) == len(strings.TrimLeft(word, "(#[")) {
		return word
	}
	return rest
}

// fold is a text in lower case with single spaces.
func fold(s string) string {
	return strings.ReplaceAll(strings.ToLower(strings.Join(strings.Fields(clip(s, 4<<10)), " ")), "’", "'")
}
