package config

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/policy/hours"
	"github.com/goodterms/goodterms/policy/packs"
)

// ContactRules say when and how often customers may be contacted.
type ContactRules struct {
	Profile       string
	CollectorRole string `koanf:"collector_role"`
	Packs         []string
	PacksDir      string `koanf:"packs_dir"`
	Closures      []string
	Holidays      []string
	OnClosure     string        `koanf:"on_closure"`
	PreferredWait time.Duration `koanf:"preferred_wait"`
	Spread        time.Duration
	Change        []RuleChange
}

// RuleChange makes a rule tighter, or looser for a reason.
type RuleChange struct {
	Rule   string
	On     *bool
	Window string
	AtMost int `koanf:"at_most"`
	Reason string
}

// Earlier says whether reminders planned for a closed day leave before it.
func (r ContactRules) Earlier() bool { return r.OnClosure == "earlier" }

// PolicyConfig is what the contact rules need. The error tells all that is wrong.
func (c Config) PolicyConfig() (policy.Config, error) {
	r := c.ContactRules
	var problems []error
	note := func(key string, err error) {
		if err != nil {
			problems = append(problems, fmt.Errorf("%s %w", key, err))
		}
	}
	library, err := r.library()
	note("packs_dir", err)
	role, err := account.ParseRole(r.CollectorRole)
	note("collector_role", err)
	out := policy.Config{Profile: r.Profile, SendWindow: c.ownWindow(), Role: role, Packs: r.Packs, Library: library}
	for i, text := range r.Closures {
		day, err := readDay(text)
		note(fmt.Sprintf("closures[%d]", i), err)
		out.Closures = append(out.Closures, policy.Closure{Day: day.day, Region: day.region, Name: day.name})
	}
	for i, text := range r.Holidays {
		rest, remove := strings.CutPrefix(text, "-")
		day, err := readDay(rest)
		note(fmt.Sprintf("holidays[%d]", i), err)
		out.Holidays = append(out.Holidays, policy.Holiday{Day: day.day, Region: day.region, Remove: remove, Name: day.name})
	}
	for _, change := range r.Change {
		out.Changes = append(out.Changes, policy.Change{Rule: change.Rule, On: change.On, Window: change.Window, N: change.AtMost, Reason: change.Reason})
	}
	return out, errors.Join(append(problems, out.Validate())...)
}

// ownWindow is the send window when it is another than the courteous profile's,
// which has more to it than these hours.
func (c Config) ownWindow() string {
	own, err := hours.Parse(c.SendWindow)
	usual, _ := hours.Parse(policy.DefaultSendWindow)
	if err == nil && own.Equal(usual) {
		return ""
	}
	return c.SendWindow
}

// library is the shipped packs with the operator's own over them.
func (r ContactRules) library() (*packs.Library, error) {
	shipped, err := packs.Embedded()
	if err != nil || r.PacksDir == "" {
		return shipped, err
	}
	if info, err := os.Stat(r.PacksDir); err != nil || !info.IsDir() {
		return nil, errors.New("is no folder that can be read")
	}
	return shipped.Over(os.DirFS(r.PacksDir))
}

// dayText is a day with a region before and a name behind it.
var dayText = regexp.MustCompile(`^\s*(?:([A-Z]{2}(?:-[A-Z0-9]{1,3})?)\s+)?((?:\d{4}-)?\d{2}-\d{2})(?:\s+(\S.*?))?\s*$`)

var errDay = errors.New(`must be a day such as "2027-12-24", "12-24 Christmas Eve" or "GB-SCT 01-02 second of January"`)

type namedDay struct{ region, day, name string }

// unread stands for a day that was refused, so that it is not complained of twice.
var unread = namedDay{day: "01-01"}

func readDay(text string) (namedDay, error) {
	parts := dayText.FindStringSubmatch(text)
	if parts == nil {
		return unread, errDay
	}
	return namedDay{region: parts[1], day: parts[2], name: parts[3]}, nil
}
