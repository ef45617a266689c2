-- SPDX-FileCopyrightText: 2026 The Pitboss authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Migration:  0007_one_account_per_email
-- Purpose:    One account for each e-mail address, whatever its upper and lower case, so that
--             nobody pays on one account and looks for the credits on another.
-- References: docs/accounts.md, "Signing up twice"
-- Idempotent: yes (IF NOT EXISTS)
-- Rollback:   DROP INDEX IF EXISTS "users_email_lower_unique";
--             ALTER TABLE "users" DROP COLUMN IF EXISTS "email_verified_at";

ALTER TABLE "users" ADD COLUMN IF NOT EXISTS "email_verified_at" timestamp with time zone;
--> statement-breakpoint
CREATE UNIQUE INDEX IF NOT EXISTS "users_email_lower_unique" ON "users" USING btree (lower("email"));
