package works_test

import (
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/frame/frametest"
	"github.com/goodterms/goodterms/admin/works"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/overview"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/reminder"
)

// ago is an instant before the visits.
func ago(d time.Duration) time.Time { return frametest.Noon.Add(-d) }

// no is for switching a rule off.
var no = false

// busy is a gateway on which much is going on.
func busy() *gateway {
	return &gateway{
		settings: policy.Config{
			Profile: policy.Courteous, Packs: []string{"us-ny-nyc"},
			Changes: []policy.Change{
				{Rule: "courteous.week", N: 2},
				{Rule: "us-ma.hours", On: &no, Reason: "our counsel's opinion of 3 March: business customers only"},
			},
			Closures: []policy.Closure{{Day: "12-24", Name: "Christmas Eve"}, {Day: "2027-07-12", Region: "GB-NIR", Name: "Battle of the Boyne, the Belfast office is closed"}},
			Holidays: []policy.Holiday{{Day: "2027-06-02", Region: "GB", Name: "Founders' Day"}, {Day: "05-31", Region: "GB", Remove: true}},
		},
		region: "GB", publicURL: "https://reminders.meadow-finch.example",
		today:   overview.Today{Waiting: overview.Count{N: 214}, Scheduled: overview.Count{N: 1530}, Held: overview.Count{N: 37}},
		outlets: outlets(), signed: works.Signatures{Twilio: true, Postmark: true},
		report: works.Report{At: ago(9 * time.Minute), Checks: checks()},
		traffic: map[channels.Kind]overview.Traffic{
			channels.Email: {HandedOver: ago(2 * time.Minute), Receipt: ago(time.Minute), Reply: ago(26 * time.Hour)},
			channels.SMS:   {HandedOver: ago(4 * time.Minute), Receipt: ago(4 * time.Minute), Failed: overview.Count{N: 3}},
		},
		lag: overview.Lag{
			Due: overview.Count{N: 1312}, Oldest: ago(24 * time.Second), Sending: overview.Count{N: 48}, Unknown: overview.Count{N: 2},
			Retrying: overview.Count{N: 10_000, More: true},
			Instances: []overview.Instance{
				{ID: "ins_01kafz3v9m5x8q2t4w6y7z0bcd", BeatAt: ago(time.Second)}, {ID: "ins_01kafz3v9m5x8q2t4w6y7z0bce", BeatAt: ago(3 * time.Hour)},
			},
		},
		seen: overview.Inspection{
			At: frametest.Noon, Owner: "ins_01kafz3v9m5x8q2t4w6y7z0bcd", Redis: "embedded", Promotes: true, Settles: true,
			Lanes: []overview.Lane{
				{Channel: channels.Email, Pending: 21, Active: 16, Processed: 1204, Failed: 2, Retry: 1, Latency: 24 * time.Second},
				{Channel: channels.SMS, Active: 2, Processed: 388, Kept: 12}, {Channel: channels.Voice},
			},
		},
		standing: margaret(),
	}
}

func outlets() []works.Outlet {
	return []works.Outlet{
		{Kind: channels.Email, On: true, By: "an SMTP relay", Test: true},
		{Kind: channels.SMS, On: true, By: "a Twilio messaging service"},
		{Kind: channels.Voice, Set: []string{"twilio.from"}},
	}
}

func checks() []works.Check {
	return []works.Check{
		{Channel: channels.Email, Name: "Mail relay", State: works.OK, Text: "The relay answers, over TLS 1.3, and takes our password."},
		{Channel: channels.Email, Name: "Mailbox", State: works.Stop, Text: "The server refuses our user or password.", Remedy: "Mend mail.imap.url or mail.imap.password."},
		{Channel: channels.SMS, Name: "Twilio", State: works.OK, Text: "The account is active. Its balance is 12.34 USD."},
		{Channel: channels.Email, Name: "SPF", Host: "reply.meadow-finch.example", State: works.OK, Text: "The servers that may send are named, and receivers are told to refuse all others."},
		{Channel: channels.Email, Name: "DKIM", Host: "gt2027._domainkey.meadow-finch.example", State: works.Stop,
			Text:   "Mail is signed, and the key to check it by is not published: receivers cannot tell that it is ours.",
			Remedy: "Publish the value below as one TXT record at this name.",
			Value:  "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAu5oIUrFDWZK7F4thFxpZa2or6jBEX3cSL6b2TJdPkO5iNn9vHNXhNX31nOefN8FksX94YbLJ8NHcFPbaZTW8R2HthYxRaCyqodxlLHibg8aHdfa+bxKeiI/xABRuAM0WG0JEDSyakMFqIO40ghj/h7DUc/4OXNdeQhrKDTlgf2bd+FjpJ3bNAFcMYa3Oeju33b2Tp+PdtqIwXR"},
		{Channel: channels.Email, Name: "DMARC", Host: "_dmarc.meadow-finch.example", State: works.Wait,
			Text:   "Receivers are told to do nothing special with mail that pretends to be from this domain.",
			Remedy: "Add rua=mailto: with an address of yours to hear who sends in your name."},
		{Channel: channels.Email, Name: "MX", Host: "reply.meadow-finch.example", State: works.Off, Text: "DNS gave no answer, so it is not known whether the record is there.", Remedy: "Look again in a moment."},
	}
}

// margaret has asked for mornings, has opted out of texts and was written to lately.
func margaret() reminder.Standing {
	return reminder.Standing{
		Account: account.Account{ID: "acc_1", Reference: "C-1001", Name: "Blue Bottle Ltd", Kind: account.Business, Region: "GB"},
		Contact: account.Contact{ID: "con_margaret", Name: "Margaret Holloway", Email: "margaret@blue-bottle.example", Phone: "+447700900123", TimeZone: "Europe/London"},
		Preferences: account.Preferences{
			Wishes: "Mo-Fr 09:00-12:00", Language: "en-GB", Excluded: []channels.Kind{channels.Voice},
		},
		OptOuts:  []account.OptOut{{Scope: account.ScopeContact, Channel: channels.SMS, ContactID: "con_margaret", Source: "reply", At: ago(400 * time.Hour)}},
		Consents: []account.Consent{{ContactID: "con_margaret", Channel: channels.Voice, Source: "contract", At: ago(4000 * time.Hour)}},
		History: []account.Entry{
			{At: ago(50 * time.Hour), Channel: channels.Email, ContactID: "con_margaret", Outcome: account.Delivered},
			{At: ago(49 * time.Hour), Channel: channels.Email, ContactID: "con_margaret", Inbound: true, Outcome: account.Replied},
		},
	}
}
