package email

import "github.com/goodterms/goodterms/channels"

// ParseReply is a mail that came in, whole and unread. It has no id of its own:
// whoever keeps it knows a repeat by the digest of Raw.
func ParseReply(in Inbound) channels.Reply {
	return channels.Reply{Channel: channels.Email, From: in.From, To: in.To, Raw: string(in.Raw)}
}
