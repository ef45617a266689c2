// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/operationsfixture.h"
#include "sql/pit/people.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QtTest>

using namespace pitboss;
using namespace pitboss::testing;
using namespace Qt::Literals::StringLiterals;

/// Finding people, and what their ledger and balance tell: asked in SQL, checked against figures worked out by hand.
class TestPeople : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(m_pit.start(), qPrintable(m_pit.server().errorText())); }
    void init();
    void cleanup() { QVERIFY(m_pit.drop()); }
    void exactlyOverIndexes_data();
    void exactlyOverIndexes();
    void onlyOverIndexes();
    void exactComesFirst();
    void whatIsLeftOfABout();
    void sinceWhenItDiffers_data();
    void sinceWhenItDiffers();
    void sourcesAreThePersons();

private:
    PitSchema schema() { return *PitSchema::read(m_pit.session()); }
    QStringList ids(const Result<ResultSet> &rows)
    {
        QStringList found;
        for (int row = 0; rows && row < rows->rowCount(); ++row)
            found << rows->text(row, 0);
        return rows ? found : QStringList{rows.error().text()};
    }
    QStringList byIndex(const QString &text) { return ids(findPeopleByIndex(m_pit.session(), schema(), text, 50)); }
    QHash<QString, QString> reconciliation(const QString &id);

    PitDatabases m_pit;
};

void TestPeople::init()
{
    QVERIFY(m_pit.renew(false));
}

void TestPeople::exactlyOverIndexes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("found");
    QTest::newRow("id") << "u-ann" << QStringList{u"u-ann"_s};
    QTest::newRow("blanks around") << "  u-ann " << QStringList{u"u-ann"_s};
    QTest::newRow("id in capitals") << "U-ANN" << QStringList{u"u-ann"_s};
    QTest::newRow("code in small letters") << "bob" << QStringList{u"u-bob"_s};
    QTest::newRow("a bout's owner") << "bout-3" << QStringList{u"u-bob"_s};
    QTest::newRow("a bout of nobody") << "bout-4" << QStringList();
    QTest::newRow("a part of an id") << "u-an" << QStringList();
    QTest::newRow("e-mail, which has no index") << "bob@example.org" << QStringList();
    QTest::newRow("nothing") << " " << QStringList();
    QTest::newRow("a sign of LIKE's") << "u-%" << QStringList();
    QTest::newRow("SQL") << "' OR true --" << QStringList();
}

void TestPeople::exactlyOverIndexes()
{
    QFETCH(QString, text);
    QFETCH(QStringList, found);
    QCOMPARE(byIndex(text), found);
}

void TestPeople::onlyOverIndexes()
{
    QVERIFY(m_pit.run("CREATE INDEX ON users (lower(email)); DROP INDEX users_referral_code_unique;"
                      "CREATE INDEX partial ON users (stripe_customer_id) WHERE stripe_customer_id <> '';"
                      "UPDATE users SET stripe_customer_id = 'cus_1' WHERE id = 'u-cem'"));
    QCOMPARE(byIndex(QStringLiteral("ANN@Example.ORG")), QStringList{QStringLiteral("u-ann")});
    QCOMPARE(byIndex(QStringLiteral("bob")), QStringList());   // its index is gone
    QCOMPARE(byIndex(QStringLiteral("cus_1")), QStringList()); // that one may lack rows
    QCOMPARE(ids(searchPeople(m_pit.session(), schema(), QStringLiteral("cus_1"), 50)),
             QStringList{QStringLiteral("u-cem")});
}

void TestPeople::exactComesFirst()
{
    QVERIFY(
        m_pit.run("INSERT INTO users (id, email) VALUES ('a-u-dee', NULL), ('x', 'U-DEE'), ('zz', 'has u-dee in')"));
    QCOMPARE(
        ids(searchPeople(m_pit.session(), schema(), QStringLiteral("u-DEE"), 50)),
        (QStringList{QStringLiteral("u-dee"), QStringLiteral("x"), QStringLiteral("a-u-dee"), QStringLiteral("zz")}));
}

/// A bout of 2.00 in advance and 0.40 at its settlement, of which 2.10 came back as a settlement's negative: the rows
/// are one charge, and what is left of each is what RefundCharge would give.
void TestPeople::whatIsLeftOfABout()
{
    QVERIFY(
        m_pit.run("INSERT INTO credit_transactions (id, user_id, delta_micro, source, reference_id, metadata)"
                  " VALUES (900, 'u-bob', -200, 'preauth', 'b9', '{}'), (901, 'u-bob', 50, 'settlement', 'b9', '{}'),"
                  " (902, 'u-bob', -70, 'preauth', NULL, '{}'), (903, 'u-ann', -999, 'preauth', 'b9', '{}')"));
    QVERIFY(carryOut(m_pit.session(), refund(QStringLiteral("u-bob"), 900, 30)));
    const auto rows = readLedgerPage(m_pit.session(), schema(), QStringLiteral("u-bob"), {});
    QVERIFY2(rows, qPrintable(rows ? QString() : rows.error().text()));
    const auto cell = [&](const char *id, const char *column) -> std::optional<QString> {
        for (int row = 0; row < rows->rowCount(); ++row) {
            if (rows->text(row, 0) == QLatin1String(id))
                return rows->isNull(row, rows->columnIndex(QLatin1String(column)))
                    ? std::nullopt
                    : std::optional(rows->text(row, rows->columnIndex(QLatin1String(column))));
        }
        return QStringLiteral("no such row");
    };
    QCOMPARE(cell("900", "left_micro"), QStringLiteral("120")); // 200 - 50 by the settlement - 30 refunded
    QCOMPARE(cell("900", "returned_micro"), QStringLiteral("30"));
    QCOMPARE(cell("901", "left_micro"), std::nullopt);
    QCOMPARE(cell("902", "left_micro"), QStringLiteral("70"));
    QCOMPARE(cell("902", "together"), std::nullopt);
    const QJsonArray together = QJsonDocument::fromJson(cell("900", "together").value_or(QString()).toUtf8()).array();
    QCOMPARE(together.size(), 2); // and not the row of another person
    QCOMPARE(together[1].toArray(), (QJsonArray{901, QStringLiteral("settlement"), 50}));
    const auto tooMuch = preview(m_pit.session(), refund(QStringLiteral("u-bob"), 900, 121));
    QVERIFY(!tooMuch && tooMuch.error().kind == Error::Kind::Refused);
    QVERIFY(carryOut(m_pit.session(), refund(QStringLiteral("u-bob"), 900, 120)));
}

QHash<QString, QString> TestPeople::reconciliation(const QString &id)
{
    QHash<QString, QString> values;
    const auto person = readPerson(m_pit.session(), schema(), id);
    for (const PitPart &part : person ? person->parts : QList<PitPart>()) {
        for (int column = 0; part.name == QLatin1String("reconciliation") && part.rows.rowCount() == 1
             && column < part.rows.columnCount();
             ++column)
            values[part.rows.columns()[column].name] =
                part.rows.isNull(0, column) ? QStringLiteral("null") : part.rows.text(0, column);
    }
    return values;
}

void TestPeople::sinceWhenItDiffers_data()
{
    QTest::addColumn<QString>("change");
    QTest::addColumn<QString>("difference");
    QTest::addColumn<QString>("suspect");
    QTest::newRow("agrees") << "SELECT 1"
                            << "0"
                            << "null";
    QTest::newRow("a charge never reached it") << "UPDATE credits SET balance_micro = balance_micro + 200"
                                               << "200"
                                               << "-200";
    QTest::newRow("a charge reached it twice") << "UPDATE credits SET balance_micro = balance_micro - 200"
                                               << "-200"
                                               << "-200";
    QTest::newRow("a purchase never reached it") << "UPDATE credits SET balance_micro = balance_micro - 1234"
                                                 << "-1234"
                                                 << "1234";
    QTest::newRow("by hand") << "UPDATE credits SET balance_micro = balance_micro + 7"
                             << "7"
                             << "null";
}

void TestPeople::sinceWhenItDiffers()
{
    QFETCH(QString, change);
    QFETCH(QString, difference);
    QFETCH(QString, suspect);
    const QString one =
        change == QLatin1String("SELECT 1") ? change : change + QStringLiteral(" WHERE user_id = 'u-ann'");
    QVERIFY(m_pit.run(qPrintable(one)));
    const auto told = reconciliation(QStringLiteral("u-ann"));
    QCOMPARE(told[QStringLiteral("difference_micro")], difference);
    QCOMPARE(told[QStringLiteral("suspect_micro")], suspect);
    QVERIFY(told[QStringLiteral("last_entry_at")] < told[QStringLiteral("balance_at")]);
}

void TestPeople::sourcesAreThePersons()
{
    const auto person = readPerson(m_pit.session(), schema(), QStringLiteral("u-ann"));
    for (const PitPart &part : person ? person->parts : QList<PitPart>()) {
        if (part.name == QLatin1String("sources"))
            QCOMPARE(ids(part.rows), (QStringList{QStringLiteral("preauth"), QStringLiteral("purchase")}));
    }
    QVERIFY(person && person->parts.size() > 5);
}

QTEST_GUILESS_MAIN(TestPeople)
#include "tst_people.moc"
