package trim

import (
	"strings"
)

// The kinds of lines in the block that mail programs put above a quote.
const (
	fromLine = 1 << iota
	sentLine
	toLine
	copyLine
	subjectLine
	otherLine
)

// labels are the words before the colon, in lower case.
var labels = map[string]int{
	"from": fromLine, "von": fromLine, "de": fromLine, "van": fromLine, "da": fromLine, "fra": fromLine, "från": fromLine,
	"od": fromLine, "lähettäjä": fromLine, "expéditeur": fromLine, "remitente": fromLine, "afzender": fromLine, "mittente": fromLine,
	"remetente": fromLine, "absender": fromLine, "от": fromLine, "kimden": fromLine, "feladó": fromLine,
	"sent": sentLine, "date": sentLine, "gesendet": sentLine, "datum": sentLine, "envoyé": sentLine, "envoyé le": sentLine,
	"enviado": sentLine, "enviado el": sentLine, "enviado em": sentLine, "enviada em": sentLine, "enviada": sentLine, "enviada a": sentLine, "fecha": sentLine,
	"verzonden": sentLine, "verzonden op": sentLine, "data": sentLine, "inviato": sentLine, "inviato il": sentLine, "data invio": sentLine,
	"sendt": sentLine, "skickat": sentLine, "dato": sentLine, "lähetetty": sentLine, "päiväys": sentLine, "wysłano": sentLine,
	"wysłane": sentLine, "gesendet am": sentLine, "дата": sentLine, "sent on": sentLine,
	"to": toLine, "an": toLine, "à": toLine, "a": toLine, "para": toLine, "aan": toLine, "til": toLine, "till": toLine,
	"vastaanottaja": toLine, "do": toLine, "кому": toLine, "destinataire": toLine, "destinatario": toLine, "empfänger": toLine,
	"cc": copyLine, "kopie": copyLine, "copie": copyLine, "copie à": copyLine, "copia": copyLine, "kopi": copyLine, "kopia": copyLine,
	"kopio": copyLine, "dw": copyLine, "cc:": copyLine, "bcc": copyLine,
	"subject": subjectLine, "betreff": subjectLine, "objet": subjectLine, "asunto": subjectLine, "onderwerp": subjectLine,
	"assunto": subjectLine, "oggetto": subjectLine, "emne": subjectLine, "ämne": subjectLine, "aihe": subjectLine, "temat": subjectLine,
	"тема": subjectLine, "konu": subjectLine, "sujet": subjectLine,
	"reply-to": otherLine, "importance": otherLine, "wichtigkeit": otherLine, "priority": otherLine, "priorität": otherLine,
	"attachments": otherLine, "anlagen": otherLine, "pièces jointes": otherLine, "antwort an": otherLine, "répondre à": otherLine,
	"responder a": otherLine, "rispondi a": otherLine, "antwoord aan": otherLine, "importância": otherLine, "prioridad": otherLine,
}

// headerBlock says whether a block of From, Sent, To and Subject begins at a line,
// and after which line it ends. A list that a person wrote with the same words
// lacks the addresses and times of day.
func headerBlock(lines []line, i int) (end int, ok bool) {
	if lines[i].label == 0 {
		return 0, false
	}
	if end, ok = headers(lines, i); !ok {
		return 0, false
	}
	for _, l := range lines[i:end] {
		if l.proof {
			return end, true
		}
	}
	return end, i > 0 && ruler(above(lines, i))
}

// above is the line before a line, leaving out one blank line.
func above(lines []line, i int) string {
	if i > 1 && lines[i-1].blank {
		return lines[i-2].text
	}
	return lines[i-1].text
}

// headers reads lines with labels, with the lines that they were wrapped into and
// single blank lines between. It takes who and at least two more to be a block.
func headers(lines []line, i int) (end int, ok bool) {
	kinds, wrapped := 0, 0
	for j := i; j < len(lines) && j < i+16; j++ {
		l := lines[j]
		switch {
		case l.label != 0:
			kinds |= l.kinds
			end, wrapped = j+1, 0
		case l.blank && j == end && j+1 < len(lines) && lines[j+1].label != 0:
		case l.blank || !continues(l.text, kinds) || wrapped == 2:
			return end, isBlock(kinds)
		default:
			wrapped++
			end = j + 1
		}
	}
	return end, isBlock(kinds)
}

// continues says whether a line without a label may belong to the list of addresses
// above it, or is the rest of a subject, which is indented.
func continues(text string, kinds int) bool {
	if kinds&(toLine|copyLine) != 0 && kinds&subjectLine == 0 && strings.ContainsAny(text, "@;<") {
		return true
	}
	return kinds != 0 && (strings.HasPrefix(text, " ") || strings.HasPrefix(text, "\t"))
}

func isBlock(kinds int) bool {
	more := 0
	for _, kind := range []int{sentLine, toLine, subjectLine} {
		if kinds&kind != 0 {
			more++
		}
	}
	return kinds&fromLine != 0 && more >= 2
}

// label is the kind of a line that begins with one of the labels; 0 when none.
// Marks for bold and italic letters do not count.
func label(text string) int {
	text = strings.TrimLeft(text, "*_ |")
	colon := strings.IndexByte(text, ':')
	if colon < 0 || colon > 24 {
		return 0
	}
	return labels[strings.Trim(text[:colon], "*_ ")]
}

// inside are the kinds of labels within one line: some programs lose the line
// breaks of the block.
func inside(text string) int {
	kinds := 0
	for _, word := range strings.Fields(text) {
		if name, ok := strings.CutSuffix(strings.Trim(word, "*_"), ":"); ok {
			kinds |= labels[strings.Trim(name, "*_")]
		}
	}
	return kinds
}
