// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/report/report.h"
#include "support/accessibility.h"
#include "support/migrationswindow.h"
#include "ui/guarded/guardeddialog.h"
#include "ui/messagebar.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QTreeWidget>

using namespace pitboss;
using namespace pitboss::test;
using testing::TestServer;

/// Applying, taking back and adopting from the page, driven as a person does, on a real database.
class TestApplyDialog : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(m_server.start(), qPrintable(m_server.errorText())); }
    void init();
    void appliesWhatIsPending();
    void appliesNothingWhenTheDryRunFails();
    void goesOnWithAReason();
    void productionNeedsTheName();
    void backsUpFirst();
    void namesWhoIsInTheWay();
    void isStopped();
    void closingItStopsItAndTells();
    void endsWithItsPage();
    void tellsWhatAnUnfinishedFileLeft();
    void takesTheLastOneBack();
    void recordsAsApplied();
    void namesForEverything();

private:
    void startSlow();
    QString ask(const char *sql) { return m_server.value(m_database, QString::fromUtf8(sql)); }
    QString path(const char *name) const { return m_folder->filePath(QLatin1String(name)); }
    std::unique_ptr<Session> writer()
    {
        SessionOptions options;
        options.readOnly = false;
        auto session = std::make_unique<Session>(*ConnectionInfo::fromUrl(m_server.url(m_database)), options);
        return session->open() ? std::move(session) : nullptr;
    }
    void open(Environment environment = Environment::Local)
    {
        m_window = std::make_unique<MigrationsWindow>();
        const ConnectionInfo info = *ConnectionInfo::fromUrl(m_server.url(m_database));
        m_window->page.setConnection([info] { return std::make_unique<Connection>(info); });
        const auto make = [info] {
            SessionOptions options;
            options.readOnly = false;
            return std::make_unique<Connection>(info, options);
        };
        m_window->page.setPlace(WritePlace{make, environment, m_database, m_folder->filePath(u"audit"_s)});
        m_window->page.setFolder(m_folder->path());
        QTRY_VERIFY(action("migrationsApply")->isEnabled());
    }
    QAction *action(const char *name) const { return m_window->page.findChild<QAction *>(QLatin1String(name)); }
    template <typename T> T *inForm(const char *name) const
    {
        return m_window->page.form() ? m_window->page.form()->findChild<T *>(QLatin1String(name)) : nullptr;
    }
    QString message() const { return m_window->page.form()->findChild<MessageBar *>()->text(); }
    QPushButton *mainButton() const { return inForm<QPushButton>("operationMain"); }
    void fill(const char *what)
    {
        action(what)->trigger();
        QVERIFY(m_window->page.form());
        QTest::keyClicks(inForm<QComboBox>("operationReason")->lineEdit(), u"release 7"_s);
        inForm<QLineEdit>("operationOperator")->setText(u"Ada"_s);
        QVERIFY(mainButton()->isEnabled());
    }
    void preview()
    {
        QTest::mouseClick(mainButton(), Qt::LeftButton);
        QTRY_VERIFY(inForm<QLabel>("operationSummary")->isVisible());
    }
    void confirm()
    {
        QVERIFY2(mainButton()->isEnabled(), qPrintable(inForm<QLabel>("operationSummary")->text()));
        QTest::mouseClick(mainButton(), Qt::LeftButton);
        QVERIFY(!mainButton()->isEnabled());
        QTest::mouseClick(mainButton(), Qt::LeftButton); // the second click
    }
    QString receipt() const { return inForm<QLabel>("operationReceipt")->text(); }
    QString plan() const
    {
        QStringList lines;
        for (QTreeWidgetItemIterator it(inForm<QTreeWidget>("applyPlan")); *it; ++it)
            lines << (*it)->text(0) + u": "_s + (*it)->text(1);
        return lines.join(u'\n');
    }

    TestServer m_server;
    QString m_database;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<MigrationsWindow> m_window;
};

void TestApplyDialog::init()
{
    static int number = 0;
    m_window.reset();
    m_database = u"apply%1"_s.arg(++number);
    QVERIFY(m_server.createDatabase(m_database));
    QVERIFY(m_server.runSql(m_database,
                            u"CREATE TABLE schema_migrations (version text, name text, applied_at timestamptz);"
                            "CREATE TABLE users (id int PRIMARY KEY, email text, note text);"
                            "INSERT INTO users VALUES (1, 'a', 'x'), (2, 'a', 'y')"_s));
    m_folder = std::make_unique<QTemporaryDir>();
    write(path("001_age.sql"),
          "ALTER TABLE users ADD COLUMN age int;\n"
          "INSERT INTO schema_migrations VALUES ('001', 'age', now());\n");
    write(path("rollback/001_down.sql"),
          "ALTER TABLE users DROP COLUMN age;\n"
          "DELETE FROM schema_migrations WHERE version = '001';\n");
    write(path("002_note.sql"),
          "ALTER TABLE users DROP COLUMN note;\n"
          "INSERT INTO schema_migrations VALUES ('002', 'note', now());\n");
}

void TestApplyDialog::appliesWhatIsPending()
{
    open();
    fill("migrationsApply");
    preview();
    QCOMPARE(ask("SELECT count(*) FROM schema_migrations"), u"0"_s);
    QVERIFY2(plan().contains(u"001_age"_s) && plan().contains(u"Is lost: 2 values of users.note"_s)
                 && plan().contains(u"public.users: blocks reads and writes"_s),
             qPrintable(plan()));
    confirm();
    QTRY_VERIFY(inForm<QLabel>("operationReceipt")->isVisible());
    QVERIFY2(receipt().startsWith(u"001_age: applied\n002_note: applied\n"_s), qPrintable(receipt()));
    QCOMPARE(ask("SELECT string_agg(version, ',' ORDER BY version) FROM schema_migrations"), u"001,002"_s);
    QTRY_VERIFY(m_window->rows().filter(u"pending"_s).isEmpty()); // the page follows
    const auto entries = AuditLog(m_folder->filePath(u"audit"_s)).entries();
    QVERIFY(entries && entries->last().operatorName == u"Ada" && entries->last().outcome == u"done");
}

void TestApplyDialog::appliesNothingWhenTheDryRunFails()
{
    write(path("003_bad.sql"), "ALTER TABLE users ADD CONSTRAINT one UNIQUE (email);\n");
    open();
    QTRY_COMPARE(m_window->rows().size(), 3);
    fill("migrationsApply");
    preview();
    QVERIFY2(message().contains(u"dry run fails"_s), qPrintable(message()));
    QVERIFY(!mainButton()->isEnabled());
    QCOMPARE(ask("SELECT count(*) FROM schema_migrations"), u"0"_s);
}

void TestApplyDialog::goesOnWithAReason()
{
    open();
    fill("migrationsApply");
    inForm<QLineEdit>("applyOverride")->setText(u"tried on staging"_s);
    preview();
    QVERIFY(plan().contains(u"none of exactly this text"_s));
    confirm();
    QTRY_VERIFY(receipt().contains(u"002_note: applied"_s));
    QFile log(m_folder->filePath(u"audit/audit.jsonl"_s));
    QVERIFY(log.open(QIODevice::ReadOnly) && log.readAll().contains("tried on staging"));
}

void TestApplyDialog::productionNeedsTheName()
{
    open(Environment::Production);
    fill("migrationsApply");
    preview();
    QVERIFY(!mainButton()->isEnabled());
    QTest::keyClicks(inForm<QLineEdit>("operationTypedName"), m_database);
    confirm();
    QTRY_VERIFY(receipt().contains(u"002_note: applied"_s));
}

void TestApplyDialog::backsUpFirst()
{
    open();
    fill("migrationsApply");
    inForm<QCheckBox>("applyBackup")->setChecked(true);
    inForm<QLineEdit>("applyBackupFile")->setText(path("nowhere/before.dump"));
    preview();
    confirm();
    QTRY_COMPARE(m_window->page.form()->findChild<MessageBar *>()->kind(), MessageBar::Kind::Error);
    QCOMPARE(ask("SELECT count(*) FROM schema_migrations"), u"0"_s); // no backup, no apply
    QTest::mouseClick(inForm<QPushButton>("operationBack"), Qt::LeftButton);
    inForm<QLineEdit>("applyBackupFile")->setText(path("before.dump"));
    preview();
    confirm();
    QTRY_VERIFY(receipt().contains(u"002_note: applied"_s));
    QFile dump(path("before.dump"));
    QVERIFY(dump.open(QIODevice::ReadOnly) && dump.read(5) == "PGDMP");
}

void TestApplyDialog::namesWhoIsInTheWay()
{
    open();
    fill("migrationsApply");
    preview();
    const auto other = writer();
    QVERIFY(other && other->execute("BEGIN") && other->execute("SELECT count(*) FROM users"));
    confirm();
    QTRY_VERIFY_WITH_TIMEOUT(message().contains(u"idle in transaction"_s), 15000);
    emit m_window->page.form()->findChild<MessageBar *>()->actionTriggered();
    QTRY_VERIFY(inForm<QMessageBox>("stopHolder"));
    QVERIFY(inForm<QMessageBox>("stopHolder")->text().contains(u"End the session"_s));
    QTest::mouseClick(inForm<QPushButton>("stopHolderYes"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(receipt().contains(u"002_note: applied"_s), 20000);
    QVERIFY(!other->execute("SELECT 1")); // it was ended
    QFile log(m_folder->filePath(u"audit/audit.jsonl"_s));
    QVERIFY(log.open(QIODevice::ReadOnly) && log.readAll().contains("session"));
}

void TestApplyDialog::isStopped()
{
    startSlow();
    QVERIFY(inForm<QPushButton>("operationClose")->isEnabled());
    QTest::mouseClick(inForm<QPushButton>("operationClose"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(inForm<QLabel>("operationReceipt")->isVisible(), 5000);
    QVERIFY2(receipt().contains(u"002_note: applied"_s) && receipt().contains(u"003_slow: failed"_s),
             qPrintable(receipt()));
    QCOMPARE(ask("SELECT to_regclass('slow') IS NULL"), u"t"_s);
}

/// An apply that is at a statement of a minute.
void TestApplyDialog::startSlow()
{
    write(path("003_slow.sql"),
          "CREATE TABLE slow (id int);\nSELECT pg_sleep(60);\n"
          "INSERT INTO schema_migrations VALUES ('003', 'slow', now());\n");
    open();
    QTRY_COMPARE(m_window->rows().size(), 3);
    fill("migrationsApply");
    inForm<QLineEdit>("applyOverride")->setText(u"too slow to try"_s);
    preview();
    QCOMPARE(mainButton()->text(), u"Apply 3 migrations to "_s + m_database); // its effect, not "OK"
    confirm();
    QTRY_VERIFY(message().contains(u"003_slow: statement 2"_s));
}

void TestApplyDialog::closingItStopsItAndTells()
{
    startSlow();
    QVERIFY(!m_window->page.form()->close());
    QTRY_VERIFY_WITH_TIMEOUT(inForm<QLabel>("operationReceipt")->isVisible(), 5000);
    QVERIFY2(receipt().contains(u"003_slow: failed"_s), qPrintable(receipt()));
    QVERIFY(m_window->page.form()->close());
}

/// Whatever takes the window away takes the apply with it, and nothing half-done stays.
void TestApplyDialog::endsWithItsPage()
{
    startSlow();
    m_window.reset();
    QTRY_COMPARE(ask("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(60)%'"
                     " AND state = 'active'"),
                 u"0"_s);
    QCOMPARE(ask("SELECT to_regclass('slow') IS NULL"), u"t"_s);
    QCOMPARE(ask("SELECT string_agg(version, ' ' ORDER BY version) FROM schema_migrations WHERE version > '001'"),
             u"002"_s);
}

void TestApplyDialog::tellsWhatAnUnfinishedFileLeft()
{
    write(path("003_index.sql"),
          "CREATE UNIQUE INDEX CONCURRENTLY one_email ON users (email);\n"
          "INSERT INTO schema_migrations VALUES ('003', 'index', now());\n");
    open();
    QTRY_COMPARE(m_window->rows().size(), 3);
    fill("migrationsApply");
    inForm<QLineEdit>("applyOverride")->setText(u"a try"_s);
    preview();
    confirm();
    QTRY_VERIFY(inForm<QLabel>("operationReceipt")->isVisible());
    QVERIFY2(receipt().contains(u"left invalid: index"_s), qPrintable(receipt()));
    QCOMPARE(ask("SELECT count(*) FROM pg_index WHERE NOT indisvalid"), u"1"_s);
    QTest::mouseClick(inForm<QPushButton>("applyRemoveInvalid"), Qt::LeftButton);
    QTRY_COMPARE(ask("SELECT count(*) FROM pg_index WHERE NOT indisvalid"), u"0"_s);
}

void TestApplyDialog::takesTheLastOneBack()
{
    QVERIFY(m_server.runSql(m_database,
                            u"ALTER TABLE users ADD COLUMN age int;"
                            "INSERT INTO schema_migrations VALUES ('001', 'age', now())"_s));
    open();
    fill("migrationsTakeBack");
    preview();
    QVERIFY2(mainButton()->isEnabled(), qPrintable(inForm<QLabel>("operationSummary")->text() + plan()));
    confirm();
    QTRY_VERIFY2(receipt().contains(u"001_age: taken back"_s), qPrintable(message()));
    QCOMPARE(ask("SELECT count(*) FROM schema_migrations"), u"0"_s);
    QCOMPARE(ask("SELECT count(*) FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'age'"),
             u"0"_s);
}

void TestApplyDialog::recordsAsApplied()
{
    QVERIFY(m_server.runSql(m_database,
                            u"CREATE SCHEMA drizzle; CREATE TABLE drizzle.__drizzle_migrations (id serial PRIMARY "
                            "KEY, hash text NOT NULL, created_at bigint); CREATE TABLE fresh (id int)"_s));
    m_folder = std::make_unique<QTemporaryDir>();
    write(path("meta/_journal.json"),
          "{\"version\": \"7\", \"dialect\": \"postgresql\", \"entries\": [{\"idx\": 0, "
          "\"version\": \"7\", \"when\": 1700000000000, \"tag\": \"0000_fresh\", "
          "\"breakpoints\": true}]}");
    write(path("0000_fresh.sql"), "CREATE TABLE fresh (id int);");
    open();
    m_window->click(u"0000_fresh"_s);
    fill("migrationsAdopt");
    preview();
    confirm();
    QTRY_VERIFY2(inForm<QLabel>("operationReceipt")->isVisible(), qPrintable(message()));
    QCOMPARE(ask("SELECT created_at FROM drizzle.__drizzle_migrations"), u"1700000000000"_s);
}

void TestApplyDialog::namesForEverything()
{
    open();
    fill("migrationsApply");
    QVERIFY2(namelessControls(m_window->page.form()).isEmpty(),
             qPrintable(namelessControls(m_window->page.form()).join(u'\n')));
    preview();
    QVERIFY2(namelessControls(m_window->page.form()).isEmpty(),
             qPrintable(namelessControls(m_window->page.form()).join(u'\n')));
}

QTEST_MAIN(TestApplyDialog)
#include "tst_applydialog.moc"
