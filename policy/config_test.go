package policy_test

import (
	"strings"
	"testing"

	"github.com/goodterms/goodterms/policy"
)

func TestConfigProblemsNameTheKey(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, window, want string }{
		{"unreadable", "Mo-Fr 9-17", "send_window is not a list of hours such as Mo-Fr 09:00-19:00; Sa 10:00-15:00: at character 7: write times"},
		{"never open", "Mo-Su off", "send_window never opens: name at least one day with hours"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := policy.Config{SendWindow: tt.window}.Validate()
			if err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func TestDefaultsAreValidAndWhatAnEmptyConfigMeans(t *testing.T) {
	t.Parallel()
	if err := policy.Default().Validate(); err != nil {
		t.Error(err)
	}
	if err := (policy.Config{}).Validate(); err != nil {
		t.Error(err)
	}
	if a, b := policy.New(policy.Default()).Version(), policy.New(policy.Config{}).Version(); a != b {
		t.Errorf("versions %s and %s differ", a, b)
	}
}

func TestVersionNamesTheContent(t *testing.T) {
	t.Parallel()
	base := policy.New(policy.Config{SendWindow: "Mo-Fr 09:00-17:00"}).Version()
	same := policy.New(policy.Config{Windows: windows(t, "mo,tu,we,th,fr 9:00-17:00; Sa off")}).Version()
	other := policy.New(policy.Config{SendWindow: "Mo-Fr 09:00-17:01"}).Version()
	if base != same || base == other || base == "" {
		t.Errorf("versions %q, %q, %q", base, same, other)
	}
}
