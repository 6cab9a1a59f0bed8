package policy_test

import (
	"testing"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
)

// The worked examples of the official commentary to Regulation F (supplement I to
// 12 CFR part 1006), told in our words, each with the number of its comment. The
// commentary's days fall on its weekdays in 2026. Left out are those that no
// contact of ours can be: letters, web sites, calls to third parties.

func TestRegulationFAnswersItsWorkedExamples(t *testing.T) {
	t.Parallel()
	for _, table := range []rowTable{regFTimes, regFPlaces, regFFrequency, regFConsent, regFDebts, regFMedia} {
		for _, c := range table.cases {
			t.Run(c.why, func(t *testing.T) {
				t.Parallel()
				table.run(t, c)
			})
		}
	}
}

// regulationF is about a consumer in the Eastern zone, and an agency.
func regulationF(cases ...rowCase) rowTable {
	return rowTable{
		zone: "America/New_York", packs: []string{"us-federal"},
		usual: []rowWith{byAgency, toConsumer, inRegion("US-NY")}, cases: cases,
	}
}

// The wishes of comment 6(b)(1)-1 and 2.
var (
	notTuesdaysAndThursdays = wishing("24/7; Tu,Th off")
	notThreeToFiveNoWeekend = wishing("Mo-Fr 00:00-15:00,17:00-24:00")
	notFridays              = wishing("24/7; Fr off")
)

// Times: 1006.6(b)(1).
var regFTimes = regulationF(
	deferred("wishes", "6(b)(1)-1.i: a note in the file says never on Tuesdays", "Tue 2026-11-10 12:00:00", "Wed 2026-11-11 08:00:00", notTuesdaysAndThursdays),
	deferred("wishes", "6(b)(1)-1.i: nor on Thursdays, by any medium", "Thu 2026-11-12 08:00:00", "Fri 2026-11-13 08:00:00", notTuesdaysAndThursdays, viaVoice),
	sent("wishes", "6(b)(1)-1.i: a Wednesday is none of them", "Wed 2026-11-11 12:00:00", notTuesdaysAndThursdays),

	sent("wishes", "6(b)(1)-1.ii: not from three to five on weekdays, until three", "Wed 2026-11-11 14:59:59", notThreeToFiveNoWeekend),
	deferred("wishes", "6(b)(1)-1.ii: not at three", "Wed 2026-11-11 15:00:00", "Wed 2026-11-11 17:00:00", notThreeToFiveNoWeekend),
	deferred("wishes", "6(b)(1)-1.ii: not until five", "Wed 2026-11-11 16:59:59", "Wed 2026-11-11 17:00:00", notThreeToFiveNoWeekend, viaVoice),
	sent("wishes", "6(b)(1)-1.ii: at five again", "Wed 2026-11-11 17:00:00", notThreeToFiveNoWeekend),
	deferred("wishes", "6(b)(1)-1.ii: and not at weekends", "Sat 2026-11-14 12:00:00", "Mon 2026-11-16 08:00:00", notThreeToFiveNoWeekend),
	deferred("us-federal.hours", "6(b)(1)-1.ii: a convenient day does not make the night convenient", "Fri 2026-11-13 21:00:00", "Mon 2026-11-16 08:00:00", notThreeToFiveNoWeekend),

	sent("answering", "6(b)(1)-2.i: they email at half past three, one answer by email may go before five", "Wed 2026-11-11 15:40:00", notThreeToFiveNoWeekend, replying, had("in email", "2026-11-11 15:30")),
	deferred("wishes", "6(b)(1)-2.i: a second answer waits until five", "Wed 2026-11-11 15:45:00", "Wed 2026-11-11 17:00:00", notThreeToFiveNoWeekend, replying, had("in email", "2026-11-11 15:30"), had("email", "2026-11-11 15:40")),
	deferred("wishes", "6(b)(1)-2.i: and so does any message that is no answer", "Wed 2026-11-11 15:45:00", "Wed 2026-11-11 17:00:00", notThreeToFiveNoWeekend, had("in email", "2026-11-11 15:30")),
	deferred("wishes", "6(b)(1)-2.i: or goes by another medium", "Wed 2026-11-11 15:45:00", "Wed 2026-11-11 17:00:00", notThreeToFiveNoWeekend, viaSMS, had("in email", "2026-11-11 15:30")),
	sent("answering", "6(b)(1)-2.i: when they write again, one more answer", "Wed 2026-11-11 15:55:00", notThreeToFiveNoWeekend, replying, had("in email", "2026-11-11 15:30", "2026-11-11 15:50"), had("email", "2026-11-11 15:40")),
	deferred("wishes", "6(b)(1)-2.i: the next day it is inconvenient again", "Thu 2026-11-12 15:30:00", "Thu 2026-11-12 17:00:00", notThreeToFiveNoWeekend, had("in email", "2026-11-11 15:30"), had("email", "2026-11-11 15:40")),

	sent("answering", "6(b)(1)-2.iv: they email on a Friday evening although Fridays are inconvenient, an automatic answer may go", "Fri 2026-11-13 20:30:01", notFridays, replying, had("in email", "2026-11-13 20:30")),
	deferred("wishes", "6(b)(1)-2.iv: nothing else on that Friday", "Fri 2026-11-13 20:45:00", "Sat 2026-11-14 08:00:00", notFridays, had("in email", "2026-11-13 20:30"), had("email", "2026-11-13 20:31")),
	deferred("wishes", "6(b)(1)-2.iv: nor on the next", "Fri 2026-11-20 12:00:00", "Sat 2026-11-21 08:00:00", notFridays, had("in email", "2026-11-13 20:30")),

	sent("us-federal.hours", "6(b)(1)(i)-1: an email sent before nine, whenever it is read", "Tue 2026-11-10 20:59:59"),
	deferred("us-federal.hours", "6(b)(1)(i)-1: a text sent at nine", "Tue 2026-11-10 21:00:00", "Wed 2026-11-11 08:00:00", viaSMS),
	deferred("us-federal.hours", "6(b)(1)(i)-1: an email sent before eight", "Wed 2026-11-11 07:59:59", "Wed 2026-11-11 08:00:00"),
)

// Places where the consumer may be: comment 6(b)(1)(i)-2; and (ii)-1.
var (
	easternPhonePacificHome = knownBy([]string{"America/Los_Angeles"}, "+12125550123")
	easternAndMountainPhone = knownBy(nil, "+12125550123", "+13035550123")
	notTheLandlineAtHome    = optedOut(channels.Voice, "+12125550123")
)

var regFPlaces = regulationF(
	deferred("us-federal.hours", "6(b)(1)(i)-2.i: Eastern number, Pacific home: before eleven Eastern", "Tue 2026-11-10 10:59:59", "Tue 2026-11-10 11:00:00", inRegion(""), easternPhonePacificHome),
	sent("us-federal.hours", "6(b)(1)(i)-2.i: Eastern number, Pacific home: from eleven Eastern", "Tue 2026-11-10 11:00:00", inRegion(""), easternPhonePacificHome, viaSMS),
	sent("us-federal.hours", "6(b)(1)(i)-2.i: Eastern number, Pacific home: until nine Eastern", "Tue 2026-11-10 20:59:59", inRegion(""), easternPhonePacificHome),
	deferred("us-federal.hours", "6(b)(1)(i)-2.i: Eastern number, Pacific home: nine Eastern", "Tue 2026-11-10 21:00:00", "Wed 2026-11-11 11:00:00", inRegion(""), easternPhonePacificHome, viaVoice),
	deferred("us-federal.hours", "6(b)(1)(i)-2.ii: Eastern and Mountain numbers: before ten Eastern", "Tue 2026-11-10 09:59:59", "Tue 2026-11-10 10:00:00", inRegion(""), easternAndMountainPhone),
	sent("us-federal.hours", "6(b)(1)(i)-2.ii: Eastern and Mountain numbers: from ten Eastern", "Tue 2026-11-10 10:00:00", inRegion(""), easternAndMountainPhone),
	sent("us-federal.hours", "6(b)(1)(i)-2.ii: Eastern and Mountain numbers: until nine Eastern", "Tue 2026-11-10 20:59:59", inRegion(""), easternAndMountainPhone),
	deferred("us-federal.hours", "6(b)(1)(i)-2.ii: Eastern and Mountain numbers: nine Eastern", "Tue 2026-11-10 21:00:00", "Wed 2026-11-11 10:00:00", inRegion(""), easternAndMountainPhone),

	skipped("opt_out", "6(b)(1)-1.iii: not at home: no call to the landline there", "Tue 2026-11-10 12:00:00", viaVoice, notTheLandlineAtHome),
	sent("answering", "6(b)(1)-2.ii: they ring from that landline: one answer on that call", "Tue 2026-11-10 12:00:00", viaVoice, notTheLandlineAtHome, replying),
	skipped("opt_out", "6(b)(1)-2.ii: and no call to it afterwards", "Wed 2026-11-18 12:00:00", viaVoice, notTheLandlineAtHome, had("in voice conversation", "2026-11-10 12:00")),
	sent("opt_out", "6(b)(1)(ii)-1.i: a mobile is at no place", "Tue 2026-11-10 12:00:00", viaVoice, notTheLandlineAtHome, toAddress("+19175550188")),
	sent("opt_out", "6(b)(1)(ii)-1.i: nor is an email", "Tue 2026-11-10 12:00:00", notTheLandlineAtHome),

	skipped("attorney", "6(b)(2): a lawyer stands for them", "Tue 2026-11-10 12:00:00", withHold("attorney")),
	sent("held", "6(c)(1)-1.i: an email of August 4, while the letter that ends contact is in the post", "Tue 2026-08-04 12:00:00"),
	skipped("cease", "6(c)(1)-1.i: from August 6 on, when the letter is there", "Thu 2026-08-06 12:00:00", withHold("cease")),
	skipped("cease", "6(c)(1): by no medium", "Thu 2026-08-06 12:00:00", withHold("cease"), viaVoice, askedFor),
)

// How often: 1006.14(a) and (b)(2).
var (
	sevenFromAprilFirst = had("voice no_answer", "2026-04-02 10:00", "2026-04-03 10:00", "2026-04-04 10:00", "2026-04-05 10:00", "2026-04-06 10:00", "2026-04-07 10:00")
	messageOnAprilFirst = had("voice voicemail", "2026-04-01 10:00")
	twoOnBusinessDays   = had("voice no_answer", "2026-04-02 10:00", "2026-04-02 15:00", "2026-04-03 10:00", "2026-04-03 15:00", "2026-04-06 10:00", "2026-04-06 15:00")
	talkOnAugust14      = allOf(had("voice no_answer", "2026-08-11 10:00"), had("voice conversation", "2026-08-14 10:00"))
)

var regFFrequency = regulationF(
	spared("us-federal.calls", "14(a)-1.i: many texts a day break no number of this rule", "Tue 2026-11-10 12:00:00", viaSMS, hadMany(20, "sms delivered", "2026-11-09 08:00")),
	deferred("courteous.day", "14(a)-1.i: but they harass, which the courteous profile sees to", "Tue 2026-11-10 12:00:00", "Mon 2026-11-16 15:00:00", keeping(policy.Courteous), viaSMS, hadMany(5, "sms delivered", "2026-11-09 11:00"), had("sms", "2026-11-10 09:00")),
	spared("us-federal.calls", "14(a)-2.i: emails beside seven calls break no number either", "Tue 2026-11-10 12:00:00", hadMany(7, "voice no_answer", "2026-11-09 08:00"), hadMany(5, "email delivered", "2026-11-09 08:00")),
	sent("us-federal.calls", "14(b)-1: texts and emails are no calls", "Tue 2026-11-10 12:00:00", viaVoice, hadMany(7, "sms delivered", "2026-11-09 08:00"), hadMany(7, "email delivered", "2026-11-09 08:00")),
	deferred("us-federal.calls", "14(b)-1: voicemail that never rang is one", "Tue 2026-11-10 12:00:00", "Mon 2026-11-16 08:00:00", viaVoice, hadMany(7, "voice voicemail", "2026-11-09 08:00")),

	sent("us-federal.calls", "14(b)(2)(i)-1.i: a message on Wednesday April 1 and five calls since: the seventh on Tuesday", "Tue 2026-04-07 12:00:00", viaVoice, messageOnAprilFirst,
		had("voice no_answer", "2026-04-02 10:00", "2026-04-03 10:00", "2026-04-04 10:00", "2026-04-05 10:00", "2026-04-06 10:00")),
	sent("us-federal.calls", "14(b)(2)(i)-1.i: and the next on Wednesday April 8", "Wed 2026-04-08 08:00:00", viaVoice, messageOnAprilFirst, sevenFromAprilFirst),
	deferred("us-federal.calls", "14(b)(2)(i)-1.i: not before", "Tue 2026-04-07 20:59:59", "Wed 2026-04-08 08:00:00", viaVoice, messageOnAprilFirst, sevenFromAprilFirst),
	deferred("us-federal.after-conversation", "14(b)(2)(i)-1.ii: they rang on Thursday August 13: not before the next Thursday", "Wed 2026-08-19 20:59:59", "Thu 2026-08-20 08:00:00", viaVoice, had("in voice conversation", "2026-08-13 10:00")),
	sent("us-federal.after-conversation", "14(b)(2)(i)-1.ii: but on it", "Thu 2026-08-20 08:00:00", viaVoice, had("in voice conversation", "2026-08-13 10:00")),
	sent("us-federal.calls", "14(b)(2)(i)-2.i: six calls on one Friday are within the number", "Tue 2026-04-07 12:00:00", viaVoice, hadMany(6, "voice no_answer", "2026-04-03 10:00")),
	sent("us-federal.calls", "14(b)(2)(i)-3.i: calls to what proves to be somebody else's number are none", "Thu 2026-11-12 12:00:00", viaVoice, hadMany(5, "voice no_answer", "2026-11-12 06:00"), had("voice wrong_number", "2026-11-09 10:00", "2026-11-11 10:00")),

	deferred("us-federal.calls", "14(b)(2)(ii)-1.i: a message on April 1, two calls on each of three business days: no eighth on Tuesday", "Tue 2026-04-07 12:00:00", "Wed 2026-04-08 08:00:00", viaVoice, messageOnAprilFirst, twoOnBusinessDays),
	sent("us-federal.calls", "14(b)(2)(ii)-1.i: on Wednesday the first of them is past", "Wed 2026-04-08 08:00:00", viaVoice, messageOnAprilFirst, twoOnBusinessDays),
	deferred("us-federal.after-conversation", "14(b)(2)(ii)-1.ii: a conversation on Friday August 14: not before the next Friday", "Thu 2026-08-20 20:59:59", "Fri 2026-08-21 08:00:00", viaVoice, talkOnAugust14),
	deferred("us-federal.after-conversation", "14(b)(2)(ii)-1.ii: nor an hour later", "Fri 2026-08-14 11:00:00", "Fri 2026-08-21 08:00:00", viaVoice, talkOnAugust14),
	sent("us-federal.after-conversation", "14(b)(2)(ii)-1.ii: but on the next Friday", "Fri 2026-08-21 08:00:00", viaVoice, talkOnAugust14),
	deferred("us-federal.after-conversation", "14(b)(2)(ii)-2.iii: they wished to know more and had no time to say when: what may excuse a call does not allow it", "Mon 2026-08-17 12:00:00", "Fri 2026-08-21 08:00:00", viaVoice, talkOnAugust14),
	spared("us-federal.after-conversation", "14(b)(2)(ii)-2.iii: what they wished to know may be emailed", "Mon 2026-08-17 12:00:00", talkOnAugust14),
	deferred("us-federal.after-conversation", "14(b)(2)(ii)-2.iv.C: nor does an offer that ends tomorrow", "Mon 2026-08-17 12:00:00", "Fri 2026-08-21 08:00:00", viaVoice, demanding, talkOnAugust14),
)

// Calls that they asked for, and calls that did not connect: 1006.14(b)(3).
var (
	talkOnAprilThird = had("voice conversation", "2026-04-03 10:00")
	calledBack       = had("asked voice conversation", "2026-04-06 10:00")
	threeInJune      = had("voice no_answer", "2026-06-01 10:00", "2026-06-02 10:00", "2026-06-03 10:00")
	eightByConsent   = allOf(had("asked voice no_answer", "2026-06-08 10:00", "2026-06-08 12:00", "2026-06-09 10:00", "2026-06-09 12:00"),
		had("asked voice no_answer", "2026-06-10 09:00", "2026-06-10 10:00", "2026-06-10 11:00", "2026-06-10 12:00"))
)

var regFConsent = regulationF(
	deferred("us-federal.hours", "14(b)(3)(i)-1: to be asked for a call does not open the night", "Mon 2026-04-06 21:00:00", "Tue 2026-04-07 08:00:00", viaVoice, askedFor, talkOnAprilThird),
	skipped("opt_out", "14(b)(3)(i)-1: nor a medium that they stopped", "Mon 2026-04-06 12:00:00", viaVoice, askedFor, optedOut(channels.Voice, "")),
	spared("us-federal.after-conversation", "14(b)(3)(i)-3.i: call back on Monday, they said on Friday", "Mon 2026-04-06 12:00:00", viaVoice, askedFor, talkOnAprilThird),
	deferred("us-federal.after-conversation", "14(b)(3)(i)-3.i: had they not", "Mon 2026-04-06 12:00:00", "Fri 2026-04-10 08:00:00", viaVoice, talkOnAprilThird),
	deferred("us-federal.after-conversation", "14(b)(3)(i)-3.ii: the talk on Monday used the consent up: no call on Wednesday", "Wed 2026-04-08 12:00:00", "Mon 2026-04-13 08:00:00", viaVoice, talkOnAprilThird, calledBack),
	spared("us-federal.calls", "14(b)(3)(i)-3.iii: the eighth call by consent", "Wed 2026-06-10 12:30:00", viaVoice, askedFor, threeInJune, eightByConsent),
	sent("us-federal.calls", "14(b)(3)(i)-3.iii: none of the eight counts", "Wed 2026-06-10 12:30:00", viaVoice, threeInJune, eightByConsent),
	sent("us-federal.calls", "14(b)(3)(i)-3.iii: calls from June 11 on count: the seventh of them", "Fri 2026-06-12 12:00:00", viaVoice, eightByConsent, hadMany(6, "voice no_answer", "2026-06-11 10:00")),
	deferred("us-federal.calls", "14(b)(3)(i)-3.iii: and the eighth of them", "Fri 2026-06-12 12:00:00", "Thu 2026-06-18 08:00:00", viaVoice, eightByConsent, hadMany(7, "voice no_answer", "2026-06-11 10:00")),

	sent("us-federal.calls", "14(b)(3)(ii)-1: a busy signal is no call", "Fri 2026-06-12 12:00:00", viaVoice, hadMany(7, "voice busy", "2026-06-12 05:00")),
	sent("us-federal.calls", "14(b)(3)(ii)-1: nor a number not in service", "Fri 2026-06-12 12:00:00", viaVoice, hadMany(7, "voice not_in_service", "2026-06-12 05:00")),
	deferred("us-federal.calls", "14(b)(3)(ii)-1: answered and dropped, or nothing known, is one", "Fri 2026-06-12 12:00:00", "Thu 2026-06-18 08:00:00", viaVoice, hadMany(7, "voice", "2026-06-11 10:00")),
	deferred("us-federal.calls", "14(b)(3)(ii)-1: rung and not answered is one", "Fri 2026-06-12 12:00:00", "Thu 2026-06-18 08:00:00", viaVoice, hadMany(7, "voice no_answer", "2026-06-11 10:00")),
	deferred("us-federal.calls", "14(b)(3)(ii)-1: a mailbox that takes no message is one", "Fri 2026-06-12 12:00:00", "Thu 2026-06-18 08:00:00", viaVoice, hadMany(7, "voice voicemail", "2026-06-11 10:00")),
)

// Several debts: comment 14(b)(4)-2.
var (
	medical = aboutDebts("INV-MEDICAL")
	card    = aboutDebts("INV-CARD")

	twentyOneCalls = allOf(hadMany(7, "voice no_answer INV-MEDICAL", "2026-11-09 08:00"), hadMany(7, "voice no_answer INV-CARD", "2026-11-10 08:00"), hadMany(6, "voice no_answer INV-STORE", "2026-11-11 08:00"))
	talkOfMedical  = had("voice conversation INV-MEDICAL", "2026-11-09 10:00")
	talkOfBoth     = had("voice conversation INV-MEDICAL INV-CARD", "2026-11-09 10:00")
	generalTalk    = allOf(had("voice no_answer INV-MEDICAL", "2026-11-09 10:00", "2026-11-10 10:00"), hadMany(4, "voice no_answer INV-CARD", "2026-11-11 10:00"), had("voice conversation INV-MEDICAL", "2026-11-12 10:00"))
	theyTurnToCard = allOf(talkOfMedical, had("in voice conversation INV-CARD", "2026-11-09 10:00"))
)

var regFDebts = regulationF(
	sent("us-federal.calls", "14(b)(4)-2.i: three debts: the twenty-first unanswered call", "Sun 2026-11-15 12:00:00", viaVoice, twentyOneCalls, aboutDebts("INV-STORE")),
	deferred("us-federal.calls", "14(b)(4)-2.i: but no eighth for the first of them", "Sun 2026-11-15 12:00:00", "Mon 2026-11-16 08:00:00", viaVoice, twentyOneCalls, medical),
	deferred("us-federal.calls", "14(b)(4)-2.ii: a message that names no debt counts for the one it is put down to", "Sun 2026-11-15 12:00:00", "Mon 2026-11-16 08:00:00", viaVoice, medical, hadMany(6, "voice no_answer INV-MEDICAL", "2026-11-09 10:00"), had("voice voicemail INV-MEDICAL", "2026-11-10 10:00")),
	sent("us-federal.calls", "14(b)(4)-2.ii: and not for the other", "Sun 2026-11-15 12:00:00", viaVoice, card, hadMany(6, "voice no_answer INV-CARD", "2026-11-09 10:00"), had("voice voicemail INV-MEDICAL", "2026-11-10 10:00")),
	deferred("us-federal.after-conversation", "14(b)(4)-2.iii: they spoke of the medical debt alone on Monday", "Sun 2026-11-15 12:00:00", "Mon 2026-11-16 08:00:00", viaVoice, medical, talkOfMedical),
	sent("us-federal.after-conversation", "14(b)(4)-2.iii: of the card there was neither call nor talk", "Mon 2026-11-09 12:00:00", viaVoice, card, talkOfMedical),
	deferred("us-federal.after-conversation", "14(b)(4)-2.iv: they spoke of both: the medical debt", "Sun 2026-11-15 12:00:00", "Mon 2026-11-16 08:00:00", viaVoice, medical, talkOfBoth),
	deferred("us-federal.after-conversation", "14(b)(4)-2.iv: they spoke of both: the card", "Sun 2026-11-15 12:00:00", "Mon 2026-11-16 08:00:00", viaVoice, card, talkOfBoth),
	deferred("us-federal.after-conversation", "14(b)(4)-2.v: a general talk on Thursday, put down to the medical debt", "Wed 2026-11-18 12:00:00", "Thu 2026-11-19 08:00:00", viaVoice, medical, generalTalk),
	sent("us-federal.after-conversation", "14(b)(4)-2.v: leaves the card free, with four calls", "Thu 2026-11-12 12:00:00", viaVoice, card, generalTalk),
	deferred("us-federal.after-conversation", "14(b)(4)-2.vi: they would not speak of the medical debt, which was rung about all the same", "Sun 2026-11-15 12:00:00", "Mon 2026-11-16 08:00:00", viaVoice, medical, theyTurnToCard),
	deferred("us-federal.after-conversation", "14(b)(4)-2.vi: and turned to the card, which was spoken of", "Sun 2026-11-15 12:00:00", "Mon 2026-11-16 08:00:00", viaVoice, card, theyTurnToCard),
	sent("us-federal.calls", "14(b)(4)-2.vi: but not rung about", "Mon 2026-11-16 08:00:00", viaVoice, card, theyTurnToCard, hadMany(6, "voice no_answer INV-CARD", "2026-11-15 10:00")),
	deferred("us-federal.after-conversation", "14(b)(4)-2.vii: three student loans under one number are one debt", "Sun 2026-11-15 12:00:00", "Mon 2026-11-16 08:00:00", viaVoice, aboutDebts("INV-LOANS"), had("voice conversation INV-LOANS", "2026-11-09 10:00")),
	deferred("us-federal.calls", "14(b)(4)-2.vii: seven calls for the three together", "Sun 2026-11-15 12:00:00", "Mon 2026-11-16 08:00:00", viaVoice, aboutDebts("INV-LOANS"), hadMany(7, "voice no_answer INV-LOANS", "2026-11-09 10:00")),
)

// Media that they asked not to be used: 1006.14(h), and what an opt-out is not.
var regFMedia = regulationF(
	skipped("opt_out", "14(h)(1)-3.i: stop calling", "Tue 2026-11-10 12:00:00", viaVoice, optedOut(channels.Voice, "")),
	sent("opt_out", "14(h)(1)-3.i: is about calls, not texts", "Tue 2026-11-10 12:00:00", viaSMS, optedOut(channels.Voice, "")),
	sent("opt_out", "14(h)(1)-3.i: nor emails", "Tue 2026-11-10 12:00:00", optedOut(channels.Voice, "")),
	skipped("opt_out", "14(h)(1)-2: one of two mobiles", "Tue 2026-11-10 12:00:00", viaSMS, optedOut(channels.SMS, "+12125550123")),
	sent("opt_out", "14(h)(1)-2: leaves the other", "Tue 2026-11-10 12:00:00", viaSMS, optedOut(channels.SMS, "+12125550123"), toAddress("+19175550188")),
	skipped("opt_out", "14(h)(1)-3.ii: an address from which they opted out, for whatever debt", "Tue 2026-11-10 12:00:00", optedOut(channels.Email, "customer@example.com"), card),
	skipped("opt_out", "6(d)(4)(ii)(D)-1: no email to that address", "Tue 2026-11-10 12:00:00", optedOut(channels.Email, "customer@example.com")),
	skipped("opt_out", "6(d)(4)(ii)(D)-1: by email at all: to no address", "Tue 2026-11-10 12:00:00", optedOut(channels.Email, ""), toAddress("other@example.com")),
	sent("opt_out", "6(d)(4)(ii)(D)-2: an address given up does not end all contact", "Tue 2026-11-10 12:00:00", optedOut(channels.Email, "customer@example.com"), viaVoice),
	sent("answering", "14(h)(2)(i): one confirmation of the stop", "Tue 2026-11-10 12:00:00", viaSMS, optedOut(channels.SMS, "+12125550123"), replying, had("in sms", "2026-11-10 11:59")),
	skipped("opt_out", "14(h)(2)(i): and not two", "Tue 2026-11-10 12:01:00", viaSMS, optedOut(channels.SMS, "+12125550123"), replying, had("in sms", "2026-11-10 11:59"), had("sms", "2026-11-10 12:00")),
	sent("answering", "14(h)(2)(ii): they write by the medium that they stopped: one answer by it", "Tue 2026-11-10 12:00:00", optedOut(channels.Email, ""), replying, had("in email", "2026-11-10 11:00")),
	skipped("opt_out", "14(h)(2)(ii): and no more", "Wed 2026-11-11 12:00:00", optedOut(channels.Email, ""), had("in email", "2026-11-10 11:00"), had("email", "2026-11-10 12:00")),
)

// Comment 6(b)(1)(i)-1: a message counts when it is sent, so none may wait at a
// provider beyond the hours.
func TestNoMessageMayLeaveAfterTheHoursEnd(t *testing.T) {
	t.Parallel()
	table := regulationF()
	zone := rowZone(t, table.zone)
	d := policy.New(policy.Config{}).Decide(table.question(t, sent("us-federal.hours", "", "Tue 2026-11-10 20:59:00", viaSMS)))
	if rowText(d.WindowEnd, zone) != "Tue 2026-11-10 21:00:00" {
		t.Errorf("may wait until %s", rowText(d.WindowEnd, zone))
	}
}
