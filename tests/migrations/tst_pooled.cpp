// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "applyplace.h"
#include "support/testpgbouncer.h"

using namespace pitboss;
using namespace pitboss::testing;
using namespace Qt::Literals::StringLiterals;

// Behind a pooler in transaction mode: the session of the server is another one from transaction to transaction, and
// applications have it in between.
class TestPooled : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_place.start();
        if (!TestPgBouncer::isInstalled())
            QSKIP("pgbouncer is not installed");
        m_pooler = std::make_unique<TestPgBouncer>(m_place.server);
        m_pooler->setConfiguration({u"default_pool_size = 1"_s}); // so that all share one session of the server
        QVERIFY2(m_pooler->start(), qPrintable(m_pooler->errorText()));
    }
    void init()
    {
        m_place.open();
        m_place.session = m_place.connect(m_pooler->url(m_place.name));
        QVERIFY(m_place.session && m_place.session->isPooled());
        for (int i = 1; i <= 3; ++i)
            m_place.add(i, u"f"_s,
                        marking(u'f' + QString::number(i), "CREATE TABLE t" + QByteArray::number(i) + " (id int);"));
    }

    void triesAndApplies()
    {
        const ApplyPlan plan = m_place.plan(); // after a dry run of them
        QVERIFY2(plan.obstacles().isEmpty(), qPrintable(plan.obstacles().join(u'\n')));
        QVERIFY(m_place.ran().isEmpty());
        QVERIFY(m_place.apply(plan).ok);
        QCOMPARE(m_place.ran(), u"f1 f2 f3"_s);
        QCOMPARE(m_place.records().count(u'\n'), 2);
        QCOMPARE(left(), u"0"_s);
    }

private:
    /// Of ours, in the session that all share.
    QString left()
    {
        const auto row =
            m_place.session->execute("SELECT count(*) FROM pg_prepared_statements WHERE name ^@ 'pitboss_'");
        return row ? row->text(0, 0) : QString();
    }

    ApplyPlace m_place;
    std::unique_ptr<TestPgBouncer> m_pooler;
};

QTEST_GUILESS_MAIN(TestPooled)
#include "tst_pooled.moc"
