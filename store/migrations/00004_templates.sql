-- The words: templates with their versions, the version that each reminder uses,
-- experiments, plans that texts state, and the consequences that an account's terms
-- grant. Conventions as in 00001; lists that are no ids are JSON.

-- +goose Up
CREATE TABLE template (
    key             TEXT PRIMARY KEY,
    stage           TEXT   NOT NULL,
    current_version BIGINT NOT NULL DEFAULT 0, -- 0: the shipped texts, or none yet
    created_by      TEXT   NOT NULL,
    created_at      BIGINT NOT NULL,
    changed_at      BIGINT NOT NULL DEFAULT 0  -- when another version became the current one
);

CREATE TABLE template_version (
    key         TEXT   NOT NULL,
    number      BIGINT NOT NULL,
    state       TEXT   NOT NULL,
    base        BIGINT NOT NULL,
    revision    BIGINT NOT NULL, -- rises with each change of a draft
    sources     TEXT   NOT NULL, -- JSON
    why         TEXT   NOT NULL,
    created_by  TEXT   NOT NULL,
    created_at  BIGINT NOT NULL,
    edited_by   TEXT   NOT NULL,
    edited_at   BIGINT NOT NULL,
    review_by   TEXT   NOT NULL DEFAULT '',
    review_at   BIGINT NOT NULL DEFAULT 0,
    returned_by TEXT   NOT NULL DEFAULT '',
    return_why  TEXT   NOT NULL DEFAULT '',
    publish_by  TEXT   NOT NULL DEFAULT '',
    publish_at  BIGINT NOT NULL DEFAULT 0,
    accepted    TEXT   NOT NULL DEFAULT '', -- JSON; empty: no warning
    PRIMARY KEY (key, number)
);
CREATE UNIQUE INDEX template_open ON template_version (key) WHERE state IN ('draft', 'review');

-- Changes with everything that decides about the version of new reminders, so that
-- whoever accepts them knows whether what it remembers still holds.
CREATE TABLE template_epoch (
    id    BIGINT PRIMARY KEY,
    stamp TEXT NOT NULL
);
INSERT INTO template_epoch (id, stamp) VALUES (1, 'shipped');

CREATE TABLE experiment (
    id         TEXT PRIMARY KEY,
    key        TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    arms       TEXT   NOT NULL, -- JSON; the first is the control
    status     TEXT   NOT NULL,
    started_at BIGINT NOT NULL,
    started_by TEXT   NOT NULL,
    why        TEXT   NOT NULL,
    stopped_at BIGINT NOT NULL DEFAULT 0,
    stopped_by TEXT   NOT NULL DEFAULT '',
    stop_why   TEXT   NOT NULL DEFAULT '',
    winner     BIGINT NOT NULL DEFAULT -1 -- version; -1: none
);
CREATE INDEX experiment_key ON experiment (key, id);
CREATE UNIQUE INDEX experiment_running ON experiment (key) WHERE status = 'running';

ALTER TABLE reminder ADD COLUMN template_version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE reminder ADD COLUMN experiment TEXT NOT NULL DEFAULT ''; -- empty: its version was not drawn
ALTER TABLE reminder ADD COLUMN moved_at BIGINT NOT NULL DEFAULT 0; -- to that version; 0: accepted with it
ALTER TABLE reminder ADD COLUMN plan TEXT NOT NULL DEFAULT ''; -- JSON; empty: none
CREATE INDEX reminder_experiment ON reminder (experiment, account_id) WHERE experiment <> '';

ALTER TABLE account ADD COLUMN terms TEXT NOT NULL DEFAULT ''; -- consequences, joined by commas

-- +goose Down
ALTER TABLE account DROP COLUMN terms;
DROP INDEX reminder_experiment;
ALTER TABLE reminder DROP COLUMN plan;
ALTER TABLE reminder DROP COLUMN moved_at;
ALTER TABLE reminder DROP COLUMN experiment;
ALTER TABLE reminder DROP COLUMN template_version;
DROP TABLE experiment;
DROP TABLE template_epoch;
DROP TABLE template_version;
-- Without their texts, what waits with templates of one's own could only fail.
UPDATE reminder SET status = 'canceled', reason = 'template', queued = 0
    WHERE status IN ('scheduled', 'held') AND template IN (SELECT t.key FROM template t WHERE t.key <> t.stage);
DROP TABLE template;
