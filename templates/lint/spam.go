package lint

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goodterms/goodterms/channels"
)

// spamPhrases are those that spam filters count, in the languages of the texts and
// in small letters. One that ends with * may go on.
func spamPhrases() []string {
	return []string{
		"act now", "act fast", "click here", "click below", "buy now", "order now", "limited time", "limited-time", "risk free", "risk-free", "no obligation", "100 %", "100%",
		"once in a lifetime", "special promotion", "cash bonus", "winner*", "you have won", "dear friend", "dear customer", "dear sir or madam", "guaranteed", "earn money", "earn cash",
		"jetzt handeln", "klicken sie hier", "hier klicken", "kostenlos*", "garantiert*", "gratis",
		"cliquez ici", "agissez maintenant", "gratuit*", "garanti", "haga clic aquí", "haz clic aquí", "actúe ahora", "garantizado",
		"klik hier", "handel nu", "gegarandeerd", "clique aqui", "aja agora", "grátis", "garantido", "clicca qui", "agisci ora", "agisci subito", "garantito",
	}
}

// Manners that they count besides.
var (
	urgentWord = regexp.MustCompile(`(?i)\b(?:urgent\w*|immediate(?:ly)?|asap|important|attention|final notice|last warning|dringend\w*|eilt|sofort\w*|wichtig\w*|urgente?\w*|importante?|inmediat\w*|spoed\w*|belangrijk|imediat\w*|immediat\w*)`)
	fakeReply  = regexp.MustCompile(`(?i)^\s*(?:re|fwd?|aw|wg|tr|rv|sv)\s*:`)
	moneyRow   = regexp.MustCompile(`[$€£¥]{2,}`)
	bangs      = regexp.MustCompile(`!`)
)

// mostBangs is how many exclamation marks a text can have.
const mostBangs = 2

// spam reports what filters count against a message.
func (l *look) spam() {
	if l.is(channels.Voice) {
		return
	}
	for _, p := range l.parts {
		text := blank(p.text, p.list)
		warn := func(at []int, instead string) { l.add(Warning, "spam", p, at[0], at[1], instead) }
		small := smallASCII(text)
		for _, phrase := range spamPhrases() {
			for _, at := range wherever(small, phrase) {
				warn(at, otherWords)
			}
		}
		for _, at := range wherever(small, "free") {
			if !harmlessFree(small[:at[0]]) {
				warn(at, otherWords)
			}
		}
		for _, at := range moneyRow.FindAllStringIndex(text, -1) {
			warn(at, "write one sign and the amount")
		}
		if p.name == subjectPart || p.name == preheaderPart {
			l.glance(p, text, warn)
			continue
		}
		if all := bangs.FindAllStringIndex(text, -1); len(all) > mostBangs {
			warn(all[mostBangs], "end sentences with a full stop: many exclamation marks read like advertising")
		}
	}
}

const otherWords = "say it in other words: spam filters count these"

// smallASCII puts the letters A to Z in small ones and leaves every byte in its place.
func smallASCII(text string) string {
	out := []byte(text)
	for i, b := range out {
		if b >= 'A' && b <= 'Z' {
			out[i] = b | 0x20
		}
	}
	return string(out)
}

// wherever finds the phrase where it stands as words.
func wherever(text, phrase string) [][]int {
	phrase, open := strings.CutSuffix(phrase, "*")
	var all [][]int
	for from := 0; ; {
		at := strings.Index(text[from:], phrase)
		if at < 0 {
			return all
		}
		at += from
		from = at + len(phrase)
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		next, _ := utf8.DecodeRuneInString(text[from:])
		if !unicode.IsLetter(before) && !unicode.IsDigit(before) && (open || !unicode.IsLetter(next)) {
			all = append(all, []int{at, from})
		}
	}
}

// harmlessFree says that what stands before the word free makes it harmless, as in
// feel free.
func harmlessFree(before string) bool {
	words := strings.FieldsFunc(before[max(0, len(before)-20):], func(r rune) bool { return !unicode.IsLetter(r) })
	if len(words) == 0 {
		return false
	}
	switch words[len(words)-1] {
	case "feel", "toll", "be", "are", "is", "were", "interest", "re":
		return true
	}
	return false
}

// glance looks at what stands in a list of mails.
func (l *look) glance(p part, text string, warn func([]int, string)) {
	if at := bangs.FindStringIndex(text); at != nil {
		warn(at, "leave the exclamation mark out")
	}
	if at := urgentWord.FindStringIndex(text); at != nil {
		warn(at, "name the invoice and the sender instead; urgency in a subject counts as spam")
	}
	if at := fakeReply.FindStringIndex(text); at != nil && p.name == subjectPart {
		warn(at, "begin with what it is about: this poses as an answer")
	}
	if capitals(text) {
		warn([]int{0, len(p.text)}, "write it in small letters")
	}
}

// capitals says that hardly a small letter stands in the text.
func capitals(text string) bool {
	large, small := 0, 0
	for _, r := range text {
		switch {
		case unicode.IsUpper(r):
			large++
		case unicode.IsLower(r):
			small++
		}
	}
	return large >= 6 && small*4 < large
}
