// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/demo/demobuilder.h"
#include "models/migrationmodel.h"
#include "support/shell.h"
#include "support/testserver.h"
#include "ui/codeview.h"
#include "ui/emptystate.h"
#include "ui/migrations/forecastbanner.h"
#include "ui/migrations/migrationspage.h"

#include <QProcess>
#include <QTabWidget>
#include <QTreeView>
#include <QtTest>

/// What the tests of the migrations page share.
namespace pitboss::test {

using namespace Qt::Literals::StringLiterals;

inline const QString samplePath = QStringLiteral(PITBOSS_SOURCE_DIR "/resources/sample");
inline const QString fixtures = QStringLiteral(PITBOSS_SOURCE_DIR "/tests/fixtures/migrations/status/");

inline void write(const QString &path, const QByteArray &text)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

inline void git(const QString &folder, const QStringList &arguments)
{
    QProcess process;
    process.setWorkingDirectory(folder);
    process.start(u"git"_s,
                  QStringList{u"-c"_s, u"user.name=Ada"_s, u"-c"_s, u"user.email=ada@example.org"_s} + arguments);
    QVERIFY(process.waitForFinished());
    QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
}

/// A page in a window of its own, with ways to look at it as a person does.
struct MigrationsWindow
{
    Settings settings;
    MigrationsPage page{settings.file};

    explicit MigrationsWindow(const QSize &size = {1280, 760})
    {
        page.resize(size);
        page.show();
        page.activateWindow();
    }
    /// The visible one first: every part of the page has its own empty state.
    template <typename T> T *find(const char *name) const
    {
        const QList<T *> all = page.findChildren<T *>(QString::fromLatin1(name));
        const auto seen = std::find_if(all.begin(), all.end(), [](T *widget) { return widget->isVisible(); });
        return seen != all.end() ? *seen : all.value(0);
    }
    QTreeView *list() const { return find<QTreeView>("migrationList"); }
    QTabWidget *tabs() const { return find<QTabWidget>("migrationTabs"); }
    CodeView *sql() const { return find<CodeView>("migrationSql"); }
    QString banner() const { return page.findChild<ForecastBanner *>()->text(); }
    /// Of the page as a whole, or of the list at the left.
    QString emptyTitle() const
    {
        for (EmptyState *state : page.findChildren<EmptyState *>())
            if (state->isVisible() && !page.findChild<QWidget *>(u"migrationDetail"_s)->isAncestorOf(state))
                return state->title();
        return {};
    }
    QStringList rows() const
    {
        QStringList rows;
        const QAbstractItemModel *model = list()->model();
        for (int row = 0; row < model->rowCount(); ++row)
            rows << model->index(row, 0).data().toString() + u": "_s
                    + model->index(row, MigrationModel::StateColumn).data().toString();
        return rows;
    }
    QString current() const { return list()->currentIndex().data(MigrationModel::TagRole).toString(); }
    void click(const QString &tag) const
    {
        const QModelIndex index = list()->model()->match(list()->model()->index(0, 0), Qt::DisplayRole, tag).value(0);
        QVERIFY2(index.isValid(), qPrintable(tag));
        list()->scrollTo(index);
        QTest::mouseClick(list()->viewport(), Qt::LeftButton, {}, list()->visualRect(index).center());
    }
    bool isRead() const { return !page.isReading() && list()->isVisible(); }
};

#define READ(window) QTRY_VERIFY_WITH_TIMEOUT((window).isRead(), 20000)

/// A server with a database in which all but three of the sample's migrations ran.
class SampleServer
{
public:
    bool start() { return m_server.start() && makeDatabase(); }
    bool makeDatabase()
    {
        m_database = u"pit%1"_s.arg(++m_made);
        SessionOptions options;
        options.readOnly = false;
        if (!m_server.createDatabase(m_database))
            return false;
        Session session(*ConnectionInfo::fromUrl(m_server.url(m_database)), options);
        return session.open()
            && applySampleMigrations(session, SampleProject(samplePath), demoPendingMigrations, {}).has_value();
    }
    bool runSql(const QString &sql) { return m_server.runSql(m_database, sql); }
    ProjectReader::MakeConnection connection(testing::Role role = testing::Role::Owner) const
    {
        return [info = *ConnectionInfo::fromUrl(m_server.url(m_database, role))] {
            return std::make_unique<Connection>(info);
        };
    }

private:
    testing::TestServer m_server;
    QString m_database;
    int m_made = 0;
};

/// The sample project in a folder of its own.
inline QString sampleCopy(const QTemporaryDir &folder)
{
    const QString path = folder.filePath(u"project"_s);
    return SampleProject(samplePath).materialise(path) ? path : QString();
}

} // namespace pitboss::test
