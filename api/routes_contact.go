package api

import "net/http"

// maxListBody is the limit of an imported list in bytes.
const maxListBody = 4 << 20

// Examples that the document shows.
const (
	preferencesSample = `{"channels":["email","sms"],"excluded":["voice"],"language":"de-AT","wishes":"Mo-Fr 09:00-12:00,13:00-17:00","pause_until":null,` +
		`"purposes":{"reminder":["email"],"receipt":[],"statement":null},"source":"customer","by":"Dana, accounts receivable","why":"Asked on the phone"}`
	rulesSample      = `{"send_window":"Mo-Th 10:00-16:00","hold":"disputed","by":"Dana, accounts receivable","why":"Goods arrived broken"}`
	encounterSample  = `{"at":"2027-04-12T08:30:00Z","channel":"voice","direction":"out","outcome":"conversation","invoices":["INV-2027-0042"],"by":"Dana","text":"Will pay on Friday."}`
	optOutSample     = `{"address":"+442079460042","channel":"sms","source":"web form","proof":"ticket 4711","at":"2027-04-12T08:30:00Z"}`
	optInSample      = `{"address":"+442079460042","channel":"sms","source":"call","proof":"recording 2027-04-12/17"}`
	consentSample    = `{"contact":"con_01kafz3v9m5x8q2t4w6y7z0bcd","channel":"voice","source":"contract","proof":"contract 2027-18, clause 9","at":"2027-01-02T15:00:00Z"}`
	revocationSample = `{"source":"call","proof":"ticket 4712"}`
	stopSample       = `{"on":true,"reason":"Wrong template went out"}`

	optOutsCSV    = "scope,channel,address,contact,account,account_id,source,proof,at\r\naddress,sms,'+442079460042,,,,web form,ticket 4711,2027-04-12T08:30:00Z\r\naccount,,,,C-1001,,letter,,\r\n"
	optOutsNDJSON = `{"address":"robin@example.com","channel":"email","source":"web form"}` + "\n" + `{"account":"C-1001","source":"letter"}` + "\n"

	consentsCSV    = "contact,channel,address,source,proof,at\r\ncon_01kafz3v9m5x8q2t4w6y7z0bcd,voice,,contract,,2027-01-02T15:00:00Z\r\n"
	consentsNDJSON = `{"contact":"con_01kafz3v9m5x8q2t4w6y7z0bcd","channel":"voice","source":"contract","at":"2027-01-02T15:00:00Z"}` + "\n"
)

func contactRoutes() []route {
	return []route{
		{
			method: http.MethodGet, path: "/v1/contacts/{id}/preferences", id: "get-preferences", scope: AccountsRead,
			summary: "What a contact wishes.",
			gives:   preferencesView{}, statuses: []int{http.StatusOK}, handle: getPreferences,
		},
		{
			method: http.MethodPatch, path: "/v1/contacts/{id}/preferences", id: "change-preferences", scope: AccountsWrite,
			summary: "Change what a contact wishes: fields that are absent stay, null clears. The very next decision heeds it.",
			takes:   preferencesChange{}, limit: maxBody, sample: preferencesSample, gives: preferencesView{}, statuses: []int{http.StatusOK}, handle: patchPreferences,
		},
		{
			method: http.MethodGet, path: "/v1/contacts/{id}/windows", id: "get-windows", scope: AccountsRead,
			summary: "When a contact may be contacted, by each channel, and why not now.",
			query:   []parameter{{"days", "1 to 62 days ahead; 14 when absent.", "integer"}},
			gives:   windowsView{}, statuses: []int{http.StatusOK}, handle: getWindows,
		},
		{
			method: http.MethodGet, path: "/v1/contacts/{id}/history", id: "get-history", scope: AccountsRead,
			summary: "The contacts that caps are counted over.",
			gives:   historyView{}, statuses: []int{http.StatusOK}, handle: getHistory,
		},
		{
			method: http.MethodPost, path: "/v1/contacts/{id}/history", id: "record-contact", scope: AccountsWrite,
			summary: "Record a contact that people made by other means. It counts towards contact caps.",
			takes:   newEncounter{}, limit: maxBody, sample: encounterSample, gives: entryView{}, statuses: []int{http.StatusCreated}, handle: postHistory,
		},
		{
			method: http.MethodGet, path: "/v1/accounts/{reference}/rules", id: "get-rules", scope: AccountsRead,
			summary: "The send window and the hold of an account.",
			gives:   rulesView{}, statuses: []int{http.StatusOK}, handle: getRules,
		},
		{
			method: http.MethodPatch, path: "/v1/accounts/{reference}/rules", id: "change-rules", scope: AccountsWrite,
			summary: "Set the send window of an account, or have its reminders wait: fields that are absent stay, null clears.",
			takes:   rulesChange{}, limit: maxBody, sample: rulesSample, gives: rulesView{}, statuses: []int{http.StatusOK}, handle: patchRules,
		},
	}
}

func permissionRoutes() []route {
	return []route{
		{
			method: http.MethodPost, path: "/v1/opt-outs", id: "record-opt-out", scope: AccountsWrite,
			summary: "Record that an address, a contact or a whole account is not to be contacted. 200: it was in force already.",
			takes:   newOptOut{}, limit: maxBody, sample: optOutSample, gives: optOutView{}, statuses: []int{http.StatusCreated, http.StatusOK}, handle: postOptOut,
		},
		{
			method: http.MethodPost, path: "/v1/opt-ins", id: "record-opt-in", scope: AccountsWrite,
			summary: "End the opt-outs that agree in scope, channel and whom they are about. The source and the proof are kept.",
			takes:   newOptIn{}, limit: maxBody, sample: optInSample, gives: optOutsEnded{}, statuses: []int{http.StatusOK}, handle: postOptIn,
		},
		{
			method: http.MethodGet, path: "/v1/opt-outs", id: "list-opt-outs", scope: AccountsRead,
			summary: "Opt-outs in the order they were recorded, addresses masked.", query: permissionParameters("Ended ones too."),
			gives: optOutPage{}, statuses: []int{http.StatusOK}, handle: listOptOuts,
		},
		{
			method: http.MethodPost, path: "/v1/opt-outs/import", id: "import-opt-outs", scope: AccountsWrite,
			summary: "Record a list of up to 10,000 opt-outs, all or none.",
			takes:   newOptOut{}, limit: maxListBody, lists: map[string]string{csvType: optOutsCSV, ndjsonType: optOutsNDJSON},
			gives: imported{}, statuses: []int{http.StatusOK}, handle: importOptOuts,
		},
		{
			method: http.MethodGet, path: "/v1/opt-outs/export", id: "export-opt-outs", scope: AccountsRead,
			summary: "All opt-outs in force with whole addresses, as an import takes them.", query: exportParameters(),
			exports: map[string]string{csvType: optOutsCSV, ndjsonType: optOutsNDJSON}, statuses: []int{http.StatusOK}, handle: exportOptOuts,
		},
		{
			method: http.MethodPost, path: "/v1/consents", id: "record-consent", scope: AccountsWrite,
			summary: "Record that a contact agreed to a channel. 200: the same one was recorded already.",
			takes:   newConsent{}, limit: maxBody, sample: consentSample, gives: consentView{}, statuses: []int{http.StatusCreated, http.StatusOK}, handle: postConsent,
		},
		{
			method: http.MethodPost, path: "/v1/consents/{id}/revoke", id: "revoke-consent", scope: AccountsWrite,
			summary: "Record that a contact took a consent back.",
			takes:   revocation{}, optional: true, limit: maxBody, sample: revocationSample, gives: consentView{}, statuses: []int{http.StatusOK}, handle: revokeConsent,
		},
		{
			method: http.MethodGet, path: "/v1/consents", id: "list-consents", scope: AccountsRead,
			summary: "Consents in the order they were recorded, addresses masked.", query: permissionParameters("Revoked ones too."),
			gives: consentPage{}, statuses: []int{http.StatusOK}, handle: listConsents,
		},
		{
			method: http.MethodPost, path: "/v1/consents/import", id: "import-consents", scope: AccountsWrite,
			summary: "Record a list of up to 10,000 consents, all or none.",
			takes:   newConsent{}, limit: maxListBody, lists: map[string]string{csvType: consentsCSV, ndjsonType: consentsNDJSON},
			gives: imported{}, statuses: []int{http.StatusOK}, handle: importConsents,
		},
		{
			method: http.MethodGet, path: "/v1/consents/export", id: "export-consents", scope: AccountsRead,
			summary: "All consents that stand, as an import takes them.", query: exportParameters(),
			exports: map[string]string{csvType: consentsCSV, ndjsonType: consentsNDJSON}, statuses: []int{http.StatusOK}, handle: exportConsents,
		},
	}
}

func permissionParameters(ended string) []parameter {
	return []parameter{
		{"account", "Reference of an account.", "string"},
		{"contact", "Id of a contact.", "string"},
		{"ended", "true: " + ended, "boolean"},
		{"after", "The next of the page before.", "string"},
		{"limit", "1 to 200; 50 when absent.", "integer"},
	}
}

func exportParameters() []parameter {
	return []parameter{{"format", "csv or ndjson; when absent, what Accept asks for, else csv.", "string"}}
}

func policyRoutes() []route {
	return []route{
		{
			method: http.MethodGet, path: "/v1/reminders/{id}/decisions", id: "get-decisions", scope: RemindersRead,
			summary: "Every decision about a reminder, oldest first, with all that explains it.",
			gives:   decisionList{}, statuses: []int{http.StatusOK}, handle: getDecisions,
		},
		{
			method: http.MethodPost, path: "/v1/policy/check", id: "check-policy", scope: RemindersRead, pure: true,
			summary: "What would be decided in a case, or in each of a list of cases. Nothing is stored.",
			query:   []parameter{{"next", "How many of the next openings to add; 0 to 100, none when absent.", "integer"}},
			takes:   policyCase{}, limit: maxBody, sample: caseSample, gives: explained{}, statuses: []int{http.StatusOK}, handle: checkPolicy,
		},
		{
			method: http.MethodGet, path: "/v1/kill-switch", id: "get-kill-switch", scope: Admin,
			summary: "Whether anything may leave.",
			gives:   stopView{}, statuses: []int{http.StatusOK}, handle: getStop,
		},
		{
			method: http.MethodPut, path: "/v1/kill-switch", id: "set-kill-switch", scope: Admin,
			summary: "Stop everything that leaves, or let it leave again. Reminders wait meanwhile.",
			takes:   stopSwitch{}, limit: maxBody, sample: stopSample, gives: stopView{}, statuses: []int{http.StatusOK}, handle: putStop,
		},
	}
}
