package email_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/channels/email"
)

// zone is a DNS in memory: TXT records by name, and MX records under mx: and the
// name. What is not there does not exist, and the name silent.example never answers.
type zone map[string][]string

func (z zone) find(name string) ([]string, error) {
	if strings.HasSuffix(name, "silent.example") {
		return nil, &net.DNSError{Err: "no answer", Name: name, IsTimeout: true}
	}
	if list, ok := z[name]; ok {
		return list, nil
	}
	return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
}

func (z zone) LookupTXT(_ context.Context, name string) ([]string, error) { return z.find(name) }

func (z zone) LookupMX(_ context.Context, name string) ([]*net.MX, error) {
	hosts, err := z.find("mx:" + name)
	var list []*net.MX
	for _, host := range hosts {
		list = append(list, &net.MX{Host: host, Pref: 10})
	}
	return list, err
}

var looked = time.Date(2027, 4, 12, 12, 0, 0, 0, time.UTC)

// record is what is found out about one kind of record.
func record(t *testing.T, z zone, s email.Sender, kind string) email.Record {
	t.Helper()
	for _, r := range email.Records(t.Context(), z, s, looked) {
		if r.Kind == kind {
			if !r.At.Equal(looked) {
				t.Errorf("%s was looked up at %v", kind, r.At)
			}
			return r
		}
	}
	t.Fatalf("no record of kind %s", kind)
	return email.Record{}
}

const finch = "finch.example"

func TestSPFRecordsAreJudgedAsReceiversDo(t *testing.T) {
	t.Parallel()
	deep := zone{finch: {"v=spf1 include:d1.example -all"}}
	for i := 1; i <= 11; i++ {
		deep[fmt.Sprintf("d%d.example", i)] = []string{fmt.Sprintf("v=spf1 include:d%d.example -all", i+1)}
	}
	deep["d12.example"] = []string{"v=spf1 -all"}
	for name, tt := range map[string]struct {
		zone  zone
		state email.RecordState
		says  string
	}{
		"none":                       {zone{}, email.RecordMissing, "which servers may send"},
		"other texts only":           {zone{finch: {"google-site-verification=x", "v=spf10 -all"}}, email.RecordMissing, "which servers may send"},
		"refuses others":             {zone{finch: {"x", "v=spf1 ip4:192.0.2.0/24 -all"}}, email.RecordFound, "refuse all others"},
		"upper case":                 {zone{finch: {"V=SPF1 IP4:192.0.2.1 -ALL"}}, email.RecordFound, "refuse all others"},
		"distrusts others":           {zone{finch: {"v=spf1 a mx ~all"}}, email.RecordFound, "distrust all others"},
		"neutral":                    {zone{finch: {"v=spf1 a ?all"}}, email.RecordFound, "nothing is said"},
		"without an end":             {zone{finch: {"v=spf1 ip6:2001:db8::/32"}}, email.RecordFound, "nothing is said"},
		"version alone":              {zone{finch: {"v=spf1"}}, email.RecordFound, "nothing is said"},
		"everybody":                  {zone{finch: {"v=spf1 +all"}}, email.RecordBroken, "every server in the world"},
		"everybody, unsaid":          {zone{finch: {"v=spf1 a all"}}, email.RecordBroken, "every server in the world"},
		"two records":                {zone{finch: {"v=spf1 -all", "v=spf1 a -all"}}, email.RecordBroken, "two SPF records"},
		"includes another":           {zone{finch: {"v=spf1 include:relay.example -all"}, "relay.example": {"v=spf1 ip4:192.0.2.1 ~all"}}, email.RecordFound, "refuse all others"},
		"includes nothing":           {zone{finch: {"v=spf1 include:relay.example -all"}}, email.RecordBroken, "no SPF record of its own"},
		"includes a broken one":      {zone{finch: {"v=spf1 include:relay.example -all"}, "relay.example": {"v=spf1 ip4:relay -all"}}, email.RecordBroken, "not valid"},
		"what stands behind all":     {zone{finch: {"v=spf1 -all include:nowhere.example"}}, email.RecordFound, "refuse all others"},
		"redirects":                  {zone{finch: {"v=spf1 redirect=other.example"}, "other.example": {"v=spf1 a -all"}}, email.RecordFound, "refuse all others"},
		"redirects to nothing":       {zone{finch: {"v=spf1 redirect=other.example"}}, email.RecordBroken, "no SPF record of its own"},
		"redirect is moot after all": {zone{finch: {"v=spf1 redirect=other.example -all"}}, email.RecordFound, "refuse all others"},
		"redirects to itself":        {zone{finch: {"v=spf1 redirect=" + finch}}, email.RecordBroken, "10 DNS lookups"},
		"ten lookups":                {zone{finch: {"v=spf1 a mx a:b.example mx:c.example exists:%{i}.d.example a/24 a//64 a:e.example/24//64 ptr mx -all"}}, email.RecordFound, "refuse all others"},
		"eleven lookups":             {zone{finch: {"v=spf1 a a a a a a a a a a a -all"}}, email.RecordBroken, "10 DNS lookups"},
		"too many in depth":          {deep, email.RecordBroken, "10 DNS lookups"},
		"misspelt mechanism":         {zone{finch: {"v=spf1 a includ:relay.example -all"}}, email.RecordBroken, "Part 3"},
		"a family that is not":       {zone{finch: {"v=spf1 ip4:2001:db8::1 -all"}}, email.RecordBroken, "Part 2"},
		"too many bits":              {zone{finch: {"v=spf1 ip4:192.0.2.0/33 -all"}}, email.RecordBroken, "Part 2"},
		"include without a domain":   {zone{finch: {"v=spf1 include: -all"}}, email.RecordBroken, "Part 2"},
		"all with a domain":          {zone{finch: {"v=spf1 -all:x.example"}}, email.RecordBroken, "Part 2"},
		"unknown modifier":           {zone{finch: {"v=spf1 a moo=cow -all"}}, email.RecordFound, "refuse all others"},
		"an include that is silent":  {zone{finch: {"v=spf1 include:silent.example -all"}}, email.RecordUnknown, "DNS gave no answer"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			judged(t, record(t, tt.zone, email.Sender{Domain: finch}, "SPF"), tt.state, tt.says)
		})
	}
}

// judged checks the state and a part of the sentence, and that every state that is
// not well says what to do.
func judged(t *testing.T, r email.Record, state email.RecordState, says string) {
	t.Helper()
	if r.State != state || !strings.Contains(r.Text, says) {
		t.Errorf("%s: %q; want %s with %q", r.State, r.Text, state, says)
	}
	if state != email.RecordFound && r.Remedy == "" {
		t.Errorf("%s has no remedy", state)
	}
}

func TestSPFIsAskedOfTheDomainThatBouncesGoTo(t *testing.T) {
	t.Parallel()
	z := zone{"bounce." + finch: {"v=spf1 a -all"}}
	r := record(t, z, email.Sender{Domain: finch, Envelope: "Bounce." + finch + "."}, "SPF")
	if judged(t, r, email.RecordFound, "refuse all others"); r.Name != "bounce."+finch {
		t.Errorf("it stands at %s", r.Name)
	}
}

func TestDMARCRecordsAreJudgedAsReceiversDo(t *testing.T) {
	t.Parallel()
	at := "_dmarc." + finch
	for name, tt := range map[string]struct {
		zone   zone
		sender email.Sender
		state  email.RecordState
		says   string
	}{
		"none":                  {zone{}, email.Sender{}, email.RecordMissing, "pretends to be from this domain"},
		"refuse":                {zone{at: {"v=DMARC1; p=reject; rua=mailto:d@finch.example"}}, email.Sender{}, email.RecordFound, "refuse mail"},
		"aside":                 {zone{at: {"x", "v=DMARC1;p=quarantine"}}, email.Sender{}, email.RecordFound, "aside as suspicious"},
		"nothing":               {zone{at: {"v=DMARC1; p=none"}}, email.Sender{}, email.RecordFound, "nothing special"},
		"two":                   {zone{at: {"v=DMARC1; p=none", "v=DMARC1; p=reject"}}, email.Sender{}, email.RecordBroken, "two DMARC records"},
		"no policy":             {zone{at: {"v=DMARC1; rua=mailto:d@finch.example"}}, email.Sender{}, email.RecordBroken, "cannot be read"},
		"no such policy":        {zone{at: {"v=DMARC1; p=maybe"}}, email.Sender{}, email.RecordBroken, "cannot be read"},
		"of the domain above":   {zone{at: {"v=DMARC1; p=reject; sp=quarantine"}}, email.Sender{Domain: "mail.eu." + finch}, email.RecordFound, "domain above, receivers are told to put"},
		"above, no word on sub": {zone{at: {"v=DMARC1; p=reject"}}, email.Sender{Domain: "mail." + finch}, email.RecordFound, "domain above, receivers are told to refuse"},
		"not of the top domain": {zone{"_dmarc.example": {"v=DMARC1; p=reject"}}, email.Sender{}, email.RecordMissing, "pretends"},
		"nobody agrees": {zone{at: {"v=DMARC1; p=reject"}}, email.Sender{Envelope: "b.relay.example", DKIMDomain: "relay.example", Selector: "s"},
			email.RecordBroken, "agrees with the From address"},
		"relaxed agrees": {zone{at: {"v=DMARC1; p=reject"}}, email.Sender{Envelope: "relay.other", DKIMDomain: "mail." + finch, Selector: "s"},
			email.RecordFound, "refuse mail"},
		"strict does not": {zone{at: {"v=DMARC1; p=reject; adkim=s; aspf=s"}}, email.Sender{Envelope: "b." + finch, DKIMDomain: "mail." + finch, Selector: "s"},
			email.RecordBroken, "agrees with the From address"},
		"the relay may sign": {zone{at: {"v=DMARC1; p=reject"}}, email.Sender{Envelope: "relay.other"}, email.RecordFound, "refuse mail"},
		"silent":             {zone{}, email.Sender{Domain: "silent.example"}, email.RecordUnknown, "DNS gave no answer"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if tt.sender.Domain == "" {
				tt.sender.Domain = finch
			}
			judged(t, record(t, tt.zone, tt.sender, "DMARC"), tt.state, tt.says)
		})
	}
}

func TestAMissingDMARCRecordComesWithWhatToPublish(t *testing.T) {
	t.Parallel()
	if r := record(t, zone{}, email.Sender{Domain: finch}, "DMARC"); r.Value != "v=DMARC1; p=none" || r.Name != "_dmarc."+finch {
		t.Errorf("publish %q at %q", r.Value, r.Name)
	}
}

func TestWhereBouncesComeInIsJudged(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		zone   zone
		domain string
		state  email.RecordState
		says   string
	}{
		"a server":    {zone{"mx:" + finch: {"mx.finch.example."}}, finch, email.RecordFound, "reach a server"},
		"none":        {zone{}, finch, email.RecordMissing, "No server is named"},
		"a null MX":   {zone{"mx:" + finch: {"."}}, finch, email.RecordBroken, "no mail at all"},
		"no answer":   {zone{}, "silent.example", email.RecordUnknown, "DNS gave no answer"},
		"two servers": {zone{"mx:" + finch: {"mx1.finch.example.", "mx2.finch.example."}}, finch, email.RecordFound, "reach a server"},
	} {
		judgedAs := record(t, tt.zone, email.Sender{Domain: finch, Envelope: tt.domain}, "MX")
		t.Run(name, func(t *testing.T) { judged(t, judgedAs, tt.state, tt.says) })
	}
}

func TestTheAdapterKnowsByWhatItsMailIsJudged(t *testing.T) {
	t.Parallel()
	cfg := email.Config{Host: "127.0.0.1", From: "Meadow & Finch <accounts@finch.example>", ReplyDomain: "reply.finch.example"}
	e, err := email.New(cfg, fixedNow, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	want := email.Sender{Domain: finch, Envelope: "reply.finch.example"}
	if diff := cmp.Diff(want, e.Sender()); diff != "" {
		t.Error(diff)
	}
}

func TestADNSThatHasAnErrorOfItsOwnIsNotTakenForAbsence(t *testing.T) {
	t.Parallel()
	for _, r := range email.Records(t.Context(), broken{}, email.Sender{Domain: finch, Selector: "s"}, looked) {
		if r.State != email.RecordUnknown || strings.Contains(r.Text+r.Remedy, "servfail") {
			t.Errorf("%+v", r)
		}
	}
}

// broken is a DNS that fails.
type broken struct{}

func (broken) LookupTXT(context.Context, string) ([]string, error) {
	return nil, errors.New("servfail of a.server.example")
}

func (broken) LookupMX(context.Context, string) ([]*net.MX, error) {
	return nil, errors.New("servfail of a.server.example")
}

// FuzzNoRecordIsTooStrange judges whatever DNS may hold.
func FuzzNoRecordIsTooStrange(f *testing.F) {
	for _, text := range []string{"v=spf1 a:%{i}/24//64 -all", "v=spf1 redirect=finch.example", "v=DKIM1; k=rsa; p=MIIB", "v=DMARC1; p=none; pct=101", "v=spf1 include:\x00 ~all", ";=;", ""} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		z := zone{finch: {text}, "s._domainkey." + finch: {text}, "_dmarc." + finch: {text}, "mx:" + finch: {text}}
		for _, r := range email.Records(t.Context(), z, email.Sender{Domain: finch, Selector: "s"}, looked) {
			if r.Text == "" || r.State != email.RecordFound && r.Remedy == "" {
				t.Errorf("%+v", r)
			}
		}
	})
}
