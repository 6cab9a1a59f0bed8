package mail

import (
	"path"
	"regexp"
	"strings"

	"github.com/jhillyerd/enmime/v2"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/replies/trim"
)

// Limits of what is told of a mail's content.
const (
	longestText = 64 << 10
	mostMedia   = 100
	longestName = 255
)

// Faults of content.
const (
	faultEncrypted = "encrypted"
	faultEnclosed  = "signed and enclosed (S/MIME)"
	faultTNEF      = "only a TNEF part (winmail.dat)"
	faultMedia     = "too many media"
)

// piece is a stretch of text, in one form or two.
type piece struct{ plain, page string }

// content is what a mail holds for a person.
type content struct {
	pieces []piece
	media  []channels.Media
	faults []string
	tnef   bool
}

// content reads the words and lists the media.
func (m *Mail) content(envelope *enmime.Envelope) {
	var c content
	c.part(envelope.Root)
	m.Media = c.media
	for _, fault := range c.faults {
		m.fault(fault)
	}
	whole, own := c.words()
	m.Whole = m.fitting(whole)
	m.Text = m.fitting(trim.Text(own))
	if c.tnef && m.Whole == "" && len(m.Media) == 1 {
		m.fault(faultTNEF)
	}
}

// fitting cuts a text that is too long.
func (m *Mail) fitting(text string) string {
	text = strings.TrimSpace(strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", ""), "\ufffd"))
	if len(text) > longestText {
		m.fault(faultLong)
	}
	return clip(text, longestText)
}

// part takes what a part holds, and what is within it.
func (c *content) part(p *enmime.Part) {
	switch kind := p.ContentType; {
	case p.FirstChild == nil:
		c.leaf(p)
	case kind == "multipart/alternative":
		c.alternative(p)
	case kind == "multipart/encrypted":
		c.faults = append(c.faults, faultEncrypted)
	case kind == "multipart/signed" || kind == "multipart/related" || kind == "multipart/report":
		c.part(p.FirstChild)
		c.rest(p.FirstChild.NextSibling)
	default:
		for child := p.FirstChild; child != nil; child = child.NextSibling {
			c.part(child)
		}
	}
}

// alternative takes one text in its forms, the last of each; all else is media.
func (c *content) alternative(p *enmime.Part) {
	var within content
	for child := p.FirstChild; child != nil; child = child.NextSibling {
		within.part(child)
	}
	var both piece
	for _, one := range within.pieces {
		if one.plain != "" && both.plain == "" {
			both.plain = one.plain
		}
		if one.page != "" && both.page == "" {
			both.page = one.page
		}
	}
	c.pieces = append(c.pieces, both)
	c.media = append(c.media, within.media...)
	c.faults = append(c.faults, within.faults...)
	c.tnef = c.tnef || within.tnef
}

// rest takes parts that stand beside the words: media, but not signatures.
func (c *content) rest(p *enmime.Part) {
	for ; p != nil; p = p.NextSibling {
		switch {
		case p.FirstChild != nil:
			c.rest(p.FirstChild)
		case !strings.HasSuffix(p.ContentType, "-signature"):
			c.medium(p)
		}
	}
}

// leaf takes a part without parts.
func (c *content) leaf(p *enmime.Part) {
	attached := p.Disposition == "attachment" || p.FileName != ""
	switch kind := p.ContentType; {
	case kind == "text/html" && !attached:
		c.pieces = append(c.pieces, piece{page: string(p.Content)})
	case (kind == "text/plain" || kind == "text" || kind == "" || strings.HasPrefix(kind, "multipart/")) && !attached:
		c.pieces = append(c.pieces, piece{plain: c.plain(p)})
	default:
		c.closed(p)
		c.medium(p)
	}
}

// plain is the text of a part as it was meant to be shown.
func (c *content) plain(p *enmime.Part) string {
	text := strings.ReplaceAll(string(p.Content), "\r\n", "\n")
	if strings.EqualFold(p.ContentTypeParams["format"], "flowed") || flowed.MatchString(p.Header.Get("Content-Type")) {
		text = joined(text, strings.Contains(strings.ToLower(p.Header.Get("Content-Type")), "delsp=yes"))
	}
	if strings.Contains(text, "-----BEGIN PGP MESSAGE-----") {
		c.faults = append(c.faults, faultEncrypted)
	}
	return unarmoured(text)
}

// closed notes words that are there, but not to be read.
func (c *content) closed(p *enmime.Part) {
	name := strings.ToLower(p.FileName)
	switch kind := p.ContentType; {
	case strings.HasSuffix(kind, "pkcs7-mime") && strings.Contains(strings.ToLower(p.Header.Get("Content-Type")), "signed-data"):
		c.faults = append(c.faults, faultEnclosed)
	case strings.HasSuffix(kind, "pkcs7-mime") || kind == "application/pgp-encrypted":
		c.faults = append(c.faults, faultEncrypted)
	case kind == "application/ms-tnef" || kind == "application/vnd.ms-tnef" || name == "winmail.dat":
		c.tnef = true
	}
}

func (c *content) medium(p *enmime.Part) {
	if len(c.media) >= mostMedia {
		c.faults = append(c.faults, faultMedia)
		return
	}
	name := oneLine(decode(strings.ReplaceAll(p.FileName, `\`, "/")), longestName)
	if name != "" {
		name = path.Base(name)
	}
	c.media = append(c.media, channels.Media{Type: oneLine(strings.ToValidUTF8(p.ContentType, ""), longestName), Name: name, Size: len(p.Content)})
}

// words are all the words, and those without what markup shows to be a quote.
func (c *content) words() (whole, own string) {
	var all, mine []string
	for _, one := range c.pieces {
		if one.plain = strings.Trim(one.plain, "\n"); one.page == "" || !empty(one.plain) {
			all, mine = append(all, one.plain), append(mine, one.plain)
			continue
		}
		all, mine = append(all, trim.Whole(one.page)), append(mine, trim.HTML(one.page))
	}
	return strings.Join(all, "\n"), strings.Join(mine, "\n")
}

var (
	flowed = regexp.MustCompile(`(?i)format\s*=\s*"?flowed`)
	// instead is what programs write where they give no plain text.
	instead = regexp.MustCompile(`(?i)(?:does not|doesn't|cannot|can't|not) (?:support|display|show|view|read|able to (?:display|view|read))[^.]{0,40}html|html[- ](?:capable|enabled|compatible|only|format)|(?:kein|unterstützt|nicht)[^.]{0,40}html|(?:ne|pas)[^.]{0,40}html|no (?:soporta|admite|puede)[^.]{0,40}html|(?:non|não|geen)[^.]{0,40}html`)
)

// empty says that a plain text says nothing: there is a page with the words.
func empty(text string) bool {
	text = strings.TrimSpace(text)
	return strings.Trim(text, " \t\r\n\u00a0\u200b") == "" || len(text) < 300 && instead.MatchString(text)
}

// joined undoes the wrapping of RFC 3676: a line that ends with a space goes on,
// where the next is quoted as deeply. When tight, that space is none.
func joined(text string, tight bool) string {
	var out strings.Builder
	open, last := false, 0
	for i, line := range strings.Split(text, "\n") {
		depth := len(line) - len(strings.TrimLeft(line, ">"))
		words := strings.TrimPrefix(line[depth:], " ")
		signature := words == "-- "
		if !open || depth != last || signature {
			if i > 0 {
				out.WriteByte('\n')
			}
			out.WriteString(marks(depth))
		}
		open, last = strings.HasSuffix(words, " ") && !signature, depth
		if open && tight {
			words = words[:len(words)-1]
		}
		out.WriteString(words)
	}
	return out.String()
}

func marks(depth int) string {
	if depth == 0 {
		return ""
	}
	return strings.Repeat(">", depth) + " "
}

// unarmoured is a text without the frame of a PGP signature around it.
func unarmoured(text string) string {
	before, signed, found := strings.Cut(text, "-----BEGIN PGP SIGNED MESSAGE-----\n")
	if !found {
		return text
	}
	if _, rest, ok := strings.Cut(signed, "\n\n"); ok && strings.HasPrefix(signed, "Hash:") {
		signed = rest
	}
	words, after, _ := strings.Cut(signed, "-----BEGIN PGP SIGNATURE-----")
	_, after, _ = strings.Cut(after, "-----END PGP SIGNATURE-----")
	return before + strings.ReplaceAll("\n"+words, "\n- ", "\n") + after
}
