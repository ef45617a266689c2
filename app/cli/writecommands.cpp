// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/writing.h"
#include "sql/pit/users.h"

#include <QCoreApplication>

namespace pitboss::cli {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("WriteCommands", text);
}

/// An e-mail address is looked up; everything else is an id, and the operation says so when there is none.
Result<QString> personOf(Context &context, Session &session)
{
    const QString word = context.word(0);
    if (!word.contains(QLatin1Char('@')))
        return word;
    const auto schema = PitSchema::read(session);
    if (!schema)
        return fail(schema.error());
    return findUser(session, *schema, word);
}

struct Call
{
    Session *session = nullptr;
    OperationContext context;
};

Result<Call> begin(Context &context)
{
    const auto session = context.writer();
    if (!session)
        return fail(session.error());
    const auto call = operationContext(context, **session);
    if (!call)
        return fail(call.error());
    return Call{*session, *call};
}

template <typename Make> Result<int> onPerson(Context &context, const Make &make)
{
    const auto call = begin(context);
    if (!call)
        return fail(call.error());
    const auto person = personOf(context, *call->session);
    if (!person)
        return fail(person.error());
    return runOperation(context, *call->session, make(call->context, *person));
}

Result<Money> amountOf(const QString &text)
{
    const auto amount = Money::fromCredits(text);
    if (amount && *amount <= Money())
        return fail(Error::Kind::Usage, say("The amount has to be more than 0, not “%1”.").arg(text));
    return amount;
}

Result<qint64> transactionOf(Context &context)
{
    bool isNumber = false;
    const qint64 id = context.option("transaction").toLongLong(&isNumber);
    if (isNumber && id > 0)
        return id;
    return fail(Error::Kind::Usage,
                context.has("transaction")
                    ? say("--transaction is the number of a ledger row, not “%1”.").arg(context.option("transaction"))
                    : say("--transaction is missing: the number of the ledger row."));
}

Result<int> runGrant(Context &context)
{
    const auto amount = amountOf(context.word(1));
    if (!amount)
        return fail(amount.error());
    return onPerson(context, [&](const OperationContext &call, const QString &person) {
        return Operation(GrantCredits{call, person, *amount});
    });
}

Result<int> runRefund(Context &context)
{
    const auto entry = transactionOf(context);
    if (!entry)
        return fail(entry.error());
    std::optional<Money> amount;
    if (context.has("amount")) {
        const auto given = amountOf(context.option("amount"));
        if (!given)
            return fail(given.error());
        amount = *given;
    }
    return onPerson(context, [&](const OperationContext &call, const QString &person) {
        return Operation(RefundCharge{call, person, *entry, amount});
    });
}

Result<int> runReverse(Context &context)
{
    const auto entry = transactionOf(context);
    if (!entry)
        return fail(entry.error());
    const bool partial = context.has("partial");
    return onPerson(context, [&](const OperationContext &call, const QString &person) {
        return Operation(ReverseEntry{call, person, *entry, partial});
    });
}

Result<int> runSetTier(Context &context)
{
    return onPerson(context, [&](const OperationContext &call, const QString &person) {
        return Operation(ChangeTier{call, person, context.word(1)});
    });
}

Result<int> archive(Context &context, bool archived)
{
    const auto call = begin(context);
    if (!call)
        return fail(call.error());
    return runOperation(context, *call->session, ArchiveAgent{call->context, context.word(0), archived});
}

Result<int> runArchive(Context &context)
{
    return archive(context, true);
}

Result<int> runRestore(Context &context)
{
    return archive(context, false);
}

Argument userArgument()
{
    return {QStringLiteral("USER"), say("An id, or a whole e-mail address.")};
}

Option transactionOption()
{
    return {QStringLiteral("transaction"), QStringLiteral("ID"), say("The ledger row, by number.")};
}

Option referenceOption()
{
    return {QStringLiteral("reference"), QStringLiteral("R"),
            say("A name of your own for it: once more with the same one changes nothing. Else a new one is made.")};
}

Option largeOption()
{
    return {
        QStringLiteral("large"), {}, say("Also an amount above the environment's limit (production: 1000 credits).")};
}

} // namespace

QList<Command> creditsWriteCommands()
{
    const QString credits = QStringLiteral("CREDITS");
    const QList<Option> refund{transactionOption(),
                               {QStringLiteral("amount"), credits, say("Only so much; all that is left unless told.")},
                               referenceOption(),
                               largeOption()};
    const QList<Option> reverse{transactionOption(),
                                {QStringLiteral("partial"), {}, say("Take what the balance holds when that is less.")},
                                referenceOption()};
    return {{QStringLiteral("credits grant"),
             say("Give credits."),
             {userArgument(), {QStringLiteral("AMOUNT"), say("In credits, at most two decimals, more than 0.")}},
             QList<Option>{referenceOption(), largeOption()} + writeOptions(),
             writeNotes(),
             &runGrant},
            {QStringLiteral("credits refund"),
             say("Give back a charge, at most what is left of it."),
             {userArgument()},
             refund + writeOptions(),
             writeNotes(),
             &runRefund},
            {QStringLiteral("credits reverse"),
             say("Take back a grant or refund made in error, at most what the balance holds."),
             {userArgument()},
             reverse + writeOptions(),
             writeNotes(),
             &runReverse}};
}

QList<Command> usersWriteCommands()
{
    return {{QStringLiteral("users set-tier"),
             say("Change a person's tier."),
             {userArgument(), {QStringLiteral("TIER"), say("free, pass or lab, written like this.")}},
             writeOptions(),
             writeNotes(),
             &runSetTier}};
}

QList<Command> agentsWriteCommands()
{
    const Argument agent{QStringLiteral("AGENT"), say("Its id.")};
    return {{QStringLiteral("agents archive"),
             say("Take an agent off the stage."),
             {agent},
             writeOptions(),
             writeNotes(),
             &runArchive},
            {QStringLiteral("agents restore"),
             say("Bring an archived agent back."),
             {agent},
             writeOptions(),
             writeNotes(),
             &runRestore}};
}

} // namespace pitboss::cli
