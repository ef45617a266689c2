// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace pitboss {

/// SQL text with $1, $2 … and their values as Postgres's own text; nullopt is NULL.
struct Statement
{
    QByteArray sql; ///< UTF-8
    QList<std::optional<QByteArray>> parameters;
    bool isKept = false;

    Statement() = default;
    Statement(const char *text)
        : sql(text)
    {
    }
    Statement(QByteArray text, QList<std::optional<QByteArray>> values = {})
        : sql(std::move(text))
        , parameters(std::move(values))
    {
    }
    Statement(const QString &text, QList<std::optional<QByteArray>> values = {})
        : sql(text.toUtf8())
        , parameters(std::move(values))
    {
    }

    Statement &bind(const QString &value)
    {
        parameters.append(value.toUtf8());
        return *this;
    }
    Statement &bind(const QByteArray &value)
    {
        parameters.append(value);
        return *this;
    }
    Statement &bind(const char *value) { return bind(QByteArray(value)); }
    Statement &bind(qint64 value)
    {
        parameters.append(QByteArray::number(value));
        return *this;
    }
    Statement &bindNull()
    {
        parameters.append(std::nullopt);
        return *this;
    }
    /// One of the program's own that is said over and over: the server parses it once in a session, and plans it seldom
    /// (protocol, "Extended Query": named statements). A session looks after that, also when they are dropped.
    Statement &keep()
    {
        isKept = true;
        return *this;
    }
};

/// "na""me": safe for any name (SQL syntax, "Identifiers and Key Words"). Always quoted, so never a keyword.
QByteArray quoteIdentifier(const QString &name);
QByteArray quoteIdentifier(const QString &schema, const QString &name);
/// 'it''s', or E'…' when it holds a backslash: right whatever standard_conforming_strings says.
QByteArray quoteLiteral(const QString &text);

} // namespace pitboss
