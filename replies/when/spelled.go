package when

import (
	"slices"
	"strconv"
	"strings"
)

// numberPart is a piece of a number word: "zwei", "hundert", "und" (0).
type numberPart struct {
	text  string
	value int
}

// numberParts lists the pieces of a language's number words, the longest first.
func numberParts(f *file) []numberPart {
	var parts []numberPart
	add := func(phrase string, value int) {
		sequences, _, _ := expand(phrase)
		for _, sequence := range sequences {
			text := ""
			for _, w := range tokensOf(sequence, false) {
				text += w[0]
			}
			parts = append(parts, numberPart{text, value})
		}
	}
	for i, phrase := range f.Cardinals {
		add(phrase, i+1)
	}
	for value, phrase := range f.Many {
		n, _ := strconv.Atoi(value)
		add(phrase, n)
	}
	for _, phrase := range f.Amounts["and"] {
		add(phrase, 0)
	}
	slices.SortFunc(parts, func(a, b numberPart) int {
		if len(a.text) != len(b.text) {
			return len(b.text) - len(a.text)
		}
		return strings.Compare(a.text, b.text)
	})
	return parts
}

// valueBefore is the value of the number words that end before token i, and where
// they start.
func (m *matcher) valueBefore(i int) (value, start int) {
	text := ""
	start = i
	for back := i - 1; back >= 0 && i-back <= 8; back-- {
		t := m.tokens[back]
		if t.kind != word || t.money || len(t.text) > 40 {
			break
		}
		v, ok := m.valueOf(t.text)
		if !ok {
			break
		}
		text = t.text + text
		if v > 0 {
			value, _ = m.valueOf(text)
			start = back
		}
	}
	return value, start
}

// valueOf adds up the pieces of a number word; false when it is none. "And" alone is 0.
func (m *matcher) valueOf(text string) (int, bool) {
	if m.umlauts {
		text = untyped.Replace(text)
	}
	total, current := 0, 0
	for text != "" {
		part, ok := m.pieceOf(text)
		if !ok {
			return 0, false
		}
		switch text = text[len(part.text):]; part.value {
		case 100:
			current = max(current, 1) * 100
		case 1000:
			total, current = total+max(current, 1)*1000, 0
		default:
			current += part.value
		}
	}
	return total + current, true
}

func (m *matcher) pieceOf(text string) (numberPart, bool) {
	for _, part := range m.parts {
		if strings.HasPrefix(text, part.text) {
			return part, true
		}
	}
	return numberPart{}, false
}

// untyped reads number words typed without umlauts.
var untyped = strings.NewReplacer("fuenf", "funf", "zwoelf", "zwolf", "dreissig", "dreissig")
