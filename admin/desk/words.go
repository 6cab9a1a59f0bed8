package desk

import (
	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/replies"
	"github.com/goodterms/goodterms/replies/intents"
	"github.com/goodterms/goodterms/replies/mail"
)

// cause is why a person is needed, in words.
type cause struct {
	Word replies.Cause
	Name string // in the list to choose from
	Did  string // behind the customer's name
}

// causes are in the order in which they are chosen from.
var causes = []cause{
	{replies.CauseOptOut, "perhaps no more reminders", "may want no more reminders"},
	{replies.CauseDispute, "disputes", "objects to what is asked for"},
	{replies.CauseHardship, "cannot pay", "cannot pay as things are"},
	{replies.CausePaid, "says it is paid", "says that it is paid"},
	{replies.CausePlan, "asks for a plan", "asks for a payment plan"},
	{replies.CausePromise, "unclear promises", "promises to pay, but not clearly"},
	{replies.CauseQuestion, "questions", "asks something"},
	{replies.CauseCallBack, "wants a call", "asks to be called back"},
	{replies.CauseWrong, "wrong person", "may be the wrong person"},
	{replies.CauseOptIn, "wants reminders again", "wants reminders again"},
	{replies.CauseOther, "not understood", "wrote something that nobody has understood yet"},
	{replies.CauseUnmatched, "from nobody known", "wrote, and nobody knows whose it is"},
	{replies.CauseUnreadable, "unreadable", "sent something that could not be read"},
	{replies.CauseDead, "dead addresses", "cannot be reached at an address any more"},
	{replies.CauseComplaint, "marked as spam", "marked our mail as spam"},
	{replies.CauseBlocked, "our mail is refused", "did not get our mail: it was refused because of us"},
	{replies.CauseLoop, "our mail came back", "did not write: a mail of ours has come back"},
}

// causeOf are the words of a cause; a cause that has none is told by its own name.
func causeOf(word replies.Cause) cause {
	for _, c := range causes {
		if c.Word == word {
			return c
		}
	}
	return cause{word, string(word), "needs somebody to look"}
}

// suggested is what the action asks for.
var suggested = map[replies.Action]string{
	replies.ActAnswer:      "answer it",
	replies.ActCheckPaid:   "look for the payment",
	replies.ActResolve:     "settle the dispute",
	replies.ActOfferPlan:   "propose something that they can keep",
	replies.ActFindAddress: "find another address",
	replies.ActFindPerson:  "find the right person",
	replies.ActMatch:       "say whose it is",
	replies.ActAskDay:      "ask for the day and the amount",
	replies.ActCall:        "call back",
	replies.ActConfirm:     "confirm what they mean",
	replies.ActCheckSender: "look after our sending address",
	replies.ActRead:        "read it",
}

// meaning is an intent in words.
type meaning struct {
	Intent intents.Intent
	Name   string
	Then   string        // what accepting it does
	Asks   replies.Cause // why a person is still needed afterwards; empty: nobody is
}

// meanings are in the order in which they are told.
var meanings = []meaning{
	{intents.OptOut, "No more reminders", "From now on nothing goes out by this way.", ""},
	{intents.WrongPerson, "The wrong person", "This address is not used any more; the right person is to be found.", replies.CauseWrong},
	{intents.Dispute, "A dispute", "Reminders about it wait until it is settled; the customer is told that it was received.", replies.CauseDispute},
	{intents.Hardship, "Cannot pay as things are", "Reminders wait until somebody has proposed something; the customer is told so.", replies.CauseHardship},
	{intents.AlreadyPaid, "Already paid", "Reminders wait some days while somebody looks for the payment.", replies.CausePaid},
	{intents.PlanRequest, "Asks for a payment plan", "Reminders wait until somebody has proposed a plan; the customer is told so.", replies.CausePlan},
	{intents.Promise, "A promise to pay", "Reminders wait until its day and some days more; the day and amount are confirmed to the customer.", ""},
	{intents.OptIn, "Wants reminders again", "Nothing changes by this alone: end the opt-out at the account.", replies.CauseOptIn},
	{intents.OutOfOffice, "Away until a day", "Reminders to this person wait for the day of return.", ""},
	{intents.Ask, "A question", "It stays here until it is answered.", replies.CauseQuestion},
	{intents.Other, "None of these", "Nothing follows from it; reminders go on.", ""},
}

// causedBy is for which cause a person is asked about an intent that is not certain.
var causedBy = map[intents.Intent]replies.Cause{
	intents.OptOut: replies.CauseOptOut, intents.OptIn: replies.CauseOptIn, intents.WrongPerson: replies.CauseWrong,
	intents.Dispute: replies.CauseDispute, intents.AlreadyPaid: replies.CausePaid, intents.Hardship: replies.CauseHardship,
	intents.PlanRequest: replies.CausePlan, intents.Promise: replies.CausePromise, intents.Ask: replies.CauseQuestion,
}

// meaningOf are the words of an intent.
func meaningOf(i intents.Intent) meaning {
	for _, m := range meanings {
		if m.Intent == i {
			return m
		}
	}
	return meaning{i, string(i), "", ""}
}

// byWay is how something came or goes.
var byWay = map[channels.Kind]string{channels.Email: "by email", channels.SMS: "by SMS", channels.Voice: "by phone"}

// kinds are what a reply can be.
var kinds = map[mail.Kind]string{
	mail.Reply:          "a reply",
	mail.Bounce:         "a mail that could not be delivered",
	mail.Complaint:      "a complaint about spam",
	mail.AutoReply:      "an automatic answer",
	mail.DeliveryNotice: "a notice of delivery",
	mail.Unknown:        "something that could not be read",
}

// matched is by what somebody was found.
var matched = map[replies.Match]string{
	replies.ByWay:      "it was a key in a call of ours",
	replies.ByToken:    "it came to the address of that message",
	replies.ByHeader:   "it answers a mail of ours",
	replies.ByReturned: "it holds the mail of ours that it is about",
	replies.ByBody:     "it quotes the mark of a mail of ours",
	replies.ByThread:   "we write to this number for this account alone",
	replies.BySender:   "the sender’s address belongs to one account; that proves nothing",
	replies.ByPerson:   "a person said so",
	replies.ByNothing:  "nobody known wrote it",
}

// whys are why an account is suggested.
var whys = map[string]string{
	"sender_address": "the sender’s address is theirs",
	"recent_thread":  "we have written to this number for them lately",
	"invoice_number": "it names an invoice of theirs",
}

// waits are why reminders wait, behind "wait".
var waits = map[string]string{
	account.HoldDisputed:   "until the dispute is settled",
	account.HoldPromise:    "for the day that was promised",
	account.HoldPlan:       "while a plan is kept",
	account.HoldPlanAsked:  "until a plan is proposed",
	account.HoldHardship:   "until somebody has proposed something",
	account.HoldClaimsPaid: "while somebody looks for the payment",
	account.HoldAway:       "because nobody is there",
	account.HoldReply:      "for somebody to read this",
	account.HoldLegal:      "because it is with the courts",
	account.HoldBankrupt:   "because of an insolvency",
	account.HoldDeceased:   "because somebody has died",
	account.HoldAttorney:   "because a lawyer stands for them",
	account.HoldCease:      "because they asked for an end of contact",
}

// languages are the names of those that replies are read in.
var languages = map[string]string{
	"en": "English", "de": "German", "fr": "French", "es": "Spanish", "nl": "Dutch", "pt": "Portuguese", "it": "Italian",
}

// languageOf is the name of the language of a locale; its code where we have no name.
func languageOf(locale string) string {
	code := locale
	if len(locale) >= 2 {
		code = locale[:2]
	}
	if name, ok := languages[code]; ok {
		return name
	}
	return locale
}
