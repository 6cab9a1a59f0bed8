package main

// Names that the goals refer to.
const (
	asynqDefault  = "asynq-default"
	asynqTuned    = "asynq-tuned"
	asynqBurst    = "asynq-burst"
	nullSQLite    = "null-sqlite"
	nullPostgres  = "null-postgres"
	nullEmbedded  = "null-embedded"
	smsSQLite     = "sms-sqlite"
	smsPostgres   = "sms-postgres"
	emailSQLite   = "email-sqlite"
	emailPostgres = "email-postgres"
	smsAlone      = "sms-alone"
	emailAlone    = "email-alone"
	acceptSQLite  = "accept-sqlite"
	acceptPG      = "accept-postgres"
	singles       = "singles"
	light         = "light"
	burstSQLite   = "burst-sqlite"
	burstPostgres = "burst-postgres"
	burstSMS      = "burst-sms"
	redisMemory   = "redis-memory"
	resident      = "resident"
)

// Units of the samples' values.
const (
	perSecond = "/s"
	millis    = "ms p99"
	perItem   = "B each"
	mebi      = "MiB"
)

// contestants are all contests, in the order of their turns.
func contestants() []contest {
	r, p, s := needRedis, needPostgres, needSinks
	return []contest{
		{asynqDefault, "bare Asynq, no-op: 1 server x32, 8 goroutines enqueue while it works", perSecond, []string{r}, false, bareDefault},
		{asynqTuned, "bare Asynq, no-op: 4 servers x32, enqueued in pipelines of 256", perSecond, []string{r}, false, bareTuned},
		{nullSQLite, "this gateway end to end, provider that accepts at once", perSecond, []string{r}, false, endToEnd(null, onSQLite, onRedis)},
		{nullPostgres, "the same on PostgreSQL", perSecond, []string{r, p}, false, endToEnd(null, onPostgres, onRedis)},
		{nullEmbedded, "the same on SQLite with the embedded Redis", perSecond, nil, false, endToEnd(null, onSQLite, onEmbedded)},
		{smsSQLite, "SMS by twilio-go to a stand-in in another process", perSecond, []string{r, s}, false, endToEnd(sms, onSQLite, onRedis)},
		{smsPostgres, "the same on PostgreSQL", perSecond, []string{r, p, s}, false, endToEnd(sms, onPostgres, onRedis)},
		{emailSQLite, "email by go-mail to an SMTP sink in another process", perSecond, []string{r, s}, false, endToEnd(email, onSQLite, onRedis)},
		{emailPostgres, "the same on PostgreSQL", perSecond, []string{r, p, s}, false, endToEnd(email, onPostgres, onRedis)},
		{smsAlone, "the SMS adapter alone", perSecond, []string{s}, false, alone(sms)},
		{emailAlone, "the email adapter alone", perSecond, []string{s}, false, alone(email)},
		{acceptSQLite, "durable accept alone, bulks of 100", perSecond, []string{r}, false, acceptOnly(onSQLite)},
		{acceptPG, "the same on PostgreSQL", perSecond, []string{r, p}, false, acceptOnly(onPostgres)},
		{singles, "single POSTs over 64 connections, end to end, null provider, SQLite", perSecond, []string{r}, false, singlePosts},
		{light, "lateness of 200 reminders spread over 4 s, SQLite", millis, []string{r}, false, lightLoad},
		{asynqBurst, "lateness of a burst at one instant in bare Asynq: 1x128, forwarder 100 ms", millis, []string{r}, false, bareBurst},
		{burstSQLite, "the same burst in this gateway, null provider", millis, []string{r}, false, burst(null, onSQLite)},
		{burstPostgres, "the same on PostgreSQL", millis, []string{r, p}, false, burst(null, onPostgres)},
		{burstSMS, "the same burst as SMS at the stand-in's speed, SQLite", millis, []string{r, s}, false, burst(sms, onSQLite)},
		{redisMemory, "Redis memory per reminder that waits there", perItem, []string{r}, true, wakeUpMemory},
		{resident, "goodterms serve on SQLite and Redis with reminders in flight", mebi, []string{r, s}, true, residentMemory},
	}
}
