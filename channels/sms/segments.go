package sms

import "unicode/utf16"

// The two encodings of a text message.
const (
	GSM7 = "GSM-7" // 3GPP TS 23.038: seven bits per character
	UCS2 = "UCS-2" // sixteen bits per UTF-16 unit
)

// basic is the default alphabet of 3GPP TS 23.038, 6.2.1: one septet each.
const basic = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
	"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"

// extension is its extension table, 6.2.1.1: an escape and a septet each.
const extension = "\f^{}\\[~]|€"

// capacity is how many units fit into a message that stands alone, and into
// each part of one that does not.
type capacity struct{ alone, part int }

var capacities = map[string]capacity{GSM7: {160, 153}, UCS2: {70, 67}}

// Segments returns how many parts a text takes on the air, and the encoding it
// takes: one character outside GSM-7 turns the whole text into UCS-2. A
// character is never torn between two parts.
func Segments(text string) (count int, encoding string) {
	encoding = GSM7
	for _, r := range text {
		if septets(r) == 0 {
			encoding = UCS2
			break
		}
	}
	return parts(text, encoding), encoding
}

func parts(text, encoding string) int {
	width := septets
	if encoding == UCS2 {
		width = utf16.RuneLen
	}
	room := capacities[encoding]
	total, count, used := 0, 1, 0
	for _, r := range text {
		w := width(r)
		if w < 0 {
			w = 1 // what is no character is sent as one
		}
		total += w
		if used += w; used > room.part {
			count, used = count+1, w
		}
	}
	if total <= room.alone {
		return 1
	}
	return count
}

// septets is how many a character takes in GSM-7; 0 when it is not in it.
func septets(r rune) int { return alphabet[r] }

var alphabet = func() map[rune]int {
	widths := make(map[rune]int)
	for _, r := range basic {
		widths[r] = 1
	}
	for _, r := range extension {
		widths[r] = 2
	}
	return widths
}()

// length is what Twilio counts against its longest body: UTF-16 units.
func length(text string) int {
	n := 0
	for _, r := range text {
		n += max(utf16.RuneLen(r), 1)
	}
	return n
}
