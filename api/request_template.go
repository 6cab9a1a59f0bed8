package api

// textBody is one text of a version.
type textBody struct {
	Channel string `json:"channel" minLength:"1" maxLength:"16" example:"sms" enum:"email,sms,voice"`
	Locale  string `json:"locale" minLength:"1" maxLength:"35" example:"en-GB" doc:"BCP 47: a language, or language and region."`
	Text    string `json:"text" minLength:"1" maxLength:"20000" lines:"true" doc:"Liquid. Of an email with its front matter (subject, preheader) and a Markdown body; of a call the script."`
	Limited string `json:"limited,omitempty" maxLength:"20000" lines:"true" doc:"Of a call: what an answering machine may hear."`
}

// newTemplate is the body of POST /v1/templates.
type newTemplate struct {
	Key   string     `json:"key" minLength:"1" maxLength:"64" example:"gentle_public_sector" doc:"Small letters, digits and _; begins with a letter."`
	Stage string     `json:"stage" minLength:"1" maxLength:"40" example:"gentle" doc:"Decides how firm the texts may be and what they must state; GET /v1/templates/reference lists them."`
	Texts []textBody `json:"texts" minItems:"1" maxItems:"200" nullable:"false"`
	Why   string     `json:"why,omitempty" maxLength:"1000" lines:"true" doc:"What it is for."`
	By    string     `json:"by" minLength:"1" maxLength:"100" example:"Dana, accounts receivable" doc:"Who writes it; kept with the version."`
}

// newVersion is the body of POST /v1/templates/{key}/versions.
type newVersion struct {
	Base  change[int] `json:"base,omitempty" minimum:"0" doc:"Version to begin as a copy of, an old one to restore it; 0: the texts that Goodterms brings; absent: the current one."`
	Texts []textBody  `json:"texts,omitempty" maxItems:"200" nullable:"false" doc:"Texts that take the place of those of the base, each by channel and locale."`
	Why   string      `json:"why,omitempty" maxLength:"1000" lines:"true"`
	By    string      `json:"by" minLength:"1" maxLength:"100" example:"Dana, accounts receivable"`
}

// draftBody is the body of PUT /v1/templates/{key}/versions/{number}.
type draftBody struct {
	Revision int            `json:"revision" minimum:"1" doc:"Of the draft as you read it; another edit meanwhile answers 409."`
	Texts    []textBody     `json:"texts" minItems:"1" maxItems:"200" nullable:"false" doc:"All texts of the draft."`
	Why      change[string] `json:"why,omitempty" maxLength:"1000" lines:"true" doc:"Absent: as it was."`
	By       string         `json:"by" minLength:"1" maxLength:"100" example:"Dana, accounts receivable"`
}

// draftStep is the body of what moves a draft on.
type draftStep struct {
	Revision int    `json:"revision,omitempty" minimum:"1" doc:"Of the version as you read it; absent: whichever it has."`
	Why      string `json:"why,omitempty" maxLength:"1000" lines:"true" doc:"Of a return, the reason."`
	By       string `json:"by" minLength:"1" maxLength:"100" example:"Dana, accounts receivable"`
}

// acceptBody accepts a warning.
type acceptBody struct {
	Rule   string `json:"rule" minLength:"1" maxLength:"64" example:"sms_segments"`
	Reason string `json:"reason" minLength:"1" maxLength:"500" example:"The longer text is worth a third segment."`
}

// publication is the body of POST /v1/templates/{key}/versions/{number}/publish.
type publication struct {
	Revision  int          `json:"revision" minimum:"1" doc:"Of the version as you read it."`
	Scheduled string       `json:"scheduled,omitempty" maxLength:"8" enum:"stay,move" example:"stay" doc:"What becomes of reminders that wait with another version: they stay on it, or move to this one. Needed while there are any."`
	Accept    []acceptBody `json:"accept,omitempty" maxItems:"50" nullable:"false" doc:"Warnings that are accepted, each with a reason; an error cannot be."`
	Why       string       `json:"why,omitempty" maxLength:"1000" lines:"true" doc:"Absent: as the draft says."`
	By        string       `json:"by" minLength:"1" maxLength:"100" example:"Kim, head of finance"`
}

// lintBody is the body of POST /v1/templates/lint.
type lintBody struct {
	Stage   string `json:"stage,omitempty" maxLength:"40" example:"gentle" doc:"Absent: gentle."`
	Channel string `json:"channel,omitempty" maxLength:"16" enum:"email,sms,voice" example:"sms" doc:"Absent: nothing is asked that depends on it."`
	Locale  string `json:"locale,omitempty" maxLength:"35" example:"en-GB" doc:"Absent: en-GB."`
	Text    string `json:"text" minLength:"1" maxLength:"20000" lines:"true"`
	Limited string `json:"limited,omitempty" maxLength:"20000" lines:"true"`
	Only    string `json:"only,omitempty" maxLength:"8" enum:"tone" example:"tone" doc:"tone: the wording alone."`
}

// previewBody is the body of POST /v1/templates/preview.
type previewBody struct {
	Template string      `json:"template,omitempty" maxLength:"64" example:"gentle" doc:"Key; its texts are used, but for those of texts."`
	Version  change[int] `json:"version,omitempty" minimum:"0" doc:"Absent: the current one; a draft's number works too."`
	Stage    string      `json:"stage,omitempty" maxLength:"40" doc:"Where no template is named; absent: gentle."`
	Texts    []textBody  `json:"texts,omitempty" maxItems:"200" nullable:"false" doc:"Texts as they are being written."`
	Channel  string      `json:"channel" minLength:"1" maxLength:"16" enum:"email,sms,voice" example:"sms"`
	Locale   string      `json:"locale,omitempty" maxLength:"35" example:"en-GB" doc:"Absent: of the account, else en-GB."`
	Sample   string      `json:"sample,omitempty" maxLength:"64" example:"twelve invoices" doc:"Name of a sample; GET /v1/templates/reference lists them. Absent with an account; usual otherwise."`
	Account  string      `json:"account,omitempty" maxLength:"128" doc:"Reference of a real account, whose first contact and open invoices are used."`
}

// armBody is a version with its share of an experiment.
type armBody struct {
	Version int `json:"version" minimum:"0" doc:"A published version; 0: the texts that Goodterms brings."`
	Weight  int `json:"weight" minimum:"1" maximum:"100"`
}

// newExperiment is the body of POST /v1/experiments.
type newExperiment struct {
	Template string    `json:"template" minLength:"1" maxLength:"64" example:"gentle"`
	Name     string    `json:"name" minLength:"1" maxLength:"200" example:"Question in the first line"`
	Arms     []armBody `json:"arms" minItems:"2" maxItems:"10" nullable:"false" doc:"The first is the one that the others are compared to."`
	Why      string    `json:"why,omitempty" maxLength:"1000" lines:"true" doc:"What it is to find out."`
	By       string    `json:"by" minLength:"1" maxLength:"100" example:"Dana, accounts receivable"`
}

// experimentEnd is the body of POST /v1/experiments/{id}/stop.
type experimentEnd struct {
	Winner change[int] `json:"winner,omitempty" minimum:"0" doc:"Version to make current; absent: the current one stays."`
	Why    string      `json:"why,omitempty" maxLength:"1000" lines:"true"`
	By     string      `json:"by" minLength:"1" maxLength:"100" example:"Dana, accounts receivable"`
}
