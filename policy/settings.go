package policy

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/policy/hours"
	"github.com/goodterms/goodterms/policy/packs"
)

// settings is a Config, read.
type settings struct {
	profile  string
	role     account.Role
	window   *hours.Windows // nil: the profile's hours
	library  []*pack        // with the changes made
	named    []string       // packs that apply within their regions although they are not automatic
	closures []dayChange
	holidays []dayChange
}

// problems gathers what is wrong with the keys of a Config.
type problems []error

func (p *problems) add(key, remedy string, args ...any) {
	*p = append(*p, fmt.Errorf(key+" "+remedy, args...))
}

// shipped reads the embedded packs once.
var shipped = sync.OnceValues(packs.Embedded)

// read returns the settings, or all that is wrong with them.
func (c Config) read() (settings, error) {
	var found problems
	s := settings{profile: profileOr(c.Profile, Courteous), named: c.Packs}
	if s.profile != Courteous && s.profile != None {
		found.add("profile", "is not one of courteous, none")
	}
	role, err := account.ParseRole(string(c.Role))
	if s.role = role; err != nil {
		found.add("collector_role", "%w", err)
	}
	s.window = c.window(&found)
	s.library = c.packs(&found)
	s.closures = make([]dayChange, len(c.Closures))
	for i, closure := range c.Closures {
		s.closures[i] = readDay(&found, fmt.Sprintf("closures[%d]", i), closure.Day, closure.Region)
		s.closures[i].name = nameOr(closure.Name, "a day on which nothing leaves")
	}
	s.holidays = make([]dayChange, len(c.Holidays))
	for i, holiday := range c.Holidays {
		s.holidays[i] = readDay(&found, fmt.Sprintf("holidays[%d]", i), holiday.Day, holiday.Region)
		s.holidays[i].name, s.holidays[i].remove = nameOr(holiday.Name, "a public holiday"), holiday.Remove
	}
	return s, errors.Join(found...)
}

func profileOr(profile, otherwise string) string {
	if profile == "" {
		return otherwise
	}
	return profile
}

func nameOr(name, otherwise string) string {
	if name == "" {
		return otherwise
	}
	return name
}

func (c Config) window(found *problems) *hours.Windows {
	if c.SendWindow == "" {
		return nil
	}
	w, err := hours.Parse(c.SendWindow)
	switch {
	case err != nil:
		found.add("send_window", "%w", err)
	case w.Never():
		found.add("send_window", "never opens: name at least one day with hours")
	}
	return &w
}

// packs returns the library with the changes made, and finds what is named and is
// not there.
func (c Config) packs(found *problems) []*pack {
	library := c.Library
	if library == nil {
		var err error
		if library, err = shipped(); err != nil {
			found.add("packs", "cannot be read: %w", err)
			return nil
		}
	}
	made := copyLibrary(library, found)
	for i, id := range c.Packs {
		if findPack(made, id) == nil {
			found.add(fmt.Sprintf("packs[%d]", i), "is not the id of a pack; name one of %s", ids(made))
		}
	}
	seen := map[string]bool{}
	for i, change := range c.Changes {
		change.make(made, fmt.Sprintf("change[%d]", i), seen, found)
	}
	return made
}

func findPack(library []*pack, id string) *pack {
	for _, p := range library {
		if p.ID == id {
			return p
		}
	}
	return nil
}

// ids lists the packs that may be named.
func ids(library []*pack) string {
	var list []string
	for _, p := range library {
		if p.ID != Courteous {
			list = append(list, p.ID)
		}
	}
	return strings.Join(list, ", ")
}

// readDay reads 2027-12-24, or 12-24 for every year.
func readDay(found *problems, key, day, region string) dayChange {
	var c dayChange
	if t, err := time.Parse("2006-01-02", "2000-"+day); err == nil { // a leap year, for 02-29
		c.on = account.Date{Month: t.Month(), Day: t.Day()}
	} else if c.on, err = account.ParseDate(day); err != nil {
		found.add(key+".day", "is not a day such as 2027-12-24, or 12-24 for every year")
	}
	if region != "" {
		var err error
		if c.region, err = account.ParseRegion(region); err != nil {
			found.add(key+".region", "%w", err)
		}
	}
	return c
}
