package main

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/templates/lint"
	"github.com/goodterms/goodterms/templates/tone"
)

// writersGuide is the guide for those who write texts.
func writersGuide(t *testing.T) string {
	t.Helper()
	guide, err := os.ReadFile("../../docs/templates.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(guide)
}

func linter(t *testing.T) *lint.Linter {
	t.Helper()
	judge, err := tone.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return lint.New(judge)
}

// example is a text of the guide: for which stage, channel and locale it is, and
// what it reads for the usual sample where the guide says so.
var example = regexp.MustCompile("(?s)```liquid (\\w+) (\\w+) ([\\w-]+)\n(.*?)```(?:\n\n`[^\n]*\n)?(?:[^`]*?reads:\n\n```text\n(.*?)```)?")

func TestEveryTextOfTheGuideIsGoodAndReadsAsItSays(t *testing.T) {
	t.Parallel()
	look := linter(t)
	texts := example.FindAllStringSubmatch(writersGuide(t), -1)
	if len(texts) < 6 {
		t.Fatalf("%d texts were found", len(texts))
	}
	shown := 0
	for _, m := range texts {
		stage, channel, locale, text := templates.Stage(m[1]), channels.Kind(m[2]), m[3], m[4]
		for _, f := range look.Lint(lint.Request{Stage: stage, Channel: channel, Locale: locale, Text: text}).Findings {
			if f.Severity == lint.Error || f.Severity == lint.Warning && !strings.HasPrefix(f.Rule, "consequence_") {
				t.Errorf("%s: %s %s: %s", text, f.Severity, f.Rule, f.Text)
			}
		}
		if m[5] == "" {
			continue
		}
		shown++
		set, problems := templates.Compile([]templates.Source{{Key: "guide", Channel: channel, Locale: locale, Text: text}}, stage)
		if len(problems) > 0 {
			t.Fatalf("%v", problems)
		}
		words, err := set.Render("guide", channel, locale, templates.SamplesOf(stage)[0].Facts)
		if err != nil || strings.TrimSpace(words.Text) != strings.TrimSpace(m[5]) {
			t.Errorf("reads %q, not %q: %v", words.Text, m[5], err)
		}
	}
	if shown == 0 {
		t.Error("no text of the guide is shown as it reads")
	}
}

// Rows of the table: instead of, at, lint says, write.
var unkindRow = regexp.MustCompile("(?m)^\\| (.+) \\| (\\w+) \\| `(\\w+)` \\| (.+) \\|$")

func TestEveryUnkindSentenceOfTheGuideIsCaughtAndWhatIsWrittenInsteadIsNot(t *testing.T) {
	t.Parallel()
	look := linter(t)
	rows := unkindRow.FindAllStringSubmatch(writersGuide(t), -1)
	if len(rows) < 6 {
		t.Fatalf("%d rows were found", len(rows))
	}
	judge := func(stage, text string) []string {
		return look.Lint(lint.Request{Stage: templates.Stage(stage), Locale: "en-GB", Text: text, ToneOnly: true}).Faults
	}
	for _, row := range rows {
		if faults := judge(row[2], row[1]); !strings.Contains(strings.Join(faults, " "), row[3]) {
			t.Errorf("%s at %s: %v", row[1], row[2], faults)
		}
		if faults := judge(row[2], row[4]); len(faults) > 0 {
			t.Errorf("%s at %s: %v", row[4], row[2], faults)
		}
	}
}

func TestTheFairSentencesOfTheGuideAreFairAtEveryStage(t *testing.T) {
	t.Parallel()
	look := linter(t)
	_, after, _ := strings.Cut(writersGuide(t), "These are fair at any stage:")
	list, _, _ := strings.Cut(after, "\n\n")
	sentences := regexp.MustCompile(`(?s)"(.*?)"`).FindAllStringSubmatch(list, -1)
	if len(sentences) < 3 {
		t.Fatalf("%d sentences were found", len(sentences))
	}
	for _, m := range sentences {
		text := strings.Join(strings.Fields(m[1]), " ")
		for _, stage := range templates.Stages() {
			if faults := look.Lint(lint.Request{Stage: stage, Locale: "en-GB", Text: text, ToneOnly: true}).Faults; len(faults) > 0 {
				t.Errorf("%s at %s: %v", text, stage, faults)
			}
		}
	}
}
