// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/colors.h"
#include "ui/icons.h"
#include "ui/theme.h"

#include "support/shell.h"

#include <QApplication>
#include <QtTest>

using namespace pitboss;

class TestColors : public QObject
{
    Q_OBJECT

private slots:
    void contrastIsWcag();
    void textIsReadableEverywhere_data();
    void textIsReadableEverywhere();
    void meaningsAreReadable_data() { textIsReadableEverywhere_data(); }
    void meaningsAreReadable();
    void environmentsAreToldApart_data() { textIsReadableEverywhere_data(); }
    void environmentsAreToldApart();
    void paletteCarriesTheColors_data() { textIsReadableEverywhere_data(); }
    void paletteCarriesTheColors();
    void colorsFollowThePalette();
    void choiceIsAppliedAtOnceAndRemembered();
};

#define COMPARE_CONTRAST(ink, ground, least)                                                                           \
    QVERIFY2(contrast(ink, ground) >= least,                                                                           \
             qPrintable(QStringLiteral("%1 on %2: %3").arg((ink).name(), (ground).name()).arg(contrast(ink, ground))))

void TestColors::contrastIsWcag()
{
    QCOMPARE(contrast(Qt::black, Qt::white), 21.0);
    QCOMPARE(contrast(Qt::white, Qt::white), 1.0);
    // The lightest grey that passes on white, a figure that every checker agrees on.
    QVERIFY(contrast(QColor(0x76, 0x76, 0x76), Qt::white) >= 4.5);
    QVERIFY(contrast(QColor(0x77, 0x77, 0x77), Qt::white) < 4.5);
}

void TestColors::textIsReadableEverywhere_data()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

static const Colors &colorsOf(bool dark)
{
    return dark ? darkColors() : lightColors();
}

static QList<QColor> grounds(const Colors &c)
{
    return {c.window, c.base, c.alternate, c.raised, c.hover, c.selection, c.selectionInactive};
}

void TestColors::textIsReadableEverywhere()
{
    QFETCH(bool, dark);
    const Colors &c = colorsOf(dark);
    for (const QColor &ground : grounds(c)) {
        COMPARE_CONTRAST(c.text, ground, 7.0);
        COMPARE_CONTRAST(c.secondary, ground, 4.5);
    }
    COMPARE_CONTRAST(c.onAccent, c.accentFill, 4.5);
    COMPARE_CONTRAST(c.onDanger, c.dangerFill, 4.5);
    COMPARE_CONTRAST(c.accent, c.window, 3.0); // the focus ring
    COMPARE_CONTRAST(c.accent, c.base, 3.0);
}

void TestColors::meaningsAreReadable()
{
    QFETCH(bool, dark);
    const Colors &c = colorsOf(dark);
    for (const Tone &tone : {c.applied, c.pending, c.edited, c.orphan, c.missing, c.inferred, c.added, c.removed,
                             c.changed, c.error, c.warning, c.info, c.success}) {
        for (const QColor &ground : {c.window, c.base, c.raised, c.selection})
            COMPARE_CONTRAST(tone.ink, ground, 4.5);
        COMPARE_CONTRAST(c.text, tone.soft, 7.0);
        COMPARE_CONTRAST(c.secondary, tone.soft, 4.5);
        COMPARE_CONTRAST(tone.ink, tone.soft, 4.5);
    }
}

void TestColors::environmentsAreToldApart()
{
    QFETCH(bool, dark);
    const Colors &c = colorsOf(dark);
    QSet<QRgb> fills;
    for (const EnvironmentTone &tone : {c.local, c.preview, c.staging, c.production}) {
        COMPARE_CONTRAST(tone.onFill, tone.fill, 4.5);
        COMPARE_CONTRAST(tone.ink, c.window, 4.5);
        COMPARE_CONTRAST(tone.ink, c.base, 4.5);
        fills.insert(tone.fill.rgb());
    }
    QCOMPARE(fills.size(), 4);
    QCOMPARE(c.of(Environment::Production).fill, c.production.fill);
    QCOMPARE(c.of(Environment::Local).fill, c.local.fill);
}

void TestColors::paletteCarriesTheColors()
{
    QFETCH(bool, dark);
    const QPalette palette = paletteOf(colorsOf(dark));
    QCOMPARE(colorsFor(palette).dark, dark);
    for (const auto group : {QPalette::Active, QPalette::Inactive}) {
        COMPARE_CONTRAST(palette.color(group, QPalette::WindowText), palette.color(group, QPalette::Window), 7.0);
        COMPARE_CONTRAST(palette.color(group, QPalette::Text), palette.color(group, QPalette::Base), 7.0);
        COMPARE_CONTRAST(palette.color(group, QPalette::HighlightedText), palette.color(group, QPalette::Highlight),
                         7.0);
        COMPARE_CONTRAST(palette.color(group, QPalette::PlaceholderText), palette.color(group, QPalette::Base), 4.5);
        COMPARE_CONTRAST(palette.color(group, QPalette::ButtonText), palette.color(group, QPalette::Button), 7.0);
        COMPARE_CONTRAST(palette.color(group, QPalette::ToolTipText), palette.color(group, QPalette::ToolTipBase), 7.0);
        COMPARE_CONTRAST(palette.color(group, QPalette::Link), palette.color(group, QPalette::Base), 4.5);
    }
    QVERIFY(palette.color(QPalette::Disabled, QPalette::Text) != palette.color(QPalette::Active, QPalette::Text));
}

void TestColors::colorsFollowThePalette()
{
    QPalette palette;
    palette.setColor(QPalette::Window, QColor(20, 20, 20));
    QVERIFY(colorsFor(palette).dark);
    palette.setColor(QPalette::Window, QColor(240, 240, 240));
    QVERIFY(!colorsFor(palette).dark);
}

void TestColors::choiceIsAppliedAtOnceAndRemembered()
{
    test::Settings settings;
    {
        Theme theme(*qApp, settings.file);
        QCOMPARE(theme.choice(), ThemeChoice::System);
        QSignalSpy changed(&theme, &Theme::changed);
        theme.setChoice(ThemeChoice::Dark);
        QCOMPARE(changed.count(), 1);
        QVERIFY(theme.isDark());
        QCOMPARE(QApplication::palette().color(QPalette::Window), darkColors().window);
        theme.setChoice(ThemeChoice::Light);
        QCOMPARE(QApplication::palette().color(QPalette::Window), lightColors().window);
        theme.setChoice(ThemeChoice::Dark);
    }
    Theme again(*qApp, settings.file);
    QCOMPARE(again.choice(), ThemeChoice::Dark);
    QVERIFY(again.isDark());
    again.setChoice(ThemeChoice::Light);
}

QTEST_MAIN(TestColors)
#include "tst_colors.moc"
