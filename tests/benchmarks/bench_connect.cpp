// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The command line's list of tables against psql's \dt on the same local server, by turns in one run, from exec to
// exit; and what a connection's test costs over a link of 100 ms. Prints a table; ends with 0 whatever it saw.
#include "benchmarks/bench.h"
#include "sql/connect/connectiontest.h"
#include "support/pitdatabase.h"
#include "support/testca.h"
#include "support/testproxy.h"

#include <QCoreApplication>
#include <QProcess>

#include <cstdio>

using namespace pitboss;
using namespace pitboss::bench;
using namespace pitboss::testing;

namespace {

void runToTheEnd(const QString &program, const QStringList &words)
{
    QProcess process;
    process.start(program, words);
    if (!process.waitForFinished() || process.exitCode() != 0 || process.readAllStandardOutput().isEmpty())
        qFatal("%s: %s", qPrintable(program), process.readAllStandardError().constData());
}

void listTables(const TestServer &server)
{
    const QString url = server.url(QStringLiteral("pit"), Role::Owner, Way::Socket);
    QList<double> ours, theirs;
    constexpr int turns = 41;
    for (int turn = 0; turn < turns; ++turn) {
        ours << timed([&] {
            runToTheEnd(QStringLiteral(PITBOSS_APP_DIR "/pitbossctl"),
                        {QStringLiteral("tables"), QStringLiteral("--url"), url});
        });
        theirs << timed([&] {
            runToTheEnd(server.binary(QStringLiteral("psql")),
                        {QStringLiteral("-X"), QStringLiteral("-c"), QStringLiteral("\\dt"), url});
        });
    }
    const double ratio = median(ours) / median(theirs);
    report(QStringLiteral("pitbossctl tables against psql's \\dt"),
           QStringLiteral("%1 ms against %2 ms: %3 times")
               .arg(median(ours), 0, 'f', 1)
               .arg(median(theirs), 0, 'f', 1)
               .arg(ratio, 0, 'f', 2),
           QStringLiteral("3 times"), ratio <= 3);
}

void testFromFarAway(const TestServer &server, const TestCa &ca)
{
    TestProxy proxy(server.host(), server.port());
    if (!proxy.start())
        qFatal("no proxy");
    proxy.setDelay(std::chrono::milliseconds(50));
    const ConnectionInfo info =
        *ConnectionInfo::fromUrl(proxy.url(server.url(QStringLiteral("pit")))
                                 + QStringLiteral("?sslmode=verify-full&sslrootcert=") + ca.rootFile());
    QList<double> trips, took;
    for (int turn = 0; turn < 5; ++turn) {
        proxy.resetCounts();
        took << timed([&] {
            if (!testConnection(info))
                qFatal("the test failed");
        });
        trips << proxy.counts().roundTrips;
    }
    report(QStringLiteral("a connection's test over a link of 100 ms, with TLS"),
           QStringLiteral("%1 round trips, %2 ms").arg(median(trips)).arg(median(took), 0, 'f', 0),
           QStringLiteral("10 round trips"), median(trips) <= 10);
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    TestCa ca;
    const auto certificate = ca.certificate(TestCa::Kind::Good);
    TestServer server;
    server.setCertificate(certificate.certificateFile, certificate.keyFile);
    if (!server.start() || !makePit(server, QStringLiteral("pit")))
        qFatal("no server: %s", qPrintable(server.errorText()));
    listTables(server);
    testFromFarAway(server, ca);
    printReport();
    return 0;
}
