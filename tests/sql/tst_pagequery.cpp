// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/anchors.h"
#include "support/testserver.h"

#include <QtTest>

using namespace pitboss;
using testing::Role;
using testing::TestServer;

class TestPageQuery : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void pagesCoverEveryRowOnce_data();
    void pagesCoverEveryRowOnce();
    void beginsInTheMiddle_data() { pagesCoverEveryRowOnce_data(); }
    void beginsInTheMiddle();
    void knowsWhichIndexServes();
    void largeValuesComeAsPrefix();
    void forwardReadWithoutKey();
    void filterCannotEscape();
    void jumpsByHistogram_data();
    void jumpsByHistogram();
    void walksTheKey();
    void anchorsGiveExactPlaces();
    void anchorsStayBounded();
    void estimates();

private:
    QStringList allIds(const PageQuery &query);
    QStringList ids(const RowPage &page, const PageQuery &query);
    PageQuery query(const QString &table, const QList<SortKey> &sort = {}, const QString &filter = {});
    TestServer m_server;
    std::unique_ptr<Session> m_session;
};

void TestPageQuery::initTestCase()
{
    QVERIFY2(m_server.start(), qPrintable(m_server.errorText()));
    QVERIFY(m_server.createDatabase(QStringLiteral("pit")));
    const QString sql = QStringLiteral(R"(
        CREATE TYPE tier AS ENUM ('free', 'pass', 'lab');
        CREATE TABLE r (id int PRIMARY KEY, n int, m text COLLATE "C", f float8 NOT NULL, t timestamptz, e tier NOT NULL);
        INSERT INTO r SELECT g, CASE WHEN g % 5 = 0 THEN NULL ELSE g % 7 END,
            CASE WHEN g % 4 = 0 THEN NULL ELSE chr(97 + g % 3) END,
            CASE WHEN g % 50 = 0 THEN 'NaN'::float8 ELSE (g * 37 % 101) / 3.0 END,
            CASE WHEN g % 9 = 0 THEN 'infinity' ELSE timestamptz '2026-01-01' + g * interval '1 us' END,
            (ARRAY['free', 'pass', 'lab'])[1 + g % 3]::tier
        FROM generate_series(1, 500) g;
        CREATE TABLE pair (a int, b text, v text, PRIMARY KEY (a, b));
        INSERT INTO pair SELECT g % 20, 'k' || g, '' FROM generate_series(1, 400) g;
        CREATE INDEX pair_b ON pair (b DESC, a DESC);
        CREATE TABLE big (id int PRIMARY KEY, j jsonb, raw bytea, note text, list text[]);
        INSERT INTO big SELECT g, jsonb_build_object('k', repeat('x', g * 2000)), decode(repeat('ab', g * 300), 'hex'),
            CASE WHEN g = 3 THEN NULL ELSE repeat('é', g * 100) END, ARRAY['a', NULL] FROM generate_series(1, 10) g;
        INSERT INTO big SELECT 11, jsonb_build_object('k', string_agg(md5(g::text), '')) FROM generate_series(1, 500) g;
        CREATE VIEW v AS SELECT id, n FROM r;
        CREATE TABLE skew (id bigint PRIMARY KEY, at timestamptz NOT NULL, who text NOT NULL, tier text NOT NULL);
        INSERT INTO skew SELECT g::bigint * g, timestamptz '2026-01-01' + g::bigint * g * interval '1 ms', md5(g::text),
            CASE WHEN g % 10 < 7 THEN 'free' WHEN g % 10 < 9 THEN 'pass' ELSE 'lab' END
        FROM generate_series(1, 50000) g;
        CREATE INDEX ON skew (at, id);
        CREATE INDEX ON skew (who);
        CREATE INDEX ON skew (tier, id);
        ANALYZE;)");
    QVERIFY2(m_server.runSql(QStringLiteral("pit"), sql), qPrintable(m_server.errorText()));
    m_session =
        std::make_unique<Session>(*ConnectionInfo::fromUrl(m_server.url(QStringLiteral("pit"))), SessionOptions());
    QVERIFY(m_session->open());
}

PageQuery TestPageQuery::query(const QString &table, const QList<SortKey> &sort, const QString &filter)
{
    auto relation = readRelation(*m_session, {QStringLiteral("public"), table});
    return relation ? PageQuery(*relation, sort, filter) : PageQuery();
}

QStringList TestPageQuery::ids(const RowPage &page, const PageQuery &query)
{
    QStringList list;
    for (const ResultSet &part : page.parts) {
        for (int r = 0; r < part.rowCount(); ++r) {
            QStringList key;
            for (const QString &column : query.relation().keyColumns)
                key << part.text(r, part.columnIndex(column));
            list << key.join(QLatin1Char('/'));
        }
    }
    if (page.reversed)
        std::reverse(list.begin(), list.end());
    return list;
}

QStringList TestPageQuery::allIds(const PageQuery &query)
{
    RowPage page;
    if (auto rows = m_session->execute(query.forwardRead(1000000)))
        page.parts << *rows;
    return ids(page, query);
}

void TestPageQuery::pagesCoverEveryRowOnce_data()
{
    QTest::addColumn<QString>("table");
    QTest::addColumn<QList<SortKey>>("sort");
    QTest::addColumn<QString>("filter");
    const auto key = [](const char *column, bool descending = false) {
        return SortKey{QString::fromLatin1(column), descending};
    };
    const QString r = QStringLiteral("r");
    QTest::newRow("by key") << r << QList<SortKey>{} << QString();
    QTest::newRow("by key, down") << r << QList<SortKey>{key("id", true)} << QString();
    QTest::newRow("nullable up") << r << QList<SortKey>{key("n")} << QString();
    QTest::newRow("nullable down") << r << QList<SortKey>{key("n", true)} << QString();
    QTest::newRow("two nullables, mixed") << r << QList<SortKey>{key("n"), key("m", true)} << QString();
    QTest::newRow("two nullables, mixed other") << r << QList<SortKey>{key("n", true), key("m")} << QString();
    QTest::newRow("three") << r << QList<SortKey>{key("e"), key("m"), key("f", true)} << QString();
    QTest::newRow("float with NaN") << r << QList<SortKey>{key("f", true)} << QString();
    QTest::newRow("timestamps with infinity") << r << QList<SortKey>{key("t")} << QString();
    QTest::newRow("enum") << r << QList<SortKey>{key("e", true)} << QString();
    QTest::newRow("filtered") << r << QList<SortKey>{key("n")} << QStringLiteral("id % 3 = 1 -- thirds");
    QTest::newRow("composite") << QStringLiteral("pair") << QList<SortKey>{} << QString();
    QTest::newRow("composite, part first") << QStringLiteral("pair") << QList<SortKey>{key("b", true)} << QString();
    QTest::newRow("wide text") << QStringLiteral("big") << QList<SortKey>{key("note", true)} << QString();
}

void TestPageQuery::pagesCoverEveryRowOnce()
{
    QFETCH(QString, table);
    QFETCH(QList<SortKey>, sort);
    QFETCH(QString, filter);
    const PageQuery query = this->query(table, sort, filter);
    const QStringList expected = allIds(query);
    QVERIFY(expected.size() > 5);
    for (const auto direction : {PageRequest::Direction::Forward, PageRequest::Direction::Backward}) {
        QStringList seen;
        PageRequest request{direction, {}, false, 7};
        for (int pages = 0; pages < 1000; ++pages) {
            const auto page = readPage(*m_session, query, request);
            QVERIFY2(page, page ? "" : qPrintable(page.error().text()));
            const QStringList part = ids(*page, query);
            seen = page->reversed ? part + seen : seen + part;
            if (page->reachesEnd)
                break;
            const ResultSet &last = page->parts.last();
            request.from = query.keyOf(last, last.rowCount() - 1);
        }
        QCOMPARE(seen, expected);
    }
}

void TestPageQuery::beginsInTheMiddle()
{
    QFETCH(QString, table);
    QFETCH(QList<SortKey>, sort);
    QFETCH(QString, filter);
    const PageQuery query = this->query(table, sort, filter);
    const QStringList expected = allIds(query);
    const auto all = m_session->execute(query.forwardRead(1000000));
    for (int row = 0; row < all->rowCount(); row += 1 + all->rowCount() / 40) {
        const KeyValues key = query.keyOf(*all, row);
        const auto forward = readPage(*m_session, query, {PageRequest::Direction::Forward, key, true, 5});
        QVERIFY2(forward, forward ? "" : qPrintable(forward.error().text()));
        QCOMPARE(ids(*forward, query), expected.mid(row, 5));
        const auto backward = readPage(*m_session, query, {PageRequest::Direction::Backward, key, false, 5});
        QVERIFY2(backward, backward ? "" : qPrintable(backward.error().text()));
        QCOMPARE(ids(*backward, query), expected.mid(qMax(0, row - 5), qMin(5, row)));
    }
}

void TestPageQuery::knowsWhichIndexServes()
{
    const auto served = [this](const char *table, const QList<SortKey> &sort) {
        return query(QString::fromLatin1(table), sort).isServedByIndex();
    };
    QVERIFY(served("r", {}));
    QVERIFY(served("r", {{QStringLiteral("id"), true}}));
    QVERIFY(!served("r", {{QStringLiteral("f"), false}}));
    QVERIFY(served("pair", {{QStringLiteral("b"), true}}));
    QVERIFY(served("pair", {{QStringLiteral("b"), false}}));
    QVERIFY(served("skew", {{QStringLiteral("at"), false}}));
    QVERIFY(served("skew", {{QStringLiteral("who"), true}}));
    QVERIFY(!served("skew", {{QStringLiteral("at"), false}, {QStringLiteral("id"), true}}));
}

void TestPageQuery::largeValuesComeAsPrefix()
{
    const PageQuery query = this->query(QStringLiteral("big"));
    const auto page = readPage(*m_session, query, {});
    QVERIFY2(page, page ? "" : qPrintable(page.error().text()));
    const ResultSet &rows = page->parts[0];
    const auto output = [&](const char *name) {
        return query.outputs()[query.relation().columnIndex(QString::fromLatin1(name))];
    };
    QVERIFY(rows.isNull(2, output("note").value)); // NULL itself
    QVERIFY(rows.isNull(2, output("note").size));
    QVERIFY(rows.isNull(1, output("note").size)); // 200 characters: whole
    QCOMPARE(rows.text(1, output("note").value), QString(200, QChar(0xe9)));
    QCOMPARE(rows.text(5, output("note").value).size(), PageQuery::prefixLength);
    QCOMPARE(rows.integer(5, output("note").size), 1200);
    QVERIFY(rows.isNull(10, output("j").value)); // 16 kB that do not compress: not fetched
    QVERIFY(rows.integer(10, output("j").size) < -PageQuery::storedLimit);
    const KeyValues key = query.keyOf(rows, 10);
    const auto prefix = m_session->execute(query.prefixes({key, query.keyOf(rows, 0)}, {1}));
    QVERIFY2(prefix, prefix ? "" : qPrintable(prefix.error().text()));
    QCOMPARE(prefix->rowCount(), 2);
    const auto whole = m_session->execute(query.wholeValue(key, 1));
    QVERIFY(whole);
    QCOMPARE(whole->value(0, 0).size(), 500 * 32 + 9);
}

void TestPageQuery::forwardReadWithoutKey()
{
    const PageQuery query = this->query(QStringLiteral("v"), {{QStringLiteral("n"), true}});
    QVERIFY(!query.isKeyed());
    const auto rows = m_session->execute(query.forwardRead(20));
    QVERIFY(rows);
    QCOMPARE(rows->rowCount(), 20);
    QVERIFY(rows->isNull(0, 1));
}

void TestPageQuery::filterCannotEscape()
{
    const PageQuery query = this->query(QStringLiteral("r"), {}, QStringLiteral("true); DELETE FROM r; --"));
    const auto page = readPage(*m_session, query, {});
    QVERIFY(!page);
    QCOMPARE(m_server.value(QStringLiteral("pit"), QStringLiteral("SELECT count(*) FROM r")), QStringLiteral("500"));
}

void TestPageQuery::jumpsByHistogram_data()
{
    QTest::addColumn<QList<SortKey>>("sort");
    QTest::newRow("skewed integers") << QList<SortKey>{};
    QTest::newRow("skewed integers, down") << QList<SortKey>{{QStringLiteral("id"), true}};
    QTest::newRow("timestamps") << QList<SortKey>{{QStringLiteral("at"), false}};
    QTest::newRow("text") << QList<SortKey>{{QStringLiteral("who"), false}};
    QTest::newRow("few values") << QList<SortKey>{{QStringLiteral("tier"), false}};
    QTest::newRow("few values, down") << QList<SortKey>{{QStringLiteral("tier"), true}};
}

void TestPageQuery::jumpsByHistogram()
{
    QFETCH(QList<SortKey>, sort);
    const PageQuery query = this->query(QStringLiteral("skew"), sort);
    const QStringList expected = allIds(query);
    QHash<QString, int> place;
    for (int i = 0; i < expected.size(); ++i)
        place.insert(expected[i], i);
    const auto histograms = readHistograms(*m_session, query);
    QVERIFY2(histograms, histograms ? "" : qPrintable(histograms.error().text()));
    QList<double> errors;
    for (int i = 0; i <= 200; ++i) {
        const double fraction = i / 200.0;
        const auto key = placeAt(*m_session, query, *histograms, fraction);
        QVERIFY2(key, key ? "" : qPrintable(key.error().text()));
        QVERIFY(!key->isEmpty());
        const auto page = readPage(*m_session, query, {PageRequest::Direction::Forward, *key, true, 1});
        QVERIFY2(page, page ? "" : qPrintable(page.error().text()));
        const double at = page->rowCount() ? place.value(ids(*page, query).first()) : double(expected.size());
        errors << qAbs(at / expected.size() - fraction);
    }
    std::sort(errors.begin(), errors.end());
    qInfo("p95 error %.2f %%, max %.2f %%", errors[190] * 100, errors.last() * 100);
    QVERIFY2(errors[190] < 0.012, qPrintable(QString::number(errors[190])));
    QVERIFY(errors.last() < 0.03);
}

void TestPageQuery::walksTheKey()
{
    for (const bool down : {false, true}) {
        const PageQuery query = this->query(QStringLiteral("skew"), {{QStringLiteral("id"), down}});
        const QStringList expected = allIds(query);
        const auto first = m_session->execute(query.keyStep({}, 0));
        QVERIFY(first);
        const KeyValues start{first->optional(0, 0)};
        const auto walked = m_session->execute(query.keyWalk(start, 700, 50));
        QVERIFY2(walked, walked ? "" : qPrintable(walked.error().text()));
        QCOMPARE(walked->rowCount(), 50);
        for (int i = 0; i < 50; ++i)
            QCOMPARE(walked->text(i, 0), expected[(i + 1) * 700]);
        const auto step = m_session->execute(query.keyStep({walked->optional(49, 0)}, 123));
        QCOMPARE(step->text(0, 0), expected[35123]);
        const auto rest = m_session->execute(query.countFrom({walked->optional(49, 0)}, 1000000));
        QCOMPARE(rest->integer(0, 0), 15000);
    }
}

void TestPageQuery::anchorsGiveExactPlaces()
{
    for (const char *column : {"id", "at"}) {
        for (const bool down : {false, true}) {
            const PageQuery query = this->query(QStringLiteral("skew"), {{QString::fromLatin1(column), down}});
            QVERIFY(canWalk(query));
            const QStringList expected = allIds(query);
            Anchors anchors;
            int turns = 0;
            for (; !anchors.isComplete() && turns < 100; ++turns) {
                auto next = extendAnchors(*m_session, query, anchors, 7);
                QVERIFY2(next, next ? "" : qPrintable(next.error().text()));
                anchors = *next;
            }
            QCOMPARE(turns, 8); // 49 steps of 1000, seven at a time, and the end
            QCOMPARE(anchors.total(), 50000);
            for (const qint64 ordinal : {0, 1, 999, 1000, 1001, 33333, 49000, 49999}) {
                const auto key = keyAtOrdinal(*m_session, query, anchors, ordinal);
                QVERIFY(key && !key->isEmpty());
                QCOMPARE(QString::fromUtf8(*key->last()), expected[ordinal]);
                for (const qint64 guess : {qint64(0), ordinal, qint64(49999)})
                    QCOMPARE(*ordinalOfKey(*m_session, query, anchors, *key, guess), ordinal);
            }
            QVERIFY(keyAtOrdinal(*m_session, query, anchors, 50000)->isEmpty());
        }
    }
    QVERIFY(!canWalk(query(QStringLiteral("r"), {{QStringLiteral("n"), false}})));
    QVERIFY(!canWalk(query(QStringLiteral("skew"), {}, QStringLiteral("id > 5"))));
    QVERIFY(!canWalk(query(QStringLiteral("v"))));
}

void TestPageQuery::anchorsStayBounded()
{
    QVERIFY(m_server.runSql(QStringLiteral("pit"),
                            QStringLiteral("CREATE TABLE long AS SELECT g AS id FROM generate_series(1, 2500000) g;"
                                           "ALTER TABLE long ADD PRIMARY KEY (id); ANALYZE long;")));
    const PageQuery query = this->query(QStringLiteral("long"));
    for (const int steps : {100, 49}) { // the step doubles at an even and at an odd place of a batch
        Anchors anchors;
        while (!anchors.isComplete()) {
            auto next = extendAnchors(*m_session, query, anchors, steps);
            QVERIFY2(next, next ? "" : qPrintable(next.error().text()));
            anchors = *next;
            QVERIFY(anchors.count() <= Anchors::most + 1);
        }
        QCOMPARE(anchors.total(), 2500000);
        QCOMPARE(anchors.step(), 2000);
        for (const qint64 ordinal : {0, 1999, 2000, 2049001, 2499999})
            QCOMPARE(keyAtOrdinal(*m_session, query, anchors, ordinal)->first()->toLongLong(), ordinal + 1);
    }
}

void TestPageQuery::estimates()
{
    QCOMPARE(*estimateRows(*m_session, query(QStringLiteral("skew"))), 50000);
    const qint64 labs = *estimateRows(*m_session, query(QStringLiteral("skew"), {}, QStringLiteral("tier = 'lab'")));
    QVERIFY(labs > 4000 && labs < 6000);
}

QTEST_GUILESS_MAIN(TestPageQuery)
#include "tst_pagequery.moc"
