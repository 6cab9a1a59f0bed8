package model

import (
	"regexp"
	"strings"

	"github.com/goodterms/goodterms/replies/intents"
)

// longestSent is how many bytes of a text are sent; what a person means stands
// near its beginning.
const longestSent = 4000

// sent is what the model is shown of a text.
func (c *Client) sent(q intents.Question) string {
	text := q.Text
	if q.Subject != "" {
		text = q.Subject + "\n" + text
	}
	text = shortened(text)
	if c.cfg.Shows != SendText {
		text = redact(text)
	}
	return text
}

// shortened ends between two words, so that what is redacted is seen whole.
func shortened(text string) string {
	if len(text) <= longestSent {
		return text
	}
	text = text[:longestSent]
	return strings.ToValidUTF8(text[:max(0, strings.LastIndexAny(text, " \n\t"))], "")
}

// redaction replaces what could tell who wrote, or about how much.
type redaction struct {
	form *regexp.Regexp
	by   string
}

// money is how a currency is written.
const money = `(?:[$€£¥₹]|(?i:\b(?:usd|eur|gbp|chf|aud|cad|nzd|sek|nok|dkk|pln|brl|euros?|pounds?|dollars?|quid|francs?|reais|libras|sterling)\b))`

// redactions, in the order in which they are made. Dates keep their form, because
// they are what is asked for.
var redactions = []redaction{
	{regexp.MustCompile(`(?i)\b(?:https?://|www\.)\S+`), "[link]"},
	{regexp.MustCompile(`(?i)[^\s<>"(),;:]+@[^\s<>"(),;:]+`), "[email]"},
	{regexp.MustCompile(`(?i)\b[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){3,7}(?: ?[a-z0-9]{1,4})?\b`), "[number]"}, // IBAN
	{regexp.MustCompile(money + `\s?\d[\d.,' ]*\d|` + money + `\s?\d`), "[amount]"},
	{regexp.MustCompile(`\d[\d.,']*\s?` + money), "[amount]"},
	{regexp.MustCompile(`\+?\d[\d ()/-]{7,}\d`), "[number]"},
	{regexp.MustCompile(`(?i)\b[a-z]{1,6}[-/#]\d[\d/-]*\b`), "[number]"},
	{regexp.MustCompile(`\b\d+[.,]\d{2,}\b`), "[amount]"},
	{regexp.MustCompile(`\d{3,}`), "[number]"},
	{regexp.MustCompile(`(?i:\b(?:mr|mrs|ms|dr|herr|frau|monsieur|madame|mme|señor|señora|sr|sra|sig|signor|signora|meneer|mevrouw|dhr|mevr)\b\.?)(?:\s+\p{Lu}[\p{L}'’-]+){1,3}`), "[name]"},
	{regexp.MustCompile(`((?i:\b(?:my name is|i am|i'm|this is|name is|ich bin|mein name ist|je m'appelle|je suis|me llamo|soy|ik ben|mijn naam is|meu nome é|sou|mi chiamo|sono)\b))(?:\s+\p{Lu}[\p{L}'’-]+){1,3}`), "${1} [name]"},
}

// calendar finds dates in figures, which stay.
var calendar = regexp.MustCompile(`\b(?:20\d{2}-\d{1,2}-\d{1,2}|\d{1,2}[./-]\d{1,2}[./-](?:20)?\d{2}|\d{1,2}/\d{1,2}\b|\d{1,2}\.\d{1,2}\.)`)

// redact leaves the words that carry a meaning, and dates. It cannot know every
// name: where names must not leave, no model of somebody else's is to be asked.
func redact(text string) string {
	var b strings.Builder
	at := 0
	for _, day := range calendar.FindAllStringIndex(text, -1) {
		if partOfNumber(text, day) {
			continue
		}
		b.WriteString(redactPart(text[at:day[0]]))
		b.WriteString(text[day[0]:day[1]])
		at = day[1]
	}
	b.WriteString(redactPart(text[at:]))
	return b.String()
}

// longestWord is how far a word for money reaches.
const longestWord = 16

// partOfNumber says that figures or a sign of money go on beside it.
func partOfNumber(text string, at []int) bool {
	before, after := strings.TrimRight(text[:at[0]], " "), strings.TrimLeft(text[at[1]:], " ")
	before = before[max(0, len(before)-longestWord):]
	after = after[:min(len(after), longestWord)]
	return at[0] > 0 && strings.ContainsAny(text[at[0]-1:at[0]], "0123456789+-/.,@=") || beginsNumber(text[at[1]:]) ||
		moneyEnd.MatchString(before) || moneyStart.MatchString(after)
}

var (
	moneyEnd   = regexp.MustCompile(money + `$`)
	moneyStart = regexp.MustCompile(`^` + money)
)

func beginsNumber(text string) bool {
	return text != "" && strings.ContainsAny(text[:1], "0123456789/-@")
}

func redactPart(text string) string {
	for _, r := range redactions {
		text = r.form.ReplaceAllString(text, r.by)
	}
	return text
}
