package packs

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"github.com/goodterms/goodterms/account"
)

// faults are all that is wrong with files, in the order in which it was found.
type faults []error

func (f *faults) add(where, what string) { *f = append(*f, errors.New(where+": "+what)) }

// What to do about values of the wrong sort.
const (
	sayText    = "must be a text in quotes"
	sayTexts   = "must be a list of texts such as [\"email\", \"sms\"]"
	sayEmpty   = "is empty: leave it out to cover all"
	sayTwice   = "names something twice: name it once"
	sayNumber  = "must be a whole number without quotes"
	sayFlag    = "must be true or false without quotes"
	sayTable   = "must be a group of keys in braces such as { at_most = 2, … }"
	sayRows    = "must be written as [[row]] above each of them"
	sayMissing = "is missing: add it"
)

// table reads one table of a file and keeps every fault. It remembers what was
// asked for, so that done can refuse the rest.
type table struct {
	where  string // such as us-ma.toml: row hours
	values map[string]any
	known  []string
	found  *faults
}

func newTable(where string, values map[string]any, found *faults) *table {
	return &table{where: where, values: values, found: found}
}

func (t *table) wrong(key, what string) { t.found.add(t.where, key+" "+what) }

// value returns what the key says; false when it says nothing.
func (t *table) value(key string) (any, bool) {
	t.known = append(t.known, key)
	v, ok := t.values[key]
	return v, ok
}

func (t *table) has(key string) bool {
	_, ok := t.values[key]
	return ok
}

// text reads a text; one that is not there is empty.
func (t *table) text(key string) string {
	v, ok := t.value(key)
	if !ok {
		return ""
	}
	s, ok := v.(string)
	if !ok || strings.TrimSpace(s) != s || s == "" {
		t.wrong(key, sayText+", without blanks around it")
	}
	return s
}

// needed reads a text that must be there.
func (t *table) needed(key string) string {
	if !t.has(key) {
		t.wrong(key, sayMissing)
	}
	return t.text(key)
}

func (t *table) number(key string, least, most int) int {
	v, ok := t.value(key)
	if !ok {
		return 0
	}
	n, ok := v.(int64)
	switch {
	case !ok:
		t.wrong(key, sayNumber)
	case n < int64(least) || n > int64(most):
		t.wrong(key, fmt.Sprintf("must be from %d to %d", least, most))
		n = 0
	}
	return int(n)
}

func (t *table) flag(key string, otherwise bool) bool {
	v, ok := t.value(key)
	if !ok {
		return otherwise
	}
	b, ok := v.(bool)
	if !ok {
		t.wrong(key, sayFlag)
	}
	return b
}

// date reads a day, in quotes or not.
func (t *table) date(key string) account.Date {
	v, ok := t.value(key)
	if !ok {
		return account.Date{}
	}
	text, _ := v.(string)
	if local, ok := v.(toml.LocalDate); ok {
		text = local.String()
	}
	day, err := account.ParseDate(text)
	if err != nil {
		t.wrong(key, err.Error())
	}
	return day
}

// inner reads a group in braces; nil when it is not there or is none.
func (t *table) inner(key string) *table {
	v, ok := t.value(key)
	if !ok {
		return nil
	}
	values, ok := v.(map[string]any)
	if !ok {
		t.wrong(key, sayTable)
		return nil
	}
	return newTable(t.where+": "+key, values, t.found)
}

// rows reads an array of tables.
func (t *table) rows(key string) []map[string]any {
	v, ok := t.value(key)
	if !ok {
		return nil
	}
	list, isList := v.([]any)
	rows := make([]map[string]any, len(list))
	for i := range list {
		if rows[i], isList = list[i].(map[string]any); !isList {
			break
		}
	}
	if !isList {
		t.wrong(key, sayRows)
		return nil
	}
	return rows
}

// done refuses the keys that nobody has asked for.
func (t *table) done() {
	for _, key := range slices.Sorted(maps.Keys(t.values)) {
		if slices.Contains(t.known, key) {
			continue
		}
		if !plainKey.MatchString(key) {
			key = "a key in quotes"
		}
		t.wrong(key, "is unknown: use "+strings.Join(t.known, ", "))
	}
}

// plainKey is a key that may be shown: one that was written without quotes.
var plainKey = regexp.MustCompile(`^[A-Za-z0-9_-]{1,40}$`)

// words reads a list of texts that parse knows; a list that is not there is empty.
func words[T ~string](t *table, key string, parse func(string) (T, error)) []T {
	v, ok := t.value(key)
	if !ok {
		return nil
	}
	list, isList := v.([]any)
	switch {
	case !isList:
		t.wrong(key, sayTexts)
	case len(list) == 0:
		t.wrong(key, sayEmpty)
	}
	var out []T
	for _, item := range list {
		if w := word(t, key, item, parse); w != "" {
			out = append(out, w)
		}
	}
	if slices.Sort(out); len(slices.Compact(slices.Clone(out))) < len(out) {
		t.wrong(key, sayTwice)
	}
	return out
}

// word reads one text that parse knows; any other is empty.
func word[T ~string](t *table, key string, item any, parse func(string) (T, error)) T {
	text, ok := item.(string)
	if !ok || text == "" {
		t.wrong(key, sayTexts)
		return ""
	}
	known, err := parse(text)
	if err != nil {
		t.wrong(key, err.Error())
		return ""
	}
	return known
}
