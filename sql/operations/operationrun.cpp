// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/operations/operationrun.h"

#include <QCoreApplication>
#include <QJsonObject>

namespace pitboss {

namespace {

constexpr auto savepoint = "pitboss_preview";
constexpr int longestText = 4000;
constexpr int longestReference = 128; // credit_transactions.reference_id

QString say(const char *text)
{
    return QCoreApplication::translate("Operation", text);
}

TransactionOptions transactionOptions()
{
    TransactionOptions options;
    options.lockTimeout = std::chrono::milliseconds(3000);
    options.statementTimeout = std::chrono::milliseconds(20000);
    options.idleTimeout = std::chrono::milliseconds(20000);
    return options;
}

/// Two attempts with the same id wait for one another, whichever account they name.
Statement operationLock(const QString &operationId)
{
    return Statement("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))").bind(operationId);
}

Result<void> checkText(const QString &name, const QString &text, int longest)
{
    if (text.size() > longest)
        return fail(Error::refused(say("%1 is longer than %2 characters.").arg(name).arg(longest)));
    if (text.contains(QChar(0)))
        return fail(Error::refused(say("%1 holds a NUL character.").arg(name)));
    return {};
}

} // namespace

Result<void> checkContext(const OperationContext &context)
{
    if (!context.limits.writesAllowed)
        return fail(Error::refused(
            say("Writes are forbidden in this environment (%1).").arg(environmentName(context.environment))));
    if (context.operationId.trimmed().isEmpty())
        return fail(Error::refused(say("The reference is empty.")));
    if (context.limits.reasonRequired && context.reason.trimmed().isEmpty())
        return fail(
            Error::refused(say("A reason is required here."), say("Say why this is done; it stays on record.")));
    const std::pair<QString, QString> texts[] = {{say("The reason"), context.reason},
                                                 {say("The ticket"), context.ticket},
                                                 {say("The operator's name"), context.operatorName}};
    for (const auto &[name, text] : texts) {
        if (auto fine = checkText(name, text, longestText); !fine)
            return fine;
    }
    return checkText(say("The reference"), context.operationId, longestReference);
}

OperationRun::OperationRun(Session &session, const Operation &operation, const Preview *seen)
    : m_session(session)
    , m_operation(operation)
    , m_seen(seen)
    , m_body(bodyOf(operation))
{
}

Result<void> OperationRun::check() const
{
    if (m_session.options().readOnly)
        return fail(Error::Kind::ReadOnly, say("This connection may only read."));
    if (auto fine = checkContext(contextOf(m_operation)); !fine)
        return fine;
    return m_body->check();
}

Result<void> OperationRun::perform()
{
    if (auto fine = check(); !fine)
        return fine;
    const auto facts = m_seen ? begin() : beginPreview();
    if (!facts)
        return fail(explained(facts.error()));
    if (auto decided = decide(*facts); !decided || hasNothingToDo())
        return decided;
    return write();
}

Result<QList<ResultSet>> OperationRun::begin()
{
    m_schema = m_seen->schema;
    auto begun = Transaction::beginWith(
        m_session, transactionOptions(),
        QList<Statement>{baseCountsStatement(), operationLock(contextOf(m_operation).operationId)} + m_body->facts());
    if (!begun)
        return fail(begun.error());
    m_transaction.emplace(std::move(begun->transaction));
    m_base = baseCounts(begun->results[0]);
    return begun->results.mid(2);
}

Result<QList<ResultSet>> OperationRun::beginPreview()
{
    auto begun = Transaction::beginWith(m_session, transactionOptions(),
                                        OperationSchema::statements() + QList<Statement>{baseCountsStatement()});
    if (!begun)
        return fail(begun.error());
    m_transaction.emplace(std::move(begun->transaction));
    m_base = baseCounts(begun->results.takeLast());
    const auto schema = OperationSchema::fromResults(begun->results);
    if (!schema)
        return fail(schema.error());
    m_schema = std::make_shared<OperationSchema>(*schema);
    const QString rights =
        m_body->rights() + (schema->hasAuditEvent() ? QStringLiteral(" INSERT:audit_event") : QString());
    if (auto fine = schema->require(m_body->needs(), rights); !fine)
        return fail(fine.error());
    auto facts = inOneGo(QList<Statement>{operationLock(contextOf(m_operation).operationId)} + m_body->facts());
    if (!facts)
        return fail(facts.error());
    return facts->mid(1);
}

Result<QList<ResultSet>> OperationRun::inOneGo(const QList<Statement> &statements)
{
    return m_session.executeTogether(statements);
}

Result<void> OperationRun::decide(const QList<ResultSet> &facts)
{
    auto plan = m_body->decide(facts, *m_schema);
    if (plan) {
        m_plan = *plan;
        return {};
    }
    Error error = plan.error();
    const auto nearest = error.relation.isEmpty() ? std::nullopt : m_body->nearest();
    const auto ids = nearest ? m_session.execute(*nearest) : Result<ResultSet>();
    QStringList names;
    for (int row = 0; ids && row < ids->rowCount(); ++row)
        names << ids->text(row, 0);
    if (!names.isEmpty())
        error.hint = say("The nearest ids are %1.").arg(names.join(QStringLiteral(", ")));
    return fail(error);
}

QList<Statement> OperationRun::writes() const
{
    QList<Statement> statements = m_plan.writes;
    if (m_schema->hasAuditEvent())
        statements << m_schema->auditEvent(actionOf(m_operation), contextOf(m_operation).operatorName,
                                           jsonText(m_plan.record));
    return statements;
}

QList<Statement> OperationRun::looks() const
{
    // What is deferred to COMMIT has to happen now, to be seen.
    QList<Statement> statements{"SET CONSTRAINTS ALL IMMEDIATE", momentStatement(), touchedStatement()};
    for (const OwnRow &own : m_plan.own)
        statements << own.select;
    for (const TableEffect &table : m_seen ? m_seen->effect.tables : QList<TableEffect>()) {
        if (table.isSearched)
            statements << writtenRows(table.table);
    }
    return statements;
}

Result<void> OperationRun::write()
{
    const QList<Statement> mine = writes();
    QList<Statement> all = mine + looks();
    if (!m_seen)
        all.prepend(QByteArray("SAVEPOINT ") + savepoint);
    const auto results = inOneGo(all);
    if (!results)
        return fail(explained(results.error()));
    const qsizetype first = m_seen ? 0 : 1;
    const ResultSet &moved = results->at(first);
    if (moved.isEmpty())
        return fail(Error::Kind::Conflict,
                    say("The server changed no row: a rule or a trigger of this database prevents it."));
    if (!moved.isNull(0, 0))
        m_ledgerId = moved.integer(0, 0);
    if (!moved.isNull(0, 1))
        m_balance = Money::fromMicro(moved.integer(0, 1));
    m_effect.statements = m_plan.done + mine;
    return readTouched(results->mid(first + mine.size() + 1));
}

Result<void> OperationRun::commit()
{
    return m_transaction->commit();
}

bool OperationRun::isAsSeen() const
{
    return m_seen && !hasNothingToDo() && m_plan.summary == m_seen->summary && isSameEffect(m_seen->effect, m_effect);
}

Preview OperationRun::preview() const
{
    Preview preview;
    const OperationContext &context = contextOf(m_operation);
    preview.operationId = context.operationId;
    preview.summary = m_plan.summary;
    preview.isNoOp = m_plan.isNoOp;
    preview.warnings = m_plan.warnings;
    preview.delta = m_plan.delta;
    preview.effect = m_effect;
    preview.needsLargeConfirmation =
        m_plan.delta && context.limits.confirmAbove && *m_plan.delta > *context.limits.confirmAbove;
    preview.role = m_schema->role();
    preview.database = m_schema->database();
    preview.schema = m_schema;
    if (wasDoneBefore())
        preview.doneBefore = receipt();
    return preview;
}

Receipt OperationRun::receipt() const
{
    Receipt receipt;
    if (wasDoneBefore()) {
        receipt = *m_plan.doneBefore;
    } else {
        receipt.operationId = contextOf(m_operation).operationId;
        receipt.summary = m_plan.summary;
        receipt.transactionId = m_effect.transactionId;
        receipt.ledgerId = m_ledgerId;
        receipt.delta = m_plan.delta;
        receipt.balance = m_balance;
        receipt.effect = m_effect;
    }
    receipt.role = m_schema->role();
    receipt.database = m_schema->database();
    return receipt;
}

Error OperationRun::explained(Error error) const
{
    const bool isStandby = m_session.serverParameter("in_hot_standby") == QLatin1String("on")
        || error.message.contains(QLatin1String("recovery")); // servers before 14 do not report it
    if (error.sqlState == QLatin1String("0A000") && isStandby) {
        error.kind = Error::Kind::ReadOnly;
        error.detail = error.message;
        error.message = say("This server is a standby: it takes no writes.");
    } else if (error.kind == Error::Kind::Timeout) {
        error.detail = error.message;
        error.message = say("Someone else is at the same rows just now, or the server is too slow.");
        error.hint = say("Try again in a moment; with the same reference nothing is done twice.");
    }
    return error;
}

} // namespace pitboss
