package operator_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/config/secret"
	"github.com/goodterms/goodterms/operator"
)

var noon = time.Date(2027, time.April, 12, 12, 0, 0, 0, time.UTC)

func TestEachRoleMayWhatItIsThereFor(t *testing.T) {
	t.Parallel()
	all := []operator.Right{operator.See, operator.Write, operator.Publish, operator.Work, operator.Send, operator.Manage}
	for _, tt := range []struct {
		role          operator.Role
		publish, send bool
		may           string
	}{
		{operator.Viewer, false, false, "see"},
		{operator.Viewer, true, true, "see"},
		{operator.Editor, false, false, "see write"},
		{operator.Editor, true, false, "see write publish"},
		{operator.Editor, true, true, "see write publish"},
		{operator.Clerk, false, false, "see work"},
		{operator.Clerk, false, true, "see work send"},
		{operator.Clerk, true, true, "see work send"},
		{operator.Admin, false, false, "see write work manage"},
		{operator.Admin, true, false, "see write publish work manage"},
		{operator.Admin, false, true, "see write work send manage"},
		{operator.Admin, true, true, "see write publish work send manage"},
		{"owner", true, true, ""},
		{"", true, true, ""},
	} {
		o := operator.Operator{Role: tt.role, MayPublish: tt.publish, MaySend: tt.send}
		var may []string
		for _, right := range all {
			if o.May(right) {
				may = append(may, string(right))
			}
		}
		if got := strings.Join(may, " "); got != tt.may {
			t.Errorf("%s, publish %v, send %v: may %q, want %q", tt.role, tt.publish, tt.send, got, tt.may)
		}
	}
}

func TestARightThatNobodyKnowsIsNobodys(t *testing.T) {
	t.Parallel()
	for _, role := range operator.Roles() {
		for _, right := range []operator.Right{"", "everything", "Manage", "manage "} {
			if (operator.Operator{Role: role, MayPublish: true, MaySend: true}).May(right) {
				t.Errorf("%s may %q", role, right)
			}
		}
	}
}

func TestOneWhoIsDisabledMayNothing(t *testing.T) {
	t.Parallel()
	o := operator.Operator{Role: operator.Admin, MayPublish: true, MaySend: true}
	o.Disable(noon)
	for _, right := range []operator.Right{operator.See, operator.Write, operator.Publish, operator.Work, operator.Send, operator.Manage} {
		if o.May(right) {
			t.Errorf("may %s", right)
		}
	}
}

func TestWhatTakesRightsAwayEndsTheSessions(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*operator.Operator){
		"another role":        func(o *operator.Operator) { o.Allow(operator.Viewer, true, true) },
		"no more publishing":  func(o *operator.Operator) { o.Allow(operator.Admin, false, true) },
		"no more sending":     func(o *operator.Operator) { o.Allow(operator.Admin, true, false) },
		"being disabled":      func(o *operator.Operator) { o.Disable(noon) },
		"being disabled once": func(o *operator.Operator) { o.Disable(noon); o.Disable(noon.Add(time.Hour)) },
		"and enabled again":   func(o *operator.Operator) { o.Disable(noon); o.Enable() },
	} {
		o := operator.Operator{Role: operator.Admin, MayPublish: true, MaySend: true, Epoch: 3}
		change(&o)
		if o.Epoch != 4 {
			t.Errorf("%s: epoch %d, want 4", name, o.Epoch)
		}
	}
}

func TestWhatChangesNoRightLeavesTheSessionsAlone(t *testing.T) {
	t.Parallel()
	o := operator.Operator{Role: operator.Editor, MayPublish: true, Email: "a@meadow-finch.example", EmailProven: noon, Epoch: 3}
	o.Allow(operator.Editor, true, false)
	o.Enable()
	o.Move("b@meadow-finch.example")
	if o.Epoch != 3 {
		t.Errorf("epoch %d, want 3", o.Epoch)
	}
}

func TestAnotherAddressIsNotProven(t *testing.T) {
	t.Parallel()
	o := operator.Operator{Email: "a@meadow-finch.example", EmailProven: noon}
	o.Move("a@meadow-finch.example")
	if o.EmailProven.IsZero() {
		t.Error("the same address has to be proven again")
	}
	o.Move("b@meadow-finch.example")
	if o.Email != "b@meadow-finch.example" || !o.EmailProven.IsZero() {
		t.Errorf("email proven %v", o.EmailProven)
	}
}

func TestAnOperatorThatIsPrintedShowsNoHash(t *testing.T) {
	t.Parallel()
	o := operator.Operator{ID: "opr_1", Password: secret.New("$argon2id$v=19$hidden")}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		if text := fmt.Sprintf(verb, o); strings.Contains(text, "hidden") {
			t.Errorf("%s shows it: %s", verb, text)
		}
	}
}

func TestALinkWorksForADayAndIsKeptAsAHash(t *testing.T) {
	t.Parallel()
	link, text := operator.NewLink("opr_1", noon)
	if link.Hash != operator.HashSecret(text) || link.OperatorID != "opr_1" || !link.ExpiresAt.Equal(noon.Add(24*time.Hour)) {
		t.Errorf("link %+v", link)
	}
	if len(text) < 26 || strings.Contains(link.Hash, text) || !strings.HasSuffix(operator.LinkPath(text), "/"+text) {
		t.Errorf("a secret of %d characters", len(text))
	}
	if _, other := operator.NewLink("opr_1", noon); other == text {
		t.Error("two links have one secret")
	}
}
