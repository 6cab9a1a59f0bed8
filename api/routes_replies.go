package api

import "net/http"

const (
	matchSample   = `{"contact":"con_01kafz3v9m5x8q2t4w6y7z0bcd","by":"Dana, accounts receivable"}`
	correctSample = `{"intents":[{"intent":"promise_to_pay","date":"2027-04-16","amount":"120.00"}],"by":"Dana, accounts receivable"}`
	assignSample  = `{"assignee":"dana","due_at":"2027-04-13T15:00:00Z"}`
	answerSample  = `{"text":"Thank you, Friday is fine. The new invoice comes today.","by":"Dana, accounts receivable"}`
	closeSample   = `{"outcome":"Goods were replaced","by":"Dana, accounts receivable","release":true}`
	endSample     = `{"why":"Goods were replaced","by":"Dana, accounts receivable"}`
)

func replyRoutes() []route {
	return []route{
		{
			method: http.MethodGet, path: "/v1/replies", id: "list-replies", scope: RepliesRead,
			summary: "What customers, and machines of theirs, sent back, in the order it came.",
			query: []parameter{
				{"account", "Reference of an account.", "string"},
				{"unmatched", "true: only what belongs to nobody known.", "boolean"},
				{"kind", "reply, bounce, complaint, auto_reply, delivery_notice or unknown.", "string"},
				{"after", "The next of the page before.", "string"},
				{"limit", "1 to 200; 50 when absent.", "integer"},
			},
			gives: replyPage{}, statuses: []int{http.StatusOK}, handle: listReplies,
		},
		{
			method: http.MethodGet, path: "/v1/replies/{id}", id: "get-reply", scope: RepliesRead,
			summary: "A reply: the person's words, and what was read in them.",
			gives:   replyView{}, statuses: []int{http.StatusOK}, handle: getReply,
		},
		{
			method: http.MethodGet, path: "/v1/replies/{id}/raw", id: "get-raw-reply", scope: RepliesRead,
			summary: "A reply exactly as it came.",
			exports: map[string]string{octetType: ""}, statuses: []int{http.StatusOK}, handle: getRawReply,
		},
		{
			method: http.MethodPost, path: "/v1/replies/{id}/match", id: "match-reply", scope: RepliesWrite,
			summary: "Say from which contact a reply is. It takes effect as if that had been known.",
			takes:   newMatch{}, limit: maxBody, sample: matchSample, gives: rereadView{}, statuses: []int{http.StatusOK}, handle: postMatch,
		},
		{
			method: http.MethodPost, path: "/v1/replies/{id}/intents", id: "correct-reply", scope: RepliesWrite,
			summary: "Say what a reply means. What it had brought about and is still open is taken back, opt-outs apart; then this takes effect. The example is kept.",
			takes:   newCorrection{}, limit: maxBody, sample: correctSample, gives: rereadView{}, statuses: []int{http.StatusOK}, handle: postCorrection,
		},
		{
			method: http.MethodGet, path: "/v1/reply-labels", id: "export-reply-labels", scope: RepliesRead,
			summary: "What people said that replies mean: examples that goodterms replies eval replays. They hold customers' words.",
			exports: map[string]string{ndjsonType: labelSample}, statuses: []int{http.StatusOK}, handle: exportLabels,
		},
	}
}

func followUpRoutes() []route {
	return []route{
		{
			method: http.MethodGet, path: "/v1/follow-ups", id: "list-follow-ups", scope: RepliesRead,
			summary: "Jobs for people, in the order they were opened.",
			query: []parameter{
				{"account", "Reference of an account.", "string"},
				{"status", "open, assigned or done; open and assigned when absent.", "string"},
				{"assignee", "Who works on it.", "string"},
				{"cause", "Why a person is needed, such as dispute.", "string"},
				{"overdue", "true: only those whose time has passed.", "boolean"},
				{"after", "The next of the page before.", "string"},
				{"limit", "1 to 200; 50 when absent.", "integer"},
			},
			gives: followUpPage{}, statuses: []int{http.StatusOK}, handle: listFollowUps,
		},
		{
			method: http.MethodGet, path: "/v1/follow-ups/{id}", id: "get-follow-up", scope: RepliesRead,
			summary: "A follow-up with its reply and the account's last messages.",
			gives:   followUpDetails{}, statuses: []int{http.StatusOK}, handle: getFollowUp,
		},
		{
			method: http.MethodPost, path: "/v1/follow-ups/{id}/assign", id: "assign-follow-up", scope: RepliesWrite,
			summary: "Give a follow-up to somebody, or back with null, and move the time by which it is due.",
			takes:   assignment{}, limit: maxBody, sample: assignSample, gives: followUpView{}, statuses: []int{http.StatusOK}, handle: assignFollowUp,
		},
		{
			method: http.MethodPost, path: "/v1/follow-ups/{id}/answer", id: "answer-follow-up", scope: RepliesWrite,
			summary: "Answer the customer, by the same channel and in the same thread. It leaves like a reminder, when contact rules allow.",
			takes:   newAnswer{}, limit: maxBody, sample: answerSample, gives: answerView{}, statuses: []int{http.StatusAccepted}, handle: answerFollowUp,
		},
		{
			method: http.MethodPost, path: "/v1/follow-ups/{id}/close", id: "close-follow-up", scope: RepliesWrite,
			summary: "Say that a follow-up is done. With release, reminders no longer wait because of its reply.",
			takes:   closing{}, optional: true, limit: maxBody, sample: closeSample, gives: followUpView{}, statuses: []int{http.StatusOK}, handle: closeFollowUp,
		},
	}
}

func arrangementRoutes() []route {
	ended := []parameter{{"ended", "true: ended ones too.", "boolean"}}
	return []route{
		{
			method: http.MethodGet, path: "/v1/accounts/{reference}/holds", id: "list-holds", scope: AccountsRead,
			summary: "What reminders of an account wait for, newest first.", query: ended,
			gives: holdList{}, statuses: []int{http.StatusOK}, handle: listHolds,
		},
		{
			method: http.MethodGet, path: "/v1/accounts/{reference}/promises", id: "list-promises", scope: AccountsRead,
			summary: "What an account has promised to pay, newest first.", query: ended,
			gives: promiseList{}, statuses: []int{http.StatusOK}, handle: listPromises,
		},
		{
			method: http.MethodGet, path: "/v1/accounts/{reference}/disputes", id: "list-disputes", scope: AccountsRead,
			summary: "What an account objects to, newest first.", query: ended,
			gives: disputeList{}, statuses: []int{http.StatusOK}, handle: listDisputes,
		},
		{
			method: http.MethodPost, path: "/v1/holds/{id}/release", id: "release-hold", scope: AccountsWrite,
			summary: "End a hold; what waits for it is decided anew.",
			takes:   ending{}, optional: true, limit: maxBody, sample: endSample, gives: holdView{}, statuses: []int{http.StatusOK}, handle: releaseHold,
		},
		{
			method: http.MethodPost, path: "/v1/promises/{id}/cancel", id: "cancel-promise", scope: AccountsWrite,
			summary: "Take a promise back, with its holds.",
			takes:   ending{}, optional: true, limit: maxBody, sample: endSample, gives: promiseView{}, statuses: []int{http.StatusOK}, handle: cancelPromise,
		},
		{
			method: http.MethodPost, path: "/v1/disputes/{id}/resolve", id: "resolve-dispute", scope: AccountsWrite,
			summary: "Say that a dispute is settled; reminders about its invoices no longer wait for it.",
			takes:   ending{}, optional: true, limit: maxBody, sample: endSample, gives: disputeView{}, statuses: []int{http.StatusOK}, handle: resolveDispute,
		},
	}
}
