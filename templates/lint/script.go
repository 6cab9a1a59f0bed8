package lint

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goodterms/goodterms/channels"
)

// How long people listen, in seconds: beyond usualCall they stop, and beyond
// longestCall nobody is left; a machine is given less.
const (
	usualCall    = 40
	longestCall  = 90
	usualLimited = 20
)

// How fast a voice speaks.
const (
	signsPerSecond = 15.0
	spelledSeconds = 0.35 // for each sign that is said by itself
	pauseSeconds   = 1.0  // for each empty line
)

// owing are words that tell a listener what a call is about, in the languages of the
// texts.
var owing = regexp.MustCompile(`(?i)\b(?:invoices?|debts?|overdue|unpaid|ow(?:e|es|ed|ing)|pay(?:s|ing|ments?)?|bills?|balances?|past due|collections?|reminders?|` +
	`rechnung\w*|mahn\w*|zahlung\w*|bezahl\w*|zahlen|schuld\w*|forderung\w*|factures?|paiements?|payer|impayé\w*|dettes?|échéances?|relances?|rappel de|` +
	`facturas?|pagos?|pagar|deudas?|cobros?|factuur|facturen|betal\w*|openstaand\w*|aanmaning\w*|faturas?|pagamentos?|dívidas?|cobranças?|fattur[ae]|pagament[oi]|pagare|debit[oi]|sollecit[oi])\b|` +
	`überfällig|fällig|impayé`)

// private keeps to what a machine may hear: others who live or work there may listen.
func (l *look) private() {
	p := l.find(limitedPart)
	text := blank(p.text, p.list)
	for _, at := range owing.FindAllStringIndex(text, -1) {
		l.add(Error, "limited", p, at[0], at[1], "leave out what it is about: others may hear a machine. Say who calls and how to call back")
	}
	if !l.liquid && hasAmount(text) {
		l.whole(Error, "limited", limitedPart, "a machine must not hear the amount", "say who calls and how to call back")
	}
}

// script tells how long a call takes, and that a machine does not hear too much.
func (l *look) script() {
	if !l.is(channels.Voice) {
		return
	}
	l.private()
	script, limited := l.body().text, l.request.Limited
	if l.liquid {
		words, ok := l.try()
		if ok {
			script, limited = words.Text, words.Limited
		} else {
			script, limited = blank(script, constructs(script)), blank(limited, constructs(limited))
		}
	}
	seconds := spoken(script)
	l.voice = &Voice{seconds}
	switch {
	case seconds > longestCall:
		l.whole(Error, "voice_length", l.body().name, told("the call", seconds), "say it in "+strconv.Itoa(usualCall)+" seconds: who calls, which invoice, how much, and what the keys do")
	case seconds > usualCall:
		l.whole(Warning, "voice_length", l.body().name, told("the call", seconds), "say it in "+strconv.Itoa(usualCall)+" seconds; listeners leave after that")
	}
	if seconds := spoken(limited); seconds > usualLimited {
		l.whole(Warning, "voice_length", limitedPart, told("the message for a machine", seconds), "say who calls and how to call back, in "+strconv.Itoa(usualLimited)+" seconds")
	}
}

func told(what string, seconds int) string {
	return what + " takes about " + strconv.Itoa(seconds) + " seconds"
}

// spoken is how many seconds a voice takes for the script.
func spoken(script string) int {
	script = strings.ReplaceAll(strings.Trim(script, " \t\r\n"), "\r\n", "\n")
	if script == "" {
		return 0
	}
	var seconds float64
	blankLines := 0
	for line := range strings.SplitSeq(script, "\n") {
		if line = strings.TrimSpace(line); line == "" {
			blankLines++
			if blankLines == 1 {
				seconds += pauseSeconds
			}
			continue
		}
		blankLines = 0
		seconds += spokenLine(line)
	}
	return int(math.Ceil(seconds))
}

// spokenLine counts signs by themselves, such as those of a number that is spelled,
// for what they take.
func spokenLine(line string) float64 {
	words := strings.Fields(line)
	signs, spelled := 0, 0
	for i, w := range words {
		if alone(w) && (i > 0 && alone(words[i-1]) || i+1 < len(words) && alone(words[i+1])) {
			spelled++
			continue
		}
		signs += utf8.RuneCountInString(w) + 1
	}
	return float64(signs)/signsPerSecond + float64(spelled)*spelledSeconds
}

func alone(word string) bool {
	return utf8.RuneCountInString(strings.TrimRight(word, ",.;:")) == 1
}
