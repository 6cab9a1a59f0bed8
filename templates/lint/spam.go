package lint

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/goodterms/goodterms/channels"
)

// Words and manners that spam filters count, in the languages of the texts.
var (
	spamWords = regexp.MustCompile(`(?i)\b(?:act now|act fast|click (?:here|below)|buy now|order now|limited[- ]time|risk[- ]free|no obligation|100 ?% |once in a lifetime|special promotion|cash bonus|winner|you have won|dear (?:friend|customer|sir or madam)|guaranteed|earn (?:money|cash)|` +
		`jetzt handeln|klicken sie hier|hier klicken|kostenlos\w*|garantiert|cliquez ici|agissez maintenant|gratuit(?:e|ement)?|garanti|haga clic aqu[ií]|haz clic aqu[ií]|actúe ahora|garantizado|klik hier|handel nu|gegarandeerd|clique aqui|aja agora|grátis|garantido|clicca qui|agisci (?:ora|subito)|garantito|gratis)`)
	freeWord   = regexp.MustCompile(`(?i)(\pL+[ '’-]+)?\bfree\b`)
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
		text := blank(p.text, constructs(p.text))
		warn := func(at []int, instead string) { l.add(Warning, "spam", p, at[0], at[1], instead) }
		for _, at := range spamWords.FindAllStringIndex(text, -1) {
			warn(at, "say it in other words: spam filters count these")
		}
		for _, at := range freeWord.FindAllStringSubmatchIndex(text, -1) {
			if at[2] < 0 || !harmlessFree(text[at[2]:at[3]]) {
				warn([]int{at[1] - len("free"), at[1]}, "say it in other words: spam filters count these")
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

// harmlessFree says that the word before free makes it harmless: feel free.
func harmlessFree(before string) bool {
	switch strings.ToLower(strings.TrimRight(before, " '’-")) {
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
