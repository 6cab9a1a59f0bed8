-- The pages that people work on, and events for other systems. Conventions as in
-- 00001; lists that are no ids are JSON.

-- +goose Up
CREATE TABLE operator (
    id            TEXT PRIMARY KEY,
    email         TEXT   NOT NULL UNIQUE, -- in lower case
    name          TEXT   NOT NULL,
    role          TEXT   NOT NULL,
    may_publish   BIGINT NOT NULL,
    may_send      BIGINT NOT NULL,
    zone          TEXT   NOT NULL,
    phone         TEXT   NOT NULL,
    email_proven  BIGINT NOT NULL, -- when; 0: not
    phone_proven  BIGINT NOT NULL,
    password      TEXT   NOT NULL, -- argon2id; empty: none
    subject       TEXT   NOT NULL, -- issuer and subject of an identity provider; empty: none
    epoch         BIGINT NOT NULL, -- rises with what ends every session
    created_at    BIGINT NOT NULL,
    disabled_at   BIGINT NOT NULL,
    signed_in_at  BIGINT NOT NULL
);
CREATE UNIQUE INDEX operator_subject ON operator (subject) WHERE subject <> '';

CREATE TABLE operator_link (
    hash        TEXT PRIMARY KEY, -- of the secret in the link
    operator_id TEXT   NOT NULL,
    expires_at  BIGINT NOT NULL,
    used_at     BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX operator_link_operator ON operator_link (operator_id);

CREATE TABLE operator_session (
    token      TEXT PRIMARY KEY, -- hash of what the cookie holds
    data       TEXT   NOT NULL,  -- base64; empty: it was ended, and does not come back
    expires_at BIGINT NOT NULL
);
CREATE INDEX operator_session_age ON operator_session (expires_at);

-- What operators changed. An entry is written before the change; one without an
-- outcome was cut off.
CREATE TABLE audit (
    id          TEXT PRIMARY KEY,
    at          BIGINT NOT NULL,
    operator_id TEXT   NOT NULL,
    operator    TEXT   NOT NULL, -- name at the time
    source      TEXT   NOT NULL, -- network address
    action      TEXT   NOT NULL, -- noun.verb
    noun        TEXT   NOT NULL, -- of the action
    subject     TEXT   NOT NULL,
    detail      TEXT   NOT NULL DEFAULT '', -- JSON; empty: none
    outcome     TEXT   NOT NULL DEFAULT ''
) -- sqlite: WITHOUT ROWID
;
CREATE INDEX audit_operator ON audit (operator_id, id);
CREATE INDEX audit_action ON audit (action, id);
CREATE INDEX audit_noun ON audit (noun, id);
CREATE INDEX audit_operator_action ON audit (operator_id, action, id);
CREATE INDEX audit_operator_noun ON audit (operator_id, noun, id);

-- Events in the order in which they were committed, one row for each transaction: a
-- list of "account_id:seq", joined by blanks. Numbers are given after the commit,
-- without gaps; the row's events have those up to last_number. Rows of one account
-- are in its order.
CREATE TABLE feed (
    id          BIGINT PRIMARY KEY, -- taken while the accounts are locked: on PostgreSQL from feed_id
    last_number BIGINT NOT NULL DEFAULT 0, -- 0: not numbered yet
    size        BIGINT NOT NULL,
    at          BIGINT NOT NULL,
    events      TEXT   NOT NULL -- last, because it is long
);
CREATE INDEX feed_fresh ON feed (id) WHERE last_number = 0;
CREATE UNIQUE INDEX feed_number ON feed (last_number) WHERE last_number > 0;
-- postgres: CREATE SEQUENCE feed_id;
CREATE TABLE feed_end (
    id     BIGINT PRIMARY KEY,
    number BIGINT NOT NULL, -- of the latest event
    oldest BIGINT NOT NULL  -- events up to this number are not kept any more
);
INSERT INTO feed_end (id, number, oldest) VALUES (1, 0, 0);

CREATE TABLE webhook (
    id              TEXT PRIMARY KEY,
    url             TEXT   NOT NULL,
    description     TEXT   NOT NULL,
    kinds           TEXT   NOT NULL, -- joined by commas; empty: all
    secret          TEXT   NOT NULL,
    previous_secret TEXT   NOT NULL DEFAULT '',
    previous_until  BIGINT NOT NULL DEFAULT 0,
    enabled         BIGINT NOT NULL,
    revision        BIGINT NOT NULL DEFAULT 1,
    created_at      BIGINT NOT NULL,
    reached         BIGINT NOT NULL, -- number of the last event that was delivered or is waiting as a delivery
    health          TEXT   NOT NULL DEFAULT '' -- JSON
);

-- Events that an endpoint has not taken yet although later ones were tried, and those
-- that somebody wants once more.
CREATE TABLE webhook_delivery (
    webhook_id TEXT   NOT NULL,
    number     BIGINT NOT NULL,
    event_id   TEXT   NOT NULL,
    account_id TEXT   NOT NULL,
    kind       TEXT   NOT NULL,
    state      TEXT   NOT NULL,
    attempts   BIGINT NOT NULL,
    next_at    BIGINT NOT NULL, -- 0: behind an earlier event of its account, or ended
    status     BIGINT NOT NULL, -- of the last answer; 0: none came
    fault      TEXT   NOT NULL, -- a word; empty: none
    created_at BIGINT NOT NULL,
    ended_at   BIGINT NOT NULL,
    PRIMARY KEY (webhook_id, number)
) -- sqlite: WITHOUT ROWID
;
CREATE INDEX webhook_delivery_due ON webhook_delivery (webhook_id, next_at) WHERE state = 'waiting';
CREATE INDEX webhook_delivery_account ON webhook_delivery (webhook_id, account_id, number) WHERE state = 'waiting';

-- What pages look for. The words of names are filled in behind what accepts
-- reminders, which only marks the accounts.
CREATE TABLE account_word (
    word       TEXT NOT NULL, -- folded
    account_id TEXT NOT NULL,
    PRIMARY KEY (word, account_id)
) -- sqlite: WITHOUT ROWID
;
CREATE INDEX account_word_account ON account_word (account_id, word);
ALTER TABLE account ADD COLUMN unread BIGINT NOT NULL DEFAULT 1; -- 1: its words are not filled in yet
CREATE INDEX account_unread ON account (id) WHERE unread = 1;
CREATE INDEX invoice_number ON invoice (number, account_id);
-- What is looked for by its beginning is in the order of its bytes everywhere.
-- postgres: ALTER TABLE account ALTER COLUMN reference TYPE TEXT COLLATE "C";
-- postgres: ALTER TABLE address ALTER COLUMN value TYPE TEXT COLLATE "C";
-- postgres: ALTER TABLE invoice ALTER COLUMN number TYPE TEXT COLLATE "C";
-- postgres: ALTER TABLE account_word ALTER COLUMN word TYPE TEXT COLLATE "C";

-- What pages count and list. An attempt is in none of these before its provider has
-- answered, and a reminder that is accepted and sent without delay in none but the
-- schedule. SQLite counts without looking rows up only where an index has every column
-- that is asked for, those of its condition too.
CREATE INDEX attempt_time ON attempt (channel, started_at -- sqlite: , state
    ) WHERE state = 'accepted';
CREATE INDEX attempt_refused ON attempt (channel, started_at) WHERE state = 'rejected' AND test = 0;
CREATE INDEX reply_time ON reply (channel, at);
DROP INDEX attempt_settle;
CREATE INDEX attempt_settle ON attempt (settle_at -- sqlite: , state
    ) WHERE state IN ('open', 'unknown');
DROP INDEX reminder_schedule;
CREATE INDEX reminder_schedule ON reminder (send_at, id -- sqlite: , queued
    ) WHERE queued = 1;
DROP INDEX reminder_held;
CREATE INDEX reminder_held ON reminder (account_id, id) WHERE status = 'held';
CREATE INDEX reminder_held_why ON reminder (reason, account_id, id -- sqlite: , status
    ) WHERE status = 'held';
CREATE INDEX reminder_waiting ON reminder (send_at, id -- sqlite: , queued, reason
    ) WHERE queued = 1 AND reason <> '';
CREATE INDEX reminder_retrying ON reminder (id -- sqlite: , queued, reason
    ) WHERE queued = 1 AND reason IN ('busy', 'temporary', 'unreachable', 'misconfigured', 'lost', 'next_channel');
CREATE INDEX reminder_failed ON reminder (updated_at, id -- sqlite: , status
    ) WHERE status IN ('failed', 'expired');
CREATE INDEX follow_up_overdue ON follow_up (due_at -- sqlite: , status
    ) WHERE status <> 'done';

ALTER TABLE attempt ADD COLUMN facts TEXT NOT NULL DEFAULT ''; -- JSON; what the text of a mail was filled with
ALTER TABLE reminder ADD COLUMN trial TEXT NOT NULL DEFAULT ''; -- what a test message tries, such as gentle@3; empty: it is none

-- +goose Down
-- Without its words, a test message would be sent as if it were a reminder.
UPDATE reminder SET status = 'canceled', reason = 'superseded', queued = 0
    WHERE trial <> '' AND status IN ('scheduled', 'held');
ALTER TABLE reminder DROP COLUMN trial;
ALTER TABLE attempt DROP COLUMN facts;
DROP INDEX follow_up_overdue;
DROP INDEX reminder_failed;
DROP INDEX reminder_retrying;
DROP INDEX reminder_waiting;
DROP INDEX reminder_held_why;
DROP INDEX reminder_held;
CREATE INDEX reminder_held ON reminder (account_id) WHERE status = 'held';
DROP INDEX reminder_schedule;
CREATE INDEX reminder_schedule ON reminder (send_at, id) WHERE queued = 1;
DROP INDEX attempt_settle;
CREATE INDEX attempt_settle ON attempt (settle_at) WHERE state IN ('open', 'unknown');
DROP INDEX reply_time;
DROP INDEX attempt_refused;
DROP INDEX attempt_time;
-- postgres: ALTER TABLE invoice ALTER COLUMN number TYPE TEXT COLLATE "default";
-- postgres: ALTER TABLE address ALTER COLUMN value TYPE TEXT COLLATE "default";
-- postgres: ALTER TABLE account ALTER COLUMN reference TYPE TEXT COLLATE "default";
DROP INDEX invoice_number;
DROP INDEX account_unread;
ALTER TABLE account DROP COLUMN unread;
DROP TABLE account_word;
DROP TABLE webhook_delivery;
DROP TABLE webhook;
DROP TABLE feed_end;
-- postgres: DROP SEQUENCE feed_id;
DROP TABLE feed;
DROP TABLE audit;
DROP TABLE operator_session;
DROP TABLE operator_link;
DROP TABLE operator;
