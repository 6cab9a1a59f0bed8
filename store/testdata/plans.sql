-- Enough rows for a planner to think, on both databases. Every text begins alike.
INSERT INTO account (id, creditor_id, reference, name, kind, time_zone, locale, region, updated_at)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
SELECT 'acc_x' || i, (SELECT k.id FROM creditor k), 'C-0' || i, 'Blue Ltd', 'business', '', '', '', 0 FROM n;
INSERT INTO contact (account_id, id, reference, name, time_zone, email, phone, updated_at)
SELECT a.id, 'con_' || a.id, 'main', 'Ann', '', 'buchhaltung' || a.id, '+49155501' || a.id, 0 FROM account a WHERE a.id LIKE 'acc\_x%' ESCAPE '\';
INSERT INTO address (value, account_id) SELECT c.email, c.account_id FROM contact c WHERE c.email LIKE 'buchhaltungacc%';
INSERT INTO account_word (word, account_id)
SELECT w.word || a.id, a.id FROM account a CROSS JOIN (SELECT 'ltd' AS word UNION ALL SELECT 'umberg' UNION ALL SELECT 'blue') AS w;
INSERT INTO invoice (account_id, id, number, amount, balance, currency, issued_on, due_on, terms, updated_at)
SELECT a.id, 'inv_' || a.id, 'R-2027-' || a.id, 1, 1, 'EUR', '', '', '', 0 FROM account a WHERE a.id LIKE 'acc\_x%' ESCAPE '\';
INSERT INTO timeline (account_id, seq, id, at, kind, actor, reminder_id, data, salt, digest, hash)
SELECT a.id, 1, 'evt_' || a.id, 0, 'reminder.scheduled', 'api', 'rem_' || a.id, '', '', '', '' FROM account a WHERE a.id LIKE 'acc\_x%' ESCAPE '\';
INSERT INTO reminder (id, creditor_id, reference, digest, account_id, contact_id, invoices, template, channels, channel, status, reason,
    explanation, send_at, expires_at, test, queued, created_at, updated_at)
SELECT 'rem_' || a.id, a.creditor_id, '', '', a.id, 'con_' || a.id, '', 'gentle', 'email', 'email', 'scheduled', '', '', 0, 0, 0, 1, 0, 0
FROM account a WHERE a.id LIKE 'acc\_x%' ESCAPE '\';
INSERT INTO attempt (id, reminder_id, account_id, number, channel, address, version, language, subject, body, limited, content_hash,
    valid_until, started_at, owner, state, settle_at, test, decision)
SELECT 'att_' || a.id, 'rem_' || a.id, a.id, 1, 'email', '', '', '', '', '', '', '', 0, 0, '', 'accepted', 0, 0, ''
FROM account a WHERE a.id LIKE 'acc\_x%' ESCAPE '\';
INSERT INTO receipt (id, at, channel, attempt_id, provider_id, status, code, repeat_key, raw, test)
SELECT 'rcp_' || a.id, 0, 'email', 'att_' || a.id, '', '', '', '', '', 0 FROM account a WHERE a.id LIKE 'acc\_x%' ESCAPE '\';
INSERT INTO hold (id, account_id, contact_id, invoice_id, cause, until_at, source, proof, at)
SELECT 'hld_' || a.id, a.id, '', '', 'disputed', 0, '', '', 0 FROM account a WHERE a.id LIKE 'acc\_x%' ESCAPE '\';
