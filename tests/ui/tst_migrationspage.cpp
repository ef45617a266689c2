// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/migrationswindow.h"
#include "support/owntime.h"
#include "ui/messagebar.h"

#include <QComboBox>
#include <QMimeData>
#include <QPushButton>
#include <QToolButton>

using namespace pitboss;
using namespace pitboss::test;

class TestMigrationsPage : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void withoutAFolderItSaysWhatToDo();
    void followsTheFolder();
    void readsTheDatabaseAnewByKey();
    void withoutAConnectionItSaysSo();
    void withoutTheRightItSaysSo();
    void aDeadServerLeavesTheFolder();
    void brokenJournalNamesFileAndLine();
    void foldersWithoutMigrations();
    void severalLayoutsAreAChoice();
    void aDroppedFolderIsOpened();
    void aThousandFiles();
    void remembersAndRestores();

private:
    SampleServer m_server;
};

void TestMigrationsPage::initTestCase()
{
    QLocale::setDefault(QLocale::c());
    QVERIFY(m_server.start());
}

void TestMigrationsPage::withoutAFolderItSaysWhatToDo()
{
    MigrationsWindow window;
    QCOMPARE(window.emptyTitle(), u"No migrations folder is open"_s);
    auto *choose = window.find<QPushButton>("emptyFirstAction");
    QCOMPARE(choose->text(), u"Choose a folder…"_s);
    QTest::mouseClick(choose, Qt::LeftButton);
    QTRY_VERIFY(window.find<QWidget>("migrationsFolderDialog"));
}

void TestMigrationsPage::followsTheFolder()
{
    QTemporaryDir folder;
    const QString project = sampleCopy(folder);
    MigrationsWindow window;
    window.page.setConnection(m_server.connection());
    window.page.setFolder(project);
    READ(window);
    window.click(u"0003_community"_s);
    write(project + u"/drizzle/0009_stray.sql"_s, "SELECT 1;\n");
    QTRY_COMPARE_WITH_TIMEOUT(window.rows().size(), 10, 10000);
    QVERIFY2(window.rows().last().startsWith("0009_stray: orphan"_L1), qPrintable(window.rows().last()));
    QCOMPARE(window.current(), u"0003_community"_s);
    write(project + u"/drizzle/0003_community.sql"_s, "SELECT 42;\n");
    QTRY_VERIFY_WITH_TIMEOUT(window.rows().value(3).startsWith("0003_community: edited"_L1), 10000);
    QTRY_COMPARE(window.sql()->toPlainText(), u"SELECT 42;\n"_s);
    QVERIFY(QFile::remove(project + u"/drizzle/0003_community.sql"_s));
    QTRY_VERIFY_WITH_TIMEOUT(window.rows().value(3).contains("missing"_L1), 10000);
    QTRY_VERIFY(window.banner().contains("its file is missing"_L1));
}

void TestMigrationsPage::readsTheDatabaseAnewByKey()
{
    QTemporaryDir folder;
    QVERIFY(m_server.makeDatabase());
    MigrationsWindow window;
    window.page.setConnection(m_server.connection());
    window.page.setFolder(sampleCopy(folder));
    READ(window);
    QTRY_VERIFY(window.rows().value(5).contains("applied"_L1));
    QVERIFY(m_server.runSql(u"DELETE FROM drizzle.__drizzle_migrations"_s));
    window.page.refresh();
    QTRY_VERIFY_WITH_TIMEOUT(window.rows().value(5).endsWith("pending"_L1), 10000);
    QVERIFY(m_server.makeDatabase());
}

void TestMigrationsPage::withoutAConnectionItSaysSo()
{
    QTemporaryDir folder;
    MigrationsWindow window;
    window.page.setFolder(sampleCopy(folder));
    READ(window);
    QTRY_COMPARE(window.rows().value(0), u"0000_arena_core: unknown"_s);
    QVERIFY2(window.banner().contains("No database was asked"_L1), qPrintable(window.banner()));
    QTRY_VERIFY(window.list()->model()->index(8, 0).data(MigrationModel::ErrorsRole).toInt() > 0);
    window.page.setConnection(m_server.connection());
    QTRY_VERIFY(window.rows().value(0).contains("applied"_L1));
    window.page.setConnection({});
    QTRY_VERIFY(window.rows().value(0).contains("unknown"_L1));
}

void TestMigrationsPage::withoutTheRightItSaysSo()
{
    QTemporaryDir folder;
    MigrationsWindow window;
    window.page.setConnection(m_server.connection(testing::Role::Nothing));
    window.page.setFolder(sampleCopy(folder));
    READ(window);
    QTRY_VERIFY2(window.banner().contains("may not read"_L1) || window.banner().contains("permission denied"_L1),
                 qPrintable(window.banner()));
    QVERIFY(window.page.findChild<ForecastBanner *>()->kind() == ForecastBanner::Kind::Warning);
    QCOMPARE(window.rows().value(0), u"0000_arena_core: unknown"_s);
}

void TestMigrationsPage::aDeadServerLeavesTheFolder()
{
    QTemporaryDir folder;
    MigrationsWindow window;
    window.page.setConnection([] {
        return std::make_unique<Connection>(*ConnectionInfo::fromUrl(u"postgres://nobody@127.0.0.1:1/nothing"_s));
    });
    window.page.setFolder(sampleCopy(folder));
    READ(window);
    auto *message = window.page.findChild<MessageBar *>();
    QTRY_VERIFY_WITH_TIMEOUT(message->isVisible(), 10000);
    QVERIFY(message->kind() == MessageBar::Kind::Error);
    QCOMPARE(window.rows().value(0), u"0000_arena_core: unknown"_s);
    window.page.setConnection(m_server.connection());
    QTRY_VERIFY(window.rows().value(0).contains("applied"_L1));
    QVERIFY(!message->isVisible());
}

void TestMigrationsPage::brokenJournalNamesFileAndLine()
{
    MigrationsWindow offline;
    offline.page.setFolder(fixtures + u"journal-not-json"_s);
    READ(offline);
    QTRY_VERIFY(offline.banner().startsWith("meta/_journal.json is not JSON"_L1));
    MigrationsWindow window;
    window.page.setConnection(m_server.connection());
    window.page.setFolder(fixtures + u"journal-not-json"_s);
    READ(window);
    QTRY_VERIFY(window.banner().contains("meta/_journal.json is not JSON"_L1));
    QVERIFY2(window.banner().contains("line "_L1), qPrintable(window.banner()));
    QVERIFY(window.page.findChild<ForecastBanner *>()->kind() == ForecastBanner::Kind::Error);
    window.page.setFolder(fixtures + u"journal-wrong-fields"_s);
    QTRY_VERIFY(window.banner().contains("its file is missing"_L1));
    QTest::mouseClick(window.find<QToolButton>("forecastDetails"), Qt::LeftButton);
    QVERIFY(window.find<QWidget>("forecastRepairs")->isVisible());
}

void TestMigrationsPage::foldersWithoutMigrations()
{
    QTemporaryDir folder;
    MigrationsWindow window;
    window.page.setFolder(folder.path());
    QTRY_COMPARE(window.emptyTitle(), u"No migrations found"_s);
    QVERIFY(QDir(folder.path()).mkpath(u"drizzle/meta"_s));
    write(folder.filePath(u"drizzle/meta/_journal.json"_s),
          R"({"version": "7", "dialect": "postgresql", "entries": []})");
    QTest::mouseClick(window.find<QPushButton>("emptySecondAction"), Qt::LeftButton); // look again
    QTRY_COMPARE_WITH_TIMEOUT(window.emptyTitle(), u"No migrations yet"_s, 10000);
    window.page.setFolder(folder.filePath(u"gone"_s));
    QTRY_COMPARE(window.emptyTitle(), u"The folder could not be read"_s);
    QVERIFY(window.page.findChild<MessageBar *>()->text().contains("There is no folder"_L1));
}

void TestMigrationsPage::severalLayoutsAreAChoice()
{
    MigrationsWindow window;
    window.page.setFolder(fixtures.chopped(1));
    READ(window);
    auto *layouts = window.find<QComboBox>("migrationsLayout");
    QVERIFY(layouts->isVisible() && layouts->count() > 3);
    const QStringList before = window.rows();
    layouts->setFocus();
    QTest::keyClick(layouts, Qt::Key_Down);
    QTRY_VERIFY(window.rows() != before && window.isRead());
    const QString chosen = layouts->currentText();
    // It is remembered for that folder.
    MigrationsPage again(window.settings.file);
    again.setFolder(fixtures.chopped(1));
    QTRY_VERIFY(!again.isReading() && again.findChild<QComboBox *>(u"migrationsLayout"_s)->count() > 3);
    QCOMPARE(again.findChild<QComboBox *>(u"migrationsLayout"_s)->currentText(), chosen);
}

void TestMigrationsPage::aDroppedFolderIsOpened()
{
    QTemporaryDir folder;
    MigrationsWindow window;
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(sampleCopy(folder) + u"/drizzle.config.ts"_s)});
    QDragEnterEvent enter({200, 200}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window.page, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop({200, 200}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window.page, &drop);
    READ(window);
    QCOMPARE(window.rows().size(), 9);
}

void TestMigrationsPage::aThousandFiles()
{
    QTemporaryDir folder;
    QByteArray entries;
    for (int i = 0; i < 1000; ++i) {
        const QByteArray tag = QByteArray::number(i).rightJustified(4, '0') + "_step";
        write(folder.filePath(u"drizzle/"_s + QString::fromLatin1(tag) + u".sql"_s),
              "CREATE TABLE t" + QByteArray::number(i) + " (id bigint PRIMARY KEY, at timestamptz);\n");
        entries += (i ? ",\n" : "") + QByteArray("{\"idx\": ") + QByteArray::number(i)
            + ", \"version\": \"7\", \"when\": " + QByteArray::number(1770000000000 + i) + ", \"tag\": \"" + tag
            + "\", \"breakpoints\": true}";
    }
    write(folder.filePath(u"drizzle/meta/_journal.json"_s),
          "{\"version\": \"7\", \"dialect\": \"postgresql\", \"entries\": [" + entries + "]}");
    MigrationsWindow window;
    window.page.setConnection(m_server.connection());
    const testing::LongestSilence silence; // the window's thread must stay free
    QElapsedTimer whole;
    whole.start();
    window.page.setFolder(folder.path());
    READ(window);
    // Six rows of the database match no file here.
    QTRY_COMPARE_WITH_TIMEOUT(window.list()->model()->rowCount(), 1006, 20000);
    QTRY_VERIFY_WITH_TIMEOUT(
        window.list()->model()->index(0, MigrationModel::FindingsColumn).data(Qt::AccessibleTextRole).toString().size()
            > 0,
        60000);
    qInfo("1,000 files in %lld ms, the window's thread silent for at most %lld ms", whole.elapsed(),
          silence.milliseconds());
    QVERIFY2(silence.milliseconds() < 500, qPrintable(QString::number(silence.milliseconds())));
}

void TestMigrationsPage::remembersAndRestores()
{
    QTemporaryDir folder;
    MigrationsWindow window;
    window.page.setFolder(sampleCopy(folder));
    READ(window);
    window.click(u"0004_agent_lineage"_s);
    window.tabs()->setCurrentIndex(4);
    const QVariantMap state = window.page.saveState();
    MigrationsWindow other;
    other.page.restoreState(state);
    READ(other);
    QTRY_COMPARE(other.current(), u"0004_agent_lineage"_s);
    QCOMPARE(other.tabs()->currentIndex(), 4);
    QCOMPARE(other.page.folder(), window.page.folder());
}

QTEST_MAIN(TestMigrationsPage)
#include "tst_migrationspage.moc"
