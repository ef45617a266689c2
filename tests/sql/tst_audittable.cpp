// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/audit/recorded.h"
#include "sql/operations/audittable.h"
#include "sql/operations/purge.h"
#include "sql/operationsfixture.h"
#include "support/testproxy.h"

#include <QtTest>

#include <thread>

using namespace pitboss;
using namespace pitboss::testing;

/// The database's own record: made once, by a step that can be looked at first, and then only added to.
class TestAuditTable : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(m_pit.start(), qPrintable(m_pit.server().errorText())); }
    void init();
    void cleanup() { QVERIFY(m_pit.drop()); }
    void previewLeavesNothing();
    void isAppendOnly_data();
    void isAppendOnly();
    void operationsAddToIt();
    void isMadeOnce();
    void twoAtOnce();
    void refusals();
    void answerLost_data();
    void answerLost();
    void theFileIsTheSame();

private:
    Result<AuditTableAnswer> install(Session &session)
    {
        AuditLog log(m_folder->path());
        return installAuditTable(session, {contextFor(QStringLiteral("for the record"))}, log);
    }
    QStringList outcomes() const
    {
        QStringList list;
        const auto entries = AuditLog(m_folder->path()).entries();
        for (const AuditEntry &entry : entries ? *entries : QList<AuditEntry>())
            list << (entry.outcome.isEmpty() ? entry.phase : entry.outcome);
        return list;
    }
    bool isThere() { return m_pit.ask("SELECT to_regclass('audit_event') IS NOT NULL") == QLatin1String("t"); }

    PitDatabases m_pit;
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestAuditTable::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_pit.renew(false));
}

void TestAuditTable::previewLeavesNothing()
{
    const auto seen = previewAuditTable(m_pit.session(), {contextFor()});
    QVERIFY2(seen, qPrintable(seen ? QString() : seen.error().text()));
    QVERIFY(!seen->isThere);
    QCOMPARE(seen->schemaName, QStringLiteral("public"));
    QVERIFY(seen->sql.contains("CREATE TABLE audit_event"));
    QVERIFY(!isThere());
    QCOMPARE(m_pit.ask("SELECT count(*) FROM pg_proc WHERE proname LIKE 'audit_event%'"), QStringLiteral("0"));
    QVERIFY(outcomes().isEmpty());
}

void TestAuditTable::isAppendOnly_data()
{
    QTest::addColumn<QString>("sql");
    QTest::newRow("update") << "UPDATE audit_event SET action = 'nothing'";
    QTest::newRow("delete") << "DELETE FROM audit_event";
    QTest::newRow("truncate") << "TRUNCATE audit_event";
    QTest::newRow("delete of no row") << "DELETE FROM audit_event WHERE false";
    QTest::newRow("as a replica") << "SET session_replication_role = replica; DELETE FROM audit_event";
}

void TestAuditTable::isAppendOnly()
{
    QFETCH(QString, sql);
    QVERIFY(install(m_pit.session()));
    QVERIFY(m_pit.run("INSERT INTO audit_event (action, actor_type, metadata) VALUES ('a', 'operator', '{}')"));
    QVERIFY(!m_pit.server().runSql(m_pit.name(), sql, Role::Super));
    QVERIFY2(m_pit.server().errorText().contains(QLatin1String("append-only")), qPrintable(m_pit.server().errorText()));
    QCOMPARE(m_pit.ask("SELECT string_agg(action, ',') FROM audit_event"), QStringLiteral("a"));
}

void TestAuditTable::operationsAddToIt()
{
    QVERIFY(install(m_pit.session()));
    AuditLog log(m_folder->path());
    const Operation operation = grant(QStringLiteral("u-ann"), 100);
    const auto seen = preview(m_pit.session(), operation);
    QVERIFY(seen);
    QCOMPARE(m_pit.ask("SELECT count(*) FROM audit_event"), QStringLiteral("0"));
    QVERIFY(commitOnRecord(m_pit.session(), operation, *seen, log));
    QCOMPARE(m_pit.ask("SELECT action || ' ' || actor_id || ' ' || (metadata->>'operationId') FROM audit_event"),
             QStringLiteral("credits.grant Olga ") + contextOf(operation).operationId);
    const PurgeBouts purge{contextFor(), {}, 10};
    const auto errored = previewPurge(m_pit.session(), purge);
    QVERIFY2(errored, qPrintable(errored ? QString() : errored.error().text()));
    QVERIFY(purgeOnRecord(m_pit.session(), purge, *errored, log));
    QCOMPARE(m_pit.ask("SELECT action || ' ' || actor_id FROM audit_event ORDER BY id DESC LIMIT 1"),
             QStringLiteral("bouts.purge Olga"));
}

void TestAuditTable::isMadeOnce()
{
    const auto first = install(m_pit.session());
    QVERIFY2(first && !first->wasThere && first->auditNumber == 2,
             qPrintable(first ? QString() : first.error().text()));
    const auto second = install(m_pit.session());
    QVERIFY(second && second->wasThere && second->auditNumber == 0);
    QCOMPARE(outcomes(), (QStringList{QStringLiteral("intent"), QStringLiteral("done")}));
    const auto seen = previewAuditTable(m_pit.session(), {contextFor()});
    QVERIFY(seen && seen->isThere);
}

void TestAuditTable::twoAtOnce()
{
    std::atomic_int made = 0, found = 0;
    QList<std::thread *> threads;
    for (int i = 0; i < 6; ++i)
        threads << new std::thread([&] {
            const auto session = writer(m_pit.url());
            const auto answer = session ? install(*session) : fail(Error());
            made += answer && !answer->wasThere;
            found += answer && answer->wasThere;
        });
    for (std::thread *thread : threads) {
        thread->join();
        delete thread;
    }
    QCOMPARE(made.load(), 1);
    QCOMPARE(found.load(), 5);
}

void TestAuditTable::refusals()
{
    QVERIFY(m_pit.connectAs(Role::Reader));
    const auto reader = install(m_pit.session());
    QVERIFY(!reader && reader.error().kind == Error::Kind::Permission);
    QVERIFY(m_pit.connectAs(Role::Owner));
    InstallAuditTable silent{contextFor(QString())};
    silent.context.limits.reasonRequired = true;
    const auto noReason = previewAuditTable(m_pit.session(), silent);
    QVERIFY(!noReason && noReason.error().kind == Error::Kind::Refused);
    QVERIFY(m_pit.run("CREATE TABLE audit_event (what text)"));
    const auto other = install(m_pit.session());
    QVERIFY(!other && other.error().text().contains(QLatin1String("actor_type")));
    QCOMPARE(m_pit.ask("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal"), QStringLiteral("0"));
    QVERIFY(outcomes().isEmpty());
}

void TestAuditTable::answerLost_data()
{
    QTest::addColumn<bool>("arrives");
    QTest::newRow("COMMIT arrives") << true;
    QTest::newRow("COMMIT is lost") << false;
}

void TestAuditTable::answerLost()
{
    QFETCH(bool, arrives);
    TestProxy proxy(m_pit.server().host(), m_pit.server().port());
    QVERIFY(proxy.start());
    const auto session = writer(proxy.url(m_pit.url()));
    QVERIFY(session);
    proxy.cutOn(TestProxy::Side::Client, QByteArray("COMMIT\0", 7),
                arrives ? TestProxy::Cut::After : TestProxy::Cut::Before);
    const auto lost = install(*session);
    QVERIFY(!lost && lost.error().kind == Error::Kind::OutcomeUnknown);
    QCOMPARE(outcomes().last(), QStringLiteral("unknown"));
    QVERIFY(m_pit.connectAs(Role::Owner));
    const auto again = install(m_pit.session()); // what a person does then
    QVERIFY(again);
    QCOMPARE(again->wasThere, arrives);
    QVERIFY(isThere());
}

void TestAuditTable::theFileIsTheSame()
{
    QVERIFY(m_pit.server().runSql(m_pit.name(), QString::fromUtf8(auditTableSql())));
    const auto seen = previewAuditTable(m_pit.session(), {contextFor()});
    QVERIFY(seen && seen->isThere);
}

QTEST_GUILESS_MAIN(TestAuditTable)
#include "tst_audittable.moc"
