// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/demo/demobuilder.h"
#include "models/findingsmodel.h"
#include "models/migrationmodel.h"
#include "models/statementsmodel.h"
#include "support/accessibility.h"
#include "support/shell.h"
#include "support/testserver.h"
#include "ui/codeview.h"
#include "ui/emptystate.h"
#include "ui/messagebar.h"
#include "ui/migrations/folderwatch.h"
#include "ui/migrations/forecastbanner.h"
#include "ui/migrations/migrationspage.h"

#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QMimeData>
#include <QProcess>
#include <QPushButton>
#include <QTabWidget>
#include <QTextBlock>
#include <QToolButton>
#include <QTreeView>
#include <QTreeWidget>
#include <QtTest>

using namespace pitboss;
using namespace pitboss::testing;
using namespace Qt::Literals::StringLiterals;

namespace {

const QString samplePath = QStringLiteral(PITBOSS_SOURCE_DIR "/resources/sample");
const QString fixtures = QStringLiteral(PITBOSS_SOURCE_DIR "/tests/fixtures/migrations/status/");

void write(const QString &path, const QByteArray &text)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

void git(const QString &folder, const QStringList &arguments)
{
    QProcess process;
    process.setWorkingDirectory(folder);
    process.start(u"git"_s,
                  QStringList{u"-c"_s, u"user.name=Ada"_s, u"-c"_s, u"user.email=ada@example.org"_s} + arguments);
    QVERIFY(process.waitForFinished());
    QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
}

/// A page in a window of its own, with ways to look at it as a person does.
struct Window
{
    test::Settings settings;
    MigrationsPage page{settings.file};

    explicit Window(const QSize &size = {1280, 760})
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

} // namespace

class TestMigrationsPage : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void withoutAFolderItSaysWhatToDo();
    void tellsTheSampleFromItsDatabase();
    void theForecastHasItsReasonsAndRepairs();
    void headerRollbackAndSnapshotsAreShown();
    void findingsAndLinesJumpBothWays();
    void filtersAndSearchesByKeys();
    void followsTheFolder();
    void readsTheDatabaseAnewByKey();
    void showsWhatWasEditedAfterItWasApplied();
    void withoutAConnectionItSaysSo();
    void withoutTheRightItSaysSo();
    void aDeadServerLeavesTheFolder();
    void brokenJournalNamesFileAndLine();
    void foldersWithoutMigrations();
    void severalLayoutsAreAChoice();
    void aDroppedFolderIsOpened();
    void aThousandFiles();
    void remembersAndRestores();
    void everyControlHasAName();

private:
    ProjectReader::MakeConnection connection(Role role = Role::Owner) const;
    /// The sample project in a folder of its own; a database in which all but three of its migrations ran.
    QString sampleCopy(const QTemporaryDir &folder) const;
    void makeDatabase();

    TestServer m_server;
    QString m_database;
    int m_made = 0;
};

void TestMigrationsPage::initTestCase()
{
    QLocale::setDefault(QLocale::c());
    QVERIFY2(m_server.start(), qPrintable(m_server.errorText()));
    makeDatabase();
}

void TestMigrationsPage::makeDatabase()
{
    m_database = u"pit%1"_s.arg(++m_made);
    QVERIFY2(m_server.createDatabase(m_database), qPrintable(m_server.errorText()));
    SessionOptions options;
    options.readOnly = false;
    Session session(*ConnectionInfo::fromUrl(m_server.url(m_database)), options);
    QVERIFY(session.open());
    QVERIFY(applySampleMigrations(session, SampleProject(samplePath), demoPendingMigrations, {}));
}

ProjectReader::MakeConnection TestMigrationsPage::connection(Role role) const
{
    return [info = *ConnectionInfo::fromUrl(m_server.url(m_database, role))] {
        return std::make_unique<Connection>(info);
    };
}

QString TestMigrationsPage::sampleCopy(const QTemporaryDir &folder) const
{
    const QString path = folder.filePath(u"project"_s);
    return SampleProject(samplePath).materialise(path) ? path : QString();
}

void TestMigrationsPage::withoutAFolderItSaysWhatToDo()
{
    Window window;
    QCOMPARE(window.emptyTitle(), u"No migrations folder is open"_s);
    auto *choose = window.find<QPushButton>("emptyFirstAction");
    QCOMPARE(choose->text(), u"Choose a folder…"_s);
    QTest::mouseClick(choose, Qt::LeftButton);
    QTRY_VERIFY(window.find<QWidget>("migrationsFolderDialog"));
}

void TestMigrationsPage::tellsTheSampleFromItsDatabase()
{
    QTemporaryDir folder;
    Window window;
    window.page.setConnection(connection());
    window.page.setFolder(sampleCopy(folder));
    READ(window);
    QTRY_VERIFY(window.rows().value(8).endsWith("pending"_L1));
    const QStringList rows = window.rows();
    QCOMPARE(rows.size(), 9);
    QVERIFY2(rows.at(0).startsWith("0000_arena_core: applied"_L1), qPrintable(rows.at(0)));
    QCOMPARE(rows.at(6), u"0006_contact_submissions: pending"_s);
    QCOMPARE(window.current(), u"0006_contact_submissions"_s); // what is pending is what a person came for
    QVERIFY2(window.banner().startsWith("drizzle-kit migrate would run 3 files"_L1), qPrintable(window.banner()));
    QVERIFY(window.banner().contains("0008_index_bouts_by_owner"_L1));
    QVERIFY(window.sql()->toPlainText().contains("contact_submissions"_L1));
    QTRY_VERIFY(window.list()->model()->index(8, 0).data(MigrationModel::ErrorsRole).toInt() > 0);
}

void TestMigrationsPage::theForecastHasItsReasonsAndRepairs()
{
    Window window;
    window.page.setConnection(connection());
    window.page.setFolder(fixtures + u"journal"_s);
    READ(window);
    QTRY_VERIFY(window.banner().contains("skip silently and for ever"_L1));
    QTest::mouseClick(window.find<QToolButton>("forecastDetails"), Qt::LeftButton);
    auto *copy = window.find<QToolButton>("forecastCopy0");
    QVERIFY(copy && copy->isVisible());
    QTest::mouseClick(copy, Qt::LeftButton);
    QVERIFY2(QGuiApplication::clipboard()->text().contains("\"when\": "_L1),
             qPrintable(QGuiApplication::clipboard()->text()));
    auto *tag = window.find<QToolButton>("forecastTag0");
    QTest::mouseClick(tag, Qt::LeftButton);
    QCOMPARE(window.current(), tag->text());
    QTest::mouseClick(window.find<QToolButton>("forecastCopy"), Qt::LeftButton);
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(window.banner()));
}

void TestMigrationsPage::headerRollbackAndSnapshotsAreShown()
{
    QTemporaryDir folder;
    Window window;
    window.page.setConnection(connection());
    window.page.setFolder(sampleCopy(folder));
    READ(window);
    window.click(u"0007_one_account_per_email"_s);
    QTRY_VERIFY(window.find<QLabel>("headerPurpose"));
    QVERIFY(window.find<QLabel>("headerPurpose")->text().startsWith("One account for each e-mail"_L1));
    QVERIFY(window.find<QLabel>("headerReferences")->text().startsWith("docs/accounts.md"_L1));
    QVERIFY(window.find<QLabel>("headerIdempotent")->text().startsWith("yes"_L1));
    auto *snapshots = window.find<QTreeWidget>("snapshotChanges");
    QTRY_COMPARE(snapshots->topLevelItemCount(), 2);
    QCOMPARE(snapshots->topLevelItem(0)->text(0), u"+ column users.email_verified_at"_s);
    QCOMPARE(window.tabs()->tabText(3), u"Changes 2"_s);
    auto *rollback = window.find<CodeView>("rollbackSql");
    QVERIFY(rollback->toPlainText().startsWith("DROP INDEX IF EXISTS"_L1));
    auto *statements = window.find<QTreeView>("statementsList");
    QCOMPARE(statements->model()->index(0, StatementsModel::KindColumn).data().toString(), u"ALTER TABLE"_s);
    window.tabs()->setCurrentIndex(2);
    emit statements->activated(statements->model()->index(1, 0));
    QCOMPARE(window.tabs()->currentIndex(), 0);
    QVERIFY(window.sql()->textCursor().block().text().startsWith("CREATE UNIQUE INDEX"_L1));
}

void TestMigrationsPage::findingsAndLinesJumpBothWays()
{
    QTemporaryDir folder;
    Window window;
    window.page.setConnection(connection());
    window.page.setFolder(sampleCopy(folder));
    READ(window);
    window.click(u"0008_index_bouts_by_owner"_s);
    auto *findings = window.find<QTreeView>("findingsList");
    QTRY_VERIFY(findings->model()->rowCount() > 0 && window.current() == "0008_index_bouts_by_owner"_L1);
    int line = 0;
    QTRY_VERIFY((line = window.sql()->nextMark(true)) > 0);
    QVERIFY(
        window.sql()->markText(line).contains(findings->model()->index(0, FindingsModel::RuleColumn).data().toString())
        || findings->model()->rowCount() > 1);
    // From the margin to the list: a click on the mark.
    window.sql()->goToLine(line);
    auto *margin = window.find<QWidget>("codeMargin");
    const int y = window.sql()->cursorRect().center().y();
    QTest::mouseClick(margin, Qt::LeftButton, {}, {8, y});
    QCOMPARE(window.tabs()->currentIndex(), 1);
    QCOMPARE(findings->currentIndex().data(FindingsModel::LineRole).toInt(), line);
    QVERIFY(!window.find<QLabel>("findingMessage")->text().isEmpty());
    // From the list to the line: Enter.
    QTest::keyClick(findings, Qt::Key_Return);
    QCOMPARE(window.tabs()->currentIndex(), 0);
    QCOMPARE(window.sql()->currentLine(), line);
    QVERIFY(window.sql()->hasFocus());
    // F8 goes round.
    QTest::keyClick(window.sql(), Qt::Key_F8);
    QCOMPARE(window.sql()->currentLine(), window.sql()->nextMark(false) == line ? line : window.sql()->currentLine());
}

void TestMigrationsPage::filtersAndSearchesByKeys()
{
    QTemporaryDir folder;
    Window window;
    window.page.setConnection(connection());
    window.page.setFolder(sampleCopy(folder));
    READ(window);
    QTRY_COMPARE(window.find<QComboBox>("migrationStates")->itemText(1), u"Pending (3)"_s);
    window.page.find();
    auto *search = window.find<QLineEdit>("migrationSearch");
    QVERIFY(search->hasFocus());
    QTest::keyClicks(search, u"contact"_s);
    QCOMPARE(window.rows().size(), 1);
    QTest::keyClick(search, Qt::Key_Down);
    QVERIFY(window.list()->hasFocus());
    QTest::keyClick(window.list(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"0006_contact_submissions"_s);
    QTest::keyClick(window.list(), Qt::Key_Escape);
    QCOMPARE(window.rows().size(), 9);
    window.find<QComboBox>("migrationStates")->setCurrentIndex(1);
    QCOMPARE(window.rows().size(), 3);
    QTest::keyClicks(search, u"no such words"_s);
    QCOMPARE(window.emptyTitle(), u"Nothing matches"_s);
    QTest::keyClick(search, Qt::Key_Escape);
    QCOMPARE(window.rows().size(), 9);
    QTest::keyClick(window.list(), Qt::Key_Home);
    QCOMPARE(window.current(), u"0000_arena_core"_s);
    QTest::keyClick(window.list(), Qt::Key_Return);
    QVERIFY(window.sql()->hasFocus());
}

void TestMigrationsPage::followsTheFolder()
{
    QTemporaryDir folder;
    const QString project = sampleCopy(folder);
    Window window;
    window.page.setConnection(connection());
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
    QTRY_VERIFY_WITH_TIMEOUT(window.rows().value(3).contains("missing file"_L1), 10000);
    QTRY_VERIFY(window.banner().contains("its file is missing"_L1));
}

void TestMigrationsPage::readsTheDatabaseAnewByKey()
{
    QTemporaryDir folder;
    makeDatabase();
    Window window;
    window.page.setConnection(connection());
    window.page.setFolder(sampleCopy(folder));
    READ(window);
    QTRY_VERIFY(window.rows().value(5).contains("applied"_L1));
    QVERIFY(m_server.runSql(m_database, u"DELETE FROM drizzle.__drizzle_migrations"_s));
    window.page.refresh();
    QTRY_VERIFY_WITH_TIMEOUT(window.rows().value(5).endsWith("pending"_L1), 10000);
    makeDatabase();
}

void TestMigrationsPage::showsWhatWasEditedAfterItWasApplied()
{
    QTemporaryDir folder;
    const QString project = sampleCopy(folder);
    git(project, {u"init"_s, u"-q"_s});
    git(project, {u"add"_s, u"."_s});
    git(project, {u"commit"_s, u"-qm"_s, u"First"_s});
    const QString path = project + u"/drizzle/0002_agents.sql"_s;
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    write(path, file.readAll() + "-- one line more\n");
    Window window;
    window.page.setConnection(connection());
    window.page.setFolder(project);
    READ(window);
    QTRY_VERIFY(window.rows().value(2).contains("edited"_L1));
    window.click(u"0002_agents"_s);
    QTRY_VERIFY(window.find<QLabel>("migrationFacts")->text().contains("not committed"_L1));
    window.tabs()->setCurrentIndex(3);
    auto *difference = window.find<CodeView>("appliedDifference");
    QTRY_VERIFY_WITH_TIMEOUT(difference->toPlainText().contains("+ -- one line more"_L1), 10000);
    QVERIFY(window.find<QLabel>("appliedNote")->text().contains("by Ada"_L1));
    window.click(u"0001_credits_and_ledger"_s);
    QTRY_VERIFY(!difference->isVisible());
}

void TestMigrationsPage::withoutAConnectionItSaysSo()
{
    QTemporaryDir folder;
    Window window;
    window.page.setFolder(sampleCopy(folder));
    READ(window);
    QTRY_COMPARE(window.rows().value(0), u"0000_arena_core: unknown"_s);
    QVERIFY2(window.banner().contains("No database was asked"_L1), qPrintable(window.banner()));
    QTRY_VERIFY(window.list()->model()->index(8, 0).data(MigrationModel::ErrorsRole).toInt() > 0);
    window.page.setConnection(connection());
    QTRY_VERIFY(window.rows().value(0).contains("applied"_L1));
    window.page.setConnection({});
    QTRY_VERIFY(window.rows().value(0).contains("unknown"_L1));
}

void TestMigrationsPage::withoutTheRightItSaysSo()
{
    QTemporaryDir folder;
    Window window;
    window.page.setConnection(connection(Role::Nothing));
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
    Window window;
    window.page.setConnection([] {
        return std::make_unique<Connection>(*ConnectionInfo::fromUrl(u"postgres://nobody@127.0.0.1:1/nothing"_s));
    });
    window.page.setFolder(sampleCopy(folder));
    READ(window);
    auto *message = window.page.findChild<MessageBar *>();
    QTRY_VERIFY_WITH_TIMEOUT(message->isVisible(), 10000);
    QVERIFY(message->kind() == MessageBar::Kind::Error);
    QCOMPARE(window.rows().value(0), u"0000_arena_core: unknown"_s);
    window.page.setConnection(connection());
    QTRY_VERIFY(window.rows().value(0).contains("applied"_L1));
    QVERIFY(!message->isVisible());
}

void TestMigrationsPage::brokenJournalNamesFileAndLine()
{
    Window window;
    window.page.setConnection(connection());
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
    Window window;
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
    Window window;
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
    Window window;
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
    Window window;
    window.page.setConnection(connection());
    qint64 longest = 0;
    QElapsedTimer sinceTick, whole;
    QTimer ticker; // the window's thread must stay free
    connect(&ticker, &QTimer::timeout, this, [&] { longest = qMax(longest, sinceTick.restart()); });
    ticker.start(5);
    sinceTick.start();
    whole.start();
    window.page.setFolder(folder.path());
    READ(window);
    // Six rows of the database match no file here.
    QTRY_COMPARE_WITH_TIMEOUT(window.list()->model()->rowCount(), 1006, 20000);
    QTRY_VERIFY_WITH_TIMEOUT(
        window.list()->model()->index(0, MigrationModel::FindingsColumn).data(Qt::AccessibleTextRole).toString().size()
            > 0,
        60000);
    qInfo("1,000 files in %lld ms, the window's thread silent for at most %lld ms", whole.elapsed(), longest);
    QVERIFY2(longest < 500, qPrintable(QString::number(longest)));
}

void TestMigrationsPage::remembersAndRestores()
{
    QTemporaryDir folder;
    Window window;
    window.page.setFolder(sampleCopy(folder));
    READ(window);
    window.click(u"0004_agent_lineage"_s);
    window.tabs()->setCurrentIndex(4);
    const QVariantMap state = window.page.saveState();
    Window other;
    other.page.restoreState(state);
    READ(other);
    QTRY_COMPARE(other.current(), u"0004_agent_lineage"_s);
    QCOMPARE(other.tabs()->currentIndex(), 4);
    QCOMPARE(other.page.folder(), window.page.folder());
}

void TestMigrationsPage::everyControlHasAName()
{
    QTemporaryDir folder;
    Window window;
    QCOMPARE(test::namelessControls(&window.page).join(u'\n'), QString());
    window.page.setConnection(connection());
    window.page.setFolder(fixtures + u"journal"_s);
    READ(window);
    QTRY_VERIFY(window.banner().contains("skip silently"_L1));
    QTest::mouseClick(window.find<QToolButton>("forecastDetails"), Qt::LeftButton);
    for (int tab = 0; tab < window.tabs()->count(); ++tab) {
        window.tabs()->setCurrentIndex(tab);
        QCOMPARE(test::namelessControls(&window.page).join(u'\n'), QString());
    }
    const QStringList order = test::focusOrder(&window.page);
    QVERIFY(order.indexOf(u"migrationSearch"_s) < order.indexOf(u"migrationList"_s));
    QVERIFY2(order.indexOf(u"migrationList"_s) < order.indexOf(u"migrationTabBar"_s), qPrintable(order.join(u' ')));
}

QTEST_MAIN(TestMigrationsPage)
#include "tst_migrationspage.moc"
