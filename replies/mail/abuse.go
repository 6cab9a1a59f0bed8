package mail

import (
	"slices"
	"strings"

	"github.com/jhillyerd/enmime/v2"
)

// hotmail is the header by which Outlook's programme for senders names whose mail was
// marked (JMRP). It stands in the returned mail.
const hotmail = "x-hmxmroriginalrecipient"

// complains says that a mail is a complaint though it is no report by its form: a
// feedback report stands anywhere in it, or it returns a mail as Outlook does.
func complains(head header, root *enmime.Part) bool {
	if formOf(root) == bounceForm {
		return false
	}
	if find(root, "message/feedback-report") != nil || head.first(hotmail) != "" {
		return true
	}
	return returned(root).first(hotmail) != ""
}

// returned is the header of the mail that a report gives back; empty when none.
func returned(root *enmime.Part) header {
	part := find(root, "message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global", "message/global-headers")
	if part == nil {
		return nil
	}
	head, _ := split(part.Content)
	return head
}

// complaint reads an abuse report (RFC 5965).
func (m *Mail) complaint(head header, envelope *enmime.Envelope) {
	var fields header
	if part := find(envelope.Root, "message/feedback-report"); part != nil {
		fields, _ = split(part.Content)
	}
	back := returned(envelope.Root)
	if back == nil && head.first(hotmail) != "" {
		back = head
	}
	m.Abuse = Abuse{
		Feedback:   feedback(fields.first("feedback-type")),
		Recipients: complainants(fields, back),
		MessageIDs: messageIDs(strings.ToValidUTF8(back.first("message-id"), "")),
		ReturnPath: oneAddress(fields.first("original-mail-from"), back.first("return-path")),
	}
	m.robot(Complaint, "feedback-report")
}

// feedback is the kind of a complaint; one that is not named is abuse.
func feedback(word string) string {
	word = strings.ToLower(strings.TrimSpace(word))
	switch word {
	case "":
		return "abuse"
	case "opt-out-list":
		return "opt-out"
	case "abuse", "fraud", "virus", "not-spam", "opt-out", "auth-failure", "other":
		return word
	}
	return "other"
}

// complainants are who complained, as far as that was not made unreadable.
func complainants(fields, back header) []string {
	for _, values := range [][]string{fields.all("original-rcpt-to"), back.all(hotmail), back.all("to")} {
		var all []string
		for _, value := range values {
			for _, address := range addresses(value) {
				if address = strings.ToLower(address); !redacted(address) && !slices.Contains(all, address) && len(all) < mostRecipients {
					all = append(all, address)
				}
			}
		}
		if len(all) > 0 {
			return all
		}
	}
	return nil
}

// redacted says that an address was made unreadable by who reports.
func redacted(address string) bool {
	local, _, _ := strings.Cut(address, "@")
	return strings.Contains(local, "redacted") || strings.Trim(local, "x*") == ""
}

// oneAddress is the first address in values; empty when none has one.
func oneAddress(values ...string) string {
	for _, value := range values {
		for _, address := range addresses(value) {
			return strings.ToLower(address)
		}
	}
	return ""
}
