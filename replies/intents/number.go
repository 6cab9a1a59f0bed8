package intents

import (
	"regexp"
	"strings"
)

// numbered finds the number of an invoice behind a word for one, with what may
// stand between them: "invoice no. INV-1042", "Rechnung 2026-17", "fattura n. 1042".
var numbered = regexp.MustCompile(`(?i)\b(?:invoices?|inv|bills?|rechnung(?:en)?|rg|factures?|facturas?|factu(?:ur|ren)|faturas?|fattur[ae]|boleto)\.?((?:\s+(?:no|nr|num|n|number|nummer|numero|número)[.°º]?)?\s*[#:]?\s*(?:\pL{1,6}[-/])?\d[\d/-]{2,}\pL?)\b`)

// bare finds one that stands alone: INV-1042, RE-2026-17.
var bare = regexp.MustCompile(`(?i)(^|[\s("'«„])(\pL{2,6}[-/]\d[\d/-]*\d)\b`)

// nameNumbers takes the numbers of invoices out of a text, where they would part
// the words of a rule, and puts a word for an invoice in place of one that stands
// alone. No byte moves.
func nameNumbers(s string) string {
	if !strings.ContainsAny(s, "0123456789") {
		return s
	}
	s = numbered.ReplaceAllStringFunc(s, func(hit string) string {
		at := numbered.FindStringSubmatchIndex(hit)
		return hit[:at[2]] + strings.Repeat(" ", at[3]-at[2]) + hit[at[3]:]
	})
	return bare.ReplaceAllStringFunc(s, func(hit string) string {
		at := bare.FindStringSubmatchIndex(hit)
		return hit[:at[4]] + word(at[5]-at[4]) + hit[at[5]:]
	})
}

// word is "invoice", or "bill" where that is too long, in so many bytes.
func word(bytes int) string {
	name := "invoice"
	if bytes < len(name) {
		name = "bill"[:min(4, bytes)]
	}
	return name + strings.Repeat(" ", bytes-len(name))
}
