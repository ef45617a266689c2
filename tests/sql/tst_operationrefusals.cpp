// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/operationsfixture.h"
#include "sql/transaction.h"
#include "support/testproxy.h"

#include <QtTest>

#include <limits>

using namespace pitboss;
using namespace pitboss::testing;

/// What guarded operations refuse, in words, with nothing written.
class TestOperationRefusals : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(m_pit.start(), qPrintable(m_pit.server().errorText())); }
    void init() { QVERIFY(m_pit.renew(false)); }
    void cleanup() { QVERIFY(m_pit.drop()); }
    void refusesAReferenceThatIsTaken();
    void refusesBadAmounts();
    void refusesUnknownPeople();
    void refusesOverflow();
    void refusesBadTiers();
    void refusesByEnvironment();
    void refusesWithoutARight();
    void refusesAReadOnlyDatabase();
    void namesWhatIsMissing();
    void takesAnyText();
    void asksTwiceForLargeAmounts();
    void rollsBackWhenTheIntentCannotBeRecorded();
    void waitsForALockAndGivesUp();

private:
    PitDatabases m_pit;
};

void TestOperationRefusals::refusesAReferenceThatIsTaken()
{
    GrantCredits operation = grant(QStringLiteral("u-ann"), 100);
    operation.context.operationId = QStringLiteral("bout-1");
    VERIFY_REFUSED(operation, Refused, "already used");
    operation.context.operationId = QStringLiteral("R-77");
    QVERIFY(carryOut(m_pit.session(), operation));
    operation.amount = Money::fromMicro(200);
    VERIFY_REFUSED(operation, Refused, "of “u-ann”, over 1.00 credits");
    operation.userId = QStringLiteral("u-bob");
    VERIFY_REFUSED(operation, Refused, "already used");
}

void TestOperationRefusals::refusesBadAmounts()
{
    VERIFY_REFUSED(grant(QStringLiteral("u-ann"), 0), Refused, "zero");
    VERIFY_REFUSED(grant(QStringLiteral("u-ann"), -1), Refused, "negative");
    VERIFY_REFUSED(grant(QStringLiteral("u-ann"), std::numeric_limits<qint64>::min()), Refused, "negative");
}

void TestOperationRefusals::refusesUnknownPeople()
{
    VERIFY_REFUSED(grant(QStringLiteral("u-anne"), 1), Refused, "The nearest ids are");
    VERIFY_REFUSED(grant(QStringLiteral("U-ANN"), 1), Refused, "u-ann");
    VERIFY_REFUSED((ChangeTier{contextFor(), QStringLiteral("nobody"), QStringLiteral("lab")}), Refused,
                   "no person with the id “nobody”");
    VERIFY_REFUSED(refund(QStringLiteral("nobody"), 2), Refused, "no person");
}

void TestOperationRefusals::refusesOverflow()
{
    constexpr qint64 most = std::numeric_limits<qint64>::max();
    VERIFY_REFUSED(grant(QStringLiteral("u-ann"), most), Refused, "would not fit in 64 bits");
    QVERIFY(m_pit.server().runSql(
        m_pit.name(), QStringLiteral("UPDATE credits SET balance_micro = %1 WHERE user_id = 'u-ann'").arg(most - 1)));
    VERIFY_REFUSED(grant(QStringLiteral("u-ann"), 2), Refused, "would not fit");
    VERIFY_DONE(carryOut(m_pit.session(), grant(QStringLiteral("u-ann"), 1)));
    QCOMPARE(m_pit.balance("u-ann"), most);
    QVERIFY(m_pit.server().runSql(
        m_pit.name(),
        QStringLiteral("UPDATE credits SET balance_micro = -9223372036854775808 WHERE user_id = 'u-bob'")));
    VERIFY_DONE(carryOut(m_pit.session(), grant(QStringLiteral("u-bob"), most)));
    QCOMPARE(m_pit.balance("u-bob"), -1);
    // A ledger whose sum leaves 64 bits says so, and is no crash.
    QVERIFY(m_pit.server().runSql(
        m_pit.name(),
        QStringLiteral("INSERT INTO credit_transactions (user_id, delta_micro, source, reference_id, metadata) VALUES"
                       " ('u-cem', -9223372036854775808, 'preauth', 'b', '{}'), ('u-cem', -5, 'preauth', 'b', '{}')")));
    VERIFY_REFUSED(refund(QStringLiteral("u-cem"), m_pit.ask("SELECT max(id) FROM credit_transactions").toLongLong()),
                   Data, "does not fit in 64 bits");
}

void TestOperationRefusals::refusesBadTiers()
{
    const auto tier = [](const char *name) {
        return ChangeTier{contextFor(), QStringLiteral("u-ann"), QLatin1String(name)};
    };
    VERIFY_REFUSED(tier("Lab"), Refused, "Tiers are free, pass, lab");
    VERIFY_REFUSED(tier(""), Refused, "is no tier");
    VERIFY_REFUSED(tier("lab'; DROP TABLE users; --"), Refused, "is no tier");
    const char *row = "SELECT u::text FROM users u WHERE id = 'u-ann'";
    const QString before = m_pit.ask(row);
    const auto same = carryOut(m_pit.session(), tier("lab"));
    QVERIFY(same && same->isNoOp && same->receipt.summary.contains(QStringLiteral("on the tier lab already")));
    QCOMPARE(m_pit.ask(row), before);
}

void TestOperationRefusals::refusesByEnvironment()
{
    GrantCredits operation = grant(QStringLiteral("u-ann"), 1);
    operation.context.limits.writesAllowed = false;
    VERIFY_REFUSED(operation, Refused, "forbidden in this environment");
    operation = grant(QStringLiteral("u-ann"), 1);
    operation.context.limits = OperationLimits::of(Environment::Production);
    operation.context.reason = QStringLiteral("  ");
    VERIFY_REFUSED(operation, Refused, "reason is required");
    operation.context.reason = QString(5000, QLatin1Char('x'));
    VERIFY_REFUSED(operation, Refused, "longer than 4000");
    operation.context.reason = QStringLiteral("a") + QChar(0);
    VERIFY_REFUSED(operation, Refused, "NUL");
}

void TestOperationRefusals::refusesWithoutARight()
{
    QVERIFY(m_pit.connectAs(Role::Reader));
    VERIFY_REFUSED(grant(QStringLiteral("u-ann"), 1), Permission,
                   "pit_reader lacks a right: INSERT ON credits, UPDATE ON credits, INSERT ON credit_transactions");
    VERIFY_REFUSED((ChangeTier{contextFor(), QStringLiteral("u-ann"), QStringLiteral("free")}), Permission,
                   "UPDATE ON users");
    SessionOptions readOnly;
    Session session(*ConnectionInfo::fromUrl(m_pit.url()), readOnly);
    QVERIFY(session.open());
    const auto refused = preview(session, grant(QStringLiteral("u-ann"), 1));
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, Error::Kind::ReadOnly);
}

void TestOperationRefusals::refusesAReadOnlyDatabase()
{
    QVERIFY(m_pit.server().runSql(
        m_pit.name(), QStringLiteral("ALTER DATABASE %1 SET default_transaction_read_only = on").arg(m_pit.name())));
    QVERIFY(m_pit.connectAs(Role::Owner));
    VERIFY_REFUSED(grant(QStringLiteral("u-ann"), 1), ReadOnly, "set to read-only");
}

void TestOperationRefusals::namesWhatIsMissing()
{
    QVERIFY(m_pit.server().runSql(m_pit.name(),
                                  QStringLiteral("ALTER TABLE credit_transactions DROP COLUMN reference_id")));
    VERIFY_REFUSED(grant(QStringLiteral("u-ann"), 1), Missing, "no column credit_transactions.reference_id");
    QVERIFY(m_pit.server().runSql(m_pit.name(), QStringLiteral("ALTER TABLE users DROP COLUMN updated_at")));
    VERIFY_REFUSED((ChangeTier{contextFor(), QStringLiteral("u-ann"), QStringLiteral("free")}), Missing,
                   "users.updated_at");
    QVERIFY(m_pit.server().runSql(m_pit.name(), QStringLiteral("DROP TABLE agents CASCADE")));
    const auto missing = preview(m_pit.session(), ArchiveAgent{contextFor(), QStringLiteral("a-1"), true});
    QVERIFY(!missing);
    QCOMPARE(missing.error().message, QStringLiteral("This database has no table agents."));
}

void TestOperationRefusals::takesAnyText()
{
    const QString evil = QStringLiteral("'); DROP TABLE users; -- \\ \" $1 %1 \u202e 🥊");
    GrantCredits operation = grant(QStringLiteral("u-ann"), 1);
    operation.context.operationId = evil;
    operation.context.operatorName = evil;
    operation.context.reason = evil;
    operation.context.ticket = evil;
    VERIFY_DONE(carryOut(m_pit.session(), operation));
    QCOMPARE(m_pit.server().value(
                 m_pit.name(),
                 QStringLiteral("SELECT metadata->>'reason' FROM credit_transactions ORDER BY id DESC LIMIT 1")),
             evil);
    QCOMPARE(m_pit.server().value(m_pit.name(), QStringLiteral("SELECT count(*) FROM users")), QStringLiteral("4"));
    VERIFY_REFUSED(grant(evil, 1), Refused, "no person");
    VERIFY_REFUSED((ArchiveAgent{contextFor(), evil, true}), Refused, "no agent");
}

void TestOperationRefusals::asksTwiceForLargeAmounts()
{
    GrantCredits operation = grant(QStringLiteral("u-ann"), 1001);
    operation.context.limits.confirmAbove = Money::fromMicro(1000);
    const auto seen = preview(m_pit.session(), operation);
    QVERIFY(seen && seen->needsLargeConfirmation);
    VERIFY_REFUSED(operation, Refused, "10.01 credits are more than the 10.00");
    operation.context.largeConfirmed = true;
    VERIFY_DONE(carryOut(m_pit.session(), operation));
}

void TestOperationRefusals::rollsBackWhenTheIntentCannotBeRecorded()
{
    const auto answer =
        carryOut(m_pit.session(), grant(QStringLiteral("u-ann"), 1), [](const Receipt &receipt) -> Result<void> {
            return fail(Error::Kind::File, QString::fromLatin1(receipt.transactionId));
        });
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, Error::Kind::File);
    QVERIFY(answer.error().message.toLongLong() > 0);
    QVERIFY(m_pit.ledger().isNull());
}

void TestOperationRefusals::waitsForALockAndGivesUp()
{
    const auto other = writer(m_pit.url());
    auto holding = Transaction::begin(*other);
    QVERIFY(holding);
    QVERIFY(other->execute("SELECT * FROM credits WHERE user_id = 'u-ann' FOR UPDATE"));
    VERIFY_REFUSED(grant(QStringLiteral("u-ann"), 1), Timeout, "Someone else is at the same rows");
    QVERIFY(holding->rollback());
    VERIFY_DONE(carryOut(m_pit.session(), grant(QStringLiteral("u-ann"), 1)));
}

QTEST_GUILESS_MAIN(TestOperationRefusals)
#include "tst_operationrefusals.moc"
