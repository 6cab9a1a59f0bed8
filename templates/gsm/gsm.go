// Package gsm is in charge of what a short message costs: its encoding, its length
// and the number of segments it is sent in, as the networks count them (3GPP TS
// 23.038 and 23.040). It refuses to change a text by itself: it says which
// characters are dear and what would stand in for them.
//
// The counts are those of Twilio's own calculator, sms-segments-calculator 1.3.0,
// down to its habits: a character of several code points is never divided between
// two segments, and an empty text takes one.
package gsm

// Encoding is how a short message travels.
type Encoding string

// The encodings.
const (
	GSM7 Encoding = "GSM-7" // 160 units, or 153 in each of several segments
	UCS2 Encoding = "UCS-2" // 70 units, or 67 in each of several segments
)

// Size is the size of a short message.
type Size struct {
	Encoding Encoding
	Units    int // septets of GSM-7, or 16-bit units of UCS-2
	Segments int // what is paid for; 1 for an empty text
}

// Count is the size of the text as it stands.
func Count(text string) Size {
	size := Size{Encoding: GSM7, Segments: 1}
	for _, r := range text {
		units := int(septets(r))
		if units == 0 {
			return countUCS2(text)
		}
		size.Units += units
	}
	if size.Units*septetBits <= segmentBits {
		return size
	}
	p := packing{room: segmentBits, segments: 1}
	for _, r := range text {
		p.add(int(septets(r)) * septetBits)
	}
	size.Segments = p.segments
	return size
}

func countUCS2(text string) Size {
	size, p := Size{Encoding: UCS2}, packing{room: segmentBits, segments: 1}
	for len(text) > 0 {
		n, units := cluster(text)
		size.Units += units
		p.add(units * unitBits)
		text = text[n:]
	}
	size.Segments = p.segments
	return size
}

// fits says that GSM-7 can say the whole text.
func fits(text string) bool {
	for _, r := range text {
		if septets(r) == 0 {
			return false
		}
	}
	return true
}

// Sizes in bits: what a segment holds, what the header of one of several takes of
// it, and a unit of each encoding.
const (
	segmentBits = 140 * 8
	headerBits  = 6 * 8
	septetBits  = 7
	unitBits    = 16
)

// packing fills segments with characters, none of which is divided.
type packing struct {
	room     int // bits that are free in the last segment; below 0 when a single character is longer
	segments int
	first    [segmentBits / septetBits]uint16 // bits of each character in the first segment
	count    int                              // of them
}

func (p *packing) add(bits int) {
	if p.room < bits {
		moved := p.divide()
		p.segments++
		p.room = segmentBits - headerBits - moved
	}
	if p.segments == 1 {
		p.first[p.count] = uint16(bits) // at most segmentBits
		p.count++
	}
	p.room -= bits
}

// divide makes room for a header in the first segment once a second is needed, and
// returns how many bits move to the second.
func (p *packing) divide() int {
	if p.segments > 1 {
		return 0
	}
	moved := 0
	for room := p.room - headerBits; room < 0 && p.count > 0; {
		p.count--
		last := int(p.first[p.count])
		moved += last
		room += last
	}
	return moved
}
