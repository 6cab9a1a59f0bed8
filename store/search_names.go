package store

import (
	"slices"
	"strconv"
	"strings"

	"github.com/goodterms/goodterms/overview"
)

// names finds accounts by words of their names and their contacts': each word that
// was typed begins one. It goes through the words that one of them begins.
type names struct {
	typed []span
	by    int
}

const (
	wordsBehind   = `SELECT w.account_id, w.word FROM account_word w WHERE (w.word, w.account_id) > ($1, $2) AND (w.word, w.account_id) <= ($3, $4)`
	wordsTogether = `SELECT w.account_id, w.word FROM ({every}) e CROSS JOIN account_word w
WHERE w.account_id = e.account_id AND (w.word, w.account_id) > ($1, $2) AND (w.word, w.account_id) <= ($3, $4)`
	wordsOfOne = `SELECT account_id FROM account_word WHERE word >= {from} AND word <= {until}`
	wordsFirst = `
AND (SELECT b.word FROM account_word b WHERE b.account_id = w.account_id AND b.word >= $5 AND b.word < w.word LIMIT 1) IS NULL`
	wordsBesides = `
AND (SELECT o.word FROM account_word o WHERE o.account_id = w.account_id AND o.word >= {from} AND o.word <= {until} LIMIT 1) IS NOT NULL`
	wordsInOrder = ` ORDER BY w.word, w.account_id LIMIT $6`
	wordsFar     = `SELECT word, account_id FROM account_word WHERE (word, account_id) > ($1, $2) AND word <= $3
ORDER BY word, account_id LIMIT 1 OFFSET $4`
	wordsAmong = `SELECT a.id FROM account a
WHERE (SELECT w.word FROM account_word w WHERE w.account_id = a.id AND w.word >= $1 AND w.word <= $2 LIMIT 1) IS NOT NULL
AND a.id IN ({ids})`
	wordsLike = `FROM account_word WHERE word >= $1 AND word <= $2`
)

// namesLike is the step by names; none when nothing was typed that names have. It
// goes through the words of the one that the fewest words begin with.
func (s *search) namesLike(text string, from *place) ([]step, error) {
	n := names{by: from.By}
	for _, word := range overview.Typed(text) {
		n.typed = append(n.typed, beginning(word))
	}
	if len(n.typed) == 0 {
		return nil, nil
	}
	if from.By < 0 || from.By >= len(n.typed) {
		return nil, overview.ErrCursor
	}
	if !from.started() {
		var err error
		if n.by, err = s.rarest(n.typed); err != nil {
			return nil, err
		}
		from.By = n.by
	}
	return []step{n}, nil
}

// mostCommon bounds the count of what a word begins: of two that both begin more, it
// does not matter which is gone through.
const mostCommon = 5000

func (s *search) rarest(typed []span) (rarest int, err error) {
	fewest := int64(mostCommon)
	for i := 0; i < len(typed) && len(typed) > 1 && fewest > 0; i++ {
		n, err := s.t.countUpTo(fewest, wordsLike, typed[i].from, typed[i].until)
		if err != nil {
			return 0, err
		}
		if n < fewest {
			rarest, fewest = i, n
		}
	}
	return rarest, nil
}

func (names) found() string { return byName }

// mostLooked is how many that have one of the words are asked one by one for the others.
// It is quick where many have all. Beyond, all that have each word are brought together.
const mostLooked = 500

// piece is a part of the index of words: behind one place, up to another.
type piece struct{ key, id, untilKey, untilID string }

func (n names) next(s *search, after place, limit int) ([]place, error) {
	word := n.typed[n.by]
	key, id := word.behind(after)
	all := piece{key, id, word.until, last}
	near, err := n.near(s, all)
	if err != nil {
		return nil, err
	}
	list, err := n.look(s, after, near, limit, wordsBehind)
	if err != nil || near == all || len(list) == limit {
		return list, err
	}
	all.key, all.id = near.untilKey, near.untilID
	rest, err := n.look(s, after, all, limit-len(list), wordsTogether)
	return append(list, rest...), err
}

// look finds those of a piece that have every word.
func (n names) look(s *search, after place, p piece, limit int, query string) ([]place, error) {
	args := []any{p.key, p.id, p.untilKey, p.untilID, n.typed[n.by].from, int64(limit)}
	if query == wordsTogether {
		every, args := n.each(args, n.typed, wordsOfOne, " INTERSECT ")
		return s.places(after, strings.ReplaceAll(query, "{every}", every)+wordsFirst+wordsInOrder, args...)
	}
	besides, args := n.each(args, slices.Delete(slices.Clone(n.typed), n.by, n.by+1), wordsBesides, "")
	return s.places(after, query+besides+wordsFirst+wordsInOrder, args...)
}

// each repeats a text for each word, with the word's beginning and end among the arguments.
func (names) each(args []any, typed []span, text, between string) (string, []any) {
	parts := make([]string, len(typed))
	for i, word := range typed {
		args = append(args, word.from, word.until)
		parts[i] = strings.NewReplacer("{from}", "$"+strconv.Itoa(len(args)-1), "{until}", "$"+strconv.Itoa(len(args))).Replace(text)
	}
	return strings.Join(parts, between), args
}

// near is the part of the piece that is looked through one by one.
func (n names) near(s *search, all piece) (piece, error) {
	if len(n.typed) == 1 {
		return all, nil
	}
	near := all
	_, err := s.t.one(wordsFar, []any{all.key, all.id, all.untilKey, int64(mostLooked)}, &near.untilKey, &near.untilID)
	return near, err
}

func (n names) among(s *search, rows []overview.AccountRow) (map[string]bool, error) {
	all := map[string]int{}
	for _, word := range n.typed {
		found, err := s.ids(wordsAmong, []any{word.from, word.until}, rows)
		if err != nil {
			return nil, err
		}
		for id := range found {
			all[id]++
		}
	}
	found := map[string]bool{}
	for id, words := range all {
		found[id] = words == len(n.typed)
	}
	return found, nil
}
