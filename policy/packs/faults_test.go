package packs_test

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	_ "time/tzdata" // for machines without the database

	"github.com/goodterms/goodterms/policy/packs"
)

// faulty says what is told about each file of testdata/faults. What the files say
// wrongly is Zebra wherever it can be, which no error may repeat.
var faulty = []struct{ name, want string }{
	{"not-toml", `not-toml.toml: line 1, character 15: is not TOML`},
	{"key-twice", `key-twice.toml: is not TOML`},
	{"unknown-key", `unknown-key.toml: titel is unknown: use id, title, version, regions, automatic, row`},
	{"unknown-key-in-quotes", `a key in quotes is unknown: use id`},
	{"unknown-row-key", `row hours: windows is unknown: use id, text, citation`},
	{"unknown-cap-key", `row hours: cap: atmost is unknown: use at_most, within`},
	{"id-missing", `id-missing.toml: id is missing: add it`},
	{"id-not-words", `id must be lower-case words with hyphens`},
	{"id-not-the-file", `id must be the file's name without .toml`},
	{"title-missing", `title is missing: add it`},
	{"title-not-a-text", `title must be a text in quotes`},
	{"title-with-blanks", `title must be a text in quotes, without blanks around it`},
	{"version-missing", `version is missing: add it`},
	{"version-not-a-day", `version is not a calendar date such as 2027-03-14`},
	{"regions-missing", `regions is missing: name regions such as ["US-MA"], or write automatic = false`},
	{"regions-empty", `regions is empty: leave it out to cover all`},
	{"regions-not-a-list", `regions must be a list of texts`},
	{"region-unknown", `regions is not an ISO 3166 region such as GB or US-NY`},
	{"region-in-small-letters", `regions is not an ISO 3166 region such as GB or US-NY, in capital letters`},
	{"region-twice", `regions names something twice: name it once`},
	{"automatic-not-a-flag", `automatic must be true or false without quotes`},
	{"no-rows", `no-rows.toml: row is missing: add it`},
	{"rows-without-brackets", `row must be written as [[row]] above each of them`},
	{"row-id-missing", `row number 1: id is missing: add it`},
	{"row-id-not-words", `row number 1: id must be lower-case words with hyphens`},
	{"row-id-twice", `row hours: id is that of another row too: give every row its own`},
	{"text-missing", `row hours: text is missing: add it`},
	{"text-not-a-sentence", `text must be a whole sentence: a capital letter first, a full stop last`},
	{"citation-missing", `citation is missing: add it`},
	{"source-missing", `source is missing: add it`},
	{"source-no-address", `source must be a web address that starts with https:// or http://`},
	{"evidence-missing", `evidence is missing: add it`},
	{"evidence-unknown", `evidence is not one of read, secondary, recalled, own`},
	{"recalled-but-on", `on must be false for a row that is only recalled: check it`},
	{"off-without-a-note", `note is missing: say why the row is off`},
	{"from-not-a-day", `from is not a calendar date such as 2027-03-14`},
	{"until-before-from", `until must be after from`},
	{"role-unknown", `roles is not one of first_party, third_party, first_party_other_name`},
	{"role-empty", `roles must be a list of texts`},
	{"kind-unknown", `kinds is not one of business, sole_trader, consumer`},
	{"stage-unknown", `stages is not one of pre_due, due, overdue`},
	{"content-unknown", `contents is not one of reminder, demand, marketing`},
	{"channel-unknown", `channels is not one of email, sms, voice`},
	{"channels-empty", `channels is empty: leave it out to cover all`},
	{"channel-twice", `channels names something twice`},
	{"row-region-outside", `regions must lie within the pack's regions`},
	{"row-not-region-outside", `not_regions must lie within the pack's regions`},
	{"row-region-in-and-out", `not_regions must name none of regions too`},
	{"overdue-not-a-number", `overdue_from must be a whole number without quotes`},
	{"overdue-too-small", `overdue_from must be from 1 to 3660`},
	{"no-action", `row hours: must say exactly one of window, closed, cap, pause, consent, stop, duty`},
	{"two-actions", `row hours: must say exactly one of window, closed, cap, pause, consent, stop, duty`},
	{"window-unreadable", `window is not a list of hours such as Mo-Fr 09:00-19:00; Sa 10:00-15:00: at character 1: write weekdays`},
	{"window-never-open", `window never opens: name at least one day with hours`},
	{"zone-unknown", `zone is not a time zone such as America/New_York`},
	{"zone-local", `zone is not a time zone such as America/New_York`},
	{"zone-without-window", `zone is of use only beside window: leave it out`},
	{"closed-with-hours", `closed must be days such as Su or Sa-Su,PH, without hours`},
	{"closed-with-more-rules", `closed must be days such as Su or Sa-Su,PH, without hours`},
	{"closed-every-day", `closed leaves no day open: leave one out`},
	{"cap-not-a-group", `cap must be a group of keys in braces`},
	{"cap-without-a-number", `cap: at_most is missing: add it`},
	{"cap-of-nothing", `cap: at_most must be from 1 to 1000`},
	{"cap-without-a-period", `cap: within is missing: add it`},
	{"period-unreadable", `cap: within is not a period such as 7 calendar days`},
	{"period-too-long", `and at most 366 rolling days`},
	{"counts-unknown", `cap: counts is not one of attempts, contacts, conversations`},
	{"per-unknown", `cap: per is not one of contact, account, invoice, address`},
	{"per-missing", `cap: per is missing: add it`},
	{"of-unknown", `cap: of is not one of email, sms, voice`},
	{"pause-without-a-period", `pause: after_conversation is missing: add it`},
	{"consent-false", `consent can only be true: leave the row out otherwise`},
	{"stop-not-a-sentence", `stop must be a whole sentence`},
	{"duty-not-words", `duty must be lower-case words with underscores such as opt_out_line`},
}

func TestEveryFaultOfAFileIsToldWithItsRemedy(t *testing.T) {
	t.Parallel()
	for _, tt := range faulty {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := packs.NewLibrary().Over(fileOf(t, tt.name+".toml"))
			if !errors.Is(err, packs.ErrPack) || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("got %v, want it to say %q", err, tt.want)
			}
			if !strings.Contains(err.Error(), tt.name+".toml: ") || strings.Contains(err.Error(), "Zebra") {
				t.Errorf("the error names no file, or repeats what it says: %v", err)
			}
			if lines := strings.Count(err.Error(), "\n"); lines != 1 {
				t.Errorf("one fault is told in %d lines: %v", lines, err)
			}
		})
	}
}

func TestEveryFaultyFileIsTried(t *testing.T) {
	t.Parallel()
	files, err := os.ReadDir("testdata/faults")
	if err != nil || len(files) != len(faulty) {
		t.Errorf("%d files, %d faults, %v", len(files), len(faulty), err)
	}
}

func TestAllFaultsOfAllFilesAreToldAtOnce(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{
		"one.toml": text("id = \"one\"\nautomatic = false\n[[row]]\nid = \"a\"\nevidence = \"own\"\nwindow = \"never\"\n[[row]]\nid = \"b\"\n"),
		"two.toml": text("id = ["),
	}
	_, err := packs.NewLibrary().Over(files)
	for _, want := range []string{
		"one.toml: title is missing", "one.toml: version is missing", "one.toml: row a: text is missing",
		"one.toml: row a: window is not", "one.toml: row b: must say exactly one of", "one.toml: row b: evidence is missing",
		"two.toml: line 1, character 7: is not TOML",
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not say %q", err, want)
		}
	}
}

func TestAFolderWithoutPacksIsRefused(t *testing.T) {
	t.Parallel()
	_, err := packs.NewLibrary().Over(fstest.MapFS{"us-ma.txt": text("id = \"us-ma\"")})
	if !errors.Is(err, packs.ErrPack) || !strings.Contains(err.Error(), "no pack is there") {
		t.Errorf("got %v", err)
	}
}

func TestAFileThatIsTooLargeOrNoFileIsRefused(t *testing.T) {
	t.Parallel()
	_, err := packs.NewLibrary().Over(fstest.MapFS{
		"large.toml": text(strings.Repeat("# remark\n", 30_000)),
		"dir.toml":   {Mode: fs.ModeDir},
	})
	if err == nil || !strings.Contains(err.Error(), "large.toml: a pack has at most 256 KiB") ||
		!strings.Contains(err.Error(), "dir.toml: cannot be read") {
		t.Errorf("got %v", err)
	}
}

// fileOf is a folder with one file of testdata/faults.
func fileOf(t *testing.T, name string) fs.FS {
	t.Helper()
	raw, err := os.ReadFile("testdata/faults/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return fstest.MapFS{name: {Data: raw}}
}

func text(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
