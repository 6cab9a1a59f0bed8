package templates_test

import (
	"os"
	"testing"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
)

func TestEveryLanguageHasEveryStageByEveryChannel(t *testing.T) {
	t.Parallel()
	set := embedded(t)
	for _, stage := range templates.Stages() {
		written := map[string]bool{}
		for _, source := range set.Sources(string(stage)) {
			written[source.Locale+" "+string(source.Channel)] = true
		}
		for _, locale := range eachLocale() {
			for _, channel := range channels.Kinds() {
				bySpeech := stage != templates.PaymentClaimNoted && stage != templates.DifficultyNoted && stage != templates.AnswerWritten
				if !written[locale+" "+string(channel)] && (channel != channels.Voice || bySpeech) {
					t.Errorf("%s has no text for %s by %s", stage, locale, channel)
				}
			}
		}
	}
}

func TestEveryShippedTextIsSound(t *testing.T) {
	t.Parallel()
	if _, err := templates.Load(os.DirFS("texts")); err != nil {
		t.Error(err)
	}
}
