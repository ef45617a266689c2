// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/servertemplate.h"

#include "support/testserver.h"

#include <QCryptographicHash>
#include <QFile>
#include <QProcess>

#include <cstdlib>
#include <utility>

#include <fcntl.h>
#include <libpq-fe.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pitboss::testing {

namespace {

constexpr int unixPathLimit = 93; // folder part of a socket's 107 bytes

QByteArray roleStatements()
{
    QByteArray sql = "ALTER ROLE postgres PASSWORD '" + TestServer::password(Role::Super).toUtf8() + "';";
    for (const Role role : {Role::Owner, Role::Reader, Role::Nothing}) {
        sql += "CREATE ROLE " + TestServer::roleName(role).toUtf8() + " LOGIN PASSWORD '"
            + TestServer::password(role).toUtf8() + "';";
    }
    return sql + "ALTER ROLE pit_owner CREATEDB; GRANT pg_read_all_data TO pit_reader;";
}

QByteArray settings()
{
    return "\nfsync = off\nfull_page_writes = off\nsynchronous_commit = off\nautovacuum = off\n"
           "timezone = 'UTC'\nlog_timezone = 'UTC'\nlc_messages = 'C'\ndatestyle = 'ISO, MDY'\n"
           "max_connections = 60\npassword_encryption = 'scram-sha-256'\ninclude_if_exists = 'test.conf'\n";
}

bool appendTo(const QString &path, const QByteArray &text, QIODevice::OpenMode mode = QIODevice::Append)
{
    QFile file(path);
    return file.open(mode | QIODevice::WriteOnly) && file.write(text) == text.size();
}

QString tail(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll().right(2000)) : QString();
}

} // namespace

QString installedServerPrograms()
{
    const QString chosen = qEnvironmentVariable("PITBOSS_TEST_PGBIN");
    if (!chosen.isEmpty())
        return chosen;
    const QDir debian(QStringLiteral("/usr/lib/postgresql"));
    QString best;
    int bestVersion = 0;
    for (const QString &name : debian.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const QString folder = debian.filePath(name + QStringLiteral("/bin"));
        if (name.toInt() > bestVersion && QFile::exists(folder + QStringLiteral("/initdb"))) {
            best = folder;
            bestVersion = name.toInt();
        }
    }
    if (best.isEmpty() && QFile::exists(QStringLiteral("/usr/bin/initdb")))
        best = QStringLiteral("/usr/bin");
    return best;
}

FolderLock::FolderLock(const QString &file, Mode mode)
    : m_fd(open(QFile::encodeName(file).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600))
{
    if (m_fd >= 0 && flock(m_fd, LOCK_EX | (mode == Try ? LOCK_NB : 0)) != 0) {
        close(m_fd);
        m_fd = -1;
    }
}

FolderLock::~FolderLock()
{
    if (m_fd >= 0)
        close(m_fd);
}

FolderLock::FolderLock(FolderLock &&other) noexcept
    : m_fd(std::exchange(other.m_fd, -1))
{
}

FolderLock &FolderLock::operator=(FolderLock &&other) noexcept
{
    std::swap(m_fd, other.m_fd);
    return *this;
}

ServerTemplate::ServerTemplate(const QString &programs, const ServerUser &user)
    : m_programs(programs)
    , m_user(user)
{
    const QString name = QStringLiteral("/pitboss-tests-%1").arg(geteuid());
    const QString wanted = QDir::tempPath() + name;
    m_base.setPath(wanted.size() + int(sizeof("/run-XXXXXX/s")) <= unixPathLimit ? wanted
                                                                                 : QStringLiteral("/tmp") + name);
}

bool ServerTemplate::failed(const QString &what)
{
    m_error = what;
    return false;
}

bool ServerTemplate::prepareBase()
{
    const QByteArray path = QFile::encodeName(m_base.path());
    mkdir(path.constData(), 0711);
    struct stat info;
    if (lstat(path.constData(), &info) != 0 || !S_ISDIR(info.st_mode) || info.st_uid != geteuid())
        return failed(m_base.path() + QStringLiteral(" is not a folder of this user"));
    return true;
}

bool ServerTemplate::run(const QStringList &command, const QString &logFile)
{
    int status = -1;
    const pid_t pid = startChild(command, m_user, logFile, SIGKILL);
    if (pid > 0 && waitForChild(pid, 60000, &status) && status == 0)
        return true;
    return failed(command.first() + QStringLiteral(" failed: ") + tail(logFile));
}

bool ServerTemplate::initialize(const QString &data)
{
    const QString initdb = m_programs + QStringLiteral("/initdb");
    const QStringList options{QStringLiteral("--no-sync"),           QStringLiteral("--no-instructions"),
                              QStringLiteral("--encoding=UTF8"),     QStringLiteral("--locale=C.UTF-8"),
                              QStringLiteral("--username=postgres"), QStringLiteral("--wal-segsize=4"),
                              QStringLiteral("--auth-local=trust"),  QStringLiteral("--auth-host=scram-sha-256")};
    return run(QStringList{initdb, QStringLiteral("-D"), data} + options, data + QStringLiteral(".log"))
        && appendTo(data + QStringLiteral("/postgresql.conf"), settings());
}

bool ServerTemplate::createRoles(const QString &data, const QString &folder)
{
    const pid_t pid = startPostgres(m_programs, m_user, data, folder, 5432, QString(), &m_error);
    if (pid < 0)
        return false;
    const QByteArray connection = "host=" + QFile::encodeName(folder) + " user=postgres dbname=postgres";
    PGconn *session = PQconnectdb(connection.constData());
    PGresult *result = PQexec(session, roleStatements().constData());
    const bool made = PQresultStatus(result) == PGRES_COMMAND_OK;
    if (!made)
        failed(QString::fromUtf8(PQerrorMessage(session)));
    PQclear(result);
    PQfinish(session);
    return stopPostgres(pid) && made;
}

bool ServerTemplate::makeTemplate(const QString &path)
{
    const QString making = path + QStringLiteral(".making");
    QDir(making).removeRecursively();
    if (!QDir().mkpath(making) || !m_user.own(making))
        return failed(QStringLiteral("cannot create ") + making);
    const QString data = making + QStringLiteral("/data");
    return initialize(data) && createRoles(data, making)
        && (QDir().rename(making, path) || failed(QStringLiteral("cannot rename ") + making));
}

void ServerTemplate::setLeftoversAside()
{
    for (const QString &name : m_base.entryList({QStringLiteral("run-*")}, QDir::Dirs)) {
        const QString folder = m_base.filePath(name);
        const FolderLock lock(folder + QStringLiteral("/lock"), FolderLock::Try);
        // Its server got SIGQUIT when its starter ended, and has long seen it.
        if (lock.isHeld())
            QDir().rename(folder, m_base.filePath(QStringLiteral("gone-") + name));
    }
}

QString ServerTemplate::newCluster(FolderLock *lock)
{
    if (!prepareBase())
        return {};
    QProcess version;
    version.start(m_programs + QStringLiteral("/postgres"), {QStringLiteral("--version")});
    version.waitForFinished();
    const QByteArray key = version.readAllStandardOutput() + roleStatements() + settings();
    const QByteArray digest = QCryptographicHash::hash(key, QCryptographicHash::Sha1).toHex().left(10);
    const QString prepared = m_base.filePath(QStringLiteral("template-") + QString::fromLatin1(digest));

    FolderLock base(m_base.filePath(QStringLiteral("lock")), FolderLock::Wait);
    setLeftoversAside();
    if (!QFile::exists(prepared) && !makeTemplate(prepared))
        return {};
    QByteArray folder = QFile::encodeName(m_base.filePath(QStringLiteral("run-XXXXXX")));
    if (!mkdtemp(folder.data())) {
        failed(QStringLiteral("cannot create a folder in ") + m_base.path());
        return {};
    }
    const QString path = QFile::decodeName(folder);
    *lock = FolderLock(path + QStringLiteral("/lock"), FolderLock::Try);
    base = FolderLock();
    // Outside the lock: a large one takes a while, and others wait to start.
    for (const QString &name : m_base.entryList({QStringLiteral("gone-*")}, QDir::Dirs))
        QDir(m_base.filePath(name)).removeRecursively();
    const bool copied = m_user.own(path)
        && run({QStringLiteral("/bin/cp"), QStringLiteral("-a"), prepared + QStringLiteral("/data"), path},
               path + QStringLiteral("/cp.log"));
    return copied ? path : QString();
}

pid_t startPostgres(const QString &programs, const ServerUser &user, const QString &data,
                    const QString &socketDirectory, int port, const QString &listen, QString *error)
{
    const QString log = data + QStringLiteral(".log");
    const QString number = QString::number(port);
    const pid_t pid = startChild({programs + QStringLiteral("/postgres"), QStringLiteral("-D"), data,
                                  QStringLiteral("-k"), socketDirectory, QStringLiteral("-p"), number,
                                  QStringLiteral("-c"), QStringLiteral("listen_addresses=") + listen},
                                 user, log, SIGQUIT);
    const QByteArray connection =
        "host=" + QFile::encodeName(socketDirectory) + " port=" + number.toLatin1() + " user=postgres";
    for (int waited = 0; pid > 0 && waited < 30000; waited += 4) {
        if (PQping(connection.constData()) == PQPING_OK)
            return pid;
        if (waitForChild(pid, 2))
            break;
    }
    *error = QStringLiteral("Postgres did not start: ") + tail(log);
    return -1;
}

bool stopPostgres(pid_t pid)
{
    kill(pid, SIGINT);
    if (waitForChild(pid, 10000))
        return true;
    kill(pid, SIGQUIT);
    return waitForChild(pid, 10000);
}

} // namespace pitboss::testing
