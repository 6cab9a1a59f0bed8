package policy_test

import "github.com/goodterms/goodterms/channels"

// CRTC rules on automated calls: reminders too, and businesses.
var caRows = rowTable{
	zone: "America/Toronto", packs: []string{"ca"},
	usual: []rowWith{byCreditor, toConsumer, inRegion("CA-ON"), viaVoice},
	cases: []rowCase{
		sent("ca.robot-voice-hours", "the last second of a weekday", "Fri 2027-02-05 21:29:59"),
		deferred("ca.robot-voice-hours", "half past nine in the evening of a Friday", "Fri 2027-02-05 21:30:00", "Sat 2027-02-06 10:00:00").unless(viaSMS, viaEmail),
		deferred("ca.robot-voice-hours", "the last second of a Saturday's night", "Sat 2027-02-06 09:59:59", "Sat 2027-02-06 10:00:00"),
		sent("ca.robot-voice-hours", "the last second of a Sunday", "Sun 2027-02-07 17:59:59"),
		deferred("ca.robot-voice-hours", "six in the evening of a Sunday, a business", "Sun 2027-02-07 18:00:00", "Mon 2027-02-08 09:00:00", toBusiness),
		sent("ca.robot-voice-hours", "nine in the morning of a weekday", "Mon 2027-02-08 09:00:00"),

		skipped("ca.robot-voice-sales", "an offer without consent", "Mon 2027-02-08 12:00:00", selling).unless(reminding, demanding, viaSMS),
		sent("ca.robot-voice-sales", "an offer with consent", "Mon 2027-02-08 12:00:00", selling, consenting(channels.Voice, "Sat 2027-01-02 12:00:00")),
	},
}

// Agencies in Alberta.
var caABRows = rowTable{
	zone: "America/Edmonton", packs: []string{"ca-ab"},
	usual: []rowWith{byAgency, toConsumer, inRegion("CA-AB"), viaVoice},
	cases: []rowCase{
		sent("ca-ab.hours", "the last second of the evening", "Fri 2027-02-05 21:59:59"),
		deferred("ca-ab.hours", "ten in the evening", "Fri 2027-02-05 22:00:00", "Sat 2027-02-06 07:00:00").unless(viaSMS, viaEmail, byCreditor),
		deferred("ca-ab.hours", "the last second of the night", "Sat 2027-02-06 06:59:59", "Sat 2027-02-06 07:00:00"),
		sent("ca-ab.hours", "seven in the morning", "Sat 2027-02-06 07:00:00"),
		sent("ca-ab.hours", "a Sunday", "Sun 2027-02-07 21:59:59"),
		sent("ca-ab.hours", "a Monday", "Mon 2027-02-08 07:00:00"),

		deferred("ca-ab.holidays", "Family Day", "Mon 2027-02-15 07:00:00", "Tue 2027-02-16 07:00:00").unless(viaSMS, viaEmail, byCreditor),
		deferred("ca-ab.holidays", "its last second in hours", "Mon 2027-02-15 21:59:59", "Tue 2027-02-16 07:00:00"),
		sent("ca-ab.holidays", "the morning after", "Tue 2027-02-16 07:00:00"),

		deferred("ca-ab.sundays", "a Sunday at noon", "Sun 2027-02-07 12:59:59", "Sun 2027-02-07 13:00:00").whenOn().unless(viaSMS, byCreditor),
		sent("ca-ab.sundays", "a Sunday at one", "Sun 2027-02-07 13:00:00").whenOn(),
		sent("ca-ab.sundays", "the last second of a Sunday's afternoon", "Sun 2027-02-07 16:59:59").whenOn(),
		deferred("ca-ab.sundays", "a Sunday at five", "Sun 2027-02-07 17:00:00", "Mon 2027-02-08 07:00:00").whenOn(),
		sent("ca-ab.sundays", "a Saturday evening", "Sat 2027-02-06 21:59:59").whenOn(),
		sent("ca-ab.sundays", "a Monday morning", "Mon 2027-02-08 07:00:00").whenOn(),

		deferred("ca-ab.week", "the fourth within seven days", "Sun 2027-02-07 21:00:00", "Mon 2027-02-08 07:00:00", hadMany(3, "email delivered", "2027-02-01 10:00")).whenOn().unless(byCreditor),
		sent("ca-ab.week", "the seven days are past", "Mon 2027-02-08 07:00:00", hadMany(3, "email delivered", "2027-02-01 10:00")).whenOn(),
	},
}

// British Columbia: whoever collects.
var caBCRows = rowTable{
	zone: "America/Vancouver", packs: []string{"ca-bc"},
	usual: []rowWith{byCreditor, toConsumer, inRegion("CA-BC")},
	cases: []rowCase{
		sent("ca-bc.hours", "the last second of a Saturday", "Sat 2027-02-06 20:59:59"),
		deferred("ca-bc.hours", "nine in the evening of a Saturday", "Sat 2027-02-06 21:00:00", "Sun 2027-02-07 13:00:00").unless(toBusiness),
		deferred("ca-bc.hours", "a Sunday before one, an agency, a text", "Sun 2027-02-07 12:59:59", "Sun 2027-02-07 13:00:00", byAgency, viaSMS),
		sent("ca-bc.hours", "a Sunday at one", "Sun 2027-02-07 13:00:00"),
		sent("ca-bc.hours", "the last second of a Sunday", "Sun 2027-02-07 16:59:59"),
		deferred("ca-bc.hours", "five in the afternoon of a Sunday", "Sun 2027-02-07 17:00:00", "Mon 2027-02-08 07:00:00", toTrader),
		deferred("ca-bc.hours", "the last second of the night", "Mon 2027-02-08 06:59:59", "Mon 2027-02-08 07:00:00"),
		sent("ca-bc.hours", "seven in the morning", "Mon 2027-02-08 07:00:00"),

		deferred("ca-bc.holidays", "Family Day", "Mon 2027-02-15 12:00:00", "Tue 2027-02-16 07:00:00").unless(toBusiness).evenIf(toTrader),
		deferred("ca-bc.holidays", "British Columbia Day", "Mon 2027-08-02 12:00:00", "Tue 2027-08-03 07:00:00"),
		deferred("ca-bc.holidays", "Good Friday", "Fri 2027-03-26 12:00:00", "Sat 2027-03-27 07:00:00"),
		sent("ca-bc.holidays", "Easter Monday is none", "Mon 2027-03-29 12:00:00"),
		sent("ca-bc.holidays", "the morning after", "Tue 2027-02-16 07:00:00"),
	},
}

// Newfoundland and Labrador: off, for where it was read is not on record.
var caNLRows = rowTable{
	zone: "America/St_Johns", packs: []string{"ca-nl"},
	usual: []rowWith{byAgency, toConsumer, inRegion("CA-NL")},
	cases: []rowCase{
		sent("ca-nl.hours", "the last second of the evening", "Fri 2027-02-05 21:59:59").whenOn(),
		deferred("ca-nl.hours", "ten in the evening", "Fri 2027-02-05 22:00:00", "Sat 2027-02-06 08:00:00").whenOn().unless(byCreditor),
		sent("ca-nl.hours", "a Sunday", "Sun 2027-02-07 12:00:00").whenOn(),
		sent("ca-nl.hours", "a Monday", "Mon 2027-02-08 12:00:00").whenOn(),
		deferred("ca-nl.hours", "the last second of the night", "Sat 2027-02-06 07:59:59", "Sat 2027-02-06 08:00:00").whenOn(),
	},
}

// Nova Scotia: off likewise.
var caNSRows = rowTable{
	zone: "America/Halifax", packs: []string{"ca-ns"},
	usual: []rowWith{byAgency, toConsumer, inRegion("CA-NS")},
	cases: []rowCase{
		deferred("ca-ns.week", "the fourth within seven days", "Sun 2027-02-07 23:59:59", "Mon 2027-02-08 00:00:00", hadMany(3, "email delivered", "2027-02-01 10:00")).whenOn().unless(byCreditor),
		sent("ca-ns.week", "the seven days are past", "Mon 2027-02-08 00:00:00", hadMany(3, "email delivered", "2027-02-01 10:00")).whenOn(),
	},
}

// R.R.O. 1990, Reg. 74: agencies in Ontario.
var caONRows = rowTable{
	zone: "America/Toronto", packs: []string{"ca-on"},
	usual: []rowWith{byAgency, toConsumer, inRegion("CA-ON")},
	cases: []rowCase{
		sent("ca-on.hours", "the last second of a Saturday", "Sat 2027-02-06 20:59:59"),
		deferred("ca-on.hours", "nine in the evening of a Saturday", "Sat 2027-02-06 21:00:00", "Sun 2027-02-07 13:00:00").unless(byCreditor, byOtherName),
		deferred("ca-on.hours", "the last second before a Sunday's afternoon", "Sun 2027-02-07 12:59:59", "Sun 2027-02-07 13:00:00", viaVoice),
		sent("ca-on.hours", "one o'clock of a Sunday", "Sun 2027-02-07 13:00:00", viaVoice),
		sent("ca-on.hours", "the last second of a Sunday's afternoon", "Sun 2027-02-07 16:59:59"),
		deferred("ca-on.hours", "five in the afternoon of a Sunday", "Sun 2027-02-07 17:00:00", "Mon 2027-02-08 07:00:00"),
		deferred("ca-on.hours", "the last second of the night, a business", "Mon 2027-02-08 06:59:59", "Mon 2027-02-08 07:00:00", toBusiness),
		sent("ca-on.hours", "seven in the morning", "Mon 2027-02-08 07:00:00"),
		deferred("ca-on.hours", "the Sunday before a holiday waits for Tuesday", "Sun 2027-02-14 17:00:00", "Tue 2027-02-16 07:00:00"),

		deferred("ca-on.holidays", "Family Day from the morning", "Mon 2027-02-15 07:00:00", "Tue 2027-02-16 07:00:00").unless(byCreditor),
		deferred("ca-on.holidays", "Family Day to the evening", "Mon 2027-02-15 20:59:59", "Tue 2027-02-16 07:00:00"),
		sent("ca-on.holidays", "the morning after", "Tue 2027-02-16 07:00:00"),
		deferred("ca-on.holidays", "Good Friday", "Fri 2027-03-26 12:00:00", "Sat 2027-03-27 07:00:00"),
		sent("ca-on.holidays", "Easter Monday is none", "Mon 2027-03-29 12:00:00"),
		deferred("ca-on.holidays", "Canada Day", "Thu 2027-07-01 12:00:00", "Fri 2027-07-02 07:00:00"),
		sent("ca-on.holidays", "the Civic Holiday is none", "Mon 2027-08-02 12:00:00"),

		sent("ca-on.week", "the third within seven days", "Sat 2027-02-06 20:00:00", had("email delivered", "2027-02-01 10:00"), had("voice voicemail", "2027-02-02 10:00")),
		deferred("ca-on.week", "the fourth within seven days", "Sun 2027-02-07 16:59:59", "Mon 2027-02-08 07:00:00", had("email delivered", "2027-02-01 10:00"), had("voice voicemail", "2027-02-02 10:00"), had("voice conversation", "2027-02-03 10:00")).
			unless(byCreditor),
		sent("ca-on.week", "the first is seven days past", "Mon 2027-02-08 07:00:00", had("email delivered", "2027-02-01 10:00"), had("voice voicemail", "2027-02-02 10:00"), had("voice conversation", "2027-02-03 10:00")),
		sent("ca-on.week", "a call that only rang is no contact", "Sat 2027-02-06 20:00:00", hadMany(3, "voice no_answer", "2027-02-01 10:00")),
		sent("ca-on.week", "what they asked for does not count", "Sat 2027-02-06 20:00:00", hadMany(3, "asked voice conversation", "2027-02-01 10:00")),
		sent("ca-on.week", "what they began does not count", "Sat 2027-02-06 20:00:00", hadMany(3, "in voice conversation", "2027-02-01 10:00")),
		spared("ca-on.week", "a fourth that they asked for", "Sat 2027-02-06 20:00:00", viaVoice, askedFor, hadMany(3, "email delivered", "2027-02-01 10:00")),
	},
}

// Quebec: collection agents, by the list of the Office de la protection du consommateur.
var caQCRows = rowTable{
	zone: "America/Toronto", packs: []string{"ca-qc"},
	usual: []rowWith{byAgency, toConsumer, inRegion("CA-QC")},
	cases: []rowCase{
		sent("ca-qc.hours", "the last second of a Saturday", "Sat 2027-02-06 19:59:59"),
		deferred("ca-qc.hours", "eight in the evening of a Saturday", "Sat 2027-02-06 20:00:00", "Mon 2027-02-08 08:00:00").unless(byCreditor),
		deferred("ca-qc.hours", "a Sunday", "Sun 2027-02-07 12:00:00", "Mon 2027-02-08 08:00:00", viaSMS),
		deferred("ca-qc.hours", "the last second of the night", "Mon 2027-02-08 07:59:59", "Mon 2027-02-08 08:00:00", viaVoice),
		sent("ca-qc.hours", "eight in the morning", "Mon 2027-02-08 08:00:00"),

		deferred("ca-qc.holidays", "January 1", "Fri 2027-01-01 12:00:00", "Sat 2027-01-02 08:00:00").unless(byCreditor),
		sent("ca-qc.holidays", "January 2", "Sat 2027-01-02 08:00:00"),
		deferred("ca-qc.holidays", "Good Friday", "Fri 2027-03-26 12:00:00", "Sat 2027-03-27 08:00:00"),
		deferred("ca-qc.holidays", "Easter Monday", "Mon 2027-03-29 12:00:00", "Tue 2027-03-30 08:00:00"),
		deferred("ca-qc.holidays", "Victoria Day", "Mon 2027-05-24 12:00:00", "Tue 2027-05-25 08:00:00"),
		deferred("ca-qc.holidays", "June 24", "Thu 2027-06-24 12:00:00", "Fri 2027-06-25 08:00:00"),
		deferred("ca-qc.holidays", "July 1", "Thu 2027-07-01 12:00:00", "Fri 2027-07-02 08:00:00"),
		deferred("ca-qc.holidays", "July 2 when the first is a Sunday", "Mon 2029-07-02 12:00:00", "Tue 2029-07-03 08:00:00"),
		sent("ca-qc.holidays", "July 2 otherwise", "Fri 2027-07-02 12:00:00"),
		deferred("ca-qc.holidays", "Labour Day", "Mon 2027-09-06 12:00:00", "Tue 2027-09-07 08:00:00"),
		deferred("ca-qc.holidays", "Thanksgiving", "Mon 2027-10-11 12:00:00", "Tue 2027-10-12 08:00:00"),
		deferred("ca-qc.holidays", "December 25", "Mon 2028-12-25 12:00:00", "Tue 2028-12-26 08:00:00"),
		sent("ca-qc.holidays", "Family Day is kept elsewhere", "Mon 2027-02-15 12:00:00"),
		sent("ca-qc.holidays", "December 26 is not on the list", "Tue 2028-12-26 12:00:00"),
	},
}

// Collection agents in Saskatchewan, where clocks never change.
var caSKRows = rowTable{
	zone: "America/Regina", packs: []string{"ca-sk"},
	usual: []rowWith{byAgency, toConsumer, inRegion("CA-SK"), viaVoice},
	cases: []rowCase{
		sent("ca-sk.hours", "the last second of a Saturday", "Sat 2027-02-06 20:59:59"),
		deferred("ca-sk.hours", "nine in the evening of a Saturday", "Sat 2027-02-06 21:00:00", "Mon 2027-02-08 08:00:00").unless(viaSMS, viaEmail, byCreditor),
		deferred("ca-sk.hours", "a Sunday", "Sun 2027-02-07 12:00:00", "Mon 2027-02-08 08:00:00"),
		sent("ca-sk.hours", "eight in the morning", "Mon 2027-02-08 08:00:00"),

		deferred("ca-sk.holidays", "Family Day", "Mon 2027-02-15 12:00:00", "Tue 2027-02-16 08:00:00").unless(viaSMS, viaEmail, byCreditor),
		sent("ca-sk.holidays", "the morning after", "Tue 2027-02-16 08:00:00"),
	},
}

// CONDUSEF, since 2014-10-07.
var mxRows = rowTable{
	zone: "America/Mexico_City", packs: []string{"mx"},
	usual: []rowWith{byCreditor, toConsumer, inRegion("MX")},
	cases: []rowCase{
		sent("mx.hours", "the last second of the evening", "Sun 2027-02-07 21:59:59"),
		deferred("mx.hours", "ten in the evening", "Sun 2027-02-07 22:00:00", "Mon 2027-02-08 07:00:00").unless(toBusiness, onceAt("Mon 2014-10-06 22:00:00")).evenIf(toTrader),
		deferred("mx.hours", "the first day in force", "Tue 2014-10-07 22:00:00", "Wed 2014-10-08 07:00:00"),
		deferred("mx.hours", "the last second of the night, an agency's call", "Mon 2027-02-08 06:59:59", "Mon 2027-02-08 07:00:00", byAgency, viaVoice),
		sent("mx.hours", "seven in the morning", "Mon 2027-02-08 07:00:00"),
	},
}
