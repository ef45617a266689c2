-- SPDX-FileCopyrightText: 2026 The Pitboss authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Seed, part 5: 40,000 ledger rows, the balances they lead to, and the pools.
-- 1 credit = 100 micro-credits = one penny. Everybody starts with 50,000 micro that have no ledger row, so that
-- balance = 50,000 + sum of the ledger, and at no moment is a balance below zero.

CREATE TEMP TABLE seed_ledger (n int, at timestamp, delta bigint, source text, ref text, meta jsonb) ON COMMIT DROP;

-- A bout is charged by the act: up to three turns are preauthorised and then settled, both with the bout's id.
CREATE TEMP TABLE seed_act ON COMMIT DROP AS
WITH priced AS MATERIALIZED (
    SELECT b.i, b.id, b.owner, b.status, b.model, b.created, b.turns, b.what, r.slug,
           CASE b.model WHEN 'arena-small-2' THEN 90 + pg_temp.die(b.what || ', rate', 50) WHEN 'arena-large-2' THEN 330 + pg_temp.die(b.what || ', rate', 160)
                        ELSE 520 + pg_temp.die(b.what || ', rate', 240) END * CASE b.length WHEN 'long' THEN 2 ELSE 1 END AS rate,
           pg_temp.die(b.what || ', guess', 100) AS guess
    FROM seed_bout b JOIN seed_preset r ON r.p = b.preset WHERE NOT b.free
)
SELECT p.i, p.id, p.owner, p.status, p.model, p.slug, a.act, x.turns, a.act = greatest(0, (p.turns - 1) / 3) AS last, x.turns * p.rate AS cost,
       -- Most guesses are too high and some money comes back; a few are too low and a little more is taken.
       (x.turns * p.rate * (CASE WHEN p.guess < 8 THEN 88 ELSE 112 + p.guess / 4 END) / 1000 + 1) * 10 AS guess,
       p.created + interval '33 seconds' * a.act AS at
FROM priced p
CROSS JOIN generate_series(0, 5) AS a(act)
CROSS JOIN LATERAL (SELECT greatest(1, least(3, p.turns - 3 * a.act)) AS turns) AS x
WHERE a.act <= greatest(0, (p.turns - 1) / 3);

INSERT INTO seed_ledger
SELECT owner, at, -guess, 'preauth', id,
       jsonb_build_object('referenceId', id, 'boutId', id, 'presetId', slug, 'modelId', model, 'act', act + 1, 'estimatedTokens', turns * 240)
FROM seed_act
UNION ALL
SELECT owner, at + interval '11 seconds' * turns, CASE WHEN status = 'error' AND last THEN guess ELSE guess - cost END,
       CASE WHEN status = 'error' AND last THEN 'settlement-error' ELSE 'settlement' END, id,
       jsonb_build_object('referenceId', id, 'boutId', id, 'presetId', slug, 'modelId', model, 'act', act + 1)
       || CASE WHEN status = 'error' AND last THEN jsonb_build_object('error', (ARRAY['model_overloaded', 'stream_interrupted', 'timeout'])[1 + i % 3])
               ELSE jsonb_build_object('inputTokens', 900 + turns * 310 + cost % 97, 'outputTokens', turns * 130 + cost % 61,
                                       'costGbp', round(cost * 0.0001, 4)) END
FROM seed_act WHERE NOT (status = 'running' AND last);

-- Planted: three people were charged twice for a first act; the button was pressed twice.
INSERT INTO seed_ledger
SELECT owner, at + interval '1.6 seconds', -guess, 'preauth', id,
       jsonb_build_object('referenceId', id, 'boutId', id, 'presetId', slug, 'modelId', model, 'act', 1, 'estimatedTokens', turns * 240)
FROM seed_act WHERE act = 0 AND status = 'completed' AND i BETWEEN 5000 AND 5100 ORDER BY i LIMIT 3;

-- Newcomers' bonus out of the intro pool.
INSERT INTO seed_ledger
SELECT n, created + interval '2 seconds', 10000, 'signup', 'intro:' || id, jsonb_build_object('pool', 1, 'bonusCredits', 100)
FROM seed_user WHERE pg_temp.die(id || ' bonus', 100) < 71 AND n NOT IN (SELECT n FROM seed_stranger);

-- A subscription brings credits once a month.
INSERT INTO seed_ledger
SELECT u.n, m.at, CASE u.tier WHEN 'lab' THEN 120000 ELSE 30000 END, 'purchase', 'in_' || left(translate(pg_temp.nano(u.id || m.at), '-_', 'Zw'), 18),
       jsonb_build_object('kind', 'subscription', 'plan', u.tier, 'priceGbp', CASE u.tier WHEN 'lab' THEN 10.00 ELSE 3.00 END)
FROM seed_user u
CROSS JOIN LATERAL generate_series(u.created + (pg_temp.stage() - u.created) * pg_temp.frac(u.id || ' subscribed') * 0.6, pg_temp.stage(), interval '30 days') AS m(at)
WHERE u.tier <> 'free';

-- Who brought whom; the one who brought gets 200 credits. Planted: one person who brought themselves.
CREATE TEMP TABLE seed_referral ON COMMIT DROP AS
SELECT new.n AS referred, old.n AS referrer, new.created + interval '4 seconds' AS at, pg_temp.die(new.id || ' credited', 100) < 82 AS credited
FROM seed_user new
JOIN seed_user old ON old.n = 1 + floor(power(pg_temp.frac(new.id || ' brought by'), 2) * (new.n - 1))::int
WHERE new.n > 40 AND pg_temp.die(new.id || ' brought', 1000) < 215 AND new.n NOT IN (SELECT n FROM seed_stranger)
UNION ALL SELECT 734, 734, timestamp '2026-01-09 22:14:08', false;
INSERT INTO seed_ledger
SELECT f.referrer, f.at + interval '3 seconds', 20000, 'referral', 'referral:' || u.id, jsonb_build_object('referredId', u.id)
FROM seed_referral f JOIN seed_user u ON u.n = f.referred WHERE f.credited AND f.referrer NOT IN (SELECT n FROM seed_stranger);

-- What support gave.
INSERT INTO seed_ledger
SELECT u.n, u.created + (pg_temp.stage() - u.created) * pg_temp.frac('grant time ' || g), 100 * (ARRAY[50, 100, 100, 250, 500, 1000])[1 + pg_temp.die('grant size ' || g, 6)],
       'admin_grant', CASE WHEN g % 3 > 0 THEN 'grant-' || g END,
       jsonb_build_object('tool', 'pitctl') || CASE WHEN g % 4 > 0 THEN jsonb_build_object('reason', (ARRAY['bout lost its transcript', 'goodwill', 'contest prize',
           'charged twice', 'beta tester'])[1 + pg_temp.die('grant reason ' || g, 5)]) ELSE '{}' END
FROM generate_series(1, 260) g JOIN seed_user u ON u.n = 1 + pg_temp.die('grant ' || g, 1900);
ANALYZE seed_ledger (n, delta);

-- Whoever would run out buys a pack a little earlier.
INSERT INTO seed_ledger
WITH spender AS MATERIALIZED (
    SELECT n FROM seed_ledger WHERE delta < 0 GROUP BY n HAVING sum(delta) < -45000
), running AS (
    SELECT n, at, delta, ref, 50000 + sum(delta) OVER (PARTITION BY n ORDER BY at, delta DESC, ref COLLATE "C") AS balance
    FROM seed_ledger JOIN spender USING (n)
), needing AS (
    SELECT n, at, delta, ref, greatest(0, ceil((1500 + n % 40 * 100 - balance) / 120000)) AS packs FROM running
), stepping AS (
    SELECT n, at, packs, coalesce(max(packs) OVER (PARTITION BY n ORDER BY at, delta DESC, ref COLLATE "C"
                                                   ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
    FROM needing
)
SELECT s.n, greatest(s.at - interval '1 second' * (70 + s.n % 900), u.created + interval '5 seconds'), 120000, 'purchase',
       'cs_' || pg_temp.nano('checkout ' || s.n || ', pack ' || pack), jsonb_build_object('kind', 'pack', 'pack', '1,200 credits', 'priceGbp', 10.00)
FROM stepping s JOIN seed_user u ON u.n = s.n CROSS JOIN LATERAL generate_series(s.before + 1, s.packs) AS pack
WHERE s.packs > s.before;

-- Nine accounts that were emptied by hand after a chargeback (the last row below); and packs bought in good time, as
-- many as make the ledger 40,000 rows long.
CREATE TEMP TABLE seed_emptied ON COMMIT DROP AS
SELECT n, max(at) + interval '26 hours' AS at, 50000 + sum(delta) AS balance FROM seed_ledger
WHERE n NOT IN (23, 118, 342, 577, 801, 1204, 1650)
GROUP BY n HAVING max(at) < pg_temp.stage() - interval '5 days' AND count(*) BETWEEN 6 AND 30 ORDER BY md5('emptied ' || n) LIMIT 9;
INSERT INTO seed_ledger
WITH buyer AS MATERIALIZED (
    SELECT u.*, row_number() OVER (ORDER BY u.n) AS nth FROM seed_user u
    WHERE u.n NOT IN (SELECT n FROM seed_emptied) AND u.n NOT IN (SELECT n FROM seed_stranger) AND pg_temp.die(u.id || ' buys', 10) < 4
), sale AS MATERIALIZED (
    SELECT x, pg_temp.frac('sale ' || x) AS who, pg_temp.die('sale size ' || x, 6) AS size
    FROM generate_series(1, (SELECT 39991 - count(*)::int FROM seed_ledger)) AS x
)
SELECT b.n, b.created + (pg_temp.stage() - b.created) * pg_temp.frac('sale time ' || x), p.micro, 'purchase', 'cs_' || pg_temp.nano('sale ' || x),
       jsonb_build_object('kind', 'pack', 'pack', p.label, 'priceGbp', p.price)
FROM sale
JOIN buyer b ON b.nth = 1 + floor(power(sale.who, 1.5) * (SELECT count(*) FROM buyer))::int
JOIN (VALUES (0, 50000, '500 credits', 5.00), (1, 120000, '1,200 credits', 10.00), (2, 300000, '3,000 credits', 20.00)) AS p(k, micro, label, price)
  ON p.k = (ARRAY[0, 0, 0, 1, 1, 2])[1 + sale.size];
INSERT INTO seed_ledger
SELECT n, at, -balance, 'admin_grant', 'chargeback-' || n, jsonb_build_object('tool', 'pitctl', 'reason', 'chargeback, account emptied') FROM seed_emptied;

INSERT INTO credit_transactions (user_id, delta_micro, source, reference_id, metadata, created_at)
SELECT u.id, l.delta, l.source, l.ref, l.meta, l.at + c.shift
FROM seed_ledger l JOIN seed_user u ON u.n = l.n CROSS JOIN seed_clock c
ORDER BY l.at, l.n, l.delta DESC, l.ref COLLATE "C";

-- Planted: seven balances that do not agree with their ledger.
INSERT INTO credits (user_id, balance_micro, created_at, updated_at)
SELECT u.id, 50000 + coalesce(l.delta, 0) + coalesce(x.off, 0), u.created + c.shift, coalesce(l.at, u.created) + c.shift
FROM seed_user u CROSS JOIN seed_clock c
LEFT JOIN (SELECT n, sum(delta)::bigint AS delta, max(at) AS at FROM seed_ledger GROUP BY n) l ON l.n = u.n
LEFT JOIN (VALUES (23, 12000), (118, -3450), (342, 1), (577, -100), (801, 250000), (1204, -2750), (1650, 50000)) AS x(n, off) ON x.n = u.n
WHERE u.n NOT IN (SELECT n FROM seed_stranger)
ORDER BY u.created, u.n;

INSERT INTO referrals (referrer_id, referred_id, code, credited, created_at)
SELECT old.id, new.id, coalesce(u.referral_code, 'PIT' || upper(substr(md5(old.id || ' retired code'), 1, 7))), f.credited, f.at + c.shift
FROM seed_referral f CROSS JOIN seed_clock c JOIN seed_user new ON new.n = f.referred JOIN seed_user old ON old.n = f.referrer
JOIN users u ON u.id = old.id
ORDER BY f.at, f.referred;

INSERT INTO intro_pool (initial_micro, claimed_micro, drain_rate_micro_per_minute, started_at, updated_at)
SELECT 20000000, sum(l.delta), 12, min(l.at) - interval '3 days' + c.shift, max(l.at) + c.shift
FROM seed_ledger l CROSS JOIN seed_clock c WHERE l.source = 'signup' GROUP BY c.shift;

-- The last sixty days of bouts on the house, counted from those bouts.
INSERT INTO free_bout_pool (date, used, max_daily, updated_at)
SELECT to_char(d.day, 'YYYY-MM-DD'), count(b.i), CASE WHEN d.day > d.today - interval '21 days' THEN 80 ELSE 60 END, coalesce(max(b.created + d.shift), d.day)
FROM (SELECT shift, date_trunc('day', pg_temp.stage() + shift) AS today, date_trunc('day', pg_temp.stage() + shift) - interval '1 day' * back AS day
      FROM seed_clock CROSS JOIN generate_series(59, 0, -1) AS back) AS d
LEFT JOIN seed_bout b ON b.free AND date_trunc('day', b.created + d.shift) = d.day
GROUP BY d.day, d.today ORDER BY d.day;
