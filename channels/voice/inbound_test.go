package voice_test

import (
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/channels/voice"
)

const line = "https://pay.example.com/hooks/twilio/voice/inbound"

// caller is a script for someone who calls while a colleague may be dialled.
func caller(language string) voice.InboundScript {
	return voice.InboundScript{
		Language: language, CreditorName: "Zebra & Söhne <Ltd>", SpeakTo: "+442079460958", CanDial: true, Caller: "+447700900123",
	}
}

func inboundKey(s voice.InboundScript, digits string, round int) []byte {
	twiml, _ := voice.InboundKeypad(s, digits, round, line)
	return twiml
}

func TestWhatACallerHearsIsGolden(t *testing.T) {
	t.Parallel()
	closed, hidden := caller("en-GB"), caller("en-GB")
	closed.CanDial = false
	hidden.Caller, hidden.CanDial = "Anonymous", false
	for name, twiml := range map[string][]byte{
		"inbound_en-GB":           voice.Inbound(caller("en-GB"), line),
		"inbound_fr":              voice.Inbound(caller("fr"), line),
		"inbound_closed":          voice.Inbound(closed, line),
		"inbound_3_dial":          inboundKey(caller("en-GB"), "3", 1),
		"inbound_3_call_back":     inboundKey(closed, "3", 1),
		"inbound_9_stop":          inboundKey(caller("en-GB"), "9", 1),
		"inbound_9_hidden_number": inboundKey(hidden, "9", 1),
		"inbound_star_repeat":     inboundKey(caller("en-GB"), "*", 1),
		"inbound_5_wrong":         inboundKey(caller("en-GB"), "5", 2),
	} {
		compare(t, filepath.Join("testdata", name+".xml"), strings.ReplaceAll(string(twiml), "><", ">\n<")+"\n")
	}
}

func TestACallerFirstHearsWhoIsCalled(t *testing.T) {
	t.Parallel()
	for _, language := range []string{"en-GB", "en-US", "de", "fr", "es", "nl", "pt", "pt-BR", "it"} {
		said := parse(t, voice.Inbound(caller(language), line)).said()
		if !strings.Contains(said[0], "Zebra & Söhne <Ltd>") {
			t.Errorf("%s: %q", language, said[0])
		}
	}
}

func TestACallersKeysMeanWhatTheyMeanInOurCalls(t *testing.T) {
	t.Parallel()
	for _, digits := range []string{"", "1", "2", "3", "4", "9", "*", "#", "99"} {
		if _, got := voice.InboundKeypad(caller("en-GB"), digits, 1, line); got != voice.ChoiceOf(digits) {
			t.Errorf("%q: %s", digits, got)
		}
	}
}

func TestNothingIsPromisedToANumberThatWeAreNotTold(t *testing.T) {
	t.Parallel()
	for _, number := range []string{"", "Anonymous", "anonymous", "Restricted"} {
		for _, may := range []bool{true, false} {
			s := caller("en-GB")
			s.Caller, s.CanDial = number, may
			for _, digits := range []string{"3", "9"} {
				said := strings.Join(parse(t, inboundKey(s, digits, 1)).said(), " ")
				if strings.Contains(said, "call you back") || strings.Contains(said, "get no more") {
					t.Errorf("%q is promised %q", number, said)
				}
			}
		}
	}
}

func TestACallerIsPutThroughOnlyWhenSomeoneMayBeDialled(t *testing.T) {
	t.Parallel()
	for may, want := range map[bool]int{true: 1, false: 0} {
		s := caller("en-GB")
		s.CanDial = may
		if root := parse(t, inboundKey(s, "3", 1)); root.count("Dial") != want || root.count("Hangup") != 1 {
			t.Errorf("%v: %d dialled", may, root.count("Dial"))
		}
	}
}

func TestACallersMenuEnds(t *testing.T) {
	t.Parallel()
	root := parse(t, voice.Inbound(caller("en-GB"), line))
	for round := 1; root.count("Gather") > 0; round++ {
		if want := line + "/" + string(rune('0'+round)); round > 6 || root.Inner[0].Action != want {
			t.Fatalf("round %d posts to %q", round, root.Inner[0].Action)
		}
		root = parse(t, inboundKey(caller("en-GB"), "*", round))
	}
}

func TestACallersKeyIsAReplyOfTheCaller(t *testing.T) {
	t.Parallel()
	form := url.Values{"CallSid": {"CA1"}, "Digits": {"9"}, "From": {"+447700900123"}, "To": {sender}, "Direction": {"inbound"}}
	want := channels.Reply{Channel: channels.Voice, From: "+447700900123", To: sender, ProviderID: "CA1/2", Digits: "9", Raw: form.Encode()}
	if diff := cmp.Diff(want, voice.ParseKeypad(form, "", 2)); diff != "" {
		t.Error(diff)
	}
}
