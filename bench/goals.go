package main

// goal is a figure to reach: the "must" of a ratio or a limit.
type goal struct {
	what    string
	must    float64
	atMost  bool // must is an upper limit
	measure func(b book) []float64
}

// goals are all that can be measured in one run on one machine.
func goals() []goal {
	return []goal{
		{"end to end null, SQLite / bare Asynq default", 2.0, false, over(nullSQLite, asynqDefault)},
		{"end to end null, PostgreSQL / bare Asynq default", 2.5, false, over(nullPostgres, asynqDefault)},
		{"end to end null, SQLite / bare Asynq tuned", 1.0, false, over(nullSQLite, asynqTuned)},
		{"end to end null, PostgreSQL / bare Asynq tuned", 1.25, false, over(nullPostgres, asynqTuned)},
		{"end to end SMS, SQLite / bare Asynq default", 1.0, false, over(smsSQLite, asynqDefault)},
		{"end to end SMS, PostgreSQL / bare Asynq default", 1.0, false, over(smsPostgres, asynqDefault)},
		{"end to end SMS / product of limits", 1.1, false, overLimits(smsSQLite, smsAlone, nullSQLite)},
		{"end to end email / product of limits", 1.1, false, overLimits(emailSQLite, emailAlone, nullSQLite)},
		{"end to end null, embedded Redis / Redis", 0.8, false, over(nullEmbedded, nullSQLite)},
		{"durable accept, bulks of 100, SQLite, /s", 100_000, false, value(acceptSQLite)},
		{"durable accept, bulks of 100, PostgreSQL, /s", 100_000, false, value(acceptPG)},
		{"single POSTs, 64 connections, null end to end, /s", 15_000, false, value(singles)},
		{"light load lateness p50, ms", 8, true, more(light, "p50")},
		{"light load lateness p99, ms", 20, true, value(light)},
		{"light load, sent early", 0, true, more(light, "early")},
		{"burst, sent early (SQLite)", 0, true, more(burstSQLite, "early")},
		{"burst p99, SQLite / the same in bare Asynq", 0.35, true, over(burstSQLite, asynqBurst)},
		{"burst p99, PostgreSQL / the same in bare Asynq", 0.35, true, over(burstPostgres, asynqBurst)},
		{"burst of SMS p99, ms (the goal is for -burst 100000)", 5000, true, value(burstSMS)},
		{"Redis memory per million that wait, MiB", 12, true, perMillion(redisMemory)},
		{"Redis memory for those not due, B each", 0, true, more(redisMemory, "before due")},
		{"peak resident memory of serve, MiB", 150, true, value(resident)},
	}
}

func value(name string) func(book) []float64 {
	return func(b book) []float64 { return b.values(name) }
}

func more(name, figure string) func(book) []float64 {
	return func(b book) []float64 { return b.extra(name, figure) }
}

func over(of, to string) func(book) []float64 {
	return func(b book) []float64 { return b.ratios(of, to) }
}

// overLimits compares with what two stages that share the cores could do at
// best, one after the other.
func overLimits(of, stage, rest string) func(book) []float64 {
	return func(b book) []float64 {
		whole, one, other := b.values(of), b.values(stage), b.values(rest)
		var list []float64
		for i := range min(len(whole), len(one), len(other)) {
			list = append(list, whole[i]*(1/one[i]+1/other[i]))
		}
		return list
	}
}

func perMillion(name string) func(book) []float64 {
	return func(b book) []float64 {
		var list []float64
		for _, each := range b.values(name) {
			list = append(list, each*1e6/(1<<20))
		}
		return list
	}
}

// reached says whether a figure meets the goal, in words.
func (g goal) reached(v float64) string {
	switch {
	case g.atMost && v <= g.must || !g.atMost && v >= g.must:
		return "✓"
	case g.must == 0:
		return "✗"
	case g.atMost:
		return "✗ " + round(v/g.must) + "x the limit"
	}
	return "✗ " + round(100*(1-v/g.must)) + " % short"
}
