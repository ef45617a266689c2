// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/tablepager.h"
#include "support/testserver.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QtTest>

using namespace pitboss;
using testing::Role;
using testing::TestServer;

namespace {

/// A TablePager with its model, watched by Qt's model tester (which looks at every cell at every change, so not where
/// the window is full).
struct Bench
{
    explicit Bench(const QString &url, bool watched = true)
        : tester(watched ? new QAbstractItemModelTester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal)
                         : nullptr)
        , pager([url] { return std::make_unique<Connection>(*ConnectionInfo::fromUrl(url)); }, model)
    {
        QObject::connect(&pager, &TablePager::failed, [this](const Error &e) { error = e; });
        QObject::connect(&pager, &TablePager::jumped, [this](int row) { top = row; });
    }
    qint64 id(int row) const { return model.text(row, 0).toLongLong(); }
    /// As a view does while it is scrolled: what is visible, until nothing more comes.
    void look(int first, int rows = 40) { pager.setViewport(first, qMin(first + rows, model.rowCount() - 1)); }
    bool consecutive() const
    {
        for (int row = 1; row < model.rowCount(); ++row) {
            if (id(row) <= id(row - 1))
                return false;
        }
        return true;
    }

    TableModel model;
    std::unique_ptr<QAbstractItemModelTester> tester;
    TablePager pager;
    std::optional<Error> error;
    int top = -1;
};

} // namespace

class TestTablePager : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void opensAtOnce();
    void scrollsToTheEndAndBack();
    void jumpsAndKnowsWhereItIs();
    void newestJumpWins();
    void showsTheEnd();
    void rowsMayComeAndGo();
    void fetchesLargeValuesForVisibleRows();
    void copiesWholeValues();
    void readsViewsForward();
    void countsOnDemand();
    void cancelLeavesItUsable();
    void survivesAServerCrash();
    void tellsMissingRights();
    void printsRows();
    void writesTsv();

private:
    PageQuery query(const QString &table, const QList<SortKey> &sort = {}, const QString &filter = {});
    QString url(Role role = Role::Owner) { return m_server.url(QStringLiteral("pit"), role); }
    TestServer m_server;
};

void TestTablePager::initTestCase()
{
    QVERIFY2(m_server.start(), qPrintable(m_server.errorText()));
    QVERIFY(m_server.createDatabase(QStringLiteral("pit")));
    const QString sql = QStringLiteral(R"(
        CREATE TABLE t (id bigint PRIMARY KEY, v text, n int);
        INSERT INTO t SELECT g * 10, 'row ' || g, g % 13 FROM generate_series(1, 40000) g;
        CREATE TABLE big (id int PRIMARY KEY, j jsonb);
        INSERT INTO big SELECT i, jsonb_build_object('k', (SELECT string_agg(md5(i::text || g), '') FROM generate_series(1, 200) g))
        FROM generate_series(1, 300) i;
        CREATE VIEW v AS SELECT id, v FROM t;
        CREATE TABLE empty (id int PRIMARY KEY);
        ANALYZE;)");
    QVERIFY2(m_server.runSql(QStringLiteral("pit"), sql), qPrintable(m_server.errorText()));
}

PageQuery TestTablePager::query(const QString &table, const QList<SortKey> &sort, const QString &filter)
{
    Session session(*ConnectionInfo::fromUrl(url()), {});
    if (!session.open())
        return {};
    const auto relation = readRelation(session, {QStringLiteral("public"), table});
    return relation ? PageQuery(*relation, sort, filter) : PageQuery();
}

void TestTablePager::opensAtOnce()
{
    Bench bench(url());
    bench.pager.open(query(QStringLiteral("t")));
    QTRY_COMPARE(bench.model.rowCount(), TablePager::pageRows);
    QCOMPARE(bench.top, 0);
    QCOMPARE(bench.id(0), 10);
    QTRY_COMPARE(bench.pager.total(), 40000);
    QTRY_VERIFY(bench.pager.isTotalExact()); // the walk is over
    QCOMPARE(bench.pager.firstOrdinal(), 0);
    QVERIFY(!bench.error);

    Bench none(url());
    none.pager.open(query(QStringLiteral("empty")));
    QTRY_VERIFY(none.pager.isAtEnd());
    QCOMPARE(none.model.rowCount(), 0);
    QTRY_COMPARE(none.pager.total(), 0);
}

void TestTablePager::scrollsToTheEndAndBack()
{
    Bench bench(url(), false);
    bench.pager.open(query(QStringLiteral("t")));
    QTRY_VERIFY(bench.model.rowCount() > 0);
    int most = 0;
    for (int turn = 0; turn < 1000 && !bench.pager.isAtEnd(); ++turn) {
        bench.look(bench.model.rowCount() - 41);
        QTRY_VERIFY(!bench.pager.isLoading());
        most = qMax(most, bench.model.rowCount());
    }
    QVERIFY(bench.pager.isAtEnd());
    QVERIFY(most <= TablePager::windowRows + 2 * TablePager::pageRows);
    QVERIFY(bench.consecutive());
    QCOMPARE(bench.id(bench.model.rowCount() - 1), 400000);
    QCOMPARE(bench.pager.firstOrdinal() + bench.model.rowCount(), 40000);
    for (int turn = 0; turn < 1000 && !bench.pager.isAtStart(); ++turn) {
        bench.look(0);
        QTRY_VERIFY(!bench.pager.isLoading());
        most = qMax(most, bench.model.rowCount());
    }
    QVERIFY(bench.pager.isAtStart());
    QVERIFY(most <= TablePager::windowRows + 2 * TablePager::pageRows);
    QCOMPARE(bench.id(0), 10);
    QCOMPARE(bench.pager.firstOrdinal(), 0);
    QVERIFY(bench.consecutive());
}

void TestTablePager::jumpsAndKnowsWhereItIs()
{
    Bench bench(url());
    bench.pager.open(query(QStringLiteral("t"), {{QStringLiteral("id"), false}}));
    QTRY_VERIFY(bench.pager.total() == 40000);
    bench.pager.showOrdinal(30000);
    QTRY_VERIFY(bench.pager.firstOrdinal() > 1000);
    QTRY_VERIFY(bench.pager.isOrdinalExact());
    QCOMPARE(bench.pager.firstOrdinal(), bench.id(0) / 10 - 1);
    QVERIFY(qAbs(bench.pager.firstOrdinal() - 30000) < 800); // 2 % at once …
    QTRY_VERIFY(bench.pager.isTotalExact());
    for (const qint64 ordinal : {12345, 39000, 1}) {
        bench.pager.showOrdinal(ordinal); // … and exact after the walk
        QTRY_COMPARE(bench.pager.firstOrdinal(), ordinal);
        QCOMPARE(bench.id(0), (ordinal + 1) * 10);
        QVERIFY(bench.pager.isOrdinalExact());
    }
}

void TestTablePager::newestJumpWins()
{
    Bench bench(url());
    bench.pager.open(query(QStringLiteral("t")));
    QTRY_VERIFY(bench.pager.isTotalExact());
    QSignalSpy jumps(&bench.pager, &TablePager::jumped);
    for (int i = 1; i <= 200; ++i)
        bench.pager.showOrdinal(i * 100);
    QTRY_COMPARE(bench.id(0), 200010);
    QVERIFY(jumps.size() <= 2);
}

void TestTablePager::showsTheEnd()
{
    Bench bench(url());
    bench.pager.open(query(QStringLiteral("t"), {{QStringLiteral("n"), true}}));
    QTRY_VERIFY(bench.pager.total() == 40000);
    bench.pager.showEnd();
    QTRY_VERIFY(bench.pager.isAtEnd());
    QCOMPARE(bench.model.text(bench.model.rowCount() - 1, 2), QStringLiteral("0"));
    QCOMPARE(bench.pager.firstOrdinal() + bench.model.rowCount(), 40000);
    QVERIFY(bench.top >= bench.model.rowCount() - 1);
}

void TestTablePager::rowsMayComeAndGo()
{
    QVERIFY(m_server.runSql(
        QStringLiteral("pit"),
        QStringLiteral("CREATE TABLE busy AS SELECT g * 10::bigint AS id, 'x' AS v FROM generate_series(1, 20000) g;"
                       "ALTER TABLE busy ADD PRIMARY KEY (id); ANALYZE busy;")));
    Bench bench(url());
    bench.pager.open(query(QStringLiteral("busy")));
    QTRY_VERIFY(bench.model.rowCount() > 0);
    QRandomGenerator random(7);
    for (int turn = 0; turn < 60; ++turn) {
        const int from = random.bounded(190000);
        const QString sql = turn % 3 == 0
            ? QStringLiteral("DELETE FROM busy WHERE id BETWEEN %1 AND %1 + 3000").arg(from)
            : QStringLiteral(
                  "INSERT INTO busy SELECT g, 'new' FROM generate_series(%1, %1 + 300) g ON CONFLICT DO NOTHING")
                  .arg(from);
        QVERIFY(m_server.runSql(QStringLiteral("pit"), sql));
        if (turn % 5 == 4)
            bench.pager.showOrdinal(random.bounded(20000));
        else if (turn % 2 == 0)
            bench.look(qMax(0, bench.model.rowCount() - 41));
        else
            bench.look(0);
        QTRY_VERIFY(!bench.pager.isLoading());
        QVERIFY(bench.consecutive());
        QVERIFY(!bench.error);
    }
}

void TestTablePager::fetchesLargeValuesForVisibleRows()
{
    Bench bench(url());
    bench.pager.open(query(QStringLiteral("big")));
    QTRY_VERIFY(bench.model.rowCount() > 0);
    QVERIFY(bench.model.isPending(5, 1));
    QCOMPARE(bench.model.index(5, 1).data().toString(), QStringLiteral("…"));
    bench.look(0, 30);
    QTRY_VERIFY(!bench.model.isPending(5, 1));
    QVERIFY(bench.model.index(5, 1).data().toString().startsWith(QLatin1String("{\"k\": \"")));
    QCOMPARE(bench.model.size(5, 1), 200 * 32 + 9);
    QVERIFY(bench.model.isPending(200, 1));
    QVERIFY(bench.model.byteCount() < 256 * 200 + 40 * 600); // not 6 kB a row
}

void TestTablePager::copiesWholeValues()
{
    Bench bench(url());
    bench.pager.open(query(QStringLiteral("big")));
    QTRY_VERIFY(bench.model.rowCount() > 0);
    QList<QStringList> copied;
    whenFinished(bench.pager.wholeRows({1, 2}, {0, 1}), this, [&](const Result<QList<QStringList>> &rows) {
        copied = rows ? *rows : QList<QStringList>{{rows.error().text()}};
    });
    QTRY_COMPARE(copied.size(), 2);
    QCOMPARE(copied[0][0], QStringLiteral("2"));
    QCOMPARE(copied[1][1].size(), 200 * 32 + 9);
    const qint64 id = bench.id(3);
    QVERIFY(m_server.runSql(QStringLiteral("pit"), QStringLiteral("DELETE FROM big WHERE id = %1").arg(id)));
    std::optional<Error> error;
    whenFinished(bench.pager.wholeRows({3}, {1}), this,
                 [&](const Result<QList<QStringList>> &rows) { error = rows ? Error() : rows.error(); });
    QTRY_VERIFY(error);
    QCOMPARE(error->kind, Error::Kind::Missing);
}

void TestTablePager::readsViewsForward()
{
    Bench bench(url(), false);
    bench.pager.open(query(QStringLiteral("v")));
    QVERIFY(bench.pager.isForwardRead());
    QTRY_COMPARE(bench.model.rowCount(), 40000);
    QTRY_VERIFY(bench.pager.isTotalExact());
    QVERIFY(!bench.pager.isForwardReadCut());
    QVERIFY(m_server.runSql(QStringLiteral("pit"),
                            QStringLiteral("CREATE VIEW endless AS SELECT a.id, b.v FROM t a, t b")));
    Bench cut(url(), false);
    cut.pager.open(query(QStringLiteral("endless")));
    QTRY_VERIFY_WITH_TIMEOUT(cut.pager.isForwardReadCut(), 20000);
    QVERIFY(cut.model.rowCount() >= TablePager::forwardRows);
    QVERIFY(cut.model.rowCount() < TablePager::forwardRows + 1024);
}

void TestTablePager::countsOnDemand()
{
    Bench bench(url());
    bench.pager.open(query(QStringLiteral("t"), {}, QStringLiteral("id % 30 = 0")));
    QTRY_VERIFY(bench.pager.total() >= 0);
    QVERIFY(!bench.pager.isTotalExact());
    bench.pager.countExactly();
    QVERIFY(bench.pager.isCounting());
    QTRY_VERIFY(bench.pager.isTotalExact());
    QCOMPARE(bench.pager.total(), 13333);
}

void TestTablePager::cancelLeavesItUsable()
{
    Bench bench(url());
    bench.pager.open(query(QStringLiteral("t"), {}, QStringLiteral("pg_sleep(60) IS NOT NULL")));
    QTest::qWait(100);
    QVERIFY(bench.pager.isLoading());
    bench.pager.cancel();
    QVERIFY(!bench.pager.isLoading());
    bench.pager.open(query(QStringLiteral("t")));
    QTRY_VERIFY(bench.model.rowCount() > 0);
    QVERIFY(!bench.error);
}

void TestTablePager::survivesAServerCrash()
{
    Bench bench(url());
    bench.pager.open(query(QStringLiteral("t")));
    QTRY_VERIFY(bench.pager.isTotalExact());
    QVERIFY(m_server.killHard());
    bench.pager.showOrdinal(20000);
    QTRY_VERIFY(bench.error);
    QVERIFY(bench.error->kind == Error::Kind::ConnectionLost || bench.error->kind == Error::Kind::Connect);
    QVERIFY(bench.model.rowCount() > 0); // what was read stays
    QVERIFY2(m_server.restart(), qPrintable(m_server.errorText()));
    bench.error.reset();
    bench.pager.showOrdinal(20000);
    QTRY_COMPARE(bench.id(0), 200010);
    QVERIFY(!bench.error);
}

void TestTablePager::tellsMissingRights()
{
    Bench bench(url(Role::Nothing));
    bench.pager.open(query(QStringLiteral("t")));
    QTRY_VERIFY(bench.error);
    QCOMPARE(bench.error->kind, Error::Kind::Permission);
    QCOMPARE(bench.model.rowCount(), 0);
}

void TestTablePager::printsRows()
{
    QVERIFY(m_server.runSql(QStringLiteral("pit"), QStringLiteral(R"(
        CREATE TABLE odd (id int PRIMARY KEY, v text);
        INSERT INTO odd VALUES (1, NULL), (2, ''), (3, E'two\nlines\tand tab'), (4, 'שלום'), (5, repeat('x', 1000));)")));
    Bench bench(url());
    bench.pager.open(query(QStringLiteral("odd")));
    QTRY_COMPARE(bench.model.rowCount(), 5);
    QStringList printed;
    for (int row = 0; row < 5; ++row) {
        const QModelIndex index = bench.model.index(row, 1);
        printed << QStringLiteral("%1|%2|%3")
                       .arg(index.data().toString().left(20), index.data(TableModel::NullRole).toString(),
                            index.data(TableModel::SizeRole).toString());
    }
    QCOMPARE(printed,
             (QStringList{QStringLiteral("|true|-1"), QStringLiteral("|false|-1"),
                          QStringLiteral("two↵lines⇥and tab|false|-1"), QStringLiteral("שלום|false|-1"),
                          QStringLiteral("xxxxxxxxxxxxxxxxxxxx|false|1000")}));
    QCOMPARE(bench.model.index(2, 1).data(Qt::EditRole).toString(), QStringLiteral("two\nlines\tand tab"));
    QCOMPARE(bench.model.headerData(0, Qt::Vertical, Qt::DisplayRole).toString(), QStringLiteral("1"));
}

void TestTablePager::writesTsv()
{
    QCOMPARE(toTsv({{QStringLiteral("a"), QStringLiteral("b\tc")},
                    {QString(), QStringLiteral("say \"hi\"")},
                    {QStringLiteral("\"q\""), QStringLiteral("x\ny")}}),
             QStringLiteral("a\t\"b\tc\"\n\tsay \"hi\"\n\"\"\"q\"\"\"\t\"x\ny\"\n"));
}

QTEST_GUILESS_MAIN(TestTablePager)
#include "tst_tablepager.moc"
