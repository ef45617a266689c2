// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "applyplace.h"

#include <QProcess>

using namespace pitboss;
using namespace pitboss::testing;
using namespace Qt::Literals::StringLiterals;

// Beside the real drizzle-orm of both lines: what Pitboss applies it finds applied, and the other way round; both at
// once apply nothing twice.
class TestApplyDrizzle : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (QStandardPaths::findExecutable(u"node"_s).isEmpty())
            QSKIP("node is not installed");
        for (const Line &line : lines) {
            QProcess script;
            script.start(u"sh"_s,
                         {QStringLiteral(PITBOSS_SOURCE_DIR "/tests/migrations/drizzle.sh"), QString(line.version)});
            QVERIFY(script.waitForFinished(240'000));
            if (script.exitCode() != 0)
                QSKIP(script.readAllStandardError().trimmed().constData());
            m_caches << QString::fromLocal8Bit(script.readAllStandardOutput()).trimmed();
        }
        m_place.start();
    }
    void init() { m_place.measures = true; }

    void drizzleAgreesWithWhatPitbossApplied_data() { eachLine(); }
    void drizzleAgreesWithWhatPitbossApplied()
    {
        QFETCH(int, line);
        begin(line, 3);
        const QString expected = drizzleAlone();
        const QString table = u"drizzle.__drizzle_migrations"_s;
        const QString columns = columnsOf(table);
        m_place.run(u"DROP SCHEMA drizzle CASCADE; TRUNCATE ran"_s);
        const ApplyPlan plan = m_place.plan();
        QVERIFY2(plan.obstacles().isEmpty(), qPrintable(plan.obstacles().join(u'\n')));
        QVERIFY(m_place.apply(plan).ok);
        QCOMPARE(m_place.ran().count(u' '), 2);
        QCOMPARE(rows(line), expected);
        QCOMPARE(columnsOf(table), columns);
        QVERIFY2(finish(*migrate()).isEmpty(), "drizzle failed");
        QCOMPARE(m_place.ran().count(u' '), 2);
        QCOMPARE(rows(line), expected);
    }

    void pitbossAgreesWithWhatDrizzleApplied_data() { eachLine(); }
    void pitbossAgreesWithWhatDrizzleApplied()
    {
        QFETCH(int, line);
        begin(line, 2);
        QVERIFY(finish(*migrate()).isEmpty());
        QVERIFY(m_place.plan().files.isEmpty());
        m_place.add(3, u"c"_s, marking(u"c"_s));
        const ApplyPlan plan = m_place.plan();
        QCOMPARE(plan.files.size(), 1);
        QVERIFY(m_place.apply(plan).ok);
        QVERIFY(finish(*migrate()).isEmpty());
        QCOMPARE(m_place.ran().count(u' '), 2);
    }

    void bothAtOnceApplyNothingTwice_data() { eachLine(); }
    void bothAtOnceApplyNothingTwice()
    {
        QFETCH(int, line);
        for (int round = 0; round < 6; ++round) {
            begin(line, 5);
            if (round % 2) // the table is there, and both find the rest
                QVERIFY(finish(*migrate()).isEmpty());
            for (int i = 6; i < 9; ++i)
                m_place.add(i, QString(QChar(u'a' + i)), marking(QString(QChar(u'a' + i))));
            m_place.measures = false;
            ApplyRequest request;
            request.overrideReason = u"both at once"_s;
            const ApplyPlan plan = m_place.plan(request);
            const auto runner = migrate();
            QTest::qWait(80 + 30 * round); // node needs a while to get there
            const ApplyResult result = m_place.apply(plan);
            (void)finish(*runner);
            const QString twice = m_place.value(u"select string_agg(tag, ' ') from (select tag from ran group by tag"
                                                " having count(*) > 1) t"_s);
            QVERIFY2(twice.isEmpty(), qPrintable(twice));
            QCOMPARE(m_place.value(u"select count(*)::text from (select hash, created_at from "
                                   "drizzle.__drizzle_migrations group by 1, 2 having count(*) > 1) t"_s),
                     u"0"_s);
            QVERIFY(finish(*migrate()).isEmpty());
            QVERIFY(result.ok || !result.files.isEmpty());
            QCOMPARE(m_place.value(u"select count(*)::text from ran"_s), u"8"_s);
        }
    }

private:
    void eachLine()
    {
        QTest::addColumn<int>("line");
        QTest::newRow("0.45") << 0;
        QTest::newRow("1.0") << 1;
    }

    void begin(int line, int count)
    {
        m_cache = m_caches.at(line);
        m_place.open(lines[line]);
        for (int i = 1; i <= count; ++i)
            m_place.add(i, QString(QChar(u'a' + i)), marking(QString(QChar(u'a' + i))));
        writeFolder(m_place.out, lines[line], m_place.files);
    }

    QString drizzleAlone()
    {
        const QByteArray error = finish(*migrate());
        if (!error.isEmpty())
            qWarning() << error;
        return rows(lines[0].version == "0.45"_L1 && m_cache == m_caches[0] ? 0 : 1);
    }

    QString rows(int line)
    {
        return m_place.value(u"select string_agg(id || ' ' || hash || ' ' || created_at"_s
                             + (line ? u" || ' ' || name || ' ' || (applied_at is not null)"_s : QString())
                             + u", E'\\n' order by id) from drizzle.__drizzle_migrations"_s);
    }

    QString columnsOf(const QString &table)
    {
        return m_place.value(
            u"select string_agg(concat_ws(' ', attname, format_type(atttypid, atttypmod), attnotnull, "
            u"pg_get_expr(adbin, adrelid)), ', ' order by attnum) from pg_attribute left join pg_attrdef on "
            u"adrelid = attrelid and adnum = attnum where attnum > 0 and attrelid = '"_s
            + table + u"'::regclass"_s);
    }

    std::unique_ptr<QProcess> migrate()
    {
        auto node = std::make_unique<QProcess>();
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"NODE_PATH"_s, m_cache + u"/node_modules"_s);
        node->setProcessEnvironment(environment);
        node->start(u"node"_s,
                    {QStringLiteral(PITBOSS_SOURCE_DIR "/tests/migrations/drizzle-migrate.cjs"), m_place.out,
                     m_place.server.url(m_place.name)});
        return node;
    }

    /// What it said when it failed.
    static QByteArray finish(QProcess &node)
    {
        if (!node.waitForFinished(60'000))
            return "timeout";
        const QByteArray error = node.readAllStandardError().trimmed();
        return node.exitCode() == 0 ? QByteArray() : error.isEmpty() ? QByteArray("failed") : error;
    }

    ApplyPlace m_place;
    QStringList m_caches;
    QString m_cache;
};

QTEST_GUILESS_MAIN(TestApplyDrizzle)
#include "tst_applydrizzle.moc"
