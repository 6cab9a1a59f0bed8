package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"strconv"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/replies"
	"github.com/goodterms/goodterms/replies/intents"
)

// found is an intent as it is stored.
type found struct {
	Intent   intents.Intent `json:"intent"`
	Certain  bool           `json:"certain"`
	Date     account.Date   `json:"date"`
	Amount   account.Money  `json:"amount"`
	Parts    []intents.Part `json:"parts,omitempty"`
	Evidence string         `json:"evidence,omitempty"`
	Rule     string         `json:"rule,omitempty"`
}

func storedIntents(list []intents.Found) []found {
	out := make([]found, len(list))
	for i, f := range list {
		out[i] = found(f)
	}
	return out
}

// listJSON is a list as it is stored; an empty one is the empty text.
func listJSON[T any](list []T) (string, error) {
	if len(list) == 0 {
		return "", nil
	}
	text, err := json.Marshal(list)
	return string(text), err
}

// readJSON is the opposite of listJSON.
func readJSON[T any](text string, list *[]T) error {
	*list = nil
	if text == "" {
		return nil
	}
	return json.Unmarshal([]byte(text), list)
}

const (
	selectHeard     = `SELECT id, account_id FROM reply WHERE channel = $1 AND test = $2 AND provider_id = $3 AND provider_id <> ''`
	selectHeardByID = `SELECT id, account_id FROM reply WHERE id = $1`
)

// heardBefore finds the reply that has the provider's id; one that has none is
// known again by the id that it was given.
func (t *txn) heardBefore(r replies.Text) (heard replies.Heard, err error) {
	query, args := selectHeard, []any{string(r.Channel), flag(r.Test), plain(r.ProviderID)}
	if r.ProviderID == "" {
		query, args = selectHeardByID, []any{r.ID}
	}
	heard.Repeat, err = t.one(query, args, &heard.ReplyID, &heard.AccountID)
	return heard, err
}

const insertReply = `INSERT INTO reply (id, at, channel, provider_id, account_id, attempt_id, sender, recipient, body, digits, meaning, raw, test,
kind, match_by, contact_id, subject, language, rules, intents, media, message_id, refs)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22) ON CONFLICT DO NOTHING`

func (t *txn) keepReply(r replies.Text) error {
	found, err := listJSON(storedIntents(r.Intents))
	if err != nil {
		return err
	}
	media, err := listJSON(r.Media)
	if err != nil {
		return err
	}
	refs, err := listJSON(r.References)
	if err != nil {
		return err
	}
	n, err := t.do(insertReply, r.ID, micros(r.At), string(r.Channel), plain(r.ProviderID), r.AccountID, r.AttemptID, plain(r.From), plain(r.To),
		plain(r.Body), plain(r.Digits), kept(r.Raw), flag(r.Test), string(r.Kind), string(r.Match), r.ContactID, plain(r.Subject),
		r.Language, r.Rules, found, media, plain(r.MessageID), refs)
	if err == nil && n == 0 {
		return errRace // the same reply is being heard at this moment
	}
	return err
}

const (
	replyColumns = `r.id, r.at, r.channel, r.provider_id, r.account_id, r.attempt_id, r.sender, r.recipient, r.body, r.digits, r.test,
r.kind, r.match_by, r.contact_id, r.subject, r.language, r.rules, r.intents, r.media, r.message_id, r.refs`
	selectReply         = `SELECT ` + replyColumns + `, r.raw FROM reply r WHERE r.id = $1`
	selectReplyProvider = `SELECT ` + replyColumns + `, r.raw FROM reply r
WHERE r.channel = $1 AND r.test = $2 AND r.provider_id = $3 AND r.provider_id <> ''`
)

// scanReply scans replyColumns and what the caller asks for besides.
func scanReply(rows *sql.Rows, more ...any) (r replies.Text, err error) {
	var at, test int64
	var found, media, refs string
	dest := []any{&r.ID, &at, (*string)(&r.Channel), &r.ProviderID, &r.AccountID, &r.AttemptID, &r.From, &r.To, &r.Body, &r.Digits, &test,
		(*string)(&r.Kind), (*string)(&r.Match), &r.ContactID, &r.Subject, &r.Language, &r.Rules, &found, &media, &r.MessageID, &refs}
	if err := rows.Scan(append(dest, more...)...); err != nil {
		return r, err
	}
	r.At, r.Test = instant(at), test != 0
	if r.Intents, err = readIntents(found); err != nil {
		return r, err
	}
	if err := readJSON(media, &r.Media); err != nil {
		return r, err
	}
	return r, readJSON(refs, &r.References)
}

func readIntents(text string) (list []intents.Found, err error) {
	var stored []found
	err = readJSON(text, &stored)
	for _, f := range stored {
		list = append(list, intents.Found(f))
	}
	return list, err
}

func (t *txn) findReply(query string, args ...any) (r replies.Text, found bool, err error) {
	err = t.each(query, args, func(rows *sql.Rows) error {
		var raw string
		found = true
		r, err = scanReply(rows, &raw)
		r.Raw = asItCame(raw)
		return err
	})
	return r, found, err
}

// FindHeard returns the reply that has the provider's id; false when it is new.
func (s *Store) FindHeard(ctx context.Context, channel, providerID string, test bool) (replies.Text, bool, error) {
	if providerID == "" {
		return replies.Text{}, false, nil
	}
	r, found, err := s.read(ctx).findReply(selectReplyProvider, channel, flag(test), plain(providerID))
	return r, found, wrap("find reply", err)
}

// FindReply returns a reply, as it came and as it was read; replies.ErrNoReply
// when there is none.
func (s *Store) FindReply(ctx context.Context, id string) (replies.Text, error) {
	r, found, err := s.read(ctx).findReply(selectReply, id)
	if err == nil && !found {
		err = replies.ErrNoReply
	}
	return r, wrap("find reply", err)
}

const (
	selectReplies       = `SELECT ` + replyColumns + ` FROM reply r WHERE r.id > $1`
	selectRepliesBefore = `SELECT ` + replyColumns + ` FROM reply r WHERE r.id < $1`
)

// before is the id from which a list that begins with the latest goes back. No id
// comes behind the one that stands for the end.
func before(id string) string { return cmp.Or(id, "zzz") }

// ListReplies lists the replies that the filter chooses, ordered by id, either way, without
// what they were as they came; account.ErrNotFound when it names an account that
// does not exist.
func (s *Store) ListReplies(ctx context.Context, f replies.ReplyFilter) (list []replies.Text, err error) {
	t := s.read(ctx)
	query, args := selectReplies, []any{f.After}
	order := ` ORDER BY r.id LIMIT $`
	if f.Latest {
		query, args[0], order = selectRepliesBefore, before(f.After), ` ORDER BY r.id DESC LIMIT $`
	}
	if f.Account != "" {
		id, err := t.accountID(f.Account)
		if err != nil {
			return nil, wrap("list replies", err)
		}
		query, args = query+` AND r.account_id = $2`, append(args, id)
	}
	if f.Unmatched {
		query += ` AND r.account_id = ''`
	}
	if f.Kind != "" {
		args = append(args, f.Kind)
		query += ` AND r.kind = $` + strconv.Itoa(len(args))
	}
	args = append(args, int64(f.Limit))
	query += order + strconv.Itoa(len(args))
	err = t.each(query, args, func(rows *sql.Rows) error {
		r, err := scanReply(rows)
		list = append(list, r)
		return err
	})
	return list, wrap("list replies", err)
}

// accountID is the id of the account of the reference; account.ErrNotFound when
// there is none.
func (t *txn) accountID(reference string) (string, error) {
	a, found, err := t.accountByReference(reference)
	if err == nil && !found {
		err = account.ErrNotFound
	}
	return a.ID, err
}
