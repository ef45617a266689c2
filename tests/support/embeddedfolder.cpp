// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/embeddedfolder.h"

#include "sql/session.h"

#include <sys/stat.h>

namespace pitboss::testing {

EmbeddedFolder::EmbeddedFolder()
    : m_path(m_temporary.path() + QStringLiteral("/a 'quoted\" folder, ü"))
{
    qunsetenv("XDG_RUNTIME_DIR");
    chmod(QFile::encodeName(m_temporary.path()).constData(), 0711);
}

bool EmbeddedFolder::remove()
{
    return QDir(m_path).removeRecursively();
}

void EmbeddedFolder::makeStopped() const
{
    QCOMPARE(errorOf(EmbeddedServer(setup()).start()), QString());
}

QString errorOf(const Result<void> &result)
{
    return result ? QString() : result.error().text();
}

Result<QByteArray> ask(EmbeddedServer &server, const char *sql)
{
    SessionOptions options;
    options.readOnly = false;
    Session session(server.connectionInfo(QStringLiteral("postgres")), options);
    if (auto opened = session.open(); !opened)
        return fail(opened.error());
    auto rows = session.execute(Statement(sql));
    if (!rows)
        return fail(rows.error());
    return rows->rowCount() > 0 ? rows->value(0, 0).toByteArray() : QByteArray();
}

bool writeFile(const QString &path, const QByteArray &text)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(text) == text.size();
}

std::unique_ptr<QProcess> otherProgram(const QString &folder, const QString &until)
{
    auto process = std::make_unique<QProcess>();
    process->start(QCoreApplication::applicationFilePath(), {QStringLiteral("--other-program"), folder});
    QByteArray said;
    while (!said.contains(until.toUtf8()) && process->waitForReadyRead(30000))
        said += process->readAllStandardOutput();
    if (!said.contains(until.toUtf8()))
        qWarning("the other program said only: %s", said.constData());
    return process;
}

int beOtherProgram(const QString &folder)
{
    const auto say = [](const QString &text) {
        printf("%s\n", qPrintable(text));
        fflush(stdout);
    };
    EmbeddedServer server({folder, {}});
    const Result<void> started = server.start(say);
    say(started ? server.isOwner() ? QStringLiteral("running") : QStringLiteral("joined") : started.error().text());
    return getchar() == EOF ? 0 : 1;
}

} // namespace pitboss::testing
