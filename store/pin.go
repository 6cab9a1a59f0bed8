package store

import (
	"database/sql"
	"time"

	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/templates/experiment"
)

// pinning is what decides about the version of new reminders, as it was at one
// stamp of the epoch. It is never changed, only replaced.
type pinning struct {
	stamp   string
	current map[string]int                   // versions that are not 0, by template
	running map[string]experiment.Experiment // by template
}

// pin is the version that a reminder of the account is to use.
func (p *pinning) pin(key, accountID string) templates.Pin {
	if e, ok := p.running[key]; ok {
		return templates.Pin{Version: e.Arms[experiment.Assign(e.ID, accountID, e.Arms)].Version, Experiment: e.ID}
	}
	return templates.Pin{Version: p.current[key]}
}

const selectEpoch = `SELECT stamp FROM template_epoch WHERE id = 1`

// pinned is what decides about versions now. The stamp is read with every group of
// reminders; PostgreSQL remembers until they are committed that it was, and lets
// nobody publish meanwhile: that way none slips past a publish that moves what
// waits. The rest is read when the stamp is another.
func (t *txn) pinned() (*pinning, error) {
	var stamp string
	if _, err := t.one(selectEpoch, nil, &stamp); err != nil {
		return nil, err
	}
	if known := t.store.pinning.Load(); known != nil && known.stamp == stamp {
		return known, nil
	}
	fresh, err := t.readPinning(stamp)
	if err == nil {
		t.store.pinning.Store(fresh)
	}
	return fresh, err
}

const (
	selectCurrent = `SELECT key, current_version FROM template WHERE current_version > 0`
	selectRunning = `SELECT ` + experimentColumns + ` FROM experiment e WHERE e.status = 'running'`
)

func (t *txn) readPinning(stamp string) (*pinning, error) {
	p := &pinning{stamp: stamp, current: map[string]int{}, running: map[string]experiment.Experiment{}}
	err := t.each(selectCurrent, nil, func(rows *sql.Rows) error {
		var key string
		var number int
		err := rows.Scan(&key, &number)
		p.current[key] = number
		return err
	})
	if err != nil {
		return nil, err
	}
	err = t.each(selectRunning, nil, func(rows *sql.Rows) error {
		e, err := scanExperiment(rows)
		p.running[e.Key] = e
		return err
	})
	return p, err
}

// A table lock waits for its turn, and then for the reminders that are being
// accepted, of which none is begun after it. A lock of the row would let them pass
// for as long as they keep coming.
const waitForAccepts = `LOCK TABLE template_epoch IN ACCESS EXCLUSIVE MODE`

// lockEpoch waits until no reminder is being accepted, and lets none be until this
// transaction ends. SQLite has one writer.
func (t *txn) lockEpoch() error {
	if t.store.engine == sqlite {
		return nil
	}
	_, err := t.do(waitForAccepts)
	return err
}

const setEpoch = `UPDATE template_epoch SET stamp = $1 WHERE id = 1`

// turnEpoch lets everybody read anew what decides about versions. A stamp never
// comes back, not even after a transaction that was given up.
func (t *txn) turnEpoch(now time.Time) error {
	_, err := t.do(setEpoch, t.store.ids.New("epo", now))
	return err
}
