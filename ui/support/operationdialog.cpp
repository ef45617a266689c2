// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/support/operationdialog.h"

#include "ui/controls.h"
#include "ui/environment.h"
#include "ui/environmentband.h"
#include "ui/labels.h"
#include "ui/messagebar.h"
#include "ui/style/pitbossstyle.h"
#include "ui/support/effectview.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace pitboss {

OperationDialog::OperationDialog(const OperationWish &wish, const Place &place, QSettings &settings, QWidget *parent)
    : QDialog(parent)
    , m_place(place)
    , m_steps(new QStackedWidget)
    , m_message(new MessageBar)
    , m_fields(new OperationFields(wish, place.environment, settings))
    , m_summary(new TypeLabel(TypeLabel::Kind::Section))
    , m_where(new TypeLabel(TypeLabel::Kind::Body))
    , m_effect(new EffectView)
    , m_large(new QCheckBox(tr("This is a large amount, and it is &meant")))
    , m_typedName(new QLineEdit)
    , m_receiptText(new TypeLabel(TypeLabel::Kind::Body))
{
    setObjectName(QStringLiteral("operationDialog"));
    setWindowModality(Qt::WindowModal);
    setAttribute(Qt::WA_DeleteOnClose);
    build(wish);
    connect(m_fields, &OperationFields::changed, this, &OperationDialog::updateButtons);
    connect(m_large, &QCheckBox::toggled, this, &OperationDialog::updateButtons);
    connect(m_typedName, &QLineEdit::textChanged, this, &OperationDialog::updateButtons);
    connect(m_message, &MessageBar::actionTriggered, this, &OperationDialog::askOutcome);
    go(Filling);
    resize(620, 520);
}

OperationDialog::~OperationDialog() = default;

void OperationDialog::build(const OperationWish &wish)
{
    setWindowTitle(wish.title());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 16, 20, 16);
    layout->setSpacing(12);
    layout->addWidget(new TypeLabel(TypeLabel::Kind::Title, wish.title()));
    m_where->setObjectName(QStringLiteral("operationPlace"));
    m_where->setText(tr("database %1").arg(m_place.database));
    auto *place = new QHBoxLayout;
    place->setSpacing(8);
    auto *badge = new EnvironmentBadge;
    badge->setEnvironment(m_place.environment);
    place->addWidget(badge);
    place->addWidget(m_where, 1);
    layout->addLayout(place);
    layout->addWidget(m_message);
    m_message->hide();
    auto *filling = new QWidget;
    auto *column = new QVBoxLayout(filling);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_fields);
    column->addStretch();
    m_steps->addWidget(filling);
    m_steps->addWidget(buildConfirmation());
    m_steps->addWidget(buildReceipt());
    layout->addWidget(m_steps, 1);
    layout->addWidget(buildButtons());
}

QWidget *OperationDialog::buildConfirmation()
{
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    m_summary->setWordWrap(true);
    m_summary->setObjectName(QStringLiteral("operationSummary"));
    layout->addWidget(m_summary);
    layout->addWidget(m_effect, 1);
    m_large->setObjectName(QStringLiteral("operationLarge"));
    m_large->setAccessibleName(m_large->text());
    layout->addWidget(m_large);
    m_typedName->setObjectName(QStringLiteral("operationTypedName"));
    m_typedName->setAccessibleName(tr("Name of the database"));
    m_typedName->setPlaceholderText(tr("Type %1 to confirm").arg(m_place.database));
    layout->addWidget(m_typedName);
    return page;
}

QWidget *OperationDialog::buildReceipt()
{
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    m_receiptText->setObjectName(QStringLiteral("operationReceipt"));
    m_receiptText->setWordWrap(true);
    m_receiptText->setTextFormat(Qt::PlainText);
    m_receiptText->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    layout->addWidget(m_receiptText);
    auto *row = new QHBoxLayout;
    m_copy = textButton(QStringLiteral("operationCopy"), tr("&Copy for the ticket"));
    m_reverse = textButton(QStringLiteral("operationReverse"), tr("Re&verse it…"));
    row->addWidget(m_copy);
    row->addWidget(m_reverse);
    row->addStretch();
    layout->addLayout(row);
    layout->addStretch();
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_receiptText->text()); });
    connect(m_reverse, &QPushButton::clicked, this, [this] {
        emit reversalRequested(m_receipt);
        accept();
    });
    return page;
}

QWidget *OperationDialog::buildButtons()
{
    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    m_back = textButton(QStringLiteral("operationBack"), tr("&Back"));
    m_close = textButton(QStringLiteral("operationClose"), tr("Cancel"));
    m_main = textButton(QStringLiteral("operationMain"), {});
    m_main->setDefault(true);
    setButtonRole(m_main, ButtonRole::Main);
    layout->addWidget(m_back);
    layout->addStretch();
    layout->addWidget(m_close);
    layout->addWidget(m_main);
    connect(m_back, &QPushButton::clicked, this, [this] { go(Filling); });
    connect(m_close, &QPushButton::clicked, this, &OperationDialog::reject);
    connect(m_main, &QPushButton::clicked, this, &OperationDialog::goOn);
    return row;
}

void OperationDialog::go(Step step)
{
    m_step = step;
    m_steps->setCurrentIndex(step);
    m_message->clear();
    m_message->hide();
    updateButtons();
    if (step == Filling)
        m_fields->focusFirst();
    else if (step == Done)
        m_close->setFocus(Qt::OtherFocusReason);
    else
        (m_typedName->isVisibleTo(this) ? static_cast<QWidget *>(m_typedName) : m_main)->setFocus(Qt::OtherFocusReason);
}

bool OperationDialog::isConfirmed() const
{
    const bool named = m_place.environment != Environment::Production || m_typedName->text() == m_place.database;
    return m_preview && !m_preview->isNoOp && !m_preview->doneBefore && named
        && (!m_preview->needsLargeConfirmation || m_large->isChecked());
}

void OperationDialog::updateButtons()
{
    const QString problem = m_step == Filling ? m_fields->problem() : QString();
    m_back->setVisible(m_step == Confirming);
    m_back->setEnabled(!m_isBusy && !m_isUnknown);
    m_close->setText(m_step == Done ? tr("Close") : tr("Cancel"));
    m_close->setEnabled(!m_isCommitting);
    m_main->setVisible(m_step != Done);
    m_main->setText(m_step == Filling ? tr("&Preview") : windowTitle());
    m_main->setToolTip(problem.isEmpty() ? QString() : problem);
    m_main->setEnabled(!m_isBusy && !m_isUnknown && (m_step == Filling ? problem.isEmpty() : isConfirmed()));
    m_fields->setEnabled(!m_isBusy);
    m_large->setEnabled(!m_isBusy);
    m_typedName->setEnabled(!m_isBusy);
}

void OperationDialog::goOn()
{
    if (m_isBusy)
        return;
    if (m_step == Filling)
        startPreview();
    else if (isConfirmed())
        startCommit();
}

void OperationDialog::setBusy(const QString &what)
{
    m_isBusy = !what.isEmpty();
    if (m_isBusy) {
        m_message->show();
        m_message->showMessage(MessageBar::Kind::Info, what);
    } else {
        m_message->clear();
        m_message->hide();
    }
    updateButtons();
}

void OperationDialog::startPreview()
{
    m_operation = m_fields->operation();
    if (!m_connection)
        m_connection = m_place.makeWriter();
    setBusy(tr("Trying it, and taking it back…"));
    const auto task =
        m_connection->run([operation = *m_operation](Session &session) { return preview(session, operation); });
    m_ticket = task.ticket;
    m_answers.follow(task.future, this, [this](const Result<Preview> &preview) {
        setBusy({});
        if (preview) {
            m_fields->remember();
            m_large->setChecked(false);
            showPreview(*preview);
            go(Confirming);
        } else {
            m_message->show();
            m_message->showError(preview.error(), tr("Nothing was written."), {});
        }
    });
}

void OperationDialog::showPreview(const Preview &preview)
{
    m_preview = preview;
    QStringList lines{preview.summary};
    lines += preview.warnings;
    if (preview.isNoOp || preview.doneBefore)
        lines << tr("There is nothing to do.");
    m_summary->setText(lines.join(QLatin1Char('\n')));
    m_effect->setEffect(preview.effect);
    m_large->setVisible(preview.needsLargeConfirmation);
    m_typedName->setVisible(m_place.environment == Environment::Production);
    updateButtons();
}

void OperationDialog::startCommit()
{
    m_isCommitting = true;
    setBusy(tr("Writing…"));
    contextOf(*m_operation).largeConfirmed = m_large->isChecked();
    const auto task = m_connection->run(
        [operation = *m_operation, seen = *m_preview, folder = m_place.auditFolder](Session &session) {
            AuditLog log(folder);
            return commitOnRecord(session, operation, seen, log);
        });
    m_answers.follow(task.future, this, [this](const Result<RecordedAnswer> &recorded) { finishCommit(recorded); });
}

void OperationDialog::finishCommit(const Result<RecordedAnswer> &recorded)
{
    m_isCommitting = false;
    setBusy({});
    if (recorded && !recorded->answer.moved)
        return showReceipt(*recorded);
    m_message->show();
    if (recorded) {
        showPreview(recorded->answer.preview);
        m_typedName->clear();
        m_message->showMessage(MessageBar::Kind::Warning, recorded->answer.conflict().message,
                               tr("Nothing was written. What you see now is the new effect."));
        return;
    }
    m_isUnknown = recorded.error().kind == Error::Kind::OutcomeUnknown;
    m_message->showError(recorded.error(),
                         m_isUnknown ? tr("It may be done or not: ask before anything else.")
                                     : tr("Nothing was written."),
                         m_isUnknown ? tr("Find out") : QString());
    updateButtons();
}

/// On a new connection: the old one is gone.
void OperationDialog::askOutcome()
{
    if (!m_isUnknown || m_isBusy)
        return;
    setBusy(tr("Asking the server what became of it…"));
    m_connection = m_place.makeWriter();
    const auto task = m_connection->run(
        [id = contextOf(*m_operation).operationId](Session &session) { return resolveOutcome(session, id, {}); });
    m_answers.follow(task.future, this, [this](const Result<Outcome> &outcome) { showOutcome(outcome); });
}

void OperationDialog::showOutcome(const Result<Outcome> &outcome)
{
    setBusy({});
    m_message->show();
    if (!outcome || outcome->state == Outcome::State::StillRunning || outcome->state == Outcome::State::Unknown) {
        const Error error =
            outcome ? Error::of(Error::Kind::OutcomeUnknown, tr("The server cannot tell yet.")) : outcome.error();
        m_message->showError(error, tr("It may be done or not."), tr("Find out"));
        return;
    }
    m_isUnknown = false;
    if (outcome->state == Outcome::State::NotDone) {
        m_message->showMessage(MessageBar::Kind::Warning, tr("It was not done. Nothing was written."),
                               tr("Preview it again to do it."));
        updateButtons();
        return;
    }
    RecordedAnswer recorded;
    recorded.wasAskedAgain = true;
    recorded.answer.receipt.operationId = contextOf(*m_operation).operationId;
    recorded.answer.receipt.summary = m_preview->summary;
    recorded.answer.receipt.delta = m_preview->delta;
    recorded.answer.receipt.ledgerId = outcome->ledgerId;
    recorded.answer.receipt.balance = outcome->balance;
    showReceipt(recorded);
}

void OperationDialog::showReceipt(const RecordedAnswer &recorded)
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
    lines << tr("%1 · database %2").arg(environmentWord(m_place.environment), m_place.database);
    m_receiptText->setText(lines.join(QLatin1Char('\n')));
    const QString action = actionOf(*m_operation);
    m_reverse->setVisible(m_receipt.ledgerId
                          && (action == QLatin1String("credits.grant") || action == QLatin1String("credits.refund")));
    go(Done);
    m_message->show();
    m_message->showMessage(
        MessageBar::Kind::Success,
        recorded.wasAskedAgain ? tr("Done: the connection was lost at the end, and the server says so.") : tr("Done."),
        recorded.auditProblem);
    emit done(m_receipt);
}

void OperationDialog::reject()
{
    if (m_isCommitting)
        return;
    if (m_isBusy && m_connection)
        m_connection->cancel(m_ticket);
    QDialog::reject();
}

} // namespace pitboss
