// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/connect/connectioneditor.h"
#include "ui/connect/connectionfields.h"
#include "ui/connect/connectionlist.h"
#include "ui/connect/connectionspanel.h"
#include "ui/connect/passworddialog.h"
#include "ui/connect/reportview.h"
#include "ui/messagebar.h"

#include "support/accessibility.h"
#include <QAction>
#include <QCheckBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>

/// The panel of saved connections on a file of its own, with a key chain in memory.
namespace pitboss::test {

inline SavedConnection named(const char *name, Environment environment = Environment::Local)
{
    SavedConnection saved;
    saved.id = saved.name = QString::fromLatin1(name);
    saved.host = QStringLiteral("db.%1.example").arg(QString::fromLatin1(name).toLower());
    saved.database = QStringLiteral("pit");
    saved.user = QStringLiteral("app");
    saved.environment = environment;
    return saved;
}

/// A key chain that says no.
class ClosedSecrets : public SecretStore
{
public:
    QFuture<Result<std::optional<QString>>> read(const QString &) override
    {
        return answered<std::optional<QString>>(fail(error()));
    }
    QFuture<Result<void>> write(const QString &, const QString &) override { return answered<void>(fail(error())); }
    QFuture<Result<void>> remove(const QString &) override { return answered<void>(fail(error())); }
    static Error error() { return Error::of(Error::Kind::Permission, QStringLiteral("The key chain is locked.")); }
};

struct Panel
{
    QTemporaryDir dir;
    ConnectionStore store{dir.filePath(QStringLiteral("connections.json"))};
    MemorySecrets kept;
    MemorySecrets memory;
    ConnectionsPanel panel;

    explicit Panel(const QList<SavedConnection> &saved = {}, SecretStore *secrets = nullptr)
    {
        for (const SavedConnection &one : saved)
            if (!store.put(one))
                qFatal("cannot write");
        QSignalSpy loaded(&panel, &ConnectionsPanel::loaded);
        panel.setStore(store.path(), secrets ? secrets : &kept, &memory);
        panel.resize(360, 600);
        panel.show();
        panel.activateWindow();
        if (!QTest::qWaitForWindowActive(&panel) || !(loaded.count() > 0 || loaded.wait()))
            qFatal("not ready");
    }
    template <typename T> T *find(const char *name) const { return panel.findChild<T *>(QLatin1String(name)); }
    ConnectionList *list() const { return find<ConnectionList>("connectionList"); }
    MessageBar *message() const { return panel.findChild<MessageBar *>(); }
    QStringList shown() const
    {
        QStringList names;
        for (int i = 0; i < list()->count(); ++i)
            names << list()->item(i)->text();
        return names;
    }
    QStringList saved() const
    {
        QStringList names;
        const auto list = store.read();
        for (const SavedConnection &one : *list)
            names << one.name;
        return names;
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const
    {
        list()->setFocus();
        QTest::keyClick(list(), key, modifiers);
    }
    ConnectionEditor *editor() const
    {
        ConnectionEditor *editor = nullptr;
        (void)QTest::qWaitFor([&] { return (editor = panel.findChild<ConnectionEditor *>()) && editor->isVisible(); });
        return editor;
    }
    static QLineEdit *field(QWidget *in, const char *name) { return in->findChild<QLineEdit *>(QLatin1String(name)); }
    static void click(QWidget *in, const char *name)
    {
        QTest::mouseClick(in->findChild<QPushButton *>(QLatin1String(name)), Qt::LeftButton);
    }
};

inline QStringList strings(std::initializer_list<const char *> texts)
{
    QStringList list;
    for (const char *text : texts)
        list << QString::fromLatin1(text);
    return list;
}

} // namespace pitboss::test
