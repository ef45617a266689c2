// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/embedded/embeddedserver.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

namespace pitboss::testing {

/// A folder for an EmbeddedServer, with a name that is hard on paths, and reachable for the server's user.
class EmbeddedFolder
{
public:
    EmbeddedFolder();

    QString path() const { return m_path; }
    QString data() const { return m_path + QStringLiteral("/data"); }
    QString parent() const { return m_temporary.path(); }
    EmbeddedServer::Setup setup() const { return {m_path, {}}; }
    bool remove();
    void makeStopped() const; ///< a whole cluster whose server does not run

private:
    QTemporaryDir m_temporary;
    QString m_path;
};

QString errorOf(const Result<void> &result); ///< empty when it is none
/// The first value of the first row, as the owner of the database `postgres`.
Result<QByteArray> ask(EmbeddedServer &server, const char *sql);
bool writeFile(const QString &path, const QByteArray &text);

/// This test program again, as another program on the same folder: it starts the server or joins it, prints "running"
/// or "joined", and ends in order when its input is closed. Given back once it has printed `until`.
std::unique_ptr<QProcess> otherProgram(const QString &folder, const QString &until);
int beOtherProgram(const QString &folder);

template <typename Test> int runWithOtherProgram(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (application.arguments().value(1) == QLatin1String("--other-program"))
        return beOtherProgram(application.arguments().value(2));
    Test test;
    return QTest::qExec(&test, argc, argv);
}

} // namespace pitboss::testing
