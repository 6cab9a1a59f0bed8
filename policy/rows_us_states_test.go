package policy_test

import "github.com/goodterms/goodterms/channels"

// 940 CMR 7.04 and 7.05: creditors in Massachusetts.
var usMARows = rowTable{
	zone: "America/New_York", packs: []string{"us-ma"},
	usual: []rowWith{byCreditor, toConsumer, inRegion("US-MA")},
	cases: []rowCase{
		sent("us-ma.hours", "the last second of the evening", "Fri 2027-02-05 20:59:59", viaSMS),
		deferred("us-ma.hours", "nine in the evening", "Fri 2027-02-05 21:00:00", "Sat 2027-02-06 08:00:00", viaSMS).unless(byAgency, toBusiness, toTrader),
		deferred("us-ma.hours", "the last second of the night", "Sun 2027-02-07 07:59:59", "Sun 2027-02-07 08:00:00", viaVoice),
		sent("us-ma.hours", "eight in the morning", "Sun 2027-02-07 08:00:00", viaVoice),
		sent("us-ma.hours", "a Monday", "Mon 2027-02-08 12:00:00"),
		deferred("us-ma.hours", "creditors under another name", "Fri 2027-02-05 21:00:00", "Sat 2027-02-06 08:00:00", byOtherName),

		sent("us-ma.household-hours", "the last second by Eastern time, two hours to the west", "Fri 2027-02-05 20:59:59", viaVoice, inZone("America/Denver")),
		deferred("us-ma.household-hours", "nine by Eastern time, seven where they are", "Fri 2027-02-05 21:00:00", "Sat 2027-02-06 10:00:00", viaVoice, inZone("America/Denver")).
			unless(viaSMS, viaEmail, byAgency, toBusiness).evenIf(byOtherName),
		deferred("us-ma.household-hours", "an hour to the east the morning waits for Eastern time", "Sat 2027-02-06 07:59:59", "Sat 2027-02-06 08:00:00", viaVoice, inZone("America/Halifax")),
		sent("us-ma.household-hours", "eight by Eastern time", "Sat 2027-02-06 08:00:00", viaVoice, inZone("America/Halifax")),
		sent("us-ma.household-hours", "a Sunday", "Sun 2027-02-07 12:00:00", viaVoice),
		sent("us-ma.household-hours", "a Monday", "Mon 2027-02-08 12:00:00", viaVoice),

		sent("us-ma.contacts", "the second within seven days", "Sun 2027-02-07 20:59:59", viaSMS, had("sms delivered", "2027-02-01 10:00")),
		deferred("us-ma.contacts", "the third within seven days", "Sun 2027-02-07 20:59:59", "Mon 2027-02-08 08:00:00", viaSMS, had("sms delivered", "2027-02-01 10:00", "2027-02-03 10:00")).
			unless(viaEmail, byAgency, toBusiness).evenIf(byOtherName),
		sent("us-ma.contacts", "the first is seven days past", "Mon 2027-02-08 08:00:00", viaVoice, had("sms delivered", "2027-02-01 10:00"), had("voice no_answer", "2027-02-03 10:00")),
		deferred("us-ma.contacts", "calls and texts count together", "Fri 2027-02-05 12:00:00", "Mon 2027-02-08 08:00:00", viaVoice, had("sms delivered", "2027-02-01 10:00"), had("voice voicemail", "2027-02-03 10:00")),
		deferred("us-ma.contacts", "a call that rang counts", "Fri 2027-02-05 12:00:00", "Mon 2027-02-08 08:00:00", viaVoice, had("voice no_answer", "2027-02-01 10:00", "2027-02-03 10:00")),
		sent("us-ma.contacts", "a busy line does not", "Fri 2027-02-05 12:00:00", viaVoice, had("voice busy", "2027-02-01 10:00", "2027-02-03 10:00")),
		sent("us-ma.contacts", "nor do emails", "Fri 2027-02-05 12:00:00", viaVoice, had("email delivered", "2027-02-01 10:00", "2027-02-03 10:00")),
		sent("us-ma.contacts", "nor what they began", "Fri 2027-02-05 12:00:00", viaVoice, had("in voice conversation", "2027-02-01 10:00"), had("in sms", "2027-02-03 10:00")),
		sent("us-ma.contacts", "nor another debt", "Fri 2027-02-05 12:00:00", viaVoice, had("voice conversation INV-2", "2027-02-01 10:00", "2027-02-03 10:00")),
		spared("us-ma.contacts", "emails are not bounded", "Fri 2027-02-05 12:00:00", viaEmail, had("sms delivered", "2027-02-01 10:00", "2027-02-03 10:00")),
	},
}

// 209 CMR 18.16: agencies in Massachusetts.
var usMAAgencyRows = rowTable{
	zone: "America/New_York", packs: []string{"us-ma"},
	usual: []rowWith{byAgency, toConsumer, inRegion("US-MA")},
	cases: []rowCase{
		sent("us-ma.hours-agencies", "the last second of the evening", "Fri 2027-02-05 20:59:59"),
		deferred("us-ma.hours-agencies", "nine in the evening", "Fri 2027-02-05 21:00:00", "Sat 2027-02-06 08:00:00").unless(byCreditor, byOtherName, toBusiness),
		deferred("us-ma.hours-agencies", "the last second of the night", "Sun 2027-02-07 07:59:59", "Sun 2027-02-07 08:00:00", viaVoice),
		sent("us-ma.hours-agencies", "eight in the morning", "Sun 2027-02-07 08:00:00", viaVoice),
		sent("us-ma.hours-agencies", "a Monday", "Mon 2027-02-08 12:00:00", viaVoice),

		sent("us-ma.contacts-agencies", "the second within seven days", "Sun 2027-02-07 12:00:00", viaVoice, had("voice voicemail", "2027-02-01 10:00")),
		deferred("us-ma.contacts-agencies", "the third within seven days", "Sun 2027-02-07 12:00:00", "Mon 2027-02-08 08:00:00", viaVoice, had("voice voicemail", "2027-02-01 10:00", "2027-02-01 15:00")).
			unless(viaEmail, byCreditor, toBusiness),
		sent("us-ma.contacts-agencies", "the seven days are past", "Mon 2027-02-08 08:00:00", viaSMS, had("voice voicemail", "2027-02-01 10:00", "2027-02-01 15:00")),
		sent("us-ma.contacts-agencies", "another debt does not count", "Sun 2027-02-07 12:00:00", viaSMS, had("voice voicemail INV-2", "2027-02-01 10:00", "2027-02-01 15:00")),
	},
}

// Numbers that are not personal ones: off, for nobody knows here whose a number is.
var usMAElsewhereRows = rowTable{
	zone: "America/New_York", packs: []string{"us-ma"},
	usual: []rowWith{byCreditor, toConsumer, inRegion("US-MA"), viaSMS},
	cases: []rowCase{
		deferred("us-ma.contacts-elsewhere", "the third within thirty days", "Tue 2027-02-02 12:00:00", "Wed 2027-02-03 08:00:00", had("sms delivered", "2027-01-04 10:00", "2027-01-05 10:00")).
			whenOn().unless(viaEmail, toBusiness).evenIf(viaVoice),
		sent("us-ma.contacts-elsewhere", "the first is thirty days past", "Wed 2027-02-03 08:00:00", had("sms delivered", "2027-01-04 10:00", "2027-01-05 10:00")).whenOn(),
	},
}

// Cal. Civ. Code 1788.17: the federal hours for creditors too.
var usCARows = rowTable{
	zone: "America/Los_Angeles", packs: []string{"us-ca"},
	usual: []rowWith{byCreditor, toConsumer, inRegion("US-CA")},
	cases: []rowCase{
		sent("us-ca.hours", "the last second of the evening", "Sun 2027-02-07 20:59:59"),
		deferred("us-ca.hours", "nine in the evening", "Sun 2027-02-07 21:00:00", "Mon 2027-02-08 08:00:00").unless(toBusiness, toTrader),
		deferred("us-ca.hours", "the last second of the night", "Mon 2027-02-08 07:59:59", "Mon 2027-02-08 08:00:00", byAgency, viaSMS),
		sent("us-ca.hours", "eight in the morning", "Mon 2027-02-08 08:00:00", byAgency, viaSMS),
	},
}

// D.C. Code 28-3814: debts that are more than thirty days overdue.
var usDCRows = rowTable{
	zone: "America/New_York", packs: []string{"us-dc"},
	usual: []rowWith{byCreditor, toConsumer, inRegion("US-DC"), overdueBy(31), consenting(channels.Email, "Sat 2022-01-01 12:00:00"), consenting(channels.SMS, "Sat 2022-01-01 12:00:00")},
	cases: []rowCase{
		sent("us-dc.hours", "the last second of the evening", "Sun 2027-02-07 20:59:59"),
		deferred("us-dc.hours", "nine in the evening", "Sun 2027-02-07 21:00:00", "Mon 2027-02-08 08:00:00").
			unless(toBusiness, overdueBy(30), onceAt("Sat 2022-12-31 21:00:00")),
		deferred("us-dc.hours", "the last second of the night", "Mon 2027-02-08 07:59:59", "Mon 2027-02-08 08:00:00", byAgency),
		sent("us-dc.hours", "eight in the morning", "Mon 2027-02-08 08:00:00", byAgency),
		deferred("us-dc.hours", "the first night in force", "Sun 2023-01-01 07:59:59", "Sun 2023-01-01 08:00:00"),

		sent("us-dc.calls", "the fourth within seven days", "Sun 2027-02-07 12:00:00", viaVoice, hadMany(3, "voice no_answer", "2027-02-01 10:00")),
		deferred("us-dc.calls", "the fifth within seven days", "Sun 2027-02-07 20:59:59", "Mon 2027-02-08 08:00:00", viaVoice, hadMany(4, "voice no_answer", "2027-02-01 10:00")).
			unless(viaEmail, toBusiness, overdueBy(30), allOf(onceAt("Sat 2022-12-31 12:00:00"), hadMany(4, "voice no_answer", "2022-12-31 08:00"))),
		sent("us-dc.calls", "the morning after the seventh day", "Mon 2027-02-08 08:00:00", viaVoice, hadMany(4, "voice no_answer", "2027-02-01 10:00")),
		deferred("us-dc.calls", "per account: another invoice and another contact count", "Sun 2027-02-07 12:00:00", "Mon 2027-02-08 08:00:00", viaVoice, hadMany(2, "voice no_answer INV-2", "2027-02-01 10:00"), hadMany(2, "voice voicemail another", "2027-02-01 15:00")),
		sent("us-dc.calls", "busy lines and texts do not count", "Sun 2027-02-07 12:00:00", viaVoice, hadMany(3, "voice no_answer", "2027-02-01 10:00"), hadMany(4, "voice busy", "2027-02-01 14:00"), hadMany(4, "sms delivered", "2027-02-01 14:00")),
		deferred("us-dc.calls", "agencies too", "Sun 2027-02-07 12:00:00", "Mon 2027-02-08 08:00:00", viaVoice, byAgency, hadMany(4, "voice no_answer", "2027-02-01 10:00")),
		deferred("us-dc.calls", "the first day in force", "Sun 2023-01-01 12:00:00", "Sat 2023-01-07 08:00:00", viaVoice, hadMany(4, "voice no_answer", "2022-12-31 10:00")),

		skipped("us-dc.electronic-consent", "an email without consent", "Sun 2027-02-07 12:00:00", withoutConsent).
			unless(viaVoice, toBusiness, overdueBy(30), onceAt("Sat 2022-12-31 12:00:00")),
		skipped("us-dc.electronic-consent", "a text with consent to email alone", "Sun 2027-02-07 12:00:00", viaSMS, withoutConsent, consenting(channels.Email, "Sat 2022-01-01 12:00:00")),
		skipped("us-dc.electronic-consent", "the first day in force", "Sun 2023-01-01 08:00:00", withoutConsent),
		sent("us-dc.electronic-consent", "with consent", "Sun 2027-02-07 12:00:00"),

		sent("us-dc.electronic", "the fifth within seven days", "Sun 2027-02-07 12:00:00", hadMany(4, "email delivered", "2027-02-01 10:00")),
		deferred("us-dc.electronic", "the sixth within seven days, emails and texts together", "Sun 2027-02-07 20:59:59", "Mon 2027-02-08 08:00:00", viaSMS, hadMany(3, "email delivered", "2027-02-01 10:00"), hadMany(2, "sms delivered", "2027-02-01 10:00")).
			unless(viaVoice, toBusiness, overdueBy(30), allOf(onceAt("Sat 2022-12-31 12:00:00"), hadMany(5, "sms", "2022-12-31 06:00"))),
		deferred("us-dc.electronic", "the first day in force", "Sun 2023-01-01 08:00:00", "Sat 2023-01-07 08:00:00", hadMany(5, "email delivered", "2022-12-31 10:00")),
		sent("us-dc.electronic", "the morning after the seventh day", "Mon 2027-02-08 08:00:00", viaSMS, hadMany(5, "email delivered", "2027-02-01 10:00")),
		sent("us-dc.electronic", "calls and answers of theirs do not count", "Sun 2027-02-07 12:00:00", hadMany(5, "voice no_answer", "2027-02-01 10:00"), hadMany(5, "in email", "2027-02-01 10:00")),
	},
}

// Fla. Stat. 559.72(17), by which email is exempt since 2025-05-16.
var usFLRows = rowTable{
	zone: "America/New_York", packs: []string{"us-fl"},
	usual: []rowWith{byCreditor, toConsumer, inRegion("US-FL"), viaSMS},
	cases: []rowCase{
		sent("us-fl.hours", "the last second of the evening", "Sun 2027-02-07 20:59:59"),
		deferred("us-fl.hours", "nine in the evening", "Sun 2027-02-07 21:00:00", "Mon 2027-02-08 08:00:00").unless(viaEmail, toBusiness, onceAt("Thu 2025-05-15 21:00:00")),
		deferred("us-fl.hours", "the last second of the night, a call", "Mon 2027-02-08 07:59:59", "Mon 2027-02-08 08:00:00", viaVoice, byAgency),
		sent("us-fl.hours", "eight in the morning", "Mon 2027-02-08 08:00:00", viaVoice),
		deferred("us-fl.hours", "the first night in force", "Fri 2025-05-16 07:59:59", "Fri 2025-05-16 08:00:00"),
		deferred("us-fl.hours", "Pensacola: the area code has two zones", "Sun 2027-02-07 21:00:00", "Mon 2027-02-08 09:00:00", knownBy(nil, "+18504345678")),
		deferred("us-fl.hours", "the later of two zones opens last", "Mon 2027-02-08 08:59:59", "Mon 2027-02-08 09:00:00", knownBy(nil, "+18504345678")),

		deferred("us-fl.hours-with-email", "an email on the last evening", "Thu 2025-05-15 21:00:00", "Fri 2025-05-16 00:00:00", viaEmail).unless(toBusiness, onceAt("Fri 2025-05-16 00:00:00")),
		deferred("us-fl.hours-with-email", "a text on the last evening", "Thu 2025-05-15 21:00:00", "Fri 2025-05-16 08:00:00"),
		deferred("us-fl.hours-with-email", "the last second of a night", "Thu 2025-05-15 07:59:59", "Thu 2025-05-15 08:00:00", viaEmail),
		sent("us-fl.hours-with-email", "eight in the morning", "Thu 2025-05-15 08:00:00", viaEmail),
		sent("us-fl.hours-with-email", "a Sunday", "Sun 2025-05-11 12:00:00", viaEmail),
		sent("us-fl.hours-with-email", "a Monday", "Mon 2025-05-12 12:00:00", viaEmail),
		sent("us-fl.hours-with-email", "the last second of the last day", "Thu 2025-05-15 20:59:59", viaEmail),
		spared("us-fl.hours-with-email", "an email at night since then", "Fri 2025-05-16 00:00:00", viaEmail),
	},
}

// 6 RCNY 5-77, in force since 2026-09-01, applied where it is named.
var usNYCRows = rowTable{
	zone: "America/New_York", packs: []string{"us-ny-nyc"},
	usual: []rowWith{byCreditor, toConsumer, inRegion("US-NY"), consenting(channels.Email, "Sat 2026-01-03 12:00:00"), consenting(channels.SMS, "Sat 2026-01-03 12:00:00")},
	cases: []rowCase{
		sent("us-ny-nyc.hours", "the last second of the evening", "Sun 2027-02-07 20:59:59"),
		deferred("us-ny-nyc.hours", "nine in the evening", "Sun 2027-02-07 21:00:00", "Mon 2027-02-08 08:00:00").unless(toBusiness, onceAt("Mon 2026-08-31 21:00:00")),
		deferred("us-ny-nyc.hours", "the last second of the night", "Mon 2027-02-08 07:59:59", "Mon 2027-02-08 08:00:00", viaVoice, byAgency),
		sent("us-ny-nyc.hours", "eight in the morning", "Mon 2027-02-08 08:00:00", viaVoice, byAgency),
		deferred("us-ny-nyc.hours", "the first night in force", "Tue 2026-09-01 00:00:00", "Tue 2026-09-01 08:00:00"),

		sent("us-ny-nyc.week", "the third within seven days", "Sun 2027-02-07 12:00:00", had("voice no_answer", "2027-02-01 10:00"), had("email delivered", "2027-02-02 10:00")),
		deferred("us-ny-nyc.week", "the fourth within seven days, by whatever channel", "Sun 2027-02-07 12:00:00", "Mon 2027-02-08 08:00:00", had("voice no_answer", "2027-02-01 10:00"), had("email delivered", "2027-02-02 10:00"), had("sms delivered", "2027-02-03 10:00")).
			unless(toBusiness, onceAt("Mon 2026-08-31 12:00:00")),
		deferred("us-ny-nyc.week", "the first day in force counts the days before", "Tue 2026-09-01 12:00:00", "Mon 2026-09-07 08:00:00", hadMany(3, "email delivered", "2026-08-31 10:00")),
		sent("us-ny-nyc.week", "the first is seven days past", "Mon 2027-02-08 08:00:00", had("voice no_answer", "2027-02-01 10:00"), had("email delivered", "2027-02-02 10:00"), had("sms delivered", "2027-02-03 10:00")),
		sent("us-ny-nyc.week", "what did not connect and what they sent do not count", "Sun 2027-02-07 12:00:00", hadMany(3, "voice not_in_service", "2027-02-01 10:00"), hadMany(3, "in sms", "2027-02-01 10:00")),
		deferred("us-ny-nyc.week", "per account: another contact counts", "Sun 2027-02-07 12:00:00", "Mon 2027-02-08 08:00:00", hadMany(3, "sms delivered another", "2027-02-01 10:00")),

		skipped("us-ny-nyc.electronic-consent", "an email without consent", "Sun 2027-02-07 12:00:00", withoutConsent).unless(viaVoice, toBusiness, onceAt("Mon 2026-08-31 12:00:00")),
		skipped("us-ny-nyc.electronic-consent", "a text after the consent was taken back", "Sun 2027-02-07 12:00:00", viaSMS, withoutConsent, consentEnded(channels.SMS, "Sun 2027-02-07 12:00:00")),
		skipped("us-ny-nyc.electronic-consent", "the first day in force", "Tue 2026-09-01 12:00:00", withoutConsent),
		sent("us-ny-nyc.electronic-consent", "a text with consent", "Sun 2027-02-07 12:00:00", viaSMS),
	},
}

// RCW 19.16.250: agencies in Washington.
var usWARows = rowTable{
	zone: "America/Los_Angeles", packs: []string{"us-wa"},
	usual: []rowWith{byAgency, toConsumer, inRegion("US-WA")},
	cases: []rowCase{
		sent("us-wa.hours", "the last second of the evening", "Sun 2027-02-07 20:59:59"),
		deferred("us-wa.hours", "nine in the evening", "Sun 2027-02-07 21:00:00", "Mon 2027-02-08 07:30:00").unless(byCreditor, byOtherName),
		deferred("us-wa.hours", "the last second of the night", "Mon 2027-02-08 07:29:59", "Mon 2027-02-08 07:30:00", viaVoice),
		sent("us-wa.hours", "half past seven", "Mon 2027-02-08 07:30:00", viaVoice),

		sent("us-wa.week", "the third within a week", "Sun 2027-02-07 12:00:00", had("email delivered", "2027-02-01 12:00", "2027-02-02 12:00")),
		deferred("us-wa.week", "the fourth within a week, to the second", "Mon 2027-02-08 11:59:59", "Mon 2027-02-08 12:00:00", had("email delivered", "2027-02-01 12:00"), had("voice voicemail", "2027-02-02 12:00"), had("sms delivered", "2027-02-03 12:00")).
			unless(byCreditor),
		sent("us-wa.week", "a week after the first of three", "Mon 2027-02-08 12:00:00", had("email delivered", "2027-02-01 12:00"), had("voice voicemail", "2027-02-02 12:00"), had("sms delivered", "2027-02-03 12:00")),
		sent("us-wa.week", "a call that only rang does not count", "Sun 2027-02-07 12:00:00", had("email delivered", "2027-02-01 12:00", "2027-02-02 12:00"), had("voice no_answer", "2027-02-03 12:00")),
		sent("us-wa.week", "another contact does not count", "Sun 2027-02-07 12:00:00", hadMany(3, "email delivered another", "2027-02-01 12:00")),

		deferred("us-wa.week-at-work", "the second within a week", "Mon 2027-02-08 11:59:59", "Mon 2027-02-08 12:00:00", had("email delivered", "2027-02-01 12:00")).whenOn().unless(byCreditor),
		sent("us-wa.week-at-work", "a week after the first", "Mon 2027-02-08 12:00:00", had("email delivered", "2027-02-01 12:00")).whenOn(),
	},
}

// W. Va. Code 46A-2-125(d).
var usWVRows = rowTable{
	zone: "America/New_York", packs: []string{"us-wv"},
	usual: []rowWith{byCreditor, toConsumer, inRegion("US-WV")},
	cases: []rowCase{
		sent("us-wv.hours", "the last second of the evening", "Sun 2027-02-07 20:59:59"),
		deferred("us-wv.hours", "nine in the evening", "Sun 2027-02-07 21:00:00", "Mon 2027-02-08 08:00:00").unless(toBusiness, toTrader),
		deferred("us-wv.hours", "the last second of the night", "Mon 2027-02-08 07:59:59", "Mon 2027-02-08 08:00:00", byAgency, viaSMS),
		sent("us-wv.hours", "eight in the morning", "Mon 2027-02-08 08:00:00", byAgency, viaSMS),

		sent("us-wv.calls", "the thirtieth call within a week", "Sun 2027-02-07 12:00:00", viaVoice, hadMany(29, "voice no_answer", "2027-02-01 08:00")),
		deferred("us-wv.calls", "the thirty-first, to the second", "Mon 2027-02-08 08:59:59", "Mon 2027-02-08 09:00:00", viaVoice, had("voice no_answer", "2027-02-01 09:00"), hadMany(29, "voice voicemail", "2027-02-01 20:00")).
			unless(viaSMS, viaEmail, toBusiness),
		sent("us-wv.calls", "a week after the first of thirty", "Mon 2027-02-08 09:00:00", viaVoice, had("voice no_answer", "2027-02-01 09:00"), hadMany(29, "voice voicemail", "2027-02-01 20:00")),
		sent("us-wv.calls", "busy lines and texts do not count", "Sun 2027-02-07 12:00:00", viaVoice, hadMany(30, "voice busy", "2027-02-01 08:00"), hadMany(30, "sms delivered", "2027-02-01 08:00")),

		sent("us-wv.conversations", "after nine conversations", "Sun 2027-02-07 12:00:00", viaVoice, hadMany(9, "voice conversation", "2027-02-01 08:00")),
		deferred("us-wv.conversations", "after ten, to the second", "Mon 2027-02-08 08:59:59", "Mon 2027-02-08 09:00:00", viaVoice, hadMany(10, "voice conversation", "2027-02-01 09:00")).
			unless(viaSMS, viaEmail, toBusiness),
		sent("us-wv.conversations", "a week after the first of ten", "Mon 2027-02-08 09:00:00", viaVoice, hadMany(10, "voice conversation", "2027-02-01 09:00")),
		sent("us-wv.conversations", "voicemails are none", "Sun 2027-02-07 12:00:00", viaVoice, hadMany(10, "voice voicemail", "2027-02-01 08:00")),
	},
}
