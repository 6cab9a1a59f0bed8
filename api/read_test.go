package api

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// sample is a reminder of usual size.
const sample = `{"reference":"2027-0415-1","account":{"reference":"C-1001","name":"Blue Bottle Ltd","kind":"business","time_zone":"Europe/London","locale":"en-GB","region":"GB"},
"contact":{"reference":"P-7","name":"Robin Weaver","email":"robin@example.com","phone":"+442079460042"},
"invoices":[{"number":"INV-2027-0042","amount":"120.50","balance":"120.50","currency":"GBP","issued_on":"2027-03-01","due_on":"2027-03-31","terms":"30 days net"}],
"template":"gentle","channels":["email","sms"],"send_at":"2027-04-15T09:30:00+02:00"}`

// FuzzRead holds the reader to encoding/json: it takes nothing that is not JSON,
// refuses nothing as broken that is, and what it takes without a finding means
// the same.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		sample, `{"reference":"\u00e9\ud83d\ude00\"\\\/\b\f\n\r\t"}`, `{"channels":[],"invoices":null}`, `{"a":[1,-0.5e+3,true,false,null,{"b":{}}]}`,
		`{"template":"a","template":"b"}`, `[]`, ` "x" `, `{"invoices":[{},{"number":1}]}`, "{\"a\":\"\x7f\"}", `{"account":{"reference":`,
		`{"contact":{"reference":"a","name":"b","consents":[{"channel":"sms","source":"x"}]}}`,
	} {
		f.Add(seed)
	}
	s := shapeOf(reflect.TypeFor[newReminder](), "")
	f.Fuzz(func(t *testing.T, text string) {
		var got, want newReminder
		found, broken := read(text, s, &got)
		valid := json.Valid([]byte(text))
		if broken == nil && !valid {
			t.Fatalf("took what is not JSON: %q", text)
		}
		if broken != nil && valid && !strings.Contains(broken.Detail, "UTF-8") && !strings.Contains(broken.Detail, "levels") {
			t.Fatalf("refused JSON: %q: %s", text, broken.Detail)
		}
		if broken != nil || len(found) > 0 {
			return
		}
		if err := json.Unmarshal([]byte(text), &want); err != nil {
			t.Fatalf("took what encoding/json does not: %v", err)
		}
		if len(want.Invoices) == 0 { // nil or empty is the same to us
			got.Invoices, want.Invoices = nil, nil
		}
		if len(want.Contact.Consents) == 0 {
			got.Contact.Consents, want.Contact.Consents = nil, nil
		}
		if diff := cmp.Diff(want, got, cmp.Transformer("empty", func(in []string) []string { return append([]string{}, in...) })); diff != "" {
			t.Fatalf("%q: %s", text, diff)
		}
	})
}

func TestReadFillsTheSampleWithoutAFinding(t *testing.T) {
	t.Parallel()
	var got, want newReminder
	found, broken := read(sample, shapeOf(reflect.TypeFor[newReminder](), ""), &got)
	if broken != nil || len(found) > 0 {
		t.Fatalf("found %v, broken %v", found, broken)
	}
	if err := json.Unmarshal([]byte(sample), &want); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAnUnknownNameIsShownOnlyWhenItLooksLikeOne(t *testing.T) {
	t.Parallel()
	s := shapeOf(reflect.TypeFor[newNote](), "")
	for name, location := range map[string]string{
		"urgent": "body.urgent", "timeZone": "body.timeZone", "robin@example.com": "body", "+442079460042": "body", "442079460042": "body",
		"": "body", "a b": "body", strings.Repeat("x", 33): "body", "Zoë": "body",
	} {
		quoted, err := json.Marshal(name)
		if err != nil {
			t.Fatal(err)
		}
		found, _ := read(`{"text":"x",`+string(quoted)+`:1}`, s, &newNote{})
		if len(found) != 1 || found[0].Location != location {
			t.Errorf("%q: %v, want %s", name, found, location)
		}
	}
}
