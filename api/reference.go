package api

import (
	"net/http"

	"github.com/goodterms/goodterms/templates"
)

// referenceView is all that a text can say.
type referenceView struct {
	Variables []variableView `json:"variables" nullable:"false"`
	Filters   []filterView   `json:"filters" nullable:"false"`
	Stages    []stageView    `json:"stages" nullable:"false"`
}

type variableView struct {
	Name    string `json:"name" example:"invoice.number"`
	Meaning string `json:"meaning"`
	Sample  string `json:"sample,omitempty"`
	Kind    string `json:"kind" example:"text"`
}

type filterView struct {
	Name    string   `json:"name" example:"date"`
	Meaning string   `json:"meaning"`
	Example string   `json:"example"`
	Result  string   `json:"result"`
	Takes   []string `json:"takes" nullable:"false" doc:"Kinds of value that it can be put on."`
	Forms   []string `json:"forms,omitempty" doc:"What may follow it in quotes."`
}

type stageView struct {
	Stage   string       `json:"stage"`
	Purpose string       `json:"purpose" enum:"reminder,arrangement,notice,answer"`
	Samples []sampleView `json:"samples" nullable:"false" doc:"Situations that a preview can show."`
}

type sampleView struct {
	Name  string `json:"name"`
	About string `json:"about"`
}

func getReference(*server, *call) (answer, error) {
	out := referenceView{Variables: []variableView{}, Filters: []filterView{}, Stages: []stageView{}}
	for _, v := range templates.Variables() {
		out.Variables = append(out.Variables, variableView{v.Name, v.Meaning, v.Sample, string(v.Kind)})
	}
	for _, f := range templates.AllFilters() {
		takes := make([]string, len(f.Takes))
		for i, kind := range f.Takes {
			takes[i] = string(kind)
		}
		out.Filters = append(out.Filters, filterView{f.Name, f.Meaning, f.Example, f.Result, takes, f.Forms})
	}
	for _, stage := range templates.Stages() {
		view := stageView{string(stage), string(stage.Purpose()), []sampleView{}}
		for _, s := range templates.SamplesOf(stage) {
			view.Samples = append(view.Samples, sampleView{s.Name, s.About})
		}
		out.Stages = append(out.Stages, view)
	}
	return answerOf(http.StatusOK, out), nil
}
