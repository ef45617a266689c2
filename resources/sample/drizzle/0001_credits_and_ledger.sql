-- SPDX-FileCopyrightText: 2026 The Pitboss authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Migration:  0001_credits_and_ledger
-- Purpose:    Money. One balance for each person, one ledger row for each change of it, both in
--             micro-credits (1 credit = 100) as bigint, and the two pools that pay for newcomers.
-- References: docs/credits.md, "Preauthorise, then settle"
-- Idempotent: yes (IF NOT EXISTS)

CREATE TABLE IF NOT EXISTS "credit_transactions" (
	"id" serial PRIMARY KEY NOT NULL,
	"user_id" varchar(128) NOT NULL,
	"delta_micro" bigint NOT NULL,
	"source" varchar(64) NOT NULL,
	"reference_id" varchar(128),
	"metadata" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE IF NOT EXISTS "credits" (
	"user_id" varchar(128) PRIMARY KEY NOT NULL,
	"balance_micro" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE IF NOT EXISTS "free_bout_pool" (
	"id" serial PRIMARY KEY NOT NULL,
	"date" varchar(10) NOT NULL,
	"used" integer DEFAULT 0 NOT NULL,
	"max_daily" integer NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "free_bout_pool_date_unique" UNIQUE("date")
);
--> statement-breakpoint
CREATE TABLE IF NOT EXISTS "intro_pool" (
	"id" serial PRIMARY KEY NOT NULL,
	"initial_micro" bigint NOT NULL,
	"claimed_micro" bigint NOT NULL,
	"drain_rate_micro_per_minute" bigint NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "credit_transactions_user_created_idx" ON "credit_transactions" USING btree ("user_id","created_at");
--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "credit_transactions_reference_idx" ON "credit_transactions" USING btree ("reference_id");
