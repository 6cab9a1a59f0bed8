package api

// Limits of texts in characters. They stand in the OpenAPI document through the
// tags below; a test holds the two together.
const maxWord = 16 // an entry of a list of words, such as a channel

// newReminder is the body of POST /v1/reminders.
type newReminder struct {
	Reference string            `json:"reference,omitempty" maxLength:"128" example:"2027-0415-1" doc:"Your own name for this reminder, unique for ever. Sent again with the same content it answers with the existing reminder."`
	Account   accountFacts      `json:"account"`
	Contact   reminderContact   `json:"contact"`
	Invoices  []invoiceFacts    `json:"invoices" minItems:"1" maxItems:"50" nullable:"false" doc:"What the reminder is about."`
	Template  string            `json:"template" minLength:"1" maxLength:"64" example:"gentle" doc:"Key of the texts, such as pre_due, gentle, firm or final."`
	Plan      []instalmentFacts `json:"plan,omitempty" maxItems:"60" nullable:"false" doc:"Instalments that the text states, in the order of their days; for plan_confirmed and plan_instalment_due."`
	Channels  []string          `json:"channels,omitempty" maxItems:"3" nullable:"false" enum:"email,sms,voice" doc:"Order of preference, of which one is used: the next when one has no address, is opted out, or fails for good. Default: every configured channel."`
	SendAt    string            `json:"send_at,omitempty" maxLength:"40" format:"date-time" example:"2027-04-15T09:30:00+02:00" doc:"When to send, at most 400 days ahead. Default: now. It waits for the customer's send window."`
	ExpiresAt string            `json:"expires_at,omitempty" maxLength:"40" format:"date-time" example:"2027-04-17T18:00:00Z" doc:"After this instant it is not sent any more. Default: never."`
}

// newBatch is the body of POST /v1/reminders/batch.
type newBatch struct {
	Reminders []newReminder `json:"reminders" minItems:"1" maxItems:"1000" nullable:"false"`
}

type accountFacts struct {
	Reference string   `json:"reference" minLength:"1" maxLength:"128" example:"C-1001" doc:"Your own name for the account, unique."`
	Name      string   `json:"name" minLength:"1" maxLength:"200" example:"Blue Bottle Ltd" doc:"As the customer would write it."`
	Kind      string   `json:"kind,omitempty" maxLength:"16" example:"business" enum:"business,sole_trader,consumer" doc:"Absent: treated as a consumer, the most protected."`
	TimeZone  string   `json:"time_zone,omitempty" maxLength:"64" example:"Europe/London" doc:"IANA time zone."`
	Locale    string   `json:"locale,omitempty" maxLength:"35" example:"en-GB" doc:"BCP 47 language of the texts."`
	Region    string   `json:"region,omitempty" maxLength:"6" example:"GB" doc:"ISO 3166-1 or -2, such as GB or US-NY."`
	Terms     []string `json:"terms,omitempty" maxItems:"4" nullable:"false" enum:"fee,interest,suspension,legal_step" doc:"Consequences that the account's terms grant. A text that names another is held."`
}

// instalmentFacts is a part of a payment plan.
type instalmentFacts struct {
	DueOn    string `json:"due_on" minLength:"1" maxLength:"10" format:"date" example:"2027-05-01"`
	Amount   string `json:"amount" minLength:"1" maxLength:"20" example:"40.00"`
	Currency string `json:"currency" minLength:"1" maxLength:"3" example:"GBP" doc:"ISO 4217."`
	Paid     bool   `json:"paid,omitempty"`
}

// reminderContact is the contact of a reminder: contactFacts, and what they agreed to.
type reminderContact struct {
	Reference string          `json:"reference" minLength:"1" maxLength:"128" example:"P-7" doc:"Your own name for the person, unique within the account."`
	Name      string          `json:"name" minLength:"1" maxLength:"200" example:"Robin Weaver" doc:"As they would be addressed."`
	Email     string          `json:"email,omitempty" maxLength:"254" format:"email" example:"robin@example.com"`
	Phone     string          `json:"phone,omitempty" maxLength:"32" example:"+442079460042" doc:"E.164, or as dialled within the account's region."`
	TimeZone  string          `json:"time_zone,omitempty" maxLength:"64" example:"Europe/London" doc:"IANA time zone; wins over the account's."`
	Consents  []intakeConsent `json:"consents,omitempty" maxItems:"10" nullable:"false" doc:"Consents of the contact. Give at, so that the same one is recorded once."`
}

type contactFacts struct {
	Reference string `json:"reference" minLength:"1" maxLength:"128" example:"P-7" doc:"Your own name for the person, unique within the account."`
	Name      string `json:"name" minLength:"1" maxLength:"200" example:"Robin Weaver" doc:"As they would be addressed."`
	Email     string `json:"email,omitempty" maxLength:"254" format:"email" example:"robin@example.com"`
	Phone     string `json:"phone,omitempty" maxLength:"32" example:"+442079460042" doc:"E.164, or as dialled within the account's region."`
	TimeZone  string `json:"time_zone,omitempty" maxLength:"64" example:"Europe/London" doc:"IANA time zone; wins over the account's."`
}

type invoiceFacts struct {
	Number   string `json:"number" minLength:"1" maxLength:"64" example:"INV-2027-0042" doc:"Unique within the account."`
	Amount   string `json:"amount" minLength:"1" maxLength:"20" example:"120.50" doc:"The whole bill, a plain decimal with at most the currency's digits."`
	Balance  string `json:"balance" minLength:"1" maxLength:"20" example:"120.50" doc:"What is still owed; at most the amount."`
	Currency string `json:"currency" minLength:"1" maxLength:"3" example:"GBP" doc:"ISO 4217."`
	IssuedOn string `json:"issued_on" minLength:"1" maxLength:"10" format:"date" example:"2027-03-01"`
	DueOn    string `json:"due_on" minLength:"1" maxLength:"10" format:"date" example:"2027-03-31"`
	Terms    string `json:"terms,omitempty" maxLength:"200" example:"30 days net"`
}

// reminderChange is the body of PATCH /v1/reminders/{id}.
type reminderChange struct {
	SendAt    string         `json:"send_at,omitempty" maxLength:"40" format:"date-time" example:"2027-04-15T09:30:00+02:00" doc:"The new time."`
	ExpiresAt change[string] `json:"expires_at,omitempty" maxLength:"40" format:"date-time" example:"2027-04-17T18:00:00Z" doc:"The new end; null: never."`
}

// newCancel is the body of POST /v1/reminders/{id}/cancel; it may be left out.
type newCancel struct{}

// accountChange is the body of PUT /v1/accounts/{reference}.
type accountChange struct {
	Reference string         `json:"reference,omitempty" maxLength:"128" doc:"When given, the same as in the path."`
	Name      string         `json:"name" minLength:"1" maxLength:"200" example:"Blue Bottle Ltd"`
	Kind      string         `json:"kind,omitempty" maxLength:"16" example:"business" enum:"business,sole_trader,consumer"`
	TimeZone  string         `json:"time_zone,omitempty" maxLength:"64" example:"Europe/London"`
	Locale    string         `json:"locale,omitempty" maxLength:"35" example:"en-GB"`
	Region    string         `json:"region,omitempty" maxLength:"6" example:"GB"`
	Terms     []string       `json:"terms,omitempty" maxItems:"4" nullable:"false" enum:"fee,interest,suspension,legal_step" doc:"Consequences that the account's terms grant."`
	Contacts  []contactFacts `json:"contacts,omitempty" maxItems:"100" nullable:"false" doc:"Created or replaced by their references; others stay."`
}

// newNote is the body of POST /v1/accounts/{reference}/notes.
type newNote struct {
	Text string `json:"text" minLength:"1" maxLength:"4000" lines:"true" example:"Called back; cheque is in the post."`
	By   string `json:"by,omitempty" maxLength:"100" example:"Dana, accounts receivable"`
}

// newPayment is the body of POST /v1/payments.
type newPayment struct {
	Reference string `json:"reference,omitempty" maxLength:"128" example:"BANK-77120" doc:"Your own name for the payment, unique for ever; makes the report safe to repeat."`
	Account   string `json:"account" minLength:"1" maxLength:"128" example:"C-1001" doc:"Reference of the account."`
	Invoice   string `json:"invoice" minLength:"1" maxLength:"64" example:"INV-2027-0042" doc:"Number of the invoice."`
	Amount    string `json:"amount" minLength:"1" maxLength:"20" example:"120.50"`
	Currency  string `json:"currency" minLength:"1" maxLength:"3" example:"GBP" doc:"The invoice's."`
	PaidOn    string `json:"paid_on,omitempty" maxLength:"10" format:"date" example:"2027-04-14"`
}
