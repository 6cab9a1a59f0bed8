package mail

import (
	"regexp"
	"strings"
)

// machine tells by which sign a mail is a machine's, and whether it answers for a
// person; an empty sign is a person's. Three choices are made on purpose:
//
// X-Auto-Response-Suppress alone is no sign, because mail programs of people write it
// too. It counts beside an empty return path, or words of absence.
//
// Signs of lists and bulk mail count only where a mail answers nothing: a person's
// reply may come through a group address or a ticket system, which write the same.
//
// A sender that takes no answers is a machine, unless it answers with words that no
// machine is known to write.
func machine(head header, m *Mail) (Kind, string) {
	answering := len(m.Answers) > 0 || repliesTo.MatchString(m.Subject)
	list := bulk(head)
	if sign := autoHeader(head); sign != "" {
		if list != "" && !answering && sign == "auto-submitted" {
			return Unknown, list
		}
		return AutoReply, sign
	}
	if sign := autoWords(head, m, answering); sign != "" {
		return AutoReply, sign
	}
	return unasked(head, m, answering, list)
}

// autoHeader tells automatic answers by their headers (RFC 3834 and older habits).
func autoHeader(head header) string {
	if word := firstWord(head.first("auto-submitted")); word != "" && word != "no" {
		return "auto-submitted"
	}
	for _, name := range []string{"x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply", "x-autoreply-from", "x-mail-autoreply", "x-vacation", "x-otrs-loop"} {
		if value := firstWord(head.first(name)); value != "" && value != "no" && value != "false" {
			return name
		}
	}
	switch precedence(head) {
	case "auto_reply", "auto-reply", "autoreply":
		return "precedence"
	}
	if strings.Contains(strings.ToLower(head.first("x-post-messageclass")), "autoresponder") {
		return "x-post-messageclass"
	}
	return ""
}

// autoWords tells automatic answers by their subject, or by their text beside
// another sign.
func autoWords(head header, m *Mail, answering bool) string {
	if absent(m.Subject) {
		return "subject"
	}
	nobody := strings.TrimSpace(head.first("return-path")) == "<>"
	suppress := strings.ToLower(head.first("x-auto-response-suppress"))
	sign := precedence(head) == "bulk" || precedence(head) == "junk" || noReply(m.From) || suppress != ""
	switch {
	case nobody && !mailer(m.From):
		return "return-path"
	case sign && away.MatchString(beginning(m.Whole)):
		return "words"
	case (sign || answering || ticket.MatchString(m.Subject)) && acknowledges.MatchString(beginning(m.Whole)) && (noReply(m.From) || ticket.MatchString(m.Subject)):
		return "acknowledgement"
	}
	return ""
}

// unasked tells machines that answer nobody: lists, newsletters, notices.
func unasked(head header, m *Mail, answering bool, list string) (Kind, string) {
	switch {
	case mailer(m.From):
		return Unknown, "mailer-daemon"
	case answering:
		return Reply, ""
	case list != "":
		return Unknown, list
	case noReply(m.From):
		return Unknown, "no-reply"
	}
	return Reply, ""
}

// bulk is the sign of a list or a newsletter; empty when there is none.
func bulk(head header) string {
	for _, name := range []string{"list-id", "list-post", "list-unsubscribe", "feedback-id", "x-campaign", "x-mailchimp-campaign-id", "x-mc-user"} {
		if head.first(name) != "" {
			return name
		}
	}
	switch precedence(head) {
	case "bulk", "list", "junk":
		return "precedence"
	}
	return ""
}

func precedence(head header) string { return firstWord(head.first("precedence")) }

// firstWord is the first word of a value, in lower case.
func firstWord(value string) string {
	for word := range strings.FieldsFuncSeq(strings.ToLower(uncommented(value)), func(r rune) bool { return r == ' ' || r == ';' || r == ',' || r == '\t' }) {
		return word
	}
	return ""
}

// mailer says that a mail system writes.
func mailer(from string) bool {
	local, _, _ := strings.Cut(strings.ToLower(from), "@")
	return local == "mailer-daemon" || local == "postmaster" || local == "mail-daemon" || local == "mailerdaemon"
}

var unanswered = regexp.MustCompile(`^(?:.*[-_.+])?(?:no|not|do-?not|donot|nicht|ne-?pas|no-?)[-_.]?(?:reply|replay|antworten|repondre|responder|responda|rispondere|respond)`)

// noReply says that nobody reads what is answered to an address.
func noReply(from string) bool {
	local, _, _ := strings.Cut(strings.ToLower(from), "@")
	return unanswered.MatchString(local)
}

// beginning is as much of a text as shows what it is.
func beginning(text string) string { return strings.ToLower(clip(text, 1500)) }
