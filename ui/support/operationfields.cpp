// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/support/operationfields.h"

#include "ui/inklabel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QLocale>

namespace pitboss {

QString OperationWish::title() const
{
    switch (kind) {
    case Kind::Grant:
        return OperationFields::tr("Grant credits");
    case Kind::Refund:
        return OperationFields::tr("Refund a charge");
    case Kind::Reverse:
        return OperationFields::tr("Reverse an entry");
    case Kind::ChangeTier:
        return OperationFields::tr("Change the tier");
    case Kind::Archive:
        return OperationFields::tr("Archive an agent");
    case Kind::Restore:
        return OperationFields::tr("Restore an agent");
    }
    return {};
}

OperationFields::OperationFields(const OperationWish &wish, Environment environment, QSettings &settings,
                                 QWidget *parent)
    : QWidget(parent)
    , m_wish(wish)
{
    auto *form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    auto *whom = new QLabel(
        wish.name.isEmpty() || wish.name == wish.id ? wish.id : QStringLiteral("%1 · %2").arg(wish.name, wish.id));
    whom->setTextFormat(Qt::PlainText);
    whom->setWordWrap(true);
    whom->setObjectName(QStringLiteral("operationTarget"));
    form->addRow(tr("For"), whom);
    if (!wish.entryText.isEmpty()) {
        auto *entry = new QLabel(wish.entryText);
        entry->setTextFormat(Qt::PlainText);
        entry->setWordWrap(true);
        form->addRow(tr("Entry"), entry);
    }
    if (wish.kind == OperationWish::Kind::Grant || wish.kind == OperationWish::Kind::Refund)
        addAmount(form);
    if (wish.kind == OperationWish::Kind::ChangeTier)
        addTier(form);
    if (wish.kind == OperationWish::Kind::Reverse) {
        m_partial = new QCheckBox(tr("If the balance is too small, take what is &there"));
        m_partial->setObjectName(QStringLiteral("operationPartial"));
        m_partial->setAccessibleName(m_partial->text());
        form->addRow(QString(), m_partial);
    }
    m_reason = new ReasonRows(form, environment, settings);
    connect(m_reason, &ReasonRows::changed, this, &OperationFields::check);
    check();
}

void OperationFields::addAmount(QFormLayout *form)
{
    m_amount = namedEdit(QStringLiteral("operationAmount"), tr("Amount in credits"), QStringLiteral("12.50"));
    if (m_wish.left)
        m_amount->setText(m_wish.left->credits());
    m_amountNote = new InkLabel(InkLabel::Ink::Secondary);
    m_amountNote->setObjectName(QStringLiteral("operationAmountNote"));
    form->addRow(tr("&Credits"), m_amount);
    form->addRow(QString(), m_amountNote);
    connect(m_amount, &QLineEdit::textChanged, this, &OperationFields::check);
}

void OperationFields::addTier(QFormLayout *form)
{
    m_tier = new QComboBox;
    m_tier->setObjectName(QStringLiteral("operationTier"));
    m_tier->setAccessibleName(tr("New tier"));
    m_tier->addItems({QStringLiteral("free"), QStringLiteral("pass"), QStringLiteral("lab")});
    m_tier->setCurrentText(m_wish.tier);
    form->addRow(tr("New &tier"), m_tier);
    connect(m_tier, &QComboBox::currentTextChanged, this, &OperationFields::check);
}

bool OperationFields::hasAmount() const
{
    return m_amount && !m_amount->text().trimmed().isEmpty();
}

std::optional<Money> OperationFields::amount() const
{
    const auto money = hasAmount() ? Money::fromCredits(m_amount->text().trimmed()) : fail(Error());
    return money ? std::optional(*money) : std::nullopt;
}

QString OperationFields::amountProblem() const
{
    if (!m_amount)
        return {};
    if (!hasAmount())
        return tr("Say how many credits.");
    const auto money = Money::fromCredits(m_amount->text().trimmed());
    if (!money)
        return money.error().message;
    if (*money <= Money())
        return tr("More than 0, please.");
    if (m_wish.left && *money > *m_wish.left)
        return tr("Only %1 credits are left of it.").arg(m_wish.left->credits());
    return {};
}

QString OperationFields::problem() const
{
    if (const QString text = amountProblem(); !text.isEmpty())
        return text;
    if (m_tier && m_tier->currentText() == m_wish.tier)
        return tr("That is the tier they have.");
    return m_reason->problem();
}

void OperationFields::check()
{
    if (m_amountNote) {
        const auto money = amount();
        const QString wrong = hasAmount() ? amountProblem() : QString();
        m_amountNote->setInk(wrong.isEmpty() ? InkLabel::Ink::Secondary : InkLabel::Ink::Error);
        m_amountNote->setText(!wrong.isEmpty() ? wrong
                                  : money      ? tr("%1 micro-credits").arg(QLocale().toString(money->micro()))
                                               : tr("100 micro-credits are one credit"));
    }
    emit changed();
}

Operation OperationFields::operation() const
{
    const OperationContext context = m_reason->context();
    const Money money = amount().value_or(Money());
    switch (m_wish.kind) {
    case OperationWish::Kind::Grant:
        return GrantCredits{context, m_wish.id, money};
    case OperationWish::Kind::Refund:
        return RefundCharge{context, m_wish.id, m_wish.entryId, money};
    case OperationWish::Kind::Reverse:
        return ReverseEntry{context, m_wish.id, m_wish.entryId, m_partial->isChecked()};
    case OperationWish::Kind::ChangeTier:
        return ChangeTier{context, m_wish.id, m_tier->currentText()};
    case OperationWish::Kind::Archive:
    case OperationWish::Kind::Restore:
        break;
    }
    return ArchiveAgent{context, m_wish.id, m_wish.kind == OperationWish::Kind::Archive};
}

void OperationFields::focusFirst()
{
    QWidget *first = m_amount ? static_cast<QWidget *>(m_amount) : m_tier ? m_tier : m_reason->first();
    first->setFocus(Qt::OtherFocusReason);
    if (m_amount)
        m_amount->selectAll();
}

} // namespace pitboss
