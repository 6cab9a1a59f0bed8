package store

import (
	"encoding/base64"
	"encoding/json"
	"math"

	"github.com/goodterms/goodterms/overview"
)

// place is where a page of a list ends: the list's name, a sort key and an id. Lists
// that are sorted by a text or go through steps have those instead of the number.
type place struct {
	List string `json:"l"`
	Step int    `json:"s,omitempty"`
	By   int    `json:"b,omitempty"` // of the words that were typed, the one whose accounts are gone through
	At   int64  `json:"n,omitempty"`
	Key  string `json:"k,omitempty"`
	ID   string `json:"i,omitempty"`
}

// cursor writes the place as opaque text.
func (p place) cursor() string {
	text, _ := json.Marshal(p) // plain values always have a JSON form
	return base64.RawURLEncoding.EncodeToString(text)
}

// readCursor reads a place of the list; an empty text is the start. Whatever else is
// no cursor of the list is overview.ErrCursor.
func readCursor(list, text string) (p place, err error) {
	if text == "" {
		return place{List: list}, nil
	}
	data, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || json.Unmarshal(data, &p) != nil || p.List != list || p.cursor() != text {
		return place{}, overview.ErrCursor
	}
	return p, nil
}

// started says that the place is behind a row.
func (p place) started() bool { return p.ID != "" }

// down is the place as an upper bound of a list that falls: from the start, above all.
func (p place) down() place {
	if !p.started() {
		p.At = math.MaxInt64
	}
	return p
}
