// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// drizzle-migrate.cjs FOLDER URL: what an application does at its start, with the drizzle-orm of NODE_PATH.
const { Pool } = require("pg");
const { drizzle } = require("drizzle-orm/node-postgres");
const { migrate } = require("drizzle-orm/node-postgres/migrator");

async function main([migrationsFolder, connectionString]) {
  const pool = new Pool({ connectionString, max: 1 });
  try {
    const db = drizzle({ client: pool });
    await migrate(db, { migrationsFolder });
  } finally {
    await pool.end();
  }
}

main(process.argv.slice(2)).catch((error) => {
  const cause = error.cause ?? error;
  console.error(`${cause.code ?? ""} ${cause.message}`);
  process.exitCode = 1;
});
