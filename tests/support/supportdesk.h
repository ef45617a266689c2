// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/messagebar.h"
#include "ui/support/personview.h"
#include "ui/support/supportpage.h"

#include "support/accessibility.h"
#include "support/pitdatabase.h"
#include "support/shell.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTreeView>
#include <QTreeWidget>
#include <QtTest>

namespace pitboss::test {

using testing::Role;
using testing::TestServer;

/// The page on a real server, used as a person does: typed into and clicked.
struct Desk
{
    Settings settings;
    SupportPage page{settings.file};
    ConnectionInfo writer;
    QString auditFolder = settings.folder.filePath(QStringLiteral("audit"));

    Desk(TestServer &server, const QString &database, Environment environment = Environment::Local,
         Role role = Role::Owner)
        : writer(*ConnectionInfo::fromUrl(server.url(database, role)))
    {
        page.resize(1200, 760);
        page.show();
        page.activateWindow();
        connectTo(environment, database);
    }
    void connectTo(Environment environment, const QString &database)
    {
        const auto make = [info = writer] {
            SessionOptions options;
            options.readOnly = false;
            return std::make_unique<Connection>(info, options);
        };
        page.setConnection([info = writer] { return std::make_unique<Connection>(info); },
                           {make, environment, database, auditFolder});
    }
    template <typename T> T *find(const char *name) const { return page.findChild<T *>(QLatin1String(name)); }
    template <typename T> T *inForm(const char *name) const
    {
        return page.form() ? page.form()->findChild<T *>(QLatin1String(name)) : nullptr;
    }
    QString text(const char *name) const { return find<QLabel>(name) ? find<QLabel>(name)->text() : QString(); }
    void click(const char *name) const { QTest::mouseClick(find<QPushButton>(name), Qt::LeftButton); }
    void clickForm(const char *name) const { QTest::mouseClick(inForm<QPushButton>(name), Qt::LeftButton); }
    QPushButton *mainButton() const { return inForm<QPushButton>("operationMain"); }
    void type(const char *name, const QString &text) const
    {
        inForm<QLineEdit>(name)->setFocus();
        inForm<QLineEdit>(name)->selectAll();
        QTest::keyClicks(inForm<QLineEdit>(name), text);
    }
    void giveReason(const QString &reason = QStringLiteral("Goodwill")) const
    {
        QTest::keyClicks(inForm<QComboBox>("operationReason")->lineEdit(), reason);
        type("operationOperator", QStringLiteral("Ada"));
    }
    bool hasReceipt() const
    {
        const auto *receipt = inForm<QLabel>("operationReceipt");
        return receipt && receipt->isVisible() && receipt->text().contains(QLatin1String("Reference: "));
    }
    QString formMessage() const { return page.form()->findChild<MessageBar *>()->text(); }
};

} // namespace pitboss::test

#define OPEN(desk, person)                                                                                             \
    (desk).page.search(person);                                                                                        \
    QTRY_VERIFY((desk).find<QPushButton>("personGrant")->isVisible());                                                 \
    QTRY_VERIFY((desk).text("personAbout").startsWith(person))
