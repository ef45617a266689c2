// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/colors.h"
#include "ui/icons.h"
#include "ui/theme.h"

#include "support/shell.h"

#include <QPainter>
#include <QtTest>

using namespace pitboss;

/// The sharpest thing to ask of a rendered icon: how much of it is there, and in which colour.
static int inkedPixels(const QImage &image)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            count += qAlpha(image.pixel(x, y)) > 40 ? 1 : 0;
    return count;
}

static QColor darkestInk(const QImage &image)
{
    QColor found;
    int alpha = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            if (const QColor color = image.pixelColor(x, y); color.alpha() > alpha) {
                alpha = color.alpha();
                found = color;
            }
    found.setAlpha(255);
    return found;
}

class TestIcons : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_theme.setChoice(ThemeChoice::Light); }
    void everyIconDrawsInsideItsSquare_data();
    void everyIconDrawsInsideItsSquare();
    void tintFollowsTheTheme();
    void disabledIsPaler();
    void isDrawnAnewForEachScale();
    void unknownNameIsNull();
    void theMarkIsThere();

private:
    test::Settings m_settings;
    Theme m_theme{*qApp, m_settings.file};
};

void TestIcons::everyIconDrawsInsideItsSquare_data()
{
    QTest::addColumn<QString>("name");
    const QStringList names = iconNames();
    QVERIFY(names.size() >= 45);
    for (const QString &name : names)
        QTest::newRow(qPrintable(name)) << name;
}

void TestIcons::everyIconDrawsInsideItsSquare()
{
    QFETCH(QString, name);
    for (const int side : {16, 20, 24, 48}) {
        const QImage image = iconPixmap(name, {side, side}, Qt::black, 1).toImage();
        QCOMPARE(image.size(), QSize(side, side));
        QVERIFY2(inkedPixels(image) >= side / 4, qPrintable(QString::number(side)));
        // Nothing is cut: the outermost pixels stay empty.
        for (int i = 0; i < side; ++i)
            for (const QPoint at : {QPoint(i, 0), QPoint(i, side - 1), QPoint(0, i), QPoint(side - 1, i)})
                QVERIFY2(qAlpha(image.pixel(at)) < 200, qPrintable(QString::number(side)));
    }
}

void TestIcons::tintFollowsTheTheme()
{
    const QIcon symbol = icon(QStringLiteral("table"));
    const QColor light = darkestInk(symbol.pixmap(64, 64).toImage());
    QVERIFY(light.lightness() < 128);
    m_theme.setChoice(ThemeChoice::Dark);
    const QColor dark = darkestInk(symbol.pixmap(64, 64).toImage());
    QVERIFY(dark.lightness() > 128);
    const QIcon accent = icon(QStringLiteral("table"), Tint::Accent);
    QCOMPARE(darkestInk(accent.pixmap(64, 64).toImage()), darkColors().accent);
}

void TestIcons::disabledIsPaler()
{
    const QIcon symbol = icon(QStringLiteral("table"));
    const QColor normal = darkestInk(symbol.pixmap(QSize(64, 64), QIcon::Normal).toImage());
    const QColor disabled = darkestInk(symbol.pixmap(QSize(64, 64), QIcon::Disabled).toImage());
    QVERIFY(contrast(disabled, lightColors().window) < contrast(normal, lightColors().window));
}

void TestIcons::isDrawnAnewForEachScale()
{
    for (const qreal ratio : {1.0, 1.25, 1.5, 2.0, 3.0}) {
        const QPixmap pixmap = icon(QStringLiteral("table")).pixmap(QSize(16, 16), ratio);
        QCOMPARE(pixmap.size(), (QSizeF(16, 16) * ratio).toSize());
        QCOMPARE(pixmap.devicePixelRatio(), ratio);
    }
    // A straight line of the table's frame is one full pixel at 100 %, not two half ones.
    const QImage small = iconPixmap(QStringLiteral("table"), {16, 16}, Qt::black, 1).toImage();
    QVERIFY(qAlpha(small.pixel(8, 3)) > 240);
    QVERIFY(qAlpha(small.pixel(8, 4)) < 20);
}

void TestIcons::unknownNameIsNull()
{
    QVERIFY(icon(QStringLiteral("no-such-icon")).isNull());
    QVERIFY(icon(QString()).isNull());
}

void TestIcons::theMarkIsThere()
{
    QVERIFY(inkedPixels(applicationIcon().pixmap(64, 64).toImage()) > 2000);
}

QTEST_MAIN(TestIcons)
#include "tst_icons.moc"
