package replies

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/goodterms/goodterms/account"
)

// mostWords are the bytes of a text in which invoices are looked for, and reach
// those around the words that show an intent.
const (
	mostWords = 64 << 10
	reach     = 2 << 10
)

// mentioned are the invoices whose numbers stand in the text, in the order of the
// list: INV-1042 is found in "inv 1042" and "INV1042", never in INV-10425.
func mentioned(text string, list []account.Invoice) (found []account.Invoice) {
	words := wordsOf(text[:min(len(text), mostWords)])
	for _, i := range list {
		if number := wordsOf(i.Number); len(number) > 0 && (stands(words, number) || told(words, number)) {
			found = append(found, i)
		}
	}
	return found
}

// The ends of sentences and, within them, of clauses.
var (
	sentenceEnd = regexp.MustCompile(`[.!?](?:\s|$)|[\n;]`)
	clauseEnd   = regexp.MustCompile(`(?i),\s|\s(?:but|while|aber|doch|mais|pero|maar|mas|ma)\s|[:–—]`)
)

// around are the clause and the sentence of the text in which the words stand;
// empty where they do not.
func around(text, words string) (clause, sentence string) {
	at := strings.Index(text, words)
	if at < 0 || words == "" {
		return "", ""
	}
	text = text[max(0, at-reach):min(len(text), at+len(words)+reach)]
	at = min(at, reach)
	from, to := between(text, at, at+len(words), sentenceEnd)
	sentence = text[from:to]
	at -= from
	from, to = between(sentence, at, at+len(words), clauseEnd)
	return sentence[from:to], sentence
}

// between widens a part of the text to the nearest ends around it.
func between(text string, start, end int, ends *regexp.Regexp) (from, to int) {
	if marks := ends.FindAllStringIndex(text[:start], -1); len(marks) > 0 {
		from = marks[len(marks)-1][1]
	}
	if mark := ends.FindStringIndex(text[end:]); mark != nil {
		return from, end + mark[0]
	}
	return from, len(text)
}

// wordsOf cuts a text into runs of letters and runs of digits, in lower case.
func wordsOf(text string) (words []string) {
	start, last := -1, 0
	for at, r := range text {
		kind := kindOf(r)
		if start >= 0 && kind != last {
			words = append(words, strings.ToLower(text[start:at]))
			start = -1
		}
		if start < 0 && kind != 0 {
			start = at
		}
		last = kind
	}
	if start >= 0 {
		words = append(words, strings.ToLower(text[start:]))
	}
	return words
}

// kindOf is 1 for a letter, 2 for a digit and 0 for all else.
func kindOf(r rune) int {
	switch {
	case unicode.IsDigit(r):
		return 2
	case unicode.IsLetter(r) || unicode.IsMark(r):
		return 1
	}
	return 0
}

// stands says that the whole number stands in the text. A number of one word
// alone, such as 1042, needs more than that: it could be an amount.
func stands(words, number []string) bool {
	if len(number) < 2 {
		return false
	}
	for i := range words {
		if starts(words[i:], number) {
			return true
		}
	}
	return false
}

func starts(words, number []string) bool {
	if len(words) < len(number) {
		return false
	}
	for i, part := range number {
		if words[i] != part {
			return false
		}
	}
	return true
}

// shortestTail is how many digits name an invoice without what stands before them.
const shortestTail = 3

// told says that the number, or its last digits, stands behind a word for an
// invoice: "invoice no. 1042", "Rechnung 2026-17".
func told(words, number []string) bool {
	tail, figures := number[len(number)-1:], number
	if kindOf(rune(tail[0][0])) != 2 || len(tail[0]) < shortestTail {
		tail = number
	}
	for len(figures) > 1 && kindOf(rune(figures[0][0])) != 2 {
		figures = figures[1:]
	}
	for i, word := range words {
		if !invoiceWords[word] {
			continue
		}
		rest := words[i+1:]
		if len(rest) > 0 && numberWords[rest[0]] {
			rest = rest[1:]
		}
		if starts(rest, number) || starts(rest, figures) || starts(rest, tail) {
			return true
		}
	}
	return false
}

var invoiceWords = setOf("invoice invoices inv bill bills rechnung rechnungen rechnungsnummer re rg facture factures factura facturas factuur facturen fatura faturas fattura fatture numero number nummer número")

var numberWords = setOf("no nr number nummer num numero número n nº n° núm")

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(words) {
		set[word] = true
	}
	return set
}
