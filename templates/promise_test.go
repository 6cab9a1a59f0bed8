package templates_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
)

// unkind are words that accuse, threaten or hurry, in the languages of the texts.
var unkind = regexp.MustCompile(`(?i)!|immediately|urgent|final notice|at once or|legal|court|lawyer|collection|failed to|you have ignored|must pay|penalt|\bfee|interest|debt|sofort|dringend|umgehend|mahnung|anwalt|gericht|inkasso|versäumt|gebühr|zinsen|schuld|` +
	`dette|impay|huissier|avocat|immédiat|deuda|impag|abogad|inmediat|juzgad|aanmaning|incasso|deurwaarder|advoca|achterstal|dívida|imediat|tribuna|avvocat|insolut|sollecit|debit`)

// gap is what a missing fact leaves behind.
var gap = regexp.MustCompile(` [.,;:?)]|\( |: *\n|\n\n\n|\{|\}|Liquid|<nil>|  `)

// markup is what nobody reads of a page.
var markup = regexp.MustCompile(`(?s)<style.*?</style>|<[^>]*>`)

// each renders every shipped text in every situation.
func each(t *testing.T, check func(t *testing.T, channel channels.Kind, s sample, words templates.Words)) {
	t.Helper()
	set := embedded(t)
	for _, locale := range locales() {
		for _, key := range reminders(set) {
			for _, channel := range channels.Kinds() {
				for _, s := range samples() {
					words, err := set.Render(key, channel, locale, s.facts)
					if err != nil {
						t.Fatalf("%s %s %s: %v", key, channel, s.name, err)
					}
					t.Run(words.Version+"/"+s.name, func(t *testing.T) { check(t, channel, s, words) })
				}
			}
		}
	}
}

func TestTheShippedStagesAreThere(t *testing.T) {
	t.Parallel()
	set := embedded(t)
	if got := strings.Join(reminders(set), " "); got != "final firm gentle pre_due" {
		t.Errorf("shipped: %s", got)
	}
	if !set.Has("gentle") || set.Has("Gentle") || set.Has("") {
		t.Error("Has does not tell what there is")
	}
}

func TestEveryTextStatesWhoWhichHowMuchAndWhen(t *testing.T) {
	t.Parallel()
	digits := regexp.MustCompile(`\d`)
	each(t, func(t *testing.T, channel channels.Kind, s sample, words templates.Words) {
		text := words.Text
		if s.name != "long names" && !strings.Contains(text, s.facts.Creditor.Name) {
			t.Error("does not say who writes")
		}
		first := "INV-1042"
		if s.name == "twelve" {
			first = "INV-11A"
		}
		if channel == channels.Voice {
			first = strings.ReplaceAll(strings.Join(strings.Split(first, ""), " "), " - ", ", ")
		}
		if !strings.Contains(text, first) {
			t.Errorf("does not say which invoice (%s)", first)
		}
		if !regexp.MustCompile(`[1-9],?[0-9.,]*0`).MatchString(text) {
			t.Error("does not say how much")
		}
		if !strings.Contains(text, "2027") || !digits.MatchString(text) {
			t.Error("does not say when it is due")
		}
	})
}

func TestEveryEmailAndTextMessageOffersAWayOut(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, channel channels.Kind, s sample, words templates.Words) {
		switch {
		case channel == channels.SMS && !strings.Contains(words.Text, "STOP"):
			t.Error("no STOP")
		case channel == channels.Email && s.facts.Unsubscribe != "" && (!strings.Contains(words.Text, s.facts.Unsubscribe) || !strings.Contains(words.HTML, `href="`+s.facts.Unsubscribe)):
			t.Error("no link to stop emails")
		}
	})
}

func TestAMachineHearsNothingAboutTheDebt(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, channel channels.Kind, s sample, words templates.Words) {
		if channel != channels.Voice {
			return
		}
		for _, word := range []string{"nvoice", "echnung", "1,250", "1.250", "pay", "Zahl", "2027", "I N V", "remind", "rinner"} {
			if strings.Contains(words.Limited, word) {
				t.Errorf("a machine hears %q", word)
			}
		}
		if words.Limited == "" {
			t.Error("a machine hears nothing at all")
		}
	})
}

func TestNoTextAccusesThreatensOrHurries(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, _ channels.Kind, _ sample, words templates.Words) {
		all := words.Subject + " " + words.Text + " " + words.Limited + " " + strings.TrimPrefix(markup.ReplaceAllString(words.HTML, " "), " ")
		if found := unkind.FindString(all); found != "" {
			t.Errorf("says %q", found)
		}
	})
}

func TestNoTextLeavesGapsWhereAFactIsMissing(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, _ channels.Kind, _ sample, words templates.Words) {
		if found := gap.FindString(words.Text + words.Subject + words.Limited); found != "" {
			t.Errorf("has %q in\n%s", found, words.Text)
		}
	})
}

func TestOnlyOpenInvoicesAreNamedTheOldestFirst(t *testing.T) {
	t.Parallel()
	for _, s := range samples() {
		if s.name != "several" {
			continue
		}
		words, err := embedded(t).Render("gentle", channels.Email, "en-GB", s.facts)
		if err != nil {
			t.Fatal(err)
		}
		old, middle, young := strings.Index(words.Text, "INV-1042"), strings.Index(words.Text, "INV-1050"), strings.Index(words.Text, "INV-1061")
		if old < 0 || old > middle || middle > young || strings.Contains(words.Text, "INV-1040") {
			t.Errorf("wrong invoices or order:\n%s", words.Text)
		}
		if !strings.Contains(words.Text, "Together: £750.00, €300.00 and JP¥90,000") {
			t.Errorf("wrong total:\n%s", words.Text)
		}
	}
}

func TestNothingIsWrittenWhenNothingIsOpen(t *testing.T) {
	t.Parallel()
	facts := usual()
	facts.Invoices = []account.Invoice{bill("INV-1", "10.00", "0.00", "GBP", "2027-03-03")}
	_, err := embedded(t).Render("gentle", channels.SMS, "en-GB", facts)
	wantError(t, err, templates.ErrNothingOpen)
}

func TestUnknownTemplatesAndChannelsAreToldApart(t *testing.T) {
	t.Parallel()
	_, err := embedded(t).Render("shout", channels.SMS, "en-GB", usual())
	wantError(t, err, templates.ErrUnknown)
	_, err = embedded(t).Render("gentle", "fax", "en-GB", usual())
	wantError(t, err, templates.ErrChannel)
}

func TestRenderingIsSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	set := embedded(t)
	want, err := set.Render("firm", channels.Email, "de-CH", usual())
	if err != nil {
		t.Fatal(err)
	}
	for range 8 {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			for range 50 {
				if got, err := set.Render("firm", channels.Email, "de-CH", usual()); err != nil || got != want {
					t.Fatalf("differs: %v", err)
				}
			}
		})
	}
}
