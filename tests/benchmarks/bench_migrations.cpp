// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "benchmarks/manyfiles.h"
#include "migrations/apply/apply.h"
#include "migrations/lint.h"
#include "sql/session.h"
#include "support/testserver.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>

using namespace pitboss;
using namespace pitboss::testing;
using namespace pitboss::bench;
using namespace Qt::Literals::StringLiterals;

// Status and findings of a folder of 1,000 files against drizzle-kit with nothing to do; a dry run and an apply of 50
// files against psql that runs the same statements in one transaction. The median of some rounds, everything in one
// run.
namespace {

constexpr int rounds = 7;

double middle(QList<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

template <typename Function> double milliseconds(Function function)
{
    QElapsedTimer timer;
    timer.start();
    function();
    return double(timer.nsecsElapsed()) / 1e6;
}

template <typename Function> double median(Function function)
{
    QList<double> times;
    for (int i = 0; i < rounds; ++i)
        times << milliseconds(function);
    return middle(times);
}

/// Things that take turns, so that what slows the machine down for a while slows all of them: the median of each, and
/// of its ratios to the first of the same turn.
class Turns
{
public:
    template <typename Function> void take(const char *what, Function function)
    {
        auto row = std::find_if(m_rows.begin(), m_rows.end(), [&](const Row &r) { return r.what == what; });
        if (row == m_rows.end())
            row = m_rows.insert(m_rows.end(), Row{what, {}, {}});
        row->times << milliseconds(function);
        row->ratios << row->times.last() / m_rows.first().times.last();
    }

    void print() const
    {
        for (const Row &row : m_rows)
            std::printf("%-58s %9.1f ms   %.2f x\n", row.what, middle(row.times), middle(row.ratios));
    }

private:
    struct Row
    {
        const char *what;
        QList<double> times, ratios;
    };
    QList<Row> m_rows;
};

void row(const char *what, double milliseconds, double reference = 0)
{
    if (reference > 0)
        std::printf("%-58s %9.1f ms   %.2f x\n", what, milliseconds, milliseconds / reference);
    else
        std::printf("%-58s %9.1f ms\n", what, milliseconds);
}

class Bench
{
public:
    int run(bool withFolders)
    {
        if (!m_server.start() || !m_server.createDatabase(u"pit"_s)) {
            std::fprintf(stderr, "%s\n", qPrintable(m_server.errorText()));
            return 1;
        }
        if (withFolders)
            folders();
        dryRuns();
        applies();
        return 0;
    }

private:
    std::unique_ptr<Session> open(const QString &database, bool readOnly)
    {
        SessionOptions options;
        options.readOnly = readOnly;
        auto session = std::make_unique<Session>(
            *ConnectionInfo::fromUrl(m_server.url(database, Role::Owner, Way::Socket)), options); // as psql does
        return session->open() ? std::move(session) : nullptr;
    }

    /// The folder that holds drizzle-kit; empty when it cannot be had.
    static QString drizzleCache()
    {
        QProcess script;
        script.start(u"sh"_s, {QStringLiteral(PITBOSS_SOURCE_DIR "/tests/migrations/drizzle.sh"), u"0.45"_s});
        const bool there = script.waitForFinished(240'000) && script.exitCode() == 0;
        return there ? QString::fromLocal8Bit(script.readAllStandardOutput()).trimmed() : QString();
    }

    /// How it is called: the program itself, or as people call it.
    enum class Kit { Itself, ByNpx };

    /// Milliseconds of one `drizzle-kit migrate`; 0 when it is not there.
    double drizzleKit(const QString &folder, const QString &database, Kit how = Kit::Itself)
    {
        static const QString cache = drizzleCache();
        if (cache.isEmpty())
            return 0;
        const QJsonObject config{{u"dialect"_s, u"postgresql"_s},
                                 {u"out"_s, u"./drizzle"_s},
                                 {u"schema"_s, u"./schema.ts"_s},
                                 {u"dbCredentials"_s, QJsonObject{{u"url"_s, m_server.url(database)}}}};
        write(folder + u"/drizzle.config.js"_s, "module.exports = " + QJsonDocument(config).toJson());
        write(folder + u"/schema.ts"_s, "export {};\n");
        QFile::link(cache + u"/node_modules"_s, folder + u"/node_modules"_s);
        const QStringList migrate{u"migrate"_s, u"--config=drizzle.config.js"_s};
        QElapsedTimer timer;
        timer.start();
        QProcess kit;
        kit.setWorkingDirectory(folder);
        if (how == Kit::ByNpx)
            kit.start(u"npx"_s, QStringList{u"--no-install"_s, u"drizzle-kit"_s} + migrate);
        else
            kit.start(u"node"_s, QStringList{cache + u"/node_modules/drizzle-kit/bin.cjs"_s} + migrate);
        kit.waitForFinished(300'000);
        return double(timer.nsecsElapsed()) / 1e6;
    }

    void folders()
    {
        writeFolder(m_dir.path(), 1000);
        drizzleKit(m_dir.path(), u"pit"_s); // applies them; from now on there is nothing to do
        const double kit = median([&] { drizzleKit(m_dir.path(), u"pit"_s); });
        row("drizzle-kit migrate, 1,000 files, nothing pending", kit);
        const auto layout = makeLayout({u"journal"_s, {m_dir.filePath(u"drizzle"_s)}, {}});
        const auto session = open(u"pit"_s, true);
        row("status of the folder, connected", median([&] { (void)readStatus(*layout, session.get()).has_value(); }),
            kit);
        row("status with a new connection",
            median([&] { (void)readStatus(*layout, open(u"pit"_s, true).get()).has_value(); }), kit);
        row("status without a database", median([&] { (void)readStatus(*layout, nullptr).has_value(); }), kit);
        row("findings in 1,000 files", median([&] { (void)lintFolder(*layout->read(), layout->runner()); }));
    }

    /// One for each measurement: the catalogs of one that many were tried on are full of what was rolled back.
    void makeDatabases(int count)
    {
        for (int i = 0; i < count; ++i) {
            m_fresh << u"fresh%1"_s.arg(m_made++);
            m_server.createDatabase(m_fresh.last());
        }
        m_server.runSql(u"pit"_s, u"CHECKPOINT"_s, Role::Super); // or what is measured writes their pages
    }

    void dryRuns()
    {
        QList<DryRunFile> files;
        QByteArray all;
        for (int i = 0; i < 50; ++i) {
            DryRunFile file;
            file.tag = QString::number(i);
            file.script = std::make_shared<const Script>(Script::parse(migration(i), {true, Script::Depth::Trees}));
            file.rollback = std::make_shared<const Script>(Script::parse("DROP TABLE t" + QByteArray::number(i)));
            all += migration(i);
            files << file;
        }
        write(m_dir.filePath(u"all.sql"_s), all + "ROLLBACK;\n");
        const RunnerTraits drizzle{u"drizzle-kit migrate"_s, RunnerTraits::Grouping::OneTransaction, true, false};
        const auto tryOut = [&](bool proofs) {
            DryRunOptions options;
            options.proofs = proofs;
            const auto session = open(m_fresh.takeFirst(), false);
            const auto result = dryRun(*session, files, drizzle, options);
            if (!result || !result->ok)
                std::fprintf(stderr, "the dry run failed\n");
        };
        makeDatabases(6 * rounds);
        Turns turns;
        for (int i = 0; i < 2 * rounds; ++i) {
            turns.take("psql -1 -f, 50 files, 150 statements, rolled back", [&] {
                (void)m_server.psql(m_fresh.takeFirst(), {u"-q"_s, u"-1"_s, u"-f"_s, m_dir.filePath(u"all.sql"_s)});
            });
            turns.take("dry run of the same, all measurements", [&] { tryOut(false); });
            turns.take("dry run of the same, run twice and taken back", [&] { tryOut(true); });
        }
        turns.print();
    }

    void applies()
    {
        writeFolder(m_dir.filePath(u"fifty"_s), 50);
        const auto layout = makeLayout({u"journal"_s, {m_dir.filePath(u"fifty/drizzle"_s)}, {}});
        QByteArray all;
        for (int i = 0; i < 50; ++i)
            all += migration(i);
        write(m_dir.filePath(u"fifty.sql"_s), all);
        AuditLog log(m_dir.filePath(u"log"_s));
        makeDatabases(8 * rounds);
        Turns turns;
        for (int i = 0; i < 2 * rounds; ++i) {
            turns.take("psql -1 -f, 50 files, 150 statements", [&] {
                (void)m_server.psql(m_fresh.takeFirst(), {u"-q"_s, u"-1"_s, u"-f"_s, m_dir.filePath(u"fifty.sql"_s)});
            });
            turns.take("apply of the same, with plan, journal and audit log",
                       [&] { applyOnce(*layout, m_fresh.takeFirst(), log); });
            turns.take("drizzle-kit migrate of the same",
                       [&] { drizzleKit(m_dir.filePath(u"fifty"_s), m_fresh.takeFirst()); });
            turns.take("npx drizzle-kit migrate of the same",
                       [&] { drizzleKit(m_dir.filePath(u"fifty"_s), m_fresh.takeFirst(), Kit::ByNpx); });
        }
        turns.print();
    }

    void applyOnce(const Layout &layout, const QString &database, AuditLog &log)
    {
        const auto session = open(database, false);
        ApplyRequest request;
        request.overrideReason = u"measured"_s;
        const auto plan = planApply(*session, layout, request);
        const ApplyConfirmation confirmation{OperationContext::ofThisProcess(Environment::Local), {}};
        const auto result = applyMigrations(*session, *plan, confirmation, {}, log);
        if (!result || !result->ok)
            std::fprintf(stderr, "apply failed\n");
    }

    TestServer m_server;
    QTemporaryDir m_dir;
    QStringList m_fresh;
    int m_made = 0;
};

} // namespace

int main(int argc, char **argv)
{
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    const QCoreApplication application(argc, argv);
    return Bench().run(application.arguments().value(1) != "runs"_L1);
}
