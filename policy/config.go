package policy

import (
	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/policy/packs"
)

// The profiles: how the creditor treats customers beyond what rules ask.
const (
	Courteous = "courteous" // the default: office hours, no Sunday or holiday, few contacts a week
	None      = "none"      // packs alone
)

// DefaultSendWindow is the hours of the courteous profile.
const DefaultSendWindow = "Mo-Fr 09:00-19:00; Sa 10:00-15:00"

// Config is what an operator may set about when customers are contacted. The zero
// Config is the courteous profile with the packs that each customer's region
// brings about.
type Config struct {
	Profile    string         // key profile: courteous or none; empty: courteous
	SendWindow string         // key send_window: opening_hours; replaces the profile's hours; empty: they stay. Open round the clock, it ends the profile's closed days too
	Role       account.Role   // key collector_role; empty: first_party
	Packs      []string       // key packs: ids that apply within their regions although they are not automatic
	Changes    []Change       // key change: rows made tighter or looser
	Closures   []Closure      // key closures: days on which nothing leaves
	Holidays   []Holiday      // key holidays: public holidays added and removed
	Library    *packs.Library // nil: the embedded one
}

// Change changes a row. A looser row needs a reason, which shows in every decision
// that it touches; a tighter one does not.
type Change struct {
	Rule   string // pack.row
	On     *bool  // nil: as it is
	Window string // opening_hours in place of the row's; empty: as it is
	N      int    // in place of its cap's number; 0: as it is
	Reason string
}

// Closure is a local day on which nothing leaves.
type Closure struct {
	Day    string // 2027-12-24, or 12-24 for every year
	Region string // ISO 3166-1 or -2; empty: everywhere
	Name   string // shown in decisions
}

// Holiday adds a public holiday or removes one.
type Holiday struct {
	Day    string // 2027-12-24, or 12-24 for every year
	Region string // ISO 3166-1 or -2; empty: everywhere
	Remove bool
	Name   string
}

// Default returns the settings of an operator who has set nothing.
func Default() Config { return Config{Profile: Courteous} }

// Validate names the key of every setting that cannot be used, and the remedy.
func (c Config) Validate() error {
	_, err := c.read()
	return err
}
