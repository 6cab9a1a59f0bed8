package lint

import (
	"regexp"
	"slices"
	"strings"
)

// construct is one {{ … }} or {% … %} of a part, in bytes.
type construct struct {
	from, to int
	name     string // of a tag; empty for a value
	args     string
}

var (
	anyConstruct = regexp.MustCompile(`\{\{-?(.*?)-?\}\}|\{%-?\s*(\w+)(.*?)-?%\}`)
	inQuotes     = regexp.MustCompile(`'[^']*'|"[^"]*"`)
)

// constructs finds those of a text, in their order.
func constructs(text string) []construct {
	var all []construct
	for _, m := range anyConstruct.FindAllStringSubmatchIndex(text, -1) {
		c := construct{from: m[0], to: m[1]}
		if m[2] >= 0 {
			c.args = strings.TrimSpace(text[m[2]:m[3]])
		} else {
			c.name, c.args = text[m[4]:m[5]], strings.TrimSpace(text[m[6]:m[7]])
		}
		all = append(all, c)
	}
	return all
}

// literal is a text in quotes within a construct, which a customer may get to read.
type literal struct {
	from int
	text string
}

// literals finds the texts in quotes that values may print.
func literals(text string, list []construct) []literal {
	var all []literal
	for _, c := range list {
		if c.name != "" {
			continue
		}
		for _, m := range inQuotes.FindAllStringIndex(text[c.from:c.to], -1) {
			all = append(all, literal{c.from + m[0] + 1, text[c.from+m[0]+1 : c.from+m[1]-1]})
		}
	}
	return all
}

// grant is a stretch of a text that only customers whose terms grant the
// consequence get to read.
type grant struct {
	kind     string
	from, to int
}

// grants finds the stretches within {% if terms.fee %} and the like.
func grants(list []construct) []grant {
	var all, open []grant
	for _, c := range list {
		switch c.name {
		case "if":
			open = append(open, grant{granted(c.args), c.to, 0})
			continue
		case "unless", "case", "for":
			open = append(open, grant{"", c.to, 0})
			continue
		case "elsif", "else", "when", "endif", "endunless", "endcase", "endfor":
		default:
			continue
		}
		if len(open) == 0 {
			continue
		}
		last := &open[len(open)-1]
		if last.to = c.from; last.kind != "" {
			all = append(all, *last)
		}
		*last = grant{"", c.to, 0}
		if c.name == "elsif" {
			last.kind = granted(c.args)
		}
		if strings.HasPrefix(c.name, "end") {
			open = open[:len(open)-1]
		}
	}
	return all
}

var termsNamed = regexp.MustCompile(`^terms\.([a-z_]+)$`)

// granted is the consequence without whose grant the condition does not hold; empty
// when it may hold all the same.
func granted(condition string) string {
	fields := strings.Fields(condition)
	if slices.Contains(fields, "or") {
		return ""
	}
	for _, term := range strings.Split(strings.Join(fields, " "), " and ") {
		if m := termsNamed.FindStringSubmatch(term); m != nil {
			return m[1]
		}
	}
	return ""
}

// blank replaces every construct by spaces, so that places stay what they are.
func blank(text string, list []construct) string {
	if len(list) == 0 {
		return text
	}
	out := []byte(text)
	for _, c := range list {
		for i := c.from; i < c.to; i++ {
			if out[i] != '\n' {
				out[i] = ' '
			}
		}
	}
	return string(out)
}
