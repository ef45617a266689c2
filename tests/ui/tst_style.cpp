// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/colors.h"
#include "ui/messagebar.h"
#include "ui/style/pitbossstyle.h"

#include "support/shell.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSpinBox>
#include <QToolButton>
#include <QtTest>

using namespace pitboss;

class TestStyle : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_window.reset(); }
    void focusIsSeen();
    void mainAndDangerAreFilled();
    void disabledButtonsAreNot();
    void fieldsStandInOneLine();
    void comboListHasOrdinaryRows();
    void scrollBarIsDraggedAndPaged();
    void messageBarTellsAndDiscloses();
    void longMessagesWrap();
    void narrowMessagesKeepTheirWidth_data();
    void narrowMessagesKeepTheirWidth();

private:
    template <typename T> T *add()
    {
        auto *widget = new T;
        m_window->layout()->addWidget(widget);
        return widget;
    }
    void show();

    test::Settings m_settings;
    Theme m_theme{*qApp, m_settings.file};
    std::unique_ptr<QWidget> m_window;
};

void TestStyle::init()
{
    m_theme.setChoice(ThemeChoice::Light);
    m_window = std::make_unique<QWidget>();
    new QVBoxLayout(m_window.get());
    m_window->resize(320, 240);
}

void TestStyle::show()
{
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

static bool holds(const QImage &image, const QColor &color)
{
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            if (image.pixelColor(x, y) == color)
                return true;
    return false;
}

void TestStyle::focusIsSeen()
{
    auto *first = add<QLineEdit>();
    auto *second = add<QLineEdit>();
    show();
    const QColor accent = lightColors().accent;
    first->setFocus();
    QVERIFY(holds(first->grab().toImage(), accent));
    QVERIFY(!holds(second->grab().toImage(), accent));
    QTest::keyClick(first, Qt::Key_Tab);
    QVERIFY(!holds(first->grab().toImage(), accent));
    QVERIFY(holds(second->grab().toImage(), accent));
}

void TestStyle::mainAndDangerAreFilled()
{
    auto *plain = add<QPushButton>();
    auto *main = add<QPushButton>();
    auto *danger = add<QPushButton>();
    setButtonRole(main, ButtonRole::Main);
    setButtonRole(danger, ButtonRole::Danger);
    add<QLineEdit>()->setFocus();
    show();
    QCOMPARE(main->grab().toImage().pixelColor(10, 10), lightColors().accentFill);
    QCOMPARE(danger->grab().toImage().pixelColor(10, 10), lightColors().dangerFill);
    QCOMPARE(plain->grab().toImage().pixelColor(10, 10), lightColors().raised);
}

void TestStyle::disabledButtonsAreNot()
{
    auto *main = add<QPushButton>();
    setButtonRole(main, ButtonRole::Main);
    main->setEnabled(false);
    show();
    QVERIFY(!holds(main->grab().toImage(), lightColors().accentFill));
}

void TestStyle::fieldsStandInOneLine()
{
    const int height = add<QLineEdit>()->sizeHint().height();
    QCOMPARE(add<QComboBox>()->sizeHint().height(), height);
    QCOMPARE(add<QSpinBox>()->sizeHint().height(), height);
    auto *button = add<QPushButton>();
    button->setText(QStringLiteral("Apply"));
    QCOMPARE(button->sizeHint().height(), height);
}

void TestStyle::comboListHasOrdinaryRows()
{
    auto *combo = add<QComboBox>();
    combo->addItems({QStringLiteral("Local"), QStringLiteral("Staging")});
    show();
    combo->showPopup();
    QTRY_VERIFY(combo->view()->isVisible());
    const int row = combo->view()->visualRect(combo->model()->index(0, 0)).height();
    QVERIFY2(row >= 20 && row <= 40, qPrintable(QString::number(row)));
    QTest::keyClick(combo->view(), Qt::Key_Down);
    QTest::keyClick(combo->view(), Qt::Key_Return);
    QTRY_COMPARE(combo->currentText(), QStringLiteral("Staging"));
}

void TestStyle::scrollBarIsDraggedAndPaged()
{
    auto *bar = new QScrollBar(Qt::Vertical, m_window.get());
    m_window->layout()->addWidget(bar);
    bar->setRange(0, 900);
    bar->setPageStep(100);
    show();
    const int end = bar->height() - 4;
    QTest::mouseClick(bar, Qt::LeftButton, {}, QPoint(6, end));
    QCOMPARE(bar->value(), 100);
    bar->setValue(0);
    QTest::mousePress(bar, Qt::LeftButton, {}, QPoint(6, 8));
    QTest::mouseMove(bar, QPoint(6, 8 + bar->height()));
    QTest::mouseRelease(bar, Qt::LeftButton, {}, QPoint(6, 8 + bar->height()));
    QCOMPARE(bar->value(), 900);
}

void TestStyle::messageBarTellsAndDiscloses()
{
    auto *bar = add<MessageBar>();
    show();
    QVERIFY(!bar->isVisible());
    Error error = Error::of(Error::Kind::Timeout, QStringLiteral("Too slow."), QStringLiteral("statement timeout"),
                            QStringLiteral("Filter first."));
    error.sqlState = QStringLiteral("57014");
    error.statement = QStringLiteral("SELECT 1");
    bar->showError(error, QStringLiteral("Nothing was changed."));
    auto *detail = bar->findChild<QPlainTextEdit *>(QStringLiteral("messageDetail"));
    QVERIFY(bar->isVisible() && !detail->isVisible());
    QCOMPARE(bar->findChild<QLabel *>(QStringLiteral("messageConsequence"))->text(),
             QStringLiteral("Nothing was changed. Filter first."));
    QTest::mouseClick(bar->findChild<QToolButton *>(QStringLiteral("messageDetails")), Qt::LeftButton);
    QVERIFY(detail->isVisible());
    for (const char *part : {"statement timeout", "57014", "SELECT 1"})
        QVERIFY2(detail->toPlainText().contains(QString::fromLatin1(part)), part);
    QSignalSpy retried(bar, &MessageBar::actionTriggered);
    QTest::mouseClick(bar->findChild<QPushButton *>(QStringLiteral("messageAction")), Qt::LeftButton);
    QCOMPARE(retried.count(), 1);
    QTest::qWait(50);
    QVERIFY(bar->isVisible());
}

void TestStyle::longMessagesWrap()
{
    auto *bar = add<MessageBar>();
    add<QPlainTextEdit>(); // the page below gives way
    show();
    bar->showMessage(MessageBar::Kind::Info, QStringLiteral("short"));
    QCoreApplication::processEvents();
    const int low = bar->height();
    bar->showMessage(MessageBar::Kind::Info, QStringLiteral("many words that go on ").repeated(12));
    QTRY_VERIFY(bar->height() > low + 20);
    QCOMPARE(m_window->width(), 320);
}

void TestStyle::narrowMessagesKeepTheirWidth_data()
{
    QTest::addColumn<int>("width");
    QTest::addColumn<QString>("action");
    QTest::addColumn<bool>("below");
    QTest::newRow("narrow, with an action") << 320 << QStringLiteral("Put it back") << true;
    QTest::newRow("narrow, without") << 320 << QString() << false;
    QTest::newRow("wide, with an action") << 640 << QStringLiteral("Put it back") << false;
}

void TestStyle::narrowMessagesKeepTheirWidth()
{
    QFETCH(int, width);
    QFETCH(QString, action);
    QFETCH(bool, below);
    auto *bar = add<MessageBar>();
    add<QPlainTextEdit>();
    m_window->resize(below ? 640 : width, 400); // it is made narrow where it stands
    show();
    bar->showMessage(MessageBar::Kind::Warning, QStringLiteral("many words that go on ").repeated(8), {}, action);
    m_window->resize(width, 400);
    const auto *text = bar->findChild<QLabel *>(QStringLiteral("messageText"));
    const auto *button = bar->findChild<QWidget *>(QStringLiteral("messageCopy"));
    QTRY_COMPARE(button->y() >= text->geometry().bottom(), below);
    QTRY_COMPARE(text->geometry().right() > button->x(), below); // the words go on above it
    QVERIFY(bar->rect().contains(button->geometry()));
}

QTEST_MAIN(TestStyle)
#include "tst_style.moc"
