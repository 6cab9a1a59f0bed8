package lint

import (
	"regexp"
	"slices"
	"strings"

	"github.com/goodterms/goodterms/templates"
)

var (
	names    = regexp.MustCompile(`[A-Za-z_][A-Za-z0-9_.-]*[A-Za-z0-9_]|[A-Za-z]`)
	inCurly  = regexp.MustCompile(`“([^”]+)”`)
	halfOpen = regexp.MustCompile(`\{\{|\{%|\}\}|%\}`)
)

// spot is where on its line a problem stands: the construct that has the name which
// the problem gives, the words that it quotes, or else the whole line.
func spot(line string, p templates.Problem, nth int) (from, to int) {
	if m := inCurly.FindStringSubmatch(p.Text); m != nil {
		if at := strings.Index(strings.ToLower(line), strings.ToLower(m[1])); at >= 0 && at+len(m[1]) <= len(line) {
			return at, at + len(m[1])
		}
	}
	list := constructs(line)
	if p.Rule == "unclosed" {
		if m := halfOpen.FindStringIndex(blank(line, list)); m != nil {
			return m[0], len(strings.TrimRight(line, " \t"))
		}
	}
	said := names.FindAllString(p.Text, -1)
	slices.Reverse(said)
	for _, name := range said {
		var found []construct
		for _, c := range list {
			if slices.Contains(names.FindAllString(line[c.from:c.to], -1), name) {
				found = append(found, c)
			}
		}
		if len(found) > 0 {
			c := found[min(nth, len(found)-1)]
			return c.from, c.to
		}
	}
	trimmed := strings.TrimLeft(line, " \t")
	return len(line) - len(trimmed), len(strings.TrimRight(line, " \t"))
}

// suggestion is what may have been meant by a name that does not exist.
func suggestion(p templates.Problem) string {
	var known []string
	var wrong string
	switch {
	case p.Rule == "variable":
		wrong, _ = strings.CutPrefix(p.Text, "there is no variable ")
		for _, v := range templates.Variables() {
			known = append(known, v.Name)
		}
	case p.Rule == "filter":
		wrong, _ = strings.CutPrefix(p.Text, "there is no filter ")
		known = templates.Filters()
	}
	if wrong == p.Text || wrong == "" {
		return ""
	}
	best, least := "", 1+max(1, len(wrong)/4)
	for _, name := range known {
		if d := distance(wrong, name, least); d < least {
			best, least = name, d
		}
	}
	if best == "" {
		return ""
	}
	return "perhaps " + best + ": "
}

// distance is how many letters must be changed, added, left out or swapped with
// their neighbour to make one name of the other; at most the limit.
func distance(a, b string, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], limit)
}
