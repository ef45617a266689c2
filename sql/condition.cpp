// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/condition.h"

namespace pitboss {

QString equalsCondition(const Column &column, const std::optional<QByteArray> &value)
{
    const QString name = QString::fromUtf8(quoteIdentifier(column.name));
    if (!value)
        return name + QStringLiteral(" IS NULL");
    const QString literal = QString::fromUtf8(quoteLiteral(QString::fromUtf8(*value)));
    const bool hasEquality = column.isSortable;
    return hasEquality ? name + QStringLiteral(" = ") + literal : name + QStringLiteral("::text = ") + literal;
}

QString bothConditions(const QString &first, const QString &second)
{
    if (first.trimmed().isEmpty())
        return second;
    if (second.trimmed().isEmpty())
        return first;
    return QStringLiteral("(%1) AND %2").arg(first.trimmed(), second.trimmed());
}

} // namespace pitboss
