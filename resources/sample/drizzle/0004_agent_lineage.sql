-- SPDX-FileCopyrightText: 2026 The Pitboss authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Migration:  0004_agent_lineage
-- Purpose:    Agents descend from agents and can be attested on a chain. Existing rows get the
--             hash of their prompt before the column becomes NOT NULL. People can flag an agent.
-- References: docs/agents.md, "Lineage and attestation"
-- Idempotent: yes (IF NOT EXISTS; the back-fill touches only rows without a hash)

ALTER TABLE "agents" ADD COLUMN IF NOT EXISTS "parent_id" varchar(128);
--> statement-breakpoint
ALTER TABLE "agents" ADD COLUMN IF NOT EXISTS "prompt_hash" varchar(66);
--> statement-breakpoint
ALTER TABLE "agents" ADD COLUMN IF NOT EXISTS "manifest_hash" varchar(66);
--> statement-breakpoint
UPDATE "agents" SET
	"prompt_hash" = coalesce("prompt_hash", '0x' || encode(sha256(convert_to("system_prompt", 'UTF8')), 'hex')),
	"manifest_hash" = coalesce("manifest_hash", '0x' || encode(sha256(convert_to("id" || "name" || "system_prompt", 'UTF8')), 'hex'))
WHERE "prompt_hash" IS NULL OR "manifest_hash" IS NULL;
--> statement-breakpoint
ALTER TABLE "agents" ALTER COLUMN "prompt_hash" SET NOT NULL;
--> statement-breakpoint
ALTER TABLE "agents" ALTER COLUMN "manifest_hash" SET NOT NULL;
--> statement-breakpoint
ALTER TABLE "agents" ADD COLUMN IF NOT EXISTS "attestation_uid" varchar(128);
--> statement-breakpoint
ALTER TABLE "agents" ADD COLUMN IF NOT EXISTS "attestation_tx_hash" varchar(66);
--> statement-breakpoint
ALTER TABLE "agents" ADD COLUMN IF NOT EXISTS "attested_at" timestamp with time zone;
--> statement-breakpoint
ALTER TABLE "agents" ADD COLUMN IF NOT EXISTS "archived" boolean DEFAULT false NOT NULL;
--> statement-breakpoint
CREATE UNIQUE INDEX IF NOT EXISTS "agents_attestation_uid_unique" ON "agents" USING btree ("attestation_uid");
--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "agents_archived_created_idx" ON "agents" USING btree ("archived","created_at");
--> statement-breakpoint
CREATE TABLE IF NOT EXISTS "agent_flags" (
	"id" serial PRIMARY KEY NOT NULL,
	"agent_id" varchar(128) NOT NULL,
	"user_id" varchar(128) NOT NULL,
	"reason" varchar(32) NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX IF NOT EXISTS "agent_flags_agent_user_unique" ON "agent_flags" USING btree ("agent_id","user_id");
