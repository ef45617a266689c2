// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/scratch.h"

#include "migrations/apply/backup.h"
#include "migrations/dryrunner.h"
#include "migrations/words.h"
#include "sql/session.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFileInfo>
#include <QProcess>
#include <QRandomGenerator>
#include <QSysInfo>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString namePrefix = u"pitboss_scratch_"_s;
const QString commentPrefix = u"Pitboss scratch copy of "_s;

SessionOptions writing()
{
    SessionOptions options;
    options.readOnly = false;
    return options;
}

QString freshName()
{
    return namePrefix + QDateTime::currentDateTimeUtc().toString(u"yyyyMMddHHmmss"_s) + u'_'
        + QString::number(QRandomGenerator::system()->generate(), 36);
}

/// Ends both programs when they are to stop; false then.
bool finish(QProcess &dump, QProcess &load, const std::function<bool()> &canceled)
{
    while (!load.waitForFinished(100)) {
        if (!canceled || !canceled())
            continue;
        dump.kill();
        load.kill();
        dump.waitForFinished(2000);
        load.waitForFinished(2000);
        return false;
    }
    dump.waitForFinished(2000);
    return true;
}

bool succeeded(const QProcess &process)
{
    return process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
}

} // namespace

ScratchCopy::ScratchCopy(ConnectionInfo server, QString name)
    : m_server(std::move(server))
    , m_name(std::move(name))
{
}

ScratchCopy::~ScratchCopy()
{
    (void)drop().has_value();
}

ConnectionInfo ScratchCopy::connection() const
{
    ConnectionInfo info = m_server;
    info.setParameter(u"dbname"_s, m_name);
    info.setEnvironment(Environment::Local);
    return info;
}

Result<std::unique_ptr<ScratchCopy>> ScratchCopy::make(Session &source, const ScratchOptions &options)
{
    std::unique_ptr<ScratchCopy> copy(new ScratchCopy(options.server.value_or(source.info()), freshName()));
    if (options.progress)
        options.progress(Words::tr("Making a scratch copy"));
    if (const auto made = copy->create(source); !made)
        return fail(made.error());
    if (const auto filled = copy->fill(source, options); !filled)
        return fail(filled.error());
    return copy;
}

Result<void> ScratchCopy::create(Session &source)
{
    Session server(m_server, writing());
    if (const auto opened = server.open(); !opened)
        return opened;
    const bool same = m_server == source.info();
    const auto traits =
        source.execute(Statement("select pg_catalog.pg_encoding_to_char(encoding), datcollate, datctype, datname"
                                 " from pg_catalog.pg_database where datname = pg_catalog.current_database()"));
    if (!traits)
        return fail(traits.error());
    QByteArray sql = "CREATE DATABASE " + quoteIdentifier(m_name) + " TEMPLATE template0 ENCODING "
        + quoteLiteral(traits->text(0, 0));
    if (same) // another server may not know these
        sql += " LC_COLLATE " + quoteLiteral(traits->text(0, 1)) + " LC_CTYPE " + quoteLiteral(traits->text(0, 2));
    if (const auto made = server.execute(Statement(sql)); !made)
        return fail(made.error());
    m_exists = true;
    const QString comment = commentPrefix
        + Words::tr("%1, made %2 by process %3 on %4")
              .arg(traits->text(0, 3), QDateTime::currentDateTimeUtc().toString(Qt::ISODate))
              .arg(QCoreApplication::applicationPid())
              .arg(QSysInfo::machineHostName());
    const auto noted = server.execute(
        Statement(QByteArray("COMMENT ON DATABASE " + quoteIdentifier(m_name) + " IS " + quoteLiteral(comment))));
    return noted ? Result<void>() : fail(noted.error());
}

// pg_dump into psql: the server's own way to write a schema down, with the passwords in the environment alone.
Result<void> ScratchCopy::fill(Session &source, const ScratchOptions &options)
{
    const QString dumper = findPgDump(source.serverVersion());
    const QString loader = QFileInfo(dumper).path() + u"/psql"_s;
    if (dumper.isEmpty() || !QFileInfo(loader).isExecutable())
        return fail(
            Error::Kind::Missing,
            Words::tr("There is no pg_dump with psql of version %1 or newer here.").arg(source.serverVersion() / 10000),
            {}, Words::tr("Install the PostgreSQL client programs of that version."));
    const bool same = !options.server;
    QProcess dump, load;
    dump.setProcessEnvironment(libpqEnvironment(source.info()));
    load.setProcessEnvironment(libpqEnvironment(connection()));
    dump.setStandardOutputProcess(&load);
    QStringList words{u"--no-password"_s, u"--no-owner"_s, u"--no-privileges"_s, u"--no-publications"_s,
                      u"--no-subscriptions"_s};
    if (!options.withData)
        words << u"--schema-only"_s;
    dump.start(dumper, words);
    load.start(loader,
               {u"-X"_s, u"-q"_s, u"-w"_s, u"-o"_s, u"/dev/null"_s, u"-v"_s,
                same ? u"ON_ERROR_STOP=1"_s : u"ON_ERROR_STOP=0"_s});
    if (!finish(dump, load, options.canceled))
        return fail(Error::canceled());
    const QString said = QString::fromUtf8(load.readAllStandardError()).trimmed();
    if (!succeeded(dump) || !succeeded(load))
        return fail(Error::Kind::Server, Words::tr("The scratch copy could not be filled."),
                    QString::fromUtf8(dump.readAllStandardError()).trimmed() + said);
    m_warnings = said.split(u'\n', Qt::SkipEmptyParts);
    return {};
}

Result<void> ScratchCopy::drop()
{
    if (!m_exists)
        return {};
    Session server(m_server, writing());
    if (const auto opened = server.open(); !opened)
        return opened;
    const auto dropped =
        server.execute(Statement(QByteArray("DROP DATABASE IF EXISTS " + quoteIdentifier(m_name)
                                            + (server.serverVersion() >= 130000 ? " WITH (FORCE)" : ""))));
    if (!dropped)
        return fail(dropped.error());
    m_exists = false;
    return {};
}

Result<QList<ScratchLeftOver>> scratchLeftOvers(Session &session)
{
    const auto rows =
        session.execute(Statement("select d.datname, pg_catalog.shobj_description(d.oid, 'pg_database'),"
                                  " case when pg_catalog.has_database_privilege(d.oid, 'CONNECT')"
                                  " then pg_catalog.pg_database_size(d.oid) end,"
                                  " exists (select from pg_catalog.pg_stat_activity a where a.datid = d.oid)"
                                  " from pg_catalog.pg_database d where d.datname ^@ $1"
                                  " and pg_catalog.shobj_description(d.oid, 'pg_database') ^@ $2 order by 1")
                            .bind(namePrefix)
                            .bind(commentPrefix));
    if (!rows)
        return fail(rows.error());
    QList<ScratchLeftOver> all;
    for (int row = 0; row < rows->rowCount(); ++row)
        all.append({rows->text(row, 0), rows->text(row, 1), rows->integer(row, 2), rows->boolean(row, 3)});
    return all;
}

Result<void> dropScratchLeftOver(Session &session, const QString &name)
{
    const auto all = scratchLeftOvers(session);
    if (!all)
        return fail(all.error());
    const auto one = std::find_if(all->begin(), all->end(), [&](const ScratchLeftOver &o) { return o.name == name; });
    if (one == all->end())
        return fail(Error::refused(Words::tr("%1 is no scratch copy of Pitboss's.").arg(name)));
    if (one->inUse)
        return fail(Error::refused(Words::tr("Somebody is connected to %1.").arg(name)));
    const auto dropped = session.execute(Statement(QByteArray("DROP DATABASE " + quoteIdentifier(name))));
    return dropped ? Result<void>() : fail(dropped.error());
}

/// What the transaction really refused is confirmed, although the copy then did it outside one.
static void confirmRefusals(MigrationRun &run, const MigrationRun &refused)
{
    for (JudgedFinding &judged : run.findings) {
        for (const StatementRun &statement : refused.statements) {
            if (statement.index == judged.finding.statement && isForTransactions(statement)
                && judged.label == JudgedFinding::Label::NotMeasurable) {
                judged.label = JudgedFinding::Label::Confirmed;
                judged.evidence = statement.error->message;
            }
        }
    }
}

DryRunResult mergedRuns(DryRunResult transaction, const DryRunResult &scratch)
{
    transaction.ok = true;
    transaction.milliseconds += scratch.milliseconds;
    for (qsizetype i = 0; i < transaction.migrations.size(); ++i) {
        MigrationRun &run = transaction.migrations[i];
        const bool untried = std::any_of(run.statements.begin(), run.statements.end(), [](const StatementRun &s) {
            return s.state == StatementRun::State::NotMeasurable || isForTransactions(s);
        });
        if ((untried || !run.refusal.isEmpty()) && i < scratch.migrations.size()) {
            const MigrationRun refused = std::exchange(run, scratch.migrations[i]);
            confirmRefusals(run, refused);
            transaction.onScratch = true;
        }
        transaction.ok = transaction.ok && run.ok;
    }
    return transaction;
}

} // namespace pitboss
