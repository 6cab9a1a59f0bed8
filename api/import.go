package api

import (
	"net/http"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/reminder"
)

// imported is the answer to a list.
type imported struct {
	Read     int `json:"read" example:"120" doc:"Lines, without the header and blank ones."`
	Recorded int `json:"recorded" example:"117" doc:"Those that are new."`
	Known    int `json:"known" example:"3" doc:"Those that were recorded already, and repeats within the list; they stay as they are."`
}

// list is a kind of list: how its lines are checked and recorded.
type list[T, F any] struct {
	check  func(*checker, *people, T) F
	id     func(F) string
	prefix string // of ids
	record func(*call, []F, *reminder.Idempotency) ([]F, error)
}

func importOptOuts(s *server, c *call) (answer, error) {
	return importList(s, c, list[newOptOut, account.OptOut]{
		prefix: "opt", id: func(o account.OptOut) string { return o.ID },
		check: func(check *checker, people *people, in newOptOut) account.OptOut {
			if in.Source == "" {
				in.Source = "import"
			}
			return check.optOut(people, in)
		},
		record: func(c *call, all []account.OptOut, idem *reminder.Idempotency) ([]account.OptOut, error) {
			return s.Permissions.RecordOptOuts(c.ctx(), c.now, all, idem)
		},
	})
}

func importConsents(s *server, c *call) (answer, error) {
	return importList(s, c, list[newConsent, account.Consent]{
		prefix: "cns", id: func(o account.Consent) string { return o.ID },
		check: (*checker).consent,
		record: func(c *call, all []account.Consent, idem *reminder.Idempotency) ([]account.Consent, error) {
			return s.Permissions.RecordConsents(c.ctx(), c.now, all, idem)
		},
	})
}

// importList records all lines of a list, or none when one is wrong.
func importList[T, F any](s *server, c *call, l list[T, F]) (answer, error) {
	facts, err := checkLines(s, c, l)
	if err != nil {
		return answer{}, err
	}
	if len(facts) == 0 { // nothing changes, so nothing is remembered
		return answerOf(http.StatusOK, imported{}), nil
	}
	before := s.IDs.New(l.prefix, c.now)
	m := reply{make: func(effect any) answer { return answerOf(http.StatusOK, l.count(effect.([]F), before)) }}
	recorded, err := l.record(c, facts, m.remember(c))
	if err != nil {
		return answer{}, nobody(err)
	}
	return m.to(recorded), nil
}

// count tells new ones, whose ids are greater than the one made before, from
// those that were recorded already.
func (l list[T, F]) count(recorded []F, before string) imported {
	out := imported{Read: len(recorded)}
	seen := make(map[string]bool, len(recorded)) // a line that repeats an earlier one is known
	for _, one := range recorded {
		id := l.id(one)
		if id > before && !seen[id] {
			out.Recorded++
		}
		seen[id] = true
	}
	out.Known = out.Read - out.Recorded
	return out
}

// checkLines reads and checks every line before anything is recorded.
func checkLines[T, F any](s *server, c *call, l list[T, F]) ([]F, error) {
	lines, faults, err := readLines[T](c.body, c.kind, c.route.shape)
	if err != nil {
		return nil, err
	}
	people := s.people(c)
	out := make([]F, 0, len(lines))
	for i := range lines {
		if faults.unread[lines[i].number] { // what could not be read would be found once more
			continue
		}
		check := checker{rules: &rules{now: c.now, region: s.DefaultRegion}, item: noItem, line: lines[i].number}
		out = append(out, l.check(&check, people, lines[i].value))
		faults.add(check.found...)
	}
	if people.err != nil {
		return nil, people.err
	}
	return out, faults.err()
}
