-- A large database for the benchmark of pages, SQLite alone: 100,000 accounts that are
-- all some Ltd, 30,000 of them northern and as many others southern, 250,000 invoices,
-- 300,000 reminders, 300,000 hand-offs, 1,000,000 events, 20,000 open follow-ups and as
-- many holds. Its present is 2027-03-15 12:00 UTC. Ids of accounts are scattered as real
-- ones are. Chains and facts are not consistent beyond what lists and counts read.

CREATE TEMP TABLE n (i INTEGER PRIMARY KEY);
INSERT INTO n WITH RECURSIVE c(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM c WHERE i < 999999) SELECT i FROM c;

CREATE TEMP TABLE acc (i INTEGER PRIMARY KEY, id TEXT NOT NULL);
INSERT INTO acc SELECT i, 'acc_' || printf('%010d', (i * 2654435761) % 4294967296) || '0123456789abcdef' FROM n WHERE i < 100000;

CREATE TEMP TABLE part (i INTEGER PRIMARY KEY, first TEXT, last TEXT);
INSERT INTO part SELECT i, char(65 + i % 26) || char(97 + i / 26 % 26) || substr('lornistevaumekadi', 1 + i % 11, 4),
    char(65 + i / 7 % 26) || substr('ümbergstroemhauser', 1 + i % 9, 6) || char(97 + i % 26) FROM n WHERE i < 1000;

INSERT INTO account (id, creditor_id, reference, name, kind, time_zone, locale, region, hold, version, updated_at)
SELECT a.id, (SELECT k.id FROM creditor k), 'C-' || printf('%06d', a.i), p.first || ' ' || q.last || CASE WHEN a.i < 30000 THEN ' Northern' WHEN a.i < 60000 THEN ' Southern' ELSE '' END || ' Ltd', 'business', 'Europe/Berlin', 'de', 'DE',
    CASE WHEN a.i % 50 = 3 THEN 'dispute' ELSE '' END, 3, 1805000000000000
FROM acc a JOIN part p ON p.i = a.i % 1000 JOIN part q ON q.i = (a.i / 1000 * 37 + a.i) % 1000 ORDER BY a.id;

INSERT INTO contact (account_id, id, reference, name, time_zone, email, phone, updated_at)
SELECT a.id, 'con' || substr(a.id, 4), 'main', p.first || ' ' || q.first, '', 'buchhaltung' || a.i || '@kunde.example',
    '+49155501' || printf('%06d', a.i), 1805000000000000
FROM acc a JOIN part p ON p.i = a.i * 13 % 1000 JOIN part q ON q.i = a.i * 31 % 1000 ORDER BY a.id;

INSERT INTO address (value, account_id)
SELECT email, account_id FROM contact UNION ALL SELECT phone, account_id FROM contact ORDER BY 1;

INSERT INTO invoice (account_id, id, number, amount, balance, currency, issued_on, due_on, terms, updated_at)
SELECT a.id, 'inv_' || printf('%022d', n.i), 'R-2027-' || printf('%06d', n.i), 120000, CASE WHEN n.i % 3 = 0 THEN 0 ELSE 120000 END, 'EUR',
    '2027-01-15', date('2027-02-14', '-' || (n.i % 60) || ' days'), '', 1805000000000000
FROM n JOIN acc a ON a.i = n.i % 100000 WHERE n.i < 250000 ORDER BY a.id, 2;

-- Of 25: 1 held, 5 scheduled (2 of them kept back), 1 failed, 18 sent.
INSERT INTO reminder (id, creditor_id, reference, digest, account_id, contact_id, invoices, template, channels, channel, status, reason,
    explanation, send_at, planned_at, expires_at, test, attempts, queued, handing, created_at, updated_at)
SELECT 'rem_' || printf('%026d', n.i), (SELECT k.id FROM creditor k), 'erp-' || n.i, printf('%064d', n.i), a.id, 'con' || substr(a.id, 4),
    'inv_' || printf('%022d', n.i % 250000), 'gentle', 'email,sms', 'email',
    CASE n.i % 25 WHEN 0 THEN 'held' WHEN 1 THEN 'scheduled' WHEN 2 THEN 'scheduled' WHEN 3 THEN 'scheduled' WHEN 4 THEN 'scheduled'
        WHEN 5 THEN 'scheduled' WHEN 6 THEN CASE WHEN n.i % 2 = 0 THEN 'failed' ELSE 'expired' END ELSE 'sent' END,
    CASE n.i % 25 WHEN 0 THEN CASE n.i / 25 % 4 WHEN 0 THEN 'dispute' WHEN 1 THEN 'promise' WHEN 2 THEN 'hardship' ELSE 'opt_out' END
        WHEN 1 THEN 'quiet_hours' WHEN 2 THEN CASE WHEN n.i % 4 = 0 THEN 'busy' ELSE 'cap' END WHEN 6 THEN 'bad_address' ELSE '' END,
    'Waits for somebody who looks at it', 1805112000000000 + (n.i % 25 BETWEEN 1 AND 5) * (n.i * 1000000 - CASE WHEN n.i % 25 = 5 THEN 300000000000 ELSE 0 END), 0, 0, 0,
    1, n.i % 25 BETWEEN 1 AND 5, 0, 1805000000000000, 1805112000000000 - n.i * 1000000
FROM n JOIN acc a ON a.i = n.i * 7 % 100000 WHERE n.i < 300000;

INSERT INTO attempt (id, reminder_id, account_id, number, channel, address, version, language, subject, body, limited, content_hash,
    valid_until, started_at, owner, state, provider_id, status, status_rank, settle_at, test, decision, contact_id, invoices)
SELECT 'att_' || printf('%026d', n.i), 'rem_' || printf('%026d', n.i), a.id, 1,
    CASE n.i % 10 WHEN 0 THEN 'voice' WHEN 1 THEN 'sms' WHEN 2 THEN 'sms' ELSE 'email' END,
    'buchhaltung' || a.i || '@kunde.example', 'v1', 'de', 'Rechnung', printf('%0600d', n.i), '', printf('%064d', n.i), 0,
    1805112000000000 - (300000 - n.i) * 17280000, 'one',
    CASE WHEN n.i >= 299000 THEN 'open' WHEN n.i % 60 = 9 THEN 'rejected' WHEN n.i % 300 = 8 THEN 'unknown' ELSE 'accepted' END,
    'SM' || printf('%032d', n.i), 'delivered', 3, 0, 0, printf('%0300d', n.i), 'con' || substr(a.id, 4), ''
FROM n JOIN acc a ON a.i = n.i * 7 % 100000 WHERE n.i < 300000;

INSERT INTO receipt (id, at, channel, attempt_id, provider_id, status, code, repeat_key, raw, test)
SELECT 'rcp_' || printf('%026d', i), 1805112000000000 - (300000 - i) * 17280000, 'sms', 'att_' || printf('%026d', i), 'SM' || printf('%032d', i), 'delivered', '',
    'k' || i, printf('%0300d', i), 0 FROM n WHERE i < 300000;

INSERT INTO reply (id, at, channel, provider_id, account_id, attempt_id, sender, recipient, body, digits, meaning, raw, test)
SELECT 'rep_' || printf('%026d', n.i), 1805112000000000 - (20000 - n.i) * 200000000, 'sms', 'IN' || n.i, a.id, '', '', '', 'we will pay', '', '', printf('%0300d', n.i), 0
FROM n JOIN acc a ON a.i = n.i WHERE n.i < 20000;

INSERT INTO follow_up (id, account_id, contact_id, reply_id, cause, action, note, suggestions, once, status, due_at, created_at, test)
SELECT 'fup_' || printf('%026d', n.i), a.id, '', 'rep_' || printf('%026d', n.i), 'dispute', 'answer', 'Says that it was never delivered', '', '', 'open',
    1805112000000000 + (n.i - 10000) * 60000000, 1805000000000000, 0 FROM n JOIN acc a ON a.i = n.i WHERE n.i < 20000;

INSERT INTO hold (id, account_id, contact_id, invoice_id, cause, until_at, source, proof, at)
SELECT 'hld_' || printf('%026d', n.i), a.id, '', '', 'disputed', 0, 'reply', '', 1805000000000000
FROM n JOIN acc a ON a.i = n.i * 3 % 100000 WHERE n.i < 20000;

-- The first account has 5,000 events, of which every fiftieth planned a reminder.
INSERT INTO timeline (account_id, seq, id, at, kind, actor, reminder_id, data, salt, digest, hash)
SELECT a.id, CASE WHEN a.i = 0 THEN n.i + 1 ELSE (n.i - 5000) / 99999 + 1 END, 'evt_' || printf('%026d', n.i), 1804000000000000 + n.i * 1000000,
    CASE WHEN n.i % 50 = 0 OR n.i > 4999 AND (n.i - 5000) / 99999 % 5 = 0 THEN 'reminder.scheduled' ELSE 'delivery.updated' END, 'provider',
    'rem_' || printf('%026d', n.i % 300000), printf('{"attempt":"%0120d"}', n.i), printf('%032d', n.i), printf('%064d', n.i), printf('%064d', n.i)
FROM n JOIN acc a ON a.i = CASE WHEN n.i < 5000 THEN 0 ELSE 1 + (n.i - 5000) % 99999 END ORDER BY 1, 2;

INSERT INTO instance (owner, beat_at) SELECT 'instance-' || i, 1805112000000000 FROM n WHERE i < 8;
DROP TABLE n;
DROP TABLE acc;
DROP TABLE part;
