// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/operationsfixture.h"
#include "sql/transaction.h"
#include "support/testproxy.h"

#include <QtTest>

#include <limits>

using namespace pitboss;
using namespace pitboss::testing;

/// Each guarded operation, on the twelve tables and on the grown schema: what it does.
class TestOperations : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(m_pit.start(), qPrintable(m_pit.server().errorText())); }
    void init() { QVERIFY(m_pit.renew(false)); }
    void cleanup() { QVERIFY(m_pit.drop()); }
    void grants_data() { schemas(); }
    void grants();
    void grantsToSomeoneWithoutAnAccount();
    void previewWritesNothing();
    void showsWhatTriggersDid();
    void repeatsHarmlessly();
    void refunds();
    void seesABoutsRowsTogether();
    void reverses();
    void reversesARefundAndRefundsAgain();
    void reversesInPart();
    void changesATier();
    void archivesAndRestores();
    void writesAnAuditEvent();
    void noticesAnotherWriter_data() { schemas(); }
    void noticesAnotherWriter();
    void takesEightRoundTrips_data() { schemas(); }
    void takesEightRoundTrips();

private:
    static void schemas()
    {
        QTest::addColumn<bool>("grown");
        QTest::newRow("twelve tables") << false;
        QTest::newRow("foreign keys, unique reference, triggers, audit_event") << true;
    }
    PitDatabases m_pit;
};

void TestOperations::grants()
{
    QFETCH(bool, grown);
    QVERIFY(m_pit.renew(grown));
    const QString moved =
        m_pit.server().value(m_pit.name(), QStringLiteral("SELECT updated_at FROM credits WHERE user_id = 'u-ann'"));
    const GrantCredits operation = grant(QStringLiteral("u-ann"), 1234);
    const auto answer = carryOut(m_pit.session(), operation);
    VERIFY_DONE(answer);
    QCOMPARE(m_pit.balance("u-ann"), 51034 + 1234);
    QCOMPARE(answer->receipt.balance->micro(), 51034 + 1234);
    QCOMPARE(m_pit.ledger(), QStringLiteral("u-ann 1234 admin_grant"));
    const QString row = m_pit.server().value(
        m_pit.name(),
        QStringLiteral("SELECT reference_id || metadata::text FROM credit_transactions WHERE id = %1")
            .arg(*answer->receipt.ledgerId));
    for (const QString &part : {operation.context.operationId, QStringLiteral("Olga"), QStringLiteral("charged twice"),
                                QStringLiteral("T-1"), operation.context.tool})
        QVERIFY2(row.contains(part), qPrintable(row));
    QVERIFY(m_pit.server().value(m_pit.name(), QStringLiteral("SELECT updated_at FROM credits WHERE user_id = 'u-ann'"))
            > moved);
}

void TestOperations::grantsToSomeoneWithoutAnAccount()
{
    const GrantCredits operation = grant(QStringLiteral("u-dee"), 100);
    const auto seen = preview(m_pit.session(), operation);
    QVERIFY2(seen, qPrintable(seen ? QString() : seen.error().text()));
    QCOMPARE(m_pit.server().value(m_pit.name(), QStringLiteral("SELECT count(*) FROM credits")), QStringLiteral("3"));
    const auto account = valueOf(seen->effect, "credits", "balance_micro");
    QVERIFY(account && !account->before);
    QCOMPARE(*account->after, QByteArray("50100"));
    QCOMPARE(int(seen->effect.statements.size()), 2);
    const auto answer = commit(m_pit.session(), operation, *seen);
    VERIFY_DONE(answer);
    QCOMPARE(m_pit.balance("u-dee"), 50100);
}

void TestOperations::previewWritesNothing()
{
    const auto seen = preview(m_pit.session(), grant(QStringLiteral("u-ann"), 100));
    QVERIFY(seen);
    QCOMPARE(seen->summary, QStringLiteral("Grant 1.00 credits to u-ann (Ann@example.org)."));
    QCOMPARE(effectSummary(seen->effect), QStringLiteral("credit_transactions: 1 inserted; credits: 1 updated"));
    const auto value = valueOf(seen->effect, "credits", "balance_micro");
    QCOMPARE(*value->before, QByteArray("51034"));
    QCOMPARE(*value->after, QByteArray("51134"));
    QVERIFY(m_pit.ledger().isNull());
    QCOMPARE(m_pit.balance("u-ann"), 51034);
    QCOMPARE(m_pit.session().transactionStatus(), Session::TransactionStatus::Idle);
}

void TestOperations::showsWhatTriggersDid()
{
    QVERIFY(m_pit.renew(true));
    const GrantCredits operation = grant(QStringLiteral("u-ann"), 100);
    const auto seen = preview(m_pit.session(), operation);
    QVERIFY2(seen, qPrintable(seen ? QString() : seen.error().text()));
    QCOMPARE(effectSummary(seen->effect),
             QStringLiteral("audit_event: 1 inserted; credit_transactions: 1 inserted; credits: 1 updated;"
                            " ledger_history: 1 inserted; wallet_total: 1 updated"));
    const auto total = valueOf(seen->effect, "wallet_total", "total");
    QVERIFY(total && total->before && total->after);
    QCOMPARE(*total->before, QByteArray("7"));
    QCOMPARE(*total->after, QByteArray("107"));
    QCOMPARE(m_pit.server().value(m_pit.name(), QStringLiteral("SELECT total FROM wallet_total")), QStringLiteral("7"));
    QVERIFY(valueOf(seen->effect, "ledger_history", "entry")->after->contains("\"delta_micro\": 100"));
    const auto answer = commit(m_pit.session(), operation, *seen);
    VERIFY_DONE(answer);
    QCOMPARE(m_pit.server().value(m_pit.name(), QStringLiteral("SELECT total FROM wallet_total")),
             QStringLiteral("107"));
    // What only a trigger's table tells has to be noticed too.
    const GrantCredits second = grant(QStringLiteral("u-ann"), 100);
    const auto again = preview(m_pit.session(), second);
    QVERIFY(again);
    QVERIFY(m_pit.server().runSql(m_pit.name(), QStringLiteral("UPDATE wallet_total SET total = 1")));
    const auto noticed = commit(m_pit.session(), second, *again);
    QVERIFY(noticed && noticed->moved);
    QCOMPARE(*valueOf(noticed->preview.effect, "wallet_total", "total")->after, QByteArray("101"));
    QCOMPARE(m_pit.server().value(m_pit.name(), QStringLiteral("SELECT total FROM wallet_total")), QStringLiteral("1"));
}

void TestOperations::repeatsHarmlessly()
{
    const GrantCredits operation = grant(QStringLiteral("u-ann"), 100);
    const auto seen = preview(m_pit.session(), operation);
    QVERIFY(seen);
    const auto first = commit(m_pit.session(), operation, *seen);
    VERIFY_DONE(first);
    QVERIFY(!first->receipt.wasDoneBefore);
    const auto second = commit(m_pit.session(), operation, *seen); // a second click
    VERIFY_DONE(second);
    QVERIFY(second->receipt.wasDoneBefore);
    QCOMPARE(second->receipt.ledgerId, first->receipt.ledgerId);
    const auto window = preview(m_pit.session(), operation); // a second window
    QVERIFY(window && window->doneBefore);
    QCOMPARE(window->doneBefore->ledgerId, first->receipt.ledgerId);
    QCOMPARE(m_pit.ledger(), QStringLiteral("u-ann 100 admin_grant"));
    QCOMPARE(m_pit.balance("u-ann"), 51134);
}

void TestOperations::refunds()
{
    const auto part = carryOut(m_pit.session(), refund(QStringLiteral("u-ann"), 2, 50));
    VERIFY_DONE(part);
    VERIFY_REFUSED(refund(QStringLiteral("u-ann"), 2, 151), Refused,
                   "Only 1.50 credits are left of charge 2, and not 1.51");
    const auto rest = carryOut(m_pit.session(), refund(QStringLiteral("u-ann"), 2));
    VERIFY_DONE(rest);
    QCOMPARE(rest->receipt.delta->micro(), 150);
    QCOMPARE(m_pit.balance("u-ann"), 51234);
    VERIFY_REFUSED(refund(QStringLiteral("u-ann"), 2), Refused, "Nothing is left of charge 2: 2.00 of 2.00");
    VERIFY_REFUSED(refund(QStringLiteral("u-ann"), 1), Refused, "is no charge");
    VERIFY_REFUSED(refund(QStringLiteral("u-bob"), 2), Refused, "belongs to “u-ann” and not to “u-bob”");
    VERIFY_REFUSED(refund(QStringLiteral("u-ann"), 999), Refused, "no entry 999");
    VERIFY_REFUSED(refund(QStringLiteral("u-ann"), 2, -5), Refused, "negative");
    QCOMPARE(m_pit.ledger(), QStringLiteral("u-ann 50 admin_refund, u-ann 150 admin_refund"));
}

void TestOperations::seesABoutsRowsTogether()
{
    // A preauth of 2.00 of which the settlement gave 0.60 back cost 1.40.
    QVERIFY(m_pit.server().runSql(
        m_pit.name(),
        QStringLiteral("INSERT INTO credit_transactions (user_id, delta_micro, source, reference_id, metadata)"
                       " VALUES ('u-ann', 60, 'settlement', 'bout-1', '[1]')")));
    VERIFY_REFUSED(refund(QStringLiteral("u-ann"), 2, 141), Refused, "Only 1.40 credits are left");
    const auto answer = carryOut(m_pit.session(), refund(QStringLiteral("u-ann"), 2));
    VERIFY_DONE(answer);
    QCOMPARE(answer->receipt.delta->micro(), 140);
}

void TestOperations::reverses()
{
    const auto granted = carryOut(m_pit.session(), grant(QStringLiteral("u-ann"), 1000));
    VERIFY_DONE(granted);
    const auto reversed = carryOut(m_pit.session(), reverse(QStringLiteral("u-ann"), *granted->receipt.ledgerId));
    VERIFY_DONE(reversed);
    QCOMPARE(m_pit.balance("u-ann"), 51034);
    VERIFY_REFUSED(reverse(QStringLiteral("u-ann"), *granted->receipt.ledgerId), Refused, "reversed already");
    VERIFY_REFUSED(reverse(QStringLiteral("u-ann"), *reversed->receipt.ledgerId), Refused,
                   "neither a grant nor a refund");
    VERIFY_REFUSED(reverse(QStringLiteral("u-ann"), 1), Refused, "(purchase) is neither");
    VERIFY_REFUSED(refund(QStringLiteral("u-ann"), *reversed->receipt.ledgerId), Refused, "took back");
}

void TestOperations::reversesARefundAndRefundsAgain()
{
    const auto first = carryOut(m_pit.session(), refund(QStringLiteral("u-ann"), 2));
    VERIFY_DONE(first);
    VERIFY_DONE(carryOut(m_pit.session(), reverse(QStringLiteral("u-ann"), *first->receipt.ledgerId)));
    const auto again = carryOut(m_pit.session(), refund(QStringLiteral("u-ann"), 2));
    VERIFY_DONE(again);
    QCOMPARE(m_pit.balance("u-ann"), 51234);
}

void TestOperations::reversesInPart()
{
    const auto granted = carryOut(m_pit.session(), grant(QStringLiteral("u-ann"), 1000));
    VERIFY_DONE(granted);
    QVERIFY(m_pit.server().runSql(m_pit.name(),
                                  QStringLiteral("UPDATE credits SET balance_micro = 300 WHERE user_id = 'u-ann'")));
    VERIFY_REFUSED(reverse(QStringLiteral("u-ann"), *granted->receipt.ledgerId), Refused,
                   "A partial reversal can take the 3.00");
    const auto part = carryOut(m_pit.session(), reverse(QStringLiteral("u-ann"), *granted->receipt.ledgerId, true));
    VERIFY_DONE(part);
    QCOMPARE(part->receipt.delta->micro(), -300);
    QCOMPARE(m_pit.balance("u-ann"), 0);
    VERIFY_REFUSED(reverse(QStringLiteral("u-ann"), *granted->receipt.ledgerId, true), Refused, "The balance is 0.00");
}

void TestOperations::changesATier()
{
    QVERIFY(m_pit.server().runSql(
        m_pit.name(),
        QStringLiteral(
            "UPDATE users SET subscription_id = 'sub_1', subscription_status = 'active',"
            " subscription_current_period_end = '2030-01-01', updated_at = '2020-01-01' WHERE id = 'u-ann'")));
    const ChangeTier change{contextFor(), QStringLiteral("u-ann"), QStringLiteral("pass")};
    const auto seen = preview(m_pit.session(), change);
    QVERIFY2(seen, qPrintable(seen ? QString() : seen.error().text()));
    QVERIFY(seen->warnings.join(QLatin1Char(' ')).contains(QStringLiteral("sub_1 is active")));
    QCOMPARE(*valueOf(seen->effect, "users", "subscription_tier")->before, QByteArray("lab"));
    VERIFY_DONE(commit(m_pit.session(), change, *seen));
    QCOMPARE(m_pit.server().value(
                 m_pit.name(),
                 QStringLiteral(
                     "SELECT subscription_tier || (updated_at > '2025-01-01')::text FROM users WHERE id = 'u-ann'")),
             QStringLiteral("passtrue"));
}

void TestOperations::archivesAndRestores()
{
    const auto archived = [this] {
        return m_pit.server().value(
            m_pit.name(), QStringLiteral("SELECT string_agg(id, ' ' ORDER BY id) FROM agents WHERE archived"));
    };
    ArchiveAgent change{contextFor(), QStringLiteral("a-10"), true};
    VERIFY_DONE(carryOut(m_pit.session(), change));
    QCOMPARE(archived(), QStringLiteral("a-10 a-2"));
    QVERIFY(carryOut(m_pit.session(), change)->isNoOp);
    change.archived = false;
    VERIFY_DONE(carryOut(m_pit.session(), change));
    QCOMPARE(archived(), QStringLiteral("a-2"));
    QVERIFY(carryOut(m_pit.session(), change)->isNoOp);
    change.agentId = QStringLiteral("a-99");
    VERIFY_REFUSED(change, Refused, "no agent with the id “a-99”");
}

void TestOperations::writesAnAuditEvent()
{
    QVERIFY(m_pit.renew(true));
    VERIFY_DONE(carryOut(m_pit.session(), grant(QStringLiteral("u-ann"), 100)));
    VERIFY_DONE(carryOut(m_pit.session(), ChangeTier{contextFor(), QStringLiteral("u-ann"), QStringLiteral("free")}));
    QCOMPARE(m_pit.server().value(
                 m_pit.name(),
                 QStringLiteral("SELECT string_agg(concat_ws(' ', action, actor_type, actor_id, metadata->>'reason'), "
                                "'; ' ORDER BY id) FROM audit_event")),
             QStringLiteral("credits.grant operator Olga charged twice; users.set-tier operator Olga charged twice"));
}

void TestOperations::noticesAnotherWriter()
{
    QFETCH(bool, grown);
    QVERIFY(m_pit.renew(grown));
    const GrantCredits operation = grant(QStringLiteral("u-ann"), 100);
    const auto seen = preview(m_pit.session(), operation);
    QVERIFY(seen);
    QVERIFY(m_pit.server().runSql(
        m_pit.name(), QStringLiteral("UPDATE credits SET balance_micro = balance_micro - 34 WHERE user_id = 'u-ann'")));
    const auto answer = commit(m_pit.session(), operation, *seen);
    QVERIFY(answer && answer->moved);
    QCOMPARE(answer->conflict().kind, Error::Kind::Conflict);
    QVERIFY(m_pit.ledger().isNull());
    QCOMPARE(m_pit.balance("u-ann"), 51000);
    const auto value = valueOf(answer->preview.effect, "credits", "balance_micro");
    QCOMPARE(*value->before, QByteArray("51000"));
    const auto again = commit(m_pit.session(), operation, answer->preview);
    VERIFY_DONE(again);
    QCOMPARE(m_pit.balance("u-ann"), 51100);
    // A charge that someone else refunded meanwhile is a refusal, and nothing more.
    const RefundCharge late = refund(QStringLiteral("u-ann"), 2);
    const auto charge = preview(m_pit.session(), late);
    QVERIFY(charge);
    VERIFY_DONE(carryOut(m_pit.session(), refund(QStringLiteral("u-ann"), 2)));
    const auto refused = commit(m_pit.session(), late, *charge);
    QVERIFY(!refused);
    QVERIFY(refused.error().message.contains(QStringLiteral("Nothing is left")));
}

void TestOperations::takesEightRoundTrips()
{
    QFETCH(bool, grown);
    QVERIFY(m_pit.renew(grown));
    TestProxy proxy(m_pit.server().host(), m_pit.server().port());
    QVERIFY(proxy.start());
    const auto through = writer(proxy.url(m_pit.url()));
    QVERIFY(through);
    proxy.setDelay(std::chrono::milliseconds(30));
    const int most = grown ? 8 : 7;
    const QList<Operation> operations{grant(QStringLiteral("u-ann"), 100), refund(QStringLiteral("u-ann"), 2),
                                      ChangeTier{contextFor(), QStringLiteral("u-ann"), QStringLiteral("free")},
                                      ArchiveAgent{contextFor(), QStringLiteral("a-1"), true}};
    for (const Operation &operation : operations) {
        proxy.resetCounts();
        VERIFY_DONE(carryOut(*through, operation));
        QVERIFY2(proxy.counts().roundTrips <= most, qPrintable(QString::number(proxy.counts().roundTrips)));
    }
}

QTEST_GUILESS_MAIN(TestOperations)
#include "tst_operations.moc"
