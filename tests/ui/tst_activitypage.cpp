// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/activity/activitypage.h"

#include "support/accessibility.h"
#include "support/shell.h"
#include "support/testserver.h"
#include "ui/codeview.h"
#include "ui/messagebar.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTreeView>
#include <QtTest>

using namespace pitboss;
using namespace Qt::Literals::StringLiterals;

/// The Activity page over a log of its own: list, filter, one entry, the chain, a torn end, export.
class TestActivityPage : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void listsNewestFirst();
    void filtersBySearchAndAction();
    void showsOneEntryWhole();
    void namesTheFirstBrokenEntry();
    void tellsOfATornEnd();
    void tellsOfAnUnreadableLog();
    void exportsWhatIsShown();
    void doesNotWaitForTheFile();
    void makesTheAuditTable();
    void controlsHaveNames();

private:
    void add(const char *action, const char *target, const char *reason);
    void open();
    template <typename T> T *child(const char *name) { return m_page->findChild<T *>(QLatin1String(name)); }
    QString cell(int row, int column) { return m_view->model()->index(row, column).data().toString(); }
    QString told() { return m_page->findChildren<MessageBar *>().first()->text(); }
    QByteArray log() const;
    void replaceLog(const QByteArray &text);

    test::Settings m_settings;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<AuditLog> m_log;
    std::unique_ptr<ActivityPage> m_page;
    QTreeView *m_view = nullptr;
};

void TestActivityPage::add(const char *action, const char *target, const char *reason)
{
    QVERIFY(m_log->append({{u"phase"_s, u"outcome"_s},
                           {u"outcome"_s, u"done"_s},
                           {u"action"_s, QLatin1String(action)},
                           {u"target"_s, QLatin1String(target)},
                           {u"operator"_s, u"Olga"_s},
                           {u"reason"_s, QLatin1String(reason)}}));
}

void TestActivityPage::init()
{
    m_page.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_log = std::make_unique<AuditLog>(m_folder->path());
    add("credits.grant", "u-ann", "charged twice");
    add("credits.refund", "u-bob", "=cmd|'/c calc'");
    add("users.set-tier", "u-ann", "lab for \"Ann\"");
}

void TestActivityPage::open()
{
    m_page = std::make_unique<ActivityPage>(m_settings.file, m_folder->path());
    m_page->resize(1100, 700);
    m_page->show();
    m_page->activated();
    m_view = child<QTreeView>("activityList");
    new QAbstractItemModelTester(m_view->model(), QAbstractItemModelTester::FailureReportingMode::Fatal, m_page.get());
    QTRY_VERIFY(!m_page->isLoading());
}

QByteArray TestActivityPage::log() const
{
    QFile file(m_log->path());
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void TestActivityPage::replaceLog(const QByteArray &text)
{
    QFile file(m_log->path());
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
}

void TestActivityPage::listsNewestFirst()
{
    open();
    QCOMPARE(m_view->model()->rowCount(), 3);
    QCOMPARE(cell(0, AuditModel::NumberColumn), u"3"_s);
    QCOMPARE(cell(2, AuditModel::ReasonColumn), u"charged twice"_s);
    QCOMPARE(cell(1, AuditModel::StateColumn), u"done"_s);
    QCOMPARE(told(), u"The chain is whole: 3 entries."_s);
    add("bouts.purge", "bouts", "clean");
    m_page->refresh();
    QTRY_COMPARE(m_view->model()->rowCount(), 4);
}

void TestActivityPage::filtersBySearchAndAction()
{
    open();
    QTest::keyClicks(child<QLineEdit>("activitySearch"), u"ANN twice"_s);
    QCOMPARE(m_view->model()->rowCount(), 1);
    QCOMPARE(cell(0, AuditModel::NumberColumn), u"1"_s);
    child<QLineEdit>("activitySearch")->setText(u"nobody'; --"_s);
    QCOMPARE(m_view->model()->rowCount(), 0);
    QVERIFY(!child<QPushButton>("activityExport")->isEnabled());
    child<QLineEdit>("activitySearch")->clear();
    auto *action = child<QComboBox>("activityAction");
    QCOMPARE(action->count(), 4);
    action->setCurrentIndex(action->findData(u"credits.refund"_s));
    QCOMPARE(m_view->model()->rowCount(), 1);
    m_page->refresh();
    QTRY_VERIFY(!m_page->isLoading());
    QCOMPARE(m_view->model()->rowCount(), 1); // the filter survives a refresh
}

void TestActivityPage::showsOneEntryWhole()
{
    open();
    m_view->setFocus();
    QTest::keyClick(m_view, Qt::Key_Down);
    const QJsonObject shown =
        QJsonDocument::fromJson(child<CodeView>("activityEntry")->toPlainText().toUtf8()).object();
    QCOMPARE(shown["number"_L1].toInt(), 2);
    QVERIFY(shown.contains("previous"_L1) && shown.contains("reason"_L1));
}

void TestActivityPage::namesTheFirstBrokenEntry()
{
    replaceLog(log().replace("u-bob", "u-eve"));
    open();
    QVERIFY2(told().contains(u"Entry 2 is the first broken one"_s), qPrintable(told()));
    QCOMPARE(cell(0, AuditModel::StateColumn), u"unproven"_s);
    QCOMPARE(cell(1, AuditModel::StateColumn), u"broken"_s);
    QCOMPARE(cell(2, AuditModel::StateColumn), u"done"_s);
}

void TestActivityPage::tellsOfATornEnd()
{
    replaceLog(log() + "{\"number\":4,\"act");
    open();
    QVERIFY2(told().contains(u"cut off"_s), qPrintable(told()));
    QCOMPARE(m_view->model()->rowCount(), 3);
    add("bouts.purge", "bouts", "after the crash");
    QTest::mouseClick(child<QPushButton>("activityVerify"), Qt::LeftButton);
    QTRY_COMPARE(m_view->model()->rowCount(), 4);
    QVERIFY2(told().contains(u"audit.torn-"_s), qPrintable(told()));
}

void TestActivityPage::tellsOfAnUnreadableLog()
{
    QVERIFY(QFile::remove(m_log->path()));
    QVERIFY(QDir().mkdir(m_log->path()));
    open();
    QVERIFY(!told().isEmpty());
    QCOMPARE(m_page->findChildren<MessageBar *>().first()->kind(), MessageBar::Kind::Error);
}

void TestActivityPage::exportsWhatIsShown()
{
    open();
    const QString csv = m_folder->filePath(u"out.csv"_s);
    const QString json = m_folder->filePath(u"out.json"_s);
    m_page->exportTo(csv);
    QTRY_VERIFY(QFile::exists(csv));
    QFile text(csv);
    QVERIFY(text.open(QIODevice::ReadOnly));
    const QByteArray all = text.readAll();
    QCOMPARE(all.count('\n'), 4);
    QVERIFY(all.contains("\"'=cmd|'/c calc'\""));
    QVERIFY(all.contains("\"lab for \"\"Ann\"\"\""));
    child<QLineEdit>("activitySearch")->setText(u"bob"_s);
    m_page->exportTo(json);
    QTRY_VERIFY(QFile::exists(json));
    QFile list(json);
    QVERIFY(list.open(QIODevice::ReadOnly));
    const QJsonArray entries = QJsonDocument::fromJson(list.readAll()).array();
    QCOMPARE(entries.size(), 1);
    QCOMPARE(entries[0]["target"_L1].toString(), u"u-bob"_s);
    m_page->exportTo(m_folder->filePath(u"no/such/folder.csv"_s));
    QTRY_COMPARE(m_page->findChildren<MessageBar *>().last()->kind(), MessageBar::Kind::Error);
}

void TestActivityPage::doesNotWaitForTheFile()
{
    open();
    m_page->refresh();
    QVERIFY(m_page->isLoading()); // it came back before the file was read
    m_page.reset();               // and may go meanwhile
}

void TestActivityPage::makesTheAuditTable()
{
    testing::TestServer server;
    QVERIFY(server.start() && server.createDatabase(u"plain"_s));
    open();
    QVERIFY(!child<QPushButton>("activityInstall")->isEnabled()); // no connection
    const auto make = [info = *ConnectionInfo::fromUrl(server.url(u"plain"_s))] {
        SessionOptions options;
        options.readOnly = false;
        return std::make_unique<Connection>(info, options);
    };
    m_page->setPlace(WritePlace{make, Environment::Local, u"plain"_s, m_folder->path()});
    QTest::mouseClick(child<QPushButton>("activityInstall"), Qt::LeftButton);
    QVERIFY(m_page->form());
    QTest::keyClicks(child<QComboBox>("operationReason")->lineEdit(), u"for the record"_s);
    child<QLineEdit>("operationOperator")->setText(u"Olga"_s);
    QTest::mouseClick(child<QPushButton>("operationMain"), Qt::LeftButton);
    QTRY_VERIFY(child<CodeView>("auditTableSql")->isVisible());
    QVERIFY(child<CodeView>("auditTableSql")->toPlainText().contains(u"CREATE TABLE audit_event"_s));
    QVERIFY(server.value(u"plain"_s, u"SELECT to_regclass('audit_event')"_s).isEmpty());
    QVERIFY2(test::namelessControls(m_page->form()).isEmpty(),
             qPrintable(test::namelessControls(m_page->form()).join(u'\n')));
    QTest::mouseClick(child<QPushButton>("operationMain"), Qt::LeftButton);
    QTRY_COMPARE(server.value(u"plain"_s, u"SELECT to_regclass('audit_event')"_s), u"audit_event"_s);
    QTRY_VERIFY(child<QPushButton>("operationClose")->isEnabled());
    QTest::mouseClick(child<QPushButton>("operationClose"), Qt::LeftButton);
    QTRY_COMPARE(m_view->model()->rowCount(), 5); // three of init(), the intent and the outcome
}

void TestActivityPage::controlsHaveNames()
{
    open();
    const QStringList nameless = test::namelessControls(m_page.get());
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(u'\n')));
}

QTEST_MAIN(TestActivityPage)
#include "tst_activitypage.moc"
