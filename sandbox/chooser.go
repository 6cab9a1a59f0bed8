package sandbox

import (
	"regexp"
	"strings"
	"sync"
)

// chooser decides what happens to a hand-off: an injected fault first, then the
// address, and else delivery.
type chooser struct {
	mu     sync.Mutex
	sms    map[string]act
	voice  map[string]act
	seen   map[string]bool // channel and address that had their only-once outcome
	faults []*fault
	lastID int
}

func newChooser() *chooser {
	c := &chooser{sms: make(map[string]act), voice: make(map[string]act), seen: make(map[string]bool)}
	for _, a := range append(smsActs(), wireActs()...) {
		c.sms[a.digits], c.sms["="+a.name] = a, a
	}
	for _, a := range append(voiceActs(), wireActs()...) {
		c.voice[a.digits], c.voice["="+a.name] = a, a
	}
	return c
}

func (c *chooser) table(channel string) map[string]act {
	if channel == channelVoice {
		return c.voice
	}
	return c.sms
}

// phone returns the act for a hand-off to a number; the zero act is delivery.
func (c *chooser) phone(channel, to string) act {
	c.mu.Lock()
	defer c.mu.Unlock()
	if outcome := c.injected(channel, to, stageAny); outcome != "" {
		return c.table(channel)["="+outcome]
	}
	if len(to) < 7 {
		return act{}
	}
	special := to[len(to)-6:]
	a, known := c.table(channel)[special[3:]]
	switch {
	case !known:
		return act{}
	case strings.HasPrefix(special, everyTime):
		return a
	case strings.HasPrefix(special, onlyOnce) && c.firstTime(channel, to):
		return a
	}
	return act{}
}

// firstTime tells, once per channel and address, that it is the first time.
func (c *chooser) firstTime(channel, to string) bool {
	key := channel + " " + to
	if c.seen[key] {
		return false
	}
	c.seen[key] = true
	return true
}

// mail returns the act for a mail address at a stage of the SMTP dialogue.
func (c *chooser) mail(address string, at stage) mailAct {
	c.mu.Lock()
	defer c.mu.Unlock()
	if outcome := c.injected(channelEmail, strings.ToLower(address), at); outcome != "" {
		a, _ := parseMailAct(outcome)
		return a
	}
	local, _, _ := strings.Cut(strings.ToLower(address), "@")
	local, _, _ = strings.Cut(local, "+")
	a, special := parseMailAct(local)
	if !special || !a.at(at) {
		return mailAct{}
	}
	if a.once && !c.firstTime(channelEmail, strings.ToLower(address)) {
		return mailAct{}
	}
	return a
}

// stage is a point of the SMTP dialogue where an outcome can strike.
type stage int

const (
	stageAny  stage = iota // the phone network has but one
	stageMail              // MAIL FROM
	stageRcpt              // RCPT TO, and what follows for that recipient
)

// mailAct is what happens to a mail.
type mailAct struct {
	code     int    // SMTP reply; 0 for none
	enhanced [3]int // RFC 3463
	mail     bool   // at MAIL FROM
	data     bool   // at the end of the data instead of RCPT TO
	taken    bool   // taken in spite of the reply
	once     bool
	drop     dropPoint
	pace     pace
}

// dropPoint is where the connection breaks.
type dropPoint int

const (
	dropNever  dropPoint = iota
	dropBefore           // at RCPT TO
	dropIn               // during the data
	dropAfter            // after the data was taken
)

// at tells whether the act belongs to a stage.
func (a mailAct) at(s stage) bool { return a.mail == (s == stageMail) }

// replyRule is NNN, an optional x.y.z, and what follows.
var replyRule = regexp.MustCompile(`^([45]\d\d)(?:-([45])\.(\d{1,3})\.(\d{1,3}))?((?:-(?:data|mail|taken|once))*)$`)

// parseMailAct reads an outcome's name or a special local part.
func parseMailAct(name string) (mailAct, bool) {
	word, once := strings.CutSuffix(name, "-once")
	switch word {
	case "drop-before-data":
		return mailAct{drop: dropBefore, once: once}, true
	case "drop-in-data":
		return mailAct{drop: dropIn, once: once}, true
	case "drop-after-data":
		return mailAct{drop: dropAfter, once: once}, true
	case "slow":
		return mailAct{pace: paceSlow, once: once}, true
	case "stall":
		return mailAct{pace: paceStall, once: once}, true
	}
	m := replyRule.FindStringSubmatch(name)
	if m == nil {
		return mailAct{}, false
	}
	a := mailAct{code: number(m[1]), enhanced: [3]int{number(m[2]), number(m[3]), number(m[4])}}
	if m[2] == "" {
		a.enhanced = usualEnhanced(a.code)
	}
	a.once = strings.Contains(m[5], "-once")
	a.mail = strings.Contains(m[5], "-mail")
	a.taken = strings.Contains(m[5], "-taken")
	a.data = a.taken || strings.Contains(m[5], "-data")
	return a, true
}

// usualEnhanced is the enhanced code that servers mostly send with a bare reply.
func usualEnhanced(code int) [3]int {
	switch code {
	case 421:
		return [3]int{4, 3, 2}
	case 450:
		return [3]int{4, 2, 0}
	case 452, 552:
		return [3]int{code / 100, 2, 2}
	case 550:
		return [3]int{5, 1, 1}
	case 551, 553:
		return [3]int{5, 1, 3}
	case 554:
		return [3]int{5, 7, 1}
	}
	return [3]int{code / 100, 3, 0}
}

// number reads digits that a pattern has already checked; none are 0.
func number(digits string) int {
	n := 0
	for _, d := range digits {
		n = n*10 + int(d-'0')
	}
	return n
}
