package main

import (
	"fmt"
	"io"
	"runtime"
	"text/tabwriter"
)

// report is what a run has to say.
type report struct {
	Go      string   `json:"go"`
	Cores   int      `json:"cores"`
	N       int      `json:"n"`
	Burst   int      `json:"burst"`
	Rounds  int      `json:"rounds"`
	Results []result `json:"results"`
	Goals   []judged `json:"goals"`
}

// result is a contest over all rounds.
type result struct {
	Name    string   `json:"name"`
	About   string   `json:"about"`
	Unit    string   `json:"unit"`
	Value   spread   `json:"value"`
	CPU     float64  `json:"cpu_us,omitempty"` // of all processes, per item; median
	ToBare  float64  `json:"to_bare,omitempty"`
	ToTuned float64  `json:"to_tuned,omitempty"`
	CPUOf   float64  `json:"cpu_of_bare,omitempty"` // bare Asynq's CPU per task over this one's per reminder
	Samples []sample `json:"samples"`
}

// judged is a goal beside what was measured.
type judged struct {
	What     string  `json:"what"`
	Must     float64 `json:"must"`
	AtMost   bool    `json:"at_most"`
	Measured spread  `json:"measured"`
	Reached  string  `json:"reached"`
}

func reportOf(o options, contests []contest, b book) report {
	r := report{Go: runtime.Version(), Cores: runtime.NumCPU(), N: o.n, Burst: o.burst, Rounds: o.rounds}
	for _, c := range contests {
		if len(b[c.name]) == 0 {
			continue
		}
		one := result{Name: c.name, About: c.about, Unit: c.unit, Value: spreadOf(b.values(c.name)), Samples: b[c.name]}
		one.CPU = spreadOf(b.extra(c.name, "cpu µs")).Median
		if c.unit == perSecond {
			one.ToBare = spreadOf(b.ratios(c.name, asynqDefault)).Median
			one.ToTuned = spreadOf(b.ratios(c.name, asynqTuned)).Median
			one.CPUOf = spreadOf(b.thrift(c.name)).Median
		}
		r.Results = append(r.Results, one)
	}
	for _, g := range goals() {
		if figures := g.measure(b); len(figures) > 0 {
			s := spreadOf(figures)
			r.Goals = append(r.Goals, judged{g.what, g.must, g.atMost, s, g.reached(s.Median)})
		}
	}
	return r
}

// print writes the tables.
func (r report) print(to io.Writer) {
	fmt.Fprintf(to, "%s, %d cores, %d per run, bursts of %d, %d rounds; medians, then least to greatest.\n", r.Go, r.Cores, r.N, r.Burst, r.Rounds)
	fmt.Fprintf(to, "CPU is that of all processes, servers, sinks and the load generator included; \"by CPU\" is bare Asynq's over it.\nTrust ratios, not rates.\n\n")
	table := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "contest\tmedian\trange\tCPU µs each\t/ bare\t/ tuned\tby CPU\twhat")
	for _, one := range r.Results {
		fmt.Fprintf(table, "%s\t%s %s\t%s–%s\t%s\t%s\t%s\t%s\t%s\n", one.Name, round(one.Value.Median), one.Unit,
			round(one.Value.Min), round(one.Value.Max), blank(one.CPU), blank(one.ToBare), blank(one.ToTuned), blank(one.CPUOf), one.About)
	}
	fmt.Fprintln(table, "\t\t\t\t\t\t\t")
	fmt.Fprintln(table, "goal\tmeasured\trange\tmust\t\t\t\t")
	for _, g := range r.Goals {
		sign := "≥ "
		if g.AtMost {
			sign = "≤ "
		}
		fmt.Fprintf(table, "%s\t%s\t%s–%s\t%s%s\t%s\t\t\t\n", g.What, round(g.Measured.Median), round(g.Measured.Min), round(g.Measured.Max),
			sign, round(g.Must), g.Reached)
	}
	_ = table.Flush() // to the terminal
}

// blank leaves out what was not measured.
func blank(v float64) string {
	if v == 0 {
		return ""
	}
	return round(v)
}
