// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/operations/audittable.h"

#include "sql/audit/recorded.h"
#include "sql/operations/body.h"
#include "sql/transaction.h"

#include <QCoreApplication>

namespace pitboss {

namespace {

// One command each, as the session sends them.
constexpr const char *migration[] = {
    R"(CREATE TABLE audit_event (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    action text NOT NULL,
    actor_type text NOT NULL,
    actor_id text,
    db_role text NOT NULL DEFAULT session_user,
    metadata jsonb NOT NULL
))",
    R"(CREATE INDEX audit_event_at_idx ON audit_event (at))",
    R"(CREATE FUNCTION audit_event_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit_event is append-only: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$)",
    R"(CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION audit_event_refuse_change())",
    R"(ALTER TABLE audit_event ENABLE ALWAYS TRIGGER audit_event_append_only)",
    R"(COMMENT ON TABLE audit_event IS 'What was done by whom and why. Append-only: a trigger refuses every change.')",
};

constexpr const char *look =
    "SELECT current_schema(), current_user, to_regclass('audit_event') IS NOT NULL, (SELECT count(*) FROM pg_attribute"
    " WHERE attrelid = to_regclass('audit_event') AND NOT attisdropped"
    " AND attname IN ('action', 'actor_type', 'metadata')) = 3";

QString say(const char *text)
{
    return QCoreApplication::translate("AuditTable", text);
}

struct Run
{
    Transaction transaction;
    AuditTablePreview preview;
};

Error otherShape()
{
    return Error::refused(say("This database has an audit_event that is something else: it lacks action, actor_type or "
                              "metadata."),
                          say("Rename that one, or add the columns by a migration of your own."));
}

/// Everything but COMMIT.
Result<Run> perform(Session &session, const InstallAuditTable &install)
{
    if (session.options().readOnly)
        return fail(Error::Kind::ReadOnly, say("This connection may only read."));
    if (auto fine = checkContext(install.context); !fine)
        return fail(fine.error());
    // Two at once: the second waits for the first and then finds the table.
    auto begun = Transaction::beginWith(
        session, {}, {"SELECT pg_advisory_xact_lock(hashtextextended('pitboss.audit_event', 0))", look});
    if (!begun)
        return fail(begun.error());
    const ResultSet &found = begun->results[1];
    Run run{std::move(begun->transaction), {auditTableSql(), found.boolean(0, 3), found.text(0, 1), found.text(0, 0)}};
    if (run.preview.isThere)
        return run;
    if (found.boolean(0, 2))
        return fail(otherShape());
    QList<Statement> statements;
    for (const char *sql : migration)
        statements << Statement(sql);
    if (const auto made = session.executeTogether(statements); !made)
        return fail(made.error());
    return run;
}

QJsonObject recordWith(QJsonObject fields, const char *phase, const char *outcome)
{
    fields.insert(QStringLiteral("phase"), QLatin1String(phase));
    if (*outcome)
        fields.insert(QStringLiteral("outcome"), QLatin1String(outcome));
    return fields;
}

} // namespace

QByteArray auditTableSql()
{
    QByteArray sql = "-- Migration: audit_event, the append-only record of guarded operations\n"
                     "-- Idempotent: no; run it once\n";
    for (const char *statement : migration)
        sql += '\n' + QByteArray(statement) + ";\n";
    return sql;
}

Result<AuditTablePreview> previewAuditTable(Session &session, const InstallAuditTable &install)
{
    const auto run = perform(session, install);
    if (!run)
        return fail(run.error());
    return run->preview;
}

Result<AuditTableAnswer> installAuditTable(Session &session, const InstallAuditTable &install, AuditLog &log)
{
    auto run = perform(session, install);
    if (!run)
        return fail(run.error());
    if (run->preview.isThere)
        return AuditTableAnswer{true, 0, {}};
    QJsonObject fields = placeRecord(session, install.context, run->preview.role);
    fields.insert(QStringLiteral("action"), QStringLiteral("audit.install"));
    fields.insert(QStringLiteral("target"), run->preview.schemaName + QStringLiteral(".audit_event"));
    fields.insert(QStringLiteral("summary"), say("Make the append-only table audit_event."));
    if (const auto intent = log.append(recordWith(fields, "intent", "")); !intent)
        return fail(intent.error());
    const auto committed = run->transaction.commit();
    const bool isUnknown = !committed && committed.error().kind == Error::Kind::OutcomeUnknown;
    const auto entry = log.append(recordWith(fields, "outcome",
                                             committed       ? "done"
                                                 : isUnknown ? "unknown"
                                                             : "not done"));
    if (!committed)
        return fail(committed.error());
    return AuditTableAnswer{false, entry ? entry->number : 0, entry ? QString() : entry.error().text()};
}

} // namespace pitboss
