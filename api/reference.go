package api

import (
	"net/http"

	"github.com/goodterms/goodterms/templates"
)

// referenceView is all that a text can say, and the situations that a preview shows.
type referenceView struct {
	templates.Manual
	Samples []stageSamples `json:"samples" nullable:"false" doc:"By stage: situations that a preview can show."`
}

type stageSamples struct {
	Stage   string       `json:"stage"`
	Samples []sampleView `json:"samples" nullable:"false"`
}

type sampleView struct {
	Name  string `json:"name"`
	About string `json:"about"`
}

func getReference(*server, *call) (answer, error) {
	out := referenceView{Manual: templates.Reference(), Samples: []stageSamples{}}
	for _, stage := range templates.Stages() {
		list := stageSamples{string(stage), []sampleView{}}
		for _, s := range templates.SamplesOf(stage) {
			list.Samples = append(list.Samples, sampleView{s.Name, s.About})
		}
		out.Samples = append(out.Samples, list)
	}
	return answerOf(http.StatusOK, out), nil
}
