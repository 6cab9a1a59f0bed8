-- What customers send back: what was read in it, and what it brought about.
-- Conventions as in 00001; lists that are no ids are JSON.

-- +goose Up
ALTER TABLE reply ADD COLUMN kind TEXT NOT NULL DEFAULT 'reply';
ALTER TABLE reply ADD COLUMN match_by TEXT NOT NULL DEFAULT ''; -- empty: nobody known
ALTER TABLE reply ADD COLUMN contact_id TEXT NOT NULL DEFAULT '';
ALTER TABLE reply ADD COLUMN subject TEXT NOT NULL DEFAULT '';
ALTER TABLE reply ADD COLUMN language TEXT NOT NULL DEFAULT '';
ALTER TABLE reply ADD COLUMN rules TEXT NOT NULL DEFAULT ''; -- version of those that read it
ALTER TABLE reply ADD COLUMN intents TEXT NOT NULL DEFAULT ''; -- JSON; empty: none
ALTER TABLE reply ADD COLUMN media TEXT NOT NULL DEFAULT ''; -- JSON; empty: none
ALTER TABLE reply ADD COLUMN message_id TEXT NOT NULL DEFAULT ''; -- of a mail
ALTER TABLE reply ADD COLUMN refs TEXT NOT NULL DEFAULT ''; -- JSON; empty: none
UPDATE reply SET
    match_by = CASE WHEN account_id = '' THEN '' WHEN channel = 'voice' THEN 'call' WHEN channel = 'email' THEN 'token' ELSE 'thread' END,
    contact_id = COALESCE((SELECT t.contact_id FROM attempt t WHERE t.id = reply.attempt_id), ''),
    intents = CASE WHEN meaning = 'opt_out' THEN '[{"intent":"opt_out","certain":true}]' ELSE '' END;
CREATE INDEX reply_unmatched ON reply (id) WHERE account_id = '';

CREATE TABLE hold (
    id         TEXT PRIMARY KEY,
    account_id TEXT   NOT NULL,
    contact_id TEXT   NOT NULL, -- empty: whoever is written to
    invoice_id TEXT   NOT NULL, -- empty: all invoices
    cause      TEXT   NOT NULL,
    until_at   BIGINT NOT NULL, -- 0: until it is released
    source     TEXT   NOT NULL,
    proof      TEXT   NOT NULL,
    at         BIGINT NOT NULL,
    ended_at   BIGINT NOT NULL DEFAULT 0, -- 0: in force, save that its time has come
    ended_by   TEXT   NOT NULL DEFAULT ''
);
CREATE INDEX hold_account ON hold (account_id, id);
CREATE INDEX hold_open ON hold (account_id) WHERE ended_at = 0;
CREATE INDEX hold_lapse ON hold (until_at) WHERE ended_at = 0 AND until_at <> 0;

CREATE TABLE promise (
    id          TEXT PRIMARY KEY,
    account_id  TEXT   NOT NULL,
    contact_id  TEXT   NOT NULL,
    invoices    TEXT   NOT NULL, -- ids, joined by commas
    amount      BIGINT NOT NULL, -- 0: all that is open
    currency    TEXT   NOT NULL,
    pay_by      TEXT   NOT NULL,
    grace_until BIGINT NOT NULL, -- when it counts as broken
    status      TEXT   NOT NULL,
    reply_id    TEXT   NOT NULL,
    at          BIGINT NOT NULL,
    ended_at    BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX promise_account ON promise (account_id, id);
CREATE INDEX promise_lapse ON promise (grace_until) WHERE status = 'open';

CREATE TABLE dispute (
    id         TEXT PRIMARY KEY,
    account_id TEXT   NOT NULL,
    contact_id TEXT   NOT NULL,
    invoices   TEXT   NOT NULL, -- ids, joined by commas; empty: everything
    status     TEXT   NOT NULL,
    reply_id   TEXT   NOT NULL,
    outcome    TEXT   NOT NULL DEFAULT '',
    at         BIGINT NOT NULL,
    ended_at   BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX dispute_account ON dispute (account_id, id);

CREATE TABLE follow_up (
    id           TEXT PRIMARY KEY,
    account_id   TEXT   NOT NULL, -- empty while nobody matched
    contact_id   TEXT   NOT NULL,
    reply_id     TEXT   NOT NULL,
    cause        TEXT   NOT NULL,
    action       TEXT   NOT NULL,
    note         TEXT   NOT NULL,
    suggestions  TEXT   NOT NULL, -- JSON; empty: none
    once         TEXT   NOT NULL, -- what at most one that is not done has; empty: any number may
    status       TEXT   NOT NULL,
    assignee     TEXT   NOT NULL DEFAULT '',
    due_at       BIGINT NOT NULL,
    created_at   BIGINT NOT NULL,
    escalated_at BIGINT NOT NULL DEFAULT 0,
    done_at      BIGINT NOT NULL DEFAULT 0,
    done_by      TEXT   NOT NULL DEFAULT '',
    outcome      TEXT   NOT NULL DEFAULT '',
    test         BIGINT NOT NULL
);
CREATE INDEX follow_up_account ON follow_up (account_id, id);
CREATE INDEX follow_up_reply ON follow_up (reply_id);
CREATE INDEX follow_up_work ON follow_up (id) WHERE status <> 'done';
CREATE INDEX follow_up_due ON follow_up (due_at) WHERE status <> 'done' AND escalated_at = 0;
CREATE UNIQUE INDEX follow_up_once ON follow_up (once) WHERE status <> 'done' AND once <> '';

-- What people said that replies mean: examples to replay.
CREATE TABLE reply_label (
    id         TEXT PRIMARY KEY,
    reply_id   TEXT   NOT NULL,
    at         BIGINT NOT NULL,
    labeled_by TEXT   NOT NULL,
    channel    TEXT   NOT NULL,
    locale     TEXT   NOT NULL,
    zone       TEXT   NOT NULL,
    replied_at BIGINT NOT NULL,
    subject    TEXT   NOT NULL,
    body       TEXT   NOT NULL,
    intents    TEXT   NOT NULL, -- JSON
    before     TEXT   NOT NULL  -- JSON; what the rules had said
);

-- How far a mailbox has been read.
CREATE TABLE mailbox (
    name         TEXT PRIMARY KEY,
    uid_validity BIGINT NOT NULL,
    last_uid     BIGINT NOT NULL
);

ALTER TABLE reminder ADD COLUMN answering TEXT NOT NULL DEFAULT ''; -- JSON; empty: it answers nothing
ALTER TABLE reminder ADD COLUMN thread TEXT NOT NULL DEFAULT ''; -- address of an automatic answer; empty: it is none
CREATE INDEX reminder_thread ON reminder (account_id) WHERE thread <> '';

CREATE INDEX payment_account ON payment (account_id, at);

-- An address that does not exist any more may have been opted out as well: the
-- wish of its holder is kept beside that.
DROP INDEX opt_out_in_force;
CREATE UNIQUE INDEX opt_out_in_force ON opt_out (subject, scope, channel, (CASE WHEN source IN ('bounce', 'wrong person') THEN 1 ELSE 0 END))
    WHERE ended_at = 0;

-- +goose Down
DROP INDEX opt_out_in_force;
UPDATE opt_out SET ended_at = at, ended_by = 'opt-out' WHERE ended_at = 0 AND source IN ('bounce', 'wrong person')
    AND EXISTS (SELECT 1 FROM opt_out p WHERE p.ended_at = 0 AND p.subject = opt_out.subject AND p.scope = opt_out.scope
        AND p.channel = opt_out.channel AND p.source NOT IN ('bounce', 'wrong person'));
CREATE UNIQUE INDEX opt_out_in_force ON opt_out (subject, scope, channel) WHERE ended_at = 0;
DROP INDEX payment_account;
-- An answer that has not gone out would be sent as if it were a reminder.
UPDATE reminder SET status = 'canceled', reason = 'superseded', queued = 0
    WHERE answering <> '' AND status IN ('scheduled', 'held');
DROP INDEX reminder_thread;
ALTER TABLE reminder DROP COLUMN thread;
ALTER TABLE reminder DROP COLUMN answering;
DROP TABLE mailbox;
DROP TABLE reply_label;
DROP TABLE follow_up;
DROP TABLE dispute;
DROP TABLE promise;
-- Holds are forgotten, but not whose reminders wait for one.
UPDATE account SET hold = 'reply' WHERE hold = ''
    AND EXISTS (SELECT 1 FROM hold h WHERE h.account_id = account.id AND h.ended_at = 0 AND h.until_at = 0);
DROP TABLE hold;
DROP INDEX reply_unmatched;
ALTER TABLE reply DROP COLUMN refs;
ALTER TABLE reply DROP COLUMN message_id;
ALTER TABLE reply DROP COLUMN media;
ALTER TABLE reply DROP COLUMN intents;
ALTER TABLE reply DROP COLUMN rules;
ALTER TABLE reply DROP COLUMN language;
ALTER TABLE reply DROP COLUMN subject;
ALTER TABLE reply DROP COLUMN contact_id;
ALTER TABLE reply DROP COLUMN match_by;
ALTER TABLE reply DROP COLUMN kind;
