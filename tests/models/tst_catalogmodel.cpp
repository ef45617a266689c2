// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/catalogfilter.h"
#include "models/catalogmodel.h"
#include "models/figures.h"

#include "support/owntime.h"
#include "support/samplecatalog.h"

#include <QAbstractItemModelTester>
#include <QtTest>

using namespace pitboss;

/// The tree as text: two spaces a level, columns apart by |.
static QString printed(const QAbstractItemModel &model, const QModelIndex &parent = {}, int level = 0)
{
    QString text;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        QStringList cells;
        for (int column = 0; column < model.columnCount(parent); ++column)
            cells << model.index(row, column, parent).data().toString();
        text += QString(level * 2, QLatin1Char(' ')) + cells.join(QLatin1Char('|')) + QLatin1Char('\n');
        text += printed(model, model.index(row, 0, parent), level + 1);
    }
    return text;
}

class TestCatalogModel : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QStringLiteral("en_US"))); }
    void printsTheTree();
    void orphanedPartitionsStandAlone();
    void resetsCleanly();
    void tellsWhatItKnows();
    void findsARelation();
    void filterKeepsParents();
    void filterTakesPartitionsWithTheirTable();
    void systemSchemasOnRequest();
    void hostileNamesStayWhatTheyAre();
    void manyRelations();
    void figures_data();
    void figures();
};

void TestCatalogModel::printsTheTree()
{
    CatalogModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setCatalog(test::sampleCatalog());
    QCOMPARE(printed(model),
             QStringLiteral("public||\n"
                            "  bouts|8.0k|1.5 MB\n"
                            "  events|5.1M|977 MB\n"
                            "    events_2026_01|2.1M|405 MB\n"
                            "  ledger||\n"
                            "  secrets|44|17 kB\n"
                            "  users|2.0k|399 kB\n"
                            "archive||\n"
                            "  bouts_2024|120k|23 MB\n"
                            "pg_catalog||\n"
                            "  pg_class|400|86 kB\n"));
}

void TestCatalogModel::orphanedPartitionsStandAlone()
{
    Catalog catalog = test::sampleCatalog();
    catalog.relations.removeAt(3); // its parent, which a role without rights on the schema would not see
    CatalogModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setCatalog(catalog);
    QVERIFY(printed(model).contains(QLatin1String("\n  events_2026_01|")));
}

void TestCatalogModel::resetsCleanly()
{
    CatalogModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setCatalog(test::sampleCatalog());
    model.setCatalog({});
    QCOMPARE(model.rowCount(), 0);
    model.setCatalog(test::sampleCatalog());
    QCOMPARE(model.rowCount(), 3);
}

void TestCatalogModel::tellsWhatItKnows()
{
    CatalogModel model;
    model.setCatalog(test::sampleCatalog());
    const QModelIndex users = model.indexOf({QStringLiteral("public"), QStringLiteral("users")});
    const QString tip = users.data(Qt::ToolTipRole).toString();
    QVERIFY2(tip.contains(QLatin1String("about 2,000 rows (statistics)")), qPrintable(tip));
    QVERIFY(tip.contains(QLatin1String("people of the arena")));
    QVERIFY(!tip.contains(QLatin1String("may not read")));
    const QModelIndex secrets = model.indexOf({QStringLiteral("public"), QStringLiteral("secrets")});
    QVERIFY(secrets.data(Qt::ToolTipRole).toString().contains(QLatin1String("may not read")));
    QCOMPARE(secrets.data(CatalogModel::ReadableRole).toBool(), false);
    QCOMPARE(users.data(Qt::AccessibleTextRole).toString(), QStringLiteral("Table users"));
    QVERIFY(users.siblingAtColumn(1).data(Qt::TextAlignmentRole).toInt() & Qt::AlignRight);
    QVERIFY(model.index(0, 0).data(Qt::ToolTipRole).toString().contains(QLatin1String("standard public schema")));
}

void TestCatalogModel::findsARelation()
{
    CatalogModel model;
    model.setCatalog(test::sampleCatalog());
    const QModelIndex partition = model.indexOf({QStringLiteral("public"), QStringLiteral("events_2026_01")});
    QCOMPARE(partition.parent().data().toString(), QStringLiteral("events"));
    QVERIFY(partition.data(CatalogModel::PartitionRole).toBool());
    QVERIFY(!model.indexOf({QStringLiteral("archive"), QStringLiteral("users")}).isValid());
}

struct Filtered
{
    CatalogModel model;
    CatalogFilter filter;
    QAbstractItemModelTester tester{&filter, QAbstractItemModelTester::FailureReportingMode::Fatal};

    Filtered()
    {
        filter.setSourceModel(&model);
        model.setCatalog(test::sampleCatalog());
    }
};

void TestCatalogModel::filterKeepsParents()
{
    Filtered filtered;
    filtered.filter.setPattern(QStringLiteral("BOUT"));
    QCOMPARE(printed(filtered.filter),
             QStringLiteral("public||\n  bouts|8.0k|1.5 MB\n"
                            "archive||\n  bouts_2024|120k|23 MB\n"));
    filtered.filter.setPattern(QStringLiteral("bout arch"));
    QCOMPARE(printed(filtered.filter), QStringLiteral("archive||\n  bouts_2024|120k|23 MB\n"));
    filtered.filter.setPattern(QStringLiteral("archive.b"));
    QCOMPARE(printed(filtered.filter), QStringLiteral("archive||\n  bouts_2024|120k|23 MB\n"));
    filtered.filter.setPattern(QStringLiteral("nothing like it"));
    QCOMPARE(printed(filtered.filter), QString());
    filtered.filter.setPattern({});
    QCOMPARE(filtered.filter.rowCount(), 2);
}

void TestCatalogModel::filterTakesPartitionsWithTheirTable()
{
    Filtered filtered;
    filtered.filter.setPattern(QStringLiteral("2026_01"));
    QCOMPARE(printed(filtered.filter),
             QStringLiteral("public||\n  events|5.1M|977 MB\n    events_2026_01|2.1M|405 MB\n"));
    filtered.filter.setPattern(QStringLiteral("events"));
    QCOMPARE(printed(filtered.filter),
             QStringLiteral("public||\n  events|5.1M|977 MB\n    events_2026_01|2.1M|405 MB\n"));
}

void TestCatalogModel::systemSchemasOnRequest()
{
    Filtered filtered;
    QVERIFY(!printed(filtered.filter).contains(QLatin1String("pg_class")));
    filtered.filter.setSystemShown(true);
    QVERIFY(printed(filtered.filter).contains(QLatin1String("pg_class")));
}

void TestCatalogModel::hostileNamesStayWhatTheyAre()
{
    Catalog catalog;
    catalog.schemas = {{QStringLiteral("a \"b\".c"), {}, false}};
    for (const char *name : {"<b>bold</b>", "tab\tand\nline", "\u202Ereversed", "🎲", "a&b", " "})
        catalog.relations.append(
            test::relation("a \"b\".c", name, RelationKind::Table, 1, quint32(catalog.relations.size() + 1)));
    CatalogModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setCatalog(catalog);
    const QModelIndex schema = model.index(0, 0);
    QCOMPARE(model.rowCount(schema), int(catalog.relations.size()));
    for (int row = 0; row < model.rowCount(schema); ++row) {
        const auto ref = model.index(row, 0, schema).data(CatalogModel::RelationRole).value<RelationRef>();
        QCOMPARE(ref, catalog.relations.at(row).ref);
    }
}

void TestCatalogModel::manyRelations()
{
    Catalog catalog;
    catalog.schemas = {{QStringLiteral("s"), {}, false}};
    for (int i = 0; i < 20000; ++i)
        catalog.relations.append(test::relation("s", qPrintable(QStringLiteral("relation_%1").arg(i)),
                                                RelationKind::Table, i, quint32(i + 1)));
    CatalogModel model;
    CatalogFilter filter;
    filter.setSourceModel(&model);
    const testing::OwnTime time;
    model.setCatalog(catalog);
    filter.setPattern(QStringLiteral("_19999"));
    QCOMPARE(filter.rowCount(filter.index(0, 0)), 1);
    QVERIFY2(time.elapsed() < 3000, qPrintable(QString::number(time.elapsed())));
}

void TestCatalogModel::figures_data()
{
    QTest::addColumn<qint64>("value");
    QTest::addColumn<QString>("count");
    QTest::addColumn<QString>("bytes");
    QTest::addColumn<QString>("about");
    const auto row = [](qint64 value, const char *count, const char *bytes, const char *about) {
        QTest::newRow(qPrintable(QString::number(value)))
            << value << QString::fromLatin1(count) << QString::fromLatin1(bytes) << QString::fromLatin1(about);
    };
    row(-1, "", "", "");
    row(0, "0", "0 B", "about 0");
    row(999, "999", "999 B", "about 999");
    row(1000, "1.0k", "1,000 B", "about 1,000");
    row(1024, "1.0k", "1.0 kB", "about 1,020");
    row(9949, "9.9k", "9.7 kB", "about 9,950");
    row(9951, "10k", "9.7 kB", "about 9,950");
    row(41234, "41k", "40 kB", "about 41,200");
    row(999499, "999k", "976 kB", "about 999,000");
    row(999500, "1.0M", "976 kB", "about 1,000,000");
    row(5123456789, "5.1G", "4.8 GB", "about 5,120,000,000");
    row(std::numeric_limits<qint64>::max(), "9,223,372,037G", "8,192 PB", "about 9,220,000,000,000,000,000");
}

void TestCatalogModel::figures()
{
    QFETCH(qint64, value);
    QTEST(compactCount(value), "count");
    QTEST(compactBytes(value), "bytes");
    QTEST(aboutRows(value), "about");
}

QTEST_GUILESS_MAIN(TestCatalogModel)
#include "tst_catalogmodel.moc"
