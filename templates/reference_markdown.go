package templates

import (
	"fmt"
	"slices"
	"strings"
)

// Markdown writes the manual as a page.
func (r Manual) Markdown() string {
	var out strings.Builder
	out.WriteString(referenceHead)
	heading(&out, "Variables", "Name", "Kind", "Meaning", "For example", "Where")
	for _, v := range r.Variables {
		row(&out, "`"+v.Name+"`", string(v.Kind), v.Meaning, v.Sample, where(v.Parts))
	}
	heading(&out, "Lists", "List", "Each item", "Meaning", "How")
	for _, l := range r.Loops {
		row(&out, "`"+l.List+"`", "`"+l.Item+".…`", l.Meaning, "`"+l.Example+"`")
	}
	heading(&out, "Filters", "Name", "Meaning", "Example", "Gives", "Takes", "Where")
	for _, f := range r.Filters {
		row(&out, "`"+f.Name+"`", f.Meaning+forms(f.Forms), "`"+f.Example+"`", f.Result, kinds(f.Takes), where(f.Parts))
	}
	heading(&out, "Tags", "Name", "Meaning", "Example")
	for _, t := range r.Tags {
		row(&out, "`"+t.Name+"`", t.Meaning, "`"+t.Example+"`")
	}
	out.WriteString("\n## Stages\n\nA text belongs to a stage, which says what it must state. One that leaves out any of it cannot be published.\n")
	for len(r.Stages) > 0 {
		r.Stages = r.Stages[states(&out, r.Stages):]
	}
	return out.String()
}

const referenceHead = `# What a text can say

This page is written by the program: every variable, list, filter and tag that a text can use, and what each stage must state.

A variable that has no value prints nothing. Ask whether it is there before you build a sentence on it: ` + "`{% if creditor.phone %}or call {{ creditor.phone }}{% endif %}`" + `. A name that is not listed here is refused, and so is a filter on a value of the wrong kind.
`

func heading(out *strings.Builder, title string, columns ...string) {
	out.WriteString("\n## " + title + "\n\n")
	row(out, columns...)
	out.WriteString(strings.Repeat("|---", len(columns)) + "|\n")
}

// row writes cells; a bar in one would end it.
func row(out *strings.Builder, cells ...string) {
	for _, cell := range cells {
		out.WriteString("| " + strings.ReplaceAll(cell, "|", `\|`) + " ")
	}
	out.WriteString("|\n")
}

func where(parts []Part) string {
	names := make([]string, len(parts))
	for i, part := range parts {
		names[i] = string(part)
	}
	return strings.Join(names, ", ")
}

func forms(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return "; may be followed by `: '" + strings.Join(list, "'` or `: '") + "'`"
}

// states writes what the first stage must state, together with those after it of
// which the same is asked, and returns how many they are.
func states(out *strings.Builder, stages []StageReference) int {
	first, n := stages[0], 0
	out.WriteString("\n")
	for ; n < len(stages) && slices.Equal(stages[n].Email, first.Email) && slices.Equal(stages[n].SMS, first.SMS) && slices.Equal(stages[n].Voice, first.Voice); n++ {
		fmt.Fprintf(out, "- **`%s`**: %s\n", stages[n].Stage, stages[n].Meaning)
	}
	for _, fact := range facts(first) {
		out.WriteString("  - " + fact + "\n")
	}
	return n
}

// facts lists each fact of the stage once, with the channels that it is asked of
// where others ask for another.
func facts(s StageReference) []string {
	var list []string
	seen := map[string]bool{}
	for _, fact := range slices.Concat(s.Email, s.SMS, s.Voice) {
		if seen[fact] {
			continue
		}
		seen[fact] = true
		var by []string
		for i, of := range [][]string{s.Email, s.SMS, s.Voice} {
			if slices.Contains(of, fact) {
				by = append(by, []string{"emails", "SMS", "calls"}[i])
			}
		}
		text := asCode(fact)
		if len(by) < 3 {
			text = strings.Join(by, " and ") + ": " + text
		}
		list = append(list, text)
	}
	return list
}

// asCode sets what stands in braces as code.
func asCode(text string) string {
	return strings.NewReplacer("{{ ", "`{{ ", " }}", " }}`", "{% ", "`{% ", " %}", " %}`").Replace(text)
}
