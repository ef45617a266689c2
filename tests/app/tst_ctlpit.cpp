// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl.h"

#include <QtTest>

using namespace pitboss::testing;

/// The commands that read The Pit: people, agents, bouts, credits.
class TestCtlPit : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void usersList();
    void usersInspect();
    void unknownUser();
    void agents();
    void bouts();
    void credits();
    void reconcile();
    void otherSchemas();

private:
    Answer ask(const char *words, Role role = Role::Reader, const QString &database = QStringLiteral("pit"));
    TestServer m_server;
};

void TestCtlPit::initTestCase()
{
    QVERIFY2(m_server.start(), qPrintable(m_server.errorText()));
    QVERIFY2(makePit(m_server, QStringLiteral("pit")), qPrintable(m_server.errorText()));
}

Answer TestCtlPit::ask(const char *words, Role role, const QString &database)
{
    return Ctl(m_server.url(database, role))(QString::fromUtf8(words).split(QLatin1Char(' '), Qt::SkipEmptyParts));
}

void TestCtlPit::usersList()
{
    const auto ids = [](const Answer &answer) {
        QStringList list;
        for (const QJsonValue &user : answer.array())
            list << user[QLatin1String("id")].toString();
        return list.join(QLatin1Char(' '));
    };
    QCOMPARE(ids(ask("users list --json")), QStringLiteral("u-ann u-cem u-bob u-dee"));
    QCOMPARE(ids(ask("users list --sort credits --json")), QStringLiteral("u-ann u-bob u-cem u-dee"));
    QCOMPARE(ids(ask("users list --sort bouts --limit 2 --json")), QStringLiteral("u-ann u-bob"));
    QCOMPARE(ids(ask("users list --tier free --json")), QStringLiteral("u-cem u-bob"));
    QCOMPARE(ids(ask("users list --search BOB@ --json")), QStringLiteral("u-bob"));
    QCOMPARE(ids(ask("users list --search 100% --json")), QStringLiteral("u-ann")); // no wildcard
    QCOMPARE(ids(ask("users list --search b_b --json")), QStringLiteral("u-bob"));
    const Answer all = ask("users list --json");
    QCOMPARE(all.array()[0][QLatin1String("balance_micro")].toInt(), 51034);
    QCOMPARE(all.array()[0][QLatin1String("bouts")].toInt(), 2);
    QVERIFY(all.array()[3][QLatin1String("balance_micro")].isNull());
    QCOMPARE(ask("users list --tier gold").status, 2);
    QVERIFY(!ask("users list").out.contains('\033')); // a name may not drive the terminal
}

void TestCtlPit::usersInspect()
{
    const Answer answer = ask("users inspect ann@EXAMPLE.org --json");
    QCOMPARE(answer.status, 0);
    QCOMPARE(answer.object()[QLatin1String("user")][QLatin1String("referral_code")].toString(), QStringLiteral("ANN"));
    QCOMPARE(answer.object()[QLatin1String("balance")].toString(), QStringLiteral("510.34"));
    QCOMPARE(answer.object()[QLatin1String("bouts")].toInt(), 2);
    QCOMPARE(answer.object()[QLatin1String("ledger")][0][QLatin1String("delta")].toString(), QStringLiteral("-2.00"));
    QVERIFY(ask("users inspect u-ann").out.contains("510.34"));
}

void TestCtlPit::unknownUser()
{
    const Answer answer = ask("users inspect u-an");
    QCOMPARE(answer.status, 1);
    QVERIFY(answer.err.contains(QStringLiteral("There is no user “u-an”")));
    QVERIFY(answer.err.contains(QLatin1String("u-ann")));
}

void TestCtlPit::agents()
{
    // a-1 stood in one bout: a-10 in the other is not a-1.
    const Answer one = ask("agents inspect a-1 --json");
    QCOMPARE(one.object()[QLatin1String("bouts")].toInt(), 1);
    QCOMPARE(one.object()[QLatin1String("flags")].toInt(), 2);
    QCOMPARE(one.object()[QLatin1String("descendants")][0][QLatin1String("id")].toString(), QStringLiteral("a-10"));
    QCOMPARE(ask("agents inspect a-10 --json").object()[QLatin1String("bouts")].toInt(), 2);
    QCOMPARE(ask("agents list --archived yes --json").array().size(), 1);
    QCOMPARE(ask("agents list --tier custom --json").array().size(), 1);
    QCOMPARE(ask("agents inspect nobody").status, 1);
}

void TestCtlPit::bouts()
{
    const QJsonObject stats = ask("bouts stats --json").object();
    QCOMPARE(stats[QLatin1String("total")].toInt(), 4);
    QCOMPARE(stats[QLatin1String("completion_percent")].toDouble(), 50.0);
    QCOMPARE(stats[QLatin1String("unique_players")].toInt(), 2);
    QCOMPARE(stats[QLatin1String("top_preset")].toString(), QStringLiteral("duel"));
    QCOMPARE(stats[QLatin1String("week")].toInt(), 3);
    QCOMPARE(ask("bouts list --status error --json").array()[0][QLatin1String("id")].toString(),
             QStringLiteral("bout-2"));
    QCOMPARE(ask("bouts list --owner u-bob --json").array().size(), 1);
    const QJsonObject bout = ask("bouts inspect bout-1 --json").object();
    QCOMPARE(bout[QLatin1String("ledger")][0][QLatin1String("delta_micro")].toInt(), -200);
    QCOMPARE(bout[QLatin1String("bout")][QLatin1String("transcript")][0][QLatin1String("text")].toString(),
             QStringLiteral("Hello"));
}

void TestCtlPit::credits()
{
    const QJsonObject balance = ask("credits balance u-ann --json").object();
    QCOMPARE(balance[QLatin1String("balance_micro")].toInt(), 51034);
    QCOMPARE(balance[QLatin1String("balance")].toString(), QStringLiteral("510.34"));
    QCOMPARE(ask("credits balance u-dee").status, 1);
    QCOMPARE(ask("credits ledger u-ann --json --limit 1").array().size(), 1);
    QCOMPARE(ask("credits ledger u-dee --json").out, QByteArray("[]\n"));
    const QJsonObject summary = ask("credits summary --json").object();
    QCOMPARE(summary[QLatin1String("accounts")].toInt(), 3);
    QCOMPARE(summary[QLatin1String("granted")].toString(), QStringLiteral("12.34"));
    QCOMPARE(summary[QLatin1String("spent_micro")].toInt(), 200);
}

void TestCtlPit::reconcile()
{
    const Answer all = ask("credits reconcile --json --check");
    QCOMPARE(all.status, 3);
    QCOMPARE(all.object()[QLatin1String("differences")].toInt(), 1);
    QCOMPARE(all.object()[QLatin1String("accounts")][0][QLatin1String("user_id")].toString(), QStringLiteral("u-bob"));
    QCOMPARE(all.object()[QLatin1String("accounts")][0][QLatin1String("difference")].toString(),
             QStringLiteral("1.00"));
    QCOMPARE(ask("credits reconcile u-ann --check").status, 0);
    QCOMPARE(ask("credits reconcile").status, 0);
}

void TestCtlPit::otherSchemas()
{
    const QString newer = QStringLiteral("newer");
    QVERIFY(m_server.createDatabase(newer, QStringLiteral("pit")));
    QVERIFY(m_server.runSql(newer,
                            QStringLiteral("DROP TABLE free_bout_pool, agent_flags, credits;"
                                           " ALTER TABLE users DROP COLUMN display_name;"
                                           " ALTER TABLE bouts DROP COLUMN agent_lineup")));
    const Answer list = ask("users list --json", Role::Owner, newer);
    QCOMPARE(list.status, 0);
    QVERIFY(list.array()[0][QLatin1String("balance_micro")].isNull());
    const Answer search = ask("users list --search x", Role::Owner, newer);
    QCOMPARE(search.status, 1);
    QVERIFY(search.err.contains(QLatin1String("no column users.display_name")));
    QVERIFY(ask("users list --sort credits", Role::Owner, newer).err.contains(QLatin1String("no table credits")));
    const Answer agent = ask("agents inspect a-1 --json", Role::Owner, newer);
    QCOMPARE(agent.status, 0);
    QVERIFY(agent.object()[QLatin1String("bouts")].isNull());
    QVERIFY(agent.out.contains("no column bouts.agent_lineup"));
    QVERIFY(ask("credits reconcile", Role::Owner, newer).err.contains(QLatin1String("no table credits")));
}

QTEST_GUILESS_MAIN(TestCtlPit)
#include "tst_ctlpit.moc"
