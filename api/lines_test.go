package api

import (
	"encoding/csv"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// FuzzLines holds the reader of tables to encoding/csv: it never panics, never
// keeps a line without saying what is wrong with it, and what it takes without a
// fault is what encoding/csv reads.
func FuzzLines(f *testing.F) {
	for _, seed := range []string{
		consentsCSV, "contact,channel,source\na,b,c\n", "contact,channel,source\r\n\"a\"\"b\",\"c,d\",\"e\nf\"\r\n", "\ufeffsource,contact,channel\n'=1,'',x\n",
		"contact,channel\n", "contact,contact\n", "a;b\n", "contact,channel,source\n\"\n", "contact,channel,source\n,,\n\n,,\n", "\n\n",
	} {
		f.Add(seed)
	}
	s := shapeOf(reflect.TypeFor[newConsent](), "")
	f.Fuzz(func(t *testing.T, text string) {
		lines, faults, err := readLines[newConsent](text, csvType, s)
		if err != nil {
			return
		}
		if len(faults.shown) > 0 {
			for _, one := range faults.shown {
				if one.Message == "" || !strings.HasPrefix(one.Location, "line ") {
					t.Fatalf("%q: a fault without place or remedy: %+v", text, one)
				}
			}
			return
		}
		want, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff"))).ReadAll()
		if err != nil || len(want) != len(lines)+1 {
			t.Fatalf("%q: took %d lines, encoding/csv %d: %v", text, len(lines), len(want), err)
		}
		for i, one := range lines {
			for j, name := range want[0] {
				field := s.byName[strings.ToLower(strings.TrimSpace(name))]
				if got := reflect.ValueOf(one.value).Field(field).String(); got != unguarded(want[i+1][j]) {
					t.Fatalf("%q: line %d has %q, want %q", text, one.number, got, want[i+1][j])
				}
			}
		}
	})
}

// FuzzNDJSON holds the reader of lines of JSON to the reader of bodies.
func FuzzNDJSON(f *testing.F) {
	for _, seed := range []string{consentsNDJSON, "{}\n\n[]\n", `{"contact":"a","channel":"b","source":"c"}` + "\r\n", "{\"a\":\n1}", "\ufeff{}", "null\n{"} {
		f.Add(seed)
	}
	s := shapeOf(reflect.TypeFor[newConsent](), "")
	f.Fuzz(func(t *testing.T, text string) {
		lines, faults, err := readLines[newConsent](text, ndjsonType, s)
		if err != nil || len(faults.shown) > 0 {
			return
		}
		var want []newConsent
		for one := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
			if strings.TrimSpace(one) == "" {
				continue
			}
			var value newConsent
			if found, broken := read(one, s, &value); broken != nil || len(found) > 0 {
				t.Fatalf("%q: a fault was not told: %v %v", text, found, broken)
			}
			want = append(want, value)
		}
		var got []newConsent
		for _, one := range lines {
			got = append(got, one.value)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%q: %s", text, diff)
		}
	})
}

// FuzzGuard holds the guard of cells to its promise.
func FuzzGuard(f *testing.F) {
	for _, seed := range []string{"", "=1", "'=1", "''", "'", "＝1", "\t", "a=1", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		cell := guarded(text)
		if first, _ := utf8.DecodeRuneInString(cell); first != '\'' && strings.ContainsRune(guards, first) && cell != "" {
			t.Fatalf("%q would be run", cell)
		}
		if back := unguarded(cell); back != text {
			t.Fatalf("%q came back as %q", text, back)
		}
	})
}

func TestEveryExampleOfTheDocumentIsTaken(t *testing.T) {
	t.Parallel()
	samples := 0
	for _, r := range (&server{}).routes() {
		if r.takes == nil {
			continue
		}
		s := shapeOf(reflect.TypeOf(r.takes), "")
		if r.sample != "" && !r.pure {
			samples++
			if found, broken := read(r.sample, s, reflect.New(reflect.TypeOf(r.takes)).Interface()); broken != nil || len(found) > 0 {
				t.Errorf("%s: %v %v", r.id, found, broken)
			}
		}
		for kind, list := range r.lists {
			samples++
			read := readLines[newOptOut]
			if r.id == "import-consents" {
				read = func(text, kind string, s *shape) ([]line[newOptOut], *lineFaults, error) {
					_, faults, err := readLines[newConsent](text, kind, s)
					return nil, faults, err
				}
			}
			if _, faults, err := read(list, kind, s); err != nil || len(faults.shown) > 0 {
				t.Errorf("%s as %s: %v %v", r.id, kind, faults, err)
			}
		}
	}
	if samples < 12 {
		t.Errorf("%d examples", samples)
	}
}
