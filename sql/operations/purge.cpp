// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/operations/purge.h"

#include "sql/audit/recorded.h"
#include "sql/operations/body.h"
#include "sql/operations/operationschema.h"
#include "sql/operations/purgelist.h"
#include "sql/transaction.h"

#include <QCoreApplication>
#include <QFile>

namespace pitboss {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("Purge", text);
}

/// The tables whose rows go with a bout. A cascade deletes too, so that its rows are counted and exported as well.
constexpr const char *othersQuery = R"(
SELECT c.relname, format('%I.%I', n.nspname, c.relname), quote_ident(a.attname)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'f' AND k.confrelid = to_regclass('bouts')
  AND k.conkey = ARRAY[a.attnum]
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.oid <> to_regclass('bouts')
  AND (k.confdeltype = 'c' OR a.attname = 'bout_id' AND c.oid IN (to_regclass('reactions'), to_regclass('winner_votes')))
GROUP BY 1, 2, 3 ORDER BY 2)";

Result<void> require(const OperationSchema &schema)
{
    const QString rights = QStringLiteral("SELECT:bouts UPDATE:bouts DELETE:bouts");
    QString more = schema.hasAuditEvent() ? QStringLiteral(" INSERT:audit_event") : QString();
    for (const char *name : {"reactions", "winner_votes"}) {
        const QString table = QLatin1String(name);
        if (schema.has(table, QStringLiteral("bout_id")))
            more += QStringLiteral(" SELECT:%1 DELETE:%1").arg(table);
    }
    return schema.require(QStringLiteral("bouts.id bouts.status"), rights + more);
}

Result<void> count(Session &session, PurgePreview *preview)
{
    const auto bouts = session.execute("SELECT count(*) FROM bouts WHERE status = 'error'");
    if (!bouts)
        return fail(bouts.error());
    preview->bouts = bouts->integer(0, 0);
    for (BoutRows &other : preview->others) {
        const auto rows = session.execute("SELECT count(*) FROM " + other.source + " WHERE " + other.column
                                          + " IN (SELECT id FROM bouts WHERE status = 'error')");
        if (!rows)
            return fail(rows.error());
        other.rows = rows->integer(0, 0);
    }
    return {};
}

QJsonObject countsRecord(qint64 bouts, const QList<BoutRows> &others)
{
    QJsonObject record{{QStringLiteral("bouts"), bouts}};
    for (const BoutRows &other : others)
        record.insert(other.table, other.rows);
    return record;
}

/// From the list to the outcome on record.
class Purge
{
public:
    Purge(Session &session, const PurgeBouts &purge, const PurgePreview &seen, const PurgeProgress &progress)
        : m_session(session)
        , m_purge(purge)
        , m_seen(seen)
        , m_progress(progress)
    {
        m_answer.others = seen.others;
        for (BoutRows &other : m_answer.others)
            other.rows = 0;
    }
    Result<PurgeAnswer> run(AuditLog &log);

private:
    struct Batch
    {
        QByteArray transactionId;
        qint64 bouts = 0;
        QList<qint64> others;
    };
    Result<void> list();
    void dropExport();
    Result<Batch> deleteBatch(const QList<QByteArray> &ids, const QList<QByteArray> &prints);
    QList<Statement> deletions(const QByteArray &ids) const;
    Statement auditEvent(qint64 bouts) const;
    bool settle(const Error &error, const Batch &batch);
    void add(const Batch &batch);
    void deleteAll();
    QJsonObject intent() const;
    QJsonObject outcome(QJsonObject fields) const;
    bool goOn() const { return !m_progress || m_progress(m_answer); }

    Session &m_session;
    const PurgeBouts &m_purge;
    const PurgePreview &m_seen;
    const PurgeProgress &m_progress;
    BoutList m_list;
    PurgeAnswer m_answer;
    Batch m_last; ///< the one that is being committed
};

Result<void> Purge::list()
{
    const auto progress = [this](qint64 bouts) {
        m_answer.exported = bouts;
        return goOn();
    };
    auto list = listErroredBouts(m_session, m_seen.others, m_purge.exportFile, progress);
    if (!list)
        return fail(list.error());
    m_list = *list;
    m_answer.exported = m_purge.exportFile.isEmpty() ? 0 : m_list.ids.size();
    m_answer.exportFile = m_purge.exportFile;
    if (m_list.ids.size() <= m_seen.bouts)
        return {};
    dropExport();
    return fail(Error::Kind::Conflict,
                say("There are %1 bouts in error now; the preview told of %2. Nothing was deleted.")
                    .arg(m_list.ids.size())
                    .arg(m_seen.bouts),
                {}, say("Look at the new preview."));
}

/// Nothing will be deleted: an export would only stand in the way of the next attempt.
void Purge::dropExport()
{
    if (!m_purge.exportFile.isEmpty())
        QFile::remove(m_purge.exportFile);
    m_answer.exportFile.clear();
    m_answer.exported = 0;
}

QList<Statement> Purge::deletions(const QByteArray &ids) const
{
    QList<Statement> statements;
    for (const BoutRows &other : m_seen.others)
        statements << Statement("DELETE FROM " + other.source + " WHERE " + other.column + " = ANY($1)").bind(ids);
    return statements << Statement("DELETE FROM bouts WHERE id = ANY($1) AND status = 'error'").bind(ids);
}

Statement Purge::auditEvent(qint64 bouts) const
{
    QJsonObject record = recordOf(m_purge.context);
    record.insert(QStringLiteral("bouts"), bouts);
    record.insert(QStringLiteral("export"), m_purge.exportFile);
    return m_seen.schema->auditEvent(QStringLiteral("bouts.purge"), m_purge.context.operatorName, jsonText(record));
}

/// Locks them, looks with a fresh snapshot whether they are still what was listed, deletes those that are.
Result<Purge::Batch> Purge::deleteBatch(const QList<QByteArray> &ids, const QList<QByteArray> &prints)
{
    TransactionOptions options;
    options.statementTimeout = std::chrono::minutes(2);
    const QByteArray all = arrayText(ids);
    auto begun = Transaction::beginWith(
        m_session, options,
        {Statement("SELECT id FROM bouts WHERE id = ANY($1) AND status = 'error' ORDER BY id FOR UPDATE").bind(all),
         stillAsListed(m_seen.others, all, arrayText(prints))});
    if (!begun)
        return fail(begun.error());
    Transaction transaction = std::move(begun->transaction);
    QList<QByteArray> same;
    for (int row = 0; row < begun->results[1].rowCount(); ++row)
        same << begun->results[1].value(row, 0).toByteArray();
    if (same.isEmpty())
        return Batch{};
    QList<Statement> statements = deletions(arrayText(same)) << Statement("SELECT txid_current()");
    if (m_seen.schema->hasAuditEvent())
        statements << auditEvent(same.size());
    const auto done = m_session.executeTogether(statements);
    if (!done)
        return fail(done.error());
    m_last = Batch{done->at(m_seen.others.size() + 1).value(0, 0).toByteArray(), 0, {}};
    for (qsizetype i = 0; i < m_seen.others.size(); ++i)
        m_last.others << done->at(i).affectedRows();
    m_last.bouts = done->at(m_seen.others.size()).affectedRows();
    if (auto committed = transaction.commit(); !committed)
        return fail(committed.error());
    return m_last;
}

void Purge::add(const Batch &batch)
{
    m_answer.bouts += batch.bouts;
    for (qsizetype i = 0; i < batch.others.size(); ++i)
        m_answer.others[i].rows += batch.others[i];
}

/// An error of a batch. True: the answer was lost, and the batch was done all the same.
bool Purge::settle(const Error &error, const Batch &batch)
{
    if (error.kind == Error::Kind::OutcomeUnknown) {
        m_session.close();
        const auto outcome = resolveOutcome(m_session, m_purge.context.operationId, batch.transactionId);
        const Outcome::State state = outcome ? outcome->state : Outcome::State::Unknown;
        if (state == Outcome::State::Done)
            return true;
        m_answer.isUncertain = state != Outcome::State::NotDone;
    }
    m_answer.wasCanceled = error.kind == Error::Kind::Canceled;
    if (!m_answer.wasCanceled)
        m_answer.stoppedBy = error;
    return false;
}

void Purge::deleteAll()
{
    for (qsizetype from = 0; from < m_list.ids.size(); from += m_purge.batch) {
        m_answer.wasCanceled = !goOn();
        if (m_answer.wasCanceled)
            return;
        const QList<QByteArray> ids = m_list.ids.mid(from, m_purge.batch);
        auto batch = deleteBatch(ids, m_list.prints.mid(from, m_purge.batch));
        if (!batch && settle(batch.error(), m_last))
            batch = m_last;
        if (!batch)
            return;
        add(*batch);
        m_answer.kept += ids.size() - batch->bouts;
    }
}

QJsonObject Purge::intent() const
{
    QJsonObject fields = placeRecord(m_session, m_purge.context, m_seen.schema->role());
    fields.insert(QStringLiteral("phase"), QStringLiteral("intent"));
    fields.insert(QStringLiteral("action"), QStringLiteral("bouts.purge"));
    fields.insert(QStringLiteral("target"), QStringLiteral("bouts"));
    fields.insert(QStringLiteral("summary"), say("Delete %1 bouts in error.").arg(m_list.ids.size()));
    fields.insert(QStringLiteral("previewed"), countsRecord(m_seen.bouts, m_seen.others));
    fields.insert(QStringLiteral("export"), m_answer.exportFile);
    return fields;
}

QJsonObject Purge::outcome(QJsonObject fields) const
{
    const bool isWhole = !m_answer.wasCanceled && !m_answer.stoppedBy;
    const QString word = m_answer.isUncertain ? QStringLiteral("unknown")
        : isWhole                             ? QStringLiteral("done")
        : m_answer.bouts > 0                  ? QStringLiteral("partly done")
                                              : QStringLiteral("not done");
    fields.insert(QStringLiteral("phase"), QStringLiteral("outcome"));
    fields.insert(QStringLiteral("outcome"), word);
    fields.insert(QStringLiteral("deleted"), countsRecord(m_answer.bouts, m_answer.others));
    fields.insert(QStringLiteral("kept"), m_answer.kept);
    if (m_answer.stoppedBy)
        fields.insert(QStringLiteral("error"), m_answer.stoppedBy->text());
    return fields;
}

Result<PurgeAnswer> Purge::run(AuditLog &log)
{
    if (auto listed = list(); !listed)
        return fail(listed.error());
    if (m_list.ids.isEmpty()) {
        dropExport();
        return m_answer;
    }
    const QJsonObject fields = intent();
    if (const auto recorded = log.append(fields); !recorded) {
        dropExport();
        return fail(recorded.error());
    }
    deleteAll();
    const auto recorded = log.append(outcome(fields));
    m_answer.auditNumber = recorded ? recorded->number : 0;
    m_answer.auditProblem = recorded ? QString() : recorded.error().text();
    return m_answer;
}

} // namespace

Result<PurgePreview> previewPurge(Session &session, const PurgeBouts &purge)
{
    if (session.options().readOnly)
        return fail(Error::Kind::ReadOnly, say("This connection may only read."));
    if (auto fine = checkContext(purge.context); !fine)
        return fail(fine.error());
    TransactionOptions options;
    options.repeatableRead = true;
    options.readOnly = true; // the session's default; what the database itself says is in the schema
    auto begun = Transaction::beginWith(session, options, OperationSchema::statements());
    if (!begun)
        return fail(begun.error());
    const auto schema = OperationSchema::fromResults(begun->results);
    if (!schema)
        return fail(schema.error());
    if (auto fine = require(*schema); !fine)
        return fail(fine.error());
    const auto others = session.execute(othersQuery);
    if (!others)
        return fail(others.error());
    PurgePreview preview{0, {}, std::make_shared<OperationSchema>(*schema)};
    for (int row = 0; row < others->rowCount(); ++row)
        preview.others << BoutRows{others->text(row, 0), others->value(row, 1).toByteArray(),
                                   others->value(row, 2).toByteArray(), 0};
    if (auto counted = count(session, &preview); !counted)
        return fail(counted.error());
    return preview;
}

Result<PurgeAnswer> purgeOnRecord(Session &session, const PurgeBouts &purge, const PurgePreview &seen, AuditLog &log,
                                  const PurgeProgress &progress)
{
    if (auto fine = checkContext(purge.context); !fine)
        return fail(fine.error());
    return Purge(session, purge, seen, progress).run(log);
}

} // namespace pitboss
