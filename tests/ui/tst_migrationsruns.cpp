// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/accessibility.h"
#include "support/migrationswindow.h"
#include "ui/messagebar.h"
#include "ui/migrations/locksdialog.h"
#include "ui/migrations/runbar.h"

#include <QAction>
#include <QClipboard>
#include <QLabel>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTreeWidget>

using namespace pitboss;
using namespace pitboss::test;
using testing::TestServer;

/// Dry runs and the report, from the page: on a real database that must be afterwards as it was.
class TestMigrationsRuns : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(m_server.start(), qPrintable(m_server.errorText())); }
    void init();
    void triesWhatIsPending();
    void showsWhyOneFails();
    void opensTheRowsInTheWay();
    void asksFirstWhereOthersWork();
    void isStoppedAtOnce();
    void sayWhenTheFileChanged();
    void losesItsServer();
    void nothingWithoutAPlace();
    void copiesTheReport();
    void namesForEverything();

private:
    QString path(const char *name) const { return m_folder->filePath(QLatin1String(name)); }
    WritePlace place(Environment environment = Environment::Local) const
    {
        const auto make = [info = *ConnectionInfo::fromUrl(m_server.url(m_database))] {
            SessionOptions options;
            options.readOnly = false;
            return std::make_unique<Connection>(info, options);
        };
        return {make, environment, m_database, m_folder->filePath(u"audit"_s)};
    }
    void open(MigrationsWindow &window, Environment environment = Environment::Local)
    {
        window.page.setConnection(
            [info = *ConnectionInfo::fromUrl(m_server.url(m_database))] { return std::make_unique<Connection>(info); });
        window.page.setPlace(place(environment));
        window.page.setFolder(m_folder->path());
        QTRY_VERIFY(action(window, "migrationsTryPending")->isEnabled());
    }
    static QAction *action(const MigrationsWindow &window, const char *name)
    {
        return window.page.findChild<QAction *>(QLatin1String(name));
    }
    static MessageBar *message(const MigrationsWindow &window) { return window.page.findChild<MessageBar *>(); }
    static QString told(const MigrationsWindow &window)
    {
        QStringList lines;
        const auto *tree = window.find<QTreeWidget>("dryRunTold");
        for (int i = 0; i < tree->topLevelItemCount(); ++i)
            lines << tree->topLevelItem(i)->text(0) + u": "_s + tree->topLevelItem(i)->text(1);
        return lines.join(u'\n');
    }
    QString tables()
    {
        return m_server.value(
            m_database,
            u"SELECT string_agg(relname, ',' ORDER BY relname) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"_s);
    }

    TestServer m_server;
    QString m_database;
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestMigrationsRuns::init()
{
    static int number = 0;
    m_database = u"runs%1"_s.arg(++number);
    QVERIFY(m_server.createDatabase(m_database));
    QVERIFY(m_server.runSql(m_database,
                            u"CREATE TABLE schema_migrations (version text, name text, applied_at timestamptz);"
                            "CREATE TABLE users (id int PRIMARY KEY, email text);"
                            "INSERT INTO users VALUES (1, 'a'), (2, 'a'), (3, NULL)"_s));
    m_folder = std::make_unique<QTemporaryDir>();
    const QByteArray row = "INSERT INTO schema_migrations VALUES ('%', '%', now());\n";
    write(path("001_age.sql"),
          "ALTER TABLE users ADD COLUMN IF NOT EXISTS age int;\n" + QByteArray(row).replace('%', "001"));
    write(path("002_email.sql"),
          "CREATE TABLE extra (id int);\nALTER TABLE users ALTER COLUMN email SET NOT NULL;\n"
              + QByteArray(row).replace('%', "002"));
}

void TestMigrationsRuns::triesWhatIsPending()
{
    MigrationsWindow window;
    open(window);
    QSignalSpy running(&window.page, &Page::running);
    action(window, "migrationsTryPending")->trigger();
    QTRY_VERIFY(message(window)->text().startsWith(u"Dry run: 1 of 2 files fail."_s));
    QVERIFY(message(window)->text().contains(u"Nothing of it remains"_s));
    QVERIFY(running.size() >= 2 && running.last()[0].toString().isEmpty());
    QCOMPARE(tables(), u"schema_migrations,users"_s);
    QCOMPARE(window.current(), u"002_email"_s); // the first that fails
    window.click(u"001_age"_s);
    const auto *statements = window.find<QTreeWidget>("dryRunStatements");
    QTRY_COMPARE(statements->topLevelItem(0)->text(1), u"ALTER TABLE"_s);
    const QString wait = statements->topLevelItem(0)->text(3);
    QVERIFY2(
        QRegularExpression(u"^blocks reads and writes of public.users for \\d+(\\.\\d)? ms$"_s).match(wait).hasMatch(),
        qPrintable(wait));
    QVERIFY(told(window).contains(u"column public.users.age"_s));
    QVERIFY2(told(window).contains(u"May not run twice"_s) || told(window).contains(u"May run twice"_s),
             qPrintable(told(window)));
}

void TestMigrationsRuns::showsWhyOneFails()
{
    MigrationsWindow window;
    open(window);
    window.click(u"002_email"_s);
    QTest::keyClick(&window.page, Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(message(window)->text().startsWith(u"Dry run: 1 of 1 files fail."_s));
    QVERIFY2(told(window).contains(u"contains null values"_s) && told(window).contains(u"23502"_s),
             qPrintable(told(window)));
    QVERIFY(told(window).contains(u"In the way: 1 rows of users whose email is NULL"_s));
    QVERIFY(told(window).contains(u"Runs twice?: not tried"_s));
    auto *tree = window.find<QTreeWidget>("dryRunTold");
    emit tree->itemActivated(tree->topLevelItem(0), 0); // the error, to its line
    QTRY_COMPARE(window.tabs()->currentIndex(), 0);
    QCOMPARE(window.sql()->textCursor().blockNumber() + 1, 2);
}

void TestMigrationsRuns::opensTheRowsInTheWay()
{
    MigrationsWindow window;
    open(window);
    action(window, "migrationsTryPending")->trigger();
    QTRY_VERIFY(told(window).contains(u"In the way"_s));
    QSignalSpy rows(&window.page, &MigrationsPage::rowsRequested);
    auto *tree = window.find<QTreeWidget>("dryRunTold");
    emit tree->itemActivated(tree->findItems(u"In the way"_s, Qt::MatchExactly).value(0), 0);
    QCOMPARE(rows.size(), 1);
    QCOMPARE(m_server.value(m_database,
                            u"SELECT string_agg(id::text, ',') FROM public.users WHERE "_s + rows[0][1].toString()),
             u"3"_s);
}

void TestMigrationsRuns::asksFirstWhereOthersWork()
{
    SessionOptions writing;
    writing.readOnly = false;
    Session other(*ConnectionInfo::fromUrl(m_server.url(m_database)), writing);
    QVERIFY(other.open() && other.execute("BEGIN") && other.execute("SELECT * FROM users"));
    MigrationsWindow window;
    open(window, Environment::Production);
    action(window, "migrationsTryPending")->trigger();
    QTRY_VERIFY(window.page.findChild<LocksDialog *>());
    auto *dialog = window.page.findChild<LocksDialog *>();
    const auto *list = dialog->findChild<QTreeWidget *>(u"lockList"_s);
    QStringList lines;
    for (QTreeWidgetItemIterator it(const_cast<QTreeWidget *>(list)); *it; ++it)
        lines << (*it)->text(0) + u' ' + (*it)->text(1);
    QVERIFY2(lines.join(u'\n').contains(u"public.users blocks reads and writes"_s)
                 && lines.join(u'\n').contains(u"idle in transaction"_s),
             qPrintable(lines.join(u'\n')));
    QVERIFY2(namelessControls(dialog).isEmpty(), qPrintable(namelessControls(dialog).join(u'\n')));
    QTest::mouseClick(dialog->findChild<QPushButton *>(u"locksCancel"_s), Qt::LeftButton);
    QTRY_VERIFY(!window.page.findChild<LocksDialog *>());
    QVERIFY(told(window).isEmpty()); // nothing was run
    QVERIFY(action(window, "migrationsTryPending")->isEnabled());
}

void TestMigrationsRuns::isStoppedAtOnce()
{
    write(path("003_slow.sql"), "CREATE TABLE slow (id int);\nSELECT pg_sleep(60);\n");
    MigrationsWindow window;
    open(window);
    QTRY_VERIFY(window.rows().size() == 3);
    QSignalSpy running(&window.page, &Page::running);
    action(window, "migrationsTryPending")->trigger();
    QTRY_VERIFY(!running.isEmpty() && running.last()[0].toString().contains(u"003_slow: statement 2 of 2"_s));
    QVERIFY(!action(window, "migrationsTryPending")->isEnabled()); // no second one meanwhile
    QVERIFY(window.page.cancel());
    QTRY_VERIFY_WITH_TIMEOUT(message(window)->text().contains(u"was stopped"_s), 3000);
    QCOMPARE(tables(), u"schema_migrations,users"_s);
    QVERIFY(action(window, "migrationsTryPending")->isEnabled());
}

void TestMigrationsRuns::sayWhenTheFileChanged()
{
    MigrationsWindow window;
    open(window);
    window.click(u"001_age"_s);
    action(window, "migrationsTryChosen")->trigger();
    QTRY_VERIFY(window.find<QLabel>("dryRunVerdict")->text().startsWith(u"Passed in"_s));
    write(path("001_age.sql"), "ALTER TABLE users ADD COLUMN other int;\n");
    window.page.refresh();
    QTRY_VERIFY(window.find<QLabel>("dryRunVerdict")->text().contains(u"has changed since"_s));
}

void TestMigrationsRuns::losesItsServer()
{
    write(path("001_age.sql"), "SELECT pg_terminate_backend(pg_backend_pid());\n");
    MigrationsWindow window;
    open(window);
    window.click(u"001_age"_s);
    action(window, "migrationsTryChosen")->trigger();
    QTRY_COMPARE(message(window)->kind(), MessageBar::Kind::Error);
    QVERIFY2(message(window)->text().contains(u"nothing was kept"_s), qPrintable(message(window)->text()));
    QTRY_VERIFY(action(window, "migrationsTryPending")->isEnabled());
}

void TestMigrationsRuns::nothingWithoutAPlace()
{
    MigrationsWindow window;
    open(window);
    window.page.setPlace({});
    QVERIFY(!action(window, "migrationsTryPending")->isEnabled());
    QVERIFY(window.find<QPushButton>("migrationsTry")->toolTip().contains(u"Connect"_s));
}

void TestMigrationsRuns::copiesTheReport()
{
    MigrationsWindow window;
    open(window);
    action(window, "migrationsTryPending")->trigger();
    QTRY_VERIFY(message(window)->text().startsWith(u"Dry run: "_s));
    action(window, "migrationsReportCopy")->trigger();
    const QString text = QGuiApplication::clipboard()->text();
    QVERIFY2(text.startsWith(u"# Review of 2 migrations"_s) && text.contains(u"23502"_s), qPrintable(text));
    QVERIFY(text.contains(m_database) && !text.contains(TestServer::password(testing::Role::Owner)));
}

void TestMigrationsRuns::namesForEverything()
{
    MigrationsWindow window;
    open(window);
    action(window, "migrationsTryPending")->trigger();
    QTRY_VERIFY(message(window)->text().startsWith(u"Dry run: "_s));
    QVERIFY2(namelessControls(&window.page).isEmpty(), qPrintable(namelessControls(&window.page).join(u'\n')));
}

QTEST_MAIN(TestMigrationsRuns)
#include "tst_migrationsruns.moc"
