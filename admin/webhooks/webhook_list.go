package webhooks

import (
	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/events"
)

// row is a webhook in the list.
type row struct {
	Path    string
	Name    string
	Place   string
	Told    string
	Health  health
	Backlog backlog
}

// all fills the list.
type all struct {
	Rows  []row
	Empty map[string]any
}

func (p *pages) list(v *frame.Visit) error {
	list, err := p.Endpoints.ListEndpoints(v.Ctx())
	if err != nil {
		return err
	}
	last, err := p.Deliveries.LastNumber(v.Ctx())
	if err != nil {
		return err
	}
	page := all{Empty: map[string]any{"title": "No other system is told yet.",
		"text": "A webhook tells another system, such as your books, of what happens here: a reminder that was sent, a promise, a dispute, a payment.",
		"path": frame.Path("webhooks", "new"), "do": "Add a webhook"}}
	for _, e := range list {
		b, err := p.backlog(v.Ctx(), e, last)
		if err != nil {
			return err
		}
		page.Rows = append(page.Rows, row{frame.Path("webhooks", e.ID), nameOf(e), place(e.URL.Reveal()), told(e), p.healthOf(v, e, b), b})
	}
	return v.Show("webhooks_list.html", frame.Page{Title: "Webhooks", Nav: "webhooks", Data: page})
}

// nameOf is what a webhook is called.
func nameOf(e events.Endpoint) string {
	if e.Description != "" {
		return e.Description
	}
	return place(e.URL.Reveal())
}

// told says of what a webhook is told.
func told(e events.Endpoint) string {
	switch len(e.Kinds) {
	case 0:
		return "It is told of everything."
	case 1:
		return "It is told of " + e.Kinds[0] + "."
	}
	return "It is told of " + number(int64(len(e.Kinds))) + " kinds of events."
}
