// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/demo/demobuilder.h"

#include "migrations/script.h"
#include "sql/transaction.h"

#include <QCoreApplication>
#include <QFile>

namespace pitboss {

namespace {

QString text(const char *source)
{
    return QCoreApplication::translate("DemoBuilder", source);
}

QString unfinishedDatabase()
{
    return demoDatabase() + QStringLiteral("_making");
}

// Where the parts begin, by the time they take: 0.6 s for the server, 0.3 s for the migrations, 4 s for the seed.
constexpr int createPercent = 12, migratePercent = 15, seedPercent = 20, settlePercent = 95;

void tell(const DemoWatch &watch, const QString &what, int percent)
{
    if (watch.progress)
        watch.progress(what, percent);
}

int between(int first, int last, qsizetype done, qsizetype all)
{
    return first + int((last - first) * done / qMax(qsizetype(1), all));
}

Result<void> run(Session &session, const Statement &statement)
{
    if (auto done = session.execute(statement); !done)
        return fail(done.error());
    return {};
}

Result<void> runScript(Session &session, const QByteArray &bytes, bool breakpoints, const DemoWatch &watch)
{
    const Script script = Script::parse(bytes, {breakpoints, Script::Depth::Statements});
    for (const ScriptStatement &statement : script.statements()) {
        if (watch.canceled && watch.canceled())
            return fail(Error::canceled());
        if (auto done = run(session, statement.text); !done)
            return done;
    }
    return {};
}

Result<void> applyOne(Session &session, const SampleProject &project, const SampleProject::Entry &entry,
                      const DemoWatch &watch)
{
    const Result<QByteArray> bytes = project.migration(entry);
    if (!bytes)
        return fail(bytes.error());
    if (auto done = runScript(session, *bytes, true, watch); !done)
        return done;
    return run(session,
               Statement(R"(insert into "drizzle"."__drizzle_migrations" ("hash", "created_at") values ($1, $2))")
                   .bind(Script::parse(*bytes, {true, Script::Depth::Statements}).hash())
                   .bind(entry.when));
}

TransactionOptions patient()
{
    TransactionOptions options;
    options.idleTimeout = std::chrono::milliseconds(0);
    return options;
}

Result<void> fillDatabase(const ConnectionInfo &administration, const SampleProject &project, const DemoWatch &watch)
{
    ConnectionInfo info = administration;
    info.setParameter(QStringLiteral("dbname"), unfinishedDatabase());
    SessionOptions options;
    options.readOnly = false;
    Session session(info, options);
    if (auto opened = session.open(); !opened)
        return opened;
    if (auto applied = applySampleMigrations(session, project, demoPendingMigrations, watch); !applied)
        return applied;
    return seedSample(session, project, watch);
}

Result<void> makeDatabase(Session &administration, const SampleProject &project, const DemoWatch &watch)
{
    tell(watch, text("Creating the sample database…"), createPercent);
    const QByteArray making = quoteIdentifier(unfinishedDatabase());
    // WITH (FORCE): the session of a program that was killed may still be at work in it.
    if (auto dropped = run(administration, QByteArray("DROP DATABASE IF EXISTS " + making + " WITH (FORCE)")); !dropped)
        return dropped;
    if (auto created = run(administration, QByteArray("CREATE DATABASE " + making)); !created)
        return created;
    if (auto filled = fillDatabase(administration.info(), project, watch); !filled)
        return filled;
    return run(administration,
               QByteArray("ALTER DATABASE " + making + " RENAME TO " + quoteIdentifier(demoDatabase())));
}

} // namespace

QString demoDatabase()
{
    return QStringLiteral("the_pit");
}

Result<void> applySampleMigrations(Session &session, const SampleProject &project, int pending, const DemoWatch &watch)
{
    const Result<QList<SampleProject::Entry>> entries = project.entries();
    if (!entries)
        return fail(entries.error());
    if (auto made = run(session, R"(CREATE SCHEMA IF NOT EXISTS "drizzle")"); !made)
        return made;
    if (auto made = run(session, R"(CREATE TABLE IF NOT EXISTS "drizzle"."__drizzle_migrations" (
                                        id SERIAL PRIMARY KEY, hash text NOT NULL, created_at bigint))");
        !made)
        return made;
    auto transaction = Transaction::begin(session, patient());
    if (!transaction)
        return fail(transaction.error());
    const qsizetype count = entries->size() - pending;
    for (qsizetype i = 0; i < count; ++i) {
        tell(watch, text("Applying migration %1 of %2…").arg(i + 1).arg(count),
             between(migratePercent, seedPercent, i, count));
        if (auto applied = applyOne(session, project, entries->at(i), watch); !applied)
            return applied;
    }
    return transaction->commit();
}

Result<void> seedSample(Session &session, const SampleProject &project, const DemoWatch &watch)
{
    auto transaction = Transaction::begin(session, patient());
    if (!transaction)
        return fail(transaction.error());
    const QStringList files = project.seedFiles();
    for (qsizetype i = 0; i < files.size(); ++i) {
        tell(watch, text("Filling in people, bouts and credits (%1 of %2)…").arg(i + 1).arg(files.size()),
             between(seedPercent, settlePercent, i, files.size()));
        QFile file(files[i]);
        if (!file.open(QIODevice::ReadOnly))
            return fail(Error::Kind::File, text("Cannot read %1.").arg(files[i]), file.errorString());
        if (auto done = runScript(session, file.readAll(), false, watch); !done)
            return done;
    }
    if (auto committed = transaction->commit(); !committed)
        return committed;
    tell(watch, text("Counting what is there…"), settlePercent);
    // The visibility map and the statistics too: the grid's first look is to be as it is on a settled database.
    return run(session, "VACUUM (ANALYZE)");
}

Result<bool> hasDemoDatabase(Session &administration)
{
    auto found = administration.execute(Statement("SELECT 1 FROM pg_database WHERE datname = $1").bind(demoDatabase()));
    if (!found)
        return fail(found.error());
    return !found->isEmpty();
}

Result<void> buildDemoDatabase(Session &administration, const SampleProject &project, const DemoWatch &watch)
{
    // Of this session: it ends with it, also when the program is killed.
    const Statement lock("SELECT pg_advisory_lock(hashtext('pitboss demo'))");
    if (auto locked = run(administration, lock); !locked)
        return locked;
    const Result<bool> there = hasDemoDatabase(administration);
    Result<void> made;
    if (!there)
        made = fail(there.error());
    else if (!*there)
        made = makeDatabase(administration, project, watch);
    (void)administration.execute(Statement("SELECT pg_advisory_unlock(hashtext('pitboss demo'))")).has_value();
    return made;
}

} // namespace pitboss
