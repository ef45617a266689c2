// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "drizzlefolder.h"
#include "migrations/apply/apply.h"
#include "sql/session.h"
#include "support/testserver.h"

#include <QtTest>

namespace pitboss::testing {

/// A folder of Drizzle's, a database, and an audit log: what one apply needs.
class ApplyPlace
{
public:
    void start() { QVERIFY2(server.start(), qPrintable(server.errorText())); }

    void open(const Line &line = lines[0])
    {
        m_line = line;
        name = u"apply%1"_s.arg(++m_databases);
        QVERIFY2(server.createDatabase(name), qPrintable(server.errorText()));
        run(u"CREATE TABLE ran (tag text)"_s);
        files.clear();
        out = dir.filePath(name + u"/drizzle"_s);
        log = std::make_unique<AuditLog>(dir.filePath(name + u"/log"_s));
        session = connect(server.url(name));
        QVERIFY(session);
    }

    std::unique_ptr<Session> connect(const QString &url)
    {
        SessionOptions writing;
        writing.readOnly = false;
        auto info = ConnectionInfo::fromUrl(url);
        info->setEnvironment(environment);
        auto made = std::make_unique<Session>(*info, writing);
        return made->open() ? std::move(made) : nullptr;
    }

    void run(const QString &sql) { QVERIFY2(server.runSql(name, sql), qPrintable(server.errorText())); }
    QString value(const QString &sql) { return server.value(name, sql); }

    File &add(int number, const QString &what, const QByteArray &sql)
    {
        const QString tag = tagOf(m_line, number, what);
        files.append({tag, sql, base + number * 1000, true, true});
        return files.last();
    }

    std::unique_ptr<Layout> layout() const { return makeLayout({QString(m_line.format), {out}, {}}); }

    JournalStatus status()
    {
        const auto read = readStatus(*layout(), session.get());
        return read ? *read : JournalStatus{};
    }

    /// The dry run of these, as apply wants to see it.
    QList<DryRunStamp> measure()
    {
        QStringList tags;
        for (const Migration &migration : status().migrations) {
            if (migration.script)
                tags << migration.tag;
        }
        const auto dryFiles = dryRunFiles(status(), layout()->runner(), tags);
        const auto result = dryRun(*session, *dryFiles, layout()->runner(), {});
        return result ? dryRunStamps(*result, *databaseIdentity(*session)) : QList<DryRunStamp>();
    }

    ApplyPlan plan(ApplyRequest request = {})
    {
        writeFolder(out, m_line, files);
        request.log = log.get();
        if (measures && request.measured.isEmpty())
            request.measured = measure();
        const auto made = planApply(*session, *layout(), request);
        if (!made)
            qWarning().noquote() << made.error().text();
        return made ? *made : ApplyPlan{};
    }

    ApplyConfirmation confirmation() const
    {
        ApplyConfirmation yes;
        yes.context = OperationContext::ofThisProcess(environment);
        yes.context.reason = u"a test"_s;
        yes.typedDatabase = name;
        return yes;
    }

    ApplyResult apply(const ApplyPlan &what)
    {
        const auto result = applyMigrations(*session, what, confirmation(), options, *log);
        if (!result)
            qWarning().noquote() << result.error().text();
        return result ? *result : ApplyResult{};
    }

    QString ran() { return value(u"select string_agg(tag, ' ' order by ctid) from ran"_s); }
    QString records()
    {
        return value(
            u"select string_agg(hash || ' ' || created_at, E'\\n' order by id) from drizzle.__drizzle_migrations"_s);
    }

    TestServer server;
    QTemporaryDir dir;
    std::unique_ptr<Session> session;
    std::unique_ptr<AuditLog> log;
    ApplyOptions options;
    Environment environment = Environment::Local;
    bool measures = true;
    QList<File> files;
    QString name, out;

private:
    Line m_line = lines[0];
    int m_databases = 0;
};

} // namespace pitboss::testing
