package policy_test

// The default profile. Presidents' Day is 2027-02-15.
var courteousRows = rowTable{
	zone:  "America/New_York",
	usual: []rowWith{byCreditor, toBusiness, inRegion("US-NY")},
	cases: []rowCase{
		sent("courteous.hours", "the last second of a Friday", "Fri 2027-02-05 18:59:59"),
		deferred("courteous.hours", "seven in the evening of a Friday", "Fri 2027-02-05 19:00:00", "Sat 2027-02-06 10:00:00").unless(inRegion("EG"), inRegion("IL")),
		deferred("courteous.hours", "the last second of a Saturday's night", "Sat 2027-02-06 09:59:59", "Sat 2027-02-06 10:00:00", viaSMS),
		sent("courteous.hours", "ten in the morning of a Saturday", "Sat 2027-02-06 10:00:00", viaSMS),
		sent("courteous.hours", "the last second of a Saturday", "Sat 2027-02-06 14:59:59"),
		deferred("courteous.hours", "three in the afternoon of a Saturday", "Sat 2027-02-06 15:00:00", "Mon 2027-02-08 09:00:00", toConsumer),
		deferred("courteous.hours", "a Sunday", "Sun 2027-02-07 12:00:00", "Mon 2027-02-08 09:00:00", byAgency, viaVoice),
		deferred("courteous.hours", "the last second of the night", "Mon 2027-02-08 08:59:59", "Mon 2027-02-08 09:00:00"),
		sent("courteous.hours", "nine in the morning", "Mon 2027-02-08 09:00:00"),

		deferred("courteous.holidays", "a public holiday", "Mon 2027-02-15 12:00:00", "Tue 2027-02-16 09:00:00"),
		deferred("courteous.holidays", "its last second in hours", "Mon 2027-02-15 18:59:59", "Tue 2027-02-16 09:00:00"),
		sent("courteous.holidays", "the morning after", "Tue 2027-02-16 09:00:00"),
		sent("courteous.holidays", "a holiday of another country", "Mon 2027-02-15 12:00:00", inRegion("DE"), inZone("Europe/Berlin")),

		deferred("courteous.day", "the second on a day", "Fri 2027-02-05 18:59:59", "Sat 2027-02-06 10:00:00", had("email delivered", "2027-02-05 09:00")),
		deferred("courteous.day", "a call that rang counts", "Fri 2027-02-05 18:59:59", "Sat 2027-02-06 10:00:00", had("voice no_answer", "2027-02-05 09:00")),
		sent("courteous.day", "the next morning", "Fri 2027-02-05 09:00:00", had("email delivered", "2027-02-04 18:59")),
		sent("courteous.day", "a busy line does not count", "Fri 2027-02-05 18:59:59", had("voice busy", "2027-02-05 09:00")),
		sent("courteous.day", "what they began does not count", "Fri 2027-02-05 18:59:59", had("in email", "2027-02-05 09:00")),
		sent("courteous.day", "another contact does not count", "Fri 2027-02-05 18:59:59", had("email delivered another", "2027-02-05 09:00")),

		sent("courteous.calls-and-texts", "the second within a week", "Fri 2027-02-05 12:00:00", viaSMS, had("sms delivered", "2027-02-01 12:00")),
		deferred("courteous.calls-and-texts", "the third within a week, to the second", "Mon 2027-02-08 11:59:59", "Mon 2027-02-08 12:00:00", viaSMS, had("sms delivered", "2027-02-01 12:00"), had("voice no_answer", "2027-02-03 12:00")).
			unless(viaEmail),
		sent("courteous.calls-and-texts", "a week after the first of two", "Mon 2027-02-08 12:00:00", viaVoice, had("sms delivered", "2027-02-01 12:00", "2027-02-03 12:00")),
		sent("courteous.calls-and-texts", "emails do not count", "Fri 2027-02-05 12:00:00", viaSMS, had("email delivered", "2027-02-01 12:00", "2027-02-02 12:00")),

		sent("courteous.week", "the third within a week", "Fri 2027-02-05 12:00:00", had("email delivered", "2027-02-01 12:00", "2027-02-02 12:00")),
		deferred("courteous.week", "the fourth within a week, to the second", "Mon 2027-02-08 11:59:59", "Mon 2027-02-08 12:00:00", had("email delivered", "2027-02-01 12:00", "2027-02-02 12:00"), had("sms delivered", "2027-02-03 12:00")),
		sent("courteous.week", "a week after the first of three", "Mon 2027-02-08 12:00:00", had("email delivered", "2027-02-01 12:00", "2027-02-02 12:00"), had("sms delivered", "2027-02-03 12:00")),

		sent("courteous.month", "the tenth in a month", "Sat 2027-01-30 14:59:59", nineInJanuary),
		deferred("courteous.month", "the eleventh in a month", "Sat 2027-01-30 14:59:59", "Mon 2027-02-01 09:00:00", nineInJanuary, had("email delivered", "2027-01-25 12:00")),
		sent("courteous.month", "the first of the next", "Mon 2027-02-01 09:00:00", nineInJanuary, had("email delivered", "2027-01-25 12:00")),

		deferred("courteous.after-conversation", "the last second of the seventh day", "Mon 2027-02-08 18:59:59", "Tue 2027-02-09 09:00:00", viaVoice, had("in voice conversation", "2027-02-02 18:00")).
			unless(viaEmail, viaSMS),
		deferred("courteous.after-conversation", "a call that they asked for waits too", "Fri 2027-02-05 12:00:00", "Tue 2027-02-09 09:00:00", viaVoice, askedFor, had("in voice conversation", "2027-02-02 18:00")),
		sent("courteous.after-conversation", "the eighth day", "Tue 2027-02-09 09:00:00", viaVoice, had("in voice conversation", "2027-02-02 18:00")),
		sent("courteous.after-conversation", "a voicemail is none", "Fri 2027-02-05 12:00:00", viaVoice, had("voice voicemail", "2027-02-02 18:00")),
	},
}

// nineInJanuary is never more than three a week.
var nineInJanuary = had("email delivered", "2027-01-04 12:00", "2027-01-06 12:00", "2027-01-08 12:00", "2027-01-11 12:00", "2027-01-13 12:00", "2027-01-15 12:00", "2027-01-18 12:00", "2027-01-20 12:00", "2027-01-22 12:00")

// Where Friday is the day of rest.
var courteousFridayRows = rowTable{
	zone:  "Africa/Cairo",
	usual: []rowWith{byCreditor, toBusiness, inRegion("EG")},
	cases: []rowCase{
		sent("courteous.hours-friday", "the last second of a Thursday", "Thu 2027-02-04 18:59:59"),
		deferred("courteous.hours-friday", "seven in the evening of a Thursday", "Thu 2027-02-04 19:00:00", "Sat 2027-02-06 10:00:00").unless(inRegion("AE"), inRegion("US-NY")),
		deferred("courteous.hours-friday", "a Friday", "Fri 2027-02-05 12:00:00", "Sat 2027-02-06 10:00:00"),
		sent("courteous.hours-friday", "the last second of a Saturday", "Sat 2027-02-06 14:59:59"),
		deferred("courteous.hours-friday", "three in the afternoon of a Saturday", "Sat 2027-02-06 15:00:00", "Sun 2027-02-07 09:00:00"),
		sent("courteous.hours-friday", "a Sunday", "Sun 2027-02-07 09:00:00"),
		sent("courteous.hours-friday", "a Monday", "Mon 2027-02-08 12:00:00"),
		deferred("courteous.hours-friday", "the last second of a Sunday's night", "Sun 2027-02-07 08:59:59", "Sun 2027-02-07 09:00:00"),
	},
}

// Where Saturday is the day of rest.
var courteousSaturdayRows = rowTable{
	zone:  "Asia/Jerusalem",
	usual: []rowWith{byCreditor, toBusiness, inRegion("IL")},
	cases: []rowCase{
		sent("courteous.hours-saturday", "the last second of a Friday", "Fri 2027-02-05 12:59:59"),
		deferred("courteous.hours-saturday", "one o'clock of a Friday", "Fri 2027-02-05 13:00:00", "Sun 2027-02-07 09:00:00").unless(inRegion("EG"), inRegion("US-NY")),
		deferred("courteous.hours-saturday", "a Saturday", "Sat 2027-02-06 12:00:00", "Sun 2027-02-07 09:00:00"),
		deferred("courteous.hours-saturday", "Nepal", "Sat 2027-02-06 12:00:00", "Sun 2027-02-07 09:00:00", inRegion("NP")),
		sent("courteous.hours-saturday", "a Monday", "Mon 2027-02-08 12:00:00"),
		sent("courteous.hours-saturday", "the last second of a Thursday", "Thu 2027-02-04 18:59:59"),
		deferred("courteous.hours-saturday", "seven in the evening of a Thursday", "Thu 2027-02-04 19:00:00", "Fri 2027-02-05 10:00:00"),
		sent("courteous.hours-saturday", "a Sunday", "Sun 2027-02-07 09:00:00"),
	},
}
