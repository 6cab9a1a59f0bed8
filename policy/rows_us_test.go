package policy_test

import "github.com/goodterms/goodterms/channels"

// 12 CFR 1006.6(b)(1)(i) and 1006.14(b)(2). February 2027 begins on a Monday; the
// fifteenth is a public holiday, of which Regulation F knows nothing.
var usFederalRows = rowTable{
	zone: "America/New_York", packs: []string{"us-federal"},
	usual: []rowWith{byAgency, toConsumer, inRegion("US-NY")},
	cases: []rowCase{
		sent("us-federal.hours", "the last second of the evening", "Fri 2027-02-05 20:59:59"),
		deferred("us-federal.hours", "nine in the evening", "Fri 2027-02-05 21:00:00", "Sat 2027-02-06 08:00:00").
			unless(byCreditor, toTrader, toBusiness, onceAt("Mon 2021-11-29 21:00:00")),
		deferred("us-federal.hours", "a minute to midnight", "Fri 2027-02-05 23:59:00", "Sat 2027-02-06 08:00:00"),
		deferred("us-federal.hours", "midnight", "Sat 2027-02-06 00:00:00", "Sat 2027-02-06 08:00:00"),
		deferred("us-federal.hours", "the last second of the night", "Sat 2027-02-06 07:59:59", "Sat 2027-02-06 08:00:00"),
		sent("us-federal.hours", "eight in the morning", "Sat 2027-02-06 08:00:00"),
		sent("us-federal.hours", "a Sunday", "Sun 2027-02-07 08:00:00"),
		sent("us-federal.hours", "a public holiday", "Mon 2027-02-15 20:59:59"),
		deferred("us-federal.hours", "texts", "Fri 2027-02-05 21:00:00", "Sat 2027-02-06 08:00:00", viaSMS),
		deferred("us-federal.hours", "calls", "Fri 2027-02-05 21:00:00", "Sat 2027-02-06 08:00:00", viaVoice),
		deferred("us-federal.hours", "creditors under another name", "Fri 2027-02-05 21:00:00", "Sat 2027-02-06 08:00:00", byOtherName),
		deferred("us-federal.hours", "whose kind nobody told is a consumer", "Fri 2027-02-05 21:00:00", "Sat 2027-02-06 08:00:00", toUnknown),
		deferred("us-federal.hours", "the first night in force", "Tue 2021-11-30 00:00:00", "Tue 2021-11-30 08:00:00"),
		deferred("us-federal.hours", "the night that loses an hour", "Sat 2027-03-13 21:00:00", "Sun 2027-03-14 08:00:00"),
		deferred("us-federal.hours", "the night that has one more", "Sat 2027-11-06 21:00:00", "Sun 2027-11-07 08:00:00"),
		deferred("us-federal.hours", "where it is an hour later too", "Fri 2027-02-05 20:00:00", "Sat 2027-02-06 07:00:00", inZone("America/Halifax")),

		sent("us-federal.calls", "the seventh call in seven days", "Sun 2027-02-07 20:00:00", viaVoice,
			had("voice no_answer", "2027-02-01 10:00", "2027-02-02 10:00", "2027-02-03 10:00", "2027-02-04 10:00", "2027-02-05 10:00", "2027-02-06 10:00")),
		deferred("us-federal.calls", "the eighth", "Sun 2027-02-07 20:00:00", "Mon 2027-02-08 08:00:00", viaVoice, aWeekOfCalls).
			unless(viaEmail, viaSMS, byCreditor, toBusiness, allOf(onceAt("Mon 2021-11-29 20:00:00"), hadMany(7, "voice no_answer", "2021-11-29 08:00"))).evenIf(byOtherName),
		deferred("us-federal.calls", "the first day in force counts the days before", "Tue 2021-11-30 12:00:00", "Sun 2021-12-05 08:00:00", viaVoice, hadMany(7, "voice no_answer", "2021-11-28 08:00")),
		sent("us-federal.calls", "the first day after the first of seven", "Mon 2027-02-08 08:00:00", viaVoice, aWeekOfCalls),
		deferred("us-federal.calls", "seven on one day: the last second of the sixth day after", "Sat 2027-02-13 20:59:59", "Sun 2027-02-14 08:00:00", viaVoice, hadMany(7, "voice no_answer", "2027-02-07 10:00")),
		sent("us-federal.calls", "seven on one day: the seventh day after", "Sun 2027-02-14 08:00:00", viaVoice, hadMany(7, "voice no_answer", "2027-02-07 10:00")),
		deferred("us-federal.calls", "voicemail counts", "Fri 2027-02-05 20:00:00", "Fri 2027-02-12 08:00:00", viaVoice, hadMany(7, "voice voicemail", "2027-02-05 10:00")),
		deferred("us-federal.calls", "a call of which nothing is known yet counts", "Fri 2027-02-05 20:00:00", "Fri 2027-02-12 08:00:00", viaVoice, hadMany(7, "voice", "2027-02-05 10:00")),
		sent("us-federal.calls", "busy lines do not count", "Fri 2027-02-05 20:00:00", viaVoice, hadMany(6, "voice no_answer", "2027-02-05 10:00"), hadMany(7, "voice busy", "2027-02-05 10:00")),
		sent("us-federal.calls", "numbers not in service do not count", "Fri 2027-02-05 20:00:00", viaVoice, hadMany(7, "voice not_in_service", "2027-02-05 10:00")),
		sent("us-federal.calls", "wrong numbers do not count", "Fri 2027-02-05 20:00:00", viaVoice, hadMany(7, "voice wrong_number", "2027-02-05 10:00")),
		sent("us-federal.calls", "their own calls do not count", "Fri 2027-02-05 20:00:00", viaVoice, hadMany(7, "in voice voicemail", "2027-02-05 10:00")),
		sent("us-federal.calls", "calls that they asked for do not count", "Fri 2027-02-05 20:00:00", viaVoice, hadMany(7, "asked voice no_answer", "2027-02-05 10:00")),
		sent("us-federal.calls", "texts and emails do not count", "Fri 2027-02-05 20:00:00", viaVoice, hadMany(7, "sms delivered", "2027-02-05 10:00"), hadMany(7, "email delivered", "2027-02-05 10:00")),
		sent("us-federal.calls", "calls about another debt do not count", "Fri 2027-02-05 20:00:00", viaVoice, hadMany(7, "voice no_answer INV-2", "2027-02-05 10:00")),
		deferred("us-federal.calls", "calls about no debt in particular count", "Fri 2027-02-05 20:00:00", "Fri 2027-02-12 08:00:00", viaVoice, hadMany(7, "voice no_answer", "2027-02-05 10:00"), aboutDebts("INV-9")),
		deferred("us-federal.calls", "of two debts the fuller one counts", "Fri 2027-02-05 20:00:00", "Fri 2027-02-12 08:00:00", viaVoice, hadMany(7, "voice no_answer INV-2", "2027-02-05 10:00"), aboutDebts("INV-1", "INV-2")),
		spared("us-federal.calls", "a call that they asked for", "Fri 2027-02-05 20:00:00", viaVoice, askedFor, hadMany(7, "voice no_answer", "2027-02-05 10:00")),

		deferred("us-federal.after-conversation", "the last second of the seventh day", "Sun 2027-02-07 20:59:59", "Mon 2027-02-08 08:00:00", viaVoice, had("voice conversation", "2027-02-01 10:00")).
			unless(viaEmail, viaSMS, byCreditor, toBusiness, allOf(onceAt("Mon 2021-11-29 12:00:00"), had("voice conversation", "2021-11-29 09:00"))).evenIf(byOtherName),
		deferred("us-federal.after-conversation", "the first day in force", "Tue 2021-11-30 12:00:00", "Mon 2021-12-06 08:00:00", viaVoice, had("voice conversation", "2021-11-29 09:00")),
		sent("us-federal.after-conversation", "the eighth day", "Mon 2027-02-08 08:00:00", viaVoice, had("voice conversation", "2027-02-01 10:00")),
		deferred("us-federal.after-conversation", "the day of the conversation is the first, however late", "Sun 2027-02-07 20:00:00", "Mon 2027-02-08 08:00:00", viaVoice, had("voice conversation", "2027-02-01 20:59")),
		deferred("us-federal.after-conversation", "over the change of the clocks", "Sat 2027-03-13 20:00:00", "Sun 2027-03-14 08:00:00", viaVoice, had("voice conversation", "2027-03-07 20:59")),
		deferred("us-federal.after-conversation", "they rang", "Fri 2027-02-05 12:00:00", "Mon 2027-02-08 08:00:00", viaVoice, had("in voice conversation", "2027-02-01 10:00")),
		deferred("us-federal.after-conversation", "the latest conversation counts", "Fri 2027-02-05 12:00:00", "Wed 2027-02-10 08:00:00", viaVoice, had("voice conversation", "2027-02-03 10:00", "2027-02-01 10:00")),
		sent("us-federal.after-conversation", "a voicemail is none", "Fri 2027-02-05 12:00:00", viaVoice, had("voice voicemail", "2027-02-01 10:00")),
		sent("us-federal.after-conversation", "an answered text is none", "Fri 2027-02-05 12:00:00", viaVoice, had("sms replied", "2027-02-01 10:00"), had("in sms", "2027-02-01 10:05")),
		sent("us-federal.after-conversation", "about another debt", "Fri 2027-02-05 12:00:00", viaVoice, had("voice conversation INV-2", "2027-02-01 10:00")),
		spared("us-federal.after-conversation", "a call that they asked for", "Fri 2027-02-05 12:00:00", viaVoice, askedFor, had("voice conversation", "2027-02-05 10:00")),
	},
}

// aWeekOfCalls is one unanswered call on each day from Monday to Sunday.
var aWeekOfCalls = had("voice no_answer", "2027-02-01 10:00", "2027-02-02 10:00", "2027-02-03 10:00", "2027-02-04 10:00", "2027-02-05 10:00", "2027-02-06 10:00", "2027-02-07 10:00")

// 47 CFR 64.1200(a).
var usTCPARows = rowTable{
	zone: "America/New_York", packs: []string{"us-tcpa"},
	usual: []rowWith{byCreditor, toConsumer, inRegion("US-NY"), viaVoice},
	cases: []rowCase{
		skipped("us-tcpa.voice-consent", "no consent", "Fri 2027-02-05 12:00:00").unless(viaSMS, viaEmail),
		skipped("us-tcpa.voice-consent", "businesses too", "Fri 2027-02-05 12:00:00", toBusiness),
		skipped("us-tcpa.voice-consent", "agencies too", "Fri 2027-02-05 12:00:00", byAgency),
		skipped("us-tcpa.voice-consent", "consent to texts is none to calls", "Fri 2027-02-05 12:00:00", consenting(channels.SMS, "Sat 2027-01-02 15:00:00")),
		skipped("us-tcpa.voice-consent", "a second before the consent", "Fri 2027-02-05 11:59:59", consenting(channels.Voice, "Fri 2027-02-05 12:00:00")),
		sent("us-tcpa.voice-consent", "from the consent on", "Fri 2027-02-05 12:00:00", consenting(channels.Voice, "Fri 2027-02-05 12:00:00")),
		skipped("us-tcpa.voice-consent", "consent taken back", "Fri 2027-02-05 12:00:00", consentEnded(channels.Voice, "Fri 2027-02-05 12:00:00")),
		sent("us-tcpa.voice-consent", "the second before it is taken back", "Fri 2027-02-05 11:59:59", consentEnded(channels.Voice, "Fri 2027-02-05 12:00:00")),

		deferred("us-tcpa.landline-calls", "the fourth call in thirty days", "Tue 2027-03-02 12:00:00", "Wed 2027-03-03 00:00:00", consenting(channels.Voice, "Sat 2027-01-02 15:00:00"),
			had("voice no_answer", "2027-02-01 10:00", "2027-02-10 10:00", "2027-02-20 10:00")).whenOn().unless(toBusiness, viaSMS, askedFor).evenIf(toTrader),
		sent("us-tcpa.landline-calls", "the first of them is thirty days past", "Wed 2027-03-03 00:00:00", consenting(channels.Voice, "Sat 2027-01-02 15:00:00"),
			had("voice no_answer", "2027-02-01 10:00", "2027-02-10 10:00", "2027-02-20 10:00")).whenOn(),
	},
}
