// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/testserver.h"

#include <QTemporaryDir>

#include <sys/types.h>

namespace pitboss::testing {

/// A PgBouncer in transaction mode before a TestServer, by TCP on 127.0.0.1, for every database and role, with the
/// same passwords. Ends with the thread that started it, also by kill -9.
class TestPgBouncer
{
public:
    explicit TestPgBouncer(const TestServer &server);
    ~TestPgBouncer();
    TestPgBouncer(const TestPgBouncer &) = delete;
    TestPgBouncer &operator=(const TestPgBouncer &) = delete;

    static bool isInstalled();
    void setConfiguration(const QStringList &lines); ///< more lines for its section [pgbouncer]
    bool start();
    void stop();
    QString url(const QString &database, Role role = Role::Owner) const;
    int port() const { return m_port; }
    QString errorText() const { return m_error; }

private:
    bool writeFiles();
    bool write(const QString &name, const QByteArray &bytes);
    bool waitUntilItAnswers();
    QString path(const QString &name) const { return m_folder.filePath(name); }

    const TestServer &m_server;
    QTemporaryDir m_folder;
    QStringList m_configuration;
    QString m_error;
    int m_port = 0;
    pid_t m_pid = 0;
};

} // namespace pitboss::testing
