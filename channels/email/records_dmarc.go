package email

import (
	"context"
	"strings"

	"github.com/emersion/go-msgauth/dmarc"
)

// plainDMARC asks for nothing and tells receivers that the domain is looked after.
const plainDMARC = "v=DMARC1; p=none"

// dmarcRecord is about what receivers do with mail that only pretends to be ours.
func dmarcRecord(ctx context.Context, resolver Resolver, s Sender) Record {
	r := Record{Kind: "DMARC", Name: "_dmarc." + s.Domain}
	list, inherited, err := dmarcTexts(ctx, resolver, s.Domain)
	switch {
	case err != nil:
		return r.silent()
	case len(list) == 0:
		r.Value = plainDMARC
		return r.missing("Nothing says what receivers should do with mail that pretends to be from this domain; large ones ask for such a record of everybody who sends much.",
			"Publish the value below as one TXT record at this name, and make it stricter once reports show that all is well.")
	case len(list) > 1:
		return r.broken("There are two DMARC records, which counts as none.", "Leave one of them.")
	}
	policy, err := dmarc.Parse(list[0])
	switch {
	case err != nil:
		return r.broken("The record cannot be read as a DMARC policy, which counts as none.", `Write it such as "v=DMARC1; p=quarantine; rua=mailto:you@your-domain.example".`)
	case unaligned(policy, s):
		return r.broken("Neither the domain of the signatures nor the one that bounces go to agrees with the From address, so that mail from here fails the policy.",
			"Set mail.dkim_domain, or mail.bounce_domain, to the domain of mail.from.")
	}
	return r.found(dmarcWords(policy, inherited), dmarcAdvice(policy))
}

// mostLabels bounds the way up from a domain to the one that its owner registered.
const mostLabels = 8

// dmarcTexts finds the record of the domain, or else of the nearest domain above it
// that has one.
func dmarcTexts(ctx context.Context, resolver Resolver, domain string) (list []string, inherited bool, err error) {
	for range mostLabels {
		list, err = texts(ctx, resolver, "_dmarc."+domain, "v=DMARC1")
		if err != nil || len(list) > 0 {
			return list, inherited, err
		}
		_, above, _ := strings.Cut(domain, ".")
		if !strings.Contains(above, ".") {
			return nil, false, nil
		}
		domain, inherited = above, true
	}
	return nil, false, nil
}

// unaligned says that it is certain that mail from here does not pass: where the
// relay signs, its domain is not known, and the mail may.
func unaligned(policy *dmarc.Record, s Sender) bool {
	return s.Selector != "" &&
		!aligned(s.DKIMDomain, s.Domain, policy.DKIMAlignment == dmarc.AlignmentStrict) &&
		!aligned(s.Envelope, s.Domain, policy.SPFAlignment == dmarc.AlignmentStrict)
}

// aligned compares domains; relaxed, those that may have one owner agree: they end
// in the same two labels.
func aligned(a, b string, strict bool) bool {
	if a == b || strict {
		return a == b
	}
	return owner(a) == owner(b)
}

func owner(domain string) string {
	labels := strings.Split(domain, ".")
	return strings.Join(labels[max(0, len(labels)-2):], ".")
}

func dmarcWords(policy *dmarc.Record, inherited bool) string {
	asked := policy.Policy
	if inherited && policy.SubdomainPolicy != "" {
		asked = policy.SubdomainPolicy
	}
	whose := "Receivers are told to "
	if inherited {
		whose = "By the record of the domain above, receivers are told to "
	}
	switch asked {
	case dmarc.PolicyReject:
		return whose + "refuse mail that pretends to be from this domain."
	case dmarc.PolicyQuarantine:
		return whose + "put mail that pretends to be from this domain aside as suspicious."
	}
	return whose + "do nothing special with mail that pretends to be from this domain."
}

func dmarcAdvice(policy *dmarc.Record) string {
	if policy.Policy == dmarc.PolicyNone && len(policy.ReportURIAggregate) == 0 {
		return `Add rua=mailto: with an address of yours to hear who sends in your name.`
	}
	return ""
}
