package api

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/goodterms/goodterms/config/secret"
	"github.com/goodterms/goodterms/events"
)

func listWebhooks(s *server, c *call) (answer, error) {
	list, err := s.Webhooks.ListEndpoints(c.ctx())
	if err != nil {
		return answer{}, err
	}
	out := webhookList{Webhooks: []webhookView{}}
	for _, e := range list {
		out.Webhooks = append(out.Webhooks, webhookOf(e))
	}
	return answerOf(http.StatusOK, out), nil
}

// webhookID is the id of the path; what cannot be one is nobody's.
func webhookID(c *call) (string, error) {
	id := c.PathValue("id")
	if !looksLikeID(id, "whk_") {
		return "", events.ErrNoEndpoint
	}
	return id, nil
}

func getWebhook(s *server, c *call) (answer, error) {
	id, err := webhookID(c)
	if err != nil {
		return answer{}, err
	}
	e, err := s.Webhooks.FindEndpoint(c.ctx(), id)
	if err != nil {
		return answer{}, err
	}
	return answerOf(http.StatusOK, webhookOf(e)), nil
}

// webhookFaults says what is wrong with where and of what a webhook is told.
func (s *server) webhookFaults(url string, kinds []string) error {
	check := checker{item: noItem}
	if url != "" {
		if err := events.CheckURL(url, s.PrivateWebhooks); err != nil {
			check.bad("url", err.Error())
		}
	}
	if !knownKinds(kinds) {
		check.bad("kinds", "names what is no kind of event; "+kindRemedy)
	}
	return faultless(check.found)
}

func postWebhook(s *server, c *call) (answer, error) {
	var in newWebhook
	if err := c.sound(&in); err != nil {
		return answer{}, err
	}
	if err := s.webhookFaults(in.URL, in.Kinds); err != nil {
		return answer{}, err
	}
	e, err := s.Webhooks.CreateEndpoint(c.ctx(), c.now, events.Endpoint{
		URL: secret.New(in.URL), Description: in.Description, Kinds: unrepeated(in.Kinds), Secret: events.NewSecret(), Enabled: !in.Disabled,
	})
	if err != nil {
		return answer{}, err
	}
	a := answerOf(http.StatusCreated, webhookSecret{webhookOf(e), e.Secret.Reveal()})
	a.location = "/v1/webhooks/" + e.ID
	return a, nil
}

func unrepeated(list []string) []string {
	sorted := slices.Clone(list)
	slices.Sort(sorted)
	return slices.Compact(sorted)
}

func patchWebhook(s *server, c *call) (answer, error) {
	var in webhookChange
	if err := c.sound(&in); err != nil {
		return answer{}, err
	}
	if err := s.webhookFaults(in.URL, in.Kinds.Value); err != nil {
		return answer{}, err
	}
	id, err := webhookID(c)
	if err != nil {
		return answer{}, err
	}
	e, err := s.Webhooks.ChangeEndpoint(c.ctx(), c.now, id, in.Revision, func(e *events.Endpoint) error { in.to(e); return nil })
	if err != nil {
		return answer{}, err
	}
	return answerOf(http.StatusOK, webhookOf(e)), nil
}

func (in webhookChange) to(e *events.Endpoint) {
	if in.URL != "" {
		e.URL = secret.New(in.URL)
	}
	if in.Description.Given {
		e.Description = in.Description.Value
	}
	if in.Kinds.Given {
		e.Kinds = unrepeated(in.Kinds.Value)
	}
	if in.Enabled.Given && !in.Enabled.Null {
		e.Enabled = in.Enabled.Value
	}
}

func deleteWebhook(s *server, c *call) (answer, error) {
	id, err := webhookID(c)
	if err != nil {
		return answer{}, err
	}
	if err := s.Webhooks.DeleteEndpoint(c.ctx(), id); err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusNoContent}, nil
}

// rotateWebhook gives a webhook a new secret; the old one signs besides for a day.
func rotateWebhook(s *server, c *call) (answer, error) {
	var in rotation
	if err := c.sound(&in); err != nil {
		return answer{}, err
	}
	id, err := webhookID(c)
	if err != nil {
		return answer{}, err
	}
	e, err := s.Webhooks.ChangeEndpoint(c.ctx(), c.now, id, in.Revision, func(e *events.Endpoint) error { e.Rotate(c.now); return nil })
	if err != nil {
		return answer{}, err
	}
	return answerOf(http.StatusOK, webhookSecret{webhookOf(e), e.Secret.Reveal()}), nil
}

func pingWebhook(s *server, c *call) (answer, error) {
	id, err := webhookID(c)
	if err != nil {
		return answer{}, err
	}
	status, fault, err := s.Pinger.Ping(c.ctx(), id)
	if err != nil {
		return answer{}, err
	}
	return answerOf(http.StatusOK, pinged{Taken: fault == "", Status: status, Fault: fault}), nil
}

func replayWebhook(s *server, c *call) (answer, error) {
	var in newReplay
	if err := c.sound(&in); err != nil {
		return answer{}, err
	}
	since := in.After.Given && !in.After.Null
	if since == (len(in.Numbers) > 0) {
		return answer{}, unprocessable(findings{{Message: "needs either numbers or after; send one of them", Location: "body", item: noItem}})
	}
	id, err := webhookID(c)
	if err != nil {
		return answer{}, err
	}
	if since {
		return s.replaySince(c, id, int64(in.After.Value))
	}
	numbers := make([]int64, len(in.Numbers))
	for i, n := range in.Numbers {
		numbers[i] = int64(n)
	}
	n, err := s.Replays.Replay(c.ctx(), c.now, id, numbers...)
	if err != nil {
		return answer{}, err
	}
	return answerOf(http.StatusAccepted, replayed{int64(n)}), nil
}

func (s *server) replaySince(c *call, id string, after int64) (answer, error) {
	if err := s.Replays.ReplaySince(c.ctx(), c.now, id, after); err != nil {
		return answer{}, err
	}
	_, latest, err := s.Events.EventNumbers(c.ctx())
	if err != nil {
		return answer{}, err
	}
	return answerOf(http.StatusAccepted, replayed{latest - after}), nil
}

func listDeliveries(s *server, c *call) (answer, error) {
	query := c.URL.Query()
	limit, err := limitOf(query.Get("limit"), 50, 200)
	if err != nil {
		return answer{}, err
	}
	before, err := cursorOf(query.Get("after"))
	if err != nil {
		return answer{}, err
	}
	state := events.State(query.Get("state"))
	if !slices.Contains([]events.State{"", events.Waiting, events.Taken, events.GivenUp}, state) {
		return answer{}, badQuery("state", "is not a state; use waiting, taken or given_up")
	}
	id, err := webhookID(c)
	if err != nil {
		return answer{}, err
	}
	list, err := s.Replays.ListDeliveries(c.ctx(), events.DeliveryFilter{EndpointID: id, State: state, Before: before, Limit: limit + 1})
	if err != nil {
		return answer{}, err
	}
	page := deliveryPage{Deliveries: []deliveryView{}}
	if len(list) > limit {
		list = list[:limit]
		page.Next = strconv.FormatInt(list[limit-1].Number, 10)
	}
	for _, d := range list {
		page.Deliveries = append(page.Deliveries, deliveryOf(d))
	}
	return answerOf(http.StatusOK, page), nil
}
