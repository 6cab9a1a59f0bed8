package bounce

import (
	"html"
	"strings"
)

// breaks are the tags after which a new line is read.
var breaks = map[string]bool{
	"br": true, "p": true, "div": true, "tr": true, "td": true, "th": true, "li": true, "ul": true, "table": true,
	"h1": true, "h2": true, "h3": true, "h4": true, "pre": true, "hr": true, "title": true, "blockquote": true, "dd": true, "dt": true,
}

// textOf is the text of a page, line by line, without any claim to its looks.
// What cannot be seen (style, script, comments) is left out.
func textOf(page string) string {
	var b strings.Builder
	for page != "" {
		open := strings.IndexByte(page, '<')
		if open < 0 {
			b.WriteString(page)
			break
		}
		b.WriteString(strings.Join(strings.Fields(page[:open]), " "))
		if open > 0 && strings.ContainsAny(page[open-1:open], " \r\n\t") {
			b.WriteByte(' ')
		}
		page = page[open:]
		if bracketed := page[:min(len(page), maxDomain+maxLocal)]; !tagLike(bracketed) {
			b.WriteByte('<')
			page = page[1:]
			continue
		}
		page = tag(page, &b)
	}
	return html.UnescapeString(b.String())
}

// tagLike says that a bracket opens a tag and not an address that was not escaped.
func tagLike(s string) bool {
	end := strings.IndexByte(s, '>')
	return end < 0 || strings.ContainsAny(s[:end], " =\"!") || !strings.Contains(s[:end], "@")
}

// tag passes over one tag and what it hides.
func tag(page string, b *strings.Builder) string {
	if strings.HasPrefix(page, "<!--") {
		return after(page, "-->")
	}
	name := strings.ToLower(strings.TrimLeft(page[1:min(len(page), 14)], "/"))
	if cut := strings.IndexAny(name, " >/\t\r\n"); cut >= 0 {
		name = name[:cut]
	}
	if (name == "style" || name == "script") && page[1] != '/' {
		return after(page, "</"+page[1:1+len(name)])
	}
	if breaks[name] {
		b.WriteByte('\n')
	} else {
		b.WriteByte(' ')
	}
	return after(page, ">")
}

// after is what follows a mark, or nothing where it is missing.
func after(s, mark string) string {
	if _, rest, ok := strings.Cut(s, mark); ok {
		return rest
	}
	return ""
}
