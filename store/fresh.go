package store

import (
	"database/sql"
	"maps"
	"slices"

	"github.com/goodterms/goodterms/reminder"
)

// fresh locks the accounts and returns the calls that were decided upon them as
// they still are; the others are stale. While the kill switch is on, all are.
func (t *txn) fresh(calls []*beginCall) ([]*beginCall, error) {
	waiting := make([]*beginCall, 0, len(calls))
	counted := false
	for _, c := range calls {
		if c.out == "" { // not begun before
			waiting = append(waiting, c)
			counted = counted || c.Decision.Counted
		}
	}
	if counted {
		return t.freshCounted(waiting)
	}
	versions, err := t.versions(waiting)
	return passing(waiting, func(c *beginCall) bool { return versions[c.Attempt.AccountID] == c.Version }), err
}

// passing returns the calls that pass and answers the others.
func passing(calls []*beginCall, passes func(*beginCall) bool) []*beginCall {
	fresh := make([]*beginCall, 0, len(calls))
	for _, c := range calls {
		if passes(c) {
			fresh = append(fresh, c)
		} else {
			c.out = reminder.BegunStale
		}
	}
	return fresh
}

// goingOut leaves out every account while the kill switch of the one creditor is on.
const goingOut = ` NOT EXISTS (SELECT 1 FROM creditor WHERE stopped_at <> 0)`

const selectVersions = `SELECT id, version FROM account WHERE id IN ({ids}) AND` + goingOut + ` ORDER BY id`

func (t *txn) versions(calls []*beginCall) (map[string]int64, error) {
	ids := make([]string, 0, len(calls))
	for _, c := range calls {
		ids = append(ids, c.Attempt.AccountID)
	}
	versions := make(map[string]int64, len(ids))
	query := selectVersions + t.store.engine.only(forShare)
	err := t.list(query, nil, unique(ids), func(rows *sql.Rows) error {
		var id string
		var version int64
		err := rows.Scan(&id, &version)
		versions[id] = version
		return err
	})
	return versions, err
}

// freshCounted is fresh when contacts were counted: the version is compared and
// raised in one statement. Of several calls for one account the first that counted
// passes; it was not in the history of those behind it. One that counted the
// contacts of an address makes the other accounts that have it stale too.
func (t *txn) freshCounted(calls []*beginCall) ([]*beginCall, error) {
	sharing, err := t.sharing(calls)
	if err != nil {
		return nil, err
	}
	if err := t.lockSharing(calls, sharing); err != nil {
		return nil, err
	}
	same, err := t.compareAndRaise(calls)
	if err != nil {
		return nil, err
	}
	spent, others := map[string]bool{}, map[string]bool{}
	fresh := passing(calls, func(c *beginCall) bool {
		id := c.Attempt.AccountID
		if version, ok := same[id]; !ok || version != c.Version || spent[id] {
			return false
		}
		spent[id] = c.Decision.Counted
		if c.Decision.Counted && c.Decision.ByAddress {
			for _, other := range sharing[c.Attempt.Address] {
				if other != id {
					spent[other], others[other] = true, true
				}
			}
		}
		return true
	})
	return fresh, t.raise(keys(others))
}

const selectSharing = `SELECT value, account_id FROM address WHERE value IN ({ids})`

// sharing are the accounts that have the addresses of which contacts were counted,
// by address.
func (t *txn) sharing(calls []*beginCall) (map[string][]string, error) {
	var values []string
	for _, c := range calls {
		if c.Decision.Counted && c.Decision.ByAddress {
			values = append(values, c.Attempt.Address)
		}
	}
	found := map[string][]string{}
	err := t.list(selectSharing, nil, unique(values), func(rows *sql.Rows) error {
		var value, accountID string
		err := rows.Scan(&value, &accountID)
		found[value] = append(found[value], accountID)
		return err
	})
	return found, err
}

// lockSharing locks every account that will be raised, when those are more than
// the calls' own: accounts are locked in the order of their ids.
func (t *txn) lockSharing(calls []*beginCall, sharing map[string][]string) error {
	if t.store.engine == sqlite {
		return nil
	}
	all := map[string]bool{}
	for _, c := range calls {
		all[c.Attempt.AccountID] = true
	}
	own := len(all)
	for _, ids := range sharing {
		for _, id := range ids {
			all[id] = true
		}
	}
	if len(all) == own {
		return nil
	}
	return t.lock(keys(all))
}

// decided is what the latest decisions upon an account saw of it.
type decided struct {
	version int64
	raise   int64 // 1 when one of them counted contacts
}

const (
	raiseSame = `UPDATE account SET version = version + v.column3
FROM (VALUES {rows}) AS v WHERE account.id = v.column1 AND account.version = v.column2 AND` + goingOut + `
RETURNING account.id`
	raiseSameRow = `(?,CAST(? AS BIGINT),CAST(? AS BIGINT))`
)

// compareAndRaise locks the accounts that are as their latest decisions saw them,
// in the order of their ids, raises their versions where contacts were counted,
// and returns the versions that they had. Earlier decisions are stale by that.
func (t *txn) compareAndRaise(calls []*beginCall) (map[string]int64, error) {
	latest := map[string]decided{}
	for _, c := range calls {
		d := latest[c.Attempt.AccountID]
		switch counted := flag(c.Decision.Counted); {
		case c.Version > d.version:
			d = decided{c.Version, counted}
		case c.Version == d.version:
			d.raise = max(d.raise, counted)
		}
		latest[c.Attempt.AccountID] = d
	}
	values := make([]any, 0, 3*len(latest))
	for _, id := range slices.Sorted(maps.Keys(latest)) {
		values = append(values, id, latest[id].version, latest[id].raise)
	}
	same := make(map[string]int64, len(latest))
	_, err := t.bulk(raiseSame, raiseSameRow, nil, values, func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&id)
		same[id] = latest[id].version
		return err
	})
	return same, err
}
