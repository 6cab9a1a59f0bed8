package lint

import (
	"net"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
)

var (
	markdownLink = regexp.MustCompile(`(!?)\[((?:\{\{.*?\}\}|\{%.*?%\}|[^\]\[])*)\]\(\s*(<[^>\n]*>|(?:\{\{.*?\}\}|\{%.*?%\}|[^)\s])*)[^)\n]*\)`)
	reference    = regexp.MustCompile(`(?m)^\[[^\]\n]+\]:[ \t]*(\S+)`)
	bareLink     = regexp.MustCompile(`(?i)\b(?:https?|ftp|javascript|data|file):(?:\{\{.*?\}\}|[^\s)>\]"'])+`)
	shownAddress = regexp.MustCompile(`(?i)^(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?:[/?#]\S*)?$`)
	rawHTML      = regexp.MustCompile(`(?i)</?(?:a|b|i|u|p|br|hr|h[1-6]|div|span|font|table|tr|td|th|tbody|thead|ul|ol|li|img|style|script|strong|em|center|iframe|form|input|button|blockquote|pre|code|small|big|sub|sup)(?:\s[^<>]*)?/?>|<!--.*?-->`)
)

// links reports where links lead, and what a mail's Markdown cannot hold.
func (l *look) links() {
	for _, p := range l.parts {
		if p.name == limitedPart || l.is(channels.Voice) {
			continue
		}
		text := p.text
		if l.mail && p.name != subjectPart && p.name != preheaderPart {
			text = l.markdown(p)
		}
		for _, m := range bareLink.FindAllStringIndex(text, -1) {
			to := m[0] + len(strings.TrimRight(text[m[0]:m[1]], ".,;:!?*_"))
			l.target(p, m[0], to, text[m[0]:to])
		}
	}
}

// markdown looks at the links and images of a body, and returns it with both blank.
func (l *look) markdown(p part) string {
	out := []byte(p.text)
	for _, m := range markdownLink.FindAllStringSubmatchIndex(p.text, -1) {
		label, target := p.text[m[4]:m[5]], strings.Trim(p.text[m[6]:m[7]], "<>")
		if m[3] > m[2] {
			l.image(p, m[0], m[1], label, target)
		} else {
			l.target(p, m[0], m[1], target)
			l.label(p, m[0], m[1], label, target)
		}
		wipe(out, m[0], m[1])
	}
	for _, m := range reference.FindAllStringSubmatchIndex(p.text, -1) {
		l.target(p, m[0], m[1], strings.Trim(p.text[m[2]:m[3]], "<>"))
		wipe(out, m[0], m[1])
	}
	for _, m := range rawHTML.FindAllIndex(out, -1) {
		l.add(Warning, "html", p, m[0], m[1], "write Markdown: HTML is left out of the mail")
	}
	return string(out)
}

func wipe(text []byte, from, to int) {
	for i := from; i < to; i++ {
		if text[i] != '\n' {
			text[i] = ' '
		}
	}
}

// image asks for words in place of an image, and warns of one that is fetched.
func (l *look) image(p part, from, to int, alt, target string) {
	if strings.TrimSpace(blank(alt, constructs(alt))) == "" && !strings.Contains(alt, "{{") {
		l.add(Error, "alt_text", p, from, to, "say between the brackets what the image shows, for those who do not see it")
	}
	if strings.HasPrefix(strings.ToLower(target), "http") {
		l.add(Warning, "image", p, from, to, "leave it out: many mail programs do not fetch images, and a reader may feel watched")
		return
	}
	l.target(p, from, to, target)
}

// label warns of a link that shows another address than it leads to.
func (l *look) label(p part, from, to int, label, target string) {
	m := shownAddress.FindStringSubmatch(strings.Trim(label, " *_`"))
	if m == nil {
		return
	}
	u, err := url.Parse(target)
	if err == nil && strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.") == strings.TrimPrefix(strings.ToLower(m[1]), "www.") {
		return
	}
	l.add(Warning, "link", p, from, to, "let the link show where it leads, or words such as “Pay online”: one that shows another address looks like fraud")
}

// shorteners hide where a link leads; spammers like them.
func shorteners() []string {
	return []string{"bit.ly", "tinyurl.com", "t.co", "goo.gl", "ow.ly", "is.gd", "buff.ly", "rebrand.ly", "cutt.ly", "rb.gy", "shorturl.at", "t.ly", "tiny.cc", "s.id", "lnkd.in", "bl.ink", "v.gd"}
}

// placeholders are hosts that nobody owns, or that stand in guides.
func placeholders() []string {
	return []string{"example.com", "example.org", "example.net", "example", "localhost", "yourdomain.com", "yourcompany.com", "your-company.com", "domain.com", "test.com", "mysite.com"}
}

// target looks at where a link leads.
func (l *look) target(p part, from, to int, target string) {
	say := func(severity Severity, instead string) { l.add(severity, "link", p, from, to, instead) }
	switch {
	case target == "" || target == "#":
		say(Error, "say where the link leads, such as {{ creditor.pay_url }}")
		return
	case strings.HasPrefix(target, "{"):
		l.variableTarget(p, from, to, target)
		return
	}
	scheme, rest, _ := strings.Cut(target, ":")
	switch strings.ToLower(scheme) {
	case "mailto", "tel":
		return
	case "http", "https":
		if !strings.HasPrefix(rest, "//") {
			say(Error, "write the whole address, beginning with https://")
			return
		}
	default:
		say(Error, "let the link lead to a page (https://…), a mail address (mailto:…) or a phone number (tel:…)")
		return
	}
	u, err := url.Parse(target)
	if err != nil || u.Hostname() == "" {
		if !strings.Contains(target, "{{") {
			say(Error, "mend the address: no page can be found at it")
		}
		return
	}
	l.host(say, u)
}

// host looks at the address of a page.
func (l *look) host(say func(Severity, string), u *url.URL) {
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	switch {
	case u.User != nil:
		say(Error, "leave out what stands before the @: it hides where the link leads")
	case slices.Contains(placeholders(), host), strings.HasSuffix(host, ".invalid"), strings.HasSuffix(host, ".test"), strings.HasSuffix(host, ".example.com"):
		say(Warning, "put the real address in place of this one")
	case net.ParseIP(host) != nil:
		say(Warning, "link to a name instead of a number: numbers look like fraud")
	case slices.Contains(shorteners(), host):
		say(Warning, "link to the page itself: a short link hides where it leads, and filters count it as spam")
	}
	if strings.EqualFold(u.Scheme, "http") {
		say(Warning, "link with https:// so that nobody can read or change the page on its way")
	}
}

var firstName = regexp.MustCompile(`^\{\{-?\s*([a-z_.]+)`)

// variableTarget looks at a link that a value makes.
func (l *look) variableTarget(p part, from, to int, target string) {
	m := firstName.FindStringSubmatch(target)
	if m == nil {
		return
	}
	for _, v := range templates.Variables() {
		if v.Name == m[1] && v.Kind != templates.KindAddress {
			l.add(Error, "link", p, from, to, "let the link lead to an address, such as {{ creditor.pay_url }}; "+m[1]+" is none")
		}
	}
}
