package when

import "strings"

// figure is an amount in digits as it is written: 1.250,50 or 50,-.
type figure struct {
	text string // digits and separators
	end  int    // token after it
}

// figureAt reads the figure that begins at token i. Groups with a space between
// them, 1 250, are one figure where spaced allows it.
func (s *scan) figureAt(i int, spaced bool) (figure, bool) {
	if s.tokens[i].kind != number || s.tokens[i].code || s.tokens[i].money || !s.begins(i) {
		return figure{}, false
	}
	var text strings.Builder
	text.WriteString(s.tokens[i].text)
	end := i + 1
	for end < len(s.tokens) {
		t := s.tokens[end]
		switch {
		case t.glued && isSeparator(t.text) && end+1 < len(s.tokens) && s.tokens[end+1].glued && s.tokens[end+1].kind == number:
			text.WriteString(t.text + s.tokens[end+1].text)
			end += 2
			continue
		case spaced && !t.glued && t.kind == number && len(t.text) == 3 && len(s.tokens[end-1].text) <= 3 && !t.code:
			text.WriteString(" " + t.text)
			end++
			continue
		}
		break
	}
	end = s.afterDash(end)
	return figure{text.String(), end}, !s.goesOn(end)
}

func isSeparator(mark string) bool { return mark == "." || mark == "," || mark == "'" }

// afterDash skips the ",-" of 50,-.
func (s *scan) afterDash(i int) int {
	if (s.glued(i, ",") || s.glued(i, ".")) && s.glued(i+1, "-") {
		i += 2
		for s.glued(i, "-") {
			i++
		}
	}
	return i
}

// begins says whether a figure may begin at token i: not within a name, and not
// after a minus sign.
func (s *scan) begins(i int) bool {
	if i == 0 || !s.tokens[i].glued {
		return i == 0 || s.tokens[i-1].text != "-" || !s.negates(i-1)
	}
	switch before := s.tokens[i-1]; {
	case before.kind == number:
		return false
	case before.kind == word:
		return currencyWord(before.text)
	case before.text == "-":
		return false
	case isSeparator(before.text) || before.text == ":" || before.text == "/":
		return i < 2 || s.tokens[i-2].kind != number || !before.glued
	}
	return true
}

// negates says whether the dash at i stands behind a currency: "EUR - 50".
func (s *scan) negates(i int) bool { return i > 0 && currencyWord(s.tokens[i-1].text) }

// goesOn says whether the token at i makes the figure a part of something else.
func (s *scan) goesOn(i int) bool {
	if i >= len(s.tokens) || !s.tokens[i].glued {
		return false
	}
	t := s.tokens[i]
	switch {
	case t.kind == word:
		return !currencyWord(t.text)
	case t.kind == number || t.text == "%":
		return true
	}
	next := i+1 < len(s.tokens) && s.tokens[i+1].glued
	return next && (t.text == "-" || t.text == ":" || t.text == "/" && s.tokens[i+1].kind == number)
}

// plain writes a figure as account.ParseMoney reads it: "1250.50". A separator
// before one or two last digits is the decimal one; before three it parts
// thousands, unless the currency has three decimals and the locale's mark is it.
func plain(text string, digits int, decimal string) (string, bool) {
	text = strings.ReplaceAll(text, " ", "'")
	last := strings.LastIndexAny(text, ".,'")
	if last < 0 {
		return text, len(text) > 0
	}
	whole, mark, fraction := text[:last], text[last:last+1], text[last+1:]
	switch {
	case mark == "'":
		whole, fraction = text, ""
	case strings.Contains(whole, mark):
		whole, fraction = text, ""
	case len(fraction) == 3 && (digits != 3 || mark != decimal):
		whole, fraction = text, ""
	case len(fraction) > digits && strings.Trim(fraction, "0") == "":
		fraction = ""
	}
	whole, ok := thousands(whole)
	if !ok || fraction == "" {
		return whole, ok
	}
	return whole + "." + fraction, true
}

// thousands joins groups: the last has three digits, the ones between two or
// three (12,34,567 in India), and all stand between equal marks.
func thousands(text string) (string, bool) {
	groups := strings.FieldsFunc(text, func(r rune) bool { return r == '.' || r == ',' || r == '\'' })
	if len(groups) == 1 {
		return groups[0], true
	}
	if len(groups[0]) > 3 || groups[0][0] == '0' || len(groups[len(groups)-1]) != 3 {
		return "", false
	}
	for _, group := range groups[1:] {
		if len(group) != 3 && len(group) != 2 {
			return "", false
		}
	}
	for _, mark := range []string{".", ",", "'"} {
		if n := strings.Count(text, mark); n > 0 && n != len(groups)-1 {
			return "", false
		}
	}
	return strings.Join(groups, ""), true
}
