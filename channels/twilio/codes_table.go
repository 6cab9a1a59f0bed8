package twilio

import "github.com/goodterms/goodterms/channels"

// rows is the whole table of codes, by what follows from them. Each code is
// described at https://www.twilio.com/docs/api/errors/ followed by the code.
var rows = []row{
	// The recipient wants no more.
	{channels.OptedOut, 0, "the recipient has unsubscribed from this sender", []string{"21610"}},
	{channels.OptedOut, 0, "the recipient has blocked this sender", []string{"63014", "63033"}},
	{channels.OptedOut, 0, "the number is on a list of those who must not be texted", []string{"30640"}},

	// The number cannot take this channel.
	{channels.BadAddress, 0, "the number is not valid", []string{"21211", "21217", "21604", "13224"}},
	{channels.BadAddress, 0, "the number is not a mobile", []string{"21614"}},
	{channels.BadAddress, 0, "the carrier does not know the number", []string{"30005"}},
	{channels.BadAddress, 0, "the number is a landline or cannot be reached by text", []string{"30006"}},
	{channels.BadAddress, 0, "the number cannot be called", []string{"21214"}},
	{channels.BadAddress, 0, "the recipient does not exist on this channel", []string{"63003", "63024"}},

	// The handset or the carrier was not ready.
	{channels.Unreachable, someHours, "the handset is off or out of reach", []string{"30003"}},
	{channels.Unreachable, halfHour, "the carrier gave no reason", []string{"30008"}},
	// Twilio stops by itself here so as not to send twice: it may have arrived.
	{channels.Unreachable, hour, "the carrier did not answer in time", []string{"30410"}},

	// Somebody blocks us.
	{channels.Blocked, 0, "the recipient or the carrier blocks the message", []string{"30004"}},
	{channels.Blocked, 0, "calls to this number are blocked", []string{"21216", "13225"}},

	// The words or the request are refused.
	{channels.Refused, 0, "the carrier filtered the message", []string{"30007"}},
	{channels.Refused, 0, "too many messages between two numbers within seconds", []string{"14107"}},
	{channels.Refused, 0, "the message has no text", []string{"21602"}},
	{channels.Refused, 0, "the message has no sender", []string{"21603"}},
	{channels.Refused, 0, "the callback address is not accepted", []string{"21609"}},
	{channels.Refused, 0, "the message is too long", []string{"21617"}},
	{channels.Refused, 0, "the media address is not accepted", []string{"21620"}},
	{channels.Refused, 0, "the validity period is not accepted", []string{"21624", "90007"}},
	{channels.Refused, 0, "the schedule is not accepted", []string{"35111", "35112", "35113", "35114", "35115", "35116", "35117", "35118"}},
	{channels.Refused, 0, "the content template is not accepted", []string{"21655", "21656"}},
	{channels.Refused, 0, "the channel needs an approved template or refuses the content", []string{"63016", "63013", "63021", "63040"}},

	// Our route, sender or account.
	{channels.Misset, 0, "our sender cannot reach this number", []string{"21612", "21606", "30011"}},
	{channels.Misset, 0, "our account may not send to this country", []string{"21408", "21215", "13227"}},
	{channels.Misset, 0, "our calling number is not accepted", []string{"21210", "21212"}},
	{channels.Misset, 0, "our account is on trial and the number is not verified", []string{"21219"}},
	{channels.Misset, 0, "our sender is not registered with the carriers", []string{"30032", "30033", "30034", "30035"}},
	{channels.Misset, 0, "our messaging service has no sender that can be used", []string{"21703", "21704", "21705"}},
	{channels.Misset, 0, "our account or credentials are not accepted", []string{"20003", "20005", "10001", "30002", "90010"}},

	// Certainly not processed, and welcome again.
	{channels.Busy, 0, "too many requests at once", []string{"20429"}},
	{channels.Busy, soon, "too many calls at once", []string{"10004"}},
	{channels.Busy, soon, "too many messages wait at the provider", []string{"21611", "30001"}},
	{channels.Busy, soon, "the carrier's rate is used up", []string{"30022"}},
	{channels.Busy, soon, "the channel's rate is used up", []string{"63017", "63018", "63038"}},
	{channels.Busy, someHours, "the carrier's share for today is used up", []string{"30023", "30027"}},
	{channels.Busy, 0, "the carrier's share for today is running out", []string{"30025", "30026"}},
	{channels.Temporary, soon, "the carrier is congested", []string{"30017"}},
	{channels.Temporary, soon, "the channel had an error of its own", []string{"63009", "63010", "63012"}},
	{channels.Temporary, halfHour, "held back by the provider's fraud guard", []string{"30450"}},
	{channels.Temporary, hour, "held back by the provider's quiet hours", []string{"30610"}},
}
