// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/statement.h"

namespace pitboss {

QByteArray quoteIdentifier(const QString &name)
{
    QString quoted = name;
    quoted.replace(QLatin1Char('"'), QLatin1String("\"\""));
    return QByteArray("\"" + quoted.toUtf8() + "\"");
}

QByteArray quoteIdentifier(const QString &schema, const QString &name)
{
    return schema.isEmpty() ? quoteIdentifier(name) : QByteArray(quoteIdentifier(schema) + '.' + quoteIdentifier(name));
}

QByteArray quoteLiteral(const QString &text)
{
    QString quoted = text;
    quoted.replace(QLatin1Char('\''), QLatin1String("''"));
    const bool escape = quoted.contains(QLatin1Char('\\'));
    quoted.replace(QLatin1Char('\\'), QLatin1String("\\\\"));
    return QByteArray((escape ? "E'" : "'") + quoted.toUtf8() + "'");
}

} // namespace pitboss
