// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
import { defineConfig } from "drizzle-kit";

// The application's own schema files are not part of the sample: what stands here is enough to apply and to read the
// migrations, not to generate new ones.
export default defineConfig({
  dialect: "postgresql",
  out: "./drizzle",
  dbCredentials: { url: process.env.DATABASE_URL! },
  migrations: { schema: "drizzle", table: "__drizzle_migrations", prefix: "index" },
  strict: true,
});
