package email

import (
	"context"
	"crypto"
	"errors"
	"net"
	"strings"
	"sync"
	"time"
)

// Resolver asks DNS; *net.Resolver is one.
type Resolver interface {
	LookupTXT(ctx context.Context, name string) ([]string, error)
	LookupMX(ctx context.Context, name string) ([]*net.MX, error)
}

// Sender is by what receivers judge whether mail is truly ours.
type Sender struct {
	Domain     string           // of the From address
	Envelope   string           // of the address that bounces go to; empty: Domain
	DKIMDomain string           // that signatures name; empty: Domain
	Selector   string           // of the signatures; empty: nothing is signed here
	Key        crypto.PublicKey // of the key that signs; nil: it is not known
}

// Sender says by what the mail of this adapter is judged.
func (e *Email) Sender() Sender {
	s := Sender{Domain: domainOf(e.from.Address), Envelope: e.cfg.BounceDomain}
	if e.signer != nil {
		s.DKIMDomain, s.Selector = e.cfg.DKIM.Domain, e.cfg.DKIM.Selector
		s.Key = e.signer.options.Signer.Public()
	}
	return s
}

// RecordState says what DNS answered.
type RecordState string

// The states of a record.
const (
	RecordFound   RecordState = "found"
	RecordMissing RecordState = "missing"
	RecordBroken  RecordState = "broken"
	RecordUnknown RecordState = "unknown" // DNS did not answer, or there is nothing to ask for
)

// Record is one of the DNS records by which receivers know that mail is ours.
type Record struct {
	Kind   string // SPF, DKIM, DMARC or MX
	Name   string // where it stands in DNS; empty when that is not known
	State  RecordState
	Text   string // what it says, in a sentence
	Remedy string // what to do; of a record that was found, how to better it; empty: nothing
	Value  string // what to publish at Name, where that is known
	At     time.Time
}

// Records looks up the sender's records and judges them as receivers do. A DNS that
// does not answer in time is told as such.
func Records(ctx context.Context, resolver Resolver, s Sender, now time.Time) []Record {
	s = s.complete()
	judges := []func(context.Context, Resolver, Sender) Record{spfRecord, dkimRecord, dmarcRecord, mxRecord}
	list := make([]Record, len(judges))
	var looking sync.WaitGroup
	for i, judge := range judges {
		looking.Go(func() { list[i] = judge(ctx, resolver, s) })
	}
	looking.Wait()
	for i := range list {
		list[i].At = now
	}
	return list
}

func (s Sender) complete() Sender {
	s.Domain = plainDomain(s.Domain)
	if s.Envelope = plainDomain(s.Envelope); s.Envelope == "" {
		s.Envelope = s.Domain
	}
	if s.DKIMDomain = plainDomain(s.DKIMDomain); s.DKIMDomain == "" {
		s.DKIMDomain = s.Domain
	}
	return s
}

func plainDomain(text string) string { return strings.ToLower(strings.TrimSuffix(text, ".")) }

func domainOf(address string) string { return address[strings.LastIndexByte(address, '@')+1:] }

// found, missing, broken and unknown fill in what a judge has come to.
func (r Record) found(text, advice string) Record {
	r.State, r.Text, r.Remedy = RecordFound, text, advice
	return r
}

func (r Record) missing(text, remedy string) Record {
	r.State, r.Text, r.Remedy = RecordMissing, text, remedy
	return r
}

func (r Record) broken(text, remedy string) Record {
	r.State, r.Text, r.Remedy = RecordBroken, text, remedy
	return r
}

func (r Record) unknown(text, remedy string) Record {
	r.State, r.Text, r.Remedy = RecordUnknown, text, remedy
	return r
}

// silent is a record about which DNS gave no answer.
func (r Record) silent() Record {
	return r.unknown("DNS gave no answer, so it is not known whether the record is there.", "Look again in a moment; if it stays so, see whether this machine can reach its DNS server.")
}

// texts looks up TXT records of which the first word is the one given; an error
// says that DNS gave no answer.
func texts(ctx context.Context, resolver Resolver, name, first string) ([]string, error) {
	all, err := resolver.LookupTXT(ctx, name)
	if err != nil && !absent(err) {
		return nil, err
	}
	var list []string
	for _, text := range all {
		if len(text) >= len(first) && strings.EqualFold(text[:len(first)], first) {
			list = append(list, text)
		}
	}
	return list, nil
}

// absent says that DNS has answered, and that there is nothing.
func absent(err error) bool {
	var dns *net.DNSError
	return errors.As(err, &dns) && dns.IsNotFound
}

// mxRecord is about where bounces, and replies with a token, come in.
func mxRecord(ctx context.Context, resolver Resolver, s Sender) Record {
	r := Record{Kind: "MX", Name: s.Envelope}
	list, err := resolver.LookupMX(ctx, s.Envelope)
	switch {
	case err != nil && !absent(err):
		return r.silent()
	case len(list) == 0:
		return r.missing("No server is named that takes mail for the domain that bounces and replies come to.",
			"Add an MX record that names the server which takes this mail in.")
	case len(list) == 1 && strings.Trim(list[0].Host, ".") == "":
		return r.broken("The domain that bounces and replies come to says that it takes no mail at all.",
			"Replace the MX record by one that names the server which takes this mail in, or set mail.bounce_domain and mail.reply_domain to a domain that takes mail.")
	}
	return r.found("Bounces and replies reach a server.", "")
}
