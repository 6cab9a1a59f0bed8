package account_test

import (
	"fmt"
	"testing"
	_ "time/tzdata" // for machines without the database

	"github.com/goodterms/goodterms/account"
)

func TestZonesOfTheDatabaseAreKnown(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "UTC", "Asia/Kathmandu", "US/Eastern", "America/Port-au-Prince"} {
		for range 2 {
			loc, err := account.LoadZone(name)
			if err != nil || loc.String() != name || account.ParseZone(name) != nil {
				t.Errorf("%s: got %v, %v", name, loc, err)
			}
		}
	}
}

func TestNamesThatAreNoZoneAreRefused(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"", "Local", "Etc/Unknown", "Mars/Phobos", "Factory", "localtime", "posixrules", "right/Europe/Berlin", "posix/Europe/Berlin",
		"../../etc/passwd", "/etc/localtime", "Europe/Berlin ", "Europe\\Berlin", "Europe", "zone.tab", "+02:00", "Europe/Berlin\x00",
	} {
		refused(t, name, account.ErrZone, func() (bool, error) { return false, account.ParseZone(name) })
	}
}

func TestZonesAreRememberedWithinBounds(t *testing.T) {
	t.Parallel()
	for i := range 3000 {
		if err := account.ParseZone(fmt.Sprintf("Nowhere/Land%d", i)); err == nil {
			t.Fatal("a zone that does not exist was taken")
		}
	}
	if err := account.ParseZone("Europe/Paris"); err != nil {
		t.Error(err)
	}
}

func TestLocalesBecomeCanonical(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"en-GB": "en-GB", "de": "de", "DE_ch": "de-CH", "iw": "he", "zh-hant-tw": "zh-Hant-TW", "sr_Latn": "sr-Latn", "es-419": "es-419",
	} {
		if got, err := account.ParseLocale(text); err != nil || got != want {
			t.Errorf("%s: got %q, %v", text, got, err)
		}
	}
}

func TestTextsThatAreNoLocaleAreRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "english", "und", "root", "mul", "x-private", "en-", "en GB", " en", "e", "C", "de_DE.UTF-8", "qq", "en-GBR-1", "en-u-ca-buddhist-cu-eur-nu-latn-tz-usnyc",
	} {
		refused(t, text, account.ErrLocale, func() (string, error) { return account.ParseLocale(text) })
	}
}

func TestRegionsAreUpperCase(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"GB": "GB", "us-ny": "US-NY", "uk": "GB", "UK-SCT": "GB-SCT", "AU-WA": "AU-WA", "PT-30": "PT-30", "XK": "XK", "AQ": "AQ", "BR-SP": "BR-SP", "FR-2A": "FR-2A", "PR": "PR",
	} {
		if got, err := account.ParseRegion(text); err != nil || got != want {
			t.Errorf("%s: got %q, %v", text, got, err)
		}
	}
}

func TestTextsThatAreNoRegionAreRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "U", "USA", "US-", "US-ABCD", "US_NY", "US NY", "ZZ", "XX", "EU", "UN", "SU", "YU", "DD", "AN", "AA", "419", "-NY", "US-N Y", "ÜS", "ſs", "US-NY-1",
	} {
		refused(t, text, account.ErrRegion, func() (string, error) { return account.ParseRegion(text) })
	}
}

func FuzzParseZone(f *testing.F) {
	f.Add("Europe/Berlin")
	f.Add("../x")
	f.Fuzz(func(t *testing.T, text string) {
		loc, err := account.LoadZone(text)
		if (err == nil) != (loc != nil) || err != nil && err != account.ErrZone {
			t.Errorf("got %v, %v", loc, err)
		}
	})
}

func FuzzParseLocale(f *testing.F) {
	f.Add("en-GB")
	f.Add("x-a-b")
	f.Fuzz(func(t *testing.T, text string) { stable(t, text, account.ErrLocale, account.ParseLocale) })
}

func FuzzParseRegion(f *testing.F) {
	f.Add("US-NY")
	f.Add("uk")
	f.Fuzz(func(t *testing.T, text string) { stable(t, text, account.ErrRegion, account.ParseRegion) })
}

func FuzzParseKind(f *testing.F) {
	f.Add("business")
	f.Fuzz(func(t *testing.T, text string) {
		stable(t, text, account.ErrKind, func(text string) (string, error) {
			kind, err := account.ParseKind(text)
			return string(kind), err
		})
	})
}

// stable proves that what was read is read again as the same.
func stable(t *testing.T, text string, reason error, parse func(string) (string, error)) {
	t.Helper()
	got, err := parse(text)
	if err != nil {
		if err != reason {
			t.Errorf("error without its cause: %v", err)
		}
		return
	}
	if again, err := parse(got); err != nil || again != got {
		t.Errorf("%q reads back as %q, %v", got, again, err)
	}
}
