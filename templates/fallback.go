package templates

import "slices"

// Why says why a text of a locale is used.
type Why string

// The reasons, in the order in which texts are looked for.
const (
	AsAsked     Why = "locale"       // it is the locale that was asked for
	OfLanguage  Why = "language"     // the language without its region
	SameTongue  Why = "region"       // the language as another region writes it
	OfCreditor  Why = "creditor"     // the creditor's own locale, its language, or another region of it
	LastTongue  Why = "fallback"     // English, which every shipped text has
	NothingFits Why = "nothing_fits" // no text could be used
)

// Try is one locale whose text is looked for.
type Try struct {
	Locale string `json:"locale"`
	Why    Why    `json:"why"`
}

// Chain lists the locales in whose texts a customer of the locale is written to,
// best first and none twice: the locale, its language, another region of the
// language that there is a text for (British English before other English), the
// same of the creditor's own locale, and British English.
func Chain(locale, creditor string, available []string) []Try {
	var tries []Try
	add := func(locale string, why Why) {
		if locale != "" && !slices.ContainsFunc(tries, func(t Try) bool { return t.Locale == locale }) {
			tries = append(tries, Try{locale, why})
		}
	}
	locale, creditor = canonical(locale), canonical(creditor)
	add(locale, AsAsked)
	add(languageOf(locale), OfLanguage)
	for _, region := range regionsOf(locale, available) {
		add(region, SameTongue)
	}
	add(creditor, OfCreditor)
	add(languageOf(creditor), OfCreditor)
	for _, region := range regionsOf(creditor, available) {
		add(region, OfCreditor)
	}
	add(Fallback, LastTongue)
	return tries
}

// regionsOf lists the available locales of the same language, British English
// first.
func regionsOf(locale string, available []string) []string {
	language := languageOf(locale)
	if language == "" {
		return nil
	}
	list := slices.DeleteFunc(slices.Sorted(slices.Values(available)), func(l string) bool { return languageOf(l) != language })
	if at := slices.Index(list, Fallback); at > 0 {
		list = slices.Insert(slices.Delete(list, at, at+1), 0, Fallback)
	}
	return list
}
