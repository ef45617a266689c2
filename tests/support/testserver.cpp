// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testserver.h"

#include "support/servertemplate.h"

#include <QFile>
#include <QProcess>
#include <QRandomGenerator>
#include <QTcpServer>
#include <QThread>
#include <QUrl>

#include <libpq-fe.h>
#include <signal.h>
#include <unistd.h>

namespace pitboss::testing {

struct TestServer::Private
{
    QString programs = installedServerPrograms();
    ServerUser user = ServerUser::current();
    FolderLock lock;
    QString folder; ///< holds data/, data.log and the socket
    QStringList configuration;
    QString certificateFile;
    QString keyFile;
    QString error;
    int port = 0;
    pid_t pid = 0;

    bool failed(const QString &what)
    {
        error = what;
        return false;
    }
    QString data() const { return folder + QStringLiteral("/data"); }
    bool configure();
    bool writeOwned(const QString &name, const QByteArray &bytes);
    bool launch();
    QList<pid_t> backends() const;
    QByteArray connection(const QString &database, Role role) const;
    PGresult *execute(const QString &database, const QString &sql, Role role);
};

namespace {

bool isFree(int port)
{
    QTcpServer probe;
    return probe.listen(QHostAddress::LocalHost, quint16(port));
}

QString quoted(const QString &identifier)
{
    return QLatin1Char('"') + QString(identifier).replace(QLatin1Char('"'), QLatin1String("\"\"")) + QLatin1Char('"');
}

QByteArray inConnectionString(const QString &value)
{
    QByteArray text = value.toUtf8();
    text.replace('\\', "\\\\").replace('\'', "\\'");
    return '\'' + text + '\'';
}

} // namespace

bool TestServer::Private::writeOwned(const QString &name, const QByteArray &bytes)
{
    const QString path = data() + QLatin1Char('/') + name;
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(bytes) != bytes.size()
        || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) || !user.own(path))
        return failed(QStringLiteral("cannot write ") + path);
    return true;
}

bool TestServer::Private::configure()
{
    QStringList lines = configuration;
    if (!certificateFile.isEmpty()) {
        QFile certificate(certificateFile);
        QFile key(keyFile);
        if (!certificate.open(QIODevice::ReadOnly) || !key.open(QIODevice::ReadOnly))
            return failed(QStringLiteral("cannot read ") + certificateFile);
        if (!writeOwned(QStringLiteral("server.crt"), certificate.readAll())
            || !writeOwned(QStringLiteral("server.key"), key.readAll()))
            return false;
        lines << QStringLiteral("ssl = on");
    }
    return writeOwned(QStringLiteral("test.conf"), lines.join(QLatin1Char('\n')).toUtf8() + '\n');
}

bool TestServer::Private::launch()
{
    if (!configure())
        return false;
    const bool again = port != 0;
    for (int attempt = 0; attempt < 20; ++attempt) {
        // Below the range that the kernel gives to outgoing connections, so that it stays ours for a restart.
        if (!again)
            port = QRandomGenerator::global()->bounded(15000, 32000);
        if (!again && !isFree(port))
            continue;
        pid = startPostgres(programs, user, data(), folder, port, QStringLiteral("127.0.0.1"), &error);
        if (pid > 0)
            return true;
        pid = 0;
        if (again || !error.contains(QLatin1String("Address already in use")))
            return false;
    }
    return false;
}

QList<pid_t> TestServer::Private::backends() const
{
    QFile children(QStringLiteral("/proc/%1/task/%1/children").arg(pid));
    QList<pid_t> found;
    if (children.open(QIODevice::ReadOnly)) {
        for (const QByteArray &word : children.readAll().split(' ')) {
            if (word.toInt() > 0)
                found << word.toInt();
        }
    }
    return found;
}

QByteArray TestServer::Private::connection(const QString &database, Role role) const
{
    return "host=" + inConnectionString(folder) + " port=" + QByteArray::number(port)
        + " user=" + roleName(role).toUtf8() + " dbname=" + inConnectionString(database) + " client_encoding=UTF8";
}

PGresult *TestServer::Private::execute(const QString &database, const QString &sql, Role role)
{
    PGconn *session = PQconnectdb(connection(database, role).constData());
    PQsetNoticeProcessor(
        session, [](void *, const char *) {}, nullptr);
    PGresult *result = PQexec(session, sql.toUtf8().constData());
    error = QString::fromUtf8(PQerrorMessage(session));
    PQfinish(session);
    return result;
}

TestServer::TestServer()
    : d(std::make_unique<Private>())
{
}

TestServer::~TestServer()
{
    stop();
    if (!d->folder.isEmpty())
        QDir(d->folder).removeRecursively();
}

void TestServer::setConfiguration(const QStringList &lines)
{
    d->configuration = lines;
}

void TestServer::setCertificate(const QString &certificateFile, const QString &keyFile)
{
    d->certificateFile = certificateFile;
    d->keyFile = keyFile;
}

bool TestServer::start()
{
    if (isRunning())
        return true;
    if (d->programs.isEmpty())
        return d->failed(QStringLiteral("no Postgres server is installed: apt install postgresql"));
    if (d->folder.isEmpty()) {
        ServerTemplate prepared(d->programs, d->user);
        d->folder = prepared.newCluster(&d->lock);
        if (d->folder.isEmpty())
            return d->failed(prepared.errorText());
    }
    return d->launch();
}

bool TestServer::stop()
{
    if (!isRunning())
        return true;
    const bool stopped = stopPostgres(d->pid);
    d->pid = 0;
    return stopped || d->failed(QStringLiteral("Postgres did not stop"));
}

bool TestServer::killHard()
{
    if (!isRunning())
        return false;
    const QList<pid_t> backends = d->backends();
    kill(d->pid, SIGKILL);
    for (const pid_t backend : backends)
        kill(backend, SIGKILL);
    return waitForChild(std::exchange(d->pid, 0), 10000);
}

bool TestServer::restart()
{
    // After a kill the last backend may hold the shared memory a moment longer.
    for (int attempt = 0; attempt < 5; ++attempt) {
        if (stop() && start())
            return true;
        QThread::msleep(200);
    }
    return false;
}

bool TestServer::isRunning() const
{
    if (d->pid > 0 && waitForChild(d->pid, 0))
        d->pid = 0;
    return d->pid > 0;
}

QString TestServer::errorText() const
{
    return d->error;
}

bool TestServer::createDatabase(const QString &name, const QString &templateName)
{
    const QString from = templateName.isEmpty() ? QString() : QStringLiteral(" TEMPLATE ") + quoted(templateName);
    return runSql(QStringLiteral("postgres"),
                  QStringLiteral("CREATE DATABASE ") + quoted(name) + QStringLiteral(" OWNER pit_owner") + from,
                  Role::Super);
}

bool TestServer::dropDatabase(const QString &name)
{
    return runSql(QStringLiteral("postgres"),
                  QStringLiteral("DROP DATABASE IF EXISTS ") + quoted(name) + QStringLiteral(" WITH (FORCE)"),
                  Role::Super);
}

bool TestServer::runSql(const QString &database, const QString &sql, Role role)
{
    PGresult *result = d->execute(database, sql, role);
    const ExecStatusType status = PQresultStatus(result);
    PQclear(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
}

QString TestServer::value(const QString &database, const QString &sql, Role role)
{
    PGresult *result = d->execute(database, sql, role);
    QString text;
    if (PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) > 0 && !PQgetisnull(result, 0, 0))
        text = QString::fromUtf8(PQgetvalue(result, 0, 0));
    PQclear(result);
    return text;
}

QString TestServer::psql(const QString &database, const QStringList &arguments, Role role)
{
    QProcess process;
    const QString connection = QString::fromUtf8(d->connection(database, role));
    process.start(binary(QStringLiteral("psql")),
                  QStringList{QStringLiteral("-X"), QStringLiteral("-d"), connection} + arguments);
    process.waitForFinished(60000);
    d->error = QString::fromUtf8(process.readAllStandardError());
    return QString::fromUtf8(process.readAllStandardOutput());
}

QString TestServer::url(const QString &database, Role role, Way way) const
{
    const auto escaped = [](const QString &text) { return QString::fromLatin1(QUrl::toPercentEncoding(text)); };
    if (way == Way::Socket) {
        return QStringLiteral("postgresql://%1@/%2?host=%3&port=%4")
            .arg(roleName(role), escaped(database), escaped(d->folder), QString::number(d->port));
    }
    return QStringLiteral("postgresql://%1:%2@127.0.0.1:%3/%4")
        .arg(roleName(role), escaped(password(role)), QString::number(d->port), escaped(database));
}

QString TestServer::roleName(Role role)
{
    static constexpr const char *names[] = {"postgres", "pit_owner", "pit_reader", "pit_nothing"};
    return QString::fromLatin1(names[int(role)]);
}

QString TestServer::password(Role role)
{
    return roleName(role) + QStringLiteral(" p@ss:w%20rd/?#&=+");
}

QString TestServer::host() const
{
    return QStringLiteral("127.0.0.1");
}

int TestServer::port() const
{
    return d->port;
}

QString TestServer::socketDirectory() const
{
    return d->folder;
}

QString TestServer::dataDirectory() const
{
    return d->data();
}

qint64 TestServer::pid() const
{
    return isRunning() ? d->pid : 0;
}

QString TestServer::binary(const QString &name) const
{
    return d->programs + QLatin1Char('/') + name;
}

int TestServer::majorVersion() const
{
    QFile file(d->data() + QStringLiteral("/PG_VERSION"));
    return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed().toInt() : 0;
}

QString TestServer::log() const
{
    QFile file(d->data() + QStringLiteral(".log"));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

} // namespace pitboss::testing
