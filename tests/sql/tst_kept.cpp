// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/transaction.h"

#include "support/testpgbouncer.h"
#include "support/testproxy.h"
#include "support/testserver.h"

#include <QtTest>

using namespace pitboss;
using namespace pitboss::testing;
using namespace Qt::Literals::StringLiterals;

// Statements that the server keeps by name for a session.
class TestKept : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QVERIFY2(m_server.start(), qPrintable(m_server.errorText()));
        QVERIFY(m_server.createDatabase(u"pit"_s));
        QVERIFY(m_server.runSql(u"pit"_s,
                                u"CREATE FUNCTION forget() RETURNS int LANGUAGE plpgsql AS"
                                " $$ BEGIN EXECUTE 'DEALL' || 'OCATE ALL'; RETURN 1; END $$"_s));
    }
    void init() { m_session = session(m_server.url(u"pit"_s)); }

    void isParsedOnce()
    {
        for (int i = 0; i < 3; ++i)
            QCOMPARE(next(i), i + 1);
        const auto both = m_session->executeTogether({plusOne(5), plusOne(6)});
        QCOMPARE(both->at(0).integer(0, 0) * 10 + both->at(1).integer(0, 0), 67);
        QCOMPARE(kept(), 1);
        QVERIFY(m_session->execute(Statement(plusOne(1).sql).bind("7"))); // the same text, and not to be kept
        QCOMPARE(kept(), 1);
    }

    void takesNoRoundTripMore()
    {
        TestProxy proxy(m_server.host(), m_server.port());
        QVERIFY(proxy.start());
        const auto far = session(proxy.url(m_server.url(u"pit"_s)));
        proxy.setDelay(std::chrono::milliseconds(20));
        proxy.resetCounts();
        QVERIFY(far->executeTogether({plusOne(1), "SELECT 2", plusOne(3)}));
        QCOMPARE(proxy.counts().roundTrips, 1);
    }

    void outlivesItsTransaction()
    {
        {
            auto transaction = Transaction::begin(*m_session);
            QVERIFY(transaction);
            QCOMPARE(next(1), 2);
        }
        QCOMPARE(next(2), 3);
        m_session->close();
        QVERIFY(m_session->open());
        QCOMPARE(next(3), 4);
    }

    void isSaidAnewOnceItWasDropped()
    {
        for (const char *drop : {"DEALLOCATE ALL", "deallocate all", "DISCARD ALL"}) {
            QCOMPARE(next(1), 2);
            QVERIFY(m_session->execute(drop));
            QCOMPARE(next(2), 3);
        }
        const auto all = m_session->executeTogether({plusOne(1), "DEALLOCATE ALL", plusOne(2), plusOne(3)});
        QVERIFY2(all, all ? "" : qPrintable(all.error().text()));
        QCOMPARE(all->last().integer(0, 0), 4);
        QCOMPARE(next(4), 5);
    }

    void isKnownAnewAfterItWasDroppedUnseen()
    {
        QCOMPARE(next(1), 2);
        QVERIFY(m_session->execute("SELECT forget()"));
        QCOMPARE(m_session->execute(plusOne(2)).error().sqlState, u"26000"_s); // the server's word, and nothing ran
        QCOMPARE(next(3), 4);
    }

    void isNotKnownWhenItWasSkipped()
    {
        const auto failed = m_session->executeTogether({"SELECT 1/0", plusOne(1), plusOne(2)});
        QCOMPARE(failed.error().sqlState, u"22012"_s);
        QCOMPARE(next(1), 2);
    }

    void tellsItsOwnError()
    {
        const Statement wrong = Statement("SELECT nothing FROM nowhere").keep();
        for (int i = 0; i < 2; ++i) {
            const auto failed = m_session->executeTogether({"SELECT 1", wrong, "SELECT 2"});
            QCOMPARE(failed.error().sqlState, u"42P01"_s);
            QVERIFY(failed.error().statement.contains(u"nowhere"_s));
        }
        QCOMPARE(kept(), 0);
    }

    void isNotKeptBehindAPooler()
    {
        if (!TestPgBouncer::isInstalled())
            QSKIP("pgbouncer is not installed");
        TestPgBouncer pooler(m_server);
        QVERIFY2(pooler.start(), qPrintable(pooler.errorText()));
        m_session = session(pooler.url(u"pit"_s));
        QVERIFY(m_session->isPooled());
        for (int i = 0; i < 3; ++i)
            QCOMPARE(next(i), i + 1);
        QCOMPARE(kept(), 0);
    }

private:
    static std::unique_ptr<Session> session(const QString &url)
    {
        SessionOptions options;
        options.readOnly = false;
        auto session = std::make_unique<Session>(*ConnectionInfo::fromUrl(url), options);
        return session->open() ? std::move(session) : nullptr;
    }
    static Statement plusOne(int value) { return Statement("SELECT $1::int + 1").bind(value).keep(); }
    int next(int value)
    {
        const auto row = m_session->execute(plusOne(value));
        return row ? int(row->integer(0, 0)) : -1;
    }
    int kept()
    {
        const auto row = m_session->execute("SELECT count(*) FROM pg_prepared_statements WHERE NOT from_sql");
        return row ? int(row->integer(0, 0)) : -1;
    }

    TestServer m_server;
    std::unique_ptr<Session> m_session;
};

QTEST_GUILESS_MAIN(TestKept)
#include "tst_kept.moc"
