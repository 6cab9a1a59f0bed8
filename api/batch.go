package api

import (
	"net/http"
	"strconv"
	"time"

	"github.com/goodterms/goodterms/reminder"
)

// batchResults is the answer to a batch, in the order sent.
type batchResults struct {
	Results []batchResult `json:"results" nullable:"false"`
}

// batchResult is what became of one reminder: an id, or an error.
type batchResult struct {
	Index     int       `json:"index"`
	ID        string    `json:"id,omitempty"`
	Status    string    `json:"status,omitempty"`
	SendAt    time.Time `json:"send_at,omitzero"`
	Duplicate bool      `json:"duplicate,omitempty"`
	Error     *problem  `json:"error,omitempty"`
}

// postBatch accepts many reminders. A bad one spoils none of its neighbours.
func postBatch(s *server, c *call) (answer, error) {
	var in newBatch
	found, err := c.read(&in)
	if err != nil {
		return answer{}, err
	}
	whole, faults := found.split()
	if err := faultless(whole); err != nil {
		return answer{}, err
	}
	rules := s.rules(c)
	if err := rules.sandboxed(); err != nil {
		return answer{}, err
	}
	b := s.planBatch(c, rules, in.Reminders, faults)
	if rules.err != nil {
		return answer{}, rules.err
	}
	if len(b.planned) == 0 { // nothing changes, so nothing is remembered
		return b.answer(nil), nil
	}
	m := reply{make: func(effect any) answer { return b.answer(effect.([]reminder.Acceptance)) }}
	effect, err := s.Reminders.Accept(c.ctx(), c.now, b.planned, m.remember(c))
	if err != nil {
		return answer{}, err
	}
	s.wake(effect)
	return m.to(effect), nil
}

// batch is a batch on its way: what was planned, and of which entry it is.
type batch struct {
	planned []reminder.Planned
	index   []int
	faults  map[int]findings
	size    int
}

func (s *server) planBatch(c *call, rules *rules, in []newReminder, faults map[int]findings) *batch {
	b := &batch{
		planned: make([]reminder.Planned, 0, len(in)), index: make([]int, 0, len(in)),
		faults: faults, size: len(in),
	}
	for i := range in {
		planned, found := s.plan(c, rules, &in[i], i, faults[i])
		if len(found) > 0 {
			b.fault(i, found)
			continue
		}
		b.planned = append(b.planned, planned)
		b.index = append(b.index, i)
	}
	return b
}

func (b *batch) fault(i int, found findings) {
	if b.faults == nil {
		b.faults = map[int]findings{}
	}
	b.faults[i] = found
}

func (b *batch) answer(effect []reminder.Acceptance) answer {
	results := make([]batchResult, b.size)
	for i, found := range b.faults {
		results[i] = batchResult{Index: i, Error: unprocessable(found)}
	}
	for n, a := range effect {
		i := b.index[n]
		results[i] = batchResult{Index: i, ID: a.ID, Status: string(a.Status), SendAt: stamp(a.SendAt), Duplicate: a.Duplicate}
		if a.Conflict {
			results[i] = batchResult{Index: i, Error: conflict("body.reminders[" + strconv.Itoa(i) + "].reference")}
		}
	}
	return answerOf(http.StatusOK, batchResults{Results: results})
}
