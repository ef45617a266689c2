// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/operations/purge.h"
#include "sql/operationsfixture.h"
#include "support/testproxy.h"

#include <QtTest>

#include <csignal>
#include <sys/resource.h>
#include <thread>

using namespace pitboss;
using namespace pitboss::testing;

/// Purging errored bouts: what goes, what stays, what is exported before, and what is told when something breaks.
class TestPurge : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(m_pit.start(), qPrintable(m_pit.server().errorText())); }
    void init();
    void cleanup() { QVERIFY(m_pit.drop()); }
    void deletesOnlyErrored_data();
    void deletesOnlyErrored();
    void cascadesAreCountedAndExported();
    void canceledMidway();
    void concurrentChangesAreKept();
    void twoAtOnce();
    void moreThanPreviewed();
    void refusals();
    void diskFull();
    void exportIsNeverOverwritten();
    void answerLost();
    void lockedBout();

private:
    PurgeBouts order(int batch = 10) const
    {
        return {contextFor(), m_folder->filePath(QStringLiteral("gone.jsonl")), batch};
    }
    Result<PurgeAnswer> purge(const PurgeBouts &what, const PurgeProgress &progress = {})
    {
        const auto seen = previewPurge(m_pit.session(), what);
        if (!seen)
            return fail(seen.error());
        return purgeOnRecord(m_pit.session(), what, *seen, *m_log, progress);
    }
    QByteArrayList exported() const
    {
        QFile file(m_folder->filePath(QStringLiteral("gone.jsonl")));
        return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed().split('\n') : QByteArrayList();
    }
    QString lastOutcome() const
    {
        const auto entries = m_log->entries();
        return entries && !entries->isEmpty() ? entries->last().outcome : QString();
    }
    qint64 left() { return m_pit.ask("SELECT count(*) FROM bouts WHERE status = 'error'").toLongLong(); }

    PitDatabases m_pit;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<AuditLog> m_log;
};

constexpr const char *fortyBouts =
    "DELETE FROM reactions; DELETE FROM winner_votes; DELETE FROM bouts;"
    "INSERT INTO bouts (id, preset_id, status, transcript, topic) SELECT 'b''\"\\' || lpad(n::text, 3, '0'), 'p',"
    " (CASE WHEN n <= 40 THEN 'error' WHEN n <= 45 THEN 'running' ELSE 'completed' END)::bout_status,"
    " '[{\"turn\": 1}]', 'Topic; DROP TABLE bouts' FROM generate_series(1, 50) n;"
    "INSERT INTO reactions (bout_id, turn_index, reaction_type, user_id) SELECT id, t, 'heart', 'u-ann' FROM bouts,"
    " generate_series(1, 3) t;"
    "INSERT INTO winner_votes (bout_id, agent_id, user_id) SELECT id, 'a-10', 'u-bob' FROM bouts;";

void TestPurge::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_log = std::make_unique<AuditLog>(m_folder->filePath(QStringLiteral("audit")));
    QVERIFY(m_pit.renew(QLatin1String(QTest::currentDataTag()) == QLatin1String("grown schema")));
    QVERIFY(m_pit.run(fortyBouts));
}

void TestPurge::deletesOnlyErrored_data()
{
    QTest::addColumn<bool>("grown");
    QTest::newRow("twelve tables") << false;
    QTest::newRow("grown schema") << true;
}

void TestPurge::deletesOnlyErrored()
{
    QFETCH(bool, grown);
    const auto seen = previewPurge(m_pit.session(), order());
    QVERIFY2(seen, qPrintable(seen ? QString() : seen.error().text()));
    QCOMPARE(seen->bouts, 40);
    QCOMPARE(seen->others.size(), 2);
    QCOMPARE(seen->others[0].rows, 120);
    QCOMPARE(seen->others[1].rows, 40);
    QCOMPARE(left(), 40);
    const auto done = purge(order(7));
    QVERIFY2(done, qPrintable(done ? QString() : done.error().text()));
    QVERIFY2(!done->stoppedBy, qPrintable(done->stoppedBy ? done->stoppedBy->text() : QString()));
    QCOMPARE(done->bouts, 40);
    QCOMPARE(done->others[0].rows, 120);
    QCOMPARE(done->others[1].rows, 40);
    QCOMPARE(m_pit.ask("SELECT count(*) || ' ' || (SELECT count(*) FROM reactions) || ' '"
                       " || (SELECT count(*) FROM winner_votes) FROM bouts"),
             QStringLiteral("10 30 10"));
    QCOMPARE(exported().size(), 40);
    const QJsonObject first = QJsonDocument::fromJson(exported().first()).object();
    QCOMPARE(first[QLatin1String("bout")][QLatin1String("topic")].toString(),
             QStringLiteral("Topic; DROP TABLE bouts"));
    QCOMPARE(first[QLatin1String("reactions")].toArray().size(), 3);
    QCOMPARE(first[QLatin1String("winner_votes")].toArray().size(), 1);
    QCOMPARE(lastOutcome(), QStringLiteral("done"));
    QVERIFY(m_log->verify()->problem.isEmpty());
    if (grown)
        QCOMPARE(m_pit.ask("SELECT sum((metadata->>'bouts')::int) || ' ' || count(*) FROM audit_event"
                           " WHERE action = 'bouts.purge'"),
                 QStringLiteral("40 6"));
    const auto again = purge({contextFor(), {}, 10});
    QVERIFY(again && again->bouts == 0 && again->auditNumber == 0);
}

void TestPurge::cascadesAreCountedAndExported()
{
    QVERIFY(
        m_pit.run("ALTER TABLE bouts ADD UNIQUE (id); CREATE TABLE clip (n int, bout varchar(21) REFERENCES bouts (id)"
                  " ON DELETE CASCADE); INSERT INTO clip SELECT 1, id FROM bouts"));
    const auto done = purge(order());
    QVERIFY2(done && !done->stoppedBy, qPrintable(done ? QString() : done.error().text()));
    QCOMPARE(done->others.size(), 3);
    QCOMPARE(done->others[0].table, QStringLiteral("clip"));
    QCOMPARE(done->others[0].rows, 40);
    QCOMPARE(QJsonDocument::fromJson(exported().first()).object()[QLatin1String("clip")].toArray().size(), 1);
}

void TestPurge::canceledMidway()
{
    const auto done = purge(order(), [](const PurgeAnswer &soFar) { return soFar.bouts < 20; });
    QVERIFY(done);
    QVERIFY(done->wasCanceled && !done->stoppedBy);
    QCOMPARE(done->bouts, 20);
    QCOMPARE(done->others[0].rows, 60);
    QCOMPARE(left(), 20);
    QCOMPARE(exported().size(), 40);
    QCOMPARE(lastOutcome(), QStringLiteral("partly done"));
    const auto early = purge({contextFor(), m_folder->filePath(QStringLiteral("other.jsonl")), 10},
                             [](const PurgeAnswer &) { return false; });
    QVERIFY(!early && early.error().kind == Error::Kind::Canceled);
    QVERIFY(!QFile::exists(m_folder->filePath(QStringLiteral("other.jsonl"))));
    QCOMPARE(left(), 20);
}

void TestPurge::concurrentChangesAreKept()
{
    bool isMoved = false;
    const auto done = purge(order(), [&](const PurgeAnswer &soFar) {
        if (soFar.exported == 40 && !isMoved)
            isMoved = m_pit.run("UPDATE bouts SET status = 'running' WHERE id LIKE '%005';"
                                "UPDATE bouts SET topic = 'new' WHERE id LIKE '%006';"
                                "DELETE FROM reactions WHERE bout_id LIKE '%012' AND turn_index = 1;"
                                "INSERT INTO reactions (bout_id, turn_index, reaction_type) SELECT id, 9, 'late'"
                                " FROM bouts WHERE id LIKE '%030'");
        return true;
    });
    QVERIFY(done && isMoved);
    QCOMPARE(done->bouts, 36);
    QCOMPARE(done->kept, 4);
    QCOMPARE(left(), 3);
    QCOMPARE(m_pit.ask("SELECT count(*) FROM reactions WHERE reaction_type = 'late'"), QStringLiteral("1"));
}

void TestPurge::twoAtOnce()
{
    std::atomic<qint64> total = 0;
    std::atomic<int> failures = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&, i] {
            const auto session = writer(m_pit.url());
            AuditLog log(m_folder->filePath(QStringLiteral("audit")));
            const PurgeBouts what{contextFor(), m_folder->filePath(QStringLiteral("%1.jsonl").arg(i)), 3};
            const auto seen = previewPurge(*session, what);
            const auto done = seen ? purgeOnRecord(*session, what, *seen, log) : Result<PurgeAnswer>();
            failures += !seen || !done || done->stoppedBy;
            total += done ? done->bouts : 0;
        });
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(failures.load(), 0);
    QCOMPARE(total.load(), 40);
    QCOMPARE(left(), 0);
    QVERIFY(m_log->verify()->problem.isEmpty());
}

void TestPurge::moreThanPreviewed()
{
    const auto seen = previewPurge(m_pit.session(), order());
    QVERIFY(m_pit.run("UPDATE bouts SET status = 'error'"));
    const auto done = purgeOnRecord(m_pit.session(), order(), *seen, *m_log);
    QVERIFY(!done && done.error().kind == Error::Kind::Conflict);
    QCOMPARE(left(), 50);
    QVERIFY(!QFile::exists(order().exportFile));
}

void TestPurge::refusals()
{
    PurgeBouts forbidden = order();
    forbidden.context.limits.writesAllowed = false;
    QCOMPARE(purge(forbidden).error().kind, Error::Kind::Refused);
    PurgeBouts silent = order();
    silent.context.limits.reasonRequired = true;
    silent.context.reason.clear();
    QCOMPARE(purge(silent).error().kind, Error::Kind::Refused);
    QVERIFY(m_pit.connectAs(Role::Reader));
    const auto reader = purge(order());
    QVERIFY2(!reader && reader.error().kind == Error::Kind::Permission,
             qPrintable(reader ? QString() : reader.error().text()));
    QVERIFY(reader.error().text().contains(QLatin1String("DELETE ON bouts")));
    QVERIFY(m_pit.connectAs(Role::Owner));
    QVERIFY(m_pit.run("ALTER TABLE bouts RENAME COLUMN status TO state"));
    const auto missing = purge(order());
    QVERIFY(!missing && missing.error().kind == Error::Kind::Missing);
    QVERIFY(missing.error().text().contains(QLatin1String("bouts.status")));
    QVERIFY(!QFile::exists(order().exportFile));
    QCOMPARE(m_pit.ask("SELECT count(*) FROM bouts WHERE state = 'error'"), QStringLiteral("40"));
}

void TestPurge::diskFull()
{
    const auto seen = previewPurge(m_pit.session(), order());
    QVERIFY(m_pit.run("UPDATE bouts SET topic = repeat(md5(random()::text), 2000)"));
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    const auto old = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{512 * 1024, before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
    const auto done = purgeOnRecord(m_pit.session(), order(), *seen, *m_log);
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, old);
    QVERIFY(!done);
    QVERIFY2(done.error().kind == Error::Kind::File, qPrintable(done.error().text()));
    QCOMPARE(left(), 40);
    QCOMPARE(m_folder->path().isEmpty() ? 0 : QDir(m_folder->path()).entryList(QDir::Files).size(), 0);
}

void TestPurge::exportIsNeverOverwritten()
{
    QFile earlier(order().exportFile);
    QVERIFY(earlier.open(QIODevice::WriteOnly) && earlier.write("kept") == 4 && earlier.flush());
    const auto done = purge(order());
    QVERIFY(!done && done.error().kind == Error::Kind::File);
    QCOMPARE(exported(), QByteArrayList{"kept"});
    QCOMPARE(left(), 40);
}

void TestPurge::answerLost()
{
    const QUrl url(m_pit.url());
    TestProxy proxy(url.host(), url.port());
    QVERIFY(proxy.start());
    const auto session = writer(proxy.url(m_pit.url()));
    QVERIFY(session);
    for (const auto cut : {TestProxy::Cut::Before, TestProxy::Cut::After}) {
        const PurgeBouts what{contextFor(), {}, 10};
        const auto seen = previewPurge(*session, what);
        QVERIFY2(seen, qPrintable(seen ? QString() : seen.error().text()));
        const qint64 before = left();
        const auto done = purgeOnRecord(*session, what, *seen, *m_log, [&](const PurgeAnswer &soFar) {
            if (soFar.bouts == 10)
                proxy.cutOn(TestProxy::Side::Client, QByteArray("COMMIT\0", 7), cut);
            return true;
        });
        QVERIFY(done && proxy.hasCut());
        QVERIFY(!done->isUncertain);
        QCOMPARE(left(), before - done->bouts);
        QCOMPARE(done->stoppedBy.has_value(), cut == TestProxy::Cut::Before);
        QVERIFY(session->open());
    }
    QCOMPARE(left(), 0);
}

void TestPurge::lockedBout()
{
    const auto other = writer(m_pit.url());
    QVERIFY(other->execute("BEGIN"));
    QVERIFY(other->execute("UPDATE bouts SET topic = 'mine' WHERE id LIKE '%015'"));
    const auto done = purge(order());
    QVERIFY(done);
    QVERIFY(done->stoppedBy && done->stoppedBy->kind == Error::Kind::Timeout);
    QCOMPARE(done->bouts, 10);
    QCOMPARE(left(), 30);
    QCOMPARE(lastOutcome(), QStringLiteral("partly done"));
}

QTEST_GUILESS_MAIN(TestPurge)
#include "tst_purge.moc"
