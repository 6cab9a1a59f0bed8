package api

import "net/http"

// decisionList is all that was decided about one reminder.
type decisionList struct {
	Reminder  string         `json:"reminder" example:"rem_01kafz3v9m5x8q2t4w6y7z0bcd"`
	Decisions []decisionView `json:"decisions" nullable:"false" doc:"Every stored decision, oldest first, with rules, inputs, zones and policy version."`
}

func getDecisions(s *server, c *call) (answer, error) {
	view, err := s.Reminders.FindReminder(c.ctx(), c.PathValue("id"))
	if err != nil {
		return answer{}, err
	}
	out := decisionList{Reminder: view.Reminder.ID, Decisions: make([]decisionView, len(view.Decisions))}
	for i, d := range view.Decisions {
		out.Decisions[i] = decisionOf(d)
	}
	return answerOf(http.StatusOK, out), nil
}
