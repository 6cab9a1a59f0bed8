package policy

import (
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/goodterms/goodterms/account"
)

// place is a set of time zones in all of which a message must be welcome.
type place struct {
	zones []string // read only: decisions share it
	locs  []*time.Location
	memo  atomic.Pointer[opening]
}

// placeKey is the evidence that leads to a place: what was told, or the rows of
// the tables, so that a million numbers of one area code are one key.
type placeKey struct {
	told          string
	several       bool // told is a list
	phone, region string
}

// mostPlaces bounds the memory for places.
const mostPlaces = 8192

// places remembers where evidence leads. It is safe for concurrent use.
type places struct {
	mu    sync.RWMutex
	known map[placeKey]*place
}

// of finds the place of a contact.
func (p *places) of(q *Question) (*place, error) {
	if zone := told(q); zone != "" {
		return p.find(placeKey{told: zone}, func() ([]string, error) { return toldZone(zone) })
	}
	known, number := world(), ""
	if len(q.Phones) > 0 {
		number = q.Phones[0]
	}
	phone, region := known.phone(number), known.region(q.Region)
	key := placeKey{phone: phone.row, region: region.row}
	return p.find(key, func() ([]string, error) { return evidence(phone, region) })
}

// find returns the place that is known by the key, or makes it of the zones.
func (p *places) find(key placeKey, zones func() ([]string, error)) (*place, error) {
	p.mu.RLock()
	found, ok := p.known[key]
	p.mu.RUnlock()
	if ok {
		return found, nil
	}
	names, err := zones()
	if err != nil {
		return nil, err
	}
	made, err := newPlace(names)
	if err != nil {
		return nil, err
	}
	return p.keep(key, made), nil
}

// keep adds a place, unless another goroutine was faster. When there are too many
// it forgets them all, which costs time and nothing else.
func (p *places) keep(key placeKey, made *place) *place {
	p.mu.Lock()
	defer p.mu.Unlock()
	if found, ok := p.known[key]; ok {
		return found
	}
	if p.known == nil || len(p.known) >= mostPlaces {
		p.known = map[placeKey]*place{}
	}
	key.told = strings.Clone(key.told)
	p.known[key] = made
	return made
}

func newPlace(zones []string) (*place, error) {
	made := &place{zones: zones[:len(zones):len(zones)], locs: make([]*time.Location, len(zones))}
	for i, zone := range zones {
		loc, err := account.LoadZone(zone)
		if err != nil {
			return nil, err
		}
		made.locs[i] = loc
	}
	return made, nil
}
