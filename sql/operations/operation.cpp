// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/operations/body.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSysInfo>
#include <QUuid>

#ifdef Q_OS_UNIX
#include <pwd.h>
#include <unistd.h>
#endif

namespace pitboss {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("Operation", text);
}

QString osUserName()
{
#ifdef Q_OS_UNIX
    // Not $USER: anybody can set that, and a service has none.
    passwd entry;
    passwd *found = nullptr;
    QByteArray buffer(16384, 0);
    if (getpwuid_r(getuid(), &entry, buffer.data(), size_t(buffer.size()), &found) == 0 && found)
        return QString::fromLocal8Bit(found->pw_name);
    return QString::number(getuid());
#else
    return qEnvironmentVariable("USERNAME");
#endif
}

} // namespace

OperationLimits OperationLimits::of(Environment environment)
{
    OperationLimits limits;
    limits.reasonRequired = environment == Environment::Production;
    if (environment == Environment::Production)
        limits.confirmAbove = Money::fromMicro(1000 * Money::microPerCredit);
    return limits;
}

QString OperationContext::newOperationId()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

OperationContext OperationContext::ofThisProcess(Environment environment)
{
    OperationContext context;
    context.osUser = osUserName();
    context.host = QSysInfo::machineHostName();
    context.tool = QCoreApplication::applicationName() + QLatin1Char(' ') + QCoreApplication::applicationVersion();
    context.environment = environment;
    context.limits = OperationLimits::of(environment);
    return context;
}

const OperationContext &contextOf(const Operation &operation)
{
    return std::visit([](const auto &one) -> const OperationContext & { return one.context; }, operation);
}

OperationContext &contextOf(Operation &operation)
{
    return std::visit([](auto &one) -> OperationContext & { return one.context; }, operation);
}

QString actionOf(const Operation &operation)
{
    if (const auto *agent = std::get_if<ArchiveAgent>(&operation))
        return agent->archived ? QStringLiteral("agents.archive") : QStringLiteral("agents.restore");
    static const QStringList names{QStringLiteral("credits.grant"), QStringLiteral("credits.refund"),
                                   QStringLiteral("credits.reverse"), QStringLiteral("users.set-tier")};
    return names.value(int(operation.index()));
}

QString targetOf(const Operation &operation)
{
    if (const auto *agent = std::get_if<ArchiveAgent>(&operation))
        return agent->agentId;
    if (const auto *tier = std::get_if<ChangeTier>(&operation))
        return tier->userId;
    if (const auto *grant = std::get_if<GrantCredits>(&operation))
        return grant->userId;
    if (const auto *refund = std::get_if<RefundCharge>(&operation))
        return refund->userId;
    return std::get<ReverseEntry>(operation).userId;
}

std::unique_ptr<Body> bodyOf(const Operation &operation)
{
    if (const auto *agent = std::get_if<ArchiveAgent>(&operation))
        return agentBody(*agent);
    if (const auto *tier = std::get_if<ChangeTier>(&operation))
        return tierBody(*tier);
    if (const auto *grant = std::get_if<GrantCredits>(&operation))
        return grantBody(*grant);
    if (const auto *refund = std::get_if<RefundCharge>(&operation))
        return refundBody(*refund);
    return reverseBody(std::get<ReverseEntry>(operation));
}

QJsonObject recordOf(const OperationContext &context)
{
    QJsonObject record{
        {QStringLiteral("operationId"), context.operationId}, {QStringLiteral("operator"), context.operatorName},
        {QStringLiteral("osUser"), context.osUser},           {QStringLiteral("host"), context.host},
        {QStringLiteral("reason"), context.reason},           {QStringLiteral("tool"), context.tool}};
    if (!context.ticket.isEmpty())
        record.insert(QStringLiteral("ticket"), context.ticket);
    return record;
}

QByteArray jsonText(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

Error unknownPerson(const QString &userId)
{
    Error error = Error::refused(say("There is no person with the id “%1”.").arg(userId));
    error.relation = QStringLiteral("users");
    return error;
}

Statement nearestIds(const QString &table, const QString &id)
{
    const QByteArray name = quoteIdentifier(table);
    return Statement("(SELECT id FROM " + name + " WHERE id >= $1 ORDER BY id LIMIT 3) UNION (SELECT id FROM " + name
                     + " WHERE id < $1 ORDER BY id DESC LIMIT 3) UNION (SELECT id FROM " + name
                     + " WHERE lower(id) = lower(trim($1::text)) LIMIT 3)")
        .bind(id);
}

Error CommitAnswer::conflict() const
{
    return Error::of(Error::Kind::Conflict, say("Someone changed the data since the preview: nothing was written."),
                     say("It would now do this: %1").arg(preview.summary),
                     say("Look at the new preview and confirm again."));
}

} // namespace pitboss
