// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPalette>

class QApplication;
class QSettings;

namespace pitboss {

class DesktopScheme;

enum class ThemeChoice { System, Light, Dark };

/// Dresses the application: style and palette, by the desktop or by the person's choice, and again at once when either
/// changes. On a desktop whose own style is Breeze, "System" leaves that style and its colours alone.
/// Owned by the composition root; the choice is kept in the settings it is given.
class Theme : public QObject
{
    Q_OBJECT
public:
    Theme(QApplication &application, QSettings &settings, QObject *parent = nullptr);

    ThemeChoice choice() const { return m_choice; }
    void setChoice(ThemeChoice choice);
    bool isDark() const { return m_dark; }

signals:
    void changed();

private:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void apply();
    void schemeAnswered();
    bool wantsDark() const;
    bool keepsDesktopStyle() const;
    void useDesktopStyle();
    void useOwnStyle();

    QApplication &m_application;
    QSettings &m_settings;
    DesktopScheme *m_scheme;
    QString m_desktopStyle;        ///< name of the style Qt chose at start
    bool m_desktopDark = false;    ///< by the palette Qt chose at start
    bool m_lastSchemeDark = false; ///< the portal's last answer, so that the next start does not flash
    ThemeChoice m_choice = ThemeChoice::System;
    bool m_dark = false;
    bool m_applying = false;
};

} // namespace pitboss
