// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/pit/pitschema.h"

#include <QCoreApplication>

namespace pitboss {

namespace {

constexpr const char *tables = "{users,credits,credit_transactions,bouts,agents,intro_pool,referrals,reactions,"
                               "winner_votes,newsletter_signups,free_bout_pool,agent_flags}";

QString say(const char *text)
{
    return QCoreApplication::translate("PitSchema", text);
}

Error missingError(const QStringList &names)
{
    const bool one = names.size() == 1;
    const bool table = one && !names.first().contains(QLatin1Char('.'));
    const QString message = table ? say("This database has no table %1.")
        : one                     ? say("This database has no column %1.")
                                  : say("This database lacks %1.");
    Error error = Error::of(Error::Kind::Missing, message.arg(names.join(QStringLiteral(", "))), {},
                            say("Its schema is older or newer than what this reads, or it lies outside search_path."));
    error.relation = names.first().section(QLatin1Char('.'), 0, 0);
    error.column = names.first().section(QLatin1Char('.'), 1);
    return error;
}

} // namespace

Result<PitSchema> PitSchema::read(Session &session)
{
    // An index serves an equality by its first column; one with a WHERE may lack the row.
    const auto rows = session.execute(
        Statement("SELECT t.name, a.attname, coalesce(i.plain, false), coalesce(i.lowered, false)"
                  " FROM unnest($1::text[]) t(name) JOIN pg_attribute a ON a.attrelid = to_regclass(t.name)"
                  " LEFT JOIN LATERAL (SELECT bool_or(x.indkey[0] = a.attnum) AS plain,"
                  " bool_or(x.indkey[0] = 0 AND pg_get_indexdef(x.indexrelid, 1, true) IN"
                  " (format('lower(%I)', a.attname), format('lower(%I::text)', a.attname))) AS lowered"
                  " FROM pg_index x WHERE x.indrelid = a.attrelid AND x.indisvalid AND x.indpred IS NULL) i ON true"
                  " WHERE a.attnum > 0 AND NOT a.attisdropped")
            .bind(tables));
    if (!rows)
        return fail(rows.error());
    PitSchema schema;
    for (int r = 0; r < rows->rowCount(); ++r) {
        schema.m_columns[rows->text(r, 0)].insert(rows->text(r, 1));
        const QString name = rows->text(r, 0) + QLatin1Char('.') + rows->text(r, 1);
        if (rows->text(r, 2) == QLatin1String("t"))
            schema.m_indexed.insert(name);
        if (rows->text(r, 3) == QLatin1String("t"))
            schema.m_indexedLower.insert(name);
    }
    return schema;
}

bool PitSchema::isPit() const
{
    constexpr int enough = 2;
    const QStringList marks = {QStringLiteral("users.subscription_tier"), QStringLiteral("credits.balance_micro"),
                               QStringLiteral("credit_transactions.delta_micro"), QStringLiteral("bouts.transcript"),
                               QStringLiteral("agents.system_prompt")};
    return marks.size() - missing(marks.join(QLatin1Char(' '))).size() >= enough;
}

QStringList PitSchema::missing(const QString &needs) const
{
    QStringList names;
    const QStringList all = needs.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (const QString &name : all) {
        const QString table = name.section(QLatin1Char('.'), 0, 0);
        const QString column = name.section(QLatin1Char('.'), 1);
        const QString lacking = !has(table) ? table : column.isEmpty() || has(table, column) ? QString() : name;
        if (!lacking.isEmpty() && !names.contains(lacking))
            names << lacking;
    }
    return names;
}

Result<void> PitSchema::require(const QString &needs) const
{
    const QStringList names = missing(needs);
    if (!names.isEmpty())
        return fail(missingError(names));
    return {};
}

} // namespace pitboss
