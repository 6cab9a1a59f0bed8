package replies

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/replies/intents"
)

// Label is an operator's word about what a reply means: an example to replay.
type Label struct {
	ID      string        `json:"id,omitempty"` // lab_…
	ReplyID string        `json:"reply_id,omitempty"`
	At      time.Time     `json:"at,omitzero"`
	By      string        `json:"by,omitempty"`
	Channel string        `json:"channel"`
	Locale  string        `json:"locale,omitempty"`
	Zone    string        `json:"zone,omitempty"`
	Now     time.Time     `json:"now"` // of the reply
	Subject string        `json:"subject,omitempty"`
	Text    string        `json:"text"`
	Intents []LabelIntent `json:"intents"`
	Before  []LabelIntent `json:"before,omitempty"` // what the rules had said
}

// LabelIntent is one intent of a label.
type LabelIntent struct {
	Intent string `json:"intent"`
	Date   string `json:"date,omitempty"`   // YYYY-MM-DD
	Amount string `json:"amount,omitempty"` // decimal
}

// ErrLabels says that a line is no label. It does not repeat the line.
var ErrLabels = errors.New("is no label: one JSON object with channel, text, now and the intents by their names")

// longestLabel is the most bytes of one line.
const longestLabel = 4 << 20

// WriteLabels writes labels as lines of JSON.
func WriteLabels(w io.Writer, list []Label) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, l := range list {
		if err := enc.Encode(l); err != nil {
			return fmt.Errorf("write labels: %w", err)
		}
	}
	return nil
}

// ReadLabels reads what WriteLabels writes; blank lines are passed over. The
// error of a line that is no label names its number.
func ReadLabels(r io.Reader) (list []Label, err error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, longestLabel)
	for n := 1; lines.Scan(); n++ {
		if len(lines.Bytes()) == 0 {
			continue
		}
		var l Label
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil || !l.valid() {
			return nil, fmt.Errorf("line %d: %w", n, ErrLabels)
		}
		list = append(list, l)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read labels: %w", err)
	}
	return list, nil
}

func (l Label) valid() bool {
	unknown := func(i LabelIntent) bool {
		_, err := account.ParseDate(i.Date)
		return rank(intents.Intent(i.Intent)) < 0 || i.Date != "" && err != nil
	}
	return channels.Kind(l.Channel).Valid() && !l.Now.IsZero() && !slices.ContainsFunc(l.Intents, unknown)
}

// Tally counts one intent over labels.
type Tally struct {
	Right  int `json:"right"`  // found, and labeled so
	Wrong  int `json:"wrong"`  // found, but not labeled so
	Missed int `json:"missed"` // labeled so, but not found
}

// Precision is how much of what was found is right; 1 when nothing was found.
func (t Tally) Precision() float64 { return share(t.Right, t.Wrong) }

// Recall is how much of what is there was found; 1 when nothing is there.
func (t Tally) Recall() float64 { return share(t.Right, t.Missed) }

func share(right, other int) float64 {
	if right+other == 0 {
		return 1
	}
	return float64(right) / float64(right+other)
}

// Score is how well labels are read.
type Score struct {
	Labels  int                      `json:"labels"`
	Whole   int                      `json:"whole"`   // labels of which every intent, date and amount is right and nothing else was found
	Found   map[intents.Intent]Tally `json:"found"`   // certain or not
	Certain map[intents.Intent]Tally `json:"certain"` // what would be acted on; missed: what waits for a person
	Dates   Tally                    `json:"dates"`   // of promises and absences
	Amounts Tally                    `json:"amounts"` // of promises
}

// Replay reads the text of every label again and counts what comes out.
func Replay(labels []Label, reader Reader) Score {
	s := Score{Labels: len(labels), Found: map[intents.Intent]Tally{}, Certain: map[intents.Intent]Tally{}}
	for _, l := range labels {
		if s.add(l, reader.Read(l.question()).Found) {
			s.Whole++
		}
	}
	return s
}

func (l Label) question() intents.Question {
	loc, err := account.LoadZone(l.Zone)
	if err != nil {
		loc = time.UTC
	}
	return intents.Question{Text: l.Text, Subject: l.Subject, Channel: channels.Kind(l.Channel), Locale: l.Locale, Now: l.Now.In(loc)}
}

// add counts one label and says whether all of it was read right.
func (s *Score) add(l Label, found []intents.Found) bool {
	whole := true
	for _, i := range intents.Intents() {
		want, wanted := labelOf(l.Intents, i)
		got, has := foundOf(found, i)
		tally(s.Found, i, has, wanted)
		tally(s.Certain, i, has && got.Certain, wanted)
		whole = whole && has == wanted
		if !wanted || !has {
			continue
		}
		if dated := i == intents.Promise || i == intents.OutOfOffice; dated {
			whole = compare(&s.Dates, got.Date.String(), want.Date) && whole
		}
		if i == intents.Promise {
			whole = compare(&s.Amounts, decimal(got.Amount), want.Amount) && whole
		}
	}
	return whole
}

func labelOf(list []LabelIntent, i intents.Intent) (LabelIntent, bool) {
	at := slices.IndexFunc(list, func(l LabelIntent) bool { return l.Intent == string(i) })
	if at < 0 {
		return LabelIntent{}, false
	}
	return list[at], true
}

func foundOf(list []intents.Found, i intents.Intent) (intents.Found, bool) {
	at := slices.IndexFunc(list, func(f intents.Found) bool { return f.Intent == i })
	if at < 0 {
		return intents.Found{}, false
	}
	return list[at], true
}

func tally(of map[intents.Intent]Tally, i intents.Intent, has, wanted bool) {
	t := of[i]
	t.count(has, wanted, has == wanted)
	of[i] = t
}

// compare counts a value that may be missing; true when it is as it should be.
func compare(t *Tally, got, want string) bool {
	t.count(got != "", want != "", got == want)
	return got == want
}

func (t *Tally) count(has, wanted, same bool) {
	switch {
	case has && wanted && same:
		t.Right++
	case has && wanted:
		t.Wrong++
		t.Missed++
	case has:
		t.Wrong++
	case wanted:
		t.Missed++
	}
}

// String is a table of the score.
func (s Score) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d labels, %d read wholly right\n", s.Labels, s.Whole)
	fmt.Fprintf(&b, "%-16s %6s %10s %7s   %17s %14s\n", "intent", "labels", "precision", "recall", "certain precision", "certain recall")
	for _, i := range intents.Intents() {
		found, certain := s.Found[i], s.Certain[i]
		if found == (Tally{}) {
			continue
		}
		fmt.Fprintf(&b, "%-16s %6d %10.3f %7.3f   %17.3f %14.3f\n", i, found.Right+found.Missed,
			found.Precision(), found.Recall(), certain.Precision(), certain.Recall())
	}
	fmt.Fprintf(&b, "%-16s %6d %10.3f %7.3f\n", "dates", s.Dates.Right+s.Dates.Missed, s.Dates.Precision(), s.Dates.Recall())
	fmt.Fprintf(&b, "%-16s %6d %10.3f %7.3f\n", "amounts", s.Amounts.Right+s.Amounts.Missed, s.Amounts.Precision(), s.Amounts.Recall())
	return b.String()
}
