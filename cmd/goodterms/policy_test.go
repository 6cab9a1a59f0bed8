package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/policy/holidays"
)

// sunday is a case that waits for Monday.
const sunday = `{"at":"2027-03-14T07:30:00-04:00","channel":"sms","profile":"none","packs":["us-federal"],
	"account":{"kind":"consumer","collector_role":"third_party"},"contact":{"zones":["America/New_York"],"wishes":"Mo-Fr 09:00-12:00"}}`

// asked puts a case into a file and has it explained.
func asked(t *testing.T, text string, args ...string) (code int, out, problems string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "case.json")
	write(t, path, text)
	return command(t, nil, append([]string{"policy", "explain", path}, args...)...)
}

func TestExplainReadsACaseFromStandardInput(t *testing.T) {
	t.Parallel()
	program := exec.Command(os.Args[0], "policy", "explain")
	program.Env = append(os.Environ(), asProgram+"=1")
	program.Stdin = strings.NewReader(sunday)
	out, err := program.Output()
	if err != nil || !strings.Contains(string(out), `"until": "2027-03-15T13:00:00Z"`) {
		t.Errorf("%v: %s", err, out)
	}
}

func TestEveryDecisionEndsTheProgramWithNought(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ fields, want string }{
		{`"at":"2027-03-15T16:00:00Z","contact":{"zones":["UTC"]}`, "send"},
		{`"at":"2027-03-15T04:00:00Z","contact":{"zones":["UTC"]}`, "defer"},
		{`"at":"2027-03-15T16:00:00Z"`, "hold"},
		{`"at":"2027-03-15T16:00:00Z","contact":{"zones":["UTC"],"opt_outs":["sms"]}`, "skip"},
		{`"at":"2027-03-15T16:00:00Z","expires_at":"2027-03-15T15:00:00Z","contact":{"zones":["UTC"]}`, "expire"},
	} {
		code, out, problems := asked(t, `{"channel":"sms","packs":[],`+tt.fields+`}`)
		var answer struct{ Decision string }
		if err := json.Unmarshal([]byte(out), &answer); err != nil || code != 0 || answer.Decision != tt.want {
			t.Errorf("%s: exit %d, %s%s", tt.want, code, out, problems)
		}
	}
}

func TestBadInputEndsTheProgramWithTwo(t *testing.T) {
	t.Parallel()
	broken := strings.Replace(sunday, "America/New_York", "America/Gotham", 1)
	for name, run := range map[string]func() (int, string, string){
		"contact.zones[0] is not an IANA time zone": func() (int, string, string) { return asked(t, broken) },
		"[1].channel is missing":                    func() (int, string, string) { return asked(t, "["+sunday+`,{"at":"2027-03-14T07:30:00Z"}]`) },
		"packs[0] is no pack that is known": func() (int, string, string) {
			return asked(t, strings.Replace(sunday, "us-federal", "us-fedral", 1))
		},
		"--next":      func() (int, string, string) { return asked(t, sunday, "--next", "1001") },
		"no such":     func() (int, string, string) { return command(t, nil, "policy", "explain", "/none/case.json") },
		"--packs-dir": func() (int, string, string) { return asked(t, sunday, "--packs-dir", t.TempDir()) },
		"lists them":  func() (int, string, string) { return command(t, nil, "policy", "packs", "atlantis") },
	} {
		code, out, problems := run()
		if code != 2 || out != "" || !strings.Contains(problems, name) || strings.Contains(problems, "Gotham") {
			t.Errorf("%s: exit %d, %s%s", name, code, out, problems)
		}
	}
}

func TestNextAddsOpeningsToEachAnswer(t *testing.T) {
	t.Parallel()
	code, out, problems := asked(t, "["+sunday+","+sunday+"]", "--next", "3")
	var answers []struct {
		Next []struct{ Opens, Closes string }
	}
	if err := json.Unmarshal([]byte(out), &answers); err != nil || code != 0 || len(answers) != 2 {
		t.Fatalf("exit %d, %v: %s", code, err, problems)
	}
	for _, a := range answers {
		if len(a.Next) != 3 || a.Next[0].Opens != "2027-03-15T13:00:00Z" || a.Next[0].Closes != "2027-03-15T16:00:00Z" || a.Next[2].Opens != "2027-03-17T13:00:00Z" {
			t.Errorf("got %v", a.Next)
		}
	}
}

func TestPacksAreListedAndPrintedWithTheirCitations(t *testing.T) {
	t.Parallel()
	code, list, problems := command(t, nil, "policy", "packs")
	if code != 0 {
		t.Fatal(problems)
	}
	for _, id := range strings.Fields("us-federal us-tcpa us-ma us-wv us-fl us-dc us-wa us-ny-nyc ca-on ca-bc ca-qc uk ie au fr it in th id kr courteous") {
		if !regexp.MustCompile(`(?m)^` + id + ` +20\d\d-\d\d-\d\d `).MatchString(list) {
			t.Errorf("%s is not listed:\n%s", id, list)
		}
	}
	_, pack, _ := command(t, nil, "policy", "packs", "us-federal")
	for _, want := range []string{"us-federal: ", "us-federal.hours (on)", "08:00-21:00", "12 CFR 1006.6(b)(1)(i) https://", "(read)"} {
		if !strings.Contains(pack, want) {
			t.Errorf("the pack does not show %q:\n%s", want, pack)
		}
	}
}

// ownPack is what an operator may write.
const ownPack = `id = "us-ma"
title = "Massachusetts, as our counsel reads it"
version = "2027-01-04"
regions = ["US-MA"]

[[row]]
id = "hours"
text = "Contact only from 10 until 4."
citation = "a letter of 4 January 2027"
source = "https://example.com/letter"
evidence = "read"
window = "Mo-Su 10:00-16:00"
`

func TestAPackFileIsCheckedBeforeItIsUsed(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	path := filepath.Join(folder, "us-ma.toml")
	write(t, path, ownPack)
	write(t, filepath.Join(folder, "broken.toml"), "id = ")
	if code, out, problems := command(t, nil, "policy", "check-pack", path); code != 0 || !strings.Contains(out, "1 rules on, 0 off") && !strings.Contains(out, "replaces the shipped pack") {
		t.Errorf("exit %d: %s%s", code, out, problems)
	}
	for name, text := range map[string]string{"us-ma.toml": strings.Replace(ownPack, "10:00-16:00", "10-16", 1), "us-xx.toml": ownPack, "us-ma.txt": ownPack} {
		path := filepath.Join(t.TempDir(), name)
		write(t, path, text)
		if code, out, problems := command(t, nil, "policy", "check-pack", path); code != 2 || out != "" || problems == "" {
			t.Errorf("%s: exit %d: %s%s", name, code, out, problems)
		}
	}
	if code, _, problems := command(t, nil, "policy", "check-pack", filepath.Join(folder, "none.toml")); code != 2 {
		t.Errorf("a file that is not there: exit %d: %s", code, problems)
	}
}

func TestAPackOfOnesOwnTakesThePlaceOfTheShippedOne(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write(t, filepath.Join(folder, "us-ma.toml"), ownPack)
	text := `{"at":"2027-03-16T16:30:00-04:00","channel":"email","profile":"none","account":{"region":"US-MA"},"contact":{"zones":["America/New_York"]}}`
	for _, tt := range []struct {
		args []string
		want string
	}{{nil, `"decision": "send"`}, {[]string{"--packs-dir", folder}, `"until": "2027-03-17T14:00:00Z"`}} {
		if code, out, problems := asked(t, text, tt.args...); code != 0 || !strings.Contains(out, tt.want) {
			t.Errorf("%v: exit %d: %s%s", tt.args, code, out, problems)
		}
	}
}

const rulesGuide = "../../docs/contact-rules.md"

var worked = regexp.MustCompile("(?s)(<!-- case -->\n```json\n(.*?)```\n<!-- answer -->\n```json\n)(.*?)(```\n<!-- end of answer -->)")

// TestTheWorkedDecisionsAreThoseOfTheProgram compares the answers in the docs, or
// writes them with -update.
func TestTheWorkedDecisionsAreThoseOfTheProgram(t *testing.T) {
	raw, err := os.ReadFile(rulesGuide)
	if err != nil {
		t.Fatal(err)
	}
	if found := worked.FindAll(raw, -1); len(found) != 3 {
		t.Fatalf("the guide has %d worked decisions", len(found))
	}
	now := worked.ReplaceAllFunc(raw, func(block []byte) []byte {
		parts := worked.FindSubmatch(block)
		return bytes.Join([][]byte{parts[1], shortAnswer(t, string(parts[2])), parts[4]}, nil)
	})
	guideIs(t, raw, now)
}

// shortAnswer is what the program says, without what changes with every pack.
func shortAnswer(t *testing.T, text string) []byte {
	t.Helper()
	code, out, problems := asked(t, text)
	if code != 0 {
		t.Fatalf("exit %d: %s", code, problems)
	}
	return regexp.MustCompile(`(?s),\n  "inputs": \{.*?\n  \},\n  "policy_version": "[^"]*"`).ReplaceAll([]byte(out), nil)
}

var countryList = regexp.MustCompile(`(<!-- countries -->).*?(<!-- end of countries -->)`)

func TestTheGuideNamesEveryCountryWhoseHolidaysAreKnown(t *testing.T) {
	raw, err := os.ReadFile(rulesGuide)
	if err != nil {
		t.Fatal(err)
	}
	var countries []string
	for _, region := range holidays.Regions() {
		if len(region) == 2 {
			countries = append(countries, region)
		}
	}
	guideIs(t, raw, countryList.ReplaceAll(raw, []byte("${1}"+strings.Join(countries, ", ")+"${2}")))
}

// guideIs fails when the guide is another than it should be, or writes it.
func guideIs(t *testing.T, raw, now []byte) {
	t.Helper()
	switch {
	case bytes.Equal(raw, now):
	case *update:
		if err := os.WriteFile(rulesGuide, now, 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Error(`docs/contact-rules.md says something else than the program; run go test ./cmd/goodterms -run "Guide|Worked" -update`)
	}
}
