package bounce

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	maxLocal  = 128 // of a local part; VERP makes them longer than the 64 of RFC 5321
	maxDomain = 255
)

// typedAddress reads "rfc822; a@b", "utf-8; …", "LOCAL;<a@b>" or the bare address.
func typedAddress(v string) string {
	kind, rest, ok := strings.Cut(v, ";")
	if !ok || strings.Contains(kind, "@") {
		kind, rest = "", v
	}
	if k := strings.TrimSpace(strings.ToLower(kind)); k == "x400" || k == "x500" || k == "unknown" && !strings.Contains(rest, "@") {
		return ""
	}
	rest = unescape(strings.TrimSpace(rest))
	if found := wideAddresses(rest); found != "" {
		return found
	}
	bare := strings.ToLower(strings.Trim(rest, "<>()\"' \t"))
	if bare == "" || strings.ContainsAny(bare, " \t;:/@,=") || len(bare) > maxLocal {
		return ""
	}
	return bare
}

// unescape undoes the \x{…} and &-forms of RFC 6533 3.
func unescape(s string) string {
	for from := 0; ; {
		start := strings.Index(s[from:], `\x{`)
		if start < 0 {
			return s
		}
		start += from
		end := strings.IndexByte(s[start:], '}')
		if end < 4 || end > 9 {
			from = start + 3
			continue
		}
		code, err := strconv.ParseUint(s[start+3:start+end], 16, 32)
		if err != nil || !utf8.ValidRune(rune(code)) {
			from = start + 3
			continue
		}
		r := string(rune(code))
		s = s[:start] + r + s[start+end+1:]
		from = start + len(r)
		if len(s) > 4<<10 {
			return s
		}
	}
}

// wideAddresses is the first address of a field, which may hold any letter.
func wideAddresses(s string) string {
	at := strings.LastIndexByte(s, '@')
	if at < 0 {
		return ""
	}
	if open := strings.LastIndexByte(s[:at], '<'); open >= 0 {
		if end := strings.IndexByte(s[at:], '>'); end > 0 {
			s = s[open+1 : at+end]
		}
	}
	at = strings.IndexByte(s, '@')
	if at < 0 {
		return ""
	}
	a, _, _ := addressAt(s, at, true)
	return a
}

// addressesIn finds addresses in a line, in lower case, at most so many.
func addressesIn(line string, limit int) []string {
	var found []string
	for _, s := range spansIn(line, limit) {
		found = append(found, s.address)
	}
	return found
}

// span is an address and where it stands in its line.
type span struct {
	address    string
	start, end int
}

// spansIn finds addresses in a line. A line is read once: what belongs to one
// address is not read for the next.
func spansIn(line string, limit int) []span {
	var found []span
	for from := 0; len(found) < limit; {
		at := strings.IndexByte(line[from:], '@')
		if at < 0 {
			return found
		}
		at += from
		address, start, end := addressAt(line, at, false)
		if address != "" && start >= 0 {
			found = append(found, span{address, start, end})
			from = max(end, at+1)
		} else {
			from = at + 1
		}
	}
	return found
}

// addressAt reads the address around an @. Letters beyond ASCII count only where
// wide is set: in running text of some languages words touch the address.
func addressAt(s string, at int, wide bool) (address string, start, end int) {
	start = at
	if at > 0 && s[at-1] == '"' {
		if open := strings.LastIndexByte(s[max(0, at-1-maxLocal):at-1], '"'); open >= 0 {
			start = max(0, at-1-maxLocal) + open
		}
	} else {
		for start > 0 && at-start < maxLocal && (atext(s[start-1]) || wide && s[start-1] >= utf8.RuneSelf) {
			start--
		}
	}
	end = at + 1
	for end < len(s) && end-at < maxDomain && (ldh(s[end]) || wide && s[end] >= utf8.RuneSelf) {
		end++
	}
	if end == at+1 && end < len(s) && s[end] == '[' {
		if shut := strings.IndexByte(s[end:min(len(s), end+64)], ']'); shut > 0 {
			end += shut + 1
		}
	}
	start = tidyLocal(s, start, at)
	domain := strings.TrimRight(s[at+1:end], ".-_")
	if start == at || !plausible(domain, wide || start > 0 && s[start-1] == '<') {
		return "", start, end
	}
	return strings.ToLower(strings.ToValidUTF8(s[start:at]+"@"+domain, "")), start, at + 1 + len(domain)
}

// tidyLocal drops what clings to a local part but is not of it: quotes, bars,
// "to=" of a log line.
func tidyLocal(s string, start, at int) int {
	start += strings.LastIndexAny(s[start:at], "?/") + 1 // the way of a link
	for start < at && strings.IndexByte("'`.*|=/!?&-#{}", s[start]) >= 0 {
		start++
	}
	for _, label := range []string{"to=", "rcpt=", "recipient=", "orig_to=", "addr=", "for="} {
		if rest := s[start:at]; len(rest) > len(label) && strings.EqualFold(rest[:len(label)], label) {
			return start + len(label)
		}
	}
	return start
}

// plausible says that a domain can be one: it has a dot that is not that of a
// number, unless brackets show that an address was meant.
func plausible(domain string, bracketed bool) bool {
	if domain == "" || domain[0] == '.' || strings.Contains(domain, "..") {
		return false
	}
	if domain[0] == '[' {
		return bracketed
	}
	dot := strings.LastIndexByte(domain, '.')
	if dot < 0 {
		return bracketed
	}
	last := domain[dot+1:]
	return last != "" && (last[0] < '0' || last[0] > '9')
}

// atext says that a byte may stand in a local part (RFC 5322 3.2.3).
func atext(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("!#$%&'*+-/=?^_`{|}~.", c) >= 0
}

// ldh says that a byte may stand in a domain.
func ldh(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '.' || c == '_'
}
