-- SPDX-FileCopyrightText: 2026 The Pitboss authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Migration:  0005_describe_the_catalog
-- Purpose:    Words for tables and columns in the catalog itself, so that whoever opens the
--             database with any tool can read what a column means. No structure changes.
-- References: docs/handbook.md, "Where things are"
-- Idempotent: yes (a comment replaces itself)

COMMENT ON TABLE "users" IS 'People who signed up. The id comes from the sign-in provider (user_…).';
--> statement-breakpoint
COMMENT ON COLUMN "users"."email" IS 'Address at the sign-in provider; NULL for those who signed in with a phone number.';
--> statement-breakpoint
COMMENT ON COLUMN "users"."referral_code" IS 'The code this person hands out to friends.';
--> statement-breakpoint
COMMENT ON COLUMN "users"."subscription_tier" IS 'What the person may do now: free, pass or lab.';
--> statement-breakpoint
COMMENT ON COLUMN "users"."subscription_status" IS 'The payment provider''s word for it: active, past_due, canceled.';
--> statement-breakpoint
COMMENT ON COLUMN "users"."subscription_current_period_end" IS 'Until when the current period is paid.';
--> statement-breakpoint
COMMENT ON COLUMN "users"."stripe_customer_id" IS 'The person at the payment provider; support searches by it.';
--> statement-breakpoint
COMMENT ON COLUMN "users"."free_bouts_used" IS 'Bouts played on the house so far; they have no ledger rows.';
--> statement-breakpoint
COMMENT ON TABLE "credits" IS 'One balance for each person who has an account; starts with 500 credits that have no ledger row.';
--> statement-breakpoint
COMMENT ON COLUMN "credits"."user_id" IS 'users.id';
--> statement-breakpoint
COMMENT ON COLUMN "credits"."balance_micro" IS 'In micro-credits: 100 micro = 1 credit. Never negative.';
--> statement-breakpoint
COMMENT ON TABLE "credit_transactions" IS 'The ledger: one row for each change of a balance, never edited, never deleted.';
--> statement-breakpoint
COMMENT ON COLUMN "credit_transactions"."delta_micro" IS 'Micro-credits added (positive) or taken (negative).';
--> statement-breakpoint
COMMENT ON COLUMN "credit_transactions"."source" IS 'purchase, signup, referral, preauth, settlement, settlement-error or admin_grant.';
--> statement-breakpoint
COMMENT ON COLUMN "credit_transactions"."reference_id" IS 'What the change belongs to: for preauth and settlement the bout''s id.';
--> statement-breakpoint
COMMENT ON COLUMN "credit_transactions"."metadata" IS 'Details as an object: bout, preset, model, tokens, cost in GBP, or who granted and why.';
--> statement-breakpoint
COMMENT ON TABLE "bouts" IS 'One match of agents with its whole transcript.';
--> statement-breakpoint
COMMENT ON COLUMN "bouts"."id" IS 'Nano id, 21 characters.';
--> statement-breakpoint
COMMENT ON COLUMN "bouts"."preset_id" IS 'Which cast was on stage; "arena" for a line-up of one''s own.';
--> statement-breakpoint
COMMENT ON COLUMN "bouts"."status" IS 'running, completed or error. Running for more than ten minutes means stuck.';
--> statement-breakpoint
COMMENT ON COLUMN "bouts"."transcript" IS 'Array of {turn, agentId, agentName, text}.';
--> statement-breakpoint
COMMENT ON COLUMN "bouts"."owner_id" IS 'users.id; NULL for a visitor who had not signed in.';
--> statement-breakpoint
COMMENT ON COLUMN "bouts"."topic" IS 'What they were asked to argue about; NULL when the cast chose for itself.';
--> statement-breakpoint
COMMENT ON COLUMN "bouts"."agent_lineup" IS 'Array of {id, name, systemPrompt, color, avatar} as they were when the bout began.';
--> statement-breakpoint
COMMENT ON COLUMN "bouts"."share_line" IS 'One line for sharing, written after the last turn.';
--> statement-breakpoint
COMMENT ON TABLE "agents" IS 'The fighters: those of the house and those that people made.';
--> statement-breakpoint
COMMENT ON COLUMN "agents"."tier" IS 'free and premium belong to the house, custom to a person.';
--> statement-breakpoint
COMMENT ON COLUMN "agents"."system_prompt" IS 'What the model is told to be.';
--> statement-breakpoint
COMMENT ON COLUMN "agents"."owner_id" IS 'users.id of the maker; NULL for an agent of the house.';
--> statement-breakpoint
COMMENT ON COLUMN "agents"."parent_id" IS 'agents.id of the agent this one was cloned from.';
--> statement-breakpoint
COMMENT ON COLUMN "agents"."prompt_hash" IS '0x and SHA-256 of the system prompt.';
--> statement-breakpoint
COMMENT ON COLUMN "agents"."manifest_hash" IS '0x and SHA-256 of the whole character sheet.';
--> statement-breakpoint
COMMENT ON COLUMN "agents"."attestation_uid" IS 'Identifier of the attestation on the chain, when there is one.';
--> statement-breakpoint
COMMENT ON COLUMN "agents"."archived" IS 'Hidden from lists; old bouts still show it.';
--> statement-breakpoint
COMMENT ON TABLE "intro_pool" IS 'Credits set aside for newcomers; drains by the minute and by claims.';
--> statement-breakpoint
COMMENT ON COLUMN "intro_pool"."claimed_micro" IS 'Micro-credits claimed so far.';
--> statement-breakpoint
COMMENT ON TABLE "free_bout_pool" IS 'How many bouts on the house each day has seen, and how many it may see.';
--> statement-breakpoint
COMMENT ON COLUMN "free_bout_pool"."date" IS 'Day in UTC as YYYY-MM-DD.';
--> statement-breakpoint
COMMENT ON TABLE "referrals" IS 'Who brought whom, and whether the reward was paid.';
--> statement-breakpoint
COMMENT ON TABLE "reactions" IS 'A reaction to one turn of a bout; without a user for visitors.';
--> statement-breakpoint
COMMENT ON COLUMN "reactions"."turn_index" IS 'The turn reacted to, counted from 0.';
--> statement-breakpoint
COMMENT ON TABLE "winner_votes" IS 'One vote for each person and bout.';
--> statement-breakpoint
COMMENT ON COLUMN "winner_votes"."agent_id" IS 'The id from the bout''s line-up that the person saw as the winner.';
--> statement-breakpoint
COMMENT ON TABLE "newsletter_signups" IS 'Addresses that asked for the newsletter, with or without an account.';
--> statement-breakpoint
COMMENT ON TABLE "agent_flags" IS 'Complaints about an agent: one for each person and agent.';
--> statement-breakpoint
COMMENT ON COLUMN "agent_flags"."reason" IS 'spam, abuse, impersonation, copyright or other.';
