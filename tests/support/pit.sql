-- SPDX-FileCopyrightText: 2026 The Pitboss authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Few rows whose every figure is known. u-ann reconciles (500 + 12.34 - 2.00), u-bob is off by 1.00, u-cem has nothing
-- in the ledger, u-dee has no account at all.
INSERT INTO users (id, email, display_name, referral_code, subscription_tier, created_at) VALUES
  ('u-ann', 'Ann@example.org', 'Ann 100%', 'ANN', 'lab', now()),
  ('u-bob', 'bob@example.org', 'Bob_b', 'BOB', 'free', now() - interval '3 days'),
  ('u-cem', NULL, E'C\033[31mem', NULL, 'free', now() - interval '2 days'),
  ('u-dee', 'dee@example.org', '🥊 Dée 日本', 'DEE', 'pass', now() - interval '4 days');
INSERT INTO credits (user_id, balance_micro, updated_at) VALUES
  ('u-ann', 51034, now()), ('u-bob', 50100, now()), ('u-cem', 50000, now());
INSERT INTO credit_transactions (user_id, delta_micro, source, reference_id, metadata, created_at) VALUES
  ('u-ann', 1234, 'purchase', 'pay-1', '{"cost_gbp": 1.0}', now() - interval '2 days'),
  ('u-ann', -200, 'preauth', 'bout-1', '{"boutId": "bout-1"}', now() - interval '1 day');
INSERT INTO bouts (id, preset_id, status, transcript, owner_id, topic, agent_lineup, created_at) VALUES
  ('bout-1', 'duel', 'completed', '[{"turn": 0, "agentId": "a-1", "agentName": "One", "text": "Hello"}]', 'u-ann', 'Tea or coffee?',
   '[{"id": "a-1", "name": "One"}, {"id": "a-10", "name": "Ten"}]', now()),
  ('bout-2', 'duel', 'error', '[]', 'u-ann', NULL, '[{"id": "a-10", "name": "Ten"}]', now() - interval '5 minutes'),
  ('bout-3', 'trio', 'running', '[]', 'u-bob', NULL, NULL, now() - interval '30 minutes'),
  ('bout-4', 'duel', 'completed', '[]', NULL, 'Old', NULL, now() - interval '40 days');
INSERT INTO agents (id, name, system_prompt, tier, response_length, response_format, prompt_hash, manifest_hash, owner_id, archived, parent_id) VALUES
  ('a-1', 'One', 'Be one.', 'free', 'short', 'plain', '0x1', '0x1', 'u-ann', false, NULL),
  ('a-10', 'Ten', 'Be ten.', 'custom', 'short', 'plain', '0x10', '0x10', 'u-bob', false, 'a-1'),
  ('a-2', 'Two', 'Be two.', 'free', 'short', 'plain', '0x2', '0x2', NULL, true, NULL);
INSERT INTO agent_flags (agent_id, user_id, reason) VALUES ('a-1', 'u-bob', 'rude'), ('a-1', 'u-cem', 'spam');
INSERT INTO winner_votes (bout_id, agent_id, user_id) VALUES ('bout-1', 'a-10', 'u-bob');
INSERT INTO reactions (bout_id, turn_index, reaction_type, user_id) VALUES ('bout-1', 0, 'heart', 'u-bob');
INSERT INTO free_bout_pool (date, used, max_daily) VALUES (to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD'), 7, 50);
INSERT INTO intro_pool (initial_micro, claimed_micro, drain_rate_micro_per_minute) VALUES (1000000, 250000, 10);
ANALYZE users, credits, credit_transactions, bouts, agents;
