// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/apply/backup.h"

#include "migrations/words.h"
#include "sql/embedded/postgresprograms.h"

#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

// libpq reads each of its keywords from a variable as well; these are the ones that a URL of ours may carry.
const QMap<QString, QString> &variables()
{
    static const QMap<QString, QString> all{{u"host"_s, u"PGHOST"_s},
                                            {u"hostaddr"_s, u"PGHOSTADDR"_s},
                                            {u"port"_s, u"PGPORT"_s},
                                            {u"dbname"_s, u"PGDATABASE"_s},
                                            {u"user"_s, u"PGUSER"_s},
                                            {u"password"_s, u"PGPASSWORD"_s},
                                            {u"passfile"_s, u"PGPASSFILE"_s},
                                            {u"service"_s, u"PGSERVICE"_s},
                                            {u"options"_s, u"PGOPTIONS"_s},
                                            {u"sslmode"_s, u"PGSSLMODE"_s},
                                            {u"sslrootcert"_s, u"PGSSLROOTCERT"_s},
                                            {u"sslcert"_s, u"PGSSLCERT"_s},
                                            {u"sslkey"_s, u"PGSSLKEY"_s},
                                            {u"channel_binding"_s, u"PGCHANNELBINDING"_s},
                                            {u"gssencmode"_s, u"PGGSSENCMODE"_s},
                                            {u"connect_timeout"_s, u"PGCONNECT_TIMEOUT"_s}};
    return all;
}

Result<void> refused(const QString &why, const QString &path)
{
    QFile::remove(path);
    return fail(Error::Kind::File, Words::tr("The backup failed; nothing was applied."), why);
}

} // namespace

QProcessEnvironment libpqEnvironment(const ConnectionInfo &info)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (auto it = info.libpqParameters().begin(); it != info.libpqParameters().end(); ++it) {
        if (variables().contains(it.key()))
            environment.insert(variables()[it.key()], it.value());
    }
    return environment;
}

QString findPgDump(int serverVersion)
{
    for (const PostgresPrograms &programs : findPostgres(postgresFolders())) {
        const QString program = programs.folder + u"/pg_dump"_s;
        if (programs.major >= serverVersion / 10000 && QFileInfo(program).isExecutable())
            return program;
    }
    return {};
}

Result<void> backUp(const ConnectionInfo &info, int serverVersion, const QString &path,
                    const std::function<bool()> &canceled)
{
    const QString program = findPgDump(serverVersion);
    if (program.isEmpty())
        return fail(Error::Kind::Missing,
                    Words::tr("There is no pg_dump of version %1 or newer here.").arg(serverVersion / 10000), {},
                    Words::tr("Install the PostgreSQL client programs of that version."));
    if (QFileInfo::exists(path))
        return fail(Error::Kind::File, Words::tr("%1 is there already; a backup does not replace a file.").arg(path));
    const QString part = path + u".part"_s;
    QFile::remove(part);
    QFile shell(part); // made here, so that nobody else may read it from the first byte on
    if (!shell.open(QIODevice::WriteOnly) || !shell.setPermissions(QFile::ReadOwner | QFile::WriteOwner))
        return refused(shell.errorString(), part);
    shell.close();
    QProcess process;
    process.setProcessEnvironment(libpqEnvironment(info));
    process.start(program, {u"-Fc"_s, u"--no-password"_s, u"-f"_s, part});
    if (!process.waitForStarted())
        return refused(process.errorString(), part);
    while (!process.waitForFinished(100)) {
        if (!canceled || !canceled())
            continue;
        process.kill();
        process.waitForFinished(5000);
        QFile::remove(part);
        return fail(Error::canceled());
    }
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
        return refused(QString::fromUtf8(process.readAllStandardError()).trimmed(), part);
    if (!QFile::rename(part, path))
        return refused(Words::tr("%1 cannot be given its name.").arg(part), part);
    return {};
}

} // namespace pitboss
