// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QVariant>

#include <optional>

class QDBusPendingCallWatcher;

namespace pitboss {

/// Whether the desktop asks for a dark theme, as the XDG desktop portal tells it (org.freedesktop.appearance,
/// color-scheme: 1 dark, 2 light, 0 no wish). Asked without waiting, and again whenever the program comes to the front;
/// stays unknown where there is no portal. Qt itself has this from 6.5 on only.
class DesktopScheme : public QObject
{
    Q_OBJECT
public:
    explicit DesktopScheme(QObject *parent = nullptr);

    std::optional<bool> dark() const { return m_dark; }
    void ask();

signals:
    void changed();

private:
    void answered(QDBusPendingCallWatcher *watcher);
    void take(QVariant value);

    std::optional<bool> m_dark;
};

} // namespace pitboss
