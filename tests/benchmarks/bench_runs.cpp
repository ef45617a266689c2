// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The longest stall of the migrations page while it tries 50 files, against that of the same page idle while the same
// dry run loads the machine. Prints a table; ends with 0 whatever it saw, because these machines are shared.
#include "benchmarks/bench.h"
#include "benchmarks/manyfiles.h"
#include "migrations/measure.h"
#include "sql/connection.h"
#include "support/testserver.h"
#include "ui/messagebar.h"
#include "ui/migrations/migrationspage.h"
#include "ui/theme.h"

#include <QAction>
#include <QApplication>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace pitboss;
using namespace pitboss::bench;
using testing::TestServer;

namespace {

constexpr int rounds = 9;
constexpr int patience = 60000; // ms

class RunsBench
{
public:
    bool prepare()
    {
        writeFolder(m_folder.path(), 50);
        return m_folder.isValid() && m_server.start();
    }

    void stalls()
    {
        QList<double> busy, idle;
        for (int round = 0; round < rounds; ++round) {
            busy << onPage([](MigrationsPage &page, const ConnectionInfo &) {
                page.findChild<QAction *>(u"migrationsTryPending"_s)->trigger();
                return longestTurn([&] { return !page.findChild<MessageBar *>()->text().startsWith(u"Dry run"_s); });
            });
            idle << onPage([this](MigrationsPage &, const ConnectionInfo &info) { return besideARun(info); });
        }
        const double more = median(busy) - median(idle);
        report(u"longest stall while trying 50 files over that of an idle window"_s,
               u"%1 ms (%2 / %3)"_s.arg(more, 0, 'f', 1).arg(median(busy), 0, 'f', 1).arg(median(idle), 0, 'f', 1),
               u"<= 16 ms"_s, more <= 16);
    }

private:
    static std::unique_ptr<Connection> writing(const ConnectionInfo &info)
    {
        SessionOptions options;
        options.readOnly = false;
        return std::make_unique<Connection>(info, options);
    }

    /// On a database of its own, with the folder read and shown.
    double onPage(const std::function<double(MigrationsPage &, const ConnectionInfo &)> &work)
    {
        const QString name = u"runs%1"_s.arg(++m_made);
        m_server.createDatabase(name);
        const ConnectionInfo info =
            *ConnectionInfo::fromUrl(m_server.url(name, testing::Role::Owner, testing::Way::Socket));
        QSettings settings(u"/dev/null"_s, QSettings::IniFormat);
        MigrationsPage page(settings);
        page.resize(1280, 800);
        page.setConnection([info] { return std::make_unique<Connection>(info); });
        page.setPlace(
            WritePlace{[info] { return writing(info); }, Environment::Local, name, m_folder.filePath(u"audit"_s)});
        page.setFolder(m_folder.path());
        page.show();
        const auto *ready = page.findChild<QAction *>(u"migrationsTryPending"_s);
        if (!QTest::qWaitFor([&] { return ready->isEnabled(); }, patience))
            qFatal("the folder could not be read");
        QTest::qWait(500); // until it has drawn what it read
        return work(page, info);
    }

    double besideARun(const ConnectionInfo &info)
    {
        const auto connection = writing(info);
        const auto task = connection->run([folder = m_folder.filePath(u"drizzle"_s)](Session &session) {
            const auto layout = makeLayout({u"journal"_s, {folder}, {}});
            const auto status = readStatus(*layout, &session);
            return status ? measureMigrations(session, *layout, *status, {}) : fail(status.error());
        });
        return longestTurn([&] { return !task.future.isFinished(); });
    }

    TestServer m_server;
    QTemporaryDir m_folder;
    int m_made = 0;
};

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QSettings settings(u"/dev/null"_s, QSettings::IniFormat);
    Theme theme(application, settings);
    RunsBench bench;
    if (!bench.prepare()) {
        std::fprintf(stderr, "the server could not be prepared\n");
        return 1;
    }
    bench.stalls();
    printReport();
    return 0;
}
