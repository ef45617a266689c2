// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/operations/body.h"

#include <QCoreApplication>
#include <QJsonObject>

namespace pitboss {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("Tier", text);
}

QString field(const ResultSet &rows, const char *column)
{
    const int index = rows.columnIndex(QLatin1String(column));
    return index < 0 || rows.isEmpty() ? QString() : rows.text(0, index);
}

QString meaning(const QString &tier)
{
    if (tier == QLatin1String("free"))
        return say("free: the free bouts and what credits pay for, no subscription.");
    if (tier == QLatin1String("pass"))
        return say("pass: what the pass subscription includes.");
    if (tier == QLatin1String("lab"))
        return say("lab: what the lab subscription includes, the largest.");
    return {};
}

class TierBody final : public Body
{
public:
    explicit TierBody(const ChangeTier &change)
        : m_change(change)
    {
    }
    Result<void> check() const override { return {}; }
    QString needs() const override { return QStringLiteral("users.id users.subscription_tier users.updated_at"); }
    QString rights() const override { return QStringLiteral("SELECT:users UPDATE:users"); }
    QList<Statement> facts() const override
    {
        return {Statement("SELECT * FROM users WHERE id = $1 FOR UPDATE").bind(m_change.userId)};
    }
    Result<Plan> decide(const QList<ResultSet> &facts, const OperationSchema &schema) const override;
    std::optional<Statement> nearest() const override { return nearestIds(QStringLiteral("users"), m_change.userId); }

private:
    Result<void> checkTier(const OperationSchema &schema) const;
    QStringList warnings(const ResultSet &person) const;
    ChangeTier m_change;
};

Result<void> TierBody::checkTier(const OperationSchema &schema) const
{
    QStringList tiers = schema.enumLabels(QStringLiteral("users"), QStringLiteral("subscription_tier"));
    if (tiers.isEmpty())
        tiers = {QStringLiteral("free"), QStringLiteral("pass"), QStringLiteral("lab")};
    if (tiers.contains(m_change.tier))
        return {};
    return fail(Error::refused(say("“%1” is no tier.").arg(m_change.tier),
                               say("Tiers are %1, written like this.").arg(tiers.join(QStringLiteral(", ")))));
}

QStringList TierBody::warnings(const ResultSet &person) const
{
    QStringList list;
    if (const QString words = meaning(m_change.tier); !words.isEmpty())
        list << words;
    const QString status = field(person, "subscription_status");
    const QString subscription = field(person, "subscription_id");
    static const QStringList live{QStringLiteral("active"), QStringLiteral("trialing"), QStringLiteral("past_due")};
    if (!subscription.isEmpty() && live.contains(status))
        list << say("The subscription %1 is %2: at its next renewal (%3) the payment provider's word overwrites this "
                    "tier.")
                    .arg(subscription, status, field(person, "subscription_current_period_end"));
    return list;
}

Result<Plan> TierBody::decide(const QList<ResultSet> &facts, const OperationSchema &schema) const
{
    const ResultSet &person = facts[0];
    if (const auto fine = checkTier(schema); !fine)
        return fail(fine.error());
    if (person.isEmpty())
        return fail(unknownPerson(m_change.userId));
    const QString before = field(person, "subscription_tier");
    Plan plan;
    plan.isNoOp = before == m_change.tier;
    if (plan.isNoOp) {
        plan.summary = say("%1 is on the tier %2 already: nothing to change.").arg(m_change.userId, before);
        return plan;
    }
    plan.summary = say("Change the tier of %1 from %2 to %3.").arg(m_change.userId, before, m_change.tier);
    plan.warnings = warnings(person);
    plan.writes << Statement("UPDATE users SET subscription_tier = $2, updated_at = clock_timestamp()"
                             " WHERE id = $1 AND subscription_tier = $3 RETURNING NULL, NULL")
                       .bind(m_change.userId)
                       .bind(m_change.tier)
                       .bind(before);
    plan.own = {
        {QStringLiteral("users"), Statement("SELECT * FROM users WHERE id = $1").bind(m_change.userId), person, 0, 1}};
    plan.record = recordOf(m_change.context);
    plan.record.insert(QStringLiteral("userId"), m_change.userId);
    plan.record.insert(QStringLiteral("tierBefore"), before);
    plan.record.insert(QStringLiteral("tier"), m_change.tier);
    return plan;
}

class AgentBody final : public Body
{
public:
    explicit AgentBody(const ArchiveAgent &change)
        : m_change(change)
    {
    }
    Result<void> check() const override { return {}; }
    QString needs() const override { return QStringLiteral("agents.id agents.name agents.archived"); }
    QString rights() const override { return QStringLiteral("SELECT:agents UPDATE:agents"); }
    QList<Statement> facts() const override
    {
        return {Statement("SELECT * FROM agents WHERE id = $1 FOR UPDATE").bind(m_change.agentId)};
    }
    Result<Plan> decide(const QList<ResultSet> &facts, const OperationSchema &schema) const override;
    std::optional<Statement> nearest() const override { return nearestIds(QStringLiteral("agents"), m_change.agentId); }

private:
    ArchiveAgent m_change;
};

Result<Plan> AgentBody::decide(const QList<ResultSet> &facts, const OperationSchema &schema) const
{
    const ResultSet &agent = facts[0];
    if (agent.isEmpty())
        return fail(Error::refused(say("There is no agent with the id “%1”.").arg(m_change.agentId)));
    const bool isArchived = field(agent, "archived") == QLatin1String("t");
    const QString name = field(agent, "name");
    Plan plan;
    plan.isNoOp = isArchived == m_change.archived;
    if (plan.isNoOp) {
        plan.summary = (isArchived ? say("The agent %1 (%2) is archived already: nothing to change.")
                                   : say("The agent %1 (%2) is not archived: nothing to change."))
                           .arg(m_change.agentId, name);
        return plan;
    }
    plan.summary = (m_change.archived ? say("Archive the agent %1 (%2).") : say("Restore the agent %1 (%2)."))
                       .arg(m_change.agentId, name);
    const QByteArray moves = schema.has(QStringLiteral("agents"), QStringLiteral("updated_at"))
        ? QByteArray(", updated_at = clock_timestamp()")
        : QByteArray();
    plan.writes << Statement("UPDATE agents SET archived = $2" + moves
                             + " WHERE id = $1 AND archived <> $2 RETURNING NULL, NULL")
                       .bind(m_change.agentId)
                       .bind(m_change.archived ? "true" : "false");
    plan.own = {{QStringLiteral("agents"), Statement("SELECT * FROM agents WHERE id = $1").bind(m_change.agentId),
                 agent, 0, 1}};
    plan.record = recordOf(m_change.context);
    plan.record.insert(QStringLiteral("agentId"), m_change.agentId);
    plan.record.insert(QStringLiteral("archived"), m_change.archived);
    return plan;
}

} // namespace

std::unique_ptr<Body> tierBody(const ChangeTier &operation)
{
    return std::make_unique<TierBody>(operation);
}

std::unique_ptr<Body> agentBody(const ArchiveAgent &operation)
{
    return std::make_unique<AgentBody>(operation);
}

} // namespace pitboss
