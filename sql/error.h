// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaType>
#include <QString>

namespace pitboss {

/// What went wrong, as a value: it crosses threads, is shown to people and decides what happens next.
struct Error
{
    enum class Kind {
        Refused,        ///< Pitboss itself said no before anything was sent
        Usage,          ///< the words of a call are off (command line, URL, file)
        Connect,        ///< no session could be opened: name, address, TLS, password, database
        ConnectionLost, ///< the session ended under us; nothing was committed by the lost statement
        OutcomeUnknown, ///< the connection was lost between COMMIT and its answer
        Canceled,       ///< a person canceled it
        Timeout,        ///< statement_timeout, lock_timeout or a limit of ours
        Constraint,     ///< SQLSTATE class 23
        Data,           ///< SQLSTATE class 22
        Permission,     ///< 42501
        ReadOnly,       ///< 25006
        Missing,        ///< a table, column, function or file is not there
        Syntax,         ///< 42601
        Conflict,       ///< serialization failure, deadlock, or the world moved between preview and commit
        Resources,      ///< SQLSTATE class 53: disk full, out of memory, too many connections
        Server,         ///< any other error of the server
        File,           ///< reading or writing a file failed
        Internal        ///< a bug of ours
    };

    Kind kind = Kind::Internal;
    QString message; ///< one sentence: what happened
    QString detail;
    QString hint;       ///< what to do
    QString sqlState;   ///< five characters, empty when the server did not speak
    QString statement;  ///< the SQL that failed, without parameter values
    int position = 0;   ///< 1-based, in characters of `statement`; 0: unknown
    QString constraint; ///< name, where the server told it
    QString relation;   ///< schema.table, where the server told it
    QString column;     ///< where the server told it

    static Error refused(const QString &message, const QString &hint = {})
    {
        return {Kind::Refused, message, {}, hint, {}, {}, 0, {}, {}, {}};
    }
    static Error canceled();
    static Error of(Kind kind, const QString &message, const QString &detail = {}, const QString &hint = {});

    /// The message, then detail and hint on lines of their own: for logs and copies.
    QString text() const;

    bool operator==(const Error &) const = default;
};

/// "connection lost", "canceled", …: the kind in words, for JSON and tests.
QString kindName(Error::Kind kind);

} // namespace pitboss

Q_DECLARE_METATYPE(pitboss::Error)
