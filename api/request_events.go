package api

// newWebhook is the body of POST /v1/webhooks.
type newWebhook struct {
	URL         string   `json:"url" minLength:"1" maxLength:"2000" example:"https://books.example.com/hooks/goodterms" doc:"Where events are posted: https, reached from outside. It may hold a token and is not shown again as a whole."`
	Description string   `json:"description,omitempty" maxLength:"200" example:"Bookkeeping"`
	Kinds       []string `json:"kinds,omitempty" maxItems:"64" itemLength:"64" nullable:"false" example:"reminder.sent" doc:"Types of events to be told of. Absent: all, those that come to be later too."`
	Disabled    bool     `json:"disabled,omitempty" doc:"true: it is not told anything until it is enabled."`
}

// webhookChange is the body of PATCH /v1/webhooks/{id}.
type webhookChange struct {
	Revision    int              `json:"revision,omitempty" minimum:"1" doc:"Of the webhook as you read it; another change meanwhile answers 409. Absent: whichever it has."`
	URL         string           `json:"url,omitempty" maxLength:"2000" example:"https://books.example.com/hooks/goodterms" doc:"Absent: as it is."`
	Description change[string]   `json:"description,omitempty" maxLength:"200" example:"Bookkeeping" doc:"null: none."`
	Kinds       change[[]string] `json:"kinds,omitempty" maxItems:"64" itemLength:"64" example:"reminder.sent" doc:"null: all."`
	Enabled     change[bool]     `json:"enabled,omitempty" doc:"One that is enabled again is told of what it missed, as far as events are kept."`
}

// rotation is the body of POST /v1/webhooks/{id}/rotate; it may be left out.
type rotation struct {
	Revision int `json:"revision,omitempty" minimum:"1" doc:"Of the webhook as you read it; absent: whichever it has."`
}

// newReplay is the body of POST /v1/webhooks/{id}/replay.
type newReplay struct {
	Numbers []int       `json:"numbers,omitempty" maxItems:"500" nullable:"false" doc:"Numbers of events to be told once more, each as if for the first time."`
	After   change[int] `json:"after,omitempty" minimum:"0" doc:"In place of numbers: everything after this number is told once more, whether it waits or not; what was not told up to there is left out."`
}
