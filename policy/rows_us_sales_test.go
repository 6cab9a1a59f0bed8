package policy_test

import "github.com/goodterms/goodterms/channels"

// 47 CFR 64.1200(c)(1) and the sales laws of the states: they bind offers by call and
// text to people at home, and no reminder. Presidents' Day is 2027-02-15.
var usSalesRows = rowTable{
	zone: "America/New_York", packs: []string{"us-tcpa"},
	usual: []rowWith{byCreditor, toConsumer, selling, viaSMS, consenting(channels.Voice, "Sat 2026-01-03 12:00:00")},
	cases: []rowCase{
		sent("us-tcpa.sales-hours", "the last second of the evening", "Sun 2027-02-07 20:59:59", inRegion("US-ME")),
		deferred("us-tcpa.sales-hours", "nine in the evening", "Sun 2027-02-07 21:00:00", "Mon 2027-02-08 08:00:00", inRegion("US-ME")).
			unless(reminding, demanding, viaEmail, toBusiness),
		deferred("us-tcpa.sales-hours", "the last second of the night", "Mon 2027-02-08 07:59:59", "Mon 2027-02-08 08:00:00", inRegion("US-ME")),
		sent("us-tcpa.sales-hours", "eight in the morning", "Mon 2027-02-08 08:00:00", inRegion("US-ME")),
		deferred("us-tcpa.sales-hours", "calls, and sole traders", "Sun 2027-02-07 21:00:00", "Mon 2027-02-08 08:00:00", inRegion("US-ME"), viaVoice, toTrader),

		sent("us-tcpa.sales-hours-fl-ok-md", "Florida, the last second of the evening", "Sun 2027-02-07 19:59:59", inRegion("US-FL")),
		deferred("us-tcpa.sales-hours-fl-ok-md", "Florida, eight in the evening", "Sun 2027-02-07 20:00:00", "Mon 2027-02-08 08:00:00", inRegion("US-FL")).
			unless(reminding, viaEmail, toBusiness, inRegion("US-ME")).evenIf(toTrader, viaVoice),
		deferred("us-tcpa.sales-hours-fl-ok-md", "Oklahoma", "Sun 2027-02-07 20:00:00", "Mon 2027-02-08 08:00:00", inRegion("US-OK")),
		deferred("us-tcpa.sales-hours-fl-ok-md", "Maryland", "Sun 2027-02-07 20:00:00", "Mon 2027-02-08 08:00:00", inRegion("US-MD")),
		deferred("us-tcpa.sales-hours-fl-ok-md", "the last second of the night", "Mon 2027-02-08 07:59:59", "Mon 2027-02-08 08:00:00", inRegion("US-FL")).behind("us-tcpa.sales-hours"),
		sent("us-tcpa.sales-hours-fl-ok-md", "eight in the morning", "Mon 2027-02-08 08:00:00", inRegion("US-FL")),

		sent("us-tcpa.sales-calls-fl-ok-md", "the third within 24 hours", "Mon 2027-02-08 12:00:00", inRegion("US-FL"), had("sms delivered", "2027-02-08 09:00", "2027-02-08 10:00")),
		deferred("us-tcpa.sales-calls-fl-ok-md", "the fourth within 24 hours", "Tue 2027-02-09 08:59:59", "Tue 2027-02-09 09:00:00", inRegion("US-FL"), threeOffers).
			unless(reminding, viaEmail, toBusiness, inRegion("US-ME")).evenIf(toTrader, viaVoice),
		sent("us-tcpa.sales-calls-fl-ok-md", "24 hours after the first of three", "Tue 2027-02-09 09:00:00", inRegion("US-FL"), threeOffers),
		deferred("us-tcpa.sales-calls-fl-ok-md", "calls that rang count", "Mon 2027-02-08 19:00:00", "Tue 2027-02-09 10:00:00", inRegion("US-OK"), hadMany(3, "voice no_answer", "2027-02-08 10:00")),
		sent("us-tcpa.sales-calls-fl-ok-md", "busy lines and emails do not", "Mon 2027-02-08 19:00:00", inRegion("US-MD"), hadMany(3, "voice busy", "2027-02-08 10:00"), hadMany(3, "email delivered", "2027-02-08 10:00")),

		sent("us-tcpa.sales-hours-wa", "the last second of the evening", "Sun 2027-02-07 19:59:59", inRegion("US-WA")),
		deferred("us-tcpa.sales-hours-wa", "eight in the evening", "Sun 2027-02-07 20:00:00", "Mon 2027-02-08 08:00:00", inRegion("US-WA")).
			unless(reminding, viaEmail, toBusiness, inRegion("US-ME")).evenIf(toTrader, viaVoice),

		deferred("us-tcpa.sales-hours-wa", "the last second of the night", "Mon 2027-02-08 07:59:59", "Mon 2027-02-08 08:00:00", inRegion("US-WA")).behind("us-tcpa.sales-hours"),
		sent("us-tcpa.sales-hours-wa", "eight in the morning", "Mon 2027-02-08 08:00:00", inRegion("US-WA")),

		deferred("us-tcpa.sales-hours-ct-nv", "the last second of the night", "Sun 2027-02-07 08:59:59", "Sun 2027-02-07 09:00:00", inRegion("US-CT")).
			unless(reminding, viaEmail, toBusiness, inRegion("US-ME")).evenIf(toTrader, viaVoice),
		sent("us-tcpa.sales-hours-ct-nv", "nine in the morning", "Sun 2027-02-07 09:00:00", inRegion("US-CT")),
		sent("us-tcpa.sales-hours-ct-nv", "the last second of the evening", "Sun 2027-02-07 19:59:59", inRegion("US-CT")),
		deferred("us-tcpa.sales-hours-ct-nv", "Nevada, eight in the evening", "Sun 2027-02-07 20:00:00", "Mon 2027-02-08 09:00:00", inRegion("US-NV")),

		sent("us-tcpa.sales-hours-ma", "the last second of the evening", "Sun 2027-02-07 19:59:59", inRegion("US-MA")),
		deferred("us-tcpa.sales-hours-ma", "eight in the evening", "Sun 2027-02-07 20:00:00", "Mon 2027-02-08 08:00:00", inRegion("US-MA")).
			unless(reminding, viaEmail, toBusiness, inRegion("US-ME")).evenIf(toTrader, viaVoice),

		deferred("us-tcpa.sales-hours-ma", "the last second of the night", "Mon 2027-02-08 07:59:59", "Mon 2027-02-08 08:00:00", inRegion("US-MA")).behind("us-tcpa.sales-hours"),
		sent("us-tcpa.sales-hours-ma", "eight in the morning", "Mon 2027-02-08 08:00:00", inRegion("US-MA")),

		deferred("us-tcpa.sales-hours-mi-mn-nm", "the last second of the night", "Sun 2027-02-07 08:59:59", "Sun 2027-02-07 09:00:00", inRegion("US-MI")).
			unless(reminding, viaEmail, toBusiness, inRegion("US-ME")).evenIf(toTrader, viaVoice),
		sent("us-tcpa.sales-hours-mi-mn-nm", "Minnesota, nine in the morning", "Sun 2027-02-07 09:00:00", inRegion("US-MN")),
		sent("us-tcpa.sales-hours-mi-mn-nm", "the last second of the evening", "Sun 2027-02-07 20:59:59", inRegion("US-NM")),
		deferred("us-tcpa.sales-hours-mi-mn-nm", "New Mexico, nine in the evening", "Sun 2027-02-07 21:00:00", "Mon 2027-02-08 09:00:00", inRegion("US-NM")).behind("us-tcpa.sales-hours"),

		deferred("us-tcpa.sales-hours-ky", "the last second of the night", "Sun 2027-02-07 09:59:59", "Sun 2027-02-07 10:00:00", inRegion("US-KY")).
			unless(reminding, viaEmail, toBusiness, inRegion("US-ME")).evenIf(toTrader, viaVoice),
		sent("us-tcpa.sales-hours-ky", "ten in the morning", "Sun 2027-02-07 10:00:00", inRegion("US-KY")),
		sent("us-tcpa.sales-hours-ky", "the last second of the evening", "Sun 2027-02-07 20:59:59", inRegion("US-KY")),
		deferred("us-tcpa.sales-hours-ky", "nine in the evening", "Sun 2027-02-07 21:00:00", "Mon 2027-02-08 10:00:00", inRegion("US-KY")).behind("us-tcpa.sales-hours"),

		sent("us-tcpa.sales-hours-il-ny-nc-va-sc-nj", "the last second of the evening", "Sun 2027-02-07 20:59:59", inRegion("US-IL")),
		deferred("us-tcpa.sales-hours-il-ny-nc-va-sc-nj", "nine in the evening", "Sun 2027-02-07 21:00:00", "Mon 2027-02-08 08:00:00", inRegion("US-NY")).behind("us-tcpa.sales-hours").
			unless(reminding, viaEmail, toBusiness, inRegion("US-ME")).evenIf(toTrader, viaVoice),
		deferred("us-tcpa.sales-hours-il-ny-nc-va-sc-nj", "the last second of the night", "Mon 2027-02-08 07:59:59", "Mon 2027-02-08 08:00:00", inRegion("US-NJ")).behind("us-tcpa.sales-hours"),
		deferred("us-tcpa.sales-hours-il-ny-nc-va-sc-nj", "North Carolina", "Mon 2027-02-08 07:59:59", "Mon 2027-02-08 08:00:00", inRegion("US-NC")).behind("us-tcpa.sales-hours"),
		deferred("us-tcpa.sales-hours-il-ny-nc-va-sc-nj", "Virginia", "Mon 2027-02-08 07:59:59", "Mon 2027-02-08 08:00:00", inRegion("US-VA")).behind("us-tcpa.sales-hours"),
		sent("us-tcpa.sales-hours-il-ny-nc-va-sc-nj", "South Carolina, eight in the morning", "Mon 2027-02-08 08:00:00", inRegion("US-SC")),

		sent("us-tcpa.sales-hours-pa", "the last second of a Saturday", "Sat 2027-02-06 18:59:59", inRegion("US-PA")),
		deferred("us-tcpa.sales-hours-pa", "seven in the evening of a Saturday", "Sat 2027-02-06 19:00:00", "Mon 2027-02-08 09:00:00", inRegion("US-PA")).
			unless(reminding, viaEmail, toBusiness, inRegion("US-ME"), onceAt("Sat 2026-10-17 19:00:00")).evenIf(toTrader, viaVoice),
		deferred("us-tcpa.sales-hours-pa", "a Sunday", "Sun 2027-02-07 12:00:00", "Mon 2027-02-08 09:00:00", inRegion("US-PA")),
		deferred("us-tcpa.sales-hours-pa", "the first day in force is a Sunday", "Sun 2026-10-18 08:00:00", "Mon 2026-10-19 09:00:00", inRegion("US-PA")),
		spared("us-tcpa.sales-hours-pa", "the last evening before", "Sat 2026-10-17 20:59:59", inRegion("US-PA")),

		sent("us-tcpa.sales-hours-ri", "the last second of a Friday", "Fri 2027-02-05 17:59:59", inRegion("US-RI")),
		deferred("us-tcpa.sales-hours-ri", "six in the evening of a Friday", "Fri 2027-02-05 18:00:00", "Sat 2027-02-06 10:00:00", inRegion("US-RI")).
			unless(reminding, viaEmail, toBusiness, inRegion("US-ME")).evenIf(toTrader, viaVoice),
		sent("us-tcpa.sales-hours-ri", "the last second of a Saturday", "Sat 2027-02-06 16:59:59", inRegion("US-RI")),
		deferred("us-tcpa.sales-hours-ri", "five in the afternoon of a Saturday", "Sat 2027-02-06 17:00:00", "Mon 2027-02-08 09:00:00", inRegion("US-RI")),
		deferred("us-tcpa.sales-hours-ri", "a Sunday", "Sun 2027-02-07 12:00:00", "Mon 2027-02-08 09:00:00", inRegion("US-RI")),

		sent("us-tcpa.sales-hours-ut", "the last second of a Saturday", "Sat 2027-02-06 20:59:59", inRegion("US-UT")),
		deferred("us-tcpa.sales-hours-ut", "nine in the evening of a Saturday", "Sat 2027-02-06 21:00:00", "Mon 2027-02-08 08:00:00", inRegion("US-UT")).behind("us-tcpa.sales-hours"),
		deferred("us-tcpa.sales-hours-ut", "the last second of the night", "Mon 2027-02-08 07:59:59", "Mon 2027-02-08 08:00:00", inRegion("US-UT")).behind("us-tcpa.sales-hours"),
		deferred("us-tcpa.sales-hours-ut", "a Sunday", "Sun 2027-02-07 12:00:00", "Mon 2027-02-08 08:00:00", inRegion("US-UT")).
			unless(reminding, viaEmail, toBusiness, inRegion("US-ME")).evenIf(toTrader, viaVoice),

		sent("us-tcpa.sales-hours-al-la-ms", "the last second of a Saturday", "Sat 2027-02-06 19:59:59", inRegion("US-MS")),
		deferred("us-tcpa.sales-hours-al-la-ms", "eight in the evening of a Saturday", "Sat 2027-02-06 20:00:00", "Mon 2027-02-08 08:00:00", inRegion("US-AL")).
			unless(reminding, viaEmail, toBusiness, inRegion("US-ME")).evenIf(toTrader, viaVoice),
		deferred("us-tcpa.sales-hours-al-la-ms", "the last second of the night in Louisiana", "Mon 2027-02-08 07:59:59", "Mon 2027-02-08 08:00:00", inRegion("US-LA")).behind("us-tcpa.sales-hours"),
		deferred("us-tcpa.sales-hours-al-la-ms", "a Sunday in Mississippi", "Sun 2027-02-07 12:00:00", "Mon 2027-02-08 08:00:00", inRegion("US-MS")),

		deferred("us-tcpa.sales-holidays", "a public holiday in Rhode Island", "Mon 2027-02-15 12:00:00", "Tue 2027-02-16 09:00:00", inRegion("US-RI")).
			unless(reminding, viaEmail, toBusiness, inRegion("US-MS")).evenIf(toTrader, viaVoice),
		deferred("us-tcpa.sales-holidays", "in Utah, its last second", "Mon 2027-02-15 20:59:59", "Tue 2027-02-16 08:00:00", inRegion("US-UT")),
		deferred("us-tcpa.sales-holidays", "in Alabama", "Mon 2027-02-15 08:00:00", "Tue 2027-02-16 08:00:00", inRegion("US-AL")),
		deferred("us-tcpa.sales-holidays", "in Louisiana", "Mon 2027-02-15 19:59:59", "Tue 2027-02-16 08:00:00", inRegion("US-LA")),
		sent("us-tcpa.sales-holidays", "the morning after", "Tue 2027-02-16 09:00:00", inRegion("US-RI")),
		spared("us-tcpa.sales-holidays", "Mississippi closes on Sundays alone", "Mon 2027-02-15 12:00:00", inRegion("US-MS")),

		deferred("us-tcpa.sales-hours-tx", "a Sunday morning", "Sun 2027-02-07 11:59:59", "Sun 2027-02-07 12:00:00", inRegion("US-TX")).whenOn().
			unless(reminding, viaEmail, toBusiness, inRegion("US-ME"), onceAt("Sun 2025-08-31 11:00:00")).evenIf(toTrader, viaVoice),
		sent("us-tcpa.sales-hours-tx", "a Sunday noon", "Sun 2027-02-07 12:00:00", inRegion("US-TX")).whenOn(),
		sent("us-tcpa.sales-hours-tx", "the last second of a Sunday", "Sun 2027-02-07 20:59:59", inRegion("US-TX")).whenOn(),
		deferred("us-tcpa.sales-hours-tx", "a Monday before nine", "Mon 2027-02-08 08:59:59", "Mon 2027-02-08 09:00:00", inRegion("US-TX")).whenOn(),
		sent("us-tcpa.sales-hours-tx", "the last second of a Saturday", "Sat 2027-02-06 20:59:59", inRegion("US-TX")).whenOn(),
		deferred("us-tcpa.sales-hours-tx", "nine in the evening of a Saturday", "Sat 2027-02-06 21:00:00", "Sun 2027-02-07 12:00:00", inRegion("US-TX")).behind("us-tcpa.sales-hours").whenOn(),
		deferred("us-tcpa.sales-hours-tx", "nine in the evening of a Sunday", "Sun 2027-02-07 21:00:00", "Mon 2027-02-08 09:00:00", inRegion("US-TX")).behind("us-tcpa.sales-hours").whenOn(),
		deferred("us-tcpa.sales-hours-tx", "the first day in force", "Mon 2025-09-01 08:30:00", "Mon 2025-09-01 09:00:00", inRegion("US-TX")).whenOn(),
	},
}

var threeOffers = had("sms delivered", "2027-02-08 09:00", "2027-02-08 10:00", "2027-02-08 11:00")
