package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/policy"
)

func TestContactRulesComeFromTheFileAndTheEnvironment(t *testing.T) {
	t.Parallel()
	path := write(t, `
[contact_rules]
collector_role = "third_party"
closures = ["2027-12-24", "12-31 New Year's Eve", "GB-SCT 01-02 second of January"]
holidays = ["AE 2027-03-10 Eid", "-US 10-12"]
[[contact_rules.change]]
rule = "courteous.week"
at_most = 2
[[contact_rules.change]]
rule = "us-ma.hours"
on = false
reason = "our counsel's opinion"
`)
	cfg := load(t, path, enough("GOODTERMS_CONTACT_RULES_PACKS=us-ny-nyc", "GOODTERMS_CONTACT_RULES_PREFERRED_WAIT=2h",
		"GOODTERMS_CONTACT_RULES_ON_CLOSURE=earlier"), nil)
	if err := cfg.Check(); err != nil {
		t.Fatal(err)
	}
	got, err := cfg.PolicyConfig()
	if err != nil || !cfg.ContactRules.Earlier() || cfg.ContactRules.PreferredWait != 2*time.Hour {
		t.Fatalf("%v, %+v", err, cfg.ContactRules)
	}
	got.Library = nil
	off := false
	want := policy.Config{Profile: "courteous", Role: account.ThirdParty, Packs: []string{"us-ny-nyc"},
		Closures: []policy.Closure{{Day: "2027-12-24"}, {Day: "12-31", Name: "New Year's Eve"}, {Day: "01-02", Region: "GB-SCT", Name: "second of January"}},
		Holidays: []policy.Holiday{{Day: "2027-03-10", Region: "AE", Name: "Eid"}, {Day: "10-12", Region: "US", Remove: true}},
		Changes:  []policy.Change{{Rule: "courteous.week", N: 2}, {Rule: "us-ma.hours", On: &off, Reason: "our counsel's opinion"}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTheUsualSendWindowLeavesTheProfilesOwn(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		policy.DefaultSendWindow: "", "Sa 10:00-15:00; Mo-Fr 09:00-19:00": "", "Mo-Su 00:00-24:00": "Mo-Su 00:00-24:00",
	} {
		got, err := load(t, "", enough("GOODTERMS_SEND_WINDOW="+text), nil).PolicyConfig()
		if err != nil || got.SendWindow != want {
			t.Errorf("%s: got %q, %v", text, got.SendWindow, err)
		}
	}
}

func TestContactRulesThatCannotBeUsedAreNamedAllAtOnce(t *testing.T) {
	t.Parallel()
	path := write(t, `
[contact_rules]
profile = "polite"
collector_role = "bank"
packs = ["us-xx"]
closures = ["24 December", "2027-02-30"]
on_closure = "never"
preferred_wait = "-1h"
spread = "5h"
[[contact_rules.change]]
rule = "courteous.hours"
window = "Mo-Su 08:00-22:00"
[[contact_rules.change]]
rule = "courteous.nothing"
on = false
`)
	err := load(t, path, enough(), nil).Check()
	if err == nil {
		t.Fatal("nothing is wrong")
	}
	for _, key := range []string{"profile", "collector_role", "packs[0]", "closures[0]", "closures[1]", "on_closure", "preferred_wait", "spread",
		"change[0].reason", "change[1].rule"} {
		if !strings.Contains(err.Error(), key) {
			t.Errorf("%s is not named in:\n%v", key, err)
		}
	}
	for _, value := range []string{"polite", "bank", "us-xx", "24 December", "courteous.nothing"} {
		if strings.Contains(err.Error(), value) {
			t.Errorf("the error repeats %s", value)
		}
	}
}

func TestPacksOfTheOperatorsFolderReplaceTheShippedOnes(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	text := "id = \"us-ma\"\ntitle = \"Ours\"\nversion = \"2027-01-01\"\nregions = [\"US-MA\"]\n\n[[row]]\nid = \"hours\"\n" +
		"text = \"Contact only in the afternoon.\"\nevidence = \"own\"\nwindow = \"Mo-Fr 13:00-17:00\"\n"
	if err := os.WriteFile(filepath.Join(folder, "us-ma.toml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := load(t, "", enough("GOODTERMS_CONTACT_RULES_PACKS_DIR="+folder), nil).PolicyConfig()
	if err != nil {
		t.Fatal(err)
	}
	if pack, ok := got.Library.Find("us-ma"); !ok || pack.Title != "Ours" || len(pack.Rows) != 1 {
		t.Error("the shipped pack is still in force")
	}
	if _, err := load(t, "", enough("GOODTERMS_CONTACT_RULES_PACKS_DIR="+folder+"/none"), nil).PolicyConfig(); err == nil || strings.Contains(err.Error(), folder) {
		t.Errorf("a folder that does not exist: %v", err)
	}
}
