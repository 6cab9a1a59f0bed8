package sandbox

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// fault is an outcome injected by request instead of by the address.
type fault struct {
	ID      string  `json:"id"`
	Channel string  `json:"channel"`
	To      string  `json:"to,omitempty"`    // one address; empty for all
	Outcome string  `json:"outcome"`         // a name from the table
	Times   int     `json:"times,omitempty"` // how often at most; 0 for as long as it stands
	Rate    float64 `json:"rate,omitempty"`  // share of the hand-offs it strikes; 0 for all
	On      string  `json:"on,omitempty"`    // "read": strikes lists and fetches instead of hand-offs
	Seed    uint64  `json:"seed,omitempty"`  // makes the share repeatable
	Struck  int     `json:"struck"`          // how often it has struck

	dice *rand.Rand
}

// strikes tells whether the fault hits this hand-off, and counts it if so.
func (f *fault) strikes(channel, to, on string) bool {
	if f.On != on || f.Channel != channel || f.To != "" && f.To != to || f.Times > 0 && f.Struck >= f.Times {
		return false
	}
	if f.Rate > 0 && f.dice.Float64() >= f.Rate {
		return false
	}
	f.Struck++
	return true
}

// injected returns the outcome of the first fault that strikes, or "".
func (c *chooser) injected(channel, to string, at stage) string {
	for _, f := range c.faults {
		if channel == channelEmail {
			if a, _ := parseMailAct(f.Outcome); !a.at(at) {
				continue
			}
		}
		if f.strikes(channel, to, "") {
			return f.Outcome
		}
	}
	return ""
}

// reading returns the act for a list or a fetch; only a fault can strike there.
func (c *chooser) reading(channel string) act {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, f := range c.faults {
		if f.strikes(channel, "", onRead) {
			return c.table(channel)["="+f.Outcome]
		}
	}
	return act{}
}

// onRead marks a fault that strikes lists and fetches.
const onRead = "read"

// check returns what is wrong with a fault, as a sentence, or "".
func (c *chooser) check(f fault) string {
	switch {
	case f.Times < 0:
		return "times must not be negative"
	case f.Rate < 0 || f.Rate > 1:
		return "rate must be between 0 and 1"
	case f.On != "" && f.On != onRead:
		return "on must be empty, or read for lists and fetches"
	case f.On == onRead && (f.Channel == channelEmail || f.To != "" || !c.table(f.Channel)["="+f.Outcome].refuses()):
		return "a fault on reading is for sms or voice, has no to, and its outcome must be one that refuses: 429, 500, 503-html or drop"
	case f.Channel == channelSMS || f.Channel == channelVoice:
		if _, known := c.table(f.Channel)["="+f.Outcome]; !known {
			return "outcome is not a name from the table on the sandbox's page"
		}
	case f.Channel == channelEmail:
		if _, known := parseMailAct(f.Outcome); !known {
			return "outcome must read NNN[-x.y.z][-data|-mail|-taken], drop-before-data, drop-in-data, drop-after-data, slow or stall"
		}
	default:
		return "channel must be email, sms or voice"
	}
	return ""
}

func (c *chooser) inject(f fault) fault {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lastID++
	f.ID, f.Struck = "flt_"+strconv.Itoa(c.lastID), 0
	f.To = strings.ToLower(f.To)
	f.dice = rand.New(rand.NewPCG(f.Seed, 0))
	c.faults = append(c.faults, &f)
	return f
}

func (c *chooser) standing() []fault {
	c.mu.Lock()
	defer c.mu.Unlock()
	list := make([]fault, 0, len(c.faults))
	for _, f := range c.faults {
		list = append(list, *f)
	}
	return list
}

// clear removes one fault, or all of them if id is empty; it says how many.
func (c *chooser) clear(id string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	before := len(c.faults)
	c.faults = slices.DeleteFunc(c.faults, func(f *fault) bool { return id == "" || f.ID == id })
	return before - len(c.faults)
}

func (s *Sandbox) addFault(w http.ResponseWriter, r *http.Request) {
	var f fault
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&f); err != nil {
		sayError(w, http.StatusBadRequest, fmt.Sprintf("the body is not a fault in JSON: %v", err))
		return
	}
	if wrong := s.chooser.check(f); wrong != "" {
		sayError(w, http.StatusUnprocessableEntity, wrong)
		return
	}
	sayJSON(w, http.StatusCreated, s.chooser.inject(f))
}

func (s *Sandbox) listFaults(w http.ResponseWriter, _ *http.Request) {
	sayJSON(w, http.StatusOK, map[string]any{"faults": s.chooser.standing()})
}

func (s *Sandbox) clearFaults(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	cleared := s.chooser.clear(id)
	if id != "" && cleared == 0 {
		sayError(w, http.StatusNotFound, "no such fault stands")
		return
	}
	sayJSON(w, http.StatusOK, map[string]any{"cleared": cleared})
}
