-- SPDX-FileCopyrightText: 2026 The Pitboss authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Migration:  0003_community
-- Purpose:    What the crowd does: reactions to single turns, one vote for a winner, referrals,
--             the newsletter. The index on bouts.status serves the list of running bouts.
-- References: docs/community.md
-- Idempotent: yes (IF NOT EXISTS)

CREATE TABLE IF NOT EXISTS "newsletter_signups" (
	"id" serial PRIMARY KEY NOT NULL,
	"email" varchar(256) NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "newsletter_signups_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE IF NOT EXISTS "reactions" (
	"id" serial PRIMARY KEY NOT NULL,
	"bout_id" varchar(21) NOT NULL,
	"turn_index" integer NOT NULL,
	"reaction_type" varchar(32) NOT NULL,
	"user_id" varchar(128),
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE IF NOT EXISTS "referrals" (
	"id" serial PRIMARY KEY NOT NULL,
	"referrer_id" varchar(128) NOT NULL,
	"referred_id" varchar(128) NOT NULL,
	"code" varchar(32) NOT NULL,
	"credited" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE IF NOT EXISTS "winner_votes" (
	"id" serial PRIMARY KEY NOT NULL,
	"bout_id" varchar(21) NOT NULL,
	"agent_id" varchar(128) NOT NULL,
	"user_id" varchar(128) NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX IF NOT EXISTS "reactions_bout_turn_type_user_unique" ON "reactions" USING btree ("bout_id","turn_index","reaction_type","user_id");
--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "reactions_bout_idx" ON "reactions" USING btree ("bout_id");
--> statement-breakpoint
CREATE UNIQUE INDEX IF NOT EXISTS "referrals_pair_unique" ON "referrals" USING btree ("referrer_id","referred_id");
--> statement-breakpoint
CREATE UNIQUE INDEX IF NOT EXISTS "winner_votes_bout_user_unique" ON "winner_votes" USING btree ("bout_id","user_id");
--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "winner_votes_created_idx" ON "winner_votes" USING btree ("created_at");
--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "bouts_status_idx" ON "bouts" USING btree ("status");
