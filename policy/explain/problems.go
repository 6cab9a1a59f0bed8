package explain

import "strings"

// Problem is one thing that is wrong with a case. It names the field and the
// remedy, and never repeats a value.
type Problem struct {
	Location string `json:"location"` // JSON path, such as [2].contact.zones[0]; empty: the input as a whole
	Message  string `json:"message"`
}

// Problems is all that is wrong with what was asked.
type Problems []Problem

// Error writes a line for each problem.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, problem := range p {
		lines[i] = problem.Location + " " + problem.Message
		if problem.Location == "" {
			lines[i] = "the input " + problem.Message
		}
	}
	return strings.Join(lines, "\n")
}

// mostProblems is how many are told; whoever has more has one that repeats.
const mostProblems = 100

// findings collects problems.
type findings struct {
	list    Problems
	dropped bool
}

func (f *findings) add(location, message string) {
	if len(f.list) < mostProblems {
		f.list = append(f.list, Problem{location, message})
		return
	}
	f.dropped = true
}

// problems is nil when there are none.
func (f *findings) problems() error {
	switch {
	case len(f.list) == 0:
		return nil
	case f.dropped:
		return append(f.list, Problem{"", "has more problems than these; mend them first"})
	}
	return f.list
}
