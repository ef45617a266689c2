// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/guarded/reasonrows.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QSettings>

namespace pitboss {

namespace {

constexpr const char *operatorKey = "operations/operator";
constexpr int longest = 1000;

/// A limit of a team's own, in credits, instead of the environment's.
void readLimit(OperationContext &context, const QSettings &settings)
{
    const QString key = QStringLiteral("operations/confirmAbove/") + environmentName(context.environment);
    if (const auto own = Money::fromCredits(settings.value(key).toString()); own)
        context.limits.confirmAbove = *own;
}

} // namespace

QLineEdit *namedEdit(const QString &objectName, const QString &accessibleName, const QString &placeholder)
{
    auto *edit = new QLineEdit;
    edit->setObjectName(objectName);
    edit->setAccessibleName(accessibleName);
    edit->setPlaceholderText(placeholder);
    edit->setMaxLength(longest);
    return edit;
}

ReasonRows::ReasonRows(QFormLayout *form, Environment environment, QSettings &settings)
    : QObject(form)
    , m_settings(settings)
    , m_context(OperationContext::ofThisProcess(environment))
    , m_reason(new QComboBox)
    , m_detail(
          namedEdit(QStringLiteral("operationDetail"), tr("More about the reason"), tr("More about it (optional)")))
    , m_ticket(namedEdit(QStringLiteral("operationTicket"), tr("Ticket"), tr("The ticket's number or address")))
    , m_operator(namedEdit(QStringLiteral("operationOperator"), tr("Your name"), tr("Asked once, then remembered")))
{
    readLimit(m_context, settings);
    m_reason->setObjectName(QStringLiteral("operationReason"));
    m_reason->setAccessibleName(tr("Reason"));
    m_reason->setEditable(true);
    m_reason->addItems(settings
                           .value(QStringLiteral("operations/reasons"),
                                  QStringList{tr("Charged twice"), tr("Bout failed"), tr("Goodwill"),
                                              tr("Correction of an earlier entry"), tr("Agreed with the customer")})
                           .toStringList());
    m_reason->setCurrentIndex(-1);
    m_reason->lineEdit()->setPlaceholderText(tr("Choose one or write your own"));
    m_reason->lineEdit()->setMaxLength(longest);
    m_operator->setText(settings.value(QLatin1String(operatorKey)).toString());
    form->addRow(tr("&Reason"), m_reason);
    form->addRow(QString(), m_detail);
    form->addRow(tr("Tic&ket"), m_ticket);
    form->addRow(tr("Your &name"), m_operator);
    connect(m_reason, &QComboBox::currentTextChanged, this, &ReasonRows::changed);
    for (QLineEdit *edit : {m_detail, m_ticket, m_operator})
        connect(edit, &QLineEdit::textChanged, this, &ReasonRows::changed);
}

QString ReasonRows::problem() const
{
    if (m_reason->currentText().trimmed().isEmpty())
        return tr("Give a reason: it stays on record.");
    if (m_operator->text().trimmed().isEmpty())
        return tr("Give your name: it stays on record.");
    return {};
}

OperationContext ReasonRows::context() const
{
    OperationContext context = m_context;
    const QString detail = m_detail->text().trimmed();
    context.reason = m_reason->currentText().trimmed() + (detail.isEmpty() ? QString() : QStringLiteral(": ") + detail);
    context.ticket = m_ticket->text().trimmed();
    context.operatorName = m_operator->text().trimmed();
    return context;
}

void ReasonRows::remember() const
{
    m_settings.setValue(QLatin1String(operatorKey), m_operator->text().trimmed());
}

QWidget *ReasonRows::first() const
{
    return m_reason;
}

} // namespace pitboss
