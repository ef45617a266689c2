// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/transaction.h"
#include "support/testserver.h"

#include <QtTest>

using namespace pitboss;
using namespace pitboss::testing;
using namespace Qt::Literals::StringLiterals;

// COMMIT, and the next transaction in its round trip.
class TestTransaction : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QVERIFY2(m_server.start(), qPrintable(m_server.errorText()));
        QVERIFY(m_server.createDatabase(u"pit"_s));
        SessionOptions options;
        options.readOnly = false;
        m_session = std::make_unique<Session>(*ConnectionInfo::fromUrl(m_server.url(u"pit"_s)), options);
        QVERIFY(m_session->open());
        QVERIFY(m_session->execute("CREATE SEQUENCE tried")); // no rollback takes back that it was asked
    }
    void init()
    {
        QVERIFY(m_session->execute("DROP TABLE IF EXISTS t"));
        QVERIFY(m_session->execute("CREATE TABLE t (id int PRIMARY KEY DEFERRABLE INITIALLY DEFERRED)"));
        m_answers.clear();
    }
    void cleanup() { QVERIFY(m_session->transactionStatus() == Session::TransactionStatus::Idle); }

    void beginsTheNext()
    {
        auto first = Transaction::begin(*m_session);
        QVERIFY(first && m_session->execute("INSERT INTO t VALUES (1)"));
        TransactionOptions limits;
        limits.lockTimeout = std::chrono::milliseconds(1234);
        auto turn = turnOf(*first, {"INSERT INTO t VALUES (2)", "SHOW lock_timeout"}, limits);
        QVERIFY(turn.committed && turn.next);
        QCOMPARE(m_answers, (QList<qsizetype>{0, 1, 2}));
        QCOMPARE(turn.next->results.size(), 2);
        QCOMPARE(turn.next->results.last().text(0, 0), u"1234ms"_s);
        QCOMPARE(seen(), u"1"_s);
        QVERIFY(turn.next->transaction.commit());
        QCOMPARE(seen(), u"2"_s);
        QVERIFY(!first->commit()); // it is over
    }

    void runsNothingWhenTheCommitFails()
    {
        auto first = Transaction::begin(*m_session);
        QVERIFY(first && m_session->execute("INSERT INTO t VALUES (1), (1)")); // told at COMMIT
        const auto turn = turnOf(*first, {"SELECT nextval('tried')"});
        QVERIFY(!turn.committed && !turn.next);
        QCOMPARE(turn.committed.error().sqlState, u"23505"_s);
        QVERIFY(m_answers.isEmpty());
        QCOMPARE(m_server.value(u"pit"_s, u"SELECT is_called::text FROM tried"_s), u"false"_s);
        QCOMPARE(seen(), u"0"_s);
    }

    void keepsTheCommitWhenTheNextFails()
    {
        auto first = Transaction::begin(*m_session);
        QVERIFY(first && m_session->execute("INSERT INTO t VALUES (1)"));
        const auto turn = turnOf(*first, {"INSERT INTO t VALUES (2)", "SELECT 1/0", "INSERT INTO t VALUES (3)"});
        QVERIFY(turn.committed && !turn.next);
        QCOMPARE(turn.next.error().sqlState, u"22012"_s);
        QCOMPARE(m_answers, (QList<qsizetype>{0, 1}));
        QCOMPARE(seen(), u"1"_s);
    }

    void doesNotCommitWhatFailed()
    {
        auto first = Transaction::begin(*m_session);
        QVERIFY(first && m_session->execute("INSERT INTO t VALUES (1)") && !m_session->execute("SELECT 1/0"));
        const auto turn = turnOf(*first, {"INSERT INTO t VALUES (2)"});
        QVERIFY(!turn.committed);
        QCOMPARE(turn.committed.error().kind, Error::Kind::Conflict);
        QCOMPARE(seen(), u"0"_s);
    }

    void sendsNothingWhenCanceled()
    {
        QVERIFY(m_session->canceler()->begin(7));
        {
            auto first = Transaction::begin(*m_session);
            QVERIFY(first && m_session->execute("INSERT INTO t VALUES (1)"));
            m_session->canceler()->cancel(7);
            const auto turn = turnOf(*first, {"INSERT INTO t VALUES (2)"});
            QVERIFY(!turn.committed && !turn.next);
            QCOMPARE(turn.committed.error().kind, Error::Kind::Canceled);
        } // rolls back
        m_session->canceler()->end();
        QCOMPARE(seen(), u"0"_s);
    }

private:
    Transaction::Turn turnOf(Transaction &transaction, const QList<Statement> &first,
                             const TransactionOptions &options = {})
    {
        return transaction.commitAndBegin(options, first,
                                          [this](qsizetype which, const ResultSet &, double) { m_answers << which; });
    }

    /// By somebody else.
    QString seen() { return m_server.value(u"pit"_s, u"SELECT count(*) FROM t"_s); }

    TestServer m_server;
    std::unique_ptr<Session> m_session;
    QList<qsizetype> m_answers;
};

QTEST_GUILESS_MAIN(TestTransaction)
#include "tst_transaction.moc"
