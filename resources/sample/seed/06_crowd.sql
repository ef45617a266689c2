-- SPDX-FileCopyrightText: 2026 The Pitboss authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Seed, part 6: reactions, votes, the newsletter, complaints.

-- Some bouts are seen by everybody and most by nobody: `favourite` turns a number into a bout, low numbers often.
CREATE TEMP TABLE seed_favourite ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY md5(what))::int AS rank, i, id, turns, created + interval '1 second' * turns * 11 AS ended
FROM seed_bout WHERE status = 'completed' AND i < 7960;
CREATE INDEX ON seed_favourite (rank);
ANALYZE seed_favourite (rank, i);

INSERT INTO reactions (bout_id, turn_index, reaction_type, user_id, created_at)
SELECT f.id, pg_temp.die('reaction turn ' || x, f.turns), (ARRAY['fire', 'fire', 'fire', 'laugh', 'laugh', 'think', 'heart', 'skull'])[1 + pg_temp.die('reaction ' || x, 8)],
       CASE WHEN x % 4 > 0 THEN u.id END, f.ended + (pg_temp.stage() - f.ended) * power(pg_temp.frac('reaction time ' || x), 5) + c.shift
FROM generate_series(1, 6400) AS x CROSS JOIN seed_clock c
JOIN seed_favourite f ON f.rank = 1 + floor(power(pg_temp.frac('reaction to ' || x), 2.4) * 7500)::int
JOIN seed_user u ON u.n = 1 + pg_temp.die('reaction by ' || x, 1900)
ORDER BY 5, x
ON CONFLICT DO NOTHING;
-- Planted: four reactions to a bout that was deleted.
INSERT INTO reactions (bout_id, turn_index, reaction_type, user_id, created_at)
SELECT pg_temp.nano('a bout deleted by hand'), x, 'skull', u.id, timestamp '2026-01-17 23:02:11' + interval '9 seconds' * x + c.shift
FROM generate_series(0, 3) AS x CROSS JOIN seed_clock c JOIN seed_user u ON u.n = 50 + x ORDER BY x;

INSERT INTO winner_votes (bout_id, agent_id, user_id, created_at)
SELECT f.id, s.id, u.id, f.ended + (pg_temp.stage() - f.ended) * power(pg_temp.frac('vote time ' || x), 5) + c.shift
FROM generate_series(1, 2600) AS x CROSS JOIN seed_clock c
JOIN seed_favourite f ON f.rank = 1 + floor(power(pg_temp.frac('vote on ' || x), 2.4) * 7500)::int
JOIN seed_user u ON u.n = 1 + pg_temp.die('vote by ' || x, 1900)
JOIN seed_bout b ON b.i = f.i
JOIN seed_seat s ON s.i = f.i AND s.seat = floor(power(pg_temp.frac('vote for ' || x), 1.3) * b.seats)::int
ORDER BY 4, x
ON CONFLICT DO NOTHING;

INSERT INTO newsletter_signups (email, created_at)
SELECT lower(u.email), u.created + (pg_temp.stage() - u.created) * power(pg_temp.frac(u.id || ' newsletter'), 4) + c.shift
FROM seed_user u CROSS JOIN seed_clock c WHERE u.email IS NOT NULL AND pg_temp.die(u.id || ' newsletter', 100) < 21
UNION ALL
SELECT (ARRAY['reader', 'hello', 'inbox', 'news', 'me'])[1 + x % 5] || '.' || left(md5('newsletter ' || x), 6) || '@' || (ARRAY['post.example', 'example.com', 'briefkasten.example'])[1 + x % 3],
       date_trunc('day', pg_temp.stage() - interval '1 day' - interval '180 days' * power(pg_temp.frac('newsletter time ' || x), 1.5))
           + pg_temp.awake('newsletter ' || x) + c.shift
FROM generate_series(1, 230) AS x CROSS JOIN seed_clock c
ORDER BY 2, 1
ON CONFLICT DO NOTHING;

INSERT INTO agent_flags (agent_id, user_id, reason, created_at)
SELECT a.id, u.id, (ARRAY['spam', 'abuse', 'abuse', 'impersonation', 'copyright', 'other'])[1 + pg_temp.die('flag reason ' || x, 6)],
       greatest(a.created, u.created) + (pg_temp.stage() - greatest(a.created, u.created)) * pg_temp.frac('flag time ' || x) + c.shift
FROM generate_series(1, 96) AS x CROSS JOIN seed_clock c
JOIN seed_agent a ON a.a = 1 + floor(power(pg_temp.frac('flag ' || x), 2) * 372)::int
JOIN seed_user u ON u.n = 1 + pg_temp.die('flag by ' || x, 1900) AND u.n <> a.owner
ORDER BY 4, x
ON CONFLICT DO NOTHING;
