package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/goodterms/goodterms/operator"
)

const insertEntry = `INSERT INTO audit (id, at, operator_id, operator, source, action, noun, subject, detail, outcome)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`

// BeginEntry commits an entry of the audit log, before the change that it is about.
func (s *Store) BeginEntry(ctx context.Context, e operator.Entry) error {
	detail, err := detailJSON(e.Detail)
	if err != nil {
		return wrap("begin audit entry", err)
	}
	return s.write(ctx, "begin audit entry", func(t *txn) error {
		_, err := t.do(insertEntry, e.ID, micros(e.At), e.OperatorID, plain(e.Operator), plain(e.Source), e.Action, noun(e.Action),
			plain(e.Subject), detail, string(e.Outcome))
		return err
	})
}

// noun is the beginning of an action, up to the point.
func noun(action string) string {
	word, _, _ := strings.Cut(action, ".")
	return word
}

const endEntry = `UPDATE audit SET subject = $1, detail = $2, outcome = $3 WHERE id = $4 AND outcome = ''`

// EndEntry says what became of the change: subject, detail and outcome take the place of
// those before. Who, when and what stay. An entry that has an outcome keeps it:
// operator.ErrEnded.
func (s *Store) EndEntry(ctx context.Context, e operator.Entry) error {
	detail, err := detailJSON(e.Detail)
	if err != nil {
		return wrap("end audit entry", err)
	}
	return s.write(ctx, "end audit entry", func(t *txn) error {
		n, err := t.do(endEntry, plain(e.Subject), detail, string(e.Outcome), e.ID)
		if err == nil && n == 0 {
			return refuse(operator.ErrEnded)
		}
		return err
	})
}

func detailJSON(detail map[string]string) (string, error) {
	if len(detail) == 0 {
		return "", nil
	}
	clean := make(map[string]string, len(detail))
	for name, value := range detail {
		clean[plain(name)] = plain(value)
	}
	text, err := json.Marshal(clean)
	return string(text), err
}

const selectEntries = `SELECT id, at, operator_id, operator, source, action, subject, detail, outcome FROM audit`

// ListEntries lists the entries that the filter chooses, newest first.
func (s *Store) ListEntries(ctx context.Context, f operator.EntryFilter) (list []operator.Entry, err error) {
	query, args := chooseEntries(f)
	err = s.read(ctx).each(query, args, func(rows *sql.Rows) error {
		e, err := scanEntry(rows)
		list = append(list, e)
		return err
	})
	return list, wrap("list audit entries", err)
}

func chooseEntries(f operator.EntryFilter) (query string, args []any) {
	query, word := selectEntries, ` WHERE `
	add := func(condition, value string) {
		args = append(args, plain(value))
		query += word + condition + ` $` + strconv.Itoa(len(args))
		word = ` AND `
	}
	if f.OperatorID != "" {
		add(`operator_id =`, f.OperatorID)
	}
	switch {
	case strings.Contains(f.Action, "."):
		add(`action =`, f.Action)
	case f.Action != "":
		add(`noun =`, f.Action)
	}
	if f.Before != "" {
		add(`id <`, f.Before)
	}
	args = append(args, int64(f.Limit))
	return query + ` ORDER BY id DESC LIMIT $` + strconv.Itoa(len(args)), args
}

func scanEntry(rows *sql.Rows) (e operator.Entry, err error) {
	var at int64
	var detail string
	err = rows.Scan(&e.ID, &at, &e.OperatorID, &e.Operator, &e.Source, &e.Action, &e.Subject, &detail, (*string)(&e.Outcome))
	e.At = instant(at)
	if err != nil || detail == "" {
		return e, err
	}
	return e, json.Unmarshal([]byte(detail), &e.Detail)
}

// One step of the index for each action: the log may be long, and actions are few.
const selectActions = `WITH RECURSIVE seen(action) AS (
SELECT MIN(action) FROM audit
UNION ALL SELECT (SELECT MIN(a.action) FROM audit a WHERE a.action > seen.action) FROM seen WHERE seen.action IS NOT NULL)
SELECT action FROM seen WHERE action IS NOT NULL`

// ListActions lists the actions that the audit log knows, each once, in the order of the
// alphabet.
func (s *Store) ListActions(ctx context.Context) (list []string, err error) {
	err = s.read(ctx).each(selectActions, nil, func(rows *sql.Rows) error {
		var action string
		err := rows.Scan(&action)
		list = append(list, action)
		return err
	})
	return list, wrap("list audit actions", err)
}
