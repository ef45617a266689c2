// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <memory>

namespace pitboss::testing {

/// Who connects. Every role but Super has the password that `password(role)` tells and needs it by TCP (scram).
enum class Role {
    Super,  ///< `postgres`, the bootstrap superuser
    Owner,  ///< `pit_owner`, owns the databases that createDatabase makes, no superuser
    Reader, ///< `pit_reader`, may read everything and write nothing
    Nothing ///< `pit_nothing`, may connect, and that is all
};

enum class Way {
    Tcp,   ///< 127.0.0.1 and a password
    Socket ///< a Unix socket that only this user (and root) reaches; no password
};

/// A throw-away Postgres of the newest installed version: own data, own socket folder, own port, no fsync.
/// Each test process starts its own (about 0.15 s; the first on a machine runs initdb once, 0.6 s more), so nothing
/// is shared under `ctest -j`. It ends with the *thread* that called start(), also by kill -9; what such an end
/// leaves on disk is removed by the next start(). Blocking; use it from the test's main thread.
///
///     TestServer server;
///     QVERIFY2(server.start(), qPrintable(server.errorText()));
///     QVERIFY2(server.createDatabase(QStringLiteral("pit")), qPrintable(server.errorText()));
///     connectTo(server.url(QStringLiteral("pit"), Role::Reader));
class TestServer
{
public:
    TestServer();
    ~TestServer();
    TestServer(const TestServer &) = delete;
    TestServer &operator=(const TestServer &) = delete;

    /// More lines for postgresql.conf, for example "max_connections=8"; takes effect with the next start or restart.
    void setConfiguration(const QStringList &lines);

    /// The server speaks TLS by TCP with copies of these files from the next start or restart on; empty: no TLS.
    void setCertificate(const QString &certificateFile, const QString &keyFile);

    bool start();
    bool stop();     ///< fast shutdown: sessions are ended, data stays for restart()
    bool killHard(); ///< SIGKILL to the postmaster and every backend; data stays for restart()
    bool restart();  ///< same port, same data; from any state
    bool isRunning() const;
    QString errorText() const; ///< of the last call that gave back false, with the end of the server's log

    bool createDatabase(const QString &name, const QString &templateName = {});
    bool dropDatabase(const QString &name);
    /// Runs one or several statements as `role` by the socket, in one implicit transaction.
    bool runSql(const QString &database, const QString &sql, Role role = Role::Owner);
    /// The first column of the first row as text; a null QString for NULL, no row or an error.
    QString value(const QString &database, const QString &sql, Role role = Role::Owner);
    /// What the real psql prints for these arguments (by the socket as `role`, ~/.psqlrc is not read).
    QString psql(const QString &database, const QStringList &arguments, Role role = Role::Owner);

    QString url(const QString &database, Role role = Role::Owner, Way way = Way::Tcp) const;
    static QString roleName(Role role);
    static QString password(Role role); ///< holds characters that a URL must escape
    QString host() const;               ///< 127.0.0.1
    int port() const;
    QString socketDirectory() const;
    QString dataDirectory() const;
    qint64 pid() const;                        ///< of the postmaster, 0 when it does not run
    QString binary(const QString &name) const; ///< full path of psql, pg_dump, …
    int majorVersion() const;
    QString log() const; ///< the server's log so far

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace pitboss::testing
