// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/colors.h"
#include "ui/commandpalette.h"
#include "ui/fuzzy.h"
#include "ui/palettemodel.h"

#include "support/owntime.h"
#include "support/shell.h"

#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QListView>
#include <QtTest>

using namespace pitboss;

static PaletteEntry entry(const char *title, PaletteEntry::Kind kind = PaletteEntry::Kind::Table)
{
    PaletteEntry entry;
    entry.kind = kind;
    entry.title = QString::fromLatin1(title);
    entry.id = QStringLiteral("id:") + entry.title;
    return entry;
}

static QStringList words(const char *text)
{
    return QString::fromLatin1(text).split(QLatin1Char(' '));
}

static QStringList titles(const QAbstractItemModel &model)
{
    QStringList list;
    for (int row = 0; row < model.rowCount(); ++row)
        list << model.index(row, 0).data().toString();
    return list;
}

static QString marked(const QString &pattern, const QString &text)
{
    const auto match = fuzzyMatch(pattern, text);
    if (!match)
        return QStringLiteral("no");
    QString out;
    for (int i = 0; i < text.size(); ++i)
        out += match->positions.contains(i) ? text.at(i).toUpper() : text.at(i);
    return out;
}

class TestPalette : public QObject
{
    Q_OBJECT

private slots:
    void fuzzyFindsTheBestPlace_data();
    void fuzzyFindsTheBestPlace();
    void emptyPatternMatchesEverything();
    void modelSortsByMatchThenByUse();
    void typingAndEnterRunsTheEntry();
    void arrowsGoAround();
    void escGivesTheFocusBack();
    void clickBesideItCloses();
    void clickOnALineRunsIt();
    void usedEntriesComeFirstNextTime();
    void saysWhenNothingMatches();
    void followsTheThemeWhileOpen();
    void manyEntriesStayQuick();
};

void TestPalette::fuzzyFindsTheBestPlace_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("word beginnings") << QStringLiteral("ct") << QStringLiteral("credit_transactions")
                                     << QStringLiteral("Credit_Transactions");
    QTest::newRow("a run beats scattered")
        << QStringLiteral("act") << QStringLiteral("credit_transactions") << QStringLiteral("credit_transACTions");
    QTest::newRow("start of text") << QStringLiteral("us") << QStringLiteral("users") << QStringLiteral("USers");
    QTest::newRow("whatever the case") << QStringLiteral("USE") << QStringLiteral("users") << QStringLiteral("USErs");
    QTest::newRow("camel case") << QStringLiteral("wv") << QStringLiteral("winnerVotes")
                                << QStringLiteral("WinnerVotes");
    QTest::newRow("words in any order") << QStringLiteral("votes win") << QStringLiteral("winner_votes")
                                        << QStringLiteral("WINner_VOTES");
    QTest::newRow("no such letter") << QStringLiteral("ux") << QStringLiteral("users") << QStringLiteral("no");
    QTest::newRow("wrong order") << QStringLiteral("su") << QStringLiteral("us") << QStringLiteral("no");
    QTest::newRow("not ASCII") << QStringLiteral("ÄR") << QStringLiteral("xärx") << QStringLiteral("xÄRx");
}

void TestPalette::fuzzyFindsTheBestPlace()
{
    QFETCH(QString, pattern);
    QFETCH(QString, text);
    QTEST(marked(pattern, text), "expected");
}

void TestPalette::emptyPatternMatchesEverything()
{
    QVERIFY(fuzzyMatch({}, QStringLiteral("anything")));
    QVERIFY(fuzzyMatch(QStringLiteral("   "), QStringLiteral("anything")));
    QVERIFY(!fuzzyMatch(QStringLiteral("a"), {}));
}

void TestPalette::modelSortsByMatchThenByUse()
{
    PaletteModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setEntries({entry("credits"), entry("credit_transactions"), entry("reactions"), entry("users")},
                     {QStringLiteral("id:users"), QStringLiteral("id:reactions")});
    QCOMPARE(titles(model), words("users reactions credits credit_transactions"));
    model.setPattern(QStringLiteral("cre"));
    QCOMPARE(titles(model), words("credits credit_transactions"));
    model.setPattern(QStringLiteral("ct"));
    QCOMPARE(titles(model), words("credit_transactions credits reactions"));
    model.setPattern(QStringLiteral("zz"));
    QCOMPARE(titles(model), QStringList());
}

struct Opened : test::Shell
{
    QStringList ran;
    QLineEdit *input = window.findChild<QLineEdit *>(QStringLiteral("paletteInput"));
    QWidget *palette = window.findChild<QWidget *>(QStringLiteral("commandPalette"));
    QListView *list = window.findChild<QListView *>(QStringLiteral("paletteList"));

    Opened()
    {
        window.setConnection(test::productionSummary());
        window.setTableEntries([this] {
            QList<PaletteEntry> entries{entry("users"), entry("bouts"), entry("credit_transactions")};
            for (PaletteEntry &one : entries)
                one.run = [this, title = one.title] { ran << title; };
            return entries;
        });
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : &window, key, modifiers);
    }
};

void TestPalette::typingAndEnterRunsTheEntry()
{
    Opened shell;
    shell.press(Qt::Key_P, Qt::ControlModifier);
    QVERIFY(shell.palette->isVisible());
    QTRY_VERIFY(shell.input->hasFocus());
    QCOMPARE(titles(*shell.list->model()), words("users bouts credit_transactions"));
    QTest::keyClicks(shell.input, QStringLiteral("ct"));
    QTest::keyClick(shell.input, Qt::Key_Return);
    QCOMPARE(shell.ran, words("credit_transactions"));
    QVERIFY(shell.palette->isHidden());
}

void TestPalette::arrowsGoAround()
{
    Opened shell;
    shell.press(Qt::Key_P, Qt::ControlModifier);
    QTest::keyClick(shell.input, Qt::Key_Up);
    QCOMPARE(shell.list->currentIndex().data().toString(), QStringLiteral("credit_transactions"));
    QTest::keyClick(shell.input, Qt::Key_Down);
    QTest::keyClick(shell.input, Qt::Key_Down);
    QTest::keyClick(shell.input, Qt::Key_Return);
    QCOMPARE(shell.ran, words("bouts"));
}

void TestPalette::escGivesTheFocusBack()
{
    Opened shell;
    auto *field = new QLineEdit(shell.data);
    shell.window.showPage(QStringLiteral("data"));
    field->show();
    field->setFocus();
    QTRY_VERIFY(field->hasFocus());
    shell.press(Qt::Key_K, Qt::ControlModifier);
    QTRY_VERIFY(shell.input->hasFocus());
    QTest::keyClick(shell.input, Qt::Key_Escape);
    QVERIFY(shell.palette->isHidden());
    QTRY_VERIFY(field->hasFocus());
    QVERIFY(!shell.data->calls.contains(QStringLiteral("cancel")));
}

void TestPalette::clickBesideItCloses()
{
    Opened shell;
    shell.press(Qt::Key_K, Qt::ControlModifier);
    QVERIFY(shell.palette->isVisible());
    QTest::mouseClick(shell.start, Qt::LeftButton, {}, QPoint(20, 500));
    QVERIFY(shell.palette->isHidden());
}

void TestPalette::clickOnALineRunsIt()
{
    Opened shell;
    shell.press(Qt::Key_P, Qt::ControlModifier);
    const QRect line = shell.list->visualRect(shell.list->model()->index(1, 0));
    QTest::mouseClick(shell.list->viewport(), Qt::LeftButton, {}, line.center());
    QCOMPARE(shell.ran, words("bouts"));
}

void TestPalette::usedEntriesComeFirstNextTime()
{
    Opened shell;
    shell.press(Qt::Key_P, Qt::ControlModifier);
    QTest::keyClicks(shell.input, QStringLiteral("bouts"));
    QTest::keyClick(shell.input, Qt::Key_Return);
    shell.press(Qt::Key_P, Qt::ControlModifier);
    QCOMPARE(titles(*shell.list->model()), words("bouts users credit_transactions"));
}

void TestPalette::saysWhenNothingMatches()
{
    Opened shell;
    shell.press(Qt::Key_K, Qt::ControlModifier);
    QTest::keyClicks(shell.input, QStringLiteral("qqqq"));
    QVERIFY(shell.list->isHidden());
    QTest::keyClick(shell.input, Qt::Key_Return);
    QVERIFY(shell.palette->isVisible());
}

void TestPalette::followsTheThemeWhileOpen()
{
    Opened shell;
    shell.theme.setChoice(ThemeChoice::Light);
    shell.press(Qt::Key_K, Qt::ControlModifier);
    shell.theme.setChoice(ThemeChoice::Dark);
    QTRY_COMPARE(shell.list->palette().color(QPalette::Base), darkColors().raised);
    QCOMPARE(shell.list->palette().color(QPalette::Text), darkColors().text);
    QCOMPARE(shell.input->palette().color(QPalette::Text), darkColors().text);
    shell.window.findChild<CommandPalette *>()->dismiss();
    QVERIFY(shell.palette->isHidden());
}

void TestPalette::manyEntriesStayQuick()
{
    QList<PaletteEntry> entries;
    for (int i = 0; i < 5000; ++i)
        entries.append(entry(qPrintable(QStringLiteral("some_schema.relation_with_a_name_%1").arg(i))));
    PaletteModel model;
    model.setEntries(entries, {});
    const testing::OwnTime time;
    model.setPattern(QStringLiteral("relname"));
    QCOMPARE(model.rowCount(), 5000);
    // A debug build; a person notices from about 100 ms on.
    QVERIFY2(time.elapsed() < 1500, qPrintable(QString::number(time.elapsed())));
}

QTEST_MAIN(TestPalette)
#include "tst_palette.moc"
