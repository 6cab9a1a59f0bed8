package api

import (
	"net/http"
	"strings"
	"time"

	"github.com/goodterms/goodterms/reminder"
)

// stopView is the kill switch as it stands.
type stopView struct {
	On     bool      `json:"on" doc:"true: nothing leaves."`
	Reason string    `json:"reason,omitempty" example:"Wrong template went out"`
	Since  time.Time `json:"since,omitzero" doc:"Since when it stands so."`
}

func getStop(s *server, c *call) (answer, error) {
	stop, err := s.Contacts.FindStop(c.ctx())
	if err != nil {
		return answer{}, err
	}
	return answerOf(http.StatusOK, stopOf(stop)), nil
}

func stopOf(stop reminder.Stop) stopView {
	return stopView{On: stop.On, Reason: stop.Reason, Since: stamp(stop.Since)}
}

// putStop switches everything that leaves off and on again.
func putStop(s *server, c *call) (answer, error) {
	var in stopSwitch
	found, err := c.read(&in)
	if err != nil {
		return answer{}, err
	}
	if err := faultless(found); err != nil {
		return answer{}, err
	}
	if c.test() {
		return answer{}, newProblem(http.StatusForbidden, "This is a test key and the switch is about live reminders too; use a live key.")
	}
	if in.On && strings.TrimSpace(in.Reason) == "" {
		return answer{}, unprocessable(findings{{Message: "is required when the switch is on; say why nothing may leave", Location: "body.reason"}})
	}
	stop, err := s.Contacts.SetStop(c.ctx(), c.now, in.On, in.Reason)
	if err != nil {
		return answer{}, err
	}
	return answerOf(http.StatusOK, stopOf(stop)), nil
}
