-- SPDX-FileCopyrightText: 2026 The Pitboss authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Migration:  0006_contact_submissions
-- Purpose:    Messages from the contact page are kept and worked through, oldest open one first.
-- References: docs/community.md, "Contact"
-- Idempotent: yes (IF NOT EXISTS)
-- Rollback:   DROP TABLE IF EXISTS "contact_submissions";

CREATE TABLE IF NOT EXISTS "contact_submissions" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"name" varchar(128),
	"email" varchar(256) NOT NULL,
	"subject" varchar(200),
	"message" text NOT NULL,
	"status" varchar(32) DEFAULT 'new' NOT NULL,
	"user_id" varchar(128),
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "contact_submissions_status_created_idx" ON "contact_submissions" USING btree ("status","created_at");
