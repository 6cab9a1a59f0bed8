package replies

import (
	"regexp"
	"slices"
	"strings"
)

// numberForms are how invoice numbers look where nobody can be asked which exist:
// INV-1042, RE-2026-17, 2026-0042, and whatever stands behind a word for an invoice.
var numberForms = []*regexp.Regexp{
	regexp.MustCompile(`\b([A-Z]{1,6}[-/#](?:\d{3,}|\d{2,4}(?:[-/]\d{1,8})+)(?:[-/]\d{1,8})*)\b`),
	regexp.MustCompile(`(?i)\b((?:inv|re|rg|fac|fact|fa|ft|fv)[-/# ]?\d{3,}(?:[-/]\d{1,8})*)\b`),
	regexp.MustCompile(`(?i)\b(?:invoices?|bills?|rechnung(?:snummer)?|factur(?:e|a|en|as|es)|factuur|faturas?|fattur[ae])\s+(?:no|nr|number|nummer|num|numero|número|n)?[.:°º]*\s*#?([a-z]{0,4}\d[\d/-]{1,14}\d)\b`),
	regexp.MustCompile(`\b((?:19|20)\d{2}[-/]\d{3,8})\b`),
}

// mostNumbers and mostSearched bound the work of a text that is full of numbers.
const (
	mostNumbers  = 20
	mostSearched = 1 << 18
)

// invoiceNumbers finds what looks like the number of an invoice, in the order of
// the text.
func invoiceNumbers(text string) []string {
	text = text[:min(len(text), mostSearched)]
	type hit struct {
		start, end int
	}
	var hits []hit
	for _, form := range numberForms {
		for _, at := range form.FindAllStringSubmatchIndex(text, mostNumbers) {
			overlaps := func(h hit) bool { return at[2] < h.end && h.start < at[3] }
			if !slices.ContainsFunc(hits, overlaps) {
				hits = append(hits, hit{at[2], at[3]})
			}
		}
	}
	slices.SortFunc(hits, func(a, b hit) int { return a.start - b.start })
	var numbers []string
	for _, h := range hits {
		if number := strings.ToUpper(text[h.start:h.end]); !slices.Contains(numbers, number) && len(numbers) < mostNumbers {
			numbers = append(numbers, number)
		}
	}
	return numbers
}
