-- One text for SQLite and PostgreSQL. Ids are TEXT, instants BIGINT microseconds
-- UTC (0: none), calendar dates ISO TEXT, money BIGINT minor units with its
-- currency, yes and no are 1 and 0. Where a line ends in a comment that starts
-- with "sqlite:" or "postgres:", that engine reads the words behind it.

-- +goose Up
CREATE TABLE creditor (
    id   TEXT PRIMARY KEY,
    name TEXT NOT NULL
);

CREATE TABLE account (
    id          TEXT PRIMARY KEY,
    creditor_id TEXT   NOT NULL,
    reference   TEXT   NOT NULL,
    name        TEXT   NOT NULL,
    kind        TEXT   NOT NULL,
    time_zone   TEXT   NOT NULL,
    locale      TEXT   NOT NULL,
    region      TEXT   NOT NULL,
    hold        TEXT   NOT NULL DEFAULT '', -- cause of a hold
    version     BIGINT NOT NULL DEFAULT 1,  -- rises with all that could stop a reminder
    updated_at  BIGINT NOT NULL,
    UNIQUE (creditor_id, reference)
) -- sqlite: WITHOUT ROWID
;

CREATE TABLE contact (
    account_id TEXT   NOT NULL,
    id         TEXT   NOT NULL,
    reference  TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    time_zone  TEXT   NOT NULL,
    email      TEXT   NOT NULL,
    phone      TEXT   NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, id)
) -- sqlite: WITHOUT ROWID
;

-- Where an address has ever belonged. It leads from an address to its accounts,
-- and from there to what was sent to it.
CREATE TABLE address (
    value      TEXT NOT NULL,
    account_id TEXT NOT NULL,
    PRIMARY KEY (value, account_id)
) -- sqlite: WITHOUT ROWID
;

CREATE TABLE invoice (
    account_id TEXT   NOT NULL,
    id         TEXT   NOT NULL,
    number     TEXT   NOT NULL,
    amount     BIGINT NOT NULL,
    balance    BIGINT NOT NULL,
    currency   TEXT   NOT NULL,
    issued_on  TEXT   NOT NULL,
    due_on     TEXT   NOT NULL,
    terms      TEXT   NOT NULL,
    revision   BIGINT NOT NULL DEFAULT 1, -- rises with every change
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, id)
) -- sqlite: WITHOUT ROWID
;

CREATE TABLE reminder (
    id          TEXT PRIMARY KEY,
    creditor_id TEXT   NOT NULL,
    reference   TEXT   NOT NULL,
    digest      TEXT   NOT NULL, -- of the intake: tells a repeat from a conflict
    account_id  TEXT   NOT NULL,
    contact_id  TEXT   NOT NULL,
    invoices    TEXT   NOT NULL, -- ids, joined by commas
    template    TEXT   NOT NULL,
    channels    TEXT   NOT NULL, -- in order of preference, joined by commas
    channel     TEXT   NOT NULL,
    status      TEXT   NOT NULL,
    reason      TEXT   NOT NULL,
    explanation TEXT   NOT NULL,
    send_at     BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL,
    test        BIGINT NOT NULL,
    attempts    BIGINT NOT NULL DEFAULT 0,
    owner       TEXT   NOT NULL DEFAULT '', -- instance that has claimed it
    queued      BIGINT NOT NULL,            -- 1 while scheduled or sending: in the schedule
    handing     BIGINT NOT NULL DEFAULT 0,  -- 1 while an attempt is open or unknown
    created_at  BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL
) -- sqlite: WITHOUT ROWID
  -- postgres: WITH (fillfactor = 80)
;
-- A claim changes no column of any index, so it touches none.
CREATE INDEX reminder_schedule ON reminder (send_at, id) WHERE queued = 1;
CREATE INDEX reminder_held ON reminder (account_id) WHERE status = 'held';
CREATE UNIQUE INDEX reminder_reference ON reminder (creditor_id, reference) WHERE reference <> '';

CREATE TABLE attempt (
    id           TEXT PRIMARY KEY,
    reminder_id  TEXT   NOT NULL,
    account_id   TEXT   NOT NULL,
    number       BIGINT NOT NULL,
    channel      TEXT   NOT NULL,
    address      TEXT   NOT NULL,
    version      TEXT   NOT NULL,
    language     TEXT   NOT NULL,
    subject      TEXT   NOT NULL,
    body         TEXT   NOT NULL,
    limited      TEXT   NOT NULL,
    content_hash TEXT   NOT NULL,
    valid_until  BIGINT NOT NULL,
    started_at   BIGINT NOT NULL,
    owner        TEXT   NOT NULL,
    state        TEXT   NOT NULL DEFAULT 'open',
    provider_id  TEXT   NOT NULL DEFAULT '',
    code         TEXT   NOT NULL DEFAULT '',
    response     TEXT   NOT NULL DEFAULT '',
    segments     BIGINT NOT NULL DEFAULT 0,
    status       TEXT   NOT NULL DEFAULT '',
    status_rank  BIGINT NOT NULL DEFAULT 0, -- a status gives way to a higher one alone
    settle_at    BIGINT NOT NULL,
    lookups      BIGINT NOT NULL DEFAULT 0,
    test         BIGINT NOT NULL,
    decision     TEXT   NOT NULL -- JSON; what let it go
) -- postgres: WITH (fillfactor = 80)
;
CREATE INDEX attempt_reminder ON attempt (reminder_id);
CREATE INDEX attempt_provider ON attempt (provider_id) WHERE provider_id <> '';
CREATE INDEX attempt_settle ON attempt (settle_at) WHERE state IN ('open', 'unknown');

CREATE TABLE decision (
    reminder_id TEXT   NOT NULL,
    id          TEXT   NOT NULL,
    at          BIGINT NOT NULL,
    decision    TEXT   NOT NULL, -- JSON
    PRIMARY KEY (reminder_id, id)
) -- sqlite: WITHOUT ROWID
;

CREATE TABLE timeline (
    account_id  TEXT   NOT NULL,
    seq         BIGINT NOT NULL,
    id          TEXT   NOT NULL,
    at          BIGINT NOT NULL,
    kind        TEXT   NOT NULL,
    actor       TEXT   NOT NULL,
    reminder_id TEXT   NOT NULL,
    data        TEXT   NOT NULL, -- JSON; empty when erased
    salt        TEXT   NOT NULL,
    digest      TEXT   NOT NULL,
    hash        TEXT   NOT NULL,
    PRIMARY KEY (account_id, seq)
) -- sqlite: WITHOUT ROWID
;

-- The ends of the chains, for PostgreSQL to lock. SQLite has one writer: there
-- the last event itself is the end.
CREATE TABLE chain (
    account_id TEXT PRIMARY KEY,
    seq        BIGINT NOT NULL,
    hash       TEXT   NOT NULL
) -- sqlite: WITHOUT ROWID
  -- postgres: WITH (fillfactor = 50)
;

CREATE TABLE opt_out (
    channel    TEXT   NOT NULL,
    address    TEXT   NOT NULL,
    source     TEXT   NOT NULL,
    account_id TEXT   NOT NULL, -- where it was heard
    at         BIGINT NOT NULL,
    PRIMARY KEY (channel, address)
);

CREATE TABLE payment (
    id          TEXT PRIMARY KEY,
    creditor_id TEXT   NOT NULL,
    reference   TEXT   NOT NULL,
    account_id  TEXT   NOT NULL,
    invoice_id  TEXT   NOT NULL,
    amount      BIGINT NOT NULL,
    currency    TEXT   NOT NULL,
    paid_on     TEXT   NOT NULL,
    balance     BIGINT NOT NULL, -- left on the invoice by it
    skipped     TEXT   NOT NULL, -- reminders that it ended, joined by commas
    at          BIGINT NOT NULL
);
CREATE UNIQUE INDEX payment_reference ON payment (creditor_id, reference) WHERE reference <> '';

CREATE TABLE receipt (
    id          TEXT PRIMARY KEY,
    at          BIGINT NOT NULL,
    channel     TEXT   NOT NULL,
    attempt_id  TEXT   NOT NULL, -- as the callback said, or as found by the provider's id
    provider_id TEXT   NOT NULL,
    status      TEXT   NOT NULL,
    code        TEXT   NOT NULL,
    repeat_key  TEXT   NOT NULL,
    raw         TEXT   NOT NULL,
    test        BIGINT NOT NULL
);
CREATE INDEX receipt_attempt ON receipt (attempt_id);
CREATE UNIQUE INDEX receipt_repeat ON receipt (channel, test, repeat_key) WHERE repeat_key <> '';

CREATE TABLE reply (
    id           TEXT PRIMARY KEY,
    at           BIGINT NOT NULL,
    channel      TEXT   NOT NULL,
    provider_id  TEXT   NOT NULL,
    account_id   TEXT   NOT NULL, -- empty when nobody matched
    attempt_id   TEXT   NOT NULL,
    sender       TEXT   NOT NULL,
    recipient    TEXT   NOT NULL,
    body         TEXT   NOT NULL,
    digits       TEXT   NOT NULL,
    meaning      TEXT   NOT NULL,
    raw          TEXT   NOT NULL,
    test         BIGINT NOT NULL
);
CREATE UNIQUE INDEX reply_repeat ON reply (channel, test, provider_id) WHERE provider_id <> '';

CREATE TABLE idempotency (
    id         TEXT PRIMARY KEY, -- key_id, a slash, the Idempotency-Key
    request    TEXT   NOT NULL,
    status     BIGINT NOT NULL,
    headers    TEXT   NOT NULL,
    body       TEXT   NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX idempotency_age ON idempotency (created_at);

CREATE TABLE api_key (
    id           TEXT PRIMARY KEY,
    creditor_id  TEXT   NOT NULL,
    name         TEXT   NOT NULL,
    kind         TEXT   NOT NULL,
    scopes       TEXT   NOT NULL, -- joined by commas
    hash         TEXT   NOT NULL UNIQUE,
    created_at   BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    revoked_at   BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL
);

CREATE TABLE instance (
    owner   TEXT PRIMARY KEY,
    beat_at BIGINT NOT NULL
);

CREATE TABLE lead (
    role     TEXT PRIMARY KEY,
    owner    TEXT   NOT NULL,
    until_at BIGINT NOT NULL
);

CREATE TABLE pace (
    lane    TEXT PRIMARY KEY,
    next_at BIGINT NOT NULL
);

CREATE TABLE secret (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- +goose Down
DROP TABLE secret;
DROP TABLE pace;
DROP TABLE lead;
DROP TABLE instance;
DROP TABLE api_key;
DROP TABLE idempotency;
DROP TABLE reply;
DROP TABLE receipt;
DROP TABLE payment;
DROP TABLE opt_out;
DROP TABLE chain;
DROP TABLE timeline;
DROP TABLE decision;
DROP TABLE attempt;
DROP TABLE reminder;
DROP TABLE invoice;
DROP TABLE address;
DROP TABLE contact;
DROP TABLE account;
DROP TABLE creditor;
