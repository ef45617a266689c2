// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/studio.h"
#include "support/everytext.h"
#include "support/pitdatabase.h"
#include "support/planted.h"
#include "ui/connect/connectioneditor.h"
#include "ui/connect/connectionspanel.h"
#include "ui/connect/passworddialog.h"
#include "ui/connect/reportview.h"
#include "ui/data/datapage.h"
#include "ui/data/tabletab.h"
#include "ui/mainwindow.h"
#include "ui/messagebar.h"
#include "ui/start/startpage.h"

#include <QFileDialog>
#include <QPushButton>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>

#include <fcntl.h>
#include <unistd.h>

using namespace pitboss;
using namespace pitboss::testing;
using namespace Qt::Literals::StringLiterals;

namespace {

QByteArray messages; // what Qt was given to log

void takeMessage(QtMsgType, const QMessageLogContext &, const QString &text)
{
    messages += text.toUtf8() + '\n';
}

/// A key chain that is shut: the password is held in memory.
class Shut : public SecretStore
{
public:
    QFuture<Result<std::optional<QString>>> read(const QString &) override
    {
        return answered<std::optional<QString>>(fail(error()));
    }
    QFuture<Result<void>> write(const QString &, const QString &) override { return answered<void>(fail(error())); }
    QFuture<Result<void>> remove(const QString &) override { return answered<void>(fail(error())); }
    static Error error() { return Error::of(Error::Kind::Permission, u"The key chain is locked."_s); }
};

} // namespace

/// The window with a planted password on every path by which one comes in: whatever is shown, hidden in a tool tip,
/// copied, logged or written is searched for it afterwards.
class TestPlantedWindow : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void pastedAndTyped_data();
    void pastedAndTyped();
    void aProjectsFile();
    void throughTheWholeWindow();
    void asked();
    void edited_data();
    void edited();
    void cleanup();

private:
    QString url(const QString &spelling = planted::inUrl, const char *database = "pit")
    {
        return u"postgresql://pit_owner:%1@127.0.0.1:%2/%3"_s.arg(spelling, QString::number(m_server.port()),
                                                                  QLatin1String(database));
    }
    QWidget *start() const { return m_studio->window()->page(u"start"_s); }
    template <typename T> T *find(const char *name) const { return start()->findChild<T *>(QLatin1String(name)); }
    void look(const char *when);
    void copyEverything();
    ConnectionEditor *editor();

    TestServer m_server;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<Studio> m_studio;
    int m_stderr = -1;
    int m_looks = 0;
};

void TestPlantedWindow::initTestCase()
{
    QVERIFY2(m_server.start(), qPrintable(m_server.errorText()));
    QVERIFY2(makePit(m_server, u"pit"_s), qPrintable(m_server.errorText()));
    QString literal = planted::password;
    literal.replace(u'\'', u"''"_s);
    QVERIFY(m_server.runSql(u"pit"_s, u"ALTER ROLE pit_owner PASSWORD '%1'"_s.arg(literal), Role::Super));
    qputenv("PGPASSFILE", "/nowhere/pgpass");
    QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
}

void TestPlantedWindow::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    qputenv("XDG_DATA_HOME", QFile::encodeName(m_folder->filePath(u"data"_s)));
    qputenv("XDG_CONFIG_HOME", QFile::encodeName(m_folder->filePath(u"config"_s)));
    m_settings = std::make_unique<QSettings>(m_folder->filePath(u"settings.ini"_s), QSettings::IniFormat);
    messages.clear();
    m_stderr = dup(STDERR_FILENO);
    const int file = open(QFile::encodeName(m_folder->filePath(u"stderr"_s)).constData(), O_CREAT | O_WRONLY, 0600);
    dup2(file, STDERR_FILENO);
    close(file);
    qInstallMessageHandler(&takeMessage);
    m_studio = std::make_unique<Studio>(*qApp, *m_settings, EmbeddedServer::Setup{m_folder->filePath(u"demo"_s), {}},
                                        std::make_unique<Shut>());
    m_studio->show();
    m_studio->window()->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_studio->window()));
    m_looks = 0;
}

void TestPlantedWindow::cleanup()
{
    look("at the end");
    m_studio->window()->saveSession();
    m_studio.reset();
    m_settings->sync();
    qInstallMessageHandler(nullptr);
    dup2(m_stderr, STDERR_FILENO);
    close(m_stderr);
    QVERIFY2(!planted::isIn(messages), messages.constData());
    int read = 0;
    const QStringList found = planted::filesWithIt({m_folder->path()}, &read); // what went to stderr is among them
    QVERIFY(read >= 2);
    QVERIFY2(found.isEmpty(), qPrintable(found.join(u' ')));
}

void TestPlantedWindow::copyEverything()
{
    const auto buttons = m_studio->window()->findChildren<QAbstractButton *>(
        QRegularExpression(u"(copy|Copy)"_s)); // of messages, reports, findings
    for (QAbstractButton *button : buttons) {
        if (!button->isVisible() || !button->isEnabled())
            continue;
        QApplication::clipboard()->clear();
        button->click();
        const QString copied = QApplication::clipboard()->text();
        QVERIFY2(!planted::isIn(copied), qPrintable(copied));
    }
    QApplication::clipboard()->clear();
}

void TestPlantedWindow::look(const char *when)
{
    ++m_looks;
    copyEverything();
    const QStringList texts = test::everyText();
    QVERIFY(texts.size() > 100);
    for (const QString &text : texts)
        QVERIFY2(!planted::isIn(text), qPrintable(QLatin1String(when) + u": "_s + text));
}

void TestPlantedWindow::pastedAndTyped_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("connects");
    const auto row = [](const char *name, const QString &given, bool connects = false) {
        QTest::newRow(name) << given << connects;
    };
    const QString right = url(), port = QString::number(m_server.port());
    row("right", right, true);
    row("every letter encoded", url(planted::allEncoded), true);
    row("key words", u"host=127.0.0.1 port=%1 user=pit_owner dbname=pit password='q/zEbrA77@%\\'\" x'"_s.arg(port),
        true);
    row("in the query", u"postgresql://pit_owner@127.0.0.1:%1/pit?password="_s.arg(port) + planted::inUrl, true);
    row("wrong password", url(u"zEbrA77"_s));
    row("wrong password, encoded", url(u"%7A%45%62%72%41%37%37"_s));
    row("wrong database", url(planted::inUrl, "nowhere"));
    row("refused", QString(right).replace(port, u"1"_s));
    row("name not found", QString(right).replace(u"127.0.0.1"_s, u"no.such.invalid"_s));
    row("no TLS there", right + u"?sslmode=require"_s);
    row("no root certificate", right + u"?sslmode=verify-full&sslrootcert=/no/such"_s);
    row("foreign parameters", right + u"?pgbouncer=true&pass=zEbrA77"_s, true);
    row("encoding that is wrong", url(u"zEbrA77%zz"_s));
    row("a / in it", url(u"q/zEbrA77"_s));
    row("an @ in it", url(u"a@zEbrA77"_s));
    row("a ? in it", url(u"zEbrA77?a"_s));
    row("a # in it", url(u"zEbrA77#a"_s));
    row("the address unclosed", u"postgresql://u:zEbrA77@[::1/d"_s);
}

void TestPlantedWindow::pastedAndTyped()
{
    QFETCH(QString, url);
    QFETCH(bool, connects);
    auto *field = find<QLineEdit>("urlField");
    QApplication::clipboard()->setText(url);
    QApplication::clipboard()->clear(QClipboard::Selection);
    dynamic_cast<Page *>(start())->activated(); // offers what the clipboard holds, and tells of what it is
    QApplication::clipboard()->clear();
    look("offered");
    field->setFocus();
    QApplication::clipboard()->setText(url);
    QTest::keyClick(field, Qt::Key_V, Qt::ControlModifier);
    QApplication::clipboard()->clear();
    look("pasted");
    QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(field, Qt::Key_C, Qt::ControlModifier);
    look("copied again");
    field->undo();
    look("undone");
    field->clear();
    QTest::keyClicks(field, url);
    QTest::keyClick(field, Qt::Key_Tab); // what is typed is hidden when it is done
    look("typed");
    QSignalSpy connected(m_studio.get(), &Studio::connected);
    QSignalSpy failed(m_studio.get(), &Studio::connectFailed);
    auto *button = find<QPushButton>("urlConnect");
    const bool possible = button->isEnabled();
    QVERIFY(possible || !connects);
    QTest::mouseClick(button, Qt::LeftButton);
    look("connecting");
    if (possible)
        QTRY_COMPARE_WITH_TIMEOUT(connected.count() + failed.count(), 1, 10000);
    QCOMPARE(connected.count(), connects ? 1 : 0);
    QTest::qWait(20);
    look("answered");
    if (auto *dialog = m_studio->window()->findChild<PasswordDialog *>()) {
        dialog->reject();
        look("not asked again");
    }
    QVERIFY(m_looks >= 7);
}

void TestPlantedWindow::aProjectsFile()
{
    QTemporaryDir project; // its own file holds it, of course
    const auto write = [&](const QByteArray &line) {
        QFile file(project.filePath(u".env"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(line) == line.size());
    };
    auto *field = find<QLineEdit>("projectField");
    const QList<QByteArray> lines{"DATABASE_URL=" + url(u"zEbrA77"_s).toUtf8() + '\n',
                                  "DATABASE_URL=" + url(u"zEbrA77%zz"_s).toUtf8() + '\n',
                                  "DATABASE_URL=" + url(u"a@zEbrA77"_s).toUtf8() + '\n',
                                  "DATABASE_URL=\"" + url(u"zEbrA77"_s).toUtf8() + '\n',
                                  "zEbrA77 = = zEbrA77\nDATABASE_URL\n",
                                  "DATABASE_URL=zEbrA77\nDIRECT_URL=" + url().toUtf8() + '\n'};
    QSignalSpy failed(m_studio.get(), &Studio::connectFailed);
    for (const QByteArray &line : lines) {
        field->clear();
        write(line);
        field->setText(project.path());
        QTest::qWait(150);
        look("read");
        auto *button = find<QPushButton>("projectConnect");
        if (!button->isEnabled())
            continue;
        QSignalSpy connected(m_studio.get(), &Studio::connected);
        failed.clear();
        QTest::mouseClick(button, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(connected.count() + failed.count() > 0, 10000);
        look("answered");
        if (auto *dialog = m_studio->window()->findChild<PasswordDialog *>()) {
            dialog->reject();
            QTRY_VERIFY(!m_studio->window()->findChild<PasswordDialog *>());
        }
        m_studio->disconnectAll();
    }
}

void TestPlantedWindow::throughTheWholeWindow()
{
    QSignalSpy connected(m_studio.get(), &Studio::connected);
    const ConnectionInfo info = *ConnectionInfo::fromUrl(url());
    m_studio->connectTo(info, {RecentConnection::Kind::Url, info.displayName(), urlWithoutPassword(info), {}});
    QVERIFY(connected.wait(10000));
    TableTab *tab = m_studio->dataPage()->openTable({u"public"_s, u"users"_s});
    QTRY_VERIFY(tab->model().rowCount() > 0);
    for (const char *page : {"overview", "data", "migrations", "support", "activity", "start"}) {
        m_studio->window()->showPage(QLatin1String(page));
        QTest::qWait(150);
        look(page);
    }
    m_studio->window()->showPage(u"data"_s);
    QVERIFY(m_server.killHard());
    tab->refresh();
    auto *message = tab->findChild<MessageBar *>();
    QTRY_VERIFY(message->isVisibleTo(tab));
    look("lost");
    QVERIFY2(m_server.restart(), qPrintable(m_server.errorText()));
    tab->refresh();
    QTRY_VERIFY(!message->isVisibleTo(tab));
    look("made again");
    QVERIFY(m_server.runSql(u"pit"_s, u"ALTER ROLE pit_owner PASSWORD 'other'"_s, Role::Super));
    QVERIFY(m_server.stop());
    QVERIFY2(m_server.restart(), qPrintable(m_server.errorText()));
    tab->refresh();
    QTRY_VERIFY(message->isVisibleTo(tab));
    tab->refresh();
    QTest::qWait(200);
    look("no longer let in");
    QString literal = planted::password;
    literal.replace(u'\'', u"''"_s);
    QVERIFY(m_server.runSql(u"pit"_s, u"ALTER ROLE pit_owner PASSWORD '%1'"_s.arg(literal), Role::Super));
}

void TestPlantedWindow::asked()
{
    SavedConnection one = SavedConnection::from(*ConnectionInfo::fromUrl(url()));
    one.name = u"Mine"_s;
    QSignalSpy connected(m_studio.get(), &Studio::connected);
    m_studio->openSaved(one);
    for (const QString &attempt : {u"zEbrA77"_s, planted::password}) {
        PasswordDialog *dialog = nullptr;
        QTRY_VERIFY((dialog = m_studio->window()->findChild<PasswordDialog *>()));
        look("asked");
        QTest::keyClicks(dialog->findChild<QLineEdit *>(), attempt);
        look("typed");
        dialog->findChild<QLineEdit *>()->selectAll();
        QTest::keyClick(dialog->findChild<QLineEdit *>(), Qt::Key_C, Qt::ControlModifier);
        dialog->findChild<QAbstractButton *>(u"passwordKeep"_s)->setChecked(true);
        look("kept");
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"passwordConnect"_s), Qt::LeftButton);
        QTRY_VERIFY(!m_studio->window()->findChildren<PasswordDialog *>().contains(dialog));
    }
    QTRY_COMPARE_WITH_TIMEOUT(connected.count(), 1, 10000);
    m_studio->window()->showPage(u"start"_s);
    QTest::qWait(50);
    look("the key chain said no");
}

ConnectionEditor *TestPlantedWindow::editor()
{
    ConnectionEditor *editor = nullptr;
    (void)QTest::qWaitFor(
        [&] { return (editor = m_studio->window()->findChild<ConnectionEditor *>()) && editor->isVisible(); });
    return editor;
}

void TestPlantedWindow::edited_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<QString>("database");
    QTest::addColumn<QString>("password");
    QTest::addColumn<QString>("query");
    QTest::newRow("right") << u"127.0.0.1"_s << u"pit"_s << planted::password << QString();
    QTest::newRow("wrong password") << u"127.0.0.1"_s << u"pit"_s << u"zEbrA77"_s << QString();
    QTest::newRow("wrong database") << u"127.0.0.1"_s << u"nowhere"_s << planted::password << QString();
    QTest::newRow("name") << u"no.such.invalid"_s << u"pit"_s << planted::password << QString();
    QTest::newRow("no TLS") << u"127.0.0.1"_s << u"pit"_s << planted::password << u"?sslmode=verify-full"_s;
}

void TestPlantedWindow::edited()
{
    QFETCH(QString, host);
    QFETCH(QString, database);
    QFETCH(QString, password);
    QFETCH(QString, query);
    find<QLineEdit>("urlField")->setText(url(u"zEbrA77"_s, qPrintable(database)).replace(u"127.0.0.1"_s, host) + query);
    QTest::mouseClick(find<QPushButton>("urlSave"), Qt::LeftButton);
    ConnectionEditor *dialog = editor();
    QVERIFY(dialog);
    look("taken over");
    auto *field = dialog->findChild<QLineEdit *>(u"connectionPassword"_s);
    field->selectAll();
    QTest::keyClicks(field, password);
    look("typed");
    auto *test = dialog->findChild<QPushButton *>(u"connectionTest"_s);
    QTest::mouseClick(test, Qt::LeftButton);
    look("testing");
    auto *message = dialog->findChild<MessageBar *>();
    auto *report = dialog->findChild<ReportView *>();
    QTRY_VERIFY_WITH_TIMEOUT(!report->text().isEmpty() || message->kind() == MessageBar::Kind::Error, 15000);
    look("tested");
    dialog->findChild<QLineEdit *>(u"connectionName"_s)->setText(u"Kept"_s);
    QTest::mouseClick(dialog->findChild<QPushButton *>(u"connectionSave"_s), Qt::LeftButton);
    auto *panel = m_studio->window()->findChild<ConnectionsPanel *>();
    QTRY_COMPARE(panel->connections().size(), 1);
    look("saved");
    for (const char *action : {"connectionDuplicate", "connectionEdit", "connectionDelete"}) {
        panel->findChild<QAction *>(QLatin1String(action))->trigger();
        if (ConnectionEditor *again = qstrcmp(action, "connectionEdit") == 0 ? editor() : nullptr) {
            look("edited");
            again->reject();
        }
        QTest::qWait(100);
        look(action);
    }
    QTest::mouseClick(panel->findChild<QPushButton *>(u"messageAction"_s), Qt::LeftButton); // undo
    QTest::qWait(100);
    look("taken back");
    QCOMPARE(panel->connections().size(), 2);
}

QTEST_MAIN(TestPlantedWindow)
#include "tst_plantedwindow.moc"
