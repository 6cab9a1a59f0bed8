package trim

import (
	"regexp"
	"strings"
)

// mostAttributionLines is over how many lines mail programs wrap "On … wrote:".
const mostAttributionLines = 5

// wrote are the words for having written, as mail programs say them of others.
const wrote = `wrote|writes|schrieb|geschrieben|a écrit|a ecrit|escribió|escribio|schreef|geschreven|escreveu|ha scritto|skrev|kirjoitti|napisał|napisała|napisał\(a\)|pisze|napsal|napsal\(a\)|пишет|написал|написала|yazdı|följande|følgende`

var (
	wroteWord = regexp.MustCompile(`(?:^|[ ,)>"])(?:` + wrote + `)(?:[ :,]|$)`)
	opening   = regexp.MustCompile(`^(?:on|am|le|el|op|em|il|il giorno|den|dne|no dia|a|w dniu|dnia|på|vào|tarihinde|(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|ma|ti|ke|to|pe|la|su|pon|wt|śr|czw|pt|sob|niedz|seg|ter|qua|qui|sex|sáb|dom|gio|mié|jue|vie)[a-zäöüéá]*[.,]?|\d{1,4}[-./ ]\d{1,2}.*|\d{1,2}\.? [^ ]+ \d{4}.*)(?:[ ,]|$)`)
	namedOnly = regexp.MustCompile(`^[^.!?;]{2,120}(?:` + wrote + `)(?: (?:on|am|le|el|op|em|il) [^!?]{4,60})? ?:$`)
	oldGmail  = regexp.MustCompile(`^\d{4}[-/.]\d{1,2}[-/.]\d{1,2},? .{0,200}<[^ <>]+@[^ <>]+> ?:$`)
	speaking  = regexp.MustCompile(`(?:^|[ ,'])(?:i|we|you|he|she|they|ich|wir|du|er|sie|ihr|il|elle|ils|ik|wij|jij|hij|zij|u|jeg|jag|vi|han|hun|hon|ja)(?: (?:have|had|just|also|already|once|habe|hatte|haben)){0,2} (?:` + wrote + `)|(?:schrieb|schreef|skrev) (?:ich|wir|du|er|sie|ihr|ik|wij|we|jij|hij|zij|u|jeg|jag|vi|du|han|hun|hon)(?:[ :,]|$)|habe ich|haben wir|heb ik|hebben wij`)
	personal  = regexp.MustCompile(`\b(?:my|your|our|mein|meine|ihr|ihre|unser|unsere|mon|votre|vos|notre|mijn|uw|onze|meu|minha|seu|sua|mio|mia|vostro|vostra)\b`)
	clock     = regexp.MustCompile(`\d{1,2}(?:[:.h]| h )\d{2}|\d{1,2} ?(?:am|pm|uhr)`)
	year      = regexp.MustCompile(`(?:^|[^\d])(?:19|20)\d{2}(?:[^\d]|$)|\d{1,2}[./-]\d{1,2}[./-]\d{2}(?:[^\d]|$)`)
	address   = regexp.MustCompile(`[^ <>()]+@[^ <>()]+\.[a-z]{2,}`)
)

// attribution says whether the line "On … wrote:" begins at a line, and after which
// line it ends. A line that a person wrote of themselves is none.
func attribution(lines []line, i int) (end int, ok bool) {
	for end = i; ; end++ {
		if end == len(lines) || end == i+mostAttributionLines || lines[end].plain == "" {
			return 0, false
		}
		if strings.HasSuffix(lines[end].plain, ":") {
			break
		}
	}
	end++
	if end > i+1 && !begins(lines[i].plain) {
		return 0, false
	}
	whole := sentence(lines[i:end])
	return end, len(whole) <= longestLine && attributes(whole, end > i+1)
}

// sentence is what stands on lines, as one.
func sentence(lines []line) string {
	parts := make([]string, len(lines))
	for i, l := range lines {
		parts[i] = l.plain
	}
	return strings.Join(parts, " ")
}

// attributes says that a sentence names who wrote, and perhaps when.
func attributes(sentence string, wrapped bool) bool {
	if oldGmail.MatchString(sentence) {
		return true
	}
	if !wroteWord.MatchString(sentence) || speaking.MatchString(sentence) {
		return false
	}
	if begins(sentence) && (dated(sentence) || address.MatchString(sentence)) {
		return true
	}
	return !wrapped && (namedOnly.MatchString(sentence) || address.MatchString(sentence)) && len(strings.Fields(sentence)) <= 14
}

func begins(sentence string) bool { return opening.MatchString(strings.TrimLeft(sentence, "*_ ")) }

// dated says that a sentence tells a day, as a mail program does: with a year or a
// time of day.
func dated(sentence string) bool {
	return year.MatchString(sentence) || clock.MatchString(sentence) && strings.ContainsAny(sentence, "<@") || oldGmail.MatchString(sentence)
}
