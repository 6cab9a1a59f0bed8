package works

import "github.com/goodterms/goodterms/account"

// option is a choice of a field.
type option struct{ Value, Label string }

// options are the choices of the what-if form.
type options struct {
	Kinds, Roles, Channels, Purposes, Stages, Contents, Languages, Holds, Ways, Outcomes []option
}

// choices never change.
var choices = options{
	Kinds: []option{{"consumer", "a private person"}, {"sole_trader", "a sole trader"}, {"business", "a business"}},
	Roles: []option{
		{"first_party", "the creditor, in its own name"}, {"first_party_other_name", "the creditor, under another name"},
		{"third_party", "an agency, or a buyer of debts"},
	},
	Channels: []option{{"email", "email"}, {"sms", "SMS"}, {"voice", "a call"}},
	Purposes: []option{{"reminder", "a reminder"}, {"receipt", "a receipt"}, {"statement", "a statement"}},
	Stages: []option{
		{"pre_due", "not due yet"}, {"due", "due now"}, {"overdue", "overdue"},
		{"disputed", "disputed"}, {"plan", "paid by a plan"}, {"legal", "with the courts"},
	},
	Contents:  []option{{"reminder", "say what is owed"}, {"demand", "ask for payment and name consequences"}, {"marketing", "offer something"}},
	Languages: []option{{"", "not told"}, {"en-GB", "English (UK)"}, {"en-US", "English (US)"}, {"de", "German"}, {"fr", "French"}, {"es", "Spanish"}, {"nl", "Dutch"}, {"pt", "Portuguese (Brazil)"}, {"it", "Italian"}},
	Holds: []option{
		{"", "nothing"}, {account.HoldDisputed, "a dispute"}, {account.HoldPromise, "a promise to pay"}, {account.HoldPlan, "a payment plan"},
		{account.HoldLegal, "a court case"}, {account.HoldBankrupt, "a bankruptcy"}, {account.HoldDeceased, "a death"},
		{account.HoldAttorney, "a lawyer who stands for the customer"}, {account.HoldCease, "a written end of contact"},
	},
	Ways: []option{{"out", "from us"}, {"in", "from the customer"}},
	Outcomes: []option{
		{"", "not known"}, {"delivered", "it arrived"}, {"replied", "it was answered"}, {"conversation", "people spoke"}, {"voicemail", "voicemail"},
		{"no_answer", "no answer"}, {"busy", "the line was busy"}, {"not_in_service", "not in service"}, {"wrong_number", "wrong number"},
	},
}
