package account

import (
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// ErrZone says that a text names no time zone. It does not repeat the text.
var ErrZone = errors.New("is not an IANA time zone such as Europe/Berlin")

// longestZone is well above the longest name of the IANA database (32).
const longestZone = 64

// mostZones bounds the memory for zones; the IANA database has about 600 names.
const mostZones = 1024

var loadedZones struct {
	byName sync.Map // string → *time.Location
	count  atomic.Int64
}

// ParseZone says whether the text is the name of a time zone that is known here.
func ParseZone(text string) error {
	_, err := LoadZone(text)
	return err
}

// LoadZone returns the named time zone. Unlike time.LoadLocation it refuses the
// empty name and Local, which mean the server's own zone or none, and names
// that are files of the zone database but not zones of civil time.
func LoadZone(name string) (*time.Location, error) {
	if loc, ok := loadedZones.byName.Load(name); ok {
		return loc.(*time.Location), nil
	}
	if !zoneShaped(name) {
		return nil, ErrZone
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return nil, ErrZone
	}
	if loadedZones.count.Add(1) <= mostZones {
		loadedZones.byName.Store(strings.Clone(name), loc)
	}
	return loc, nil
}

func zoneShaped(name string) bool {
	switch name {
	case "", "Local", "Factory", "localtime", "posixrules":
		return false
	}
	if len(name) > longestZone || strings.HasPrefix(name, "right/") || strings.HasPrefix(name, "posix/") {
		return false
	}
	for _, c := range []byte(name) {
		if !alphanumeric(c) && c != '/' && c != '_' && c != '-' && c != '+' {
			return false
		}
	}
	return true
}

func alphanumeric(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || digit(c)
}

func digit(c byte) bool { return '0' <= c && c <= '9' }
