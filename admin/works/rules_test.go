package works_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/works"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/operator"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/policy/packs"
)

// rule finds one by its name.
func rule(t *testing.T, rules works.Rules, id string) works.Rule {
	t.Helper()
	for _, p := range rules.Packs {
		for _, r := range p.Rules {
			if r.ID == id {
				return r
			}
		}
	}
	t.Fatalf("no rule %s", id)
	return works.Rule{}
}

func TestWhatSettingsMakeOfARuleIsTold(t *testing.T) {
	t.Parallel()
	yes := true
	for name, tt := range map[string]struct {
		change policy.Change
		want   works.Status
		on     bool
	}{
		"left alone":     {policy.Change{Rule: "courteous.day", N: 1}, works.Adopted, true},
		"fewer":          {policy.Change{Rule: "courteous.week", N: 2}, works.Tightened, true},
		"more":           {policy.Change{Rule: "courteous.week", N: 4, Reason: "asked for"}, works.Loosened, true},
		"narrower hours": {policy.Change{Rule: "courteous.hours", Window: "Mo-Fr 10:00-16:00"}, works.Tightened, true},
		"wider hours":    {policy.Change{Rule: "courteous.hours", Window: "Mo-Su 09:00-19:00", Reason: "asked for"}, works.Loosened, true},
		"switched off":   {policy.Change{Rule: "courteous.holidays", On: &no, Reason: "asked for"}, works.Loosened, false},
		"switched on":    {policy.Change{Rule: offRule(t), On: &yes}, works.Tightened, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := rule(t, works.RulesOf(policy.Config{Changes: []policy.Change{tt.change}}), tt.change.Rule)
			if got.Status != tt.want || got.On != tt.on || got.Reason != tt.change.Reason {
				t.Errorf("%s, on %v, because %q", got.Status, got.On, got.Reason)
			}
		})
	}
}

// offRule is one that is shipped switched off.
func offRule(t *testing.T) string {
	t.Helper()
	for _, p := range works.RulesOf(policy.Config{}).Packs {
		for _, r := range p.Rules {
			if r.Status == works.Shipped {
				return r.ID
			}
		}
	}
	t.Fatal("every rule is shipped on")
	return ""
}

// TestARuleIsToldAsLooserExactlyWhenTheSettingsAskForAReason changes every rule of every
// pack in every way and compares with what the policy itself says of it.
func TestARuleIsToldAsLooserExactlyWhenTheSettingsAskForAReason(t *testing.T) {
	t.Parallel()
	yes := true
	changes := []policy.Change{{On: &no}, {On: &yes}, {N: 1}, {N: 999}, {Window: "Mo-Su 00:00-24:00"}, {Window: "We 12:00-12:30"}, {On: &yes, N: 999}}
	library, err := packs.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	compared := 0
	for _, p := range library.All() {
		small := packs.NewLibrary(p)
		if p.ID != policy.Courteous {
			small = packs.NewLibrary(p, courteous(t, library))
		}
		for i := range p.Rows {
			for _, change := range changes {
				change.Rule, change.Reason = p.Rule(&p.Rows[i]), "a reason"
				cfg := policy.Config{Changes: []policy.Change{change}, Library: small}
				if cfg.Validate() != nil {
					continue // it does not fit the rule
				}
				got := rule(t, works.RulesOf(cfg), change.Rule)
				cfg.Changes[0].Reason = ""
				if asks := cfg.Validate() != nil; (got.Status == works.Loosened) != asks {
					t.Errorf("%s %+v: told as %s, a reason is asked for: %v", change.Rule, change, got.Status, asks)
				}
				compared++
			}
		}
	}
	if compared < 300 {
		t.Errorf("only %d changes were compared", compared)
	}
}

func courteous(t *testing.T, library *packs.Library) *packs.Pack {
	t.Helper()
	p, ok := library.Find(policy.Courteous)
	if !ok {
		t.Fatal("there is no profile")
	}
	return p
}

func TestASendWindowTakesThePlaceOfHoursOfTheProfile(t *testing.T) {
	t.Parallel()
	for window, want := range map[string]works.Status{"Mo-Fr 10:00-16:00": works.Replaced, "Mo-Su 08:00-20:00": works.Loosened} {
		rules := works.RulesOf(policy.Config{SendWindow: window})
		if got := rule(t, rules, "courteous.hours"); got.Status != want || got.On {
			t.Errorf("%s: %s, on %v", window, got.Status, got.On)
		}
		if got := rule(t, rules, "courteous.holidays"); got.Status != works.Adopted {
			t.Errorf("%s: holidays are %s", window, got.Status)
		}
	}
	if got := rule(t, works.RulesOf(policy.Config{SendWindow: "Mo-Su 00:00-24:00"}), "courteous.holidays"); got.Status != works.Loosened || got.On {
		t.Errorf("round the clock: holidays are %s", got.Status)
	}
}

func TestPacksAreToldByWhetherTheyApply(t *testing.T) {
	t.Parallel()
	reach := func(cfg policy.Config, id string) works.Reach {
		for _, p := range works.RulesOf(cfg).Packs {
			if p.ID == id {
				return p.Reach
			}
		}
		return ""
	}
	for _, tt := range []struct {
		cfg  policy.Config
		id   string
		want works.Reach
	}{
		{policy.Config{}, "courteous", works.Profile}, {policy.Config{Profile: policy.None}, "courteous", works.Idle},
		{policy.Config{}, "uk", works.Regional}, {policy.Config{}, "us-ny-nyc", works.Idle}, {policy.Config{Packs: []string{"us-ny-nyc"}}, "us-ny-nyc", works.Named},
	} {
		if got := reach(tt.cfg, tt.id); got != tt.want {
			t.Errorf("%s is told as %s, want %s", tt.id, got, tt.want)
		}
	}
	if first := works.RulesOf(policy.Config{}).Packs[0]; first.Reach != works.Profile {
		t.Errorf("the list begins with %s", first.ID)
	}
}

func TestSettingsThatCannotBeUsedAreTold(t *testing.T) {
	t.Parallel()
	g := &gateway{settings: policy.Config{Packs: []string{"nowhere"}}}
	shows(t, g.open(t).As(operator.Viewer).Get("/admin/rules"), "every reminder is held")
}

func TestTheDaysOffAreThoseOnWhichThePolicyHoldsBack(t *testing.T) {
	t.Parallel()
	for _, region := range []string{"GB-SCT", "US-MA", "JP"} {
		cfg := policy.Config{
			Closures: []policy.Closure{{Day: "12-23"}, {Day: "2027-08-03", Region: "GB", Name: "stocktaking"}, {Day: "02-29"}},
			Holidays: []policy.Holiday{{Day: "2027-06-02", Region: "GB", Name: "Founders' Day"}, {Day: "12-25", Region: "GB-SCT", Remove: true}, {Day: "05-31", Remove: true}, {Day: "05-31", Region: "US"}},
		}
		g := &gateway{settings: cfg}
		page := g.open(t).As(operator.Viewer).Get("/admin/rules?region=" + region).Body
		_, list, _ := strings.Cut(page, `class="list days"`)
		list, _, _ = strings.Cut(list, "</ul>")
		decides := policy.New(cfg)
		for i := range 365 {
			noon := time.Date(2027, 4, 12, 12, 0, 0, 0, time.UTC).AddDate(0, 0, i)
			d := decides.Decide(policy.Question{At: noon, Channel: channels.Email, Region: region, Zones: []string{"UTC"}, Kind: account.Business, Address: "a@b.example"})
			off := slices.ContainsFunc(d.Because, func(b policy.Because) bool {
				return b.Rule == "courteous.holidays" || strings.HasPrefix(b.Rule, "closure")
			})
			if told := strings.Contains(list, noon.Format(">Mon 2 Jan 2006<")); told != off {
				t.Errorf("%s in %s: told %v, the policy holds back: %v", noon.Format(time.DateOnly), region, told, off)
			}
		}
	}
}

func TestThePageOfTheRulesTellsThemForARegion(t *testing.T) {
	t.Parallel()
	viewer := busy().open(t).As(operator.Viewer)
	shows(t, viewer.Get("/admin/rules"), `value="GB"`, "FCA rules", "Christmas Eve", "Founders&#39; Day", "Tightened", "Monday to Friday 09:00–19:00, Saturday 10:00–15:00, Sunday closed.")
	massachusetts := viewer.Get("/admin/rules?region=us-ma")
	shows(t, massachusetts, `value="US-MA"`, "Loosened", "our counsel&#39;s opinion of 3 March", "https://www.consumerfinance.gov/")
	hides(t, massachusetts, "FCA rules", "Founders")
	shows(t, viewer.Get("/admin/rules?region=IL"), "Sunday 09:00–19:00", "Friday 10:00–13:00, Saturday closed")
	shows(t, viewer.Get("/admin/rules?region="), "Choose a region", "Battle of the Boyne")
	shows(t, viewer.Get("/admin/rules?region=Mars"), `aria-invalid="true"`, "This is not an ISO 3166 region")
}

func TestWithoutAProfileThePacksAloneAreTold(t *testing.T) {
	t.Parallel()
	g := &gateway{settings: policy.Config{Profile: policy.None}}
	page := g.open(t).As(operator.Viewer).Get("/admin/rules?region=GB")
	shows(t, page, "Packs that are not in force (2)")
	shows(t, page, "There is no profile", "Neither the profile nor a send window", "does not keep public holidays")
	g = &gateway{settings: policy.Config{Profile: policy.None, SendWindow: "Mo-Fr 09:00-12:30,13:30-17:00; Sa off"}}
	shows(t, g.open(t).As(operator.Viewer).Get("/admin/rules"), "Monday to Friday 09:00–12:30, 13:30–17:00, Saturday and Sunday closed.", "send window of your own", `x="540" width="210"`)
}

func TestThePagesHoldNothingThatTheirPolicyForbids(t *testing.T) {
	t.Parallel()
	admin := busy().open(t).As(operator.Admin)
	for _, path := range []string{"/admin/rules", "/admin/rules?contact=con_margaret", "/admin/rules/what-if", "/admin/rules/stop", "/admin/channels", "/admin/queue"} {
		page := admin.Get(path)
		shows(t, page, "<h1>")
		hides(t, page, " style=", "onclick=", "<script>", "<style")
		if strings.Count(page.Body, "<h1") != 1 {
			t.Errorf("%s has %d first headings", path, strings.Count(page.Body, "<h1"))
		}
	}
}
