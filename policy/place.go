package policy

import (
	"time"

	"github.com/goodterms/goodterms/account"
)

// place is a set of time zones in all of which a message must be welcome.
type place struct {
	zones []string // read only: decisions share it
	locs  []*time.Location
	days  []*dayset // of the country of each zone, for when no region is known
}

// place finds where the contact may be.
func (p *Policy) place(q *Question) (*place, error) {
	var room [96]byte
	key := placeKey(room[:0], q)
	if found, ok := p.places.find(key); ok {
		return found, nil
	}
	zones, err := Zones(*q)
	if err != nil {
		return nil, err
	}
	made := &place{zones: zones[:len(zones):len(zones)]}
	for _, zone := range zones {
		loc, err := account.LoadZone(zone)
		if err != nil {
			return nil, err
		}
		made.locs = append(made.locs, loc)
		made.days = append(made.days, p.dayset(world().homes[zone]))
	}
	return p.places.keep(key, made), nil
}

// placeKey is the evidence: what was told, or the rows of the tables, so that a
// million numbers of one area code are one key.
func placeKey(key []byte, q *Question) []byte {
	if len(q.Zones) > 0 {
		key = append(key, 't')
		for _, zone := range q.Zones {
			key = appendText(key, zone)
		}
		return key
	}
	known := world()
	key = appendText(append(key, 'e'), known.region(q.Region).row)
	for _, zone := range q.AddressZones {
		key = appendText(append(key, 'a'), zone)
	}
	for _, phone := range q.Phones {
		key = appendText(append(key, 'p'), known.phone(phone).row)
	}
	return key
}
