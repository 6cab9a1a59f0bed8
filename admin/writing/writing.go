// Package writing is in charge of the pages on which texts are read, written, tried
// and published: the templates, their versions, the editor and experiments. It refuses
// to judge a text itself, and to send anything but a test to the operator alone.
package writing

import (
	"embed"
	"errors"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/operator"
	"github.com/goodterms/goodterms/templates"
)

// ErrNotProven says that the operator has no address of the channel that is proven to be
// theirs, so that no test message can leave.
var ErrNotProven = errors.New("the operator has proven no address of this channel")

// Config is what the pages need to know.
type Config struct {
	Creditor  templates.Creditor
	Locale    string  // the creditor's own; may be empty
	OtherEyes bool    // who wrote a version may not publish it
	Memory    *Memory // what lint said before; nil: nothing yet
}

// Ports are what the pages work with.
type Ports struct {
	Templates   Templates
	Versions    Versions
	Drafts      Drafts
	Publisher   Publisher
	Experiments Experiments
	Words       Words
	Accounts    Accounts
	Search      Search
	Trials      Trials
	Reminders   Reminders
}

//go:embed all:views
var files embed.FS

// pages is the section at work.
type pages struct {
	Config
	Ports
}

// Section is the pages.
func Section(cfg Config, ports Ports) frame.Section {
	if cfg.Memory == nil {
		cfg.Memory = NewMemory()
	}
	p := &pages{cfg, ports}
	routes := append(p.reading(), p.changing()...)
	for i := range routes {
		routes[i].Handle = answered(routes[i].Handle)
	}
	return frame.Section{Views: frame.Views(files), Routes: routes}
}

// Addresses of the pages.
const (
	ofTemplate = "/templates/{key}"
	ofVersion  = ofTemplate + "/versions/{number}"
)

// reading are the routes that change nothing.
func (p *pages) reading() []frame.Route {
	get := func(path string, handle func(*frame.Visit) error) frame.Route {
		return frame.Route{Method: "GET", Path: path, Right: operator.See, Handle: handle}
	}
	compute := func(path string, handle func(*frame.Visit) error) frame.Route {
		return frame.Route{Method: "POST", Path: path, Right: operator.See, Handle: handle}
	}
	write := func(path string, handle func(*frame.Visit) error) frame.Route {
		return frame.Route{Method: "GET", Path: path, Right: operator.Write, Handle: handle}
	}
	return []frame.Route{
		get("/templates", p.listTemplates), write("/new-template", p.newTemplate),
		get(ofTemplate, p.showTemplate), get(ofTemplate+"/diff", p.showDiff),
		get(ofVersion, p.showVersion), write(ofVersion+"/edit", p.editVersion),
		compute(ofVersion+"/preview", p.previewText), compute(ofVersion+"/mail", p.showMail), get(ofVersion+"/mail", p.showMail),
		get(ofVersion+"/publish", p.checkVersion), write(ofVersion+"/discard", p.askDiscard), write(ofVersion+"/remove", p.askRemove),
		get("/writing/accounts", p.findAccounts), get("/writing/trials/{id}", p.showTrial),
		write(ofTemplate+"/new-experiment", p.newExperiment), get("/experiments/{id}", p.showExperiment),
	}
}

// changing are the routes that change something.
func (p *pages) changing() []frame.Route {
	post := func(path, action string, right operator.Right, handle func(*frame.Visit) error) frame.Route {
		return frame.Route{Method: "POST", Path: path, Right: right, Action: action, Handle: handle}
	}
	return []frame.Route{
		post("/new-template", "template.create", operator.Write, p.createTemplate),
		post(ofTemplate+"/begin", "version.begin", operator.Write, p.beginDraft),
		post(ofVersion+"/edit", "version.save", operator.Write, p.saveVersion),
		post(ofVersion+"/add", "text.add", operator.Write, p.addText),
		post(ofVersion+"/remove", "text.remove", operator.Write, p.removeText),
		post(ofVersion+"/trial", "trial.send", operator.Write, p.sendTrial),
		post(ofVersion+"/submit", "version.submit", operator.Write, p.submitVersion),
		post(ofVersion+"/return", "version.return", operator.Write, p.returnVersion),
		post(ofVersion+"/discard", "version.discard", operator.Write, p.discardVersion),
		post(ofVersion+"/publish", "version.publish", operator.Publish, p.publishVersion),
		post(ofTemplate+"/new-experiment", "experiment.start", operator.Write, p.startExperiment),
		post("/experiments/{id}/stop", "experiment.stop", operator.Write, p.stopExperiment),
	}
}
