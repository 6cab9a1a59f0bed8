package mail

import (
	netmail "net/mail"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/jhillyerd/enmime/v2"

	"github.com/goodterms/goodterms/account"
)

// Limits of what is told of a mail.
const (
	mostRecipients = 200
	mostAnswers    = 100
	longestSubject = 998
	longestID      = 998
)

// anAddress finds addresses where a list is not written as one.
var anAddress = regexp.MustCompile(`[^\s<>,;:"()\[\]]+@[^\s<>,;:"()\[\]]+`)

// addresses are those of a value, without their names.
func addresses(value string) []string {
	if !strings.Contains(value, "@") {
		return nil
	}
	list, err := enmime.ParseAddressList(value)
	if err != nil {
		return anAddress.FindAllString(decode(value), -1)
	}
	var all []string
	for _, a := range list {
		all = append(all, a.Address)
	}
	return all
}

// author is the canonical address of who wrote: of From, else of who sent.
func author(head header) string {
	for _, name := range []string{"from", "sender", "reply-to", "return-path"} {
		for _, address := range addresses(head.first(name)) {
			return canonical(address)
		}
	}
	return ""
}

// canonical is an address as accounts hold it; one that cannot be is in lower case.
func canonical(address string) string {
	if good, err := account.ParseEmail(address); err == nil {
		return good
	}
	return oneLine(strings.ToLower(strings.ToValidUTF8(address, "")), longestID)
}

// recipients are the addresses that a mail came to. Those that servers wrote come
// before those that the author did.
func recipients(head header) []string {
	var all []string
	seen := map[string]bool{}
	for _, name := range []string{"delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-forwarded-to", "to", "cc"} {
		for _, value := range head.all(name) {
			for _, address := range addresses(value) {
				address = oneLine(strings.ToLower(strings.ToValidUTF8(address, "")), longestID)
				if !seen[address] && len(all) < mostRecipients {
					seen[address] = true
					all = append(all, address)
				}
			}
		}
	}
	return all
}

func subject(head header) string { return oneLine(decode(head.first("subject")), longestSubject) }

// date is when the author says that it was written; zero when that cannot be read.
func date(head header) time.Time {
	at, err := netmail.ParseDate(head.first("date"))
	if err != nil {
		return time.Time{}
	}
	return at
}

// anID finds message ids.
var anID = regexp.MustCompile(`<([^<>\s]+)>`)

// messageIDs are the message ids of a value, without brackets.
func messageIDs(value string) []string {
	var all []string
	for _, found := range anID.FindAllStringSubmatch(value, -1) {
		all = append(all, found[1])
	}
	if all == nil {
		for word := range strings.FieldsSeq(value) {
			if word = strings.Trim(word, "<>,;\""); strings.Contains(word, "@") {
				all = append(all, word)
			}
		}
	}
	return slices.DeleteFunc(all, func(id string) bool { return len(id) > longestID })
}

func firstID(value string) string {
	for _, id := range messageIDs(strings.ToValidUTF8(value, "")) {
		return id
	}
	return ""
}

// answers are the mails that a mail answers, the nearest first.
func answers(head header) []string {
	ids := messageIDs(strings.ToValidUTF8(head.first("in-reply-to"), ""))
	before := messageIDs(strings.ToValidUTF8(head.first("references"), ""))
	slices.Reverse(before)
	var all []string
	seen := map[string]bool{}
	for _, id := range append(ids, before...) {
		if !seen[id] && len(all) < mostAnswers {
			seen[id] = true
			all = append(all, id)
		}
	}
	return all
}
