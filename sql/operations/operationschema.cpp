// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/operations/operationschema.h"

#include <QCoreApplication>

namespace pitboss {

namespace {

constexpr const char *tables = "{users,credits,credit_transactions,agents,bouts,reactions,winner_votes,audit_event}";

QString say(const char *text)
{
    return QCoreApplication::translate("OperationSchema", text);
}

Error missingError(const QString &name)
{
    const QString table = name.section(QLatin1Char('.'), 0, 0);
    const QString column = name.section(QLatin1Char('.'), 1);
    Error error = Error::of(
        Error::Kind::Missing,
        (column.isEmpty() ? say("This database has no table %1.") : say("This database has no column %1.")).arg(name),
        {}, say("Its schema is older or newer than what this needs, or it lies outside search_path."));
    error.relation = table;
    error.column = column;
    return error;
}

} // namespace

QList<Statement> OperationSchema::statements()
{
    const Statement columns =
        Statement("SELECT t.name, a.attname, (SELECT string_agg(e.enumlabel, E'\\x1f' ORDER BY e.enumsortorder)"
                  " FROM pg_enum e WHERE e.enumtypid = a.atttypid) FROM unnest($1::text[]) t(name)"
                  " JOIN pg_attribute a ON a.attrelid = to_regclass(t.name) WHERE a.attnum > 0 AND NOT a.attisdropped")
            .bind(tables);
    const Statement rights = Statement("SELECT t.name, p.name FROM unnest($1::text[]) t(name),"
                                       " unnest('{SELECT,INSERT,UPDATE}'::text[]) p(name)"
                                       " WHERE has_any_column_privilege(to_regclass(t.name), p.name)"
                                       " UNION ALL SELECT t.name, 'DELETE' FROM unnest($1::text[]) t(name)"
                                       " WHERE has_table_privilege(to_regclass(t.name), 'DELETE')")
                                 .bind(tables);
    // The session itself sets default_transaction_read_only; reset_val is what database and role say.
    const Statement server = "SELECT current_user, current_database(), pg_is_in_recovery(),"
                             " current_setting('track_counts') = 'on', (SELECT reset_val = 'on' FROM pg_settings"
                             " WHERE name = 'default_transaction_read_only')";
    return {columns, rights, server};
}

Result<OperationSchema> OperationSchema::fromResults(const QList<ResultSet> &results)
{
    if (results.size() != 3 || results[2].rowCount() != 1)
        return fail(Error::Kind::Internal, QStringLiteral("the catalog's answer is not whole"));
    OperationSchema schema;
    for (int r = 0; r < results[0].rowCount(); ++r)
        schema.m_columns[results[0].text(r, 0)].insert(results[0].text(r, 1),
                                                       results[0].text(r, 2).split(QChar(0x1f), Qt::SkipEmptyParts));
    for (int r = 0; r < results[1].rowCount(); ++r)
        schema.m_rights[results[1].text(r, 0)] << results[1].text(r, 1);
    schema.m_role = results[2].text(0, 0);
    schema.m_database = results[2].text(0, 1);
    schema.m_isStandby = results[2].boolean(0, 2);
    schema.m_countsRows = results[2].boolean(0, 3);
    schema.m_isReadOnly = results[2].boolean(0, 4);
    return schema;
}

QStringList OperationSchema::enumLabels(const QString &table, const QString &column) const
{
    return m_columns.value(table).value(column);
}

bool OperationSchema::hasAuditEvent() const
{
    const QString table = QStringLiteral("audit_event");
    return has(table, QStringLiteral("action")) && has(table, QStringLiteral("actor_type"))
        && has(table, QStringLiteral("metadata"));
}

Result<void> OperationSchema::require(const QString &needs, const QString &rights) const
{
    if (m_isStandby || m_isReadOnly)
        return fail(Error::Kind::ReadOnly,
                    m_isStandby ? say("This server is a standby: it takes no writes.")
                                : say("The database %1 is set to read-only.").arg(m_database),
                    {}, say("Connect to the one that takes writes."));
    if (auto columns = requireColumns(needs); !columns)
        return columns;
    return requireRights(rights);
}

Result<void> OperationSchema::requireColumns(const QString &needs) const
{
    const QStringList all = needs.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (const QString &name : all) {
        const QString table = name.section(QLatin1Char('.'), 0, 0);
        if (!has(table))
            return fail(missingError(table));
        if (!has(table, name.section(QLatin1Char('.'), 1)))
            return fail(missingError(name));
    }
    return {};
}

Result<void> OperationSchema::requireRights(const QString &rights) const
{
    QStringList lacking;
    const QStringList all = rights.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (const QString &pair : all) {
        const QString right = pair.section(QLatin1Char(':'), 0, 0);
        const QString table = pair.section(QLatin1Char(':'), 1);
        if (!m_rights.value(table).contains(right))
            lacking << QStringLiteral("%1 ON %2").arg(right, table);
    }
    if (lacking.isEmpty())
        return {};
    return fail(Error::Kind::Permission,
                say("The role %1 lacks a right: %2.").arg(m_role, lacking.join(QStringLiteral(", "))), {},
                say("Ask whoever owns the tables to grant it, or connect with another role."));
}

Statement OperationSchema::auditEvent(const QString &action, const QString &operatorName,
                                      const QByteArray &metadata) const
{
    const bool names = has(QStringLiteral("audit_event"), QStringLiteral("actor_id"));
    Statement insert(QByteArray("INSERT INTO audit_event (action, actor_type, metadata") + (names ? ", actor_id" : "")
                     + ") VALUES ($1, $2, $3::jsonb" + (names ? ", $4" : "") + ')');
    insert.bind(action).bind("operator").bind(metadata);
    if (names)
        insert.bind(operatorName);
    return insert;
}

} // namespace pitboss
