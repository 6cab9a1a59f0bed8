package api

import (
	"net/http"
	"slices"
)

// Limits of bodies in bytes.
const (
	maxBody      = 1 << 20  // one reminder, account, note or payment
	maxBatchBody = 4 << 20  // a batch
	maxHookBody  = 64 << 10 // what a provider sends
)

// routes lists the operations of /v1.
func (s *server) routes() []route {
	return slices.Concat(reminderRoutes(), accountRoutes(), contactRoutes(), permissionRoutes(), policyRoutes(),
		replyRoutes(), followUpRoutes(), arrangementRoutes(),
		templateRoutes(), versionRoutes(), experimentRoutes(), eventRoutes(), webhookRoutes())
}

func reminderRoutes() []route {
	return []route{
		{
			method: http.MethodPost, path: "/v1/reminders", id: "enqueue-reminder", scope: RemindersWrite,
			summary: "Enqueue a reminder. 202: it is committed and will be sent. 200: the reference existed with the same content.",
			takes:   newReminder{}, limit: maxBody, gives: accepted{}, statuses: []int{http.StatusAccepted, http.StatusOK}, handle: postReminder,
		},
		{
			method: http.MethodPost, path: "/v1/reminders/batch", id: "enqueue-batch", scope: RemindersWrite,
			summary: "Enqueue up to 1,000 reminders, each with its own result in the order sent. A bad one spoils none of its neighbours.",
			takes:   newBatch{}, limit: maxBatchBody, gives: batchResults{}, statuses: []int{http.StatusOK}, handle: postBatch,
		},
		{
			method: http.MethodGet, path: "/v1/reminders/{id}", id: "get-reminder", scope: RemindersRead,
			summary: "A reminder with its status, decisions and attempts.",
			gives:   reminderView{}, statuses: []int{http.StatusOK}, handle: getReminder,
		},
		{
			method: http.MethodGet, path: "/v1/reminders", id: "list-reminders", scope: RemindersRead,
			summary: "Reminders in the order they were enqueued.", query: listParameters(),
			gives: reminderPage{}, statuses: []int{http.StatusOK}, handle: listReminders,
		},
		{
			method: http.MethodPatch, path: "/v1/reminders/{id}", id: "reschedule-reminder", scope: RemindersWrite,
			summary: "Move a reminder that waits, or its end.",
			takes:   reminderChange{}, limit: maxBody, gives: ReminderSummary{}, statuses: []int{http.StatusOK}, handle: patchReminder,
		},
		{
			method: http.MethodPost, path: "/v1/reminders/{id}/cancel", id: "cancel-reminder", scope: RemindersWrite,
			summary: "Take back a reminder that waits.",
			takes:   newCancel{}, optional: true, limit: maxBody, gives: ReminderSummary{}, statuses: []int{http.StatusOK}, handle: cancelReminder,
		},
	}
}

func listParameters() []parameter {
	return []parameter{
		{"account", "Reference of an account.", "string"},
		{"status", "scheduled, sending, held, sent, skipped, expired, canceled or failed.", "string"},
		{"after", "The next of the page before.", "string"},
		{"limit", "1 to 200; 50 when absent.", "integer"},
	}
}

func accountRoutes() []route {
	return []route{
		{
			method: http.MethodPut, path: "/v1/accounts/{reference}", id: "put-account", scope: AccountsWrite,
			summary: "Create or replace an account; its contacts are created or replaced by their references.",
			takes:   accountChange{}, limit: maxBody, gives: AccountSummary{}, statuses: []int{http.StatusOK, http.StatusCreated}, handle: putAccount,
		},
		{
			method: http.MethodGet, path: "/v1/accounts/{reference}", id: "get-account", scope: AccountsRead,
			summary: "An account with its contacts, invoices and opt-outs.",
			gives:   accountDetails{}, statuses: []int{http.StatusOK}, handle: getAccount,
		},
		{
			method: http.MethodGet, path: "/v1/accounts/{reference}/timeline", id: "get-timeline", scope: AccountsRead,
			summary: "What happened to an account, oldest first.",
			query: []parameter{
				{"after", "The next of the page before, or the seq of the last event seen.", "string"},
				{"limit", "1 to 500; 100 when absent.", "integer"},
			},
			gives: eventPage{}, statuses: []int{http.StatusOK}, handle: getTimeline,
		},
		{
			method: http.MethodPost, path: "/v1/accounts/{reference}/notes", id: "add-note", scope: AccountsWrite,
			summary: "Add a note to an account's timeline.",
			takes:   newNote{}, limit: maxBody, gives: eventView{}, statuses: []int{http.StatusCreated}, handle: postNote,
		},
		{
			method: http.MethodPost, path: "/v1/payments", id: "report-payment", scope: PaymentsWrite,
			summary: "Report money that came in. It reduces the invoice's balance; reminders about nothing but paid invoices end as skipped.",
			takes:   newPayment{}, limit: maxBody, gives: paymentResult{}, statuses: []int{http.StatusCreated, http.StatusOK}, handle: postPayment,
		},
	}
}
