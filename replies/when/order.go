package when

import "strings"

// order is which of two numbers is the day.
type order uint8

const (
	unknown order = iota
	dayFirst
	monthFirst
)

// monthFirstRegions write 12/5 for 5 December.
const monthFirstRegions = " US PH PR GU VI AS MP UM FM MH PW "

// monthFirstLanguages do so too when no region says otherwise.
const monthFirstLanguages = " fil tl ja ko zh hu "

// orderOf is the order of a locale. English without a region is both, and so is
// Canada; without a locale the language decides, when it is not English.
func orderOf(locale string, languages []string) order {
	base, region := splitLocale(locale)
	if base == "" && len(languages) > 0 {
		base, region = splitLocale(languages[0])
	}
	switch {
	case region == "CA" || base == "" || base == "en" && region == "":
		return unknown
	case strings.Contains(monthFirstLanguages, " "+base+" "):
		return monthFirst
	case region != "" && strings.Contains(monthFirstRegions, " "+region+" "):
		return monthFirst
	}
	return dayFirst
}

// splitLocale is the language and the region of a tag such as es-419 or zh-Hant-TW.
func splitLocale(locale string) (base, region string) {
	for i, part := range strings.FieldsFunc(locale, func(r rune) bool { return r == '-' || r == '_' }) {
		switch {
		case i == 0:
			base = strings.ToLower(part)
		case len(part) == 2:
			region = strings.ToUpper(part)
		}
	}
	return base, region
}
