package replies

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/account"
)

func TestInvoicesAreFoundByTheirNumbersInPeoplesWords(t *testing.T) {
	t.Parallel()
	list := []account.Invoice{{ID: "a", Number: "INV-1042"}, {ID: "b", Number: "INV-10425"}, {ID: "c", Number: "RE-2026-17"}, {ID: "d", Number: "1043"}, {ID: "e", Number: "2026-0042"}}
	for text, want := range map[string]string{
		"about INV-1042 please":            "a",
		"about inv 1042, please":           "a",
		"inv1042":                          "a",
		"INV-10425 is wrong":               "b",
		"INV-1042 and INV-10425":           "a b",
		"invoice no. 1042":                 "a",
		"Rechnung Nr. 2026-17 stimmt":      "c",
		"Rechnung RE 2026/17":              "c",
		"facture n° 1042":                  "a",
		"bill 1043":                        "d",
		"I pay 1043 on Friday":             "",
		"2026-0042":                        "e",
		"on 2026-11-17":                    "",
		"my order 1042":                    "",
		"PINV-1042":                        "",
		"":                                 "",
		"ring 020 7946 1042":               "",
		"invoice number 0042 is not mine":  "e",
		"fatura 1042 e a fatura 2026-0042": "a e",
	} {
		var got []string
		for _, i := range mentioned(text, list) {
			got = append(got, i.ID)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: got %v, want %q", text, got, want)
		}
	}
}

func TestInvoiceNumbersAreFoundByTheirLooks(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"Re: INV-1042 overdue":              {"INV-1042"},
		"inv-1042 and RE-2026-17":           {"INV-1042", "RE-2026-17"},
		"Your invoice 2026-0042":            {"2026-0042"},
		"Rechnung Nr. 20260017":             {"20260017"},
		"facture n° 4711":                   {"4711"},
		"invoice #4711, invoice #4711":      {"4711"},
		"INV1042":                           {"INV1042"},
		"by 2026-12-04 or 04.12.2026":       nil,
		"COVID-19 and A4":                   nil,
		"call +44 7700 900123":              nil,
		"invoice is wrong":                  nil,
		"The invoice from 3 November":       nil,
		"pay 120.00 on the 5th":             nil,
		"R-100 then A-200":                  {"R-100", "A-200"},
		strings.Repeat("INV-100 ", 100_000): {"INV-100"},
	} {
		if diff := cmp.Diff(want, invoiceNumbers(text)); diff != "" {
			t.Errorf("%.40q: %s", text, diff)
		}
	}
}
