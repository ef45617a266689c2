// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/error.h"

#include <QCoreApplication>
#include <QStringList>

namespace pitboss {

Error Error::canceled()
{
    return of(Kind::Canceled, QCoreApplication::translate("Error", "Canceled."));
}

Error Error::of(Kind kind, const QString &message, const QString &detail, const QString &hint)
{
    Error error;
    error.kind = kind;
    error.message = message;
    error.detail = detail;
    error.hint = hint;
    return error;
}

QString Error::text() const
{
    QStringList lines{message};
    if (!detail.isEmpty())
        lines << detail;
    if (!hint.isEmpty())
        lines << hint;
    return lines.join(QLatin1Char('\n'));
}

QString kindName(Error::Kind kind)
{
    static constexpr const char *names[] = {
        "refused",    "usage",  "connect",    "connection lost", "outcome unknown", "canceled", "timeout",
        "constraint", "data",   "permission", "read only",       "missing",         "syntax",   "conflict",
        "resources",  "server", "file",       "internal"};
    return QString::fromLatin1(names[int(kind)]);
}

} // namespace pitboss
