package voice_test

import (
	"encoding/xml"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/goodterms/goodterms/channels/voice"
)

var update = flag.Bool("update", false, "write the golden files anew")

const keypad = "https://pay.example.com/hooks/twilio/voice/keypad/att_01JDG"

// call is a script in a language, with a colleague who may be dialled.
func call(language string) voice.Script {
	m := message()
	return voice.Script{
		Attempt: m.Attempt, Text: m.Text, Limited: m.Limited, Language: language,
		CreditorName: "Zebra & Söhne <Ltd>", SpeakTo: "+442079460958", CanDial: true,
	}
}

func TestWhatACallSaysIsGolden(t *testing.T) {
	t.Parallel()
	british, german := call("en-GB"), call("de")
	closed := british
	closed.CanDial = false
	press := func(s voice.Script, digits string, round int) []byte {
		twiml, _ := voice.Keypad(s, digits, round, keypad)
		return twiml
	}
	rests := british
	rests.Text, rests.Limited = "This is Zebra.\n\nIt is about an invoice.\n\nThank you.", "Please call us back.\n\nThank you."
	golden := map[string][]byte{
		"person_rests":       voice.Answer(rests, "human", keypad),
		"machine_rests":      voice.Answer(rests, "machine_end_beep", keypad),
		"person_en-GB":       voice.Answer(british, "human", keypad),
		"person_en-US":       voice.Answer(call("en-US"), "human", keypad),
		"person_de":          voice.Answer(german, "human", keypad),
		"person_nobody_here": voice.Answer(closed, "unknown", keypad),
		"machine_begins":     voice.Answer(british, "machine_start", keypad),
		"machine_waits":      voice.Answer(german, "machine_end_beep", keypad),
		"key_1_repeat":       press(british, "1", 1),
		"key_2_explain":      press(british, "2", 1),
		"key_3_dial":         press(british, "3", 1),
		"key_3_call_back":    press(closed, "3", 1),
		"key_9_stop":         press(german, "9", 1),
		"key_5_wrong":        press(british, "5", 2),
		"key_1_too_often":    press(british, "1", 6),
	}
	for name, twiml := range golden {
		compare(t, filepath.Join("testdata", name+".xml"), strings.ReplaceAll(string(twiml), "><", ">\n<")+"\n")
	}
}

func compare(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s: %s", path, diff)
	}
}

// element is any verb of a document.
type element struct {
	XMLName xml.Name
	Action  string    `xml:"action,attr"`
	Text    string    `xml:",chardata"`
	Inner   []element `xml:",any"`
}

func parse(t interface{ Fatal(...any) }, twiml []byte) element {
	var root element
	if err := xml.Unmarshal(twiml, &root); err != nil {
		t.Fatal(err)
	}
	return root
}

// said returns everything that a document says, in order.
func (e element) said() []string {
	var texts []string
	if e.XMLName.Local == "Say" {
		texts = append(texts, e.Text)
	}
	for _, inner := range e.Inner {
		texts = append(texts, inner.said()...)
	}
	return texts
}

func (e element) count(name string) int {
	n := 0
	if e.XMLName.Local == name {
		n++
	}
	for _, inner := range e.Inner {
		n += inner.count(name)
	}
	return n
}

func TestAPersonFirstHearsWhoCalls(t *testing.T) {
	t.Parallel()
	for _, language := range []string{"en-GB", "en-US", "de"} {
		for _, by := range []string{"human", "unknown", "", "brand new"} {
			said := parse(t, voice.Answer(call(language), by, keypad)).said()
			if !strings.Contains(said[0], "Zebra & Söhne <Ltd>") || said[1] != message().Text {
				t.Errorf("%s by %q: %q", language, by, said)
			}
		}
	}
}

func TestAnEmptyLineIsARestBetweenWords(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{"a": 0, "a\nb": 0, "a\n\nb": 1, "a\n\n\n\nb": 1, "\n\na\n\n": 0, "a\n\nb\n\nc": 2, "": 0} {
		s := call("en-GB")
		s.Limited = text
		if got := parse(t, voice.Answer(s, "machine_end_beep", keypad)).count("Pause"); got != want {
			t.Errorf("%q: %d rests, want %d", text, got, want)
		}
	}
}

func TestAMachineHearsTheLimitedMessageAlone(t *testing.T) {
	t.Parallel()
	for _, by := range []string{"machine_start", "machine_end_beep", "machine_end_silence", "machine_end_other", "fax"} {
		root := parse(t, voice.Answer(call("en-GB"), by, keypad))
		for _, text := range root.said() {
			if text != message().Limited {
				t.Errorf("%s hears %q", by, text)
			}
		}
		if root.count("Gather") != 0 || root.count("Hangup") != 1 || len(root.said()) == 0 {
			t.Errorf("%s: %d keys asked for, %d ends, %d texts", by, root.count("Gather"), root.count("Hangup"), len(root.said()))
		}
	}
}

func TestWithoutALimitedMessageAMachineHearsNothing(t *testing.T) {
	t.Parallel()
	s := call("en-GB")
	s.Limited = ""
	root := parse(t, voice.Answer(s, "machine_start", keypad))
	if len(root.said()) != 0 || root.count("Hangup") != 1 {
		t.Errorf("hears %q", root.said())
	}
}

func TestAfterTwoSilencesACallEndsPolitely(t *testing.T) {
	t.Parallel()
	root := parse(t, voice.Answer(call("en-GB"), "human", keypad))
	var names []string
	for _, v := range root.Inner {
		names = append(names, v.XMLName.Local)
	}
	if got := strings.Join(names, " "); got != "Gather Gather Say Hangup" {
		t.Errorf("the call goes %s", got)
	}
	if goodbye := root.Inner[2].Text; !strings.Contains(goodbye, "Goodbye") {
		t.Errorf("it ends with %q", goodbye)
	}
}

func TestEachKeyHasItsChoice(t *testing.T) {
	t.Parallel()
	keys := map[string]voice.Choice{
		"1": voice.ChoseRepeat, "*": voice.ChoseRepeat, "2": voice.ChoseExplain, "3": voice.ChoseSpeak, "9": voice.ChoseStop,
		"": voice.ChoseNothing, "0": voice.ChoseNothing, "4": voice.ChoseNothing, "#": voice.ChoseNothing, "99": voice.ChoseNothing, "timeout": voice.ChoseNothing,
	}
	for digits, want := range keys {
		if _, got := voice.Keypad(call("en-GB"), digits, 1, keypad); got != want {
			t.Errorf("%q: %s, want %s", digits, got, want)
		}
	}
}

func TestAKeyCountsWhateverTheRound(t *testing.T) {
	t.Parallel()
	for _, round := range []int{0, 1, 6, 100} {
		twiml, choice := voice.Keypad(call("en-GB"), "9", round, keypad)
		if root := parse(t, twiml); choice != voice.ChoseStop || root.count("Gather") != 0 || root.count("Hangup") != 1 {
			t.Errorf("round %d: %s", round, choice)
		}
	}
}

func TestEachRoundPostsToAnAddressOfItsOwnUntilTheCallEnds(t *testing.T) {
	t.Parallel()
	root := parse(t, voice.Answer(call("en-GB"), "human", keypad))
	for round := 1; ; round++ {
		if want := keypad + "/" + string(rune('0'+round)); root.Inner[0].Action != want || root.Inner[1].Action != want {
			t.Fatalf("round %d posts to %q and %q", round, root.Inner[0].Action, root.Inner[1].Action)
		}
		twiml, _ := voice.Keypad(call("en-GB"), "1", round, keypad)
		if root = parse(t, twiml); root.count("Gather") == 0 {
			if round != 6 {
				t.Errorf("ended after round %d", round)
			}
			return
		}
	}
}

func TestSomeoneIsDialledOnlyWhenTheyMayBe(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		number string
		may    bool
		want   int
	}{
		"now": {"+442079460958", true, 1}, "not now": {"+442079460958", false, 0}, "nobody": {"", true, 0}, "no number": {"sip:someone@example.com", true, 0},
	}
	for name, c := range cases {
		s := call("en-GB")
		s.SpeakTo, s.CanDial = c.number, c.may
		twiml, _ := voice.Keypad(s, "3", 1, keypad)
		root := parse(t, twiml)
		if root.count("Dial") != c.want || root.count("Hangup") != 1 {
			t.Errorf("%s: %d dialled", name, root.count("Dial"))
		}
		if promise := strings.Join(root.said(), " "); !strings.Contains(promise, "call you back") {
			t.Errorf("%s: %q promises no call back", name, promise)
		}
	}
}

func TestALanguageThatIsNotThereIsReplaced(t *testing.T) {
	t.Parallel()
	hellos := map[string]string{
		"en-GB": "Polly.Amy", "en-US": "Polly.Joanna", "en_us": "Polly.Joanna", "en": "Polly.Amy", "en-IE": "Polly.Amy",
		"de": "Polly.Vicki", "de-AT": "Polly.Vicki", "DE": "Polly.Vicki", "fr": "Polly.Lea", "pt": "Polly.Cristiano", "pt-BR": "Polly.Ricardo",
		"es-MX": "Polly.Lucia", "nl-BE": "Polly.Lotte", "it-CH": "Polly.Carla", "sv": "Polly.Amy", "": "Polly.Amy", "e": "Polly.Amy",
	}
	for language, want := range hellos {
		if twiml := string(voice.Answer(call(language), "human", keypad)); !strings.Contains(twiml, `voice="`+want+`"`) {
			t.Errorf("%q is not spoken by %s", language, want)
		}
	}
}

func TestALongTextIsSaidInPartsThatEndWithASentence(t *testing.T) {
	t.Parallel()
	s := call("en-GB")
	s.Text = strings.TrimSpace(strings.Repeat("This sentence is said again. ", 400))
	said := parse(t, voice.Answer(s, "human", keypad)).said()
	parts := said[1 : len(said)-4]
	if len(parts) != 3 || strings.Join(parts, " ") != s.Text {
		t.Fatalf("%d parts", len(parts))
	}
	for _, part := range parts {
		if len(part) > 4096 || !strings.HasSuffix(part, ".") {
			t.Errorf("a part of %d characters ends with %q", len(part), part[len(part)-5:])
		}
	}
}

func TestAnyWordsMakeADocumentThatSaysThem(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := call("en-GB")
		s.Text = rapid.StringOf(rapid.RuneFrom([]rune("ab&<>\"' .€👍]]>\x00\x1b\ufffe"))).Draw(t, "text")
		s.CreditorName = rapid.StringOf(rapid.RuneFrom(nil, unicode.L, unicode.P, unicode.S, unicode.N, unicode.Zs)).Draw(t, "name")
		root := parse(t, voice.Answer(s, "human", keypad))
		if root.XMLName.Local != "Response" || root.count("Gather") != 2 {
			t.Fatal("the words changed the document")
		}
		want := strings.Map(legal, strings.TrimSpace(s.Text))
		if got := root.said(); want != "" && got[1] != want {
			t.Fatalf("says %q, want %q", got[1], want)
		}
	})
}

// legal replaces what XML cannot hold.
func legal(r rune) rune {
	if r == 0 || r == 0x1b || r == 0xfffe {
		return '\ufffd'
	}
	return r
}

func TestATextWithoutABlankIsCutWhereItMust(t *testing.T) {
	t.Parallel()
	s := call("en-GB")
	s.Text = strings.Repeat("ä", 5000)
	said := parse(t, voice.Answer(s, "human", keypad)).said()
	if said[1]+said[2] != s.Text || len([]rune(said[1])) != 4096 {
		t.Errorf("parts of %d and %d characters", len([]rune(said[1])), len([]rune(said[2])))
	}
}
