package packs

import (
	"errors"
	"slices"
	"strings"
)

// Library is the packs that a policy chooses from. It never changes.
type Library struct{ packs []*Pack }

// NewLibrary makes a library of the packs, which must not be changed any more.
func NewLibrary(packs ...*Pack) *Library { return &Library{packs} }

// Embedded returns the packs that are shipped, the profiles among them.
func Embedded() (*Library, error) { return nil, errors.New("no packs are shipped yet") }

// All lists the packs in the order of their ids.
func (l *Library) All() []*Pack { return slices.Clone(l.packs) }

// Find returns the pack of the id.
func (l *Library) Find(id string) (*Pack, bool) {
	for _, p := range l.packs {
		if p.ID == id {
			return p, true
		}
	}
	return nil, false
}

// Covers says whether the pack is about customers of the region (ISO 3166-1 or
// -2): a country covers its parts.
func (p *Pack) Covers(region string) bool { return within(p.Regions, region) }

// within says that one of the places is the region or the country it lies in.
func within(places []string, region string) bool {
	country, _, _ := strings.Cut(region, "-")
	return region != "" && (slices.Contains(places, region) || slices.Contains(places, country))
}
