package api

import "net/http"

const (
	textSample       = `{"channel":"sms","locale":"en-GB","text":"{{ creditor.name }}: invoice {{ invoice.number }} ({{ invoice.balance }}) was due on {{ invoice.due_on }}. Pay: {{ creditor.pay_url }} Reply STOP to stop texts."}`
	templateSample   = `{"key":"gentle_public_sector","stage":"gentle","texts":[` + textSample + `],"why":"For public bodies","by":"Dana, accounts receivable"}`
	versionSample    = `{"base":0,"why":"A shorter SMS","by":"Dana, accounts receivable"}`
	draftSample      = `{"revision":1,"texts":[` + textSample + `],"by":"Dana, accounts receivable"}`
	stepSample       = `{"by":"Dana, accounts receivable"}`
	returnSample     = `{"why":"The phone number is missing","by":"Kim, head of finance"}`
	publishSample    = `{"revision":2,"scheduled":"stay","accept":[{"rule":"sms_segments","reason":"The longer text is worth a third segment."}],"by":"Kim, head of finance"}`
	lintSample       = `{"stage":"gentle","channel":"sms","locale":"en-GB","text":"You have ignored our reminders."}`
	previewSample    = `{"template":"gentle","channel":"sms","locale":"de","sample":"twelve invoices"}`
	experimentSample = `{"template":"gentle","name":"Question in the first line","arms":[{"version":0,"weight":50},{"version":3,"weight":50}],"by":"Dana, accounts receivable"}`
	endingSample     = `{"winner":3,"why":"More answers, no more opt-outs","by":"Dana, accounts receivable"}`
)

func templateRoutes() []route {
	return []route{
		{
			method: http.MethodGet, path: "/v1/templates", id: "list-templates", scope: TemplatesRead,
			summary: "Every template: those that Goodterms brings in the order of their stages, then your own.",
			gives:   templateList{}, statuses: []int{http.StatusOK}, handle: listTemplates,
		},
		{
			method: http.MethodPost, path: "/v1/templates", id: "create-template", scope: TemplatesWrite,
			summary: "Make a template of your own, with its first draft.",
			takes:   newTemplate{}, limit: maxBody, sample: templateSample, gives: versionView{}, statuses: []int{http.StatusCreated}, handle: postTemplate,
		},
		{
			method: http.MethodGet, path: "/v1/templates/reference", id: "get-template-reference", scope: TemplatesRead,
			summary: "What a text can say: variables, loops, filters, stages and samples.",
			gives:   referenceView{}, statuses: []int{http.StatusOK}, handle: getReference,
		},
		{
			method: http.MethodPost, path: "/v1/templates/lint", id: "lint-text", scope: TemplatesRead, pure: true,
			summary: "Say what is wrong with a text. It changes nothing, and nothing is remembered.",
			takes:   lintBody{}, limit: maxBody, sample: lintSample, gives: LintReport{}, statuses: []int{http.StatusOK}, handle: postLint,
		},
		{
			method: http.MethodPost, path: "/v1/templates/preview", id: "preview-text", scope: TemplatesRead, pure: true,
			summary: "Show a text as a customer would get it, for a sample or a real account. It changes nothing and sends nothing.",
			takes:   previewBody{}, limit: maxBody, sample: previewSample, gives: previewView{}, statuses: []int{http.StatusOK}, handle: postPreview,
		},
		{
			method: http.MethodGet, path: "/v1/templates/{key}", id: "get-template", scope: TemplatesRead,
			summary: "A template with the texts of its current version.",
			gives:   templateDetails{}, statuses: []int{http.StatusOK}, handle: getTemplate,
		},
	}
}

func versionRoutes() []route {
	const version = "/v1/templates/{key}/versions/{number}"
	return []route{
		{
			method: http.MethodGet, path: "/v1/templates/{key}/versions", id: "list-versions", scope: TemplatesRead,
			summary: "The versions of a template, without their texts.",
			gives:   versionList{}, statuses: []int{http.StatusOK}, handle: listVersions,
		},
		{
			method: http.MethodPost, path: "/v1/templates/{key}/versions", id: "begin-draft", scope: TemplatesWrite,
			summary: "Begin the next version as a copy of another; of an old one, to restore it. One at a time can be written.",
			takes:   newVersion{}, limit: maxBody, sample: versionSample, gives: versionView{}, statuses: []int{http.StatusCreated}, handle: postVersion,
		},
		{
			method: http.MethodGet, path: version, id: "get-version", scope: TemplatesRead,
			summary: "A version with its texts; 0 is what Goodterms brings.",
			gives:   versionView{}, statuses: []int{http.StatusOK}, handle: getVersion,
		},
		{
			method: http.MethodPut, path: version, id: "save-draft", scope: TemplatesWrite,
			summary: "Change a draft. A version that is published never changes.",
			takes:   draftBody{}, limit: maxBody, sample: draftSample, gives: versionView{}, statuses: []int{http.StatusOK}, handle: putVersion,
		},
		{
			method: http.MethodGet, path: version + "/lint", id: "lint-version", scope: TemplatesRead,
			summary: "What is wrong with each text of a version, and how many reminders publishing would touch.",
			gives:   versionReport{}, statuses: []int{http.StatusOK}, handle: lintVersion,
		},
		{
			method: http.MethodPost, path: version + "/submit", id: "submit-draft", scope: TemplatesWrite,
			summary: "Ask for a second look; meanwhile nobody edits it.",
			takes:   draftStep{}, limit: maxBody, sample: stepSample, gives: versionView{}, statuses: []int{http.StatusOK}, handle: draftMove(submitDraft),
		},
		{
			method: http.MethodPost, path: version + "/return", id: "return-draft", scope: TemplatesWrite,
			summary: "Send a version back from review to its writer.",
			takes:   draftStep{}, limit: maxBody, sample: returnSample, gives: versionView{}, statuses: []int{http.StatusOK}, handle: draftMove(returnDraft),
		},
		{
			method: http.MethodPost, path: version + "/discard", id: "discard-draft", scope: TemplatesWrite,
			summary: "Give a draft up. It stays readable.",
			takes:   draftStep{}, limit: maxBody, sample: stepSample, gives: versionView{}, statuses: []int{http.StatusOK}, handle: draftMove(discardDraft),
		},
		{
			method: http.MethodPost, path: version + "/publish", id: "publish-version", scope: TemplatesPublish,
			summary: "Make a version the current one, for good. Lint must find no error; reminders that wait stay on their version or move, as you say.",
			takes:   publication{}, limit: maxBody, sample: publishSample, gives: publishedView{}, statuses: []int{http.StatusOK}, handle: publishVersion,
		},
		{
			method: http.MethodGet, path: "/v1/templates/{key}/diff", id: "diff-versions", scope: TemplatesRead,
			summary: "How two versions differ, text by text.",
			query: []parameter{
				{"from", "Number of the older version; 0: what Goodterms brings.", "integer"},
				{"to", "Number of the newer version.", "integer"},
			},
			gives: versionDiff{}, statuses: []int{http.StatusOK}, handle: diffVersions,
		},
	}
}

func experimentRoutes() []route {
	return []route{
		{
			method: http.MethodPost, path: "/v1/experiments", id: "start-experiment", scope: TemplatesPublish,
			summary: "Let published versions of a template share its reminders by weight. An account draws one for good.",
			takes:   newExperiment{}, limit: maxBody, sample: experimentSample, gives: ExperimentSummary{}, statuses: []int{http.StatusCreated}, handle: postExperiment,
		},
		{
			method: http.MethodGet, path: "/v1/experiments", id: "list-experiments", scope: TemplatesRead,
			summary: "Experiments, newest first.", query: []parameter{{"template", "Key of a template.", "string"}},
			gives: experimentList{}, statuses: []int{http.StatusOK}, handle: listExperiments,
		},
		{
			method: http.MethodGet, path: "/v1/experiments/{id}", id: "get-experiment", scope: TemplatesRead,
			summary: "An experiment with what came of each version, and how sure that is.",
			gives:   experimentView{}, statuses: []int{http.StatusOK}, handle: getExperiment,
		},
		{
			method: http.MethodPost, path: "/v1/experiments/{id}/stop", id: "stop-experiment", scope: TemplatesPublish,
			summary: "End an experiment, and make one of its versions current if you name it.",
			takes:   experimentEnd{}, limit: maxBody, sample: endingSample, gives: ExperimentSummary{}, statuses: []int{http.StatusOK}, handle: stopExperiment,
		},
	}
}
