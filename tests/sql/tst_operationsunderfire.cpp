// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/audit/recorded.h"
#include "sql/operationsfixture.h"
#include "support/testproxy.h"

#include <QTemporaryDir>
#include <QtTest>

#include <csignal>
#include <random>
#include <thread>

using namespace pitboss;
using namespace pitboss::testing;

/// Many at once on the same accounts, connections cut and programs killed at every point: nothing lost, nothing
/// doubled, and what is told is what happened.
class TestOperationsUnderFire : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(m_pit.start(), qPrintable(m_pit.server().errorText())); }
    void init() { QVERIFY(m_pit.renew(false)); }
    void cleanup() { QVERIFY(m_pit.drop()); }
    void sixteenAtOnce_data();
    void sixteenAtOnce();
    void sameOperationFromManyWindows_data() { sixteenAtOnce_data(); }
    void sameOperationFromManyWindows();
    void connectionCut_data();
    void connectionCut();
    void changeOfTierWhoseAnswerIsLost();
    void serverGoneForGood();
    void programKilled_data();
    void programKilled();

private:
    QString ledgerOf(const char *user);

    PitDatabases m_pit;
};

namespace {

constexpr int workers = 16;
const QByteArray commitMessage("COMMIT\0", 7); // with the end of its text: BEGIN says READ COMMITTED

/// Milliseconds; PITBOSS_HAMMER_SECONDS makes it longer than a test run wants.
qint64 hammerTime()
{
    const int seconds = qEnvironmentVariableIntValue("PITBOSS_HAMMER_SECONDS");
    return seconds > 0 ? seconds * 1000LL : 8000;
}

/// Repeats with the same operation id while others are in the way, as a person would.
Result<CommitAnswer> insist(Session &session, const Operation &operation)
{
    for (int attempt = 0; attempt < 200; ++attempt) {
        auto answer = carryOut(session, operation);
        const bool again = answer
            ? answer->moved
            : answer.error().kind == Error::Kind::Timeout || answer.error().kind == Error::Kind::Conflict;
        if (!again)
            return answer;
    }
    return fail(Error::Kind::Conflict, QStringLiteral("never got through"));
}

struct Worker
{
    QString url;
    int seed = 0;
    qint64 milliseconds = 0;
    int done = 0;
    QStringList problems;

    void run()
    {
        const auto session = writer(url);
        std::mt19937 random(unsigned(seed) + 1);
        QElapsedTimer timer;
        timer.start();
        while (session && timer.elapsed() < milliseconds)
            step(*session, random);
        if (!session)
            problems << QStringLiteral("no session");
    }

    void step(Session &session, std::mt19937 &random)
    {
        static const QStringList people{QStringLiteral("u-ann"), QStringLiteral("u-bob"), QStringLiteral("u-dee")};
        const QString person = people[int(random() % 3)];
        const auto answer = insist(session, choose(session, random, person));
        if (answer)
            ++done;
        else if (answer.error().kind != Error::Kind::Refused)
            problems << answer.error().text();
    }

    static Operation choose(Session &session, std::mt19937 &random, const QString &person)
    {
        const int kind = int(random() % 4);
        const auto entry = session.execute(
            Statement(
                "SELECT id FROM credit_transactions WHERE user_id = $1 AND CASE WHEN $2::int = 0 THEN delta_micro < 0"
                " ELSE delta_micro > 0 AND source LIKE 'admin%' END ORDER BY random() LIMIT 1")
                .bind(person)
                .bind(qint64(kind == 0 ? 0 : 1)));
        const qint64 id = entry && !entry->isEmpty() ? entry->integer(0, 0) : 0;
        if (id == 0 || kind > 1)
            return grant(person, qint64(random() % 500) + 1);
        if (kind == 0)
            return refund(person, id, qint64(random() % 60) + 1);
        return reverse(person, id, random() % 2 == 0);
    }
};

} // namespace

void TestOperationsUnderFire::sixteenAtOnce_data()
{
    QTest::addColumn<bool>("grown");
    QTest::newRow("twelve tables") << false;
    QTest::newRow("grown schema") << true;
}

void TestOperationsUnderFire::sixteenAtOnce()
{
    QFETCH(bool, grown);
    QVERIFY(m_pit.renew(grown));
    QVERIFY(m_pit.run("INSERT INTO credit_transactions (user_id, delta_micro, source, reference_id, metadata)"
                      " SELECT 'u-bob', -100, 'preauth', 'b-' || i, '{}' FROM generate_series(1, 20) i;"
                      " UPDATE credits SET balance_micro = balance_micro - 2000 WHERE user_id = 'u-bob'"));
    const char *difference =
        "SELECT string_agg(c.user_id || ' ' || (c.balance_micro - 50000 - coalesce((SELECT sum(l.delta_micro)"
        " FROM credit_transactions l WHERE l.user_id = c.user_id), 0)), ', ' ORDER BY c.user_id) FROM credits c"
        " WHERE c.user_id <> 'u-dee'";
    const QString before = m_pit.ask(difference);
    std::vector<Worker> all(workers);
    std::vector<std::thread> threads;
    for (int i = 0; i < workers; ++i) {
        all[size_t(i)] = {m_pit.url(), i, hammerTime() / 2, 0, {}};
        threads.emplace_back([&worker = all[size_t(i)]] { worker.run(); });
    }
    for (std::thread &thread : threads)
        thread.join();
    int done = 0;
    for (const Worker &worker : all) {
        QVERIFY2(worker.problems.isEmpty(), qPrintable(worker.problems.value(0)));
        done += worker.done;
    }
    qInfo("%d operations", done);
    QVERIFY(done > workers);
    QCOMPARE(m_pit.ask(difference), before);
    QCOMPARE(m_pit.ask("SELECT c.balance_micro - 50000 - sum(l.delta_micro) FROM credits c JOIN credit_transactions l "
                       "USING (user_id)"
                       " WHERE user_id = 'u-dee' GROUP BY c.balance_micro"),
             QStringLiteral("0"));
    QCOMPARE(
        m_pit.ask("SELECT count(*) - count(DISTINCT reference_id) FROM credit_transactions WHERE source LIKE 'admin%'"),
        QStringLiteral("0"));
    // No charge got back more than it was, no grant was taken back more than once.
    QCOMPARE(
        m_pit.ask(
            "SELECT count(*) FROM credit_transactions c WHERE delta_micro < 0 AND source = 'preauth' AND"
            " -delta_micro < (SELECT sum(r.delta_micro + coalesce((SELECT sum(u.delta_micro) FROM credit_transactions u"
            " WHERE u.metadata->>'reversalOf' = r.id::text), 0)) FROM credit_transactions r"
            " WHERE r.metadata->>'refundOf' = c.id::text)"),
        QStringLiteral("0"));
    QCOMPARE(m_pit.ask("SELECT count(*) FROM credit_transactions g WHERE source IN ('admin_grant', 'admin_refund') AND"
                       " delta_micro + (SELECT sum(u.delta_micro) FROM credit_transactions u"
                       " WHERE u.metadata->>'reversalOf' = g.id::text) < 0"),
             QStringLiteral("0"));
    QCOMPARE(m_pit.ask("SELECT count(*) FROM credits WHERE balance_micro < 0"), QStringLiteral("0"));
}

void TestOperationsUnderFire::sameOperationFromManyWindows()
{
    QFETCH(bool, grown);
    QVERIFY(m_pit.renew(grown));
    for (int round = 0; round < 3; ++round) {
        const Operation operation = grant(QStringLiteral("u-ann"), 100);
        std::vector<std::thread> threads;
        std::atomic<int> done = 0;
        for (int i = 0; i < 8; ++i) {
            threads.emplace_back([&] {
                const auto session = writer(m_pit.url());
                done += session && insist(*session, operation) ? 1 : 0;
            });
        }
        for (std::thread &thread : threads)
            thread.join();
        QCOMPARE(done.load(), 8);
        QCOMPARE(m_pit.balance("u-ann"), 51034 + 100 * (round + 1));
    }
}

QString TestOperationsUnderFire::ledgerOf(const char *user)
{
    const QByteArray sql = QByteArray("SELECT count(*) || ' ' || coalesce(sum(delta_micro), 0) FROM credit_transactions"
                                      " WHERE source = 'admin_grant' AND user_id = '")
        + user + "'";
    return m_pit.ask(sql.constData());
}

void TestOperationsUnderFire::connectionCut_data()
{
    QTest::addColumn<bool>("grown");
    QTest::addColumn<QByteArray>("needle");
    QTest::addColumn<bool>("after");
    for (const bool grown : {false, true}) {
        for (const QByteArray &needle : QByteArrayList{"BEGIN TRANSACTION", "set_config", "pg_advisory_xact_lock",
                                                       "INSERT INTO credits", "FOR UPDATE", "WITH account",
                                                       "SET CONSTRAINTS", "pg_stat_xact_user_tables", commitMessage}) {
            for (const bool after : {false, true})
                QTest::addRow("%s, %s %s", grown ? "grown" : "twelve", after ? "after" : "before", needle.constData())
                    << grown << needle << after;
        }
    }
}

/// Whatever is told must be so; and the same operation once more ends with exactly one ledger row.
void TestOperationsUnderFire::connectionCut()
{
    QFETCH(bool, grown);
    QFETCH(QByteArray, needle);
    QFETCH(bool, after);
    QVERIFY(m_pit.renew(grown));
    TestProxy proxy(m_pit.server().host(), m_pit.server().port());
    QVERIFY(proxy.start());
    const auto session = writer(proxy.url(m_pit.url()));
    QVERIFY(session);
    QTemporaryDir folder;
    AuditLog log(folder.path());
    const Operation operation = grant(QStringLiteral("u-ann"), 100);
    const auto seen = preview(*session, operation);
    QVERIFY(seen);
    proxy.cutOn(TestProxy::Side::Client, needle, after ? TestProxy::Cut::After : TestProxy::Cut::Before);
    const auto answer = commitOnRecord(*session, operation, *seen, log);
    QVERIFY(proxy.hasCut());
    const bool isThere = ledgerOf("u-ann") == QLatin1String("1 100");
    QVERIFY2(bool(answer) == isThere, qPrintable(answer ? QStringLiteral("told as done") : answer.error().text()));
    if (!answer)
        QVERIFY2(answer.error().kind == Error::Kind::ConnectionLost, qPrintable(answer.error().text()));
    const auto entries = log.entries();
    if (needle == commitMessage) {
        QCOMPARE(int(entries->size()), 2);
        QCOMPARE(entries->at(1).outcome, isThere ? QStringLiteral("done") : QStringLiteral("not done"));
    } else {
        QVERIFY(entries->isEmpty());
    }
    const auto fresh = writer(m_pit.url());
    const auto again = insist(*fresh, operation);
    QVERIFY2(again, qPrintable(again ? QString() : again.error().text()));
    QCOMPARE(again->receipt.wasDoneBefore, isThere);
    QCOMPARE(ledgerOf("u-ann"), QStringLiteral("1 100"));
    QCOMPARE(m_pit.balance("u-ann"), 51134);
}

void TestOperationsUnderFire::changeOfTierWhoseAnswerIsLost()
{
    TestProxy proxy(m_pit.server().host(), m_pit.server().port());
    QVERIFY(proxy.start());
    QTemporaryDir folder;
    AuditLog log(folder.path());
    for (const bool after : {false, true}) {
        const auto session = writer(proxy.url(m_pit.url()));
        QVERIFY(session);
        const Operation operation = ChangeTier{contextFor(), QStringLiteral("u-ann"), QStringLiteral("pass")};
        const auto seen = preview(*session, operation);
        QVERIFY(seen);
        proxy.cutOn(TestProxy::Side::Client, commitMessage, after ? TestProxy::Cut::After : TestProxy::Cut::Before);
        const auto answer = commitOnRecord(*session, operation, *seen, log);
        QVERIFY2(bool(answer) == after, qPrintable(answer ? QString() : answer.error().text()));
        QCOMPARE(m_pit.ask("SELECT subscription_tier FROM users WHERE id = 'u-ann'"),
                 after ? QStringLiteral("pass") : QStringLiteral("lab"));
    }
}

void TestOperationsUnderFire::serverGoneForGood()
{
    TestProxy proxy(m_pit.server().host(), m_pit.server().port());
    QVERIFY(proxy.start());
    QTemporaryDir folder;
    AuditLog log(folder.path());
    const auto session = writer(proxy.url(m_pit.url()));
    const Operation operation = grant(QStringLiteral("u-ann"), 100);
    const auto seen = preview(*session, operation);
    QVERIFY(seen);
    proxy.cutOn(TestProxy::Side::Client, commitMessage, TestProxy::Cut::After);
    proxy.setRefusing(true);
    const auto answer = commitOnRecord(*session, operation, *seen, log);
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, Error::Kind::OutcomeUnknown);
    QVERIFY(answer.error().hint.contains(contextOf(operation).operationId));
    QCOMPARE(log.entries()->last().outcome, QStringLiteral("unknown"));
    proxy.setRefusing(false);
    QTRY_COMPARE(ledgerOf("u-ann"), QStringLiteral("1 100"));
    const auto outcome =
        resolveOutcome(*session, contextOf(operation).operationId,
                       log.entries()->first().fields[QLatin1String("transactionId")].toString().toLatin1());
    QVERIFY(outcome);
    QCOMPARE(outcome->state, Outcome::State::Done);
    QCOMPARE(outcome->balance->micro(), 51134);
}

void TestOperationsUnderFire::programKilled_data()
{
    QTest::addColumn<QByteArray>("point");
    for (const char *point : {"begin", "previewed", "intent", "commit"})
        QTest::newRow(point) << QByteArray(point);
}

/// Another program does it and is killed there; afterwards the log's intent and the server tell what became of it.
void TestOperationsUnderFire::programKilled()
{
    QFETCH(QByteArray, point);
    QTemporaryDir folder;
    const QString id = OperationContext::newOperationId();
    QProcess program;
    program.start(QCoreApplication::applicationFilePath(),
                  {QStringLiteral("--grant"), m_pit.url(), folder.path(), id, QString::fromLatin1(point)});
    QVERIFY(program.waitForFinished(30000));
    QCOMPARE(program.exitStatus(), QProcess::CrashExit);
    const auto session = writer(m_pit.url());
    const auto entries = AuditLog(folder.path()).entries();
    const bool wasSent = point == "commit";
    if (point == "intent" || wasSent) {
        QCOMPARE(int(entries->size()), 1);
        const auto outcome =
            resolveOutcome(*session, id, entries->first().fields[QLatin1String("transactionId")].toString().toLatin1());
        QVERIFY2(outcome, qPrintable(outcome ? QString() : outcome.error().text()));
        QCOMPARE(outcome->state, wasSent ? Outcome::State::Done : Outcome::State::NotDone);
    } else {
        QVERIFY(entries->isEmpty());
    }
    GrantCredits operation = grant(QStringLiteral("u-ann"), 100);
    operation.context.operationId = id;
    const auto again = insist(*session, operation);
    QVERIFY(again);
    QCOMPARE(again->receipt.wasDoneBefore, wasSent);
    QCOMPARE(ledgerOf("u-ann"), QStringLiteral("1 100"));
    QCOMPARE(m_pit.balance("u-ann"), 51134);
}

namespace {

int grantAndDie(const QStringList &words)
{
    const QString point = words.value(5);
    const auto session = writer(words.value(2));
    AuditLog log(words.value(3));
    GrantCredits operation = grant(QStringLiteral("u-ann"), 100);
    operation.context.operationId = words.value(4);
    const auto dieAt = [&point](const char *here) {
        if (point == QLatin1String(here))
            raise(SIGKILL);
    };
    dieAt("begin");
    const auto seen = preview(*session, operation);
    dieAt("previewed");
    const auto answer = commit(*session, operation, *seen, [&](const Receipt &receipt) -> Result<void> {
        const auto entry = log.append({{QStringLiteral("transactionId"), QString::fromLatin1(receipt.transactionId)}});
        dieAt("intent");
        return entry ? Result<void>() : fail(entry.error());
    });
    dieAt("commit"); // done, but nobody was told
    return answer ? 0 : 1;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (application.arguments().value(1) == QLatin1String("--grant"))
        return grantAndDie(application.arguments());
    TestOperationsUnderFire test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_operationsunderfire.moc"
