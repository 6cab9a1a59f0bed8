package main

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/goodterms/goodterms/events"
)

// openEvents makes what tells other systems of events. Of all processes one does so at a
// time; any can try a webhook out.
func (a *app) openEvents(_ context.Context, owner string) error {
	private := a.config.Events.AllowPrivate
	a.events = events.NewDispatcher(events.Config{
		Store: a.store, Now: a.now, IDs: a.ids, Log: a.log, AllowPrivate: private, Metrics: a.metrics.events(),
		Lead: func(ctx context.Context, now time.Time, lease time.Duration) (bool, error) {
			return a.store.Lead(ctx, "webhooks", owner, now, lease)
		},
	})
	return nil
}

// checkWebhook says what is wrong with the address of a webhook.
func (a *app) checkWebhook(address string) error {
	return events.CheckURL(address, a.config.Events.AllowPrivate)
}

// eventKinds are the kinds that a webhook can choose.
func eventKinds() (list []string) {
	for _, kind := range events.Kinds() {
		list = append(list, kind.Name)
	}
	return list
}

// eventMetrics counts what other systems are told.
type eventMetrics struct {
	posts     *prometheus.CounterVec
	took      prometheus.Histogram
	givenUp   prometheus.Counter
	lost      prometheus.Counter
	behind    prometheus.Gauge
	endpoints *prometheus.GaugeVec
	leading   prometheus.Gauge
}

func newEventMetrics() *eventMetrics {
	options := func(name, help string) prometheus.Opts {
		return prometheus.Opts{Namespace: "goodterms", Name: name, Help: help}
	}
	return &eventMetrics{
		posts: counter("webhook_posts_total", "Posts to webhooks, by whether they were taken.", "taken"),
		took: prometheus.NewHistogram(prometheus.HistogramOpts{Namespace: "goodterms", Name: "webhook_seconds",
			Help: "How long a post to a webhook took.", Buckets: []float64{.005, .02, .05, .1, .25, .5, 1, 5, 20}}),
		givenUp:   prometheus.NewCounter(prometheus.CounterOpts(options("webhook_events_given_up_total", "Events that a webhook refused to the last try."))),
		lost:      prometheus.NewCounter(prometheus.CounterOpts(options("webhook_events_lost_total", "Events that were not kept any more when a webhook came to them."))),
		behind:    prometheus.NewGauge(prometheus.GaugeOpts(options("webhook_events_behind", "Events that the slowest webhook has not reached."))),
		endpoints: prometheus.NewGaugeVec(prometheus.GaugeOpts(options("webhooks", "Webhooks that are on, and those of them that fail.")), []string{"state"}),
		leading:   prometheus.NewGauge(prometheus.GaugeOpts(options("webhooks_leading", "1 while this instance tells webhooks for all."))),
	}
}

// events registers and returns the metrics of events.
func (m *metrics) events() events.Metrics {
	e := newEventMetrics()
	m.registry.MustRegister(e.posts, e.took, e.givenUp, e.lost, e.behind, e.endpoints, e.leading)
	return e
}

// Posted counts a post.
func (m *eventMetrics) Posted(taken bool, took time.Duration) {
	m.posts.WithLabelValues(yesNo(taken)).Inc()
	m.took.Observe(took.Seconds())
}

// GivenUp counts events that are not tried any more.
func (m *eventMetrics) GivenUp(n int) { m.givenUp.Add(float64(n)) }

// Lost counts events that were forgotten before a webhook came to them.
func (m *eventMetrics) Lost(n int64) { m.lost.Add(float64(n)) }

// Behind is how far the slowest webhook is behind.
func (m *eventMetrics) Behind(n int64) { m.behind.Set(float64(n)) }

// Endpoints is how many webhooks are on, and how many fail.
func (m *eventMetrics) Endpoints(enabled, failing int) {
	m.endpoints.WithLabelValues("on").Set(float64(enabled))
	m.endpoints.WithLabelValues("failing").Set(float64(failing))
}

// Leading says whether this instance tells webhooks.
func (m *eventMetrics) Leading(yes bool) {
	value := 0.0
	if yes {
		value = 1
	}
	m.leading.Set(value)
}
