-- SPDX-FileCopyrightText: 2026 The Pitboss authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Migration:  0000_arena_core
-- Purpose:    The two things the arena cannot do without: people and bouts. A bout keeps its
--             whole transcript in one jsonb column, because it is always read as a whole.
-- References: docs/arena.md, "What a bout is"
-- Idempotent: yes (IF NOT EXISTS, DO block that swallows duplicate_object only)

DO $$ BEGIN
	CREATE TYPE "public"."bout_status" AS ENUM('running', 'completed', 'error');
EXCEPTION
	WHEN duplicate_object THEN NULL;
END $$;
--> statement-breakpoint
DO $$ BEGIN
	CREATE TYPE "public"."user_tier" AS ENUM('free', 'pass', 'lab');
EXCEPTION
	WHEN duplicate_object THEN NULL;
END $$;
--> statement-breakpoint
CREATE TABLE IF NOT EXISTS "bouts" (
	"id" varchar(21) PRIMARY KEY NOT NULL,
	"preset_id" varchar(64) NOT NULL,
	"status" "bout_status" NOT NULL,
	"transcript" jsonb NOT NULL,
	"owner_id" varchar(128),
	"topic" text,
	"response_length" varchar(32),
	"response_format" varchar(32),
	"agent_lineup" jsonb,
	"share_line" text,
	"share_generated_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE IF NOT EXISTS "users" (
	"id" varchar(128) PRIMARY KEY NOT NULL,
	"email" varchar(256),
	"display_name" varchar(128),
	"image_url" varchar(512),
	"referral_code" varchar(32),
	"subscription_tier" "user_tier" DEFAULT 'free' NOT NULL,
	"subscription_status" varchar(32),
	"subscription_id" varchar(128),
	"subscription_current_period_end" timestamp with time zone,
	"stripe_customer_id" varchar(128),
	"free_bouts_used" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "bouts_created_at_idx" ON "bouts" USING btree ("created_at");
--> statement-breakpoint
CREATE UNIQUE INDEX IF NOT EXISTS "users_referral_code_unique" ON "users" USING btree ("referral_code");
