// Package gsm is in charge of what a short message costs: its encoding, its length
// and the number of segments it is sent in, as the networks count them (3GPP TS
// 23.038 and 23.040). It refuses to change a text by itself: it says which
// characters are dear and what would stand in for them.
package gsm

// Encoding is how a short message travels.
type Encoding string

// The encodings.
const (
	GSM7 Encoding = "GSM-7" // 160 units, or 153 in each of several segments
	UCS2 Encoding = "UCS-2" // 70 units, or 67 in each of several segments
)

// Count is the size of a short message.
type Count struct {
	Encoding Encoding
	Units    int // septets of GSM-7, or 16-bit units of UCS-2
	Segments int // what is paid for; 0 for an empty text
}

// Dear is a character that forces UCS-2.
type Dear struct {
	At      int    // byte offset
	Char    string // as it stands
	Instead string // what GSM-7 can say in its place; empty when nothing can
}
