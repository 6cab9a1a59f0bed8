package account_test

import (
	"net/mail"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/account"
)

func TestMailAddressesKeepTheirFormButForTheDomainsCase(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{"plain", "ada@example.com", "ada@example.com"},
		{"domain in capitals", "Ada@EXAMPLE.Com", "Ada@example.com"},
		{"blanks around", "  ada@example.com ", "ada@example.com"},
		{"tag", "ada+goodterms@example.com", "ada+goodterms@example.com"},
		{"every mark that needs no quotes", "a!#$%&'*+/=?^_`{|}~-.b@example.com", "a!#$%&'*+/=?^_`{|}~-.b@example.com"},
		{"this machine", "root@localhost", "root@localhost"},
		{"subdomains", "a@mail.eu.example.co.uk", "a@mail.eu.example.co.uk"},
		{"hyphens and digits", "a@3-com.example", "a@3-com.example"},
		{"international domain", "ada@BÜCHER.example", "ada@bücher.example"},
		{"international domain in ASCII", "ada@xn--bcher-kva.example", "ada@xn--bcher-kva.example"},
		{"international local part", "müller@example.com", "müller@example.com"},
		{"quoted because it must be", `"ada lovelace"@example.com`, `"ada lovelace"@example.com`},
		{"longest local part", strings.Repeat("a", 64) + "@example.com", strings.Repeat("a", 64) + "@example.com"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got, err := account.ParseEmail(tt.text); err != nil || got != tt.want {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
}

func TestTextsThatAreNotOneBareMailAddressAreRefused(t *testing.T) {
	t.Parallel()
	label := strings.Repeat("a", 63)
	for _, text := range []string{
		"", "@", "ada", "ada@", "@example.com", "ada@example", "ada@@example.com", "ada@example..com", "ada@.example.com", "ada@example.com.",
		"ada lovelace@example.com", ".ada@example.com", "ada.@example.com", "a..b@example.com", "Ada <ada@example.com>", "<ada@example.com>",
		"ada@example.com (Ada)", "(Ada) ada@example.com", "ada@example.com, bob@example.com", "ada@example.com;", "ada@exam ple.com",
		"ada@-example.com", "ada@example-.com", "ada@exa_mple.com", "ada@127.0.0.1", "ada@[127.0.0.1]", "mailto:ada@",
		"ada@example.com\r\nBcc: bob@example.com", "ada\n@example.com", "ada@example.com\r", "ada@exam\x00ple.com", "\"a\r\nb\"@example.com",
		`"ada"@example.com`, "ada@example.com\u2028", "ada@exa\u202emple.com", "ada\xff@example.com", "ada@\xff.com",
		strings.Repeat("a", 65) + "@example.com", "a@" + strings.Repeat("a", 64) + ".com",
		"a@" + strings.Join([]string{label, label, label, label}, ".") + ".com",
	} {
		refused(t, text, account.ErrEmail, func() (string, error) { return account.ParseEmail(text) })
	}
}

func FuzzParseEmail(f *testing.F) {
	for _, seed := range []string{"ada@example.com", "Ada <ada@EXAMPLE.com>", `"a b"@example.com`, "müller@bücher.example", "a@b\r\n", "a@[::1]"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := account.ParseEmail(text)
		if err != nil {
			if err != account.ErrEmail {
				t.Errorf("error without its cause: %v", err)
			}
			return
		}
		if again, err := account.ParseEmail(got); err != nil || again != got {
			t.Errorf("%q reads back as %q, %v", got, again, err)
		}
		if parsed, err := mail.ParseAddress(got); err != nil || parsed.Name != "" || strings.ContainsAny(got, "\r\n\x00<>") && !strings.HasPrefix(got, `"`) {
			t.Errorf("%q is not what net/mail calls an address: %v", got, err)
		}
	})
}

func BenchmarkParseEmail(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := account.ParseEmail("ada.lovelace@mail.example.com"); err != nil {
			b.Fatal(err)
		}
	}
}
