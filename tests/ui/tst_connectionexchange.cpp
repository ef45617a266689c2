// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/connectionspanel.h"
#include "support/testserver.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QListView>
#include <QMenu>

using namespace pitboss;
using namespace pitboss::test;
using namespace Qt::Literals::StringLiterals;

/// Saved connections on their way between computers, programs and versions, by the dialogs that a person clicks.
class TestConnectionExchange : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QApplication::setAttribute(Qt::AA_DontUseNativeDialogs); }
    void exportsByClicking();
    void exportThatCannotBeWritten();
    void importsByClicking();
    void importOfNonsense();
    void canceledDialogsDoNothing();
    void filesAreChosenByClicking();
    void servicesAreOffered();
    void aServiceIsTestedAndKept();
    void showsWhatAnOlderVersionWrote();
    void editedWhileAnotherProgramChangesIt_data();
    void editedWhileAnotherProgramChangesIt();

private:
    /// The menu behind the three dots, by mouse and keyboard.
    static QFileDialog *openDialog(const Panel &panel, const char *action)
    {
        auto *menu = panel.find<QMenu>("connectionMenu");
        QTimer::singleShot(50, menu, [menu, action] { // the button waits inside its own click until the menu is gone
            for (QAction *one : menu->actions()) {
                if (one->objectName() == QLatin1String(action))
                    QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(one).center());
            }
            menu->close();
        });
        QTest::mouseClick(panel.find<QToolButton>("connectionMore"), Qt::LeftButton);
        return dialogOf(&panel.panel);
    }
    static QFileDialog *dialogOf(const QWidget *parent)
    {
        QFileDialog *dialog = nullptr;
        (void)QTest::qWaitFor([&] { return (dialog = parent->findChild<QFileDialog *>()) && dialog->isVisible(); });
        return dialog;
    }
    static void choose(QFileDialog *dialog, const QString &path)
    {
        auto *name = dialog->findChild<QLineEdit *>(u"fileNameEdit"_s);
        name->setText(path); // typed, it would be completed, by a window that takes the next key
        auto *buttons = dialog->findChild<QDialogButtonBox *>();
        for (QAbstractButton *button : buttons->buttons()) {
            if (buttons->buttonRole(button) == QDialogButtonBox::AcceptRole)
                QTest::mouseClick(button, Qt::LeftButton);
        }
    }
    static QByteArray bytesOf(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static void write(const QString &path, const QByteArray &bytes)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    }
};

void TestConnectionExchange::exportsByClicking()
{
    SavedConnection one = named("One", Environment::Production);
    one.more.insert(u"password"_s, u"hunter2"_s);
    one.passwordKept = true;
    const Panel panel({one, named("Two")});
    const QString path = panel.dir.filePath(u"out.json"_s);
    QFileDialog *dialog = openDialog(panel, "connectionExport");
    QVERIFY(dialog);
    QCOMPARE(dialog->acceptMode(), QFileDialog::AcceptSave);
    choose(dialog, path);
    QTRY_VERIFY2(panel.message()->isVisible(), "no word");
    QVERIFY2(panel.message()->text().contains(u"No password is in it."_s), qPrintable(panel.message()->text()));
    const QByteArray bytes = bytesOf(path);
    QVERIFY(bytes.contains("db.one.example") && bytes.contains("db.two.example"));
    QVERIFY(!bytes.contains("hunter2"));
}

void TestConnectionExchange::exportThatCannotBeWritten()
{
    const Panel panel({named("One")});
    QFileDialog *dialog = openDialog(panel, "connectionExport");
    QVERIFY(dialog);
    // The folder goes away behind its back.
    emit dialog->fileSelected(panel.dir.filePath(u"gone/out.json"_s));
    dialog->reject();
    QTRY_COMPARE(panel.message()->kind(), MessageBar::Kind::Error);
    QVERIFY2(panel.message()->text().contains(u"gone/out.json"_s), qPrintable(panel.message()->text()));
}

void TestConnectionExchange::importsByClicking()
{
    const Panel panel({named("One")});
    const QString path = panel.dir.filePath(u"in.json"_s);
    SavedConnection kept = named("Two", Environment::Staging);
    kept.passwordKept = true;
    write(path, ConnectionStore::exported({named("One"), kept}));
    QFileDialog *dialog = openDialog(panel, "connectionImport");
    QVERIFY(dialog);
    choose(dialog, path);
    QTRY_COMPARE(panel.shown(), strings({"One", "One 2", "Two"})); // nothing of one's own is replaced
    QCOMPARE(panel.saved(), panel.shown());
    QVERIFY(panel.message()->text().startsWith(u"2 "_s));
    const auto all = panel.store.read();
    QCOMPARE(all->at(2).environment, Environment::Staging);
    QVERIFY(!all->at(2).passwordKept); // its password is on the other computer
    QVERIFY(all->at(2).id != kept.id);
}

void TestConnectionExchange::importOfNonsense()
{
    const Panel panel({named("One")});
    const QString path = panel.dir.filePath(u"in.json"_s);
    write(path, "{\"connections\": [{\"na");
    choose(openDialog(panel, "connectionImport"), path);
    QTRY_COMPARE(panel.message()->kind(), MessageBar::Kind::Error);
    QVERIFY(panel.message()->isVisible());
    QCOMPARE(panel.saved(), strings({"One"}));
}

void TestConnectionExchange::canceledDialogsDoNothing()
{
    const Panel panel({named("One")});
    for (const char *action : {"connectionExport", "connectionImport"}) {
        QFileDialog *dialog = openDialog(panel, action);
        QVERIFY(dialog);
        QTest::keyClick(dialog, Qt::Key_Escape);
        QTRY_VERIFY(!panel.panel.findChild<QFileDialog *>());
        QVERIFY(!panel.message()->isVisible());
    }
    QCOMPARE(panel.saved(), strings({"One"}));
}

void TestConnectionExchange::filesAreChosenByClicking()
{
    const Panel panel({named("One")});
    write(panel.dir.filePath(u"root.crt"_s), "x");
    QVERIFY(QDir(panel.dir.path()).mkdir(u"migrations"_s));
    panel.press(Qt::Key_F2);
    ConnectionEditor *editor = panel.editor();
    auto *leaves = editor->findChild<QTabWidget *>(u"connectionLeaves"_s);
    leaves->setCurrentIndex(1);
    QTest::mouseClick(editor->findChild<QToolButton *>(u"connectionRootBrowse"_s), Qt::LeftButton);
    choose(dialogOf(editor), panel.dir.filePath(u"root.crt"_s));
    QTRY_COMPARE(Panel::field(editor, "connectionRoot")->text(), panel.dir.filePath(u"root.crt"_s));
    QTRY_VERIFY(!editor->findChild<QFileDialog *>());
    leaves->setCurrentIndex(2);
    QTest::mouseClick(editor->findChild<QToolButton *>(u"connectionMigrationsBrowse"_s), Qt::LeftButton);
    choose(dialogOf(editor), panel.dir.filePath(u"migrations"_s));
    QTRY_COMPARE(Panel::field(editor, "connectionMigrations")->text(), panel.dir.filePath(u"migrations"_s));
    Panel::click(editor, "connectionSave");
    QTRY_COMPARE(panel.store.read()->first().migrationsFolder, panel.dir.filePath(u"migrations"_s));
    QCOMPARE(panel.store.read()->first().rootCertificate, panel.dir.filePath(u"root.crt"_s));
}

void TestConnectionExchange::servicesAreOffered()
{
    const Panel panel;
    write(panel.dir.filePath(u"services"_s), "# mine\n[alpha]\nhost=a\n\n[beta]\nhost=b\n");
    qputenv("PGSERVICEFILE", QFile::encodeName(panel.dir.filePath(u"services"_s)));
    QTest::mouseClick(panel.find<QToolButton>("connectionNew"), Qt::LeftButton);
    ConnectionEditor *editor = panel.editor();
    auto *service = editor->findChild<QComboBox *>(u"connectionService"_s);
    QVERIFY(service->findText(u"alpha"_s) > 0 && service->findText(u"beta"_s) > 0);
    service->setFocus();
    service->showPopup();
    QTest::keyClick(service->view(), Qt::Key_Down);
    QTest::keyClick(service->view(), Qt::Key_Down);
    QTest::keyClick(service->view(), Qt::Key_Return);
    QVERIFY2(service->currentText() == u"beta"_s || service->currentText() == u"alpha"_s,
             qPrintable(service->currentText()));
    qunsetenv("PGSERVICEFILE");
}

void TestConnectionExchange::aServiceIsTestedAndKept()
{
    testing::TestServer server;
    QVERIFY2(server.start(), qPrintable(server.errorText()));
    QVERIFY(server.createDatabase(u"pit"_s));
    const Panel panel;
    write(panel.dir.filePath(u"services"_s),
          u"[mine]\nhost=%1\nport=%2\nuser=postgres\ndbname=pit\n"_s
              .arg(server.socketDirectory(), QString::number(server.port()))
              .toUtf8());
    qputenv("PGSERVICEFILE", QFile::encodeName(panel.dir.filePath(u"services"_s)));
    QTest::mouseClick(panel.find<QToolButton>("connectionNew"), Qt::LeftButton);
    ConnectionEditor *editor = panel.editor();
    QTest::keyClicks(Panel::field(editor, "connectionName"), u"By service"_s);
    auto *service = editor->findChild<QComboBox *>(u"connectionService"_s);
    service->lineEdit()->setFocus();
    QTest::keyClicks(service->lineEdit(), u"mine"_s);
    Panel::click(editor, "connectionTest");
    QTRY_VERIFY_WITH_TIMEOUT(editor->findChild<ReportView *>()->text().contains(u"pit"_s), 10000);
    service->setCurrentText(u"nobody"_s); // nothing that was told of the other stays
    QTRY_VERIFY(editor->findChild<ReportView *>()->text().isEmpty());
    Panel::click(editor, "connectionTest");
    auto *message = editor->findChild<MessageBar *>();
    QTRY_COMPARE_WITH_TIMEOUT(message->kind(), MessageBar::Kind::Error, 10000);
    QVERIFY2(message->text().contains(u"service is not defined"_s), qPrintable(message->text()));
    service->setCurrentText(u"mine"_s);
    Panel::click(editor, "connectionSave");
    QTRY_COMPARE(panel.saved(), strings({"By service"}));
    const SavedConnection saved = panel.store.read()->first();
    QCOMPARE(saved.service, u"mine"_s);
    QVERIFY(saved.host.isEmpty());
    qunsetenv("PGSERVICEFILE");
}

void TestConnectionExchange::showsWhatAnOlderVersionWrote()
{
    Panel panel;
    write(panel.store.path(),
          R"([{"name":"one","url":"postgresql://app:hunter2@old.example:5433/d","environment":2}])");
    panel.panel.reload();
    QTRY_COMPARE(panel.shown(), strings({"one"}));
    QVERIFY(panel.list()->item(0)->data(Qt::AccessibleTextRole).toString().contains(u"Staging"_s));
    panel.press(Qt::Key_F2);
    ConnectionEditor *editor = panel.editor();
    QCOMPARE(Panel::field(editor, "connectionHost")->text(), u"old.example"_s);
    QVERIFY(!Panel::field(editor, "connectionPassword")->text().contains(u"hunter2"_s));
    Panel::field(editor, "connectionName")->setText(u"two"_s);
    Panel::click(editor, "connectionSave");
    QTRY_COMPARE(panel.saved(), strings({"two"}));
    QVERIFY(!bytesOf(panel.store.path()).contains("hunter2"));
    QVERIFY(bytesOf(panel.store.path()).contains("\"version\": 2"));
}

void TestConnectionExchange::editedWhileAnotherProgramChangesIt_data()
{
    QTest::addColumn<QString>("other");
    QTest::addColumn<QStringList>("after");
    QTest::newRow("adds one") << u"add"_s << strings({"Mine", "B", "New"});
    QTest::newRow("deletes it") << u"delete"_s << strings({"B", "Mine"}); // what was typed is not lost
    QTest::newRow("renames it") << u"rename"_s << strings({"Mine", "B"});
    QTest::newRow("deletes another") << u"delete B"_s << strings({"Mine"});
}

void TestConnectionExchange::editedWhileAnotherProgramChangesIt()
{
    QFETCH(QString, other);
    QFETCH(QStringList, after);
    const Panel panel({named("A"), named("B")});
    panel.press(Qt::Key_F2);
    ConnectionEditor *editor = panel.editor();
    Panel::field(editor, "connectionName")->setText(u"Mine"_s);
    const ConnectionStore program(panel.store.path());
    SavedConnection renamed = named("A");
    renamed.name = u"Theirs"_s;
    if (other == u"add"_s)
        QVERIFY(program.put(named("New")));
    else if (other == u"rename"_s)
        QVERIFY(program.put(renamed));
    else
        QVERIFY(program.remove(other == u"delete"_s ? u"A"_s : u"B"_s));
    Panel::click(editor, "connectionSave");
    QTRY_COMPARE(panel.shown(), after);
    QCOMPARE(panel.saved(), after);
}

QTEST_MAIN(TestConnectionExchange)
#include "tst_connectionexchange.moc"
