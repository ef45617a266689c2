// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/audit/recorded.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace pitboss {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("Audit", text);
}

QJsonValue jsonOf(const std::optional<QByteArray> &value)
{
    constexpr qsizetype longest = 2000; // a transcript's text does not belong into a log
    if (!value)
        return QJsonValue::Null;
    const QString text = QString::fromUtf8(*value);
    return text.size() > longest ? text.left(longest) + QStringLiteral("…") : text;
}

/// All of a new row; of an old one what changed, and its key.
QJsonObject rowRecord(const RowChange &row)
{
    QJsonObject before;
    QJsonObject after;
    const bool isNew = row.kind == RowChange::Kind::Inserted;
    for (const ValueChange &value : row.values) {
        const bool isKey = value.column == QLatin1String("id") || value.column == QLatin1String("user_id");
        if (isNew || isKey || value.isChanged())
            after.insert(value.column, jsonOf(value.after));
        if (!isNew && value.isChanged())
            before.insert(value.column, jsonOf(value.before));
    }
    QJsonObject record{{QStringLiteral("after"), after}};
    if (!isNew)
        record.insert(QStringLiteral("before"), before);
    return record;
}

QJsonObject intentRecord(const Session &session, const Operation &operation, const Receipt &receipt)
{
    QJsonObject fields = placeRecord(session, contextOf(operation), receipt.role);
    fields.insert(QStringLiteral("phase"), QStringLiteral("intent"));
    fields.insert(QStringLiteral("action"), actionOf(operation));
    fields.insert(QStringLiteral("target"), targetOf(operation));
    fields.insert(QStringLiteral("summary"), receipt.summary);
    fields.insert(QStringLiteral("transactionId"), QString::fromLatin1(receipt.transactionId));
    if (receipt.delta)
        fields.insert(QStringLiteral("deltaMicro"), receipt.delta->micro());
    fields.insert(QStringLiteral("effect"), effectRecord(receipt.effect));
    return fields;
}

QJsonObject outcomeRecord(QJsonObject fields, const QString &outcome, const Receipt &receipt)
{
    fields.remove(QStringLiteral("effect"));
    fields.insert(QStringLiteral("phase"), QStringLiteral("outcome"));
    fields.insert(QStringLiteral("outcome"), outcome);
    if (receipt.ledgerId)
        fields.insert(QStringLiteral("ledgerId"), *receipt.ledgerId);
    if (receipt.balance)
        fields.insert(QStringLiteral("balanceMicro"), receipt.balance->micro());
    return fields;
}

/// From the intent on: everything ends with an outcome in the log.
struct Ending
{
    AuditLog &log;
    Receipt receipt;
    QJsonObject intent;

    RecordedAnswer record(const char *outcome, const Receipt &done) const
    {
        RecordedAnswer answer;
        answer.answer.receipt = done;
        const auto entry = log.append(outcomeRecord(intent, QLatin1String(outcome), done));
        if (entry)
            answer.auditNumber = entry->number;
        else
            answer.auditProblem = entry.error().text();
        return answer;
    }
};

Error notDone(const Error &cause)
{
    return Error::of(Error::Kind::ConnectionLost,
                     say("The connection was lost, and the server says that the operation was not done."), cause.detail,
                     say("Try again; with the same reference nothing is done twice."));
}

Error stillUnknown(Error cause, const QString &operationId)
{
    cause.kind = Error::Kind::OutcomeUnknown;
    cause.message = say("The connection was lost before the server confirmed the commit, and it cannot be asked now.");
    cause.hint = say("Do it again with the reference %1: when it was done, that is told and nothing is done twice.")
                     .arg(operationId);
    return cause;
}

Result<RecordedAnswer> askAgain(Session &session, const Ending &ending, const Error &cause)
{
    session.close();
    const auto outcome = resolveOutcome(session, ending.receipt.operationId, ending.receipt.transactionId);
    const Outcome::State state = outcome ? outcome->state : Outcome::State::Unknown;
    if (state == Outcome::State::Done) {
        RecordedAnswer answer = ending.record("done", ending.receipt);
        answer.wasAskedAgain = true;
        return answer;
    }
    const bool isCertain = state == Outcome::State::NotDone;
    (void)ending.record(isCertain ? "not done" : "unknown", Receipt());
    return fail(isCertain ? notDone(cause) : stillUnknown(cause, ending.receipt.operationId));
}

} // namespace

QJsonObject effectRecord(const Effect &effect)
{
    QJsonObject record;
    for (const TableEffect &table : effect.tables) {
        QJsonArray rows;
        for (const RowChange &row : table.rows)
            rows.append(rowRecord(row));
        record.insert(table.table.display(),
                      QJsonObject{{QStringLiteral("inserted"), table.inserted},
                                  {QStringLiteral("updated"), table.updated},
                                  {QStringLiteral("deleted"), table.deleted},
                                  {QStringLiteral("rows"), rows}});
    }
    return record;
}

QJsonObject placeRecord(const Session &session, const OperationContext &context, const QString &role)
{
    return {{QStringLiteral("operationId"), context.operationId},
            {QStringLiteral("operator"), context.operatorName},
            {QStringLiteral("osUser"), context.osUser},
            {QStringLiteral("host"), context.host},
            {QStringLiteral("reason"), context.reason},
            {QStringLiteral("ticket"), context.ticket},
            {QStringLiteral("tool"), context.tool},
            {QStringLiteral("role"), role},
            {QStringLiteral("environment"), environmentName(context.environment)},
            {QStringLiteral("database"), session.info().displayName()}};
}

Result<RecordedAnswer> commitOnRecord(Session &session, const Operation &operation, const Preview &seen, AuditLog &log)
{
    std::optional<Ending> ending;
    const auto intent = [&](const Receipt &receipt) -> Result<void> {
        const QJsonObject fields = intentRecord(session, operation, receipt);
        if (const auto entry = log.append(fields); !entry)
            return fail(entry.error());
        ending.emplace(Ending{log, receipt, fields});
        return {};
    };
    const auto committed = commit(session, operation, seen, intent);
    if (!committed && !ending)
        return fail(committed.error());
    if (committed) {
        RecordedAnswer answer = ending ? ending->record("done", committed->receipt) : RecordedAnswer();
        answer.answer = *committed;
        return answer;
    }
    if (committed.error().kind == Error::Kind::OutcomeUnknown)
        return askAgain(session, *ending, committed.error());
    (void)ending->record("not done", Receipt());
    return fail(committed.error());
}

Result<Outcome> resolveOnRecord(Session &session, const QString &operationId, AuditLog &log)
{
    const auto entries = log.entries();
    AuditEntry intent;
    bool isSettled = false;
    for (const AuditEntry &entry : entries ? *entries : QList<AuditEntry>()) {
        if (entry.operationId != operationId)
            continue;
        if (entry.phase == QLatin1String("intent"))
            intent = entry;
        isSettled = entry.outcome == QLatin1String("done") || entry.outcome == QLatin1String("not done");
    }
    const QString transactionId = intent.fields[QLatin1String("transactionId")].toString();
    const auto outcome = resolveOutcome(session, operationId, transactionId.toLatin1());
    const bool isKnown =
        outcome && (outcome->state == Outcome::State::Done || outcome->state == Outcome::State::NotDone);
    if (!isKnown || isSettled || intent.number == 0)
        return outcome;
    Receipt receipt;
    receipt.ledgerId = outcome->ledgerId;
    receipt.balance = outcome->balance;
    const bool isDone = outcome->state == Outcome::State::Done;
    QJsonObject fields = intent.fields;
    for (const char *own : {"number", "time", "previous", "hash"})
        fields.remove(QLatin1String(own));
    (void)log.append(outcomeRecord(fields, isDone ? QStringLiteral("done") : QStringLiteral("not done"), receipt));
    return outcome;
}

} // namespace pitboss
