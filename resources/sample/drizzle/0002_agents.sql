-- SPDX-FileCopyrightText: 2026 The Pitboss authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Migration:  0002_agents
-- Purpose:    Agents of one's own: a fighter is a row with a prompt and a character sheet, no
--             longer a constant in the code.
-- References: docs/agents.md, "The character sheet"
-- Idempotent: yes (IF NOT EXISTS, DO block that swallows duplicate_object only)

DO $$ BEGIN
	CREATE TYPE "public"."agent_tier" AS ENUM('free', 'premium', 'custom');
EXCEPTION
	WHEN duplicate_object THEN NULL;
END $$;
--> statement-breakpoint
CREATE TABLE IF NOT EXISTS "agents" (
	"id" varchar(128) PRIMARY KEY NOT NULL,
	"name" varchar(128) NOT NULL,
	"system_prompt" text NOT NULL,
	"preset_id" varchar(64),
	"tier" "agent_tier" NOT NULL,
	"model" varchar(128),
	"response_length" varchar(32) NOT NULL,
	"response_format" varchar(32) NOT NULL,
	"archetype" text,
	"tone" text,
	"speech_pattern" text,
	"opening_move" text,
	"signature_move" text,
	"weakness" text,
	"goal" text,
	"fears" text,
	"custom_instructions" text,
	"quirks" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"owner_id" varchar(128)
);
--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "agents_owner_idx" ON "agents" USING btree ("owner_id");
