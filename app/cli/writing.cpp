// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/writing.h"

#include "app/cli/texttable.h"
#include "sql/audit/recorded.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace pitboss::cli {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("Writing", text);
}

void addMoney(QJsonObject &document, const char *key, const std::optional<Money> &money)
{
    const QString name = QLatin1String(key);
    document.insert(name, money ? QJsonValue(money->credits()) : QJsonValue());
    document.insert(name + QStringLiteral("_micro"), money ? QJsonValue(money->micro()) : QJsonValue());
}

QString shown(const std::optional<QByteArray> &value)
{
    constexpr int longest = 120;
    return value ? shortenedToWidth(harmless(QString::fromUtf8(*value)), longest) : QStringLiteral("NULL");
}

QString changeText(const RowChange &row)
{
    QStringList parts;
    for (const ValueChange &value : row.values) {
        const bool isNew = row.kind == RowChange::Kind::Inserted;
        if (isNew && value.after)
            parts << QStringLiteral("%1 = %2").arg(value.column, value.isGenerated ? say("(new)") : shown(value.after));
        else if (!isNew && value.isChanged())
            parts << QStringLiteral("%1: %2 → %3").arg(value.column, shown(value.before), shown(value.after));
    }
    return parts.join(QStringLiteral(", "));
}

QString tableTitle(const TableEffect &table)
{
    Effect one;
    one.tables = {table};
    return effectSummary(one);
}

QJsonObject receiptJson(const RecordedAnswer &recorded)
{
    const Receipt &receipt = recorded.answer.receipt;
    QJsonObject document{
        {QStringLiteral("done"), true},
        {QStringLiteral("already_done"), receipt.wasDoneBefore},
        {QStringLiteral("no_change"), recorded.answer.isNoOp},
        {QStringLiteral("operation_id"), receipt.operationId},
        {QStringLiteral("summary"), receipt.summary},
        {QStringLiteral("transaction"), receipt.ledgerId ? QJsonValue(*receipt.ledgerId) : QJsonValue()},
        {QStringLiteral("audit_entry"), recorded.auditNumber > 0 ? QJsonValue(recorded.auditNumber) : QJsonValue()}};
    addMoney(document, "delta", receipt.delta);
    addMoney(document, "balance", receipt.balance);
    return document;
}

void printReceipt(Context &context, const RecordedAnswer &recorded)
{
    const Receipt &receipt = recorded.answer.receipt;
    if (recorded.answer.isNoOp) {
        context.terminal().out(receipt.summary + QLatin1Char('\n'));
        return;
    }
    QList<std::pair<QString, QString>> fields{
        {receipt.wasDoneBefore ? say("Done before") : say("Done"), receipt.summary}};
    if (receipt.ledgerId)
        fields.append({say("Ledger row"), QString::number(*receipt.ledgerId)});
    if (receipt.balance)
        fields.append({receipt.wasDoneBefore ? say("Balance now") : say("New balance"),
                       say("%1 credits").arg(receipt.balance->credits())});
    fields.append({say("Reference"), receipt.operationId});
    if (recorded.auditNumber > 0)
        fields.append({say("Audit entry"), QString::number(recorded.auditNumber)});
    printFields(context.terminal(), fields);
}

int tellDone(Context &context, const RecordedAnswer &recorded)
{
    if (context.json())
        context.printJson(receiptJson(recorded));
    else
        printReceipt(context, recorded);
    if (recorded.wasAskedAgain)
        context.terminal().note(say("The connection was lost at the end; the server was asked again: it is done."));
    if (!recorded.auditProblem.isEmpty())
        context.terminal().note(
            say("It is done, but its outcome could not be recorded: %1").arg(recorded.auditProblem));
    return Done;
}

Result<int> showOnly(Context &context, const Preview &seen)
{
    if (context.json())
        context.printJson({{QStringLiteral("done"), false}, {QStringLiteral("preview"), previewJson(seen)}});
    else
        printPreview(context, seen);
    return NotClean;
}

} // namespace

QList<Option> writeOptions()
{
    const QString text = QStringLiteral("TEXT");
    return {{QStringLiteral("yes"), {}, say("Do it; without it the command only shows what it would do.")},
            {QStringLiteral("reason"), text, say("Why; stays on record. Required on production.")},
            {QStringLiteral("ticket"), text, say("The ticket it belongs to.")},
            {QStringLiteral("operator"), text, say("Who does it, by name; the OS user is on record anyway.")}};
}

QString writeNotes()
{
    return say("Without --yes the whole effect is shown, before → after, nothing is written and the status is 3. What\n"
               "speaks against it is refused with --yes too. Intent and outcome land in the audit log.");
}

Result<OperationContext> operationContext(Context &context, const Session &session)
{
    OperationContext call = OperationContext::ofThisProcess(session.info().environment());
    call.tool = QStringLiteral("pitbossctl " PITBOSS_VERSION);
    call.operatorName = context.option("operator", call.osUser);
    call.reason = context.option("reason");
    call.ticket = context.option("ticket");
    call.largeConfirmed = context.has("large");
    if (context.has("reference")) {
        call.operationId = context.option("reference");
        if (call.operationId.trimmed().isEmpty())
            return fail(Error::Kind::Usage, say("--reference is empty."));
    }
    return call;
}

QJsonObject previewJson(const Preview &preview)
{
    QJsonArray statements;
    for (const Statement &statement : preview.effect.statements)
        statements.append(QString::fromUtf8(statement.sql));
    QJsonObject document{{QStringLiteral("summary"), preview.summary},
                         {QStringLiteral("warnings"), QJsonArray::fromStringList(preview.warnings)},
                         {QStringLiteral("tables"), effectRecord(preview.effect)},
                         {QStringLiteral("statements"), statements}};
    addMoney(document, "delta", preview.delta);
    return document;
}

void printPreview(Context &context, const Preview &preview)
{
    Terminal &terminal = context.terminal();
    terminal.out(terminal.bold(harmless(preview.summary)) + QLatin1Char('\n'));
    for (const QString &warning : preview.warnings)
        terminal.out(QStringLiteral("! ") + harmless(warning) + QLatin1Char('\n'));
    for (const TableEffect &table : preview.effect.tables) {
        terminal.out(QStringLiteral("\n") + tableTitle(table) + QLatin1Char('\n'));
        for (const RowChange &row : table.rows)
            terminal.out(QStringLiteral("  ") + changeText(row) + QLatin1Char('\n'));
        if (!table.isListed)
            terminal.out(QStringLiteral("  ") + say("(its rows are too many to list)") + QLatin1Char('\n'));
    }
    if (!preview.effect.seesTriggers)
        terminal.note(say("The server does not count rows (track_counts is off): what triggers did is not shown."));
    terminal.note(say("\nNothing was written. Add --yes to do it."));
}

Result<int> runOperation(Context &context, Session &session, const Operation &operation)
{
    auto seen = preview(session, operation);
    if (!seen)
        return fail(seen.error());
    const bool isSettled = seen->isNoOp || seen->doneBefore;
    if (!isSettled && !context.has("yes"))
        return showOnly(context, *seen);
    AuditLog log(AuditLog::defaultFolder());
    constexpr int attempts = 4; // busy accounts move between preview and commit; what was asked for stays the same
    for (int i = 0; i < attempts; ++i) {
        const auto recorded = commitOnRecord(session, operation, *seen, log);
        if (!recorded)
            return fail(recorded.error());
        if (!recorded->answer.moved)
            return tellDone(context, *recorded);
        if (i + 1 == attempts)
            return fail(recorded->answer.conflict());
        *seen = recorded->answer.preview;
    }
    return Failed;
}

} // namespace pitboss::cli
