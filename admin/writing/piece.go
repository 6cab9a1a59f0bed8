package writing

import (
	"regexp"
	"strings"

	"github.com/aymanbagabas/go-udiff"
)

// piece is a stretch of a text. Added words stand where something had no value; Left
// marks a place where words were left out for that reason. In a comparison of two texts
// they are what was added and what was taken away.
type piece struct {
	Text  string
	Added bool
	Left  bool
}

// words and marks of a text: in a mail a tag is one, and so is what nobody sees.
var (
	plainWords = regexp.MustCompile(`\n|[^\s]+[^\S\n]*|[^\S\n]+`)
	mailWords  = regexp.MustCompile(`(?s)<!--.*?-->|<head>.*?</head>|<[^>]*>|[^<\s]+\s*|\s+`)
)

// between lists the pieces of a text as it became of another one.
func between(before, after string, words *regexp.Regexp) []piece {
	if before == after {
		return []piece{{Text: after}}
	}
	was := lined(before, words)
	var list []piece
	at := 0
	for _, edit := range udiff.Lines(was, lined(after, words)) {
		list = join(list, piece{Text: unlined(was[at:edit.Start])})
		if gone := unlined(was[edit.Start:edit.End]); strings.TrimSpace(gone) != "" {
			list = join(list, piece{Text: gone, Left: true})
		}
		list = join(list, piece{Text: unlined(edit.New), Added: true})
		at = edit.End
	}
	return join(list, piece{Text: unlined(was[at:])})
}

// join adds a piece to those before it.
func join(list []piece, p piece) []piece {
	last := len(list) - 1
	switch {
	case p.Text == "":
		return list
	case p.Added && strings.TrimSpace(p.Text) == "":
		p.Added = false
	}
	if last >= 0 && list[last].Added == p.Added && list[last].Left == p.Left {
		list[last].Text += p.Text
		return list
	}
	return append(list, p)
}

// breakMark stands for a line break while each word has a line of its own.
const breakMark = "\x1f"

func lined(text string, words *regexp.Regexp) string {
	var out strings.Builder
	for _, word := range words.FindAllString(text, -1) {
		out.WriteString(strings.ReplaceAll(word, "\n", breakMark) + "\n")
	}
	return out.String()
}

func unlined(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, "\n", ""), breakMark, "\n")
}

// fallbackStyle marks words of a mail that stand in the place of something; the mail is a
// page of its own, without our styles.
const fallbackStyle = `<span style="background-color:#fbe7b2;color:#4a3206;box-shadow:inset 0 -2px 0 #8a5a0b">`

// coloured is the mail with its fallbacks in colour.
func coloured(filled, mail string) string {
	var out strings.Builder
	for _, p := range between(filled, mail, mailWords) {
		switch {
		case p.Left:
		case !p.Added:
			out.WriteString(p.Text)
		default:
			for _, word := range mailWords.FindAllString(p.Text, -1) {
				if word[0] == '<' || strings.TrimSpace(word) == "" {
					out.WriteString(word)
					continue
				}
				out.WriteString(fallbackStyle + word + "</span>")
			}
		}
	}
	return out.String()
}
