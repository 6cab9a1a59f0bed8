package bounce

// group is a cause, the status it stands for, and the phrases in which mail
// systems say it. Phrases are in lower case, as plainWords folds a text: without
// codes, addresses and links. They begin at the beginning of a word.
type group struct {
	rank    int
	cause   Cause
	status  string
	phrases []string
}

// The order in which phrases are believed.
const (
	sender    = iota // the sender is blamed, whatever else is said
	full             // a full mailbox is often called "unavailable" too
	expired          // time ran out: what is said besides was the last try
	dead             // plain words about the address
	blocked          // plain words about us
	content          // plain words about this mail
	temporary        // plain words about them
	weak             // words that mean it only where no code says otherwise
	weaker
)

// english are the phrases of servers whatever language their people speak. Sources:
// the texts of sendmail, Postfix, Exim, qmail, Courier, Exchange and Domino, and the
// error pages that the large providers publish for postmasters.
var english = []group{
	{sender, Blocked, "5.1.8", []string{
		"sender address rejected", "sender rejected", "sender was rejected", "sender domain", "domain of sender", "sender address does not exist",
		"sender verify failed", "sender verification", "could not verify sender", "unable to verify sender", "invalid sender", "sender unknown",
		"unknown sender", "sender not", "sender is not", "sender denied", "sender address has been", "return path", "bad sender",
		"mail from domain", "mail from address", "verification failed for <", "unroutable sender", "unrouteable sender", "sender domain must",
		"sender ip", "sender's ip", "envelope sender", "from address", "your ip", "your mail server", "your email server",
		"invalid helo", "helo command", "bad helo", "helo/ehlo", "ehlo/helo", "invalid dns mx or a/aaaa", "backscatter",
		"sender hostname", "mail server is rejected", "client host", "client ip", "connecting ip",
		"reverse dns", "rdns", "ptr record", "no ptr", "ip name lookup failed", "forward-confirmed", "fcrdns", "not listed in domain",
	}},
	{full, Mailbox, "5.2.2", []string{
		"mailbox full", "mailbox is full", "mail box full", "mail box is full", "mailbox has exceeded", "mailbox exceeds", "inbox is full", "inbox full",
		"user's mailbox is full", "recipient's mailbox is full", "user is over quota", "user over quota", "over quota", "overquota", "quota exceed", "exceeded quota",
		"exceeds quota", "exceeding quota", "quota full", "file too large", "quota is full", "out of quota", "over the quota", "over its quota", "over their quota",
		"over disk quota", "disk quota", "exceeded the quota", "exceeded his/her quota", "exceeded their quota", "exceeded its quota", "exceeded storage allocation",
		"exceeded its storage", "exceed mailbox quota", "exceeded mailbox quota", "quota violation", "storage quota", "mail quota", "quotas", "maximum storage",
		"account is full", "account full", "mailfolder is full", "folder is full", "mailfolder full", "mail folder is full", "maildir over quota", "maildir delivery failed",
		"mailbox size limit", "mailbox limit", "mailbox quota", "mailbox exceeded", "mailbox currently full", "no space left", "not enough space in",
		"not enough storage", "insufficient disk space", "insufficient space", "out of storage", "full mailbox", "over the maximum allowed",
		"no more space", "mailbox has reached", "reached its limit", "reached the maximum", "user has exhausted", "user has too many messages", "too many messages on server",
		"too much mail data", "mailbox too large", "mailbox over", "mailbox in excess", "exceeds allowed size", "exceeded storage", "would be over quota",
		"delivery would exceed", "message would exceed", "over storage limit", "over its limit", "account is over limit", "over the storage", "overdrawn",
		"disk space", "diskquota", "bad-quota", "quota-issues", "disk full", "this mailbox use all disk", "use all disk space", "used all",
		"not enough room", "lacks space", "recipient storage full", "storage full", "user storage", "size limit of the mailbox", "mailbox space", "account has exceeded",
		"resources restricted", "the size limit for this mailbox", "quotaexceeded", "submission.quota", "recipient mailbox is full", "exceeded the max",
		"exceeds maximum inbound", "mailboxes are full", "too large mailbox", "user disk full", "over allowed quota", "account has reached", "is currently full",
		"max message storage", "the recipient's inbox is out of storage",
	}},
	{full, Mailbox, "4.2.1", []string{
		"receiving mail at a rate", "receiving mail too quickly", "temporarily disabled", "temporarily inactive", "temporarily locked", "account temporarily suspended", "user temporarily suspended",
		"account is suspended", "account suspended", "account has been suspended", "user suspended", "mailbox suspended", "has been suspended", "domain suspended",
		"suspended due", "temporarily over quota", "account is locked", "mailbox is locked", "account locked", "mailbox busy", "mailbox is busy",
		"recipient suspend the service", "account temporarily", "mailbox temporarily", "account is temporarily", "mailbox is temporarily", "user is temporarily",
		"currently not accepting", "not currently accepting", "quota-temp", "account is frozen", "account is on hold", "is not currently permitted to receive",
	}},
	{expired, Temporary, "4.4.7", []string{
		"retry timeout exceeded", "in the time limit specified", "delivery time expired", "delivery expired", "message expired", "message has expired", "mail has expired", "time has expired", "too old", "in the queue too long", "queue too long",
		"has been in queue", "on queue for too long", "could not be delivered for", "unable to deliver this message after", "retry time not reached",
		"cannot send message for", "can't send message for", "message timed out", "message could not be delivered within", "maximum time", "queue.expired",
		"giving up after", "message-expired", "been failing for a long time", "failed for the last", "was undeliverable within", "not be delivered within",
		"could not deliver for", "not been able to deliver for", "gave up after", "delivery failed 3 attempts", "delivery failed attempts", "maximum hop", "expired after", "host unreachable after",
	}},
	{dead, Dead, "5.1.1", []string{
		"user unknown", "unknown user", "unknown recipient", "recipient unknown", "unknown address", "address unknown", "unknown account", "account unknown", "unknown mailbox",
		"unknown local", "unknown email", "unknown e-mail", "unknown to me", "mailbox unknown", "unknown or illegal", "unknown or invalid", "unknown virtual", "unknown rcpt", "unknown virtual address",
		"no such user", "no such mailbox", "no such recipient", "no such address", "no such account", "no such person", "no such local", "no such email", "no such e-mail",
		"no such virtual", "no such alias", "no such mail", "no such id", "no such name", "no mailbox here", "no mailbox", "no mail box",
		"no account by", "no account with", "no user", "no users here", "no recipient found", "no longer valid", "no longer here", "no longer in use", "no longer used",
		"no longer exist", "no longer available", "no longer active", "no longer an", "no longer on", "no longer work", "no longer with", "no longer employ", "no longer accept", "no matches to nameserver",
		"not a valid user", "not a valid mailbox", "not a valid recipient", "not a valid address", "not a valid email", "not a known user", "not a user", "not a local", "not a valid internal",
		"not known at this", "not known here", "is not known", "is unknown", "are unknown", "user not known", "not our customer", "not our user", "not recognized", "not recognised", "name is not recognized",
		"user not found", "user was not found", "recipient not found", "recipient was not found", "mailbox not found", "mailbox was not found", "address not found", "account not found",
		"email not found", "could not be found", "couldn't be found", "cannot be found", "can't be found", "wasn't found", "was not found", "addressee unknown", "addressee not found", "can't find", "cannot find user", "cannot route mail to user",
		"couldn't find user", "not found in directory", "not found in user table", "recipnotfound", "recipientnotfound", "not listed in", "not in address book",
		"does not exist", "doesn't exist", "do not exist", "did not exist", "not exist", "don't exist", "not exists", "nonexist", "non-exist", "non exist", "doesnt exist",
		"doesn't have a", "does not have a", "doesn't have an", "does not have an", "has no mailbox", "have no mailbox", "don't have a mailbox", "no account here",
		"invalid recipient", "invalid mailbox", "invalid user", "invalid address", "invalid e-mail", "invalid email", "invalid account", "invalid destination", "invalid rcpt", "invalid login", "invalid local",
		"bad destination mailbox", "bad destination address", "bad destination email", "bad address", "bad recipient", "bad-mailbox", "bad mailbox", "illegal user", "illegal alias", "illegal recipient",
		"undeliverable address", "is undeliverable", "unroutable address", "unrouteable address", "unable to find", "unable to validate recipient",
		"dd this user", "dd requested mail action not taken: mailbox unavailable", "dd sorry, your message", "this user doesn't have",
		"recipient address rejected: access denied", "all recipient addresses rejected : access denied", "recipient address rejected: user", "recipient address rejected: undeliverable", "recipient address rejected: no such",
		"recipient address rejected: unknown", "recipient address rejected: invalid", "recipient address rejected: not found", "recipient address rejected: unverified address",
		"recipient does not", "recipient doesn't", "recipient no longer", "recipient is invalid", "recipient is not valid", "recipient is unknown", "recipient is not a",
		"account is inactive", "account inactive", "account is not active", "account not active", "inactive user", "inactive account", "user inactive", "user is inactive", "mailbox inactive", "mailbox is inactive", "inactive recipient", "inactive mailbox", "inactive-mailbox", "currently inactive",
		"account is disabled", "account disabled", "account has been disabled", "account that you tried to reach is disabled", "user disabled", "user is disabled", "mailbox disabled", "mailbox is disabled", "has been disabled", "been deactivated", "account deactivated", "account is deactivated", "is deactivated", "disabled or discontinued", "recipient disabled", "disabled account", "disabled user", "is disabled",
		"account closed", "account is closed", "account has been closed", "account was closed", "mailbox closed", "mailbox has been closed", "been discontinued", "is discontinued", "address is closed", "been terminated", "account terminated", "account deleted", "account has been deleted", "been deleted", "been removed", "mailbox deleted", "user deleted", "account canceled", "account cancelled", "account expired", "account has expired", "mailbox expired",
		"left the company", "left the organi", "has left", "has moved to", "user has moved", "user moved", "mailbox has moved", "have moved", "address has changed", "address changed", "address is obsolete", "been replaced", "user not local", "mailbox doesn't", "mailbox does not",
		"user doesn't", "user does not", "user invalid", "user name is not", "user isn't", "user not exist", "isn't a valid", "is not a valid", "isn't valid", "isn't associated", "is not active", "no active mailbox", "not an active", "not active here",
		"no one by that", "nobody by that", "no person by", "nobody here", "there is no user", "there is no such", "there is no account", "there is no one", "address does not", "address doesn't", "address isn't", "address is not valid", "address not valid", "address error", "address invalid", "mailbox invalid", "mailbox not valid", "mailbox not available here",
		"email address is invalid", "email address lookup", "rcp-p1", "rcp-p2", "rcp-p3", "name not found", "ambiguous recipient", "unverified address", "address verification failed", "rcpt to user", "not a registered", "not registered", "unregistered", "has no account", "account isn't", "incorrect address", "badly formatted", "bad syntax in recipient", "dosn't exist", "doesnot exist", "unknow user", "user unkown", "unkown user", "user unknow", "can not be found", "not our mailbox", "mailbox name not allowed", "undefined mail", "unassigned", "disconnected account", "recipient_not_found", "nosuchuser", "user_unknown", "is not one of our", "no-such-user", "bad-recipient", "unallocated", "invalid mailbox path", "not handled here", "account name is unknown", "username is unknown", "no local mailbox", "unknown subscriber", "address wasn't found", "unknown addressee",
	}},
	{dead, Dead, "5.1.2", []string{
		"host unknown", "unknown host", "host not found", "hostname not found", "host name not found", "domain not found", "domain was not found", "domain name not found", "no such domain", "no route found to domain", "no such host", "non-existent domain", "nonexistent domain",
		"couldn't find any host", "unable to find host", "unknown domain", "domain unknown", "domain does not exist", "domain doesn't exist", "domain invalid", "invalid domain", "invalid host",
		"host or domain name not found", "illegal host", "unrouteable mail domain", "unroutable mail domain", "unrouteable domain", "unroutable domain", "unrouteable mail", "nxdomain", "bad destination system", "bad destination host", "bad-domain",
		"domain wasn't found", "domain could not be found", "domain couldn't be found", "name or service not known", "recipient domain", "no such site", "domain has no", "domain no longer", "domain is not valid", "domain isn't", "server could not be found", "address resolution failed", "infodomainnonexistent", "domain-not-found", "host does not exist", "all relevant mx records point to non-existent hosts", "unknown site", "domain is disabled", "domain disabled", "bad host name", "bad domain", "doesn't have any mx", "dns type 'mx' lookup",
	}},
	{dead, Dead, "5.4.4", []string{
		"no mx record", "no mx or a", "no mx and", "no a or mx", "no mail server", "no mail hosts", "no mail exchanger", "does not accept mail", "doesn't accept mail", "doesn't receive email", "does not receive mail", "nullmx", "null mx", "no smtp service", "domain does not receive", "is not configured to receive", "no route to domain", "unable to route: no", "unable to route to domain", "no valid mx", "does not have mx", "mx record indicated no", "no mx servers", "couldn't find any mx", "cannot find mx", "no mail service",
	}},
	{dead, Dead, "5.1.3", []string{
		"bad address syntax", "malformed address", "syntax error in address", "illegal address", "invalid address syntax", "bad recipient address syntax", "not rfc compliant", "address syntax", "malformed recipient", "invalid address format", "bad email address",
	}},
	{blocked, Blocked, "5.7.1", []string{
		"blocked", "block list", "blocklist", "blacklist", "black list", "black-list", "denylist", "dnsbl", "rbl", "spamhaus", "spamcop", "barracudacentral", "sorbs", "uribl", "bl.", "zen.", "listed in", "listed by", "listed on", "poor reputation", "bad reputation", "low reputation", "reputation",
		"relay access denied", "relaying denied", "relaying not", "relay not permitted", "relay denied", "relay prohibited", "not permitted to relay", "unable to relay", "cannot relay", "not allowed to relay", "relaying is", "relaying prohibited", "relaying mail to", "we do not relay", "we don't relay", "no relay", "relay operation", "not relay", "list of allowed rcpthosts", "not a gateway", "relay for", "rcpthosts", "must authenticate", "authentication required", "authentication is required", "authentication needed", "not authenticated", "smtp auth",
		"access denied", "permission denied", "permission to send", "do not have permission", "not authorized", "not authorised", "unauthorized", "unauthorised", "not permitted", "not allowed to send", "prohibited", "denied by policy", "policy violation", "policy reasons", "policy rejection", "local policy", "policy restriction", "violates our", "administrative prohibition", "administratively denied", "admin policy", "restricted", "restriction",
		"rejected by recipient", "rejected by the recipient", "recipient has blocked", "recipient is not accepting", "recipient refuses", "recipient refused", "refuses to accept", "do not accept mail from", "don't accept mail from", "not accepting mail from", "not accept mail from", "does not accept messages", "not accept messages from",
		"spf", "dkim", "dmarc", "unauthenticated", "authentication checks", "authres", "authrequired", "senderauth", "notauthorized", "not authorized to send", "rejected by policy", "email rejected", "message refused", "message rejected due", "mail refused", "connection rejected", "connection refused by policy", "refused to talk", "refused by", "banned", "forbidden", "rate limit", "ratelimit", "rate exceeded", "too many connections", "too many messages from", "too many recipients", "sending limit", "throttl", "excessive", "greylist", "graylist", "grey list", "grey-list", "greylisted", "please try again in", "deferred due to user complaints", "user complaints", "temporarily deferred", "unusual rate", "challenge", "tls required", "encryption required", "must issue a starttls", "whitelist", "white list", "dynamic ip", "dial-up", "dialup", "residential", "open relay", "open proxy", "not in my list", "group is", "only accepts", "only accept mail from", "only allow", "allowed senders", "members of", "not a member", "subscribers", "moderated", "refused. your", "cannot find your hostname", "cannot find your reverse",
	}},
	{content, Content, "5.7.1", []string{
		"spam", "unsolicited", "bulk mail", "virus", "infected", "malware", "phish", "considered junk", "junk mail", "suspicious", "content rejected", "content filter", "message content", "contents rejected", "rejected for content", "attachment", "executable", "prohibited content", "unacceptable content", "message contained", "message contains", "message filtered", "high probability", "not rfc", "header is missing", "missing header", "banned content", "spam-related", "trojan", "worm", "malicious", "blocked content", "objectionable",
	}},
	{content, Content, "5.3.4", []string{
		"message too big", "message is too big", "message too large", "message is too large", "message size", "size limit", "exceeds size", "too big for", "exceeds limit", "exceeds fixed", "exceeds maximum", "exceeds the maximum", "maximum message", "max message size", "message length", "message file too big", "larger than", "exceeded max", "message exceeds", "mail too large", "mail size", "mail is too big", "body too large", "attachments too large", "recipients limit", "too large", "too big", "size exceeds", "maximum size",
	}},
	{content, Content, "5.6.0", []string{
		"content conversion", "conversion failed", "message contains bare", "bare lf", "bare linefeed", "8bit", "8-bit", "non-ascii", "smtputf8", "line too long", "lines longer", "mime format", "invalid mime", "unsupported mime", "syntax in header", "improper use of 8-bit", "malformed mime", "invalid header", "headers contain", "duplicate header",
	}},
	{temporary, Temporary, "4.4.1", []string{
		"connection timed out", "did not accept our requests to connect", "greeting failed", "connection refused", "connection reset", "connection dropped", "connection lost", "lost connection", "timed out", "timeout", "no route to host", "network is unreachable", "network unreachable", "network error", "network problem", "could not connect", "couldn't connect", "cannot connect", "unable to connect", "wasn't able to establish an smtp connection", "connection failed", "connection died", "connected to remote host, but", "host is unreachable", "host unreachable", "host is down", "no answer from host", "not responding", "did not respond", "no response", "broken pipe", "bad connection", "operation timed out", "unable to contact", "can't connect", "server not available", "conversation with", "remote host closed", "server closed", "unexpectedly closed", "unable to open connection", "failed to connect", "closed connection", "tls handshake", "starttls", "certificate",
	}},
	{temporary, Temporary, "4.4.3", []string{
		"host not found, try again", "temporary failure in name", "dns error", "dns failure", "dns lookup failure", "dns server", "name service error", "name server", "could not be resolved", "nameserver", "name lookup failure", "cname lookup failed temporarily", "dns soft", "dns query", "dns problem",
	}},
	{temporary, Temporary, "5.4.6", []string{
		"mail loop", "loops back to myself", "loop detected", "looping", "too many hops", "hop count", "mail forwarding loop", "routing loop", "too many received", "local configuration error", "config error: mail", "point to local host", "lowest numbered mx", "points to me", "already has my delivered-to", "loop count", "mail for loops", "in a loop", "lists me as",
	}},
	{temporary, Temporary, "5.3.0", []string{
		"system error", "command died", "delivery temporarily suspended", "mail transport unavailable", "internal error", "local error", "internal server error", "internal software error", "server error", "service unavailable", "service not available", "temporarily unavailable", "temporary failure", "temporary error", "temporary problem", "temporarily rejected", "try again later", "try later", "resources temporarily", "insufficient system", "system storage", "insufficient resources", "server busy", "too busy", "out of memory", "command not implemented", "command unrecognized", "command not recognized", "unrecognized command", "bad sequence", "protocol error", "syntax error", "unexpected error", "configuration error", "misconfigured", "could not execute", "can't open", "cannot open", "can't create", "i/o error", "input/output error", "unable to write", "queue file", "unable to chdir", "aliasing/forwarding loop", "failed to open", "cannot allocate", "local delivery failed", "local delivery error", "ldap", "database", "mysql", "lmtp", "error in processing", "local problem", "over load", "overload", "maintenance", "not available at this time", "mailer error", "exit code", "exit status", "returned error", "unknown mailer error", "child process", "pipe to", "command failed", "procmail", "system not accepting", "shutting down", "store driver", "storedrv", "server is down", "mail system full",
	}},
	{weak, Dead, "5.1.1", []string{
		"mailbox unavailable", "mailbox not available", "mailbox is unavailable", "mailbox is not available", "mailbox isn't available", "user unavailable", "address rejected", "recipient rejected", "recipient address rejected", "rcpt rejected", "recipient refused", "unknown-address-error", "rcpt failed", "not accepted here", "cannot be delivered to this address", "not deliverable to this address", "doesn't have this", "not valid", "invalid", "cannot deliver to this recipient", "local address only", "no local", "recipnt", "badaddress", "no valid recipient", "misspelled", "mistyped", "typographical error", "incorrect email", "wrong address",
	}},
	{weaker, Blocked, "5.7.1", []string{"rejected", "refused", "denied", "not accepted", "reject", "declined", "does not like recipient", "your domain", "your server", "your host"}},
	{weaker, Temporary, "4.4.1", []string{"deferred", "temporary", "temporarily", "delayed", "transient"}},
}
