package trim

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// How much of the end of a text is looked at.
const (
	signatureWindow = 40 // lines in which a line "--" is looked for
	mostSignature   = 12 // lines of a signature that anything is to be seen on
	mostTails       = 10 // times that something is dropped from an end
	longestSigned   = 90 // characters of a line of a signature that is no address
)

// unsigned drops the signature at the end of a stretch of own words, with the
// disclaimer and the advertisement below it.
func unsigned(lines []line) []line {
	for range mostTails {
		before := len(lines)
		lines = withoutBlankTail(lines)
		lines = withoutDisclaimer(withoutAdvert(lines))
		if len(lines) == before {
			break
		}
	}
	if at := delimiter(lines); at >= 0 {
		return sparePostscript(lines, at)
	}
	if at := closing(lines); at >= 0 {
		return sparePostscript(lines, at)
	}
	return lines
}

// withoutAdvert drops what telephones and mail programs add as the last line, and
// lines that are drawn.
func withoutAdvert(lines []line) []line {
	for range mostTails {
		if len(lines) == 0 {
			break
		}
		last := lines[len(lines)-1]
		if !last.blank && !ruler(last.text) && !advert(last) {
			break
		}
		lines = lines[:len(lines)-1]
	}
	return lines
}

var adverts = regexp.MustCompile(`^[-_*( ]*(?:` +
	`sent (?:from|via|with|using) (?:my |the )?` + device +
	`|get outlook for (?:ios|android)|get bluemail for \w+|sent from (?:outlook|mail) for \w+` +
	`|(?:diese nachricht wurde )?(?:von|mit|aus) (?:meinem|meiner|unserem|der|dem)? ?` + device + ` gesendet` +
	`|(?:diese nachricht wurde )?gesendet (?:von|mit|aus|über) (?:meinem |meiner |der |dem )?` + device +
	`|(?:holen sie sich |laden sie )?outlook für (?:ios|android)(?: beziehen| herunter)?` +
	`|envoyé (?:de|depuis|avec|à partir de|via) (?:mon |ma |l'application )?` + device + `|(?:obtenez|télécharger) outlook pour (?:ios|android)` +
	`|enviad[oa] (?:desde|con|a través de) (?:mi |la aplicación )?` + device + `|(?:obtener|obtenga|descargar) outlook para (?:ios|android)` +
	`|enviad[oa] (?:do|da|a partir do|pelo|através do) (?:meu |minha )?` + device + `|(?:obter|obtenha|baixar) o outlook para (?:ios|android)` +
	`|inviat[oa] (?:da|dal|con|dalla) (?:mio |mia )?` + device + `|(?:ottieni|scarica) outlook per (?:ios|android)` +
	`|(?:verstuurd|verzonden) (?:vanaf|vanuit|van|met|via) (?:mijn )?` + device + `|outlook voor (?:ios|android) downloaden|(?:download|haal) outlook voor (?:ios|android)(?: op)?` +
	`|skickat från (?:min )?` + device + `|sendt fra (?:min )?` + device + `|wysłan[eo] z (?:mojego )?` + device + `|lähetetty ` + device +
	`)\W*(?:\W.*)?$`)

// sentWords are those of which an advertisement has one: looking for them is quick.
var sentWords = []string{"sent ", "get ", "gesendet", "envoyé", "enviad", "inviat", "verstuurd", "verzonden", "skickat", "sendt ", "wysłan", "lähetetty", "outlook"}

// device are the words for what a mail was sent from; after them comes its name.
const device = `(?:an? )?(?:iphone|ipad|ipod|apple|mac\b|android|samsung|galaxy|huawei|xiaomi|nokia|pixel|oneplus|sony|lg\b|htc|motorola|blackberry|windows|mobil|handy|smartphone|smart phone|phone|tablet|téléphone|teléfono|telefoon|telefone|móvil|celular|telemóvel|cellulare|telefon|outlook|yahoo|gmail|gmx|web\.de|aol|proton|mail\b|mailbird|thunderbird|spark|bluemail|fairphone|t-mobile|orange|vodafone|postfach|mijn|kpn)\S*(?: [^.!?]{0,40})?`

// advert says that a line is nothing but such an advertisement: who excuses
// themselves with their telephone says more.
func advert(l line) bool {
	text := l.plain
	if len(text) < 8 || len(text) > 160 || !slices.ContainsFunc(sentWords, func(word string) bool { return strings.Contains(text, word) }) || !adverts.MatchString(text) {
		return false
	}
	words := strings.Fields(text)
	return len(words) <= 14 && small(l.text) < 7 && !strings.ContainsAny(text, "?€$£") && !speaks(strings.Join(words[min(4, len(words)):], " "))
}

// delimiter finds the line "-- " above a signature, or "--" where what follows
// looks like one; -1 when there is none.
func delimiter(lines []line) int {
	for i := max(0, len(lines)-signatureWindow); i < len(lines); i++ {
		text := lines[i].text
		if !strings.HasPrefix(strings.TrimLeft(text, " "), "--") {
			continue
		}
		switch text = strings.ReplaceAll(text, "\u00a0", " "); {
		case text == "-- " && !tellsOfSelf(lines[i+1:]):
			return i
		case strings.TrimSpace(text) == "--" && signs(lines[i+1:]):
			return i
		}
	}
	return -1
}

// closing finds the words of goodbye above a signature; -1 when there are none.
func closing(lines []line) int {
	seen := 0
	first := len(lines)
	for first > 0 && seen <= mostSignature+1 {
		first--
		if !lines[first].blank {
			seen++
		}
	}
	for i := first; i < len(lines); i++ {
		if closes(lines[i]) && signs(lines[i+1:]) {
			return i
		}
	}
	return -1
}

// sparePostscript drops the lines from a line on, but not a postscript.
func sparePostscript(lines []line, at int) []line {
	for i := at; i < len(lines); i++ {
		if postscript.MatchString(lines[i].plain) {
			return slices.Concat(lines[:at], lines[i:])
		}
	}
	return lines[:at]
}

var postscript = regexp.MustCompile(`^(?:p\.? ?-?s\.?|p\.?p\.?s\.?|p\.?d\.?|n\.?b\.?)(?:[:. ,-]|$)`)

// signs says that lines look like names, places and numbers, not like words to us.
func signs(lines []line) bool {
	seen := 0
	for _, l := range lines {
		if l.blank {
			continue
		}
		if postscript.MatchString(l.plain) {
			return true
		}
		seen++
		if seen > mostSignature || l.plain == "" || !signed(l) {
			return false
		}
	}
	return true
}

func signed(l line) bool {
	text := l.plain
	long := utf8.RuneCountInString(text) > longestSigned && !strings.ContainsAny(text, "@|/")
	asks := strings.HasSuffix(text, "?") || strings.HasSuffix(text, "!")
	return !long && !asks && !sums.MatchString(text) && !speaks(text) && !tells(l.text)
}

var sums = regexp.MustCompile(`[€£$]|\d (?:eur|euros?|usd|gbp|chf|dollars?|pounds?)\b`)

// tells says that a line reads like a sentence: several words that begin small, and
// a full stop.
func tells(text string) bool {
	n := small(text)
	return n >= 7 || n >= 3 && strings.HasSuffix(strings.TrimSpace(text), ".")
}

// small counts the words that begin with a small letter.
func small(text string) int {
	n := 0
	for word := range strings.FieldsSeq(text) {
		if r, _ := utf8.DecodeRuneInString(word); unicode.IsLower(r) {
			n++
		}
	}
	return n
}

// speaks says that a word in the text is one that people speak to us with.
func speaks(text string) bool {
	return slices.ContainsFunc(strings.Fields(text), func(word string) bool {
		word, _, _ = strings.Cut(strings.Trim(word, ".,;:!?()\"'*_-–"), "'")
		return spoken[word]
	})
}

// tellsOfSelf says that somebody speaks of themselves.
func tellsOfSelf(lines []line) bool {
	return slices.ContainsFunc(lines, func(l line) bool {
		return sums.MatchString(l.plain) || slices.ContainsFunc(strings.Fields(l.plain), func(word string) bool {
			word, _, _ = strings.Cut(strings.Trim(word, ".,;:!?()\"'*_-–"), "'")
			return selves[word]
		})
	})
}

// closes says that a line says goodbye, with at most a name behind it.
func closes(l line) bool {
	text := l.plain
	if text == "" || len(text) > 200 {
		return false
	}
	text = strings.TrimLeft(text, "*_ ")
	if formal.MatchString(text) {
		return true
	}
	text = thanked.ReplaceAllString(text, "")
	words := strings.Fields(text)
	for n := min(6, len(words)); n > 0; n-- {
		if closings[strings.TrimRight(strings.Join(words[:n], " "), ",.!-–*_ ")] {
			return named(l.text, len(words)-n)
		}
	}
	return false
}

// named says that the last words of a line can be a name: few, each with a capital.
func named(text string, count int) bool {
	if count > 4 {
		return false
	}
	words := strings.Fields(text)
	for _, word := range words[max(0, len(words)-count):] {
		r, _ := utf8.DecodeRuneInString(word)
		if !unicode.IsUpper(r) && !strings.ContainsRune(",.-–/", r) || speaks(strings.ToLower(word)) {
			return false
		}
	}
	return true
}

var (
	thanked = regexp.MustCompile(`^(?:many thanks|thanks|thank you|vielen dank|danke|besten dank|merci|gracias|muchas gracias|bedankt|alvast bedankt|dank|obrigad[oa]|grazie|tack|tak) (?:and|und|et|y|en|e|och|og|&) `)
	formal  = regexp.MustCompile(`^(?:(?:nous|je) (?:vous )?(?:prie|prions) d'agréer|veuillez (?:agréer|recevoir)|(?:le |la |les )?saluda atentamente|reciba (?:un|usted))`)
)
