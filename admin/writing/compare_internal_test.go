package writing

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestTheTwoSidesOfAComparisonAreTheTwoTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		some := rapid.StringMatching(`[ab <>/=\n]{0,40}`)
		before, after := some.Draw(t, "before"), some.Draw(t, "after")
		var was, is strings.Builder
		for _, p := range between(before, after, plainWords) {
			if !p.Added {
				was.WriteString(p.Text)
			}
			if !p.Left {
				is.WriteString(p.Text)
			}
		}
		if strings.ReplaceAll(is.String(), " ", "") != strings.ReplaceAll(after, " ", "") {
			t.Fatalf("the pieces say %q, not %q", is.String(), after)
		}
	})
}

func TestAColouredMailWithoutItsColoursIsTheMail(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom([]string{"<p>", "</p>", "Hello ", "there, ", `<a href="x y">`, "</a>", "<!--[if mso]><td><![endif]-->", "\n"})
		list := rapid.SliceOfN(word, 0, 12)
		filled, mail := strings.Join(list.Draw(t, "filled"), ""), strings.Join(list.Draw(t, "mail"), "")
		plain := strings.ReplaceAll(strings.ReplaceAll(coloured(filled, mail), fallbackStyle, ""), "</span>", "")
		if plain != mail {
			t.Fatalf("got %q, want %q", plain, mail)
		}
	})
}

func TestALineThatTookAnothersPlaceShowsTheWordThatChanged(t *testing.T) {
	list := compare("One\nPay now please\nThree\n", "One\nPay soon please\nThree\n")
	if len(list) != 4 || list[1].Sign != "−" || list[2].Sign != "+" || len(list[2].Pieces) != 3 || list[2].Pieces[1] != (piece{Text: "soon ", Added: true}) {
		t.Errorf("got %+v", list)
	}
}
