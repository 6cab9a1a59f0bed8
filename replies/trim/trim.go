// Package trim is in charge of finding a person's own words in a mail: it drops
// quotes, signatures and disclaimers. It refuses to lose words: what it is not
// sure about stays.
package trim

// maxPasses is how often a text is looked at again after something was dropped. A
// text that still changes then was made to; it stays as it is.
const maxPasses = 8

// A text of more than manyLines gets fewPasses.
const (
	manyLines = 5000
	fewPasses = 3
)

// mostStretches is how many stretches of own words between quotes are looked at for
// signatures.
const mostStretches = 100

// Text returns the person's own words of a plain text. Every line of the answer is
// a line of the input, in its order; trimming what was trimmed changes nothing.
//
// Lines that begin with ">" are quotes, wherever they stand, and own words between
// and below them stay. Where a quote has no such marks, the header block or the
// line "On … wrote:" above it ends the own words. A mail of such a block and
// nothing above it gives an empty text, because the words below may be ours.
func Text(text string) string {
	lines := read(text)
	passes := maxPasses
	if len(lines) > manyLines {
		passes = fewPasses
	}
	for range passes {
		next := pass(lines)
		if len(next) == len(lines) {
			return write(next)
		}
		lines = next
	}
	return text
}

// pass drops what is to be seen now. What is dropped may bring more to light.
func pass(lines []line) []line {
	drop := quoted(lines)
	own := make([]line, 0, len(lines))
	words := make([]line, 0, len(lines))
	for i, stretches := 0, 0; i < len(lines); {
		if drop[i] {
			i++
			continue
		}
		end := i
		for end < len(lines) && !drop[end] {
			end++
		}
		stretch := lines[i:end]
		own = append(own, stretch...)
		if stretches++; stretches <= mostStretches || end == len(lines) {
			stretch = unsigned(stretch)
		}
		words = append(words, stretch...)
		i = end
	}
	if allBlank(words) {
		words = own
	}
	return tidy(words)
}
