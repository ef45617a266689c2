// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/dryrunjson.h"
#include "migrations/lint.h"
#include "sql/session.h"
#include "support/testserver.h"

#include <QJsonArray>
#include <QProcess>
#include <QRegularExpression>
#include <QtTest>

namespace pitboss::testing {

using namespace Qt::Literals::StringLiterals;

inline const RunnerTraits drizzle{u"drizzle-kit migrate"_s, RunnerTraits::Grouping::OneTransaction, true, false};
inline const RunnerTraits psql{u"psql"_s, RunnerTraits::Grouping::FileDecides, false, true};

inline DryRunFile fileOf(const QString &tag, const QByteArray &sql, const QByteArray &rollback = {},
                         const RunnerTraits &runner = drizzle)
{
    DryRunFile file;
    file.tag = tag;
    file.script = std::make_shared<const Script>(Script::parse(sql, {runner.breakpoints, Script::Depth::Trees}));
    if (!rollback.isEmpty())
        file.rollback = std::make_shared<const Script>(Script::parse(rollback));
    file.findings = lintScript(*file.script, runner);
    return file;
}

// A table with 10 000 rows, and what a migration can do to it.
inline const char *const schema =
    "CREATE TABLE users (id bigint PRIMARY KEY, email text, name varchar(20), at timestamp, n int);"
    "INSERT INTO users SELECT g, 'u' || g, 'n', '2026-01-01', g FROM generate_series(1, 10000) g;"
    "CREATE TABLE bouts (id bigint PRIMARY KEY, user_id bigint);"
    "CREATE TABLE log (id bigserial PRIMARY KEY, what text);"
    "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log (what) VALUES (TG_OP); RETURN "
    "NULL; END $$;"
    "CREATE TRIGGER noted AFTER UPDATE ON bouts FOR EACH ROW EXECUTE FUNCTION note();"
    "INSERT INTO bouts VALUES (1, 1), (2, 2)";

/// A server, and for each test a fresh database with a session that may write. After each test the database must be as
/// it was before it.
class DryRunPlace
{
public:
    void start()
    {
        QVERIFY2(server.start(), qPrintable(server.errorText()));
        QVERIFY(server.createDatabase(u"template_pit"_s));
        QVERIFY2(server.runSql(u"template_pit"_s, QString::fromLatin1(schema)), qPrintable(server.errorText()));
    }
    void open()
    {
        name = u"db%1"_s.arg(++m_databases);
        QVERIFY2(server.createDatabase(name, u"template_pit"_s), qPrintable(server.errorText()));
        session = std::make_unique<Session>(*ConnectionInfo::fromUrl(server.url(name)), writing());
        QVERIFY(session->open().has_value());
        m_before = dump();
    }
    void close()
    {
        if (session && session->isOpen())
            QCOMPARE(session->transactionStatus(), Session::TransactionStatus::Idle);
        session.reset();
        QCOMPARE(dump(), m_before); // whatever happened, nothing is left
    }

    static SessionOptions writing()
    {
        SessionOptions options;
        options.readOnly = false;
        return options;
    }

    DryRunResult many(const QList<DryRunFile> &files, const RunnerTraits &runner = drizzle,
                      const DryRunOptions &options = {})
    {
        const auto result = dryRun(*session, files, runner, options);
        if (!result)
            qWarning() << result.error().text();
        return result ? *result : DryRunResult{};
    }

    MigrationRun one(const QByteArray &sql) { return many({fileOf(u"1"_s, sql)}).migrations.value(0); }

    static QString errorOf(const MigrationRun &run)
    {
        for (const StatementRun &statement : run.statements) {
            if (statement.error)
                return statement.error->text();
        }
        return run.refusal;
    }

    /// The whole database as text: schema and rows; where sequences stand is left out, for those no rollback takes
    /// back.
    QString dump()
    {
        QProcess process;
        process.start(server.binary(u"pg_dump"_s), {u"--dbname"_s, server.url(name), u"--no-comments"_s});
        process.waitForFinished();
        QString text = QString::fromUtf8(process.readAllStandardOutput());
        return text.remove(QRegularExpression(u"SELECT pg_catalog.setval[^\\n]*\\n|\\\\(un)?restrict[^\\n]*\\n"_s));
    }

    TestServer server;
    std::unique_ptr<Session> session;
    QString name;

private:
    QString m_before;
    int m_databases = 0;
};

} // namespace pitboss::testing
