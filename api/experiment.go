package api

import (
	"net/http"
	"time"

	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates/experiment"
)

// ExperimentSummary is an experiment without its results; exported as
// TemplateSummary is.
type ExperimentSummary struct {
	ID        string    `json:"id" example:"exp_01kafz3v9m5x8q2t4w6y7z0bcd"`
	Template  string    `json:"template"`
	Name      string    `json:"name"`
	Arms      []armView `json:"arms" nullable:"false" doc:"The first is the one that the others are compared to."`
	Status    string    `json:"status" enum:"running,stopped"`
	Why       string    `json:"why,omitempty"`
	StartedAt time.Time `json:"started_at"`
	StartedBy string    `json:"started_by"`
	StoppedAt time.Time `json:"stopped_at,omitzero"`
	StoppedBy string    `json:"stopped_by,omitempty" doc:"Absent when the stop rule did it."`
	StopWhy   string    `json:"stop_why,omitempty"`
	Winner    *int      `json:"winner,omitempty" doc:"Version that was made current."`
}

type armView struct {
	Version int `json:"version"`
	Weight  int `json:"weight"`
}

type experimentList struct {
	Experiments []ExperimentSummary `json:"experiments" nullable:"false" doc:"Newest first."`
}

// experimentView is an experiment with what came of it.
type experimentView struct {
	ExperimentSummary
	Results []resultView `json:"results" nullable:"false" doc:"By version, in the order of the arms."`
}

type resultView struct {
	Version    int       `json:"version"`
	Accounts   int       `json:"accounts" doc:"That drew the version."`
	Sent       shareView `json:"sent" doc:"Of the accounts."`
	Delivered  shareView `json:"delivered" doc:"This and what follows: of those that were sent a message, within 14 days of the first."`
	Answered   shareView `json:"answered"`
	Promised   shareView `json:"promised"`
	Disputed   shareView `json:"disputed"`
	PaidIn7    shareView `json:"paid_in_7" doc:"Of those whose 7 days are over."`
	PaidIn14   shareView `json:"paid_in_14"`
	OptedOut   shareView `json:"opted_out"`
	Complained shareView `json:"complained"`
}

// shareView is a part of a number with the interval in which its rate lies.
type shareView struct {
	Count int     `json:"count"`
	Of    int     `json:"of"`
	Low   float64 `json:"low" doc:"Lower end of the 95 % interval of the rate, 0 to 1."`
	High  float64 `json:"high"`
}

func experimentOf(e experiment.Experiment) ExperimentSummary {
	out := ExperimentSummary{
		ID: e.ID, Template: e.Key, Name: e.Name, Arms: []armView{}, Status: string(e.Status), Why: e.Why,
		StartedAt: stamp(e.StartedAt), StartedBy: e.StartedBy, StoppedAt: stampOrZero(e.StoppedAt), StoppedBy: e.StoppedBy,
		StopWhy: e.StopWhy, Winner: e.Winner,
	}
	for _, a := range e.Arms {
		out.Arms = append(out.Arms, armView(a))
	}
	return out
}

func resultsOf(r experiment.Results) experimentView {
	out := experimentView{experimentOf(r.Experiment), []resultView{}}
	for _, v := range r.Arms {
		out.Results = append(out.Results, resultView{
			v.Version, v.Accounts, shareView(v.Sent), shareView(v.Delivered), shareView(v.Answered), shareView(v.Promised),
			shareView(v.Disputed), shareView(v.PaidIn7), shareView(v.PaidIn14), shareView(v.OptedOut), shareView(v.Complained),
		})
	}
	return out
}

func postExperiment(s *server, c *call) (answer, error) {
	var in newExperiment
	if err := c.sound(&in); err != nil {
		return answer{}, err
	}
	made := experiment.Experiment{Key: in.Template, Name: in.Name, Why: in.Why, StartedBy: in.By}
	for _, a := range in.Arms {
		made.Arms = append(made.Arms, experiment.Arm(a))
	}
	m := experimentReply(http.StatusCreated)
	e, err := s.Experiments.StartExperiment(c.ctx(), c.now, made, m.remember(c))
	if err != nil {
		return answer{}, err
	}
	return m.to(e), nil
}

func experimentReply(status int) reply {
	return reply{make: func(effect any) answer {
		e := effect.(experiment.Experiment)
		a := answerOf(status, experimentOf(e))
		if status == http.StatusCreated {
			a.location = "/v1/experiments/" + e.ID
		}
		return a
	}}
}

func listExperiments(s *server, c *call) (answer, error) {
	list, err := s.Experiments.ListExperiments(c.ctx(), c.URL.Query().Get("template"))
	if err != nil {
		return answer{}, err
	}
	out := experimentList{Experiments: []ExperimentSummary{}}
	for _, e := range list {
		out.Experiments = append(out.Experiments, experimentOf(e))
	}
	return answerOf(http.StatusOK, out), nil
}

// experimentID is the id of the path; what cannot be one is nobody's.
func experimentID(c *call) (string, error) {
	id := c.PathValue("id")
	if !looksLikeID(id, "exp_") {
		return "", reminder.ErrNoExperiment
	}
	return id, nil
}

func getExperiment(s *server, c *call) (answer, error) {
	id, err := experimentID(c)
	if err != nil {
		return answer{}, err
	}
	results, err := s.Experiments.Results(c.ctx(), c.now, id)
	if err != nil {
		return answer{}, err
	}
	return answerOf(http.StatusOK, resultsOf(results)), nil
}

func stopExperiment(s *server, c *call) (answer, error) {
	var in experimentEnd
	if err := c.sound(&in); err != nil {
		return answer{}, err
	}
	id, err := experimentID(c)
	if err != nil {
		return answer{}, err
	}
	stop := experiment.Stop{By: in.By, Why: in.Why}
	if in.Winner.Given && !in.Winner.Null {
		stop.Winner = &in.Winner.Value
	}
	m := experimentReply(http.StatusOK)
	e, err := s.Experiments.StopExperiment(c.ctx(), c.now, id, stop, m.remember(c))
	if err != nil {
		return answer{}, err
	}
	return m.to(e), nil
}
