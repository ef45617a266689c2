// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/money.h"

#include <QtTest>

#include <limits>

using namespace pitboss;

class TestMoney : public QObject
{
    Q_OBJECT

private slots:
    void readsCredits_data();
    void readsCredits();
    void refusesOtherTexts_data();
    void refusesOtherTexts();
    void printsWhatItReads();
    void adds();
    void knowsItsBounds();
};

namespace {
constexpr qint64 most = std::numeric_limits<qint64>::max();
constexpr qint64 least = std::numeric_limits<qint64>::min();
} // namespace

void TestMoney::readsCredits_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("micro");
    QTest::newRow("whole") << QStringLiteral("12") << qint64(1200);
    QTest::newRow("two decimals") << QStringLiteral("12.34") << qint64(1234);
    QTest::newRow("one decimal") << QStringLiteral("12.3") << qint64(1230);
    QTest::newRow("a cent") << QStringLiteral("0.01") << qint64(1);
    QTest::newRow("no float ever: 0.29 * 100 is 28.999…") << QStringLiteral("0.29") << qint64(29);
    QTest::newRow("negative") << QStringLiteral("-0.05") << qint64(-5);
    QTest::newRow("plus sign and blanks") << QStringLiteral(" +7 ") << qint64(700);
    QTest::newRow("leading zeros") << QStringLiteral("0007.00") << qint64(700);
    QTest::newRow("2^63 - 1") << QStringLiteral("92233720368547758.07") << most;
    QTest::newRow("-2^63") << QStringLiteral("-92233720368547758.08") << least;
}

void TestMoney::readsCredits()
{
    QFETCH(QString, text);
    QFETCH(qint64, micro);
    const auto money = Money::fromCredits(text);
    QVERIFY(money);
    QCOMPARE(money->micro(), micro);
}

void TestMoney::refusesOtherTexts_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("word");
    const auto off = [](const char *text, const char *word) {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromLatin1(word);
    };
    off("", "not an amount");
    off("abc", "not an amount");
    off("1e3", "not an amount");
    off("1,5", "not an amount");
    off("1 000", "not an amount");
    off(".5", "not an amount");
    off("5.", "not an amount");
    off("--5", "not an amount");
    off("NaN", "not an amount");
    off("0x10", "not an amount");
    off("٣", "not an amount"); // digits, but not ASCII's
    off("5; DROP TABLE users", "not an amount");
    off("0.001", "too precise");
    off("1.000", "too precise");
    off("92233720368547758.08", "too large");
    off("-92233720368547758.09", "too large");
    off("99999999999999999999999", "too large");
}

void TestMoney::refusesOtherTexts()
{
    QFETCH(QString, text);
    QFETCH(QString, word);
    const auto money = Money::fromCredits(text);
    QVERIFY(!money);
    QCOMPARE(money.error().kind, Error::Kind::Usage);
    QVERIFY2(money.error().message.contains(word), qPrintable(money.error().message));
}

void TestMoney::printsWhatItReads()
{
    for (const qint64 micro :
         {qint64(0), qint64(1), qint64(-1), qint64(99), qint64(100), qint64(-12345), most, least}) {
        const Money money = Money::fromMicro(micro);
        const auto again = Money::fromCredits(money.credits());
        QVERIFY2(again, qPrintable(money.credits()));
        QCOMPARE(again->micro(), micro);
    }
    QCOMPARE(Money::fromMicro(-5).credits(), QStringLiteral("-0.05"));
    QCOMPARE(Money::fromMicro(least).credits(), QStringLiteral("-92233720368547758.08"));
}

void TestMoney::adds()
{
    const Money a = Money::fromMicro(1234);
    QCOMPARE(a.plus(Money::fromMicro(-34))->micro(), 1200);
    QCOMPARE(a.minus(Money::fromMicro(1300))->micro(), -66);
    QCOMPARE(a.negated()->micro(), -1234);
    QVERIFY(a > Money() && a == Money::fromMicro(1234));
}

void TestMoney::knowsItsBounds()
{
    const Money top = Money::fromMicro(most);
    const Money bottom = Money::fromMicro(least);
    const Money one = Money::fromMicro(1);
    QVERIFY(!top.plus(one));
    QVERIFY(!bottom.minus(one));
    QVERIFY(!bottom.negated());
    QCOMPARE(top.plus(one).error().kind, Error::Kind::Data);
    QCOMPARE(top.plus(bottom)->micro(), -1);
    QCOMPARE(top.negated()->micro(), least + 1);
    QCOMPARE(top.minus(top)->micro(), 0);
    QVERIFY(!top.minus(bottom));
}

QTEST_GUILESS_MAIN(TestMoney)
#include "tst_money.moc"
