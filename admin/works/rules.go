package works

import (
	"slices"
	"strings"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/policy/hours"
	"github.com/goodterms/goodterms/policy/packs"
)

// Rules are the contact rules in force. RulesOf fills what follows from the policy; the
// last three are the wiring's to fill.
type Rules struct {
	Version    string // of the policy, as decisions name it
	Fault      string // why the settings cannot be used, in which case everything is held; empty: they can
	Profile    string // courteous or none
	Role       account.Role
	SendWindow string // of the operator's own; empty: the profile's hours
	Packs      []Pack // the profile's first, then those in force, then the others
	Closures   []policy.Closure
	Holidays   []policy.Holiday

	Region        string        // the creditor's own, for the days that are shown at first; may be empty
	Earlier       bool          // what falls on a closed day leaves before it
	PreferredWait time.Duration // for how long the first channel of a customer waits for its hours
}

// Pack is a rule pack as the page tells it.
type Pack struct {
	ID      string
	Title   string
	Version string   // when it was last checked
	Regions []string // whose customers bring it about
	Reach   Reach
	Rules   []Rule
}

// Reach says whether a pack applies.
type Reach string

// The reaches.
const (
	Profile  Reach = "profile"  // to everybody
	Regional Reach = "regional" // to customers of its regions
	Named    Reach = "named"    // likewise, because the settings name it
	Idle     Reach = "idle"     // not, because no setting names it
)

// InForce says that the pack applies to somebody.
func (p Pack) InForce() bool { return p.Reach != Idle }

// Covers says whether the pack is about customers of the region.
func (p Pack) Covers(region string) bool {
	country, _, _ := strings.Cut(region, "-")
	return p.Reach == Profile || len(p.Regions) == 0 || slices.Contains(p.Regions, region) || slices.Contains(p.Regions, country)
}

// Changed counts the rules that the settings have changed.
func (p Pack) Changed() (n int) {
	for _, r := range p.Rules {
		if r.Status.changed() {
			n++
		}
	}
	return n
}

// On counts the rules that apply.
func (p Pack) On() (n int) {
	for _, r := range p.Rules {
		if r.On {
			n++
		}
	}
	return n
}

// Rule is one rule of a pack.
type Rule struct {
	ID       string // pack.row, as decisions name it
	Text     string // what it asks
	Does     string // what the program does about it, whom it covers and since when
	Citation string
	Source   string // a web address; may be empty
	Evidence packs.Evidence
	Note     string
	On       bool
	Status   Status
	Reason   string // why it was changed; may be empty where it became tighter

	regions, notRegions []string
	window              *hours.Windows
	often               bool // it is a cap or a pause
}

// Status says what the settings have made of a rule.
type Status string

// The statuses.
const (
	Adopted   Status = "adopted"   // as it is shipped
	Tightened Status = "tightened" // stricter than it is shipped
	Loosened  Status = "loosened"  // looser, for a reason
	Replaced  Status = "replaced"  // by the send window, which is no looser
	Shipped   Status = "off"       // shipped switched off
)

func (s Status) changed() bool { return s == Tightened || s == Loosened || s == Replaced }

// RulesOf tells the rules of a policy.
func RulesOf(cfg policy.Config) Rules {
	out := Rules{
		Version: policy.New(cfg).Version(), Profile: cfg.Profile, Role: cfg.Role, SendWindow: cfg.SendWindow,
		Closures: cfg.Closures, Holidays: cfg.Holidays,
	}
	if out.Profile == "" {
		out.Profile = policy.Courteous
	}
	if out.Role == "" {
		out.Role = account.FirstParty
	}
	library := cfg.Library
	if library == nil {
		library, _ = packs.Embedded() // where it cannot be read, Validate says so
	}
	if err := cfg.Validate(); err != nil || library == nil {
		out.Fault = "The settings of the contact rules cannot be used, so that every reminder is held. goodterms config check says what is wrong with them."
		return out
	}
	for _, p := range library.All() {
		out.Packs = append(out.Packs, packOf(p, cfg, out.Profile))
	}
	slices.SortStableFunc(out.Packs, func(a, b Pack) int { return order(a.Reach) - order(b.Reach) })
	return out
}

// order has the profile first and what is not in force last.
func order(r Reach) int {
	switch r {
	case Profile:
		return 0
	case Idle:
		return 2
	}
	return 1
}

func packOf(p *packs.Pack, cfg policy.Config, profile string) Pack {
	out := Pack{ID: p.ID, Title: p.Title, Version: p.Version, Regions: p.Regions, Reach: reachOf(p, cfg, profile)}
	for i := range p.Rows {
		out.Rules = append(out.Rules, ruleOf(p, p.Rows[i], cfg))
	}
	return out
}

func reachOf(p *packs.Pack, cfg policy.Config, profile string) Reach {
	switch {
	case p.ID == policy.Courteous && profile == policy.Courteous:
		return Profile
	case p.ID == policy.Courteous:
		return Idle
	case slices.Contains(cfg.Packs, p.ID):
		return Named
	case p.Automatic:
		return Regional
	}
	return Idle
}
