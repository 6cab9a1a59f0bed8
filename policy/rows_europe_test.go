package policy_test

import (
	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
)

// LGDCU art. 96: sales calls in Spain.
var esRows = rowTable{
	zone: "Europe/Madrid", packs: []string{"es"},
	usual: []rowWith{byCreditor, toConsumer, inRegion("ES"), selling, viaVoice, consenting(channels.Voice, "Sat 2026-01-03 12:00:00")},
	cases: []rowCase{
		sent("es.sales-hours", "the last second of a Friday", "Fri 2027-02-05 20:59:59"),
		deferred("es.sales-hours", "nine in the evening of a Friday", "Fri 2027-02-05 21:00:00", "Mon 2027-02-08 09:00:00").unless(reminding, demanding, viaSMS, viaEmail, toBusiness),
		deferred("es.sales-hours", "a Saturday", "Sat 2027-02-06 12:00:00", "Mon 2027-02-08 09:00:00"),
		deferred("es.sales-hours", "the last second of the night", "Mon 2027-02-08 08:59:59", "Mon 2027-02-08 09:00:00"),
		sent("es.sales-hours", "nine in the morning", "Mon 2027-02-08 09:00:00"),

		deferred("es.sales-holidays", "Epiphany", "Wed 2027-01-06 12:00:00", "Thu 2027-01-07 09:00:00").unless(reminding, viaSMS, toBusiness),
		sent("es.sales-holidays", "the morning after", "Thu 2027-01-07 09:00:00"),

		skipped("es.sales-consent", "without consent", "Mon 2027-02-08 12:00:00", withoutConsent).unless(reminding, viaSMS, toBusiness),
		sent("es.sales-consent", "with consent", "Mon 2027-02-08 12:00:00"),
	},
}

// D. 223-9 C. conso, since 2023-03-01: sales calls in France, and no reminder.
var frRows = rowTable{
	zone: "Europe/Paris", packs: []string{"fr"},
	usual: []rowWith{byCreditor, toConsumer, inRegion("FR"), selling, viaVoice},
	cases: []rowCase{
		deferred("fr.sales-hours", "the last second of the night", "Fri 2027-02-05 09:59:59", "Fri 2027-02-05 10:00:00").
			unless(reminding, demanding, viaSMS, viaEmail, toBusiness, onceAt("Tue 2023-02-28 09:59:59")),
		sent("fr.sales-hours", "ten in the morning", "Fri 2027-02-05 10:00:00"),
		sent("fr.sales-hours", "the last second of the morning", "Fri 2027-02-05 12:59:59"),
		deferred("fr.sales-hours", "one o'clock", "Fri 2027-02-05 13:00:00", "Fri 2027-02-05 14:00:00"),
		deferred("fr.sales-hours", "the last second of midday", "Fri 2027-02-05 13:59:59", "Fri 2027-02-05 14:00:00"),
		sent("fr.sales-hours", "two o'clock", "Fri 2027-02-05 14:00:00"),
		sent("fr.sales-hours", "the last second of the evening", "Fri 2027-02-05 19:59:59"),
		deferred("fr.sales-hours", "eight in the evening of a Friday", "Fri 2027-02-05 20:00:00", "Mon 2027-02-08 10:00:00"),
		deferred("fr.sales-hours", "a Saturday", "Sat 2027-02-06 11:00:00", "Mon 2027-02-08 10:00:00"),
		deferred("fr.sales-hours", "a Sunday", "Sun 2027-02-07 11:00:00", "Mon 2027-02-08 10:00:00"),
		deferred("fr.sales-hours", "the first day in force", "Wed 2023-03-01 09:59:59", "Wed 2023-03-01 10:00:00"),
		spared("fr.sales-hours", "a reminder on a Sunday", "Sun 2027-02-07 11:00:00", reminding),

		deferred("fr.sales-holidays", "Easter Monday", "Mon 2027-03-29 11:00:00", "Tue 2027-03-30 10:00:00").
			unless(reminding, viaSMS, toBusiness, onceAt("Mon 2022-04-18 11:00:00")),
		deferred("fr.sales-holidays", "July 14", "Wed 2027-07-14 19:59:59", "Thu 2027-07-15 10:00:00"),
		sent("fr.sales-holidays", "Good Friday is none", "Fri 2027-03-26 11:00:00"),
		sent("fr.sales-holidays", "the morning after", "Tue 2027-03-30 10:00:00"),

		sent("fr.sales-month", "the fourth within thirty days", "Tue 2027-03-02 12:00:00", had("voice no_answer", "2027-02-01 10:00", "2027-02-02 10:00", "2027-02-03 10:00")),
		deferred("fr.sales-month", "the fifth within thirty days", "Tue 2027-03-02 12:00:00", "Wed 2027-03-03 10:00:00", fourSalesCalls).
			unless(reminding, viaSMS, toBusiness, allOf(onceAt("Tue 2023-02-28 12:00:00"), hadMany(4, "voice no_answer", "2023-02-27 12:00"))),
		deferred("fr.sales-month", "the first day in force counts the days before", "Wed 2023-03-01 12:00:00", "Wed 2023-03-29 10:00:00", hadMany(4, "voice no_answer", "2023-02-27 12:00")),
		sent("fr.sales-month", "the first is thirty days past", "Wed 2027-03-03 10:00:00", fourSalesCalls),
		sent("fr.sales-month", "emails and busy lines do not count", "Tue 2027-03-02 12:00:00", hadMany(4, "email delivered", "2027-02-10 10:00"), hadMany(4, "voice busy", "2027-02-10 10:00")),
		sent("fr.sales-month", "another contact does not count", "Tue 2027-03-02 12:00:00", hadMany(4, "voice conversation another", "2027-02-10 10:00")),

		skipped("fr.sales-consent", "without consent", "Fri 2027-02-05 12:00:00").whenOn().unless(reminding, viaSMS, toBusiness, onceAt("Mon 2026-08-10 12:00:00")),
		skipped("fr.sales-consent", "the first day in force", "Tue 2026-08-11 12:00:00").whenOn(),
		sent("fr.sales-consent", "with consent", "Fri 2027-02-05 12:00:00", consenting(channels.Voice, "Sat 2027-01-02 12:00:00")).whenOn(),
	},
}

var fourSalesCalls = had("voice no_answer", "2027-02-01 10:00", "2027-02-02 10:00", "2027-02-03 10:00", "2027-02-04 10:00")

// Consumer Credit Act 1995 s. 46, and three contacts a month in arrears. The first of
// February 2027 is St Brigid's Day.
var ieRows = rowTable{
	zone: "Europe/Dublin", packs: []string{"ie"},
	usual: []rowWith{byCreditor, toConsumer, inRegion("IE")},
	cases: []rowCase{
		sent("ie.hours", "the last second of a Saturday", "Sat 2027-02-06 20:59:59", viaVoice),
		deferred("ie.hours", "nine in the evening of a Saturday", "Sat 2027-02-06 21:00:00", "Mon 2027-02-08 09:00:00", viaVoice).unless(viaEmail, viaSMS, toBusiness, toTrader),
		deferred("ie.hours", "a Sunday", "Sun 2027-02-07 12:00:00", "Mon 2027-02-08 09:00:00", viaVoice, byAgency),
		deferred("ie.hours", "the last second of the night", "Mon 2027-02-08 08:59:59", "Mon 2027-02-08 09:00:00", viaVoice),
		sent("ie.hours", "nine in the morning", "Mon 2027-02-08 09:00:00", viaVoice),

		deferred("ie.holidays", "St Brigid's Day", "Mon 2027-02-01 12:00:00", "Tue 2027-02-02 09:00:00", viaVoice).unless(viaEmail, viaSMS, toBusiness),
		deferred("ie.holidays", "St Patrick's Day, its last second", "Wed 2027-03-17 20:59:59", "Thu 2027-03-18 09:00:00", viaVoice),
		sent("ie.holidays", "the morning after", "Thu 2027-03-18 09:00:00", viaVoice),

		sent("ie.month", "the third in a month", "Sun 2027-02-28 23:59:59", had("email delivered", "2027-02-01 10:00"), had("sms delivered", "2027-02-02 10:00")),
		deferred("ie.month", "the fourth in a month, to its last second", "Sun 2027-02-28 23:59:59", "Mon 2027-03-01 00:00:00", had("email delivered", "2027-02-01 10:00"), had("sms delivered", "2027-02-02 10:00"), had("voice voicemail", "2027-02-03 10:00")).
			unless(atStage(account.PreDue), atStage(account.DueNow), toBusiness),
		sent("ie.month", "the next month", "Mon 2027-03-01 00:00:00", hadMany(3, "email delivered", "2027-02-26 10:00")),
		sent("ie.month", "a call that only rang got through to nobody", "Sun 2027-02-28 12:00:00", hadMany(3, "voice no_answer", "2027-02-26 10:00")),
		sent("ie.month", "what they asked for is not unsolicited", "Sun 2027-02-28 12:00:00", hadMany(3, "asked voice conversation", "2027-02-26 10:00")),
		deferred("ie.month", "per account: another contact counts", "Sun 2027-02-28 12:00:00", "Mon 2027-03-01 00:00:00", hadMany(3, "email delivered another", "2027-02-26 10:00")),
	},
}

// The UNIREC code: calls of agencies in Italy.
var itRows = rowTable{
	zone: "Europe/Rome", packs: []string{"it"},
	usual: []rowWith{byAgency, toConsumer, inRegion("IT"), viaVoice},
	cases: []rowCase{
		sent("it.hours", "the last second of a Friday", "Fri 2027-02-05 20:59:59"),
		deferred("it.hours", "nine in the evening of a Friday", "Fri 2027-02-05 21:00:00", "Sat 2027-02-06 08:30:00").unless(viaEmail, viaSMS, byCreditor, toBusiness),
		sent("it.hours", "half past eight of a Saturday", "Sat 2027-02-06 08:30:00"),
		sent("it.hours", "the last second of a Saturday", "Sat 2027-02-06 14:59:59"),
		deferred("it.hours", "three in the afternoon of a Saturday", "Sat 2027-02-06 15:00:00", "Mon 2027-02-08 08:30:00"),
		deferred("it.hours", "a Sunday", "Sun 2027-02-07 12:00:00", "Mon 2027-02-08 08:30:00"),
		deferred("it.hours", "the last second of the night", "Mon 2027-02-08 08:29:59", "Mon 2027-02-08 08:30:00"),

		deferred("it.holidays", "Republic Day", "Wed 2027-06-02 12:00:00", "Thu 2027-06-03 08:30:00").unless(viaEmail, viaSMS, byCreditor, toBusiness),
		deferred("it.holidays", "Easter Monday", "Mon 2027-03-29 20:59:59", "Tue 2027-03-30 08:30:00"),
		sent("it.holidays", "the morning after", "Thu 2027-06-03 08:30:00"),

		deferred("it.day", "after a conversation on the same day", "Thu 2027-02-04 20:59:59", "Fri 2027-02-05 08:30:00", had("voice conversation", "2027-02-04 08:30")).
			unless(viaEmail, viaSMS, byCreditor, toBusiness),
		sent("it.day", "the next morning", "Fri 2027-02-05 08:30:00", had("voice conversation", "2027-02-04 20:59")),
		sent("it.day", "a voicemail is no conversation", "Thu 2027-02-04 20:59:59", had("voice voicemail", "2027-02-04 08:30")),
		spared("it.day", "agreed otherwise", "Thu 2027-02-04 20:59:59", askedFor, had("voice conversation", "2027-02-04 08:30")),

		sent("it.week", "after two conversations", "Fri 2027-02-05 12:00:00", had("voice conversation", "2027-02-01 10:00", "2027-02-02 10:00")),
		deferred("it.week", "after three within a week, to the second", "Mon 2027-02-08 09:59:59", "Mon 2027-02-08 10:00:00", had("voice conversation", "2027-02-01 10:00", "2027-02-02 10:00", "2027-02-03 10:00")).
			unless(viaEmail, viaSMS, byCreditor, toBusiness),
		sent("it.week", "a week after the first of three", "Mon 2027-02-08 10:00:00", had("voice conversation", "2027-02-01 10:00", "2027-02-02 10:00", "2027-02-03 10:00")),
	},
}

// The FCA names no hour: what decides on its rows is off.
var ukRows = rowTable{
	zone: "Europe/London", packs: []string{"uk"},
	usual: []rowWith{byCreditor, toConsumer, inRegion("GB")},
	cases: []rowCase{
		sent("uk.mortgage-hours", "the last second of the evening", "Sun 2027-02-07 20:59:59").whenOn(),
		deferred("uk.mortgage-hours", "nine in the evening", "Sun 2027-02-07 21:00:00", "Mon 2027-02-08 08:00:00").whenOn().unless(toBusiness).evenIf(toTrader),
		deferred("uk.mortgage-hours", "the last second of the night", "Mon 2027-02-08 07:59:59", "Mon 2027-02-08 08:00:00", viaVoice).whenOn(),

		skipped("uk.no-promotion", "an offer without consent", "Mon 2027-02-08 12:00:00", selling).whenOn().unless(reminding, viaVoice, toBusiness).evenIf(toTrader, viaSMS),
		sent("uk.no-promotion", "an offer with consent", "Mon 2027-02-08 12:00:00", selling, consenting(channels.Email, "Sat 2027-01-02 12:00:00")).whenOn(),
	},
}
