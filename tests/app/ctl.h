// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/pitdatabase.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

/// Runs the real pitbossctl, as a script would.
namespace pitboss::testing {

struct Answer
{
    int status = -1; ///< -1: it crashed or never ended
    QByteArray out;
    QString err;
    QJsonObject object() const { return QJsonDocument::fromJson(out).object(); }
    QJsonArray array() const { return QJsonDocument::fromJson(out).array(); }
};

class Ctl
{
public:
    explicit Ctl(const QString &url = {}) { setUrl(url); }

    void setUrl(const QString &url)
    {
        m_environment = QProcessEnvironment::systemEnvironment();
        for (const char *name : {"DATABASE_URL", "PGHOST", "PGPORT", "PGUSER", "PGDATABASE", "PGPASSWORD", "PGSERVICE"})
            m_environment.remove(QLatin1String(name));
        if (!url.isEmpty())
            m_environment.insert(QStringLiteral("DATABASE_URL"), url);
    }
    QProcessEnvironment &environment() { return m_environment; }
    QString directory() const { return m_directory.path(); } ///< its working directory

    static QString program() { return QStringLiteral(PITBOSS_APP_DIR "/pitbossctl"); }

    void start(QProcess &process, const QStringList &arguments) const
    {
        process.setProcessEnvironment(m_environment);
        process.setWorkingDirectory(m_directory.path());
        process.start(program(), arguments);
    }
    Answer operator()(const QStringList &arguments) const
    {
        QProcess process;
        start(process, arguments);
        return end(process);
    }
    static Answer end(QProcess &process)
    {
        if (!process.waitForFinished(180000) || process.exitStatus() != QProcess::NormalExit)
            return {-1, process.readAllStandardOutput(), QString::fromUtf8(process.readAllStandardError())};
        return {process.exitCode(), process.readAllStandardOutput(), QString::fromUtf8(process.readAllStandardError())};
    }

private:
    QProcessEnvironment m_environment;
    QTemporaryDir m_directory;
};

} // namespace pitboss::testing
