// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/guarded/guardeddialog.h"

#include "ui/controls.h"
#include "ui/environment.h"
#include "ui/environmentband.h"
#include "ui/labels.h"
#include "ui/style/pitbossstyle.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace pitboss {

namespace {

QVBoxLayout *plainColumn(QWidget *parent)
{
    auto *layout = new QVBoxLayout(parent);
    layout->setContentsMargins(0, 0, 0, 0);
    return layout;
}

} // namespace

GuardedDialog::GuardedDialog(const QString &title, const WritePlace &place, QWidget *parent)
    : QDialog(parent)
    , m_place(place)
    , m_message(new MessageBar)
    , m_steps(new QStackedWidget)
    , m_summary(new TypeLabel(TypeLabel::Kind::Section))
    , m_typedName(buildTypedName())
    , m_receiptText(new TypeLabel(TypeLabel::Kind::Body))
    , m_back(textButton(QStringLiteral("operationBack"), tr("&Back")))
    , m_close(textButton(QStringLiteral("operationClose"), tr("Cancel")))
    , m_main(textButton(QStringLiteral("operationMain"), {}))
{
    setWindowModality(Qt::WindowModal);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(title);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 16, 20, 16);
    layout->setSpacing(12);
    layout->addWidget(new TypeLabel(TypeLabel::Kind::Title, title));
    layout->addLayout(buildPlace());
    layout->addWidget(m_message);
    m_message->hide();
    layout->addWidget(m_steps, 1);
    layout->addWidget(buildButtons());
    connect(m_message, &MessageBar::actionTriggered, this, [this] { messageAction(); });
    connect(m_typedName, &QLineEdit::textChanged, this, &GuardedDialog::refreshButtons);
    resize(620, 520);
}

GuardedDialog::~GuardedDialog() = default;

QLineEdit *GuardedDialog::buildTypedName() const
{
    auto *edit = new QLineEdit;
    edit->setObjectName(QStringLiteral("operationTypedName"));
    edit->setAccessibleName(tr("Name of the database"));
    edit->setPlaceholderText(tr("Type %1 to confirm").arg(m_place.database));
    return edit;
}

QLayout *GuardedDialog::buildPlace() const
{
    auto *place = new QHBoxLayout;
    place->setSpacing(8);
    auto *badge = new EnvironmentBadge;
    badge->setEnvironment(m_place.environment);
    place->addWidget(badge);
    auto *where = new TypeLabel(TypeLabel::Kind::Body);
    where->setObjectName(QStringLiteral("operationPlace"));
    where->setText(tr("database %1").arg(m_place.database));
    place->addWidget(where, 1);
    return place;
}

void GuardedDialog::setParts(QWidget *fields, QWidget *effect, QWidget *extra, QPushButton *after)
{
    m_fields = fields;
    m_extra = extra;
    auto *filling = new QWidget;
    auto *column = plainColumn(filling);
    column->addWidget(fields);
    column->addStretch();
    m_steps->addWidget(filling);
    m_steps->addWidget(buildConfirmation(effect));
    m_steps->addWidget(buildReceipt(after));
    go(Filling);
}

QWidget *GuardedDialog::buildConfirmation(QWidget *effect)
{
    auto *page = new QWidget;
    auto *layout = plainColumn(page);
    m_summary->setWordWrap(true);
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setObjectName(QStringLiteral("operationSummary"));
    layout->addWidget(m_summary);
    layout->addWidget(effect, 1);
    if (m_extra)
        layout->addWidget(m_extra);
    m_typedName->setVisible(m_place.environment == Environment::Production);
    layout->addWidget(m_typedName);
    return page;
}

QWidget *GuardedDialog::buildReceipt(QPushButton *after)
{
    auto *page = new QWidget;
    auto *layout = plainColumn(page);
    m_receiptText->setObjectName(QStringLiteral("operationReceipt"));
    m_receiptText->setWordWrap(true);
    m_receiptText->setTextFormat(Qt::PlainText);
    m_receiptText->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    layout->addWidget(m_receiptText);
    auto *row = new QHBoxLayout;
    QPushButton *copy = textButton(QStringLiteral("operationCopy"), tr("&Copy for the ticket"));
    row->addWidget(copy);
    if (after)
        row->addWidget(after);
    row->addStretch();
    layout->addLayout(row);
    layout->addStretch();
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_receiptText->text()); });
    return page;
}

QWidget *GuardedDialog::buildButtons()
{
    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    m_main->setDefault(true);
    setButtonRole(m_main, ButtonRole::Main);
    layout->addWidget(m_back);
    layout->addStretch();
    layout->addWidget(m_close);
    layout->addWidget(m_main);
    connect(m_back, &QPushButton::clicked, this, [this] { go(Filling); });
    connect(m_close, &QPushButton::clicked, this, &GuardedDialog::reject);
    connect(m_main, &QPushButton::clicked, this, &GuardedDialog::goOn);
    return row;
}

void GuardedDialog::go(Step step)
{
    m_step = step;
    m_steps->setCurrentIndex(step);
    m_message->clear();
    m_message->hide();
    refreshButtons();
    if (step == Filling)
        focusFirst();
    else if (step == Done)
        m_close->setFocus(Qt::OtherFocusReason);
    else
        (m_typedName->isVisibleTo(this) ? static_cast<QWidget *>(m_typedName) : m_main)->setFocus(Qt::OtherFocusReason);
}

bool GuardedDialog::isConfirmed() const
{
    const bool named = m_place.environment != Environment::Production || m_typedName->text() == m_place.database;
    return named && canConfirm();
}

void GuardedDialog::refreshButtons()
{
    const QString wrong = m_step == Filling ? problem() : QString();
    const bool isFree = !m_isBusy && !m_isUnknown;
    m_back->setVisible(m_step == Confirming);
    m_back->setEnabled(isFree);
    m_close->setText(m_step == Done ? tr("Close") : m_isCommitting && canStop() ? tr("&Stop") : tr("Cancel"));
    m_close->setEnabled(!m_isCommitting || canStop());
    m_main->setVisible(m_step != Done);
    m_main->setText(m_step == Filling ? tr("&Preview") : windowTitle());
    m_main->setToolTip(wrong);
    m_main->setEnabled(isFree && (m_step == Filling ? wrong.isEmpty() : m_step == Confirming && isConfirmed()));
    m_fields->setEnabled(!m_isBusy);
    if (m_extra)
        m_extra->setEnabled(!m_isBusy);
    m_typedName->setEnabled(!m_isBusy);
}

void GuardedDialog::goOn()
{
    if (m_isBusy)
        return;
    if (m_step == Filling)
        startPreview();
    else if (m_step == Confirming && isConfirmed())
        startCommit();
}

void GuardedDialog::setBusy(const QString &what, bool isCommitting)
{
    m_isBusy = !what.isEmpty();
    m_isCommitting = m_isBusy && isCommitting;
    if (m_isBusy) {
        message()->showMessage(MessageBar::Kind::Info, what);
    } else {
        m_message->clear();
        m_message->hide();
    }
    refreshButtons();
}

void GuardedDialog::setUnknown(bool unknown)
{
    m_isUnknown = unknown;
    refreshButtons();
}

MessageBar *GuardedDialog::message()
{
    m_message->show();
    return m_message;
}

void GuardedDialog::showSummary(const QStringList &lines)
{
    m_summary->setText(lines.join(QLatin1Char('\n')));
    refreshButtons();
}

void GuardedDialog::showReceipt(const QStringList &lines, MessageBar::Kind kind, const QString &text,
                                const QString &detail)
{
    QStringList all = lines;
    all << tr("%1 · database %2").arg(environmentWord(m_place.environment), m_place.database);
    m_receiptText->setText(all.join(QLatin1Char('\n')));
    go(Done);
    message()->showMessage(kind, text, detail);
}

void GuardedDialog::forgetTypedName()
{
    m_typedName->clear();
}

Connection &GuardedDialog::writer(bool fresh)
{
    if (!m_connection || fresh)
        m_connection = m_place.makeWriter();
    return *m_connection;
}

void GuardedDialog::reject()
{
    if (m_isCommitting)
        return stop();
    if (m_isBusy && m_connection)
        m_connection->cancel(m_ticket);
    QDialog::reject();
}

} // namespace pitboss
