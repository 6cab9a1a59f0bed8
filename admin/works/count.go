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

// countWords writes a count; one that has more behind it says so.
func countWords(n overview.Count) string {
	if n.More {
		return "more than " + grouped(n.N)
	}
	return grouped(n.N)
}

// Figure writes a count as short as can be.
func (queuePage) Figure(n overview.Count) string {
	if n.More {
		return grouped(n.N) + "+"
	}
	return grouped(n.N)
}

// grouped writes a number with its thousands apart.
func grouped(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
