-- What contact rules need to know: wishes, hours, opt-outs and consents as facts,
-- contacts by hand, and the history of contacts. Conventions as in 00001.

-- +goose Up
ALTER TABLE contact ADD COLUMN preferences TEXT NOT NULL DEFAULT ''; -- JSON; empty: none
ALTER TABLE account ADD COLUMN send_window TEXT NOT NULL DEFAULT ''; -- opening_hours; empty: none
ALTER TABLE creditor ADD COLUMN stopped TEXT NOT NULL DEFAULT ''; -- why nothing may leave
ALTER TABLE creditor ADD COLUMN stopped_at BIGINT NOT NULL DEFAULT 0; -- 0: it may
-- postgres: ALTER TABLE account SET (fillfactor = 80);
CREATE INDEX contact_id ON contact (id);

-- A reminder that waits for a reason has been due before, so that any earlier
-- time stands for the one that was asked for.
ALTER TABLE reminder ADD COLUMN planned_at BIGINT NOT NULL DEFAULT 0; -- the time that was asked for
UPDATE reminder SET planned_at = CASE WHEN reason = '' THEN send_at ELSE created_at END;

ALTER TABLE attempt ADD COLUMN contact_id TEXT NOT NULL DEFAULT '';
ALTER TABLE attempt ADD COLUMN invoices TEXT NOT NULL DEFAULT ''; -- ids, joined by commas
UPDATE attempt SET
    contact_id = COALESCE((SELECT r.contact_id FROM reminder r WHERE r.id = attempt.reminder_id), ''),
    invoices = COALESCE((SELECT r.invoices FROM reminder r WHERE r.id = attempt.reminder_id), '');
CREATE INDEX attempt_history ON attempt (account_id, started_at);
CREATE INDEX reply_history ON reply (account_id, at);

ALTER TABLE opt_out RENAME TO opt_out_before;
CREATE TABLE opt_out (
    id         TEXT PRIMARY KEY,
    scope      TEXT   NOT NULL,
    subject    TEXT   NOT NULL, -- the address, or the id of the contact or account
    channel    TEXT   NOT NULL, -- empty: every channel
    contact_id TEXT   NOT NULL, -- whose it is, where that is known
    account_id TEXT   NOT NULL, -- where it was heard, or which it is about
    via        TEXT   NOT NULL, -- the opt-out of an address that brought it about for the contact
    source     TEXT   NOT NULL,
    proof      TEXT   NOT NULL,
    at         BIGINT NOT NULL,
    ended_at   BIGINT NOT NULL DEFAULT 0, -- 0: in force
    ended_by   TEXT   NOT NULL DEFAULT '',
    end_proof  TEXT   NOT NULL DEFAULT ''
);
INSERT INTO opt_out (id, scope, subject, channel, contact_id, account_id, via, source, proof, at)
SELECT 'opt_' || substr('00000000000000000000000000', 1, 26 - length(o.n)) || o.n,
    'address', o.address, o.channel, '', o.account_id, '', o.source, '', o.at
FROM (SELECT b.*, CAST(row_number() OVER (ORDER BY b.at, b.channel, b.address) AS TEXT) AS n FROM opt_out_before b) AS o;
-- The person must not be reached at another number instead.
INSERT INTO opt_out (id, scope, subject, channel, contact_id, account_id, via, source, proof, at)
SELECT 'opt_' || substr('01000000000000000000000000', 1, 26 - length(o.n)) || o.n,
    'contact', o.id, o.channel, o.id, o.account_id, o.via, o.source, '', o.at
FROM (SELECT c.id, c.account_id, p.channel, p.source, p.at, p.id AS via,
        CAST(row_number() OVER (ORDER BY p.id, c.id) AS TEXT) AS n
    FROM opt_out p JOIN address a ON a.value = p.subject JOIN contact c ON c.account_id = a.account_id AND c.phone = a.value
    WHERE p.channel IN ('sms', 'voice')) AS o;
DROP TABLE opt_out_before;
CREATE UNIQUE INDEX opt_out_in_force ON opt_out (subject, scope, channel) WHERE ended_at = 0;
CREATE INDEX opt_out_subject ON opt_out (subject);
CREATE INDEX opt_out_account ON opt_out (account_id);
CREATE INDEX opt_out_contact ON opt_out (contact_id);
CREATE INDEX opt_out_via ON opt_out (via) WHERE via <> '';

CREATE TABLE consent (
    id         TEXT PRIMARY KEY,
    contact_id TEXT   NOT NULL,
    account_id TEXT   NOT NULL,
    channel    TEXT   NOT NULL,
    address    TEXT   NOT NULL, -- empty: whatever address of the contact
    source     TEXT   NOT NULL,
    proof      TEXT   NOT NULL,
    at         BIGINT NOT NULL,
    ended_at   BIGINT NOT NULL DEFAULT 0, -- 0: it stands
    ended_by   TEXT   NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX consent_fact ON consent (contact_id, channel, source, at, address);
CREATE INDEX consent_account ON consent (account_id);

-- Contacts that people made with each other, by whatever means.
CREATE TABLE encounter (
    id           TEXT PRIMARY KEY,
    account_id   TEXT   NOT NULL,
    contact_id   TEXT   NOT NULL,
    at           BIGINT NOT NULL,
    channel      TEXT   NOT NULL,
    inbound      BIGINT NOT NULL,
    outcome      TEXT   NOT NULL,
    debts        TEXT   NOT NULL, -- invoice numbers as JSON; empty: all
    address      TEXT   NOT NULL,
    consent_call BIGINT NOT NULL,
    recorded_by  TEXT   NOT NULL,
    note         TEXT   NOT NULL,
    recorded_at  BIGINT NOT NULL
);
CREATE INDEX encounter_history ON encounter (account_id, at);

-- +goose Down
DROP TABLE encounter;
DROP TABLE consent;
ALTER TABLE opt_out RENAME TO opt_out_facts;
CREATE TABLE opt_out (
    channel    TEXT   NOT NULL,
    address    TEXT   NOT NULL,
    source     TEXT   NOT NULL,
    account_id TEXT   NOT NULL, -- where it was heard
    at         BIGINT NOT NULL,
    PRIMARY KEY (channel, address)
);
-- What was wider than an address and a channel is narrowed to those there are:
-- nobody who does not want to be contacted may be forgotten.
INSERT INTO opt_out (channel, address, source, account_id, at)
SELECT k.channel, f.subject, f.source, f.account_id, f.at
FROM opt_out_facts f JOIN (SELECT 'email' AS channel UNION ALL SELECT 'sms' UNION ALL SELECT 'voice') AS k
    ON k.channel = f.channel OR (f.channel = '' AND (k.channel = 'email') = (f.subject LIKE '%@%'))
WHERE f.scope = 'address' AND f.ended_at = 0
ON CONFLICT (channel, address) DO NOTHING;
INSERT INTO opt_out (channel, address, source, account_id, at)
SELECT k.channel, CASE WHEN k.channel = 'email' THEN c.email ELSE c.phone END, f.source, f.account_id, f.at
FROM opt_out_facts f JOIN contact c ON (f.scope = 'contact' AND c.id = f.subject) OR (f.scope = 'account' AND c.account_id = f.subject)
JOIN (SELECT 'email' AS channel UNION ALL SELECT 'sms' UNION ALL SELECT 'voice') AS k ON f.channel IN ('', k.channel)
WHERE f.ended_at = 0 AND CASE WHEN k.channel = 'email' THEN c.email ELSE c.phone END <> ''
ON CONFLICT (channel, address) DO NOTHING;
DROP TABLE opt_out_facts;
DROP INDEX reply_history;
DROP INDEX attempt_history;
ALTER TABLE attempt DROP COLUMN invoices;
ALTER TABLE attempt DROP COLUMN contact_id;
ALTER TABLE reminder DROP COLUMN planned_at;
DROP INDEX contact_id;
-- postgres: ALTER TABLE account RESET (fillfactor);
ALTER TABLE creditor DROP COLUMN stopped_at;
ALTER TABLE creditor DROP COLUMN stopped;
ALTER TABLE account DROP COLUMN send_window;
ALTER TABLE contact DROP COLUMN preferences;
