package lint

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/bojanz/currency"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
)

// compared is how much of a value must be in the text, in letters and digits: a text
// cuts what is longer.
const compared = 40

// repeats says that the text repeats the value, though it may have been spelled or
// cleaned on its way. A value without letters and digits has nothing to repeat.
func repeats(text, value string) bool {
	if strings.Contains(text, value) {
		return true
	}
	value = signs(value)
	if utf8.RuneCountInString(value) > compared {
		value = string([]rune(value)[:compared])
	}
	return strings.Contains(signs(text), value)
}

// signs are the letters and digits of a text, in small letters.
func signs(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}

// amounts asks for the sum, or for each amount that makes it up.
func (r *rendered) amounts() {
	switch {
	case reminds(r.stage):
		list := r.open()
		sums := make([]account.Money, 0, 4)
		each := make([]account.Money, 0, 4)
		for i := range list {
			sums = sum(sums, list[i].Balance)
			each = append(each, list[i].Balance)
		}
		r.either(sums, each)
	case r.stage == templates.PlanConfirmed && r.facts.Plan != nil:
		var sums, each []account.Money
		for _, i := range r.facts.Plan.Instalments {
			sums, each = sum(sums, i.Amount), append(each, i.Amount)
		}
		r.either(sums, each)
	case r.stage == templates.PromiseNoted && r.facts.Answer != nil:
		var each []account.Money
		for _, p := range r.facts.Answer.Parts {
			if p.Amount.Minor > 0 {
				each = append(each, p.Amount)
			}
		}
		r.either(each, each)
	}
}

func sum(sums []account.Money, m account.Money) []account.Money {
	for i := range sums {
		if sums[i].Currency == m.Currency {
			sums[i].Minor += m.Minor
			return sums
		}
	}
	return append(sums, m)
}

func (r *rendered) either(sums, each []account.Money) {
	if !r.paid(sums) && !r.paid(each) {
		r.missing("how much is open")
	}
}

func (r *rendered) paid(list []account.Money) bool {
	for _, m := range list {
		if !stated(r.words.Text, m, r.channel == channels.Voice) {
			return false
		}
	}
	return true
}

// stated says that the amount stands in the text, in whatever way digits are grouped
// and decimals are marked. A voice says the parts of the currency by themselves.
func stated(text string, m account.Money, said bool) bool {
	var digits [24]byte
	all := strconv.AppendInt(digits[:0], max(m.Minor, -m.Minor), 10)
	places, _ := currency.GetDigits(m.Currency)
	for len(all) <= int(places) { // 50 pence: 0.50
		all = append(all[:1], all...)
		all[0] = '0'
	}
	whole := all[:len(all)-int(places)]
	if figure(text, all) {
		return true
	}
	if strings.Trim(string(all[len(whole):]), "0") == "" || said && strings.Trim(string(whole), "0") != "" {
		return figure(text, whole)
	}
	return said && figure(text, []byte(strings.TrimLeft(string(all), "0")))
}

// figure says that the digits stand in the text as one number, which may have marks
// between its digits and begins and ends with them.
func figure(text string, digits []byte) bool {
	for at := 0; at < len(text); at++ {
		if text[at] != digits[0] || at > 0 && isDigit(text[at-1]) {
			continue
		}
		if end := along(text[at:], digits); end > 0 && (at+end == len(text) || !isDigit(text[at+end])) {
			return true
		}
	}
	return false
}

// along is how many bytes of the text the digits take; 0 when it begins otherwise.
func along(text string, digits []byte) int {
	at := 0
	for i, d := range digits {
		if i > 0 {
			at += mark(text[at:])
		}
		if at >= len(text) || text[at] != d {
			return 0
		}
		at++
	}
	return at
}

// mark is the length of a sign that groups digits or marks decimals.
func mark(text string) int {
	for _, m := range []string{".", ",", "'", " ", "’", "\u00a0", "\u202f"} {
		if strings.HasPrefix(text, m) {
			return len(m)
		}
	}
	return 0
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// counted says that the number stands in the text.
func counted(text string, n int64) bool {
	var digits [20]byte
	return n > 0 && figure(text, strconv.AppendInt(digits[:0], n, 10))
}

// beforeWord says that the number stands in the text before a word, as in 5 days.
func beforeWord(text string, n int64) bool {
	var digits [20]byte
	number := strconv.AppendInt(digits[:0], n, 10)
	for at := 0; at < len(text); at++ {
		if text[at] != number[0] || at > 0 && isDigit(text[at-1]) {
			continue
		}
		rest, found := strings.CutPrefix(text[at:], string(number))
		if first, _ := utf8.DecodeRuneInString(strings.TrimLeft(rest, " \u00a0")); found && rest != "" && !isDigit(rest[0]) && unicode.IsLetter(first) {
			return true
		}
	}
	return false
}

// near is how far from its year a day stands, in bytes.
const near = 30

// dated says that the day stands in the text: its number near its year, or how many
// days it is from today.
func dated(text string, day, today account.Date) bool {
	var digits [8]byte
	year := string(strconv.AppendInt(digits[:0], int64(day.Year), 10))
	for at := 0; ; {
		found := strings.Index(text[at:], year)
		if found < 0 {
			break
		}
		at += found
		around := text[max(0, at-near):min(len(text), at+near)]
		if counted(around, int64(day.Day)) || day.Day < 10 && figure(around, []byte{'0', byte('0' + day.Day)}) {
			return true
		}
		at += len(year)
	}
	days := day.Sub(today)
	if days >= -1 && days <= 1 {
		return soon(text)
	}
	return beforeWord(text, int64(max(days, -days)))
}

// soon says that the text names yesterday, today or tomorrow, in one of its languages.
func soon(text string) bool {
	lower := strings.ToLower(text)
	for _, word := range []string{
		"today", "tomorrow", "yesterday", "heute", "morgen", "gestern", "aujourd", "demain", "hier", "hoy", "mañana", "ayer",
		"vandaag", "gisteren", "hoje", "amanhã", "ontem", "oggi", "domani", "ieri",
	} {
		if strings.Contains(lower, word) {
			return true
		}
	}
	return false
}
