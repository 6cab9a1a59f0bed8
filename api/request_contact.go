package api

// preferencesChange is the body of PATCH /v1/contacts/{id}/preferences.
type preferencesChange struct {
	Channels   change[[]string]       `json:"channels,omitempty" maxItems:"3" enum:"email,sms,voice" doc:"The channels that the contact likes, best first; those that are not named come after them. null: no order."`
	Excluded   change[[]string]       `json:"excluded,omitempty" maxItems:"3" enum:"email,sms,voice" doc:"Channels that are never used for the contact. null: none."`
	Language   change[string]         `json:"language,omitempty" minLength:"1" maxLength:"35" example:"de-AT" doc:"BCP 47. null: the account's."`
	Wishes     change[string]         `json:"wishes,omitempty" minLength:"1" maxLength:"1000" example:"Mo-Fr 09:00-12:00" doc:"Hours and days in opening_hours syntax: a later rule replaces the day, days that are not named are closed. null: any hour that the rules allow."`
	PauseUntil change[string]         `json:"pause_until,omitempty" minLength:"1" maxLength:"10" format:"date" example:"2027-05-03" doc:"No reminder before this day begins where the contact is. null: no pause."`
	Purposes   change[purposesChange] `json:"purposes,omitempty" doc:"By what channels each purpose may be served. null: every purpose by all."`
	Source     string                 `json:"source,omitempty" maxLength:"16" example:"customer" enum:"customer,operator,api" doc:"Who wished it. Default: api."`
	By         string                 `json:"by,omitempty" maxLength:"100" example:"Dana, accounts receivable" doc:"Who recorded it; kept on the timeline."`
	Why        string                 `json:"why,omitempty" maxLength:"500" example:"Asked on the phone" doc:"Kept on the timeline."`
}

// purposesChange is its part about purposes.
type purposesChange struct {
	Reminder  change[[]string] `json:"reminder,omitempty" maxItems:"3" enum:"email,sms,voice" doc:"In order. An empty list: not at all. null: by all."`
	Receipt   change[[]string] `json:"receipt,omitempty" maxItems:"3" enum:"email,sms,voice"`
	Statement change[[]string] `json:"statement,omitempty" maxItems:"3" enum:"email,sms,voice"`
}

// rulesChange is the body of PATCH /v1/accounts/{reference}/rules.
type rulesChange struct {
	SendWindow change[string] `json:"send_window,omitempty" minLength:"1" maxLength:"1000" example:"Mo-Th 10:00-16:00" doc:"Hours in opening_hours syntax in which this account may be contacted, besides all other rules. null: none of its own."`
	Hold       change[string] `json:"hold,omitempty" minLength:"1" maxLength:"40" example:"disputed" doc:"Why reminders wait: disputed, promise, plan, legal, bankrupt, deceased, or a lower-case word of your own; attorney and cease end them. null: they wait no longer."`
	By         string         `json:"by,omitempty" maxLength:"100" example:"Dana, accounts receivable" doc:"Who decided it; kept on the timeline."`
	Why        string         `json:"why,omitempty" maxLength:"500" example:"Goods arrived broken" doc:"Kept on the timeline."`
}

// newOptOut is the body of POST /v1/opt-outs, a line of an import and of an
// export. Exactly one of Address, Contact, Account and AccountID is given.
type newOptOut struct {
	Scope     string `json:"scope,omitempty" maxLength:"16" example:"address" enum:"address,contact,account" doc:"What it is about. Default: what is given."`
	Channel   string `json:"channel,omitempty" maxLength:"16" example:"sms" enum:"email,sms,voice" doc:"Default: every channel."`
	Address   string `json:"address,omitempty" maxLength:"254" example:"+442079460042" doc:"An email address or a phone in E.164, whoever holds it."`
	Contact   string `json:"contact,omitempty" maxLength:"30" example:"con_01kafz3v9m5x8q2t4w6y7z0bcd" doc:"Id of a contact: by no address of theirs."`
	Account   string `json:"account,omitempty" maxLength:"128" example:"C-1001" doc:"Reference of an account: nobody there."`
	AccountID string `json:"account_id,omitempty" maxLength:"30" example:"acc_01kafz3v9m5x8q2t4w6y7z0bcd" doc:"Id of the account in place of its reference, as exports write it."`
	Source    string `json:"source,omitempty" maxLength:"64" example:"web form" doc:"Where it was heard. Default: api, for a list import."`
	Proof     string `json:"proof,omitempty" maxLength:"500" example:"ticket 4711" doc:"In what it can be seen."`
	At        string `json:"at,omitempty" maxLength:"40" format:"date-time" example:"2027-04-12T08:30:00Z" doc:"When it was said, not in the future. Default: now."`
}

// newOptIn is the body of POST /v1/opt-ins: who says what, and the proof of it.
type newOptIn struct {
	Scope     string `json:"scope,omitempty" maxLength:"16" example:"address" enum:"address,contact,account" doc:"What it is about. Default: what is given."`
	Channel   string `json:"channel,omitempty" maxLength:"16" example:"sms" enum:"email,sms,voice" doc:"That of the opt-out; left out for one from every channel."`
	Address   string `json:"address,omitempty" maxLength:"254" example:"+442079460042" doc:"An email address or a phone in E.164."`
	Contact   string `json:"contact,omitempty" maxLength:"30" example:"con_01kafz3v9m5x8q2t4w6y7z0bcd" doc:"Id of a contact."`
	Account   string `json:"account,omitempty" maxLength:"128" example:"C-1001" doc:"Reference of an account."`
	AccountID string `json:"account_id,omitempty" maxLength:"30" example:"acc_01kafz3v9m5x8q2t4w6y7z0bcd" doc:"Id of the account in place of its reference."`
	Source    string `json:"source" minLength:"1" maxLength:"64" example:"call" doc:"Where it was heard."`
	Proof     string `json:"proof" minLength:"1" maxLength:"500" example:"recording 2027-04-12/17" doc:"In what it can be seen."`
	At        string `json:"at,omitempty" maxLength:"40" format:"date-time" example:"2027-04-12T08:30:00Z" doc:"When it was said, not in the future. Default: now."`
}

// newConsent is the body of POST /v1/consents, a line of an import and of an export.
type newConsent struct {
	Contact string `json:"contact" minLength:"1" maxLength:"30" example:"con_01kafz3v9m5x8q2t4w6y7z0bcd" doc:"Id of the contact who agreed."`
	Channel string `json:"channel" minLength:"1" maxLength:"16" example:"voice" enum:"email,sms,voice" doc:"To what they agreed."`
	Address string `json:"address,omitempty" maxLength:"254" example:"+442079460042" doc:"For which address. Default: whatever address they have."`
	Source  string `json:"source" minLength:"1" maxLength:"64" example:"contract" doc:"Where it was given, such as contract, web form or call."`
	Proof   string `json:"proof,omitempty" maxLength:"500" example:"contract 2027-18, clause 9" doc:"In what it can be seen."`
	At      string `json:"at,omitempty" maxLength:"40" format:"date-time" example:"2027-01-02T15:00:00Z" doc:"When it was given, not in the future. Default: now."`
}

// intakeConsent is a consent that comes with a reminder.
type intakeConsent struct {
	Channel string `json:"channel" minLength:"1" maxLength:"16" example:"voice" enum:"email,sms,voice"`
	Source  string `json:"source" minLength:"1" maxLength:"64" example:"contract" doc:"Where it was given."`
	Proof   string `json:"proof,omitempty" maxLength:"500" example:"contract 2027-18, clause 9" doc:"In what it can be seen."`
	At      string `json:"at,omitempty" maxLength:"40" format:"date-time" example:"2027-01-02T15:00:00Z" doc:"When it was given, not in the future. Without it, the consent is new only when it was never known."`
}

// revocation is the body of POST /v1/consents/{id}/revoke; it may be left out.
type revocation struct {
	Source string `json:"source,omitempty" maxLength:"64" example:"call" doc:"Where it was heard. Default: api."`
	Proof  string `json:"proof,omitempty" maxLength:"500" example:"ticket 4712" doc:"In what it can be seen."`
}

// newEncounter is the body of POST /v1/contacts/{id}/history.
type newEncounter struct {
	At          string   `json:"at" minLength:"1" maxLength:"40" format:"date-time" example:"2027-04-12T08:30:00Z" doc:"When it was, not in the future."`
	Channel     string   `json:"channel" minLength:"1" maxLength:"16" example:"voice" enum:"email,sms,voice"`
	Direction   string   `json:"direction" minLength:"1" maxLength:"3" example:"out" enum:"in,out" doc:"in: they contacted us; out: we them."`
	Outcome     string   `json:"outcome,omitempty" maxLength:"16" example:"conversation" enum:"conversation,no_answer,voicemail,busy,not_in_service,wrong_number,delivered,replied" doc:"What it came to. Default: not known, which counts."`
	Invoices    []string `json:"invoices,omitempty" maxItems:"50" itemLength:"64" nullable:"false" example:"INV-2027-0042" doc:"Numbers of the invoices that it was about, up to 64 characters each. Default: all."`
	ConsentCall bool     `json:"consent_call,omitempty" doc:"They had asked for it."`
	By          string   `json:"by,omitempty" maxLength:"100" example:"Dana, accounts receivable" doc:"Who recorded it."`
	Text        string   `json:"text,omitempty" maxLength:"4000" lines:"true" example:"Will pay on Friday." doc:"What it was about; shown on the timeline."`
}

// stopSwitch is the body of PUT /v1/kill-switch.
type stopSwitch struct {
	On     bool   `json:"on" example:"true" doc:"true: nothing leaves until it is false again."`
	Reason string `json:"reason,omitempty" maxLength:"200" example:"Wrong template went out" doc:"Required when it is switched on."`
}

// policyCase is the body of POST /v1/policy/check, read by package policy/explain.
type policyCase struct{}
