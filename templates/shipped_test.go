package templates_test

import (
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
)

// unkind are words that accuse, threaten or hurry, in the languages of the texts.
var unkind = regexp.MustCompile(`(?i)!|immediately|urgent|final notice|at once or|legal|court|lawyer|collection|failed to|you have ignored|must pay|penalt|\bfee|interest|debt|sofort|dringend|umgehend|mahnung|anwalt|gericht|inkasso|versäumt|gebühr|zinsen|schuld|` +
	`dette|impay|huissier|avocat|immédiat|deuda|impag|abogad|inmediat|juzgad|aanmaning|incasso|deurwaarder|advoca|achterstal|dívida|imediat|tribuna|avvocat|insolut|sollecit|debit`)

// gap is what a missing fact leaves behind.
var gap = regexp.MustCompile(` [.,;:?)]|\( |: +\n|\n\n\n|\{|\}|Liquid|<nil>|  `)

// table is a table in plain text, whose second line is a rule.
var table = regexp.MustCompile(`(?m)^.+\n-{12,}\n(?:.+\n)+`)

// markup is what nobody reads of a page.
var markup = regexp.MustCompile(`(?s)<style.*?</style>|<[^>]*>`)

// rendered is one shipped text in one situation.
type rendered struct {
	source templates.Source
	stage  templates.Stage
	sample templates.Sample
	words  templates.Words
}

// seen is everything of it that anybody reads or hears.
func (r rendered) seen() string {
	page := strings.TrimPrefix(markup.ReplaceAllString(r.words.HTML, " "), " ")
	return r.words.Subject + " " + r.words.Preheader + " " + r.words.Text + " " + r.words.Limited + " " + page
}

// everything is every shipped text in every situation of its stage in which it
// reads otherwise than before.
var everything = sync.OnceValues(func() ([]rendered, error) {
	set, err := shipped()
	if err != nil {
		return nil, err
	}
	var all []rendered
	for _, key := range set.Keys() {
		stage := templates.Stage(key)
		for _, source := range set.Sources(key) {
			before := map[templates.Words]bool{}
			for _, s := range templates.SamplesOf(stage) {
				words, err := set.Render(key, source.Channel, source.Locale, s.Facts)
				if err != nil {
					return nil, fmt.Errorf("%s, %s: %w", source.File, s.Name, err)
				}
				if !before[words] {
					all = append(all, rendered{source, stage, s, words})
				}
				before[words] = true
			}
		}
	}
	return all, nil
})

// each looks at every shipped text in every situation of its stage.
func each(t *testing.T, check func(t *testing.T, r rendered)) {
	t.Helper()
	all, err := everything()
	if err != nil {
		t.Fatal(err)
	}
	for len(all) > 0 {
		file := all[0].source.File
		of := slices.IndexFunc(all, func(r rendered) bool { return r.source.File != file })
		if of < 0 {
			of = len(all)
		}
		t.Run(file, func(t *testing.T) {
			for _, r := range all[:of] {
				if check(t, r); t.Failed() {
					t.Fatalf("%s: %s", r.sample.Name, r.words.Text)
				}
			}
		})
		all = all[of:]
	}
}

func TestEveryShippedTemplateIsAStage(t *testing.T) {
	t.Parallel()
	set := embedded(t)
	for _, key := range set.Keys() {
		if _, err := templates.ParseStage(key); err != nil || !set.Has(key) {
			t.Errorf("%s is no stage", key)
		}
	}
	if set.Has("Gentle") || set.Has("") {
		t.Error("Has does not tell what there is")
	}
}

func TestEveryTextIsUsedInItsOwnLocale(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r rendered) {
		if r.words.Locale != r.source.Locale {
			t.Errorf("in %s", r.words.Locale)
		}
	})
}

func TestEveryTextSaysWhoWrites(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r rendered) {
		if name, _, _ := strings.Cut(r.sample.Facts.Creditor.Name, " "); !strings.Contains(r.words.Text, name) {
			t.Error("does not say who writes")
		}
	})
}

func TestEveryReminderStatesWhichHowMuchAndWhen(t *testing.T) {
	t.Parallel()
	amount := regexp.MustCompile(`[1-9],?[0-9.,]*0|12[.,]345|12 `)
	each(t, func(t *testing.T, r rendered) {
		if r.stage.Purpose() != templates.ForReminder && r.stage != templates.PromiseBroken {
			return
		}
		first := "INV-1"
		if r.source.Channel == channels.Voice {
			first = "I N V, 1"
		}
		if !strings.Contains(r.words.Text, first) {
			t.Errorf("does not say which invoice (%s)", first)
		}
		if !amount.MatchString(r.words.Text) {
			t.Error("does not say how much")
		}
		if !strings.Contains(r.words.Text, "2027") {
			t.Error("does not say when it is due")
		}
	})
}

func TestEveryEmailAndTextMessageOffersAWayOutUnlessItAnswers(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r rendered) {
		link := r.sample.Facts.Unsubscribe
		switch {
		case r.stage.Purpose() == templates.ForAnswer:
		case r.source.Channel == channels.SMS && !strings.Contains(r.words.Text, "STOP"):
			t.Error("no STOP")
		case r.source.Channel == channels.Email && link != "" && (!strings.Contains(r.words.Text, link) || !strings.Contains(r.words.HTML, `href="`+link)):
			t.Error("no link to stop emails")
		}
	})
}

func TestAMachineHearsNothingAboutTheDebt(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r rendered) {
		if r.source.Channel != channels.Voice {
			return
		}
		for _, word := range []string{"nvoice", "echnung", "actur", "fatur", "attur", "1,250", "1250", "pay", "Zahl", "2027", "I N V", "remind", "rinner"} {
			if strings.Contains(r.words.Limited, word) {
				t.Errorf("a machine hears %q", word)
			}
		}
		if r.words.Limited == "" {
			t.Error("a machine hears nothing at all")
		}
	})
}

func TestNoTextAccusesThreatensOrHurries(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r rendered) {
		if r.sample.Name != "usual" || r.stage == templates.Thanks { // whose joy is fine
			return
		}
		if found := unkind.FindString(r.seen()); found != "" {
			t.Errorf("says %q", found)
		}
	})
}

func TestNoTextLeavesGapsWhereAFactIsMissing(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r rendered) {
		text := strings.ReplaceAll(table.ReplaceAllString(r.words.Text, "(table)\n"), "\n  ", "\n")
		for _, part := range []string{r.words.Subject, r.words.Preheader, text, r.words.Limited} {
			if r.source.Locale == "fr" { // where a space stands before such signs
				part = strings.NewReplacer(" :", ":", " ;", ";", " ?", "?").Replace(part)
			}
			if found := gap.FindString(part); found != "" {
				t.Errorf("has %q in\n%s", found, part)
			}
		}
	})
}

func TestAConfirmedOptOutNamesNoInvoiceAndNoAmount(t *testing.T) {
	t.Parallel()
	about := regexp.MustCompile(`[0-9£€$]|INV|(?i)invoice|rechnung|factur|fatura|fattur`)
	each(t, func(t *testing.T, r rendered) {
		if r.stage != templates.OptOutConfirmed {
			return
		}
		if found := about.FindString(r.words.Subject + r.words.Preheader + r.words.Text + html.UnescapeString(markup.ReplaceAllString(r.words.HTML, " "))); found != "" {
			t.Errorf("says %q", found)
		}
	})
}

func TestANotedPromiseStatesWhichHowMuchWhenAndHowToCorrectIt(t *testing.T) {
	t.Parallel()
	corrects := regexp.MustCompile(`(?i)reply|answer|antwort|répond|respond|respuesta|resposta|antwoord|rispond|rispost`)
	each(t, func(t *testing.T, r rendered) {
		if r.stage != templates.PromiseNoted || r.source.Channel == channels.Voice {
			return
		}
		amount := map[string]string{"usual": "600", "whole promise": "250", "two parts": "650"}[r.sample.Name]
		if !strings.Contains(r.words.Text, amount) || !strings.Contains(r.words.Text, "19") || !strings.Contains(r.words.Text, "2027") {
			t.Error("does not say how much or when")
		}
		if !strings.Contains(r.words.Text, "INV-1") || !corrects.MatchString(r.words.Text) {
			t.Error("does not say which invoice or how to correct it")
		}
		if lines := strings.Count(r.words.Text, "\n- "); r.source.Channel == channels.Email && lines != len(r.sample.Facts.Answer.Parts) {
			t.Errorf("%d lines for %d parts", lines, len(r.sample.Facts.Answer.Parts))
		}
	})
}

func TestAnAnswerSaysWhatAPersonWrote(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r rendered) {
		if r.stage == templates.AnswerWritten && r.source.Channel != channels.Voice && !strings.Contains(r.words.Text, "The goods were sent on 2 March.") {
			t.Error("does not say it")
		}
	})
}

func TestAConfirmedPlanStatesEveryInstalmentByEmail(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r rendered) {
		if r.stage == templates.PlanConfirmed && r.source.Channel == channels.Email && strings.Count(r.words.Text, "2027") < len(r.sample.Facts.Plan.Instalments) {
			t.Error("does not say them all")
		}
	})
}

func TestUsualShortMessagesCostLittle(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r rendered) {
		if r.source.Channel != channels.SMS || r.sample.Name != "usual" {
			return
		}
		if cost := price(r.words.Text); !strings.HasPrefix(cost, "GSM-7") || strings.HasSuffix(cost, "3 segments") || strings.HasSuffix(cost, "4 segments") {
			t.Errorf("costs %s", cost)
		}
	})
}

func TestUsualScriptsAreShort(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r rendered) {
		if r.source.Channel != channels.Voice || r.sample.Name != "usual" {
			return
		}
		least := 15
		if r.stage.Purpose() == templates.ForAnswer {
			least = 5
		}
		if s := seconds(r.words.Text); s < least || s > 36 {
			t.Errorf("takes about %d s", s)
		}
		if s := seconds(r.words.Limited); s > 21 {
			t.Errorf("a machine hears %d s", s)
		}
	})
}

func TestEveryShippedTextIsReadAlikeFromItsSources(t *testing.T) {
	t.Parallel()
	set := embedded(t)
	sources := set.Sources("gentle")
	again, problems := templates.Compile(sources, templates.Gentle)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for _, source := range sources {
		want, err := set.Render("gentle", source.Channel, source.Locale, usual())
		if err != nil {
			t.Fatal(err)
		}
		if got, err := again.Render("gentle", source.Channel, source.Locale, usual()); err != nil || got != want {
			t.Errorf("%s differs: %v", source.File, err)
		}
	}
}
