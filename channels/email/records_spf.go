package email

import (
	"context"
	"net/netip"
	"regexp"
	"strconv"
	"strings"
)

// mostSPFLookups is how many terms of a record, and of all that it includes, may
// ask DNS (RFC 7208 §4.6.4).
const mostSPFLookups = 10

// spfRecord is about who may send for the domain of the envelope.
func spfRecord(ctx context.Context, resolver Resolver, s Sender) Record {
	r := Record{Kind: "SPF", Name: s.Envelope}
	walk := spfWalk{ctx: ctx, resolver: resolver}
	all, fault := walk.read(s.Envelope)
	switch {
	case fault == spfSilent:
		return r.silent()
	case fault == spfNone:
		return r.missing("No record says which servers may send for this domain, so many receivers distrust the mail.",
			`Add a TXT record such as "v=spf1 include:spf.your-relay.example -all", with what your mail relay's own pages tell.`)
	case fault != "":
		return r.broken(fault, "Mend the TXT record; until then receivers act as if it were not there, or refuse the mail.")
	}
	switch all {
	case "+":
		return r.broken("The record lets every server in the world send for this domain.", `End it with "-all" in place of "+all".`)
	case "-":
		return r.found("The servers that may send are named, and receivers are told to refuse all others.", "")
	case "~":
		return r.found("The servers that may send are named, and receivers are told to distrust all others.", "")
	}
	return r.found("The servers that may send are named, but nothing is said about all others.", `End the record with "~all" or "-all".`)
}

// What keeps an SPF record from being used; each is a sentence save for the first two.
const (
	spfSilent   = "?"
	spfNone     = "-"
	spfTwice    = "The domain has two SPF records, which counts as none."
	spfTooMany  = "Reading the record takes more than 10 DNS lookups, which receivers do not do."
	spfIncluded = "The record includes a domain that has no SPF record of its own, which makes the whole record invalid."
)

func spfTerm(position int) string {
	return "Part " + strconv.Itoa(position) + " of the record is not valid, which makes the whole record invalid."
}

// spfWalk follows a record and what it includes.
type spfWalk struct {
	ctx      context.Context
	resolver Resolver
	lookups  int
}

// read says what the record of a domain says of all servers that it does not name:
// - ~ ? +, empty when it says nothing; or what is wrong.
func (w *spfWalk) read(domain string) (all, fault string) {
	list, err := texts(w.ctx, w.resolver, domain, "v=spf1")
	var records []string
	for _, text := range list {
		if len(text) == len("v=spf1") || text[len("v=spf1")] == ' ' { // v=spf10 is none
			records = append(records, text)
		}
	}
	switch {
	case err != nil:
		return "", spfSilent
	case len(records) == 0:
		return "", spfNone
	case len(records) > 1:
		return "", spfTwice
	}
	return w.terms(strings.Fields(records[0])[1:])
}

// terms reads the parts behind the version. What follows all is never reached, save
// that it must be valid, and a redirect counts only without an all.
func (w *spfWalk) terms(terms []string) (all, fault string) {
	redirect := ""
	for i, term := range terms {
		t, ok := parseSPF(term)
		switch {
		case !ok:
			return "", spfTerm(i + 2)
		case t.name == "redirect":
			redirect = t.domain
		case t.name == "all" && all == "":
			all = t.qualifier
		}
		if all == "" && spfAsks[t.name] && t.name != "redirect" {
			if fault := w.ask(t); fault != "" {
				return "", fault
			}
		}
	}
	if all != "" || redirect == "" {
		return all, ""
	}
	if w.lookups++; w.lookups > mostSPFLookups {
		return "", spfTooMany
	}
	if strings.Contains(redirect, "%") {
		return "", "" // depends on the mail
	}
	all, fault = w.read(redirect)
	if fault == spfNone {
		fault = spfIncluded
	}
	return all, fault
}

// ask counts a term that asks DNS, and follows an include.
func (w *spfWalk) ask(t spfPart) (fault string) {
	if w.lookups++; w.lookups > mostSPFLookups {
		return spfTooMany
	}
	if t.name != "include" || strings.Contains(t.domain, "%") {
		return ""
	}
	_, fault = w.read(t.domain)
	if fault == spfNone {
		return spfIncluded
	}
	return fault
}

// spfPart is a mechanism or modifier.
type spfPart struct {
	qualifier string // + - ~ ?
	name      string // in lower case
	domain    string // may hold macros
}

// spfAsks are the terms that ask DNS.
var spfAsks = map[string]bool{"include": true, "a": true, "mx": true, "ptr": true, "exists": true, "redirect": true}

var (
	spfModifier  = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9_.-]*)=(\S*)$`)
	spfMechanism = regexp.MustCompile(`^([+?~-]?)([A-Za-z][A-Za-z0-9-]*)(?::(\S*?))?((?:/[0-9]{1,3})?(?://[0-9]{1,3})?)$`)
	spfAddress   = regexp.MustCompile(`^([+?~-]?)(?i:(ip4|ip6)):([0-9A-Fa-f:.]+)(/[0-9]{1,3})?$`)
)

// parseSPF reads a term (RFC 7208 §5, §6). Modifiers that are unknown are let pass,
// mechanisms that are unknown are not.
func parseSPF(term string) (spfPart, bool) {
	if m := spfAddress.FindStringSubmatch(term); m != nil {
		return spfPart{qualifier: m[1], name: strings.ToLower(m[2])}, validNetwork(strings.ToLower(m[2]), m[3], m[4])
	}
	if m := spfModifier.FindStringSubmatch(term); m != nil {
		name := strings.ToLower(m[1])
		return spfPart{name: name, domain: m[2]}, m[2] != "" || name != "redirect" && name != "exp"
	}
	m := spfMechanism.FindStringSubmatch(term)
	if m == nil {
		return spfPart{}, false
	}
	p := spfPart{qualifier: m[1], name: strings.ToLower(m[2]), domain: plainDomain(m[3])}
	if p.qualifier == "" {
		p.qualifier = "+"
	}
	given, ranged := strings.Contains(term, ":"), m[4] != ""
	switch p.name {
	case "all":
		return p, !given && !ranged
	case "include", "exists":
		return p, p.domain != "" && !ranged
	case "ptr":
		return p, (p.domain != "" || !given) && !ranged
	case "a", "mx":
		return p, p.domain != "" || !given
	}
	return p, false
}

// validNetwork says whether the address is of its family and the bits fit it.
func validNetwork(family, address, bits string) bool {
	ip, err := netip.ParseAddr(address)
	if err != nil || ip.Is4() != (family == "ip4") {
		return false
	}
	if bits == "" {
		return true
	}
	n, err := strconv.Atoi(bits[1:])
	return err == nil && n <= ip.BitLen()
}
