package reminder

import (
	"sync"
	"time"
)

// spent knows with which accounts this instance began a contact of late that a
// cap counts. Whoever was decided upon before that is decided anew before it
// takes a sending slot, which it would most likely waste.
type spent struct {
	mu         sync.Mutex
	now, older map[string]time.Time // by account
	turned     time.Time            // when now was begun
}

// note remembers the account for as long as what was read is relied on.
func (s *spent) note(accountID string, at time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.now == nil || at.Sub(s.turned) > longRead {
		s.now, s.older, s.turned = map[string]time.Time{}, s.now, at
	}
	s.now[accountID] = at
}

// since says that a contact was begun at the instant or after it.
func (s *spent) since(accountID string, at time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	last, known := s.now[accountID]
	if !known {
		last, known = s.older[accountID]
	}
	return known && !last.Before(at)
}

// spend notes a contact that a cap counts, where slots are scarce.
func (s *Story) spend(j job) {
	if j.decision.Counted && s.Interval[j.channel] > 0 {
		s.spent.note(j.work.Account.ID, s.Now())
	}
}
