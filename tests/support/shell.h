// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/mainwindow.h"
#include "ui/page.h"
#include "ui/theme.h"

#include <QApplication>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QVBoxLayout>

namespace pitboss::test {

/// Settings of one test, in a folder that goes with it.
struct Settings
{
    QTemporaryDir folder;
    QSettings file{folder.filePath(QStringLiteral("pitboss.ini")), QSettings::IniFormat};
};

/// A page that remembers what the window did to it.
class FakePage : public Page
{
public:
    FakePage(QString id, bool needsConnection)
        : m_id(std::move(id))
        , m_needsConnection(needsConnection)
    {
        setObjectName(QStringLiteral("fake-") + m_id);
    }
    QString id() const override { return m_id; }
    QString title() const override { return m_id.left(1).toUpper() + m_id.mid(1); }
    QString iconName() const override { return QStringLiteral("data"); }
    bool needsConnection() const override { return m_needsConnection; }
    void activated() override { calls << QStringLiteral("activated"); }
    void refresh() override { calls << QStringLiteral("refresh"); }
    void find() override { calls << QStringLiteral("find"); }
    bool cancel() override
    {
        calls << QStringLiteral("cancel");
        return cancels;
    }
    void goTo(const QVariant &location) override { calls << QStringLiteral("go to ") + location.toString(); }
    QVariantMap saveState() const override { return {{QStringLiteral("note"), note}}; }
    void restoreState(const QVariantMap &state) override { note = state.value(QStringLiteral("note")).toString(); }

    QStringList calls;
    QString note;
    bool cancels = false;

private:
    QString m_id;
    bool m_needsConnection;
};

inline ConnectionSummary productionSummary()
{
    ConnectionSummary summary;
    summary.environment = Environment::Production;
    summary.database = QStringLiteral("pit_prod");
    summary.host = QStringLiteral("ep-cool-darkness");
    summary.route = QStringLiteral("direct");
    return summary;
}

/// A window with a start page that needs nothing and two pages that need a connection.
struct Shell
{
    Settings settings;
    Theme theme{*qApp, settings.file};
    MainWindow window{settings.file, theme};
    FakePage *start = new FakePage(QStringLiteral("start"), false);
    FakePage *data = new FakePage(QStringLiteral("data"), true);
    FakePage *support = new FakePage(QStringLiteral("support"), true);

    Shell()
    {
        for (FakePage *page : {start, data, support})
            window.addPage(page);
        window.resize(1000, 700);
        window.show();
        window.activateWindow();
        // Shortcuts work in the active window only.
        if (!QTest::qWaitForWindowActive(&window))
            qFatal("the window did not become active");
    }
};

} // namespace pitboss::test
