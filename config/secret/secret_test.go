package secret_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/config/secret"
)

const value = "hunter2"

// settings holds secrets in every way that a configuration may.
type settings struct {
	Password secret.String
	Pointer  *secret.String
	List     []secret.String
	hidden   secret.String
}

func newSettings() settings {
	s := secret.New(value)
	return settings{Password: s, Pointer: &s, List: []secret.String{s}, hidden: s}
}

func TestEveryVerbPrintsRedacted(t *testing.T) {
	t.Parallel()
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%X", "%d", "%10s", "%.3s", "%t"} {
		if got := fmt.Sprintf(verb, secret.New(value)); got != "[redacted]" {
			t.Errorf("%s printed %q", verb, got)
		}
	}
	if got := fmt.Sprintf("%q", secret.New(value)); got != `"[redacted]"` {
		t.Errorf("%%q printed %s", got)
	}
}

func TestNoVerbShowsASecretInsideAStruct(t *testing.T) {
	t.Parallel()
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		got := fmt.Sprintf(verb, newSettings())
		if strings.Contains(got, value) || strings.Contains(got, fmt.Sprintf("%x", value)) {
			t.Errorf("%s showed the value: %s", verb, got)
		}
	}
}

func TestEncodersWriteRedacted(t *testing.T) {
	t.Parallel()
	asJSON, err := json.Marshal(newSettings())
	if err != nil {
		t.Fatal(err)
	}
	asText, err := secret.New(value).MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	for _, got := range []string{string(asJSON), string(asText)} {
		if strings.Contains(got, value) || !strings.Contains(got, "[redacted]") {
			t.Errorf("encoded as %s", got)
		}
	}
}

func TestLogsShowRedacted(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	for _, handler := range []slog.Handler{slog.NewJSONHandler(&out, nil), slog.NewTextHandler(&out, nil)} {
		slog.New(handler).Info("starting", "password", secret.New(value), "settings", newSettings())
	}
	if got := out.String(); strings.Contains(got, value) || strings.Count(got, "[redacted]") < 2 {
		t.Errorf("logged %s", got)
	}
}

func TestErrorsShowRedacted(t *testing.T) {
	t.Parallel()
	err := errors.Join(fmt.Errorf("password %v", secret.New(value)), fmt.Errorf("settings %+v", newSettings()))
	if got := err.Error(); strings.Contains(got, value) || !strings.Contains(got, "[redacted]") {
		t.Errorf("error reads %s", got)
	}
}

func TestEmptyPrintsEmpty(t *testing.T) {
	t.Parallel()
	asJSON, err := json.Marshal(secret.New(""))
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprintf("%v%s%#v", secret.String{}, secret.New(""), secret.New("")) + string(asJSON)
	if got != `""` {
		t.Errorf("printed %q", got)
	}
}

func TestRevealReturnsTheValue(t *testing.T) {
	t.Parallel()
	if got := secret.New(value).Reveal(); got != value {
		t.Errorf("revealed %q", got)
	}
	if got := (secret.String{}).Reveal(); got != "" {
		t.Errorf("zero value revealed %q", got)
	}
}

func TestEqualComparesValues(t *testing.T) {
	t.Parallel()
	if !cmp.Equal(secret.New(value), secret.New(value)) || secret.New(value).Equal(secret.New("other")) {
		t.Error("equality does not follow the value")
	}
	if !secret.New("").Equal(secret.String{}) {
		t.Error("an empty secret differs from the zero value")
	}
}
