// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testpgbouncer.h"

#include "support/childprocess.h"

#include <QFile>
#include <QHostAddress>
#include <QRandomGenerator>
#include <QStandardPaths>
#include <QTcpServer>

#include <libpq-fe.h>
#include <signal.h>
#include <sys/stat.h>

namespace pitboss::testing {

namespace {

QString program()
{
    const QString found = QStandardPaths::findExecutable(QStringLiteral("pgbouncer"));
    return found.isEmpty() ? QStandardPaths::findExecutable(QStringLiteral("pgbouncer"), {QStringLiteral("/usr/sbin")})
                           : found;
}

int freePort()
{
    for (;;) {
        QTcpServer probe;
        if (probe.listen(QHostAddress::LocalHost, quint16(QRandomGenerator::global()->bounded(15000, 32000))))
            return probe.serverPort();
    }
}

} // namespace

TestPgBouncer::TestPgBouncer(const TestServer &server)
    : m_server(server)
{
    chmod(QFile::encodeName(m_folder.path()).constData(), 0711);
}

TestPgBouncer::~TestPgBouncer()
{
    stop();
}

bool TestPgBouncer::isInstalled()
{
    return !program().isEmpty();
}

void TestPgBouncer::setConfiguration(const QStringList &lines)
{
    m_configuration = lines;
}

bool TestPgBouncer::write(const QString &name, const QByteArray &bytes)
{
    QFile file(path(name));
    const bool written = file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(bytes) == bytes.size()
        && ServerUser::current().own(path(name));
    if (!written)
        m_error = QStringLiteral("cannot write ") + path(name);
    return written;
}

bool TestPgBouncer::writeFiles()
{
    QByteArray users;
    for (const Role role : {Role::Super, Role::Owner, Role::Reader, Role::Nothing})
        users += '"' + TestServer::roleName(role).toUtf8() + "\" \"" + TestServer::password(role).toUtf8() + "\"\n";
    const QByteArray settings = "[databases]\n* = host=127.0.0.1 port=" + QByteArray::number(m_server.port())
        + "\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = " + QByteArray::number(m_port)
        + "\nunix_socket_dir =\nauth_type = scram-sha-256\nauth_file = "
        + QFile::encodeName(path(QStringLiteral("users"))) + "\npool_mode = transaction\n"
        + m_configuration.join(QLatin1Char('\n')).toUtf8() + '\n';
    return write(QStringLiteral("users"), users) && write(QStringLiteral("ini"), settings);
}

bool TestPgBouncer::waitUntilItAnswers()
{
    const QByteArray address = "host=127.0.0.1 connect_timeout=2 port=" + QByteArray::number(m_port);
    for (int waited = 0; waited < 10000; waited += 10) {
        if (PQping(address.constData()) == PQPING_OK)
            return true;
        if (waitForChild(m_pid, 10))
            break;
    }
    QFile log(path(QStringLiteral("log")));
    m_error = QStringLiteral("PgBouncer did not start: ");
    if (log.open(QIODevice::ReadOnly))
        m_error += QString::fromLocal8Bit(log.readAll().right(1000));
    return false;
}

bool TestPgBouncer::start()
{
    m_port = m_port ? m_port : freePort();
    if (!isInstalled())
        m_error = QStringLiteral("pgbouncer is not installed");
    if (!isInstalled() || !writeFiles())
        return false;
    m_pid = startChild({program(), path(QStringLiteral("ini"))}, ServerUser::current(), path(QStringLiteral("log")),
                       SIGKILL);
    return m_pid > 0 && waitUntilItAnswers();
}

void TestPgBouncer::stop()
{
    if (m_pid <= 0)
        return;
    kill(m_pid, SIGTERM);
    if (!waitForChild(m_pid, 5000))
        kill(m_pid, SIGKILL);
    m_pid = 0;
}

QString TestPgBouncer::url(const QString &database, Role role) const
{
    return m_server.url(database, role)
        .replace(QStringLiteral("@127.0.0.1:%1/").arg(m_server.port()), QStringLiteral("@127.0.0.1:%1/").arg(m_port));
}

} // namespace pitboss::testing
