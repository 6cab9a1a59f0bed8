package account

import (
	"errors"
	"strings"

	"github.com/nyaruka/phonenumbers"
	"golang.org/x/text/language"
)

// ErrRegion says that a text is no region. It does not repeat the text.
var ErrRegion = errors.New("is not an ISO 3166 region such as GB or US-NY")

// longestPart is the length of the part after the hyphen in ISO 3166-2.
const longestPart = 3

// unphoned are the countries of ISO 3166-1 without a calling code of their own.
const unphoned = "AQ BV GS HM PN TF UM"

// ParseRegion reads ISO 3166-1 alpha-2 (GB) or ISO 3166-2 (US-NY) in any case and
// returns it in upper case. The country must exist; of the part after the hyphen
// only the shape is checked, because those lists change every year. UK is read as GB.
func ParseRegion(text string) (string, error) {
	country, part, divided := strings.Cut(text, "-")
	if len(country) != 2 || !allAlphanumeric(country) || divided && !regionPart(part) {
		return "", ErrRegion
	}
	country, part = strings.ToUpper(country), strings.ToUpper(part)
	if country == "UK" {
		country = "GB"
	}
	if !realCountry(country) {
		return "", ErrRegion
	}
	if divided {
		return country + "-" + part, nil
	}
	return country, nil
}

func regionPart(part string) bool {
	return part != "" && len(part) <= longestPart && allAlphanumeric(part)
}

func allAlphanumeric(text string) bool {
	for _, c := range []byte(text) {
		if !alphanumeric(c) {
			return false
		}
	}
	return true
}

// realCountry leaves out what the registry of languages calls a region but
// nobody lives in today, such as EU, SU and ZZ.
func realCountry(code string) bool {
	region, err := language.ParseRegion(code)
	if err != nil || !region.IsCountry() {
		return false
	}
	return phonenumbers.GetCountryCodeForRegion(code) != 0 || strings.Contains(unphoned, code)
}
