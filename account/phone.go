package account

import (
	"errors"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// Errors of ParsePhone. None of them repeats what was given.
var (
	ErrPhone       = errors.New("is not a phone number that exists: give it as E.164 such as +12125550123")
	ErrPhoneRegion = errors.New("is a national phone number without a known region: give it as E.164 such as +12125550123, or name the account's region")
)

// longestPhone leaves room for a number with all its brackets, dots and blanks.
const longestPhone = 40

// ParsePhone reads a phone number in E.164, or as it is written within the region
// (ISO 3166-1 or -2), and returns it in E.164. The number must be possible and
// valid by the numbering plan; letters and extensions are refused. Numbers that
// are set aside for fiction and tests are taken, see fictional.
func ParsePhone(text, region string) (string, error) {
	if isE164(text) && (fictional(text) || validPhones.has(text)) {
		return text, nil
	}
	if text == "" || len(text) > longestPhone || strings.ContainsFunc(text, notDialed) {
		return "", ErrPhone
	}
	country := strings.ToUpper(region)
	if len(country) > 2 {
		country, _, _ = strings.Cut(country, "-")
	}
	number, err := phonenumbers.Parse(text, country)
	switch {
	case errors.Is(err, phonenumbers.ErrInvalidCountryCode) && !strings.HasPrefix(strings.TrimLeft(text, " "), "+"):
		return "", ErrPhoneRegion
	case err != nil || number.GetExtension() != "":
		return "", ErrPhone
	}
	return checkPhone(number)
}

func checkPhone(number *phonenumbers.PhoneNumber) (string, error) {
	e164 := phonenumbers.Format(number, phonenumbers.E164)
	if !phonenumbers.IsPossibleNumber(number) || !isE164(e164) {
		return "", ErrPhone
	}
	if fictional(e164) {
		return e164, nil
	}
	if !phonenumbers.IsValidNumber(number) {
		return "", ErrPhone
	}
	validPhones.add(e164, phonenumbers.GetRegionCodeForNumber(number))
	return e164, nil
}

// notDialed finds what no number is written with. Letters would be read as keys.
func notDialed(r rune) bool { return !strings.ContainsRune("0123456789+-()./ \u00a0", r) }

func isE164(text string) bool {
	if len(text) < 8 || len(text) > 16 || text[0] != '+' || text[1] == '0' {
		return false
	}
	for _, c := range []byte(text[1:]) {
		if !digit(c) {
			return false
		}
	}
	return true
}

// fictional says whether a number in E.164 is set aside for fiction or tests, so
// that samples can be shown without ever ringing anybody:
//   - +1 NXX 555 XXXX and the area code +1 555, kept for fiction in North America
//     (ATIS-0300115), which includes Twilio's magic test numbers +1 500 555 00XX
//     (https://www.twilio.com/docs/iam/test-credentials);
//   - +44 7700 900 XXX and +44 1632 960 XXX, Ofcom's numbers for TV and radio drama;
//   - +33 6 39 98 XX XX, Arcep's numbers for audiovisual works.
//
// Numbering plans call most of them invalid.
func fictional(e164 string) bool {
	switch {
	case northAmerican(e164):
		return e164[2] >= '2' && e164[5:8] == "555" || e164[2:5] == "555"
	case len(e164) == len("+447700900123"):
		return strings.HasPrefix(e164, "+447700900") || strings.HasPrefix(e164, "+441632960")
	}
	return len(e164) == len("+33639980000") && strings.HasPrefix(e164, "+3363998")
}
