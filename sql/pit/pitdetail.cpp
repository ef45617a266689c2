// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/pit/pitdetail.h"

#include <QCoreApplication>

namespace pitboss {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("PitDetail", text);
}

QString hintOfNearIds(Session &session, const QString &table, const QString &id)
{
    const auto rows = session.execute(
        Statement(QByteArray("SELECT id FROM " + quoteIdentifier(table) + " WHERE id ILIKE $1 ORDER BY id LIMIT 3"))
            .bind(containsPattern(id)));
    QStringList near;
    for (int r = 0; rows && r < rows->rowCount(); ++r)
        near << rows->text(r, 0);
    return near.isEmpty() ? QString() : say("Ids that hold it: %1.").arg(near.join(QStringLiteral(", ")));
}

} // namespace

PitPart readPart(Session &session, const PitSchema &schema, const PitPartDefinition &definition, const QString &id)
{
    PitPart part;
    part.name = QLatin1String(definition.name);
    part.isList = definition.isList;
    if (const auto there = schema.require(QLatin1String(definition.needs)); !there) {
        part.error = there.error();
        return part;
    }
    Statement statement(definition.sql);
    if (statement.sql.contains("$1"))
        statement.bind(id);
    auto rows = session.execute(statement);
    if (rows)
        part.rows = *rows;
    else
        part.error = rows.error();
    return part;
}

Result<ResultSet> readById(Session &session, const PitSchema &schema, const QString &table, const QString &id)
{
    if (const auto there = schema.require(table + QStringLiteral(".id")); !there)
        return fail(there.error());
    auto rows =
        session.execute(Statement(QByteArray("SELECT * FROM " + quoteIdentifier(table) + " WHERE id = $1")).bind(id));
    if (!rows || !rows->isEmpty())
        return rows;
    return fail(Error::Kind::Missing, say("%1 has no row with the id “%2”.").arg(table, id), {},
                hintOfNearIds(session, table, id));
}

QString containsPattern(const QString &text)
{
    QString escaped = text;
    for (const char c : {'\\', '%', '_'}) // the backslash first
        escaped.replace(QLatin1Char(c), QLatin1Char('\\') + QString(QLatin1Char(c)));
    return QLatin1Char('%') + escaped + QLatin1Char('%');
}

} // namespace pitboss
