package packs

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
)

//go:embed data/*.toml
var data embed.FS

// Library is the packs that a policy chooses from. It never changes.
type Library struct{ packs []*Pack }

// NewLibrary makes a library of the packs, which must not be changed any more.
func NewLibrary(packs ...*Pack) *Library {
	ordered := slices.Clone(packs)
	slices.SortStableFunc(ordered, func(a, b *Pack) int { return strings.Compare(a.ID, b.ID) })
	return &Library{ordered}
}

// Embedded returns the packs that are shipped, the profiles among them.
func Embedded() (*Library, error) { return shipped() }

var shipped = sync.OnceValues(func() (*Library, error) {
	files, err := fs.Sub(data, "data")
	if err != nil {
		return nil, fmt.Errorf("shipped packs: %w", err)
	}
	return NewLibrary().Over(files)
})

// Over returns the library with the packs of the files laid over it: a file
// us-ma.toml replaces the pack us-ma as a whole or adds it. Files that do not end
// in .toml are left alone. The error lists every fault of every file.
func (l *Library) Over(files fs.FS) (*Library, error) {
	loaded, err := load(files)
	if err != nil {
		return nil, err
	}
	merged := slices.DeleteFunc(l.All(), func(p *Pack) bool {
		return slices.ContainsFunc(loaded, func(q *Pack) bool { return q.ID == p.ID })
	})
	return NewLibrary(append(merged, loaded...)...), nil
}

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

// Automatic lists the packs that a customer of the region (ISO 3166-1 or -2)
// brings about, in the order of their ids.
func (l *Library) Automatic(region string) []*Pack {
	var chosen []*Pack
	for _, p := range l.packs {
		if p.Automatic && p.Covers(region) {
			chosen = append(chosen, p)
		}
	}
	return chosen
}

// Covers says whether the pack is about customers of the region (ISO 3166-1 or
// -2): a country covers its parts.
func (p *Pack) Covers(region string) bool { return within(p.Regions, region) }

// within says that one of the places is the region or the country it lies in.
func within(places []string, region string) bool {
	country, _, _ := strings.Cut(region, "-")
	return region != "" && (slices.Contains(places, region) || slices.Contains(places, country))
}
