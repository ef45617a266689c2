-- SPDX-FileCopyrightText: 2026 The Pitboss authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Seed, part 4: 8,000 bouts with their transcripts; then the people, who know how many free ones they had.

ANALYZE seed_user (n), seed_agent (a, nth), seed_voice (k);

-- How much each person plays: a few play all day, most have tried it twice. `upto` is the running total, to be drawn from.
CREATE TEMP TABLE seed_appetite ON COMMIT DROP AS
WITH weighed AS (
    SELECT n, created, CASE WHEN n IN (SELECT n FROM seed_stranger) THEN 0::float8
           ELSE power((1 + (n * 733 + 41) % 2000)::float8, -0.75) * power(extract(epoch FROM pg_temp.stage() - created)::float8 / 86400, 0.7) END AS weight
    FROM seed_user
)
SELECT n, created, sum(weight) OVER (ORDER BY n) / sum(weight) OVER () AS upto FROM weighed;

-- The last 41 bouts are placed by hand: 30 within the last hour, so that alerts have something to look at, and 11 that
-- run now, six of them stuck (planted).
CREATE TEMP TABLE seed_bout ON COMMIT DROP AS
WITH drawn AS MATERIALIZED (
    SELECT i, 'bout ' || i AS what,
           1 + least(width_bucket(pg_temp.frac('bout ' || i || ', owner'), (SELECT array_agg(upto ORDER BY n) FROM seed_appetite)), 1999) AS owner
    FROM generate_series(1, 8000) i
), owned AS (
    SELECT d.i, d.what, u.created AS born, CASE WHEN pg_temp.die(d.what || ', visitor', 100) < 7 AND d.i < 7960 THEN NULL ELSE u.n END AS owner
    FROM drawn d
    JOIN seed_user u ON u.n = CASE WHEN d.i >= 7960 AND d.owner > 1900 THEN 1 + d.i % 1000 ELSE d.owner END
), timed AS MATERIALIZED (
    SELECT o.*, date_trunc('day', born + (pg_temp.stage() - born) * power(pg_temp.frac(what || ', when'), 0.8)) + pg_temp.awake(what) AS liked,
           (ARRAY[14, 27, 41, 130, 540, 1860, 1, 2, 4, 6, 8])[i - 7989] AS running_for
    FROM owned o
), dated AS MATERIALIZED (
    SELECT i, what, owner, running_for,
           CASE WHEN running_for IS NOT NULL THEN pg_temp.stage() - interval '1 minute' * running_for
                WHEN i >= 7960 THEN pg_temp.stage() - interval '1 second' * (3500 - (i - 7960) * 113)
                WHEN liked < born OR liked > pg_temp.stage() - interval '65 minutes'
                THEN born + (pg_temp.stage() - interval '65 minutes' - born) * least(1, pg_temp.frac(what || ', soon'))
                ELSE liked END + interval '1 millisecond' * pg_temp.die(what || ', ms', 1000) AS created,
           CASE WHEN running_for IS NOT NULL THEN 'running'
                WHEN i >= 7960 THEN CASE WHEN i % 8 = 1 THEN 'error' ELSE 'completed' END
                WHEN pg_temp.die(what || ', fate', 1000) < 30 THEN 'error' ELSE 'completed' END AS status
    FROM timed
), peopled AS MATERIALIZED (
    SELECT d.*, pg_temp.nano(what) AS id,
           (ARRAY[2, 2, 2, 3, 3, 4])[1 + pg_temp.die(what || ', seats', 6)] AS seats,
           width_bucket(d.created, (SELECT array_agg(created ORDER BY nth) FROM seed_agent WHERE a > 0)) AS known, -- agents made by then
           pg_temp.die(what || ', house', 100) AS house
    FROM dated d
)
SELECT i, what, id, owner, created, status, seats, known, running_for,
       CASE WHEN house < 36 AND known >= 8 THEN 7 ELSE (ARRAY[0, 0, 1, 2, 2, 3, 4, 5, 5, 6])[1 + house % 10] END AS preset, -- 7 is the open arena
       CASE status WHEN 'running' THEN 1 + i % 6
                   WHEN 'error' THEN pg_temp.die(what || ', turns', 6)
                   ELSE 6 + pg_temp.die(what || ', turns', seats * 3 - 1 + CASE seats WHEN 2 THEN 0 ELSE 1 END) END AS turns,
       pg_temp.die(what || ', topic', 16) AS topic,
       (ARRAY['short', 'standard', 'standard', 'standard', 'long'])[1 + pg_temp.die(what || ', length', 5)] AS length,
       (ARRAY['plain', 'plain', 'plain', 'markdown'])[1 + pg_temp.die(what || ', format', 4)] AS format,
       (ARRAY['arena-small-2', 'arena-small-2', 'arena-large-2', 'arena-sage-1'])[1 + pg_temp.die(what || ', model', 4)] AS model,
       -- A visitor's bout is on the house, and so are the first two of anybody without a subscription.
       owner IS NULL OR (row_number() OVER (PARTITION BY owner ORDER BY created, i) <= 2
                         AND (SELECT tier FROM seed_user u WHERE u.n = owner) = 'free') AS free
FROM peopled;
ALTER TABLE seed_bout ADD PRIMARY KEY (i);

CREATE TEMP TABLE seed_preset ON COMMIT DROP AS
SELECT n::int - 1 AS p, slug FROM unnest(ARRAY['kitchen-court', 'night-shift', 'senate-of-ghosts', 'boardroom', 'deep-water', 'playground',
                                               'babel', 'arena']) WITH ORDINALITY AS x(slug, n);

-- Who sits where: neighbours in the cast, or agents that people had made by then.
CREATE TEMP TABLE seed_seat ON COMMIT DROP AS
SELECT b.i, s.seat, a.id, a.name, v.k AS voice, v.color, v.avatar, v.prompt,
       coalesce(lag(a.name) OVER (PARTITION BY b.i ORDER BY s.seat), first_value(a.name) OVER (PARTITION BY b.i ORDER BY s.seat DESC)) AS rival
FROM seed_bout b
CROSS JOIN generate_series(0, 3) AS s(seat)
JOIN seed_agent a ON a.nth = CASE WHEN b.preset < 7 THEN 1 + b.preset * 4 + (pg_temp.die(b.what || ', first', 4) + s.seat) % 4
                                  ELSE 29 + (floor(power(pg_temp.frac(b.what || ', first'), 1.5) * b.known)::int + s.seat) % b.known END
JOIN seed_voice v ON v.k = a.voice
WHERE s.seat < b.seats;
CREATE INDEX ON seed_seat (i, seat);
ANALYZE seed_bout (i, owner, seats, turns), seed_seat (i, seat);

-- One turn: an opening or a retort, a fact, a line of the voice's own, perhaps an aside and a closing. Nobody says the
-- same thing twice in a bout.
CREATE TEMP TABLE seed_turn ON COMMIT DROP AS
WITH b AS MATERIALIZED (
    SELECT *, pg_temp.die(what || ', lines', 5040) AS d1, pg_temp.die(what || ', facts', 5040) AS d2 FROM seed_bout
)
SELECT b.i, t.t, b.length, b.format, b.topic, s.id, s.name, s.voice, s.rival, t.t / b.seats AS mine, b.d1, b.d2,
       (b.d2 / 24 + t.t * 7) % 10 AS e1
FROM b
CROSS JOIN generate_series(0, 15) AS t(t)
JOIN seed_seat s ON s.i = b.i AND s.seat = t.t % b.seats
WHERE t.t < b.turns;
ANALYZE seed_turn (i, voice, topic);

INSERT INTO bouts (id, preset_id, status, transcript, owner_id, topic, response_length, response_format, agent_lineup, share_line, share_generated_at,
                   created_at, updated_at)
WITH script AS (
    SELECT i, -- put together as text and read once: a good deal quicker than jsonb_agg over objects
           ('[' || string_agg('{"turn":' || t || ',"agentId":"' || id || '","agentName":' || to_json(name) || ',"text":' || to_json(said) || '}', ',') || ']')::jsonb AS transcript
    FROM (
        SELECT r.i, r.t, r.id, r.name,
               concat_ws(CASE r.format WHEN 'markdown' THEN E'\n\n' ELSE ' ' END,
                   CASE WHEN r.mine = 0 THEN v.openers[1 + (r.d1 + r.voice) % 2] WHEN v.k < 24 THEN replace(q.lines[1 + (r.d1 + r.t) % 24], '{rival}', r.rival) END,
                   CASE WHEN v.k < 24 AND (r.length = 'long' OR r.t >= 8 AND r.e1 % 2 = 0) THEN q.asides[1 + (r.d2 + r.t) % 16] END,
                   CASE WHEN v.k < 24 AND r.t < 8 THEN p.facts[1 + (r.d2 + r.t) % 8] END,
                   v.bodies[1 + (r.d1 + r.voice + r.mine) % 6],
                   CASE WHEN (r.length = 'long' OR v.k >= 24) AND r.mine < 3 THEN v.bodies[1 + (r.d1 + r.voice + r.mine + 3) % 6] END,
                   CASE WHEN r.e1 % 5 < 3 AND r.mine < 3 AND r.length <> 'short'
                        THEN replace('*' || v.closers[1 + (r.d2 + r.mine) % 3] || '*', '*', CASE r.format WHEN 'markdown' THEN '**' ELSE '' END) END) AS said
        FROM seed_turn r
        JOIN seed_voice v ON v.k = r.voice
        JOIN seed_topic p ON p.k = r.topic
        CROSS JOIN (SELECT (SELECT array_agg(line ORDER BY k) FROM seed_retort) AS lines, (SELECT array_agg(line ORDER BY k) FROM seed_aside) AS asides) AS q
        ORDER BY r.i, r.t) AS line
    GROUP BY i
)
SELECT b.id, r.slug, b.status::bout_status,
       CASE b.i WHEN 4242 THEN '[]' ELSE coalesce(s.transcript, '[]') END, -- planted: one that is complete and empty
       u.id,
       CASE WHEN x.n < 12 THEN NULL ELSE replace((ARRAY['Resolved: {x} is a good idea', 'Is it time for {x}?', 'Who is afraid of {x}', 'In defence of {x}',
           'Against {x}, with regret', 'What would your mother say about {x}?', '{x}: blessing or curse', 'One good word for {x}', 'The trouble with {x}',
           'Explain {x} to someone from 1381', 'Should children be told about {x}?', 'Last words on {x}'])[x.n % 12 + 1], '{x}', p.phrase) END,
       b.length, b.format, l.lineup,
       CASE WHEN x.shared THEN (ARRAY['I watched ', 'Nobody survived ', 'It took four rounds: ', 'You had to be there. ', 'My money was on '])[1 + x.n % 5]
            || l.names || (ARRAY[' on ', ', undefeated on ', ', weeping over '])[1 + x.n % 3] || p.phrase || (ARRAY[' 🥊', '', ' 🔥', '.'])[1 + x.n % 4] END,
       CASE WHEN x.shared THEN b.created + c.shift + interval '1 second' * (x.length + 20 + x.n) END,
       b.created + c.shift, b.created + c.shift + interval '1 second' * x.length
FROM seed_bout b CROSS JOIN seed_clock c
JOIN seed_preset r ON r.p = b.preset
JOIN seed_topic p ON p.k = b.topic
JOIN (SELECT i, jsonb_agg(jsonb_build_object('id', id, 'name', name, 'systemPrompt', prompt, 'color', color, 'avatar', avatar) ORDER BY seat) AS lineup,
             string_agg(name, ' against ' ORDER BY seat) AS names FROM seed_seat GROUP BY i) l ON l.i = b.i
LEFT JOIN script s ON s.i = b.i
LEFT JOIN seed_user u ON u.n = b.owner
CROSS JOIN LATERAL (SELECT pg_temp.die(b.what || ', title', 100) AS n, b.status = 'completed' AND pg_temp.die(b.what || ', shared', 100) < 31 AS shared,
                           least(b.turns * 11, floor(extract(epoch FROM pg_temp.stage() - b.created))::int) AS length) AS x
ORDER BY b.created, b.i;

INSERT INTO users (id, email, display_name, image_url, referral_code, subscription_tier, subscription_status, subscription_id,
                   subscription_current_period_end, stripe_customer_id, free_bouts_used, created_at, updated_at)
SELECT u.id, u.email, u.display_name, CASE WHEN x.d < 70 THEN 'https://images.pit.example/u/' || left(md5(u.id), 24) || '.webp' END,
       CASE WHEN x.d % 10 > 0 THEN 'PIT' || upper(substr(md5(u.id || ' code'), 1, 7)) END, u.tier::user_tier,
       CASE WHEN u.tier = 'free' THEN CASE WHEN x.d = 5 THEN 'canceled' END WHEN u.n IN (87, 402, 650) THEN 'past_due' ELSE 'active' END,
       CASE WHEN u.tier <> 'free' THEN 'sub_' || left(pg_temp.nano(u.id || ' sub'), 18) END,
       CASE WHEN u.n IN (87, 402, 650) THEN pg_temp.stage() + c.shift - interval '1 day' * (u.n % 9 + 3)
            WHEN u.tier <> 'free' THEN pg_temp.stage() + c.shift + interval '1 hour' * (6 + x.d * 7) END,
       CASE WHEN u.tier <> 'free' OR x.d % 8 = 5 THEN 'cus_' || left(translate(pg_temp.nano(u.id || ' customer'), '-_', 'Xy'), 14) END,
       coalesce(f.free, 0), u.created + c.shift,
       u.created + c.shift + (pg_temp.stage() - u.created) * power(pg_temp.frac(u.id || ' touched'), 3)
FROM seed_user u CROSS JOIN seed_clock c
CROSS JOIN LATERAL (SELECT pg_temp.die(u.id || ' details', 100) AS d) AS x
LEFT JOIN (SELECT owner, count(*) AS free FROM seed_bout WHERE free AND owner IS NOT NULL GROUP BY owner) f ON f.owner = u.n
ORDER BY u.created, u.n;
