package trim

import (
	"regexp"
	"strings"
)

// quoted says of every line whether it is part of a quote.
func quoted(lines []line) []bool {
	drop := make([]bool, len(lines))
	markQuotes(lines, drop)
	own := false // somebody wrote something above
	for i := 0; i < len(lines); i++ {
		if drop[i] || lines[i].blank {
			continue
		}
		end, ok := marker(lines, i, own)
		if !ok || end.last && !below(lines, drop, end.line) {
			own = true
			continue
		}
		if dropFrom(lines, drop, i, end.line) {
			break
		}
		i = end.line - 1
	}
	return drop
}

// markQuotes marks the lines that begin with ">".
func markQuotes(lines []line, drop []bool) {
	if single(lines) {
		return // one line that begins with an arrow is somebody's own
	}
	for i, l := range lines {
		drop[i] = l.arrow
	}
	for i, l := range lines {
		if drop[i] && escaped(l.text) && !neighbour(drop, i) {
			drop[i] = false
		}
	}
}

// single says that a text has one line in which anything is to be seen.
func single(lines []line) bool {
	seen := 0
	for _, l := range lines {
		if !l.blank {
			seen++
		}
		if seen > 1 {
			return false
		}
	}
	return seen == 1
}

// arrow says that a line begins with ">", and not with an angry face.
func arrow(text string) bool {
	text = strings.TrimLeft(text, " \t\u00a0")
	if !strings.HasPrefix(text, ">") {
		return false
	}
	for _, face := range []string{">:(", ">:-(", ">:[", ">_<", ">.<", ">:|", ">:/"} {
		if strings.HasPrefix(text, face) {
			return false
		}
	}
	return true
}

// escaped says that a mailbox file may have put the ">" before a line that begins
// with "From ".
func escaped(text string) bool { return strings.HasPrefix(text, ">From ") }

func neighbour(drop []bool, i int) bool {
	return i > 0 && drop[i-1] || i+1 < len(drop) && drop[i+1]
}

// ending is where what tells of a quote ends.
type ending struct {
	line int
	last bool // it tells of a quote only where lines with ">" follow
}

// marker says whether what tells of a quote begins at a line: a separator, a header
// block, or a line about who wrote. Without ">" below it, the last must show when,
// and must not be the beginning: then the answer may stand below it.
func marker(lines []line, i int, own bool) (ending, bool) {
	if end, ok := separator(lines, i); ok {
		return ending{line: end}, true
	}
	if end, ok := headerBlock(lines, i); ok {
		return ending{line: end}, true
	}
	end, ok := attribution(lines, i)
	if !ok {
		return ending{}, false
	}
	whole := sentence(lines[i:end])
	return ending{line: end, last: !own || !dated(whole) || personal.MatchString(whole)}, true
}

// below says that the next line that anything is to be seen on is a quote.
func below(lines []line, drop []bool, i int) bool {
	for i < len(lines) && lines[i].blank {
		i++
	}
	return i < len(lines) && drop[i]
}

// dropFrom drops a marker that ends before end, with what announces it and, where
// the quote has no marks, all that follows: then it is true.
func dropFrom(lines []line, drop []bool, i, end int) bool {
	all := !below(lines, drop, end)
	if all {
		end = len(lines)
	}
	for j := decorated(lines, drop, i); j < end; j++ {
		drop[j] = true
	}
	return all
}

// decorated returns where the lines above a marker begin that only announce it.
func decorated(lines []line, drop []bool, i int) int {
	for j := i - 1; j >= 0 && i-j <= 4 && !drop[j]; j-- {
		switch {
		case lines[j].blank:
		case ruler(lines[j].text) || announced.MatchString(lines[j].plain):
			i = j
		default:
			return i
		}
	}
	return i
}

// ruler says that a line is drawn, not written.
func ruler(text string) bool {
	text = strings.TrimSpace(text)
	return len(text) >= 3 && strings.Trim(text, "-_=*─━–—") == ""
}

// original are the words by which mail programs name the mail that is answered or
// passed on.
const original = `original message|original appointment|original-nachricht|originalnachricht|urspr(?:ü|ue|u)ngliche nachricht|ursprüngliche mail|` +
	`message d'origine|message original|message initial|courriel original|e-mail d'origine|mensaje original|mensagem original|` +
	`messaggio originale|messaggio original|oorspronkelijk bericht|oorspronkelijke bericht|origineel bericht|originele bericht|` +
	`oprindelig meddelelse|original meddelelse|opprinnelig melding|ursprungligt meddelande|originalmeddelande|alkuperäinen viesti|` +
	`wiadomość oryginalna|oryginalna wiadomość|původní zpráva|исходное сообщение|orijinal mesaj|` +
	`forwarded message|forwarded by .{1,80}|weitergeleitete nachricht|weitergeleitete mail|message transféré|message réexpédié|` +
	`mensaje reenviado|doorgestuurd bericht|mensagem encaminhada|messaggio inoltrato|videresendt meddelelse|videresendt melding|` +
	`vidarebefordrat meddelande|välitetty viesti|wiadomość przekazana|reply message|antwort nachricht`

var (
	dashed    = regexp.MustCompile(`^[-_=*]{2,} ?(?:` + original + `) ?[-_=*]{2,}:?$`)
	announced = regexp.MustCompile(`^(?:` + original + `|begin forwarded message|anfang der weitergeleiteten nachricht|début du message (?:transféré|réexpédié)|` +
		`inicio del mensaje reenviado|begin doorgestuurd bericht|início da mensagem (?:encaminhada|reencaminhada)|inizio messaggio inoltrato|` +
		`vidarebefordrat brev|start på videresendt besked|videresendt melding)\b ?:?$`)
)

// separator says whether a line names the mail below it, between dashes.
func separator(lines []line, i int) (end int, ok bool) {
	if !lines[i].drawn {
		return 0, false
	}
	next := i + 1
	for next < len(lines) && lines[next].blank && next < i+3 {
		next++
	}
	if next < len(lines) {
		if end, ok := headers(lines, next); ok {
			return end, true
		}
	}
	return i + 1, true
}
