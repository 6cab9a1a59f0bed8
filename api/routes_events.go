package api

import "net/http"

const (
	webhookSample  = `{"url":"https://books.example.com/hooks/goodterms?token=b7","description":"Bookkeeping","kinds":["reminder.sent","promise.made"]}`
	changeSample   = `{"revision":1,"kinds":null,"enabled":true}`
	rotationSample = `{"revision":2}`
	replaySample   = `{"numbers":[1207,1211]}`
)

func eventRoutes() []route {
	return []route{{
		method: http.MethodGet, path: "/v1/events", id: "list-events", scope: EventsRead,
		summary: "Everything that happened, at all accounts, in one order. Keep next and ask again; webhooks tell the same by themselves.",
		query: []parameter{
			{"after", "The next of the answer before; latest: only what happens from now on. Absent: from the oldest that is kept.", "string"},
			{"kind", "Types of events, joined by commas.", "string"},
			{"account", "Reference of an account.", "string"},
			{"limit", "1 to 500; 100 when absent.", "integer"},
		},
		gives: eventList{}, statuses: []int{http.StatusOK}, handle: getEvents,
	}}
}

func webhookRoutes() []route {
	const webhook = "/v1/webhooks/{id}"
	return []route{
		{
			method: http.MethodGet, path: "/v1/webhooks", id: "list-webhooks", scope: WebhooksWrite,
			summary: "Where other systems are told of events.",
			gives:   webhookList{}, statuses: []int{http.StatusOK}, handle: listWebhooks,
		},
		{
			method: http.MethodPost, path: "/v1/webhooks", id: "create-webhook", scope: WebhooksWrite, forgets: true,
			summary: "Have another system told of what happens from now on. The answer shows the secret that signs, once.",
			takes:   newWebhook{}, limit: maxBody, sample: webhookSample, gives: webhookSecret{}, statuses: []int{http.StatusCreated}, handle: postWebhook,
		},
		{
			method: http.MethodGet, path: webhook, id: "get-webhook", scope: WebhooksWrite,
			summary: "A webhook with its health.",
			gives:   webhookView{}, statuses: []int{http.StatusOK}, handle: getWebhook,
		},
		{
			method: http.MethodPatch, path: webhook, id: "change-webhook", scope: WebhooksWrite, forgets: true,
			summary: "Change where and of what a webhook is told, or whether it is.",
			takes:   webhookChange{}, limit: maxBody, sample: changeSample, gives: webhookView{}, statuses: []int{http.StatusOK}, handle: patchWebhook,
		},
		{
			method: http.MethodDelete, path: webhook, id: "delete-webhook", scope: WebhooksWrite,
			summary:  "Tell a webhook nothing more, and forget what waits for it.",
			statuses: []int{http.StatusNoContent}, handle: deleteWebhook,
		},
		{
			method: http.MethodPost, path: webhook + "/rotate", id: "rotate-webhook-secret", scope: WebhooksWrite, forgets: true,
			summary: "Give a webhook a new secret, shown once. The one from before signs besides for a day.",
			takes:   rotation{}, optional: true, limit: maxBody, sample: rotationSample, gives: webhookSecret{}, statuses: []int{http.StatusOK}, handle: rotateWebhook,
		},
		{
			method: http.MethodPost, path: webhook + "/ping", id: "ping-webhook", scope: WebhooksWrite, forgets: true,
			summary: "Post a signed event of type ping, and say what came back.",
			gives:   pinged{}, statuses: []int{http.StatusOK}, handle: pingWebhook,
		},
		{
			method: http.MethodPost, path: webhook + "/replay", id: "replay-events", scope: WebhooksWrite, forgets: true,
			summary: "Tell a webhook of events once more: of some by their numbers, or of everything after one.",
			takes:   newReplay{}, limit: maxBody, sample: replaySample, gives: replayed{}, statuses: []int{http.StatusAccepted}, handle: replayWebhook,
		},
		{
			method: http.MethodGet, path: webhook + "/deliveries", id: "list-deliveries", scope: WebhooksWrite,
			summary: "Events that a webhook has not taken at once, latest first: those that wait, that it took later, and that were given up.",
			query: []parameter{
				{"state", "waiting, taken or given_up.", "string"},
				{"after", "The next of the page before.", "string"},
				{"limit", "1 to 200; 50 when absent.", "integer"},
			},
			gives: deliveryPage{}, statuses: []int{http.StatusOK}, handle: listDeliveries,
		},
	}
}
