package works

import (
	"strconv"

	"github.com/goodterms/goodterms/overview"
)

// counted writes a count with its noun.
func counted(n overview.Count, one, many string) string {
	if n.N == 1 && !n.More {
		return "1 " + one
	}
	return countWords(n) + " " + many
}

// countWords writes a count with its thousands apart; one that has more behind it says
// so.
func countWords(n overview.Count) string {
	text := strconv.Itoa(n.N)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	if n.More {
		return "more than " + text
	}
	return text
}
