// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme.h"

#include "ui/colors.h"
#include "ui/desktopscheme.h"
#include "ui/style/pitbossstyle.h"

#include <QApplication>
#include <QEvent>
#include <QSettings>
#include <QStyleFactory>

namespace pitboss {

static const QLatin1String choiceKey("appearance/theme");
static const QLatin1String schemeKey("appearance/lastDesktopSchemeDark");

static ThemeChoice choiceFrom(const QString &word)
{
    if (word == QLatin1String("light"))
        return ThemeChoice::Light;
    return word == QLatin1String("dark") ? ThemeChoice::Dark : ThemeChoice::System;
}

static QString wordOf(ThemeChoice choice)
{
    switch (choice) {
    case ThemeChoice::Light:
        return QStringLiteral("light");
    case ThemeChoice::Dark:
        return QStringLiteral("dark");
    case ThemeChoice::System:
        break;
    }
    return QStringLiteral("system");
}

Theme::Theme(QApplication &application, QSettings &settings, QObject *parent)
    : QObject(parent)
    , m_application(application)
    , m_settings(settings)
    , m_scheme(new DesktopScheme(this))
    , m_desktopStyle(application.style()->name())
    , m_desktopDark(QApplication::palette().color(QPalette::Window).lightness() < 128)
    , m_lastSchemeDark(settings.value(schemeKey, false).toBool())
    , m_choice(choiceFrom(settings.value(choiceKey).toString()))
{
    connect(m_scheme, &DesktopScheme::changed, this, &Theme::schemeAnswered);
    apply();
    m_scheme->ask();
    connect(&application, &QGuiApplication::applicationStateChanged, this, [this](Qt::ApplicationState state) {
        if (state == Qt::ApplicationActive)
            m_scheme->ask();
    });
}

void Theme::setChoice(ThemeChoice choice)
{
    if (choice == m_choice)
        return;
    m_choice = choice;
    m_settings.setValue(choiceKey, wordOf(choice));
    apply();
}

void Theme::schemeAnswered()
{
    m_lastSchemeDark = m_scheme->dark().value_or(false);
    m_settings.setValue(schemeKey, m_lastSchemeDark);
    apply();
}

bool Theme::wantsDark() const
{
    if (m_choice != ThemeChoice::System)
        return m_choice == ThemeChoice::Dark;
    return m_scheme->dark().value_or(m_desktopDark || m_lastSchemeDark);
}

bool Theme::keepsDesktopStyle() const
{
    return m_choice == ThemeChoice::System && m_desktopStyle.compare(QLatin1String("breeze"), Qt::CaseInsensitive) == 0;
}

void Theme::apply()
{
    m_applying = true;
    if (keepsDesktopStyle())
        useDesktopStyle();
    else
        useOwnStyle();
    m_applying = false;
    emit changed();
}

void Theme::useDesktopStyle()
{
    m_application.installEventFilter(this);
    QApplication::setStyle(m_desktopStyle);
    QApplication::setPalette(QPalette());
    m_dark = QApplication::palette().color(QPalette::Window).lightness() < 128;
}

void Theme::useOwnStyle()
{
    m_application.removeEventFilter(this);
    m_dark = wantsDark();
    if (!qobject_cast<PitbossStyle *>(m_application.style()))
        QApplication::setStyle(new PitbossStyle);
    QApplication::setPalette(paletteOf(m_dark ? darkColors() : lightColors()));
}

bool Theme::eventFilter(QObject *watched, QEvent *event)
{
    // The desktop changed its own colours while we follow it.
    if (watched == &m_application && event->type() == QEvent::ApplicationPaletteChange && !m_applying) {
        m_dark = QApplication::palette().color(QPalette::Window).lightness() < 128;
        emit changed();
    }
    return QObject::eventFilter(watched, event);
}

} // namespace pitboss
