package account_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/nyaruka/phonenumbers"

	"github.com/goodterms/goodterms/account"
)

func TestPhonesBecomeE164(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, region, want string }{
		{"E.164", "+14155552671", "", "+14155552671"},
		{"E.164 in another region", "+14155552671", "GB", "+14155552671"},
		{"written out", "+1 (415) 555-2671", "", "+14155552671"},
		{"with dots", "+1.415.555.2671", "", "+14155552671"},
		{"with blanks that do not break", "+49\u00a030\u00a0901820", "", "+4930901820"},
		{"national, by country", "(415) 555-2671", "US", "+14155552671"},
		{"national, by state", "415 555 2671", "US-CA", "+14155552671"},
		{"national, region in lower case", "020 7946 0958", "gb", "+442079460958"},
		{"with the trunk zero in brackets", "+44 (0)20 7946 0958", "", "+442079460958"},
		{"international prefix of the region", "00 44 20 7946 0958", "DE", "+442079460958"},
		{"Italian zero stays", "06 1234 5678", "IT", "+390612345678"},
		{"German mobile", "0151 23456789", "DE", "+4915123456789"},
		{"Indian mobile", "98765 43210", "IN", "+919876543210"},
		{"blanks around", "  +14155552671 ", "", "+14155552671"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for range 2 { // once by the numbering plan, once from memory
				if got, err := account.ParsePhone(tt.text, tt.region); err != nil || got != tt.want {
					t.Errorf("got %q, %v", got, err)
				}
			}
		})
	}
}

func TestNumbersForFictionAndTestsAreTaken(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"+12125550123", "+15005550006", "+15550100123", "+15555550100", "+447700900123", "+441632960123", "+33639981234", "+442079460123", "+61491570156",
	} {
		if got, err := account.ParsePhone(text, ""); err != nil || got != text {
			t.Errorf("%s: got %q, %v", text, got, err)
		}
	}
	if got, err := account.ParsePhone("07700 900123", "GB"); err != nil || got != "+447700900123" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestTextsThatAreNoPhoneNumberAreRefused(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, region string }{
		{"nothing", "", "US"},
		{"a word", "call me", "US"},
		{"letters as keys", "1-800-FLOWERS", "US"},
		{"an extension", "+1 415 555 2671 ext. 5", ""},
		{"an extension after a mark", "+14155552671;ext=5", ""},
		{"a link", "tel:+14155552671", ""},
		{"too short", "+1415555267", ""},
		{"too long", "+141555526711", ""},
		{"no such area code", "+12112342671", ""},
		{"impossible exchange", "+14151552671", ""},
		{"no such calling code", "+999123456789", ""},
		{"plus alone", "+", "US"},
		{"zero after plus", "+0123456789", ""},
		{"emergency", "112", "DE"},
		{"two numbers", "+14155552671/+14155552672", ""},
		{"an exchange that is known alone", "+1415555", ""},
		{"line break", "+14155552671\r\n", ""},
		{"digits of another script", "+١٤١٥٥٥٥٢٦٧١", ""},
		{"very long", "+" + strings.Repeat("1", 5000), ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			refused(t, tt.text, account.ErrPhone, func() (string, error) { return account.ParsePhone(tt.text, tt.region) })
		})
	}
}

func TestNationalNumbersNeedARegion(t *testing.T) {
	t.Parallel()
	for _, region := range []string{"", "XX", "ZZ-1", "415"} {
		refused(t, "(415) 555-2671", account.ErrPhoneRegion, func() (string, error) { return account.ParsePhone("(415) 555-2671", region) })
	}
}

// Several numbers of one exchange are drawn, so that most are judged from memory.
func TestMemoryNeverChangesWhatTheNumberingPlanSays(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	codes := []string{"+1415", "+1505", "+1472", "+1274", "+1212", "+1876", "+1242", "+1604", "+1867", "+1684", "+1523", "+1524", "+4478", "+4930", "+6149"}
	for range 300 {
		exchange := codes[random.IntN(len(codes))] + fmt.Sprintf("%03d", random.IntN(1000))
		if strings.HasPrefix(exchange, "+1") && strings.HasSuffix(exchange, "555") {
			continue
		}
		for range 3 {
			text := exchange + fmt.Sprintf("%04d", random.IntN(10000))
			number, err := phonenumbers.Parse(text, "")
			want := err == nil && phonenumbers.IsPossibleNumber(number) && phonenumbers.IsValidNumber(number)
			if got, err := account.ParsePhone(text, ""); (err == nil) != want || want && got != text {
				t.Fatalf("%s: got %q, %v, want %v", text, got, err, want)
			}
		}
	}
}

func TestPhonesAreReadByManyAtOnce(t *testing.T) {
	t.Parallel()
	var wg sync.WaitGroup
	for worker := range 4 {
		wg.Go(func() {
			for i := range 300 {
				text := fmt.Sprintf("+1415%07d", 2000000+worker*100+i*7919)
				if got, err := account.ParsePhone(text, ""); err != nil && !errors.Is(err, account.ErrPhone) || err == nil && got != text {
					t.Errorf("%s: got %q, %v", text, got, err)
				}
			}
		})
	}
	wg.Wait()
}

func FuzzParsePhone(f *testing.F) {
	f.Add("+14155552671", "")
	f.Add("(415) 555-2671", "US-CA")
	f.Add("07700 900123", "GB")
	f.Add("+1", "ZZ")
	f.Fuzz(func(t *testing.T, text, region string) {
		got, err := account.ParsePhone(text, region)
		if err != nil {
			if !errors.Is(err, account.ErrPhone) && !errors.Is(err, account.ErrPhoneRegion) {
				t.Errorf("error without its cause: %v", err)
			}
			return
		}
		if again, err := account.ParsePhone(got, ""); err != nil || again != got {
			t.Errorf("%q reads back as %q, %v", got, again, err)
		}
	})
}

func BenchmarkParsePhone(b *testing.B) {
	for name, text := range map[string]string{"north american": "+14155552671", "fictional": "+12125550123", "elsewhere": "+4930901820"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := account.ParsePhone(text, "US"); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
