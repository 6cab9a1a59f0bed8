package account_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
)

func TestContactsZoneWinsOverTheAccounts(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ contact, account, want string }{
		{"Asia/Tokyo", "Europe/Berlin", "Asia/Tokyo"},
		{"", "Europe/Berlin", "Europe/Berlin"},
		{"Asia/Tokyo", "", "Asia/Tokyo"},
		{"", "", ""},
	} {
		c := account.Contact{TimeZone: tt.contact}
		if got := c.Zone(account.Account{TimeZone: tt.account}); got != tt.want {
			t.Errorf("contact %q, account %q: got %q", tt.contact, tt.account, got)
		}
	}
}

func TestAddressIsTheOneOfTheChannel(t *testing.T) {
	t.Parallel()
	c := account.Contact{Email: "ada@example.com", Phone: "+12125550123"}
	for channel, want := range map[channels.Kind]string{channels.Email: c.Email, channels.SMS: c.Phone, channels.Voice: c.Phone} {
		if got, ok := c.Address(channel); !ok || got != (account.Address{Channel: channel, Value: want}) {
			t.Errorf("%s: got %v, %v", channel, got.Value, ok)
		}
		if got, ok := (account.Contact{}).Address(channel); ok || got.Value != "" {
			t.Errorf("%s of nobody: got %v, %v", channel, got.Value, ok)
		}
	}
}

func TestAddressesStayOutOfLogs(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	slog.New(slog.NewTextHandler(&out, nil)).Info("sent", "to", account.Address{Channel: channels.SMS, Value: "+12125550123"})
	if strings.Contains(out.String(), "555") || !strings.Contains(out.String(), "sms address") {
		t.Errorf("log says %s", out.String())
	}
}

func TestUntoldKindIsAConsumer(t *testing.T) {
	t.Parallel()
	for kind, want := range map[account.Kind]account.Kind{
		"": account.Consumer, account.Business: account.Business,
		account.SoleTrader: account.SoleTrader, account.Consumer: account.Consumer,
	} {
		if got := kind.OrConsumer(); got != want {
			t.Errorf("%q: got %q", kind, got)
		}
	}
}

func TestParseKindTakesTheThreeAndNone(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"business", "sole_trader", "consumer", ""} {
		if got, err := account.ParseKind(text); err != nil || string(got) != text {
			t.Errorf("%q: got %q, %v", text, got, err)
		}
	}
	for _, text := range []string{"Business", "company", " consumer"} {
		refused(t, text, account.ErrKind, func() (account.Kind, error) { return account.ParseKind(text) })
	}
}

func TestPaidMeansNothingIsOwed(t *testing.T) {
	t.Parallel()
	for minor, want := range map[int64]bool{0: true, 1: false, -1: true} {
		if got := (account.Invoice{Balance: account.Money{Minor: minor, Currency: "EUR"}}).Paid(); got != want {
			t.Errorf("balance %d: got %v", minor, got)
		}
	}
}

func TestDaysPastDueCountCalendarDays(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		due, day string
		want     int
	}{
		{"2027-03-14", "2027-03-14", 0},
		{"2027-03-13", "2027-03-15", 2}, // the clocks changed in New York
		{"2028-02-28", "2028-03-01", 2}, // leap day
		{"2027-02-28", "2027-03-01", 1},
		{"2027-03-14", "2027-03-01", -13},
		{"0001-01-01", "9999-12-31", 3652058},
	} {
		got := account.Invoice{DueOn: day(t, tt.due)}.DaysPastDue(day(t, tt.day))
		if got != tt.want {
			t.Errorf("due %s, on %s: got %d, want %d", tt.due, tt.day, got, tt.want)
		}
	}
}

// refused proves that a text is refused for the reason. The reason is a constant
// sentence, so the error cannot repeat the text.
func refused[T comparable](t *testing.T, text string, reason error, parse func() (T, error)) {
	t.Helper()
	var none T
	if got, err := parse(); err != reason || got != none {
		t.Errorf("%q: got %v, %v, want %v", text, got, err, reason)
	}
}
