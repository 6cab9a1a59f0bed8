package main

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/queue"
	"github.com/goodterms/goodterms/reminder"
)

// metrics counts what happens. Labels come from closed lists: no address, name
// or text can become one.
type metrics struct {
	registry *prometheus.Registry
	handed   *prometheus.CounterVec
	lateness *prometheus.HistogramVec
	recorded *prometheus.CounterVec
	decided  *prometheus.CounterVec
	queued   *prometheus.CounterVec
	dropped  *prometheus.CounterVec
	swept    prometheus.Counter
	freed    prometheus.Counter
	leading  *prometheus.GaugeVec
	heard    *prometheus.CounterVec
	intents  *prometheus.CounterVec
	reading  *prometheus.HistogramVec
	blocked  prometheus.Counter
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		handed:   counter("handoffs_total", "Messages handed to a provider.", "channel"),
		recorded: counter("reminder_steps_total", "Steps of reminders written down, by the status they led to.", "channel", "status", "reason"),
		decided:  counter("decisions_total", "Decisions of the contact rules, by verdict and the rule that decided.", "channel", "verdict", "rule"),
		queued:   counter("queued_total", "Reminders whose wake-up was put into Redis.", "channel"),
		dropped:  counter("wakeups_dropped_total", "Wake-ups left to the sweeper while Redis was away.", "channel"),
		swept:    prometheus.NewCounter(prometheus.CounterOpts{Namespace: "goodterms", Name: "swept_total", Help: "Overdue reminders woken again."}),
		freed:    prometheus.NewCounter(prometheus.CounterOpts{Namespace: "goodterms", Name: "claims_freed_total", Help: "Claims of dead instances made due again."}),
		lateness: prometheus.NewHistogramVec(prometheus.HistogramOpts{Namespace: "goodterms", Name: "lateness_seconds",
			Help: "From a reminder's time to its hand-off.", Buckets: []float64{.005, .01, .02, .05, .1, .25, .5, 1, 2, 5, 15, 60, 300}}, []string{"channel"}),
		heard:   counter("replies_total", "Replies that were recorded, by what they are and how they were matched.", "channel", "kind", "match"),
		intents: counter("intents_total", "Intents that were read in replies.", "channel", "intent"),
		reading: prometheus.NewHistogramVec(prometheus.HistogramOpts{Namespace: "goodterms", Name: "reply_seconds",
			Help: "From a reply's arrival to its commit.", Buckets: []float64{.001, .005, .01, .05, .1, .5, 1, 5}}, []string{"channel"}),
		blocked: prometheus.NewCounter(prometheus.CounterOpts{Namespace: "goodterms", Name: "sender_blocked_total", Help: "Mails of ours that were refused because of us."}),
		leading: prometheus.NewGaugeVec(prometheus.GaugeOpts{Namespace: "goodterms", Name: "leading", Help: "1 while this instance plays the role for all."}, []string{"role"}),
	}
	m.registry.MustRegister(m.handed, m.recorded, m.decided, m.queued, m.dropped, m.swept, m.freed, m.lateness, m.leading,
		m.heard, m.intents, m.reading, m.blocked,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func counter(name, help string, labels ...string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "goodterms", Name: name, Help: help}, labels)
}

// HandedOver counts a hand-off and how late it was.
func (m *metrics) HandedOver(channel channels.Kind, lateness time.Duration) {
	m.handed.WithLabelValues(string(channel)).Inc()
	m.lateness.WithLabelValues(string(channel)).Observe(lateness.Seconds())
}

// Recorded counts a step.
func (m *metrics) Recorded(channel channels.Kind, status reminder.Status, reason string) {
	m.recorded.WithLabelValues(string(channel), string(status), reason).Inc()
}

var _ reminder.DecisionObserver = (*metrics)(nil)

// Decided counts a decision; the rule is the id of the gate that decided.
func (m *metrics) Decided(channel channels.Kind, verdict policy.Verdict, rule string) {
	m.decided.WithLabelValues(string(channel), string(verdict), rule).Inc()
}

// Heard counts a reply and what was read in it.
func (m *metrics) Heard(channel channels.Kind, kind, match string, intents []string, took time.Duration) {
	m.heard.WithLabelValues(string(channel), kind, match).Inc()
	m.reading.WithLabelValues(string(channel)).Observe(took.Seconds())
	for _, intent := range intents {
		m.intents.WithLabelValues(string(channel), intent).Inc()
	}
}

// SenderBlocked counts a mail of ours that was refused because of us.
func (m *metrics) SenderBlocked() { m.blocked.Inc() }

func (m *metrics) queue() queue.Metrics {
	return queue.Metrics{
		Queued:  func(lane channels.Kind, n int) { m.queued.WithLabelValues(string(lane)).Add(float64(n)) },
		Dropped: func(lane channels.Kind, n int) { m.dropped.WithLabelValues(string(lane)).Add(float64(n)) },
		Swept:   func(n int) { m.swept.Add(float64(n)) },
		Freed:   func(n int) { m.freed.Add(float64(n)) },
		Leading: func(role string, leading bool) {
			value := 0.0
			if leading {
				value = 1
			}
			m.leading.WithLabelValues(role).Set(value)
		},
	}
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// countEvery bounds how often a scrape counts the reminders in the store.
const countEvery = 15 * time.Second

// counts shows how many reminders stand in each status.
type counts struct {
	now    func() time.Time
	count  func(context.Context) (map[reminder.Status]int64, error)
	mu     sync.Mutex
	at     time.Time
	latest map[reminder.Status]int64
}

var countsDesc = prometheus.NewDesc("goodterms_reminders", "Reminders by status.", []string{"status"}, nil)

// Describe names the metric.
func (c *counts) Describe(descs chan<- *prometheus.Desc) { descs <- countsDesc }

// Collect counts at most every 15 seconds; a store that is away shows nothing.
func (c *counts) Collect(out chan<- prometheus.Metric) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now := c.now(); c.latest == nil || now.Sub(c.at) > countEvery {
		ctx, done := context.WithTimeout(context.Background(), 5*time.Second)
		defer done()
		latest, err := c.count(ctx)
		if err != nil {
			return
		}
		c.latest, c.at = latest, now
	}
	for _, status := range reminder.Statuses() {
		out <- prometheus.MustNewConstMetric(countsDesc, prometheus.GaugeValue, float64(c.latest[status]), string(status))
	}
}
