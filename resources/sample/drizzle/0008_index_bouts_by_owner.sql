-- SPDX-FileCopyrightText: 2026 The Pitboss authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Migration:  0008_index_bouts_by_owner
-- Purpose:    "My bouts, newest first" on the profile page reads one index range in place of
--             the whole table. Built without blocking those who are writing bouts meanwhile.
-- References: docs/performance.md, "Profile page"
-- Idempotent: yes (IF NOT EXISTS; an index left INVALID by a failed build must be dropped first)
-- Rollback:   DROP INDEX CONCURRENTLY IF EXISTS "bouts_owner_created_idx";

CREATE INDEX CONCURRENTLY IF NOT EXISTS "bouts_owner_created_idx" ON "bouts" USING btree ("owner_id","created_at" DESC NULLS LAST);
