package mail

import (
	"strings"

	"golang.org/x/net/publicsuffix"
)

// verified reads the topmost Authentication-Results (RFC 8601): whether a signature
// of the author's own domain was found good, and whether the author is not who
// wrote. A signature broken on the way is no forgery where the domain's policy was
// met by other means.
func verified(head header, from string) (signed, forged bool) {
	_, results, ok := strings.Cut(uncommented(head.first("authentication-results")), ";")
	_, domain, _ := strings.Cut(strings.ToLower(from), "@")
	if !ok || domain == "" {
		return false, false
	}
	broken, kept, failed := false, false, false
	for result := range strings.SplitSeq(strings.ToLower(results), ";") {
		words := strings.Fields(result)
		if len(words) == 0 {
			continue
		}
		switch words[0] {
		case "dkim=pass":
			signed = signed || related(signer(words), domain)
		case "dkim=fail", "dkim=permerror":
			broken = true
		case "dmarc=pass":
			kept = true
		case "dmarc=fail":
			failed = true
		}
	}
	return signed, failed || broken && !signed && !kept
}

// signer is the domain that signed.
func signer(words []string) string {
	for _, word := range words {
		if domain, ok := strings.CutPrefix(word, "header.d="); ok {
			return strings.Trim(domain, `"`)
		}
		if identity, ok := strings.CutPrefix(word, "header.i="); ok {
			return strings.Trim(identity[strings.LastIndexByte(identity, '@')+1:], `"`)
		}
	}
	return ""
}

// related says that two domains belong to the same organisation.
func related(a, b string) bool {
	if a == b {
		return a != ""
	}
	one, err := publicsuffix.EffectiveTLDPlusOne(a)
	other, err2 := publicsuffix.EffectiveTLDPlusOne(b)
	return err == nil && err2 == nil && one == other
}

// uncommented is a value without what stands in brackets.
func uncommented(value string) string {
	var out strings.Builder
	depth := 0
	for _, c := range []byte(value) {
		switch {
		case c == '(':
			depth++
		case c == ')' && depth > 0:
			depth--
		case depth == 0:
			out.WriteByte(c)
		}
	}
	return out.String()
}
