// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/support/operationdialog.h"

#include "ui/controls.h"
#include "ui/support/effectview.h"

#include <QCheckBox>
#include <QPushButton>

namespace pitboss {

OperationDialog::OperationDialog(const OperationWish &wish, const WritePlace &place, QSettings &settings,
                                 QWidget *parent)
    : GuardedDialog(wish.title(), place, parent)
    , m_fields(new OperationFields(wish, place.environment, settings))
    , m_effect(new EffectView)
    , m_large(new QCheckBox(tr("This is a large amount, and it is &meant")))
    , m_reverse(textButton(QStringLiteral("operationReverse"), tr("Re&verse it…")))
{
    setObjectName(QStringLiteral("operationDialog"));
    m_large->setObjectName(QStringLiteral("operationLarge"));
    m_large->setAccessibleName(m_large->text());
    setParts(m_fields, m_effect, m_large, m_reverse);
    connect(m_fields, &OperationFields::changed, this, &OperationDialog::refreshButtons);
    connect(m_large, &QCheckBox::toggled, this, &OperationDialog::refreshButtons);
    connect(m_reverse, &QPushButton::clicked, this, [this] {
        emit reversalRequested(m_receipt);
        accept();
    });
}

OperationDialog::~OperationDialog() = default;

bool OperationDialog::canConfirm() const
{
    return m_preview && !m_preview->isNoOp && !m_preview->doneBefore
        && (!m_preview->needsLargeConfirmation || m_large->isChecked());
}

void OperationDialog::startPreview()
{
    m_operation = m_fields->operation();
    setBusy(tr("Trying it, and taking it back…"));
    const auto task =
        writer().run([operation = *m_operation](Session &session) { return preview(session, operation); });
    follow(task.ticket);
    m_answers.follow(task.future, this, [this](const Result<Preview> &preview) {
        setBusy({});
        if (!preview)
            return message()->showError(preview.error(), tr("Nothing was written."), {});
        m_fields->remember();
        m_large->setChecked(false);
        showPreview(*preview);
        go(Confirming);
    });
}

void OperationDialog::showPreview(const Preview &preview)
{
    m_preview = preview;
    QStringList lines{preview.summary};
    lines += preview.warnings;
    if (preview.isNoOp || preview.doneBefore)
        lines << tr("There is nothing to do.");
    m_effect->setEffect(preview.effect);
    m_large->setVisible(preview.needsLargeConfirmation);
    showSummary(lines);
}

void OperationDialog::startCommit()
{
    setBusy(tr("Writing…"), true);
    contextOf(*m_operation).largeConfirmed = m_large->isChecked();
    const auto task =
        writer().run([operation = *m_operation, seen = *m_preview, folder = place().auditFolder](Session &session) {
            AuditLog log(folder);
            return commitOnRecord(session, operation, seen, log);
        });
    m_answers.follow(task.future, this, [this](const Result<RecordedAnswer> &recorded) { finishCommit(recorded); });
}

void OperationDialog::finishCommit(const Result<RecordedAnswer> &recorded)
{
    setBusy({});
    if (recorded && !recorded->answer.moved)
        return showDone(*recorded);
    if (recorded) {
        showPreview(recorded->answer.preview);
        forgetTypedName();
        return message()->showMessage(MessageBar::Kind::Warning, recorded->answer.conflict().message,
                                      tr("Nothing was written. What you see now is the new effect."));
    }
    setUnknown(recorded.error().kind == Error::Kind::OutcomeUnknown);
    if (isUnknown())
        message()->showError(recorded.error(), tr("It may be done or not: ask before anything else."), tr("Find out"));
    else
        message()->showError(recorded.error(), tr("Nothing was written."), {});
}

/// On a new connection: the old one is gone.
void OperationDialog::messageAction()
{
    if (!isUnknown() || isBusy())
        return;
    setBusy(tr("Asking the server what became of it…"));
    const auto task =
        writer(true).run([id = contextOf(*m_operation).operationId, folder = place().auditFolder](Session &session) {
            AuditLog log(folder);
            return resolveOnRecord(session, id, log);
        });
    m_answers.follow(task.future, this, [this](const Result<Outcome> &outcome) { showOutcome(outcome); });
}

void OperationDialog::showOutcome(const Result<Outcome> &outcome)
{
    setBusy({});
    if (!outcome || outcome->state == Outcome::State::StillRunning || outcome->state == Outcome::State::Unknown) {
        const Error error =
            outcome ? Error::of(Error::Kind::OutcomeUnknown, tr("The server cannot tell yet.")) : outcome.error();
        return message()->showError(error, tr("It may be done or not."), tr("Find out"));
    }
    setUnknown(false);
    if (outcome->state == Outcome::State::NotDone)
        return message()->showMessage(MessageBar::Kind::Warning, tr("It was not done. Nothing was written."),
                                      tr("Preview it again to do it."));
    RecordedAnswer recorded;
    recorded.wasAskedAgain = true;
    recorded.answer.receipt.operationId = contextOf(*m_operation).operationId;
    recorded.answer.receipt.summary = m_preview->summary;
    recorded.answer.receipt.delta = m_preview->delta;
    recorded.answer.receipt.ledgerId = outcome->ledgerId;
    recorded.answer.receipt.balance = outcome->balance;
    showDone(recorded);
}

void OperationDialog::showDone(const RecordedAnswer &recorded)
{
    m_receipt = recorded.answer.receipt;
    QStringList lines{m_receipt.wasDoneBefore ? tr("Done before: %1").arg(m_receipt.summary) : m_receipt.summary};
    if (m_receipt.ledgerId)
        lines << tr("Ledger row: %1").arg(*m_receipt.ledgerId);
    if (m_receipt.balance)
        lines << tr("Balance: %1 credits").arg(m_receipt.balance->credits());
    lines << tr("Reference: %1").arg(m_receipt.operationId);
    if (recorded.auditNumber > 0)
        lines << tr("Audit entry: %1").arg(recorded.auditNumber);
    const QString action = actionOf(*m_operation);
    m_reverse->setVisible(m_receipt.ledgerId
                          && (action == QLatin1String("credits.grant") || action == QLatin1String("credits.refund")));
    showReceipt(lines, MessageBar::Kind::Success,
                recorded.wasAskedAgain ? tr("Done: the connection was lost at the end, and the server says so.")
                                       : tr("Done."),
                recorded.auditProblem);
    emit done(m_receipt);
}

} // namespace pitboss
