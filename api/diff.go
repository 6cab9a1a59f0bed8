package api

import (
	"net/http"
	"slices"

	"github.com/aymanbagabas/go-udiff"

	"github.com/goodterms/goodterms/templates"
)

// textDiff is how one text differs between two versions.
type textDiff struct {
	Channel string `json:"channel"`
	Locale  string `json:"locale"`
	Change  string `json:"change" enum:"added,removed,changed"`
	Diff    string `json:"diff" doc:"Unified diff of the text."`
	Limited string `json:"limited,omitempty" doc:"The same of what an answering machine may hear."`
}

// versionDiff lists the texts that differ.
type versionDiff struct {
	Template string     `json:"template"`
	From     int        `json:"from"`
	To       int        `json:"to"`
	Texts    []textDiff `json:"texts" nullable:"false" doc:"Those that are the same are left out."`
}

func diffVersions(s *server, c *call) (answer, error) {
	key := c.PathValue("key")
	from, err := versionQuery(c, "from")
	if err != nil {
		return answer{}, err
	}
	to, err := versionQuery(c, "to")
	if err != nil {
		return answer{}, err
	}
	before, err := s.version(c, key, from)
	if err != nil {
		return answer{}, err
	}
	after, err := s.version(c, key, to)
	if err != nil {
		return answer{}, err
	}
	return answerOf(http.StatusOK, versionDiff{key, from, to, differences(before.Sources, after.Sources)}), nil
}

// versionQuery reads a version's number from the query.
func versionQuery(c *call, name string) (int, error) {
	n, err := wholeNumber(c.URL.Query().Get(name))
	if err != nil {
		return 0, badQuery(name, "must be the number of a version; 0 is the texts that Goodterms brings")
	}
	return n, nil
}

// differences lists the texts that are not the same in both.
func differences(before, after []templates.Source) []textDiff {
	out := []textDiff{}
	for _, new := range after {
		old, known := textIn(before, new)
		if known && old.Text == new.Text && old.Limited == new.Limited {
			continue
		}
		out = append(out, difference(map[bool]string{true: "changed", false: "added"}[known], old, new, new))
	}
	for _, old := range before {
		if _, kept := textIn(after, old); !kept {
			out = append(out, difference("removed", old, templates.Source{}, old))
		}
	}
	slices.SortFunc(out, func(a, b textDiff) int { return compareTexts(a.Channel, a.Locale, b.Channel, b.Locale) })
	return out
}

func difference(change string, old, new, named templates.Source) textDiff {
	return textDiff{string(named.Channel), named.Locale, change,
		udiff.Unified("before", "after", old.Text, new.Text), udiff.Unified("before", "after", old.Limited, new.Limited)}
}

// textIn finds the text of the same channel and locale.
func textIn(list []templates.Source, like templates.Source) (templates.Source, bool) {
	i := slices.IndexFunc(list, func(s templates.Source) bool { return s.Channel == like.Channel && s.Locale == like.Locale })
	if i < 0 {
		return templates.Source{}, false
	}
	return list[i], true
}
