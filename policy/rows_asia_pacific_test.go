package policy_test

// The Emirates: off, for the texts disagree.
var aeRows = rowTable{
	zone: "Asia/Dubai", packs: []string{"ae"},
	usual: []rowWith{byCreditor, toConsumer, inRegion("AE"), viaVoice},
	cases: []rowCase{
		sent("ae.hours", "the last second of the evening", "Fri 2027-02-05 19:59:59").whenOn(),
		deferred("ae.hours", "eight in the evening", "Fri 2027-02-05 20:00:00", "Sat 2027-02-06 09:00:00").whenOn().unless(viaSMS, viaEmail, toBusiness).evenIf(toTrader),
		sent("ae.hours", "a Sunday", "Sun 2027-02-07 12:00:00").whenOn(),
		sent("ae.hours", "a Monday", "Mon 2027-02-08 12:00:00").whenOn(),
		deferred("ae.hours", "the last second of the night", "Sat 2027-02-06 08:59:59", "Sat 2027-02-06 09:00:00").whenOn(),
	},
}

// RG 96, part 2, sections 4 and 5: creditors and collectors in Australia.
var auRows = rowTable{
	zone: "Australia/Sydney", packs: []string{"au"},
	usual: []rowWith{byCreditor, toConsumer, inRegion("AU")},
	cases: []rowCase{
		sent("au.hours", "the last second of a Friday", "Fri 2027-02-05 20:59:59"),
		deferred("au.hours", "nine in the evening of a Friday", "Fri 2027-02-05 21:00:00", "Sat 2027-02-06 09:00:00").unless(toBusiness),
		deferred("au.hours", "the last second of a Saturday's night", "Sat 2027-02-06 08:59:59", "Sat 2027-02-06 09:00:00", viaVoice),
		sent("au.hours", "nine in the morning of a Saturday", "Sat 2027-02-06 09:00:00", viaVoice),
		sent("au.hours", "the last second of a Sunday", "Sun 2027-02-07 20:59:59"),
		deferred("au.hours", "nine in the evening of a Sunday, an agency", "Sun 2027-02-07 21:00:00", "Mon 2027-02-08 07:30:00", byAgency, viaSMS),
		deferred("au.hours", "the last second of a Monday's night", "Mon 2027-02-08 07:29:59", "Mon 2027-02-08 07:30:00", toTrader),
		sent("au.hours", "half past seven of a Monday", "Mon 2027-02-08 07:30:00"),
		deferred("au.hours", "the night that has an hour more", "Sat 2027-04-03 21:00:00", "Sun 2027-04-04 09:00:00"),
		deferred("au.hours", "a mobile may be anywhere in the country: not before Perth's morning", "Mon 2027-02-08 10:29:59", "Mon 2027-02-08 10:30:00", knownBy(nil, "+61412345678")),

		deferred("au.holidays", "Australia Day from the morning", "Tue 2027-01-26 07:30:00", "Wed 2027-01-27 07:30:00").unless(toBusiness).evenIf(toTrader),
		deferred("au.holidays", "Australia Day to the evening", "Tue 2027-01-26 20:59:59", "Wed 2027-01-27 07:30:00"),
		sent("au.holidays", "the morning after", "Wed 2027-01-27 07:30:00"),
		deferred("au.holidays", "Good Friday", "Fri 2027-03-26 12:00:00", "Sat 2027-03-27 09:00:00", viaVoice),
		deferred("au.holidays", "Easter Monday", "Mon 2027-03-29 12:00:00", "Tue 2027-03-30 07:30:00"),
		deferred("au.holidays", "Anzac Day", "Sun 2027-04-25 12:00:00", "Mon 2027-04-26 07:30:00"),

		sent("au.week", "the third within a week", "Fri 2027-02-05 12:00:00", had("email delivered", "2027-02-01 10:00"), had("voice voicemail", "2027-02-01 11:00")),
		deferred("au.week", "three channels on one day are three contacts", "Fri 2027-02-05 12:00:00", "Mon 2027-02-08 10:00:00", had("email delivered", "2027-02-01 10:00"), had("voice voicemail", "2027-02-01 11:00"), had("sms delivered", "2027-02-01 12:00")).
			unless(toBusiness).evenIf(toTrader),
		deferred("au.week", "to the last second of the week", "Mon 2027-02-08 09:59:59", "Mon 2027-02-08 10:00:00", had("email delivered", "2027-02-01 10:00", "2027-02-02 10:00", "2027-02-03 10:00")),
		sent("au.week", "a week after the first of three", "Mon 2027-02-08 10:00:00", had("email delivered", "2027-02-01 10:00", "2027-02-02 10:00", "2027-02-03 10:00")),
		sent("au.week", "a call that only rang is no contact", "Fri 2027-02-05 12:00:00", hadMany(3, "voice no_answer", "2027-02-01 10:00")),
		sent("au.week", "what they began does not count", "Fri 2027-02-05 12:00:00", hadMany(3, "in voice conversation", "2027-02-01 10:00")),
		deferred("au.week", "per account: another contact counts", "Fri 2027-02-05 12:00:00", "Mon 2027-02-08 10:00:00", hadMany(3, "voice conversation another", "2027-02-01 10:00")),

		sent("au.month", "the tenth within a month", "Wed 2027-02-03 12:00:00", nineInAMonth),
		deferred("au.month", "the eleventh within a month", "Wed 2027-02-03 12:00:00", "Thu 2027-02-04 10:00:00", nineInAMonth, had("email delivered", "2027-01-04 10:00")).
			unless(toBusiness).evenIf(toTrader),
		sent("au.month", "31 days after the first of ten", "Thu 2027-02-04 10:00:00", nineInAMonth, had("email delivered", "2027-01-04 10:00")),

		sent("au.work-hours", "the last second of the working day", "Fri 2027-02-05 16:59:59").whenOn(),
		deferred("au.work-hours", "five in the afternoon of a Friday", "Fri 2027-02-05 17:00:00", "Mon 2027-02-08 09:00:00").whenOn().unless(toBusiness).evenIf(toTrader),
	},
}

// nineInAMonth is never more than three a week.
var nineInAMonth = had("email delivered", "2027-01-06 10:00", "2027-01-08 10:00", "2027-01-11 10:00", "2027-01-13 10:00", "2027-01-15 10:00", "2027-01-18 10:00", "2027-01-20 10:00", "2027-01-22 10:00", "2027-01-29 10:00")

// OJK: financial firms in Indonesia.
var idRows = rowTable{
	zone: "Asia/Jakarta", packs: []string{"id"},
	usual: []rowWith{byCreditor, toConsumer, inRegion("ID")},
	cases: []rowCase{
		sent("id.hours", "the last second of a Saturday", "Sat 2027-01-23 19:59:59"),
		deferred("id.hours", "eight in the evening of a Saturday", "Sat 2027-01-23 20:00:00", "Mon 2027-01-25 08:00:00").unless(toBusiness).evenIf(toTrader),
		deferred("id.hours", "a Sunday", "Sun 2027-01-24 12:00:00", "Mon 2027-01-25 08:00:00", viaVoice, byAgency),
		deferred("id.hours", "the last second of the night", "Mon 2027-01-25 07:59:59", "Mon 2027-01-25 08:00:00"),
		sent("id.hours", "eight in the morning", "Mon 2027-01-25 08:00:00"),
		deferred("id.hours", "two hours to the east it is evening", "Mon 2027-01-25 18:00:00", "Tue 2027-01-26 06:00:00", inZone("Asia/Jayapura")),

		deferred("id.holidays", "Independence Day", "Tue 2027-08-17 12:00:00", "Wed 2027-08-18 08:00:00").unless(toBusiness).evenIf(toTrader),
		sent("id.holidays", "the morning after", "Wed 2027-08-18 08:00:00"),
	},
}

// The Reserve Bank of India, since 2022-08-12.
var inRows = rowTable{
	zone: "Asia/Kolkata", packs: []string{"in"},
	usual: []rowWith{byCreditor, toConsumer, inRegion("IN"), viaVoice},
	cases: []rowCase{
		sent("in.hours", "the last second of the evening", "Sun 2027-02-07 18:59:59"),
		deferred("in.hours", "seven in the evening", "Sun 2027-02-07 19:00:00", "Mon 2027-02-08 08:00:00").unless(viaEmail, viaSMS, toBusiness, onceAt("Thu 2022-08-11 19:00:00")).evenIf(toTrader),
		deferred("in.hours", "the last second of the night, an agency", "Mon 2027-02-08 07:59:59", "Mon 2027-02-08 08:00:00", byAgency),
		sent("in.hours", "eight in the morning", "Mon 2027-02-08 08:00:00"),
		deferred("in.hours", "the first day in force", "Fri 2022-08-12 07:59:59", "Fri 2022-08-12 08:00:00"),
	},
}

// Japan: off, only recalled.
var jpRows = rowTable{
	zone: "Asia/Tokyo", packs: []string{"jp"},
	usual: []rowWith{byCreditor, toConsumer, inRegion("JP")},
	cases: []rowCase{
		sent("jp.hours", "the last second of the evening", "Sun 2027-02-07 20:59:59").whenOn(),
		deferred("jp.hours", "nine in the evening", "Sun 2027-02-07 21:00:00", "Mon 2027-02-08 08:00:00").whenOn().unless(toBusiness).evenIf(toTrader),
	},
}

// South Korea, since 2024-10-17. The hours are only recalled, so a cap ends at midnight.
var krRows = rowTable{
	zone: "Asia/Seoul", packs: []string{"kr"},
	usual: []rowWith{byCreditor, toConsumer, inRegion("KR")},
	cases: []rowCase{
		sent("kr.week", "the seventh within seven days", "Sun 2027-02-07 12:00:00", hadMany(6, "voice no_answer", "2027-02-01 10:00")),
		deferred("kr.week", "the eighth within seven days", "Sun 2027-02-07 23:59:59", "Mon 2027-02-08 00:00:00", hadMany(4, "voice no_answer", "2027-02-01 10:00"), hadMany(3, "sms delivered", "2027-02-01 10:00")).
			unless(toBusiness, allOf(onceAt("Wed 2024-10-16 12:00:00"), hadMany(7, "sms delivered", "2024-10-15 10:00"))).evenIf(toTrader),
		sent("kr.week", "midnight after the seventh day", "Mon 2027-02-08 00:00:00", hadMany(7, "voice no_answer", "2027-02-01 10:00")),
		sent("kr.week", "what did not connect does not count", "Sun 2027-02-07 12:00:00", hadMany(7, "voice not_in_service", "2027-02-01 10:00")),
		deferred("kr.week", "the first day in force counts the days before", "Thu 2024-10-17 12:00:00", "Wed 2024-10-23 00:00:00", hadMany(7, "sms delivered", "2024-10-16 10:00")),

		sent("kr.hours", "the last second of the evening", "Sun 2027-02-07 20:59:59", viaVoice).whenOn(),
		deferred("kr.hours", "nine in the evening", "Sun 2027-02-07 21:00:00", "Mon 2027-02-08 08:00:00", viaVoice).whenOn().unless(viaSMS, toBusiness).evenIf(toTrader),
	},
}

// The Philippines: lending companies.
var phRows = rowTable{
	zone: "Asia/Manila", packs: []string{"ph"},
	usual: []rowWith{byCreditor, toConsumer, inRegion("PH")},
	cases: []rowCase{
		sent("ph.hours", "the last second of the evening", "Sun 2027-02-07 21:59:59"),
		deferred("ph.hours", "ten in the evening", "Sun 2027-02-07 22:00:00", "Mon 2027-02-08 06:00:00").unless(toBusiness).evenIf(toTrader),
		deferred("ph.hours", "the last second of the night, an agency's text", "Mon 2027-02-08 05:59:59", "Mon 2027-02-08 06:00:00", byAgency, viaSMS),
		sent("ph.hours", "six in the morning", "Mon 2027-02-08 06:00:00"),
	},
}

// Thailand's Debt Collection Act. Songkran is from 2027-04-13, a Tuesday, to the 15th.
var thRows = rowTable{
	zone: "Asia/Bangkok", packs: []string{"th"},
	usual: []rowWith{byCreditor, toConsumer, inRegion("TH")},
	cases: []rowCase{
		sent("th.hours", "the last second of a Friday", "Fri 2027-02-05 19:59:59"),
		deferred("th.hours", "eight in the evening of a Friday", "Fri 2027-02-05 20:00:00", "Sat 2027-02-06 08:00:00").unless(toBusiness, onceAt("Tue 2015-09-01 20:00:00")).evenIf(toTrader),
		deferred("th.hours", "the first day in force", "Wed 2015-09-02 20:00:00", "Thu 2015-09-03 08:00:00"),
		sent("th.hours", "the last second of a Saturday", "Sat 2027-02-06 17:59:59"),
		deferred("th.hours", "six in the evening of a Saturday", "Sat 2027-02-06 18:00:00", "Sun 2027-02-07 08:00:00", viaVoice),
		deferred("th.hours", "six in the evening of a Sunday, an agency", "Sun 2027-02-07 18:00:00", "Mon 2027-02-08 08:00:00", byAgency),
		sent("th.hours", "a weekday at seven in the evening", "Mon 2027-02-08 19:00:00"),
		deferred("th.hours", "the last second of the night", "Mon 2027-02-08 07:59:59", "Mon 2027-02-08 08:00:00"),
		sent("th.hours", "the last second of a public holiday", "Tue 2027-04-13 17:59:59"),
		deferred("th.hours", "six in the evening of a public holiday", "Tue 2027-04-13 18:00:00", "Wed 2027-04-14 08:00:00"),

		deferred("th.day", "the second on a day", "Fri 2027-02-05 19:59:59", "Sat 2027-02-06 08:00:00", had("email delivered", "2027-02-05 08:00")).
			unless(toBusiness, allOf(onceAt("Wed 2019-11-20 12:00:00"), had("email delivered", "2019-11-20 09:00"))).evenIf(toTrader),
		sent("th.day", "the next morning", "Sat 2027-02-06 08:00:00", had("email delivered", "2027-02-05 19:59")),
		sent("th.day", "a call that only rang is no contact", "Fri 2027-02-05 19:59:59", had("voice no_answer", "2027-02-05 08:00")),
		deferred("th.day", "per account: another contact counts", "Fri 2027-02-05 12:00:00", "Sat 2027-02-06 08:00:00", had("sms delivered another", "2027-02-05 08:00")),
		deferred("th.day", "the first day in force", "Thu 2019-11-21 12:00:00", "Fri 2019-11-22 08:00:00", had("sms delivered", "2019-11-21 08:00")),
	},
}
