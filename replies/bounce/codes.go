package bounce

import (
	"strconv"
	"strings"
)

// codes are what a text says in numbers.
type codes struct {
	enhanced string // x.y.z (RFC 3463); empty when none
	reply    string // three digits (RFC 5321 4.2); empty when none
}

// codesIn finds the status and the SMTP reply that a text tells. A status after a
// reply is believed before one that merely looks like it.
func codesIn(s string) codes {
	var c codes
	s = clip(s, 32<<10)
	adjacent := false
	for i := 0; i < len(s); i++ {
		if s[i] != '4' && s[i] != '5' || i > 0 && inWord(s[i-1]) {
			continue
		}
		if found := enhancedAt(s, i); found != "" {
			beside := afterReply(s, i)
			if c.enhanced == "" || beside && !adjacent || vague(c.enhanced) && !vague(found) && beside == adjacent {
				c.enhanced, adjacent = found, beside
			}
			i += len(found) - 1
			continue
		}
		if c.reply == "" && replyAt(s, i) {
			c.reply = s[i : i+3]
		}
	}
	return c
}

// inWord says that what follows a byte is the middle of a word or number.
func inWord(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '.' || c == '/' || c == '_' || c == '@' || c == '%'
}

// enhancedAt reads x.y.z at a place; empty when it is an IP address, a version,
// a date or anything else.
func enhancedAt(s string, i int) string {
	j := i + 1
	for range 2 {
		if j >= len(s) || s[j] != '.' {
			return ""
		}
		digits := 0
		for j++; j < len(s) && s[j] >= '0' && s[j] <= '9'; j++ {
			digits++
		}
		if digits == 0 || digits > 3 || digits > 1 && s[j-digits] == '0' {
			return ""
		}
	}
	if j < len(s) && (s[j] == '.' && j+1 < len(s) && s[j+1] >= '0' && s[j+1] <= '9' || inWord(s[j]) && s[j] != '.' && s[j] != '/') {
		return ""
	}
	if versionBefore(s[max(0, i-24):i]) {
		return ""
	}
	return wellFormed(s[i:j])
}

// versionBefore says that the number after these words is that of a program.
func versionBefore(before string) bool {
	before = strings.TrimRight(strings.ToLower(before), " (-:")
	for _, name := range []string{"version", "exim", "postfix", "sendmail", "release", "build", "ver", "smail", "zmailer", "imail", "mdaemon", "mailenable"} {
		if strings.HasSuffix(before, name) {
			return true
		}
	}
	return false
}

// afterReply says that a status stands right behind a three-digit reply of its class.
func afterReply(s string, i int) bool {
	if i < 4 || s[i-1] != ' ' && s[i-1] != '-' && s[i-1] != '#' && s[i-1] != '(' && s[i-1] != ':' {
		return false
	}
	before := strings.TrimRight(s[max(0, i-6):i], " -#(:")
	return len(before) >= 3 && before[len(before)-3] == s[i] && digits(before[len(before)-3:])
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// replies are the replies of RFC 5321, RFC 4954 and those that large systems
// invented, with the status that each comes nearest to. The mapping is that of
// sendmail's smtptodsn, apart from 550: what it means is in its words.
var replies = map[string]string{
	"420": "4.4.2", "421": "4.3.2", "422": "4.2.2", "431": "4.3.1", "432": "4.3.2", "441": "4.4.1", "442": "4.4.2", "446": "4.4.6",
	"447": "4.4.7", "449": "4.3.0", "450": "4.2.0", "451": "4.3.0", "452": "4.3.1", "454": "4.7.0", "455": "4.5.4", "471": "4.7.1",
	"500": "5.5.2", "501": "5.5.4", "502": "5.5.1", "503": "5.5.1", "504": "5.5.4", "505": "5.5.0",
	"510": "5.1.1", "511": "5.1.1", "512": "5.1.2", "513": "5.1.3", "515": "5.1.0", "517": "5.7.1",
	"521": "5.3.2", "522": "5.2.2", "523": "5.3.4", "530": "5.7.0", "531": "5.3.1", "533": "5.7.0", "534": "5.3.4", "535": "5.7.8", "538": "5.7.0",
	"541": "5.7.1", "542": "5.7.1", "543": "5.4.3", "546": "5.4.6", "547": "5.4.7",
	"550": "5.2.0", "551": "5.1.6", "552": "5.2.2", "553": "5.1.3", "554": "5.3.0", "555": "5.5.4", "556": "5.1.10", "557": "5.7.1", "571": "5.7.1",
}

// replyAt says that a three-digit reply stands at a place: alone, and where one
// would stand.
func replyAt(s string, i int) bool {
	if i+3 > len(s) || replies[s[i:i+3]] == "" {
		return false
	}
	if i+3 < len(s) && strings.IndexByte(" -:;,'\")]>\r\n\t_", s[i+3]) < 0 {
		return false
	}
	if i+4 < len(s) && enhancedAt(s, i+4) != "" {
		return true
	}
	if i+4 < len(s) && s[i+3] == '-' && digits(s[i+4:i+5]) && !strings.HasPrefix(s[i+4:], s[i:i+3]) {
		return false // a phone number or a queue id
	}
	return afterMark(strings.TrimRight(s[max(0, i-24):i], " \t"))
}

// afterMark says that a reply may stand behind this.
func afterMark(before string) bool {
	if before == "" {
		return true
	}
	if strings.IndexByte(":;'\"(<>#=-[\n\r,.|?", before[len(before)-1]) >= 0 {
		return true
	}
	word := strings.ToLower(before[strings.LastIndexAny(before, " \t\n(")+1:])
	switch word {
	case "error", "said", "code", "reply", "smtp", "status", "response", "returned", "with", "was", "is", "fehler", "erreur",
		"reason", "message", "errors", "permanent", "transient", "an", "a", "got", "server", "from", "issue", "code_", "esmtp", "replied", "responded":
		return true
	}
	return digits(word) && len(word) == 3
}

// wellFormed is a status as RFC 3463 2 writes it, or empty.
func wellFormed(status string) string {
	parts := strings.Split(status, ".")
	if len(parts) != 3 || len(parts[0]) != 1 || strings.IndexByte("245", parts[0][0]) < 0 {
		return ""
	}
	subject, err := strconv.Atoi(parts[1])
	detail, err2 := strconv.Atoi(parts[2])
	if err != nil || err2 != nil || subject < 0 || subject > 9 || detail < 0 || detail > 999 || len(parts[2]) > 3 {
		return ""
	}
	return parts[0] + "." + strconv.Itoa(subject) + "." + strconv.Itoa(detail)
}

// vague says that a status tells no more than its class or subject.
func vague(status string) bool {
	if status == "" || status[2] == '0' {
		return true
	}
	return strings.HasSuffix(status, ".0") && status[2] != '7' && status[2] != '6'
}

// silent says that a status tells nothing but its class.
func silent(status string) bool { return status == "" || status[2] == '0' }

// causeOf is what a status means by itself (RFC 3463, the IANA registry, and
// Exchange Online for 5.4.3xx).
func causeOf(status string) Cause {
	if vague(status) {
		return None
	}
	if cause, ok := causes[status[1:]]; ok && status[0] == '5' {
		return cause
	}
	switch status[2] {
	case '2':
		return Mailbox
	case '6':
		return Content
	case '7':
		return Blocked
	case '1':
		if status == "4.1.7" || status == "4.1.8" {
			return Blocked
		}
	}
	return Temporary
}

// causes are the permanent codes that do not mean what their subject means.
var causes = map[string]Cause{
	".1.1": Dead, ".1.2": Dead, ".1.3": Dead, ".1.6": Dead, ".1.10": Dead, ".4.4": Dead, ".4.310": Dead,
	".1.4": Temporary, ".1.5": None, ".1.7": Blocked, ".1.8": Blocked, ".1.9": None,
	".2.3": Content, ".2.4": Temporary, ".3.4": Content, ".7.17": Dead, // the owner changed (RFC 7293)
	".5.3": Temporary,
}
