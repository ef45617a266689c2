// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/tracking.h"

#include "migrations/words.h"
#include "sql/session.h"

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

// One round trip: is it there, may this role read it, which columns has it. The catalog is readable by everyone.
const char *const lookup = R"(
select n.nspname, has_schema_privilege(n.oid, 'USAGE') and has_table_privilege(c.oid, 'SELECT'),
       array_to_string(array(select a.attname::text from pg_catalog.pg_attribute a
                             where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum), ','),
       has_database_privilege(current_database(), 'CREATE')
from (select 1) one
left join (pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace)
       on c.relname = $2 and c.relkind in ('r', 'p', 'v', 'f', 'm')
      and case when $1 = '' then pg_catalog.pg_table_is_visible(c.oid) else n.nspname = $1 end)";

QByteArray columnOr(const TrackingTable &table, const char *column, const char *expression)
{
    return table.columns.contains(QLatin1StringView(column)) ? QByteArray(expression) : QByteArray("NULL");
}

QByteArray rowsQuery(const TrackingTable &table)
{
    const QByteArray time = "to_char(applied_at::timestamptz at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')";
    const bool id = table.columns.contains("id"_L1);
    return "select " + columnOr(table, "id", "id::text") + ", " + columnOr(table, "hash", "hash::text") + ", "
        + columnOr(table, "created_at", "created_at::text") + ", " + columnOr(table, "name", "name::text") + ", "
        + columnOr(table, "version", "version::text") + ", " + columnOr(table, "applied_at", time.constData())
        + " from " + table.source.quoted().toUtf8() + (id ? " order by id" : " order by 5, 4");
}

TrackingRow rowOf(const ResultSet &rows, int row)
{
    TrackingRow out;
    out.id = rows.integer(row, 0);
    out.hash = rows.text(row, 1);
    bool number = false;
    const qint64 created = rows.value(row, 2).toByteArray().toLongLong(&number);
    if (!rows.isNull(row, 2) && number)
        out.createdAt = created;
    out.name = rows.text(row, 3);
    out.version = rows.text(row, 4);
    const QDateTime applied = QDateTime::fromString(rows.text(row, 5), Qt::ISODateWithMs);
    if (applied.isValid())
        out.appliedAt = applied;
    return out;
}

Error notReadable(const TrackingSource &source)
{
    return Error::of(Error::Kind::Permission, Words::tr("This role may not read %1.").arg(source.shown()), {},
                     Words::tr("What is applied cannot be told. Connect as a role that may read the table, or: %1")
                         .arg(u"GRANT SELECT ON "_s + source.quoted() + u" TO …;"_s));
}

} // namespace

QString TrackingSource::quoted() const
{
    return QString::fromUtf8(schema.isEmpty() ? quoteIdentifier(table) : quoteIdentifier(schema, table));
}

Result<TrackingTable> readTrackingTable(Session &session, const TrackingSource &source)
{
    TrackingTable table;
    table.source = source;
    const auto found = session.execute(Statement(lookup).bind(source.schema).bind(source.table));
    if (!found)
        return fail(found.error());
    table.state = TrackingTable::State::Missing;
    table.mayCreateSchema = found->rowCount() > 0 && found->boolean(0, 3);
    if (found->isEmpty() || found->isNull(0, 0))
        return table;
    table.source.schema = found->text(0, 0);
    table.columns = found->text(0, 2).split(u',');
    table.state = TrackingTable::State::NotReadable;
    table.error = notReadable(table.source);
    if (!found->boolean(0, 1))
        return table;
    const auto rows = session.execute(Statement(rowsQuery(table)));
    if (!rows && rows.error().kind != Error::Kind::Permission)
        return fail(rows.error());
    if (!rows)
        return table;
    table.state = TrackingTable::State::Read;
    table.error = {};
    for (int row = 0; row < rows->rowCount(); ++row)
        table.rows << rowOf(*rows, row);
    return table;
}

} // namespace pitboss
