package tone

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Rules of shouting, which are the same in every language.
const (
	ruleCapitals = "shouting.capitals"
	ruleMarks    = "shouting.marks"
)

// insteadOfShouting is said of a language without a file.
const insteadOfShouting = "Small letters, and one mark at the end of a sentence."

// capitals that are words in small letters in no language, or stand in capitals on
// purpose: codes, names of standards, currencies, legal forms, the word STOP.
var capitals = set(strings.Fields(`iban bic swift sepa bacs chaps ach vat ust mwst tva iva btw nif cif cnpj cpf siret siren pix aba ein tin ssn crn
	sms pdf csv url http https www pin id ref inv faq api erp crm ok asap stop start help info usa us uk eu eea uae nyc la gb ie de fr nl es pt it ch at be br ca au nz
	gbp usd eur chf jpy cad aud nzd sek nok dkk pln brl mxn kwd ltd llc llp plc inc corp gmbh kg ohg ag ug mbh bv nv vof sa sas sarl srl spa snc sl slu lda ltda ab as aps oy kft pty
	am pm utc gmt bst cet cest est pst cob eod ceo cfo hr po pos ap ar rma qr tv pc ibc atm nhs bbc ibm dhl ups sap`))

// legal forms: capitals before them are a name.
var legalForms = set(strings.Fields(`ltd limited llc llp plc inc corp co gmbh kg ohg ag ug mbh bv nv vof sa sas sarl srl spa snc sl slu lda ltda ab aps oy pty`))

// shouting finds capitals and rows of marks, each once in a sentence.
func (r *reading) shouting(l *language) []Finding {
	s := &shouter{reading: r, language: l}
	for from := 0; from < len(r.tokens); {
		to := from + 1
		for to < len(r.tokens) && r.tokens[to].sentence == r.tokens[from].sentence {
			to++
		}
		s.sentence(r.tokens[from:to])
		if len(s.found) > most {
			break
		}
		from = to
	}
	return s.found
}

// shouter looks at the words as they stand in the source.
type shouter struct {
	*reading
	language *language
	found    []Finding
}

// sentence looks at the words of one sentence.
func (s *shouter) sentence(tokens []token) {
	rule, at := "", span{}
	note := func(name string, where span) {
		if rule == "" {
			rule, at = name, where
		}
		at = span{min(at.from, where.from), max(at.to, where.to)}
	}
	words, loud, stressed := 0, 0, 0
	var first span
	for i := 0; i < len(tokens); i++ {
		if s.isMarks(tokens[i]) {
			if rows(s.source[tokens[i].from:tokens[i].to]) {
				note(ruleMarks, tokens[i].span)
			}
			continue
		}
		words++
		to := s.run(tokens, i)
		if to == i {
			continue
		}
		words += to - i - 1
		loud += to - i
		if s.cries(tokens, i, to) {
			note(ruleCapitals, span{tokens[i].from, tokens[to-1].to})
		}
		if n := s.stressed(tokens[i:to]); n > 0 {
			if stressed == 0 {
				first = tokens[i].span
			}
			if stressed += n; stressed >= 2 {
				note(ruleCapitals, span{first.from, tokens[to-1].to})
			}
		}
		i = to - 1
	}
	if rule == "" && loud >= 3 && 2*loud >= words && !s.named(tokens) {
		note(ruleCapitals, span{tokens[0].from, tokens[len(tokens)-1].to})
	}
	if rule != "" {
		s.found = append(s.found, Finding{Fault: Shouting, Rule: rule, Start: at.from, End: at.to, Instead: s.instead()})
	}
}

func (s *shouter) instead() string {
	if s.language == nil {
		return insteadOfShouting
	}
	return s.language.instead
}

// isMarks says whether a token is a row of marks.
func (s *shouter) isMarks(t token) bool {
	c, _ := utf8.DecodeRuneInString(s.source[t.from:])
	return strings.ContainsRune(".!?…。¿¡", c)
}

// rows says whether a row of marks is loud.
func rows(marks string) bool {
	cries, asks := strings.Count(marks, "!"), strings.Count(marks, "?")
	return cries >= 2 || asks >= 3 || cries+asks >= 3
}

// run returns the end of the words in capitals that begin at a word, or the word
// itself when there are none. A letter alone, such as I, goes on a run only.
func (s *shouter) run(tokens []token, from int) int {
	to := from
	for i := from; i < len(tokens) && !s.isMarks(tokens[i]); i++ {
		word := s.source[tokens[i].from:tokens[i].to]
		if !upper(word) || (i > from && strings.ContainsAny(s.source[tokens[i-1].to:tokens[i].from], ".:;|\n{(")) {
			break
		}
		if utf8.RuneCountInString(word) > 1 || spelled(s.source, tokens, i) {
			to = i + 1
		} else if i == from {
			break
		}
	}
	return to
}

// spelled says whether a letter is one of three or more that stand apart: P A Y.
func spelled(source string, tokens []token, at int) bool {
	single := func(i int) bool {
		return i >= 0 && i < len(tokens) && utf8.RuneCountInString(source[tokens[i].from:tokens[i].to]) == 1 && upper(source[tokens[i].from:tokens[i].to])
	}
	return (single(at-2) && single(at-1) && single(at)) || (single(at-1) && single(at) && single(at+1)) || (single(at) && single(at+1) && single(at+2))
}

// upper says whether a word has capitals alone.
func upper(word string) bool {
	any := false
	for _, c := range word {
		if unicode.IsLower(c) || unicode.IsDigit(c) {
			return false
		}
		any = any || unicode.IsUpper(c)
	}
	return any
}

// cries says whether a run of words in capitals shouts.
func (s *shouter) cries(tokens []token, from, to int) bool {
	loud, ordinary, single := 0, 0, 0
	for _, t := range tokens[from:to] {
		word := foldText(s.source[t.from:t.to])
		switch {
		case s.language != nil && s.language.loud[word]:
			loud++
		case capitals[word] || s.language != nil && s.language.acronyms[word]:
		default:
			ordinary++
		}
		if len(word) == 1 {
			single++
		}
	}
	switch {
	case single >= 4:
		return true
	case to-from == 1 && loud == 1:
		return !s.keyword(tokens, from)
	case loud > 0:
		return true
	}
	return s.language == nil && ordinary >= 2 && to-from >= 3 && !s.named(tokens[from:min(to+1, len(tokens))])
}

// stressed counts the small words of a run: one NOT is a clerk's emphasis, two such
// words in a sentence are a raised voice. The name of a company has none.
func (s *shouter) stressed(run []token) int {
	if s.language == nil || s.named(run) {
		return 0
	}
	count := 0
	for _, t := range run {
		alone := len(run) == 1 && t.to-t.from <= 2 // IT, US: more often a name
		if !alone && s.language.small[foldText(s.source[t.from:t.to])] {
			count++
		}
	}
	return count
}

// keyword says whether a word is one that the reader is to send.
func (s *shouter) keyword(tokens []token, at int) bool {
	if at == 0 || s.language == nil {
		return false
	}
	before := foldText(s.source[tokens[at-1].from:tokens[at-1].to])
	return s.language.after[before]
}

// named says whether words in capitals are the name of a company.
func (s *shouter) named(tokens []token) bool {
	for _, t := range tokens {
		if legalForms[foldText(s.source[t.from:t.to])] {
			return true
		}
	}
	return false
}
