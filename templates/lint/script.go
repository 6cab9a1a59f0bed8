package lint

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goodterms/goodterms/channels"
)

// How long people listen, in seconds: beyond usualCall they stop, and beyond
// longestCall nobody is left; a machine is given less.
const (
	usualCall    = 40
	longestCall  = 90
	usualLimited = 20
)

// How fast a voice speaks.
const (
	signsPerSecond = 15.0
	spelledSeconds = 0.35 // for each sign that is said by itself
	pauseSeconds   = 1.0  // for each empty line
)

// script tells how long a call takes.
func (l *look) script() {
	if !l.is(channels.Voice) {
		return
	}
	script, limited := l.body().text, l.request.Limited
	if l.liquid {
		words, ok := l.try()
		if ok {
			script, limited = words.Text, words.Limited
		} else {
			script, limited = blank(script, constructs(script)), blank(limited, constructs(limited))
		}
	}
	seconds := spoken(script)
	l.voice = &Voice{seconds}
	switch {
	case seconds > longestCall:
		l.whole(Error, "voice_length", l.body().name, told("the call", seconds), "say it in "+strconv.Itoa(usualCall)+" seconds: who calls, which invoice, how much, and what the keys do")
	case seconds > usualCall:
		l.whole(Warning, "voice_length", l.body().name, told("the call", seconds), "say it in "+strconv.Itoa(usualCall)+" seconds; listeners leave after that")
	}
	if seconds := spoken(limited); seconds > usualLimited {
		l.whole(Warning, "voice_length", limitedPart, told("the message for a machine", seconds), "say who calls and how to call back, in "+strconv.Itoa(usualLimited)+" seconds")
	}
}

func told(what string, seconds int) string {
	return what + " takes about " + strconv.Itoa(seconds) + " seconds"
}

// spoken is how many seconds a voice takes for the script.
func spoken(script string) int {
	script = strings.ReplaceAll(strings.Trim(script, " \t\r\n"), "\r\n", "\n")
	if script == "" {
		return 0
	}
	var seconds float64
	blankLines := 0
	for line := range strings.SplitSeq(script, "\n") {
		if line = strings.TrimSpace(line); line == "" {
			blankLines++
			if blankLines == 1 {
				seconds += pauseSeconds
			}
			continue
		}
		blankLines = 0
		seconds += spokenLine(line)
	}
	return int(math.Ceil(seconds))
}

// spokenLine counts signs by themselves, such as those of a number that is spelled,
// for what they take.
func spokenLine(line string) float64 {
	words := strings.Fields(line)
	signs, spelled := 0, 0
	for i, w := range words {
		if alone(w) && (i > 0 && alone(words[i-1]) || i+1 < len(words) && alone(words[i+1])) {
			spelled++
			continue
		}
		signs += utf8.RuneCountInString(w) + 1
	}
	return float64(signs)/signsPerSecond + float64(spelled)*spelledSeconds
}

func alone(word string) bool {
	return utf8.RuneCountInString(strings.TrimRight(word, ",.;:")) == 1
}
