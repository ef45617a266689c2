// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/messagebar.h"

#include "ui/colors.h"
#include "ui/controls.h"
#include "ui/iconlabel.h"
#include "ui/labels.h"
#include "ui/style/parts.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QToolButton>

namespace pitboss {

MessageBar::MessageBar(QWidget *parent)
    : QFrame(parent)
    , m_icon(new IconLabel(QStringLiteral("info"), 16, Tint::Info, this))
    , m_text(new TypeLabel(TypeLabel::Kind::Body, {}, this))
    , m_more(new TypeLabel(TypeLabel::Kind::Body, {}, this))
    , m_disclose(
          iconButton(QStringLiteral("messageDetails"), QStringLiteral("triangle-right"), tr("Show details"), this))
    , m_detail(new QPlainTextEdit(this))
    , m_action(textButton(QStringLiteral("messageAction"), {}, this))
    , m_copy(iconButton(QStringLiteral("messageCopy"), QStringLiteral("copy"), tr("Copy message"), this))
    , m_close(iconButton(QStringLiteral("messageClose"), QStringLiteral("close"), tr("Close message"), this))
{
    setObjectName(QStringLiteral("messageBar"));
    build();
    connect(m_disclose, &QToolButton::toggled, this, &MessageBar::showDetail);
    connect(m_copy, &QToolButton::clicked, this, &MessageBar::copy);
    connect(m_action, &QPushButton::clicked, this, &MessageBar::actionTriggered);
    connect(m_close, &QToolButton::clicked, this, [this] {
        clear();
        emit closed();
    });
    hide();
}

void MessageBar::build()
{
    m_text->setObjectName(QStringLiteral("messageText"));
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_more->setObjectName(QStringLiteral("messageConsequence"));
    m_more->setWordWrap(true);
    m_disclose->setCheckable(true);
    m_disclose->setFixedSize(24, 24);
    m_detail->setObjectName(QStringLiteral("messageDetail"));
    m_detail->setAccessibleName(tr("Details of the message"));
    m_detail->setReadOnly(true);
    m_detail->setFont(monospaceFont());
    m_detail->setTabChangesFocus(true);
    m_detail->setMaximumHeight(140);
    m_detail->hide();
    m_action->hide(); // until it has a word

    auto *words = new QVBoxLayout;
    words->setContentsMargins(0, 4, 0, 4);
    words->setSpacing(2);
    words->addWidget(m_text);
    words->addWidget(m_more);
    auto *said = new QHBoxLayout;
    said->addWidget(m_icon);
    said->addLayout(words, 1);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    for (QWidget *button : {static_cast<QWidget *>(m_disclose), static_cast<QWidget *>(m_action),
                            static_cast<QWidget *>(m_copy), static_cast<QWidget *>(m_close)})
        buttons->addWidget(button);
    m_row = new QBoxLayout(QBoxLayout::LeftToRight);
    m_row->addLayout(said, 1);
    m_row->addLayout(buttons);
    auto *column = new QVBoxLayout(this);
    column->addLayout(m_row);
    column->addWidget(m_detail);
    setOuterMargins({});
}

/// Where it is narrow the words need its whole width.
void MessageBar::arrange()
{
    constexpr int narrow = 460;
    const bool isTight = width() < narrow && !m_action->isHidden();
    m_row->setDirection(isTight ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

void MessageBar::resizeEvent(QResizeEvent *event)
{
    arrange();
    QFrame::resizeEvent(event);
}

void MessageBar::setOuterMargins(const QMargins &margins)
{
    m_outer = margins;
    layout()->setContentsMargins(margins + QMargins(14, 4, 6, 4));
}

void MessageBar::showError(const Error &error, const QString &consequence, const QString &action)
{
    QString detail = error.detail;
    if (!error.sqlState.isEmpty())
        detail += (detail.isEmpty() ? QString() : QStringLiteral("\n")) + tr("SQLSTATE %1").arg(error.sqlState);
    if (!error.statement.isEmpty())
        detail += QStringLiteral("\n\n") + error.statement;
    showMessage(Kind::Error, error.message, detail.trimmed(), action);
    QStringList more;
    for (const QString &line : {consequence, error.hint})
        if (!line.isEmpty())
            more << line;
    m_more->setText(more.join(QLatin1Char(' ')));
    m_more->setVisible(!more.isEmpty());
    m_copyText = error.text() + (detail.isEmpty() ? QString() : QStringLiteral("\n") + detail);
}

static std::pair<QString, Tint> lookOf(MessageBar::Kind kind)
{
    switch (kind) {
    case MessageBar::Kind::Info:
        return {QStringLiteral("info"), Tint::Info};
    case MessageBar::Kind::Success:
        return {QStringLiteral("success"), Tint::Success};
    case MessageBar::Kind::Warning:
        return {QStringLiteral("warning"), Tint::Warning};
    case MessageBar::Kind::Error:
        break;
    }
    return {QStringLiteral("error"), Tint::Error};
}

void MessageBar::showMessage(Kind kind, const QString &text, const QString &detail, const QString &action)
{
    m_kind = kind;
    const auto [name, tint] = lookOf(kind);
    m_icon->setIcon(name, tint);
    m_text->setText(text);
    m_more->hide();
    m_detail->setPlainText(detail);
    m_disclose->setVisible(!detail.isEmpty());
    m_disclose->setChecked(false);
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    arrange();
    m_copyText = detail.isEmpty() ? text : text + QLatin1Char('\n') + detail;
    setAccessibleName(text);
    show();
    update();
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void MessageBar::clear()
{
    m_text->clear();
    m_detail->clear();
    hide();
}

QString MessageBar::text() const
{
    return m_text->text();
}

void MessageBar::showDetail(bool shown)
{
    m_detail->setVisible(shown);
    m_disclose->setIcon(icon(shown ? QStringLiteral("triangle-down") : QStringLiteral("triangle-right")));
    const QString name = shown ? tr("Hide details") : tr("Show details");
    m_disclose->setAccessibleName(name);
    m_disclose->setToolTip(name);
}

void MessageBar::copy()
{
    QApplication::clipboard()->setText(m_copyText);
}

void MessageBar::paintEvent(QPaintEvent *)
{
    const Colors &colors = colorsFor(palette());
    const Tone &tone = m_kind == Kind::Error ? colors.error
        : m_kind == Kind::Warning            ? colors.warning
        : m_kind == Kind::Success            ? colors.success
                                             : colors.info;
    QPainter painter(this);
    const QRect box = rect().marginsRemoved(m_outer);
    parts::roundedBox(&painter, box, parts::radius, tone.soft, mixed(tone.soft, tone.ink, 0.3));
    painter.fillRect(QRect(box.left(), box.top() + 6, 3, box.height() - 12), tone.ink);
}

} // namespace pitboss
