// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/urlcard.h"

#include "sql/connect/urlparameters.h"
#include "ui/controls.h"
#include "ui/labels.h"
#include "ui/start/connectionpreview.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>

namespace pitboss {

UrlCard::UrlCard(QWidget *parent)
    : Card(QStringLiteral("link"), tr("From a URL"),
           tr("Paste what your provider gave you. It opens read-only, and the password stays in memory only."), parent)
    , m_field(new QLineEdit(this))
    , m_connect(textButton(QStringLiteral("urlConnect"), tr("&Connect"), this))
    , m_save(textButton(QStringLiteral("urlSave"), tr("&Save…"), this))
    , m_offer(textButton(QStringLiteral("urlPaste"), tr("&Paste it"), this))
    , m_preview(new ConnectionPreview(QStringLiteral("url"), this))
{
    m_field->setObjectName(QStringLiteral("urlField"));
    m_field->setAccessibleName(tr("Connection URL"));
    m_field->setPlaceholderText(QStringLiteral("postgresql://user:password@host/database?sslmode=require"));
    m_field->setClearButtonEnabled(true);
    m_field->setMinimumHeight(30);
    m_connect->setMinimumHeight(30);
    m_connect->setEnabled(false);
    m_save->setMinimumHeight(30);
    m_save->setToolTip(tr("Keep it under a name; the password goes to the key chain"));
    m_save->setEnabled(false);
    m_save->hide();
    m_offer->hide();
    auto *row = new QHBoxLayout;
    row->addWidget(m_field, 1);
    row->addWidget(m_offer);
    row->addWidget(m_save);
    row->addWidget(m_connect);
    body()->addLayout(row);
    body()->addWidget(m_preview);
    connect(m_field, &QLineEdit::textChanged, this, &UrlCard::textChanged);
    connect(m_field, &QLineEdit::editingFinished, this, &UrlCard::hidePassword);
    connect(m_offer, &QPushButton::clicked, this, [this] {
        setUrl(QApplication::clipboard()->text().trimmed());
        m_offer->hide();
    });
    connect(m_save, &QPushButton::clicked, this, [this] {
        if (const auto info = m_preview->info())
            emit saveRequested(*info);
    });
    connect(m_field, &QLineEdit::returnPressed, this, &UrlCard::submit);
    connect(m_connect, &QPushButton::clicked, this, &UrlCard::submit);
}

void UrlCard::setUrl(const QString &url)
{
    m_field->setText(url);
    m_field->home(false);
}

void UrlCard::focusField()
{
    m_field->setFocus(Qt::OtherFocusReason);
}

bool UrlCard::isValid() const
{
    return m_preview->info().has_value();
}

void UrlCard::setBusy(bool busy)
{
    m_connect->setEnabled(!busy && isValid());
    m_save->setEnabled(!busy && isValid());
    m_field->setReadOnly(busy);
}

void UrlCard::setCanSave(bool can)
{
    m_save->setVisible(can);
}

void UrlCard::offerClipboard(const QString &text)
{
    const QString url = text.trimmed();
    const bool isUrl = url.startsWith(QLatin1String("postgres://")) || url.startsWith(QLatin1String("postgresql://"));
    const auto info = isUrl ? ConnectionInfo::fromUrl(url) : Result<ConnectionInfo>(fail(Error{}));
    m_offer->setVisible(info.has_value() && m_field->text().isEmpty());
    if (info)
        m_offer->setToolTip(tr("The clipboard holds a URL: %1").arg(info->displayName()));
}

static const QString dots = QString(8, QChar(0x2022));

QString UrlCard::fullText() const
{
    return m_field->text().replace(dots, m_password);
}

void UrlCard::hidePassword()
{
    const QString text = m_field->text();
    const auto [start, length] = passwordInUrl(text);
    if (length == 0 || text.contains(dots))
        return;
    m_password = text.mid(start, length);
    m_field->setText(text.left(start) + dots + text.mid(start + length));
}

/// How many characters came in at one place.
static qsizetype inserted(const QString &before, const QString &after)
{
    const qsizetype shorter = qMin(before.size(), after.size());
    qsizetype head = 0, tail = 0;
    while (head < shorter && before.at(head) == after.at(head))
        ++head;
    while (tail < shorter - head && before.at(before.size() - 1 - tail) == after.at(after.size() - 1 - tail))
        ++tail;
    return after.size() - head - tail;
}

void UrlCard::textChanged()
{
    const QString text = m_field->text();
    if (!text.contains(dots))
        m_password.clear();
    // Pasted in one go: nothing of it stays to be read over a shoulder. What is typed is hidden when it is done.
    constexpr qsizetype typed = 3;
    const bool isPasted = inserted(m_before, text) > typed;
    m_before = text;
    m_offer->hide();
    const QString url = fullText();
    if (url.trimmed().isEmpty())
        m_preview->clear();
    else if (const auto info = ConnectionInfo::fromUrl(url))
        m_preview->setInfo(*info);
    else
        m_preview->setError(info.error());
    static const QRegularExpression assignment(QStringLiteral("(pass(word|wd|wort|phrase)?|pwd)\\s*="),
                                               QRegularExpression::CaseInsensitiveOption);
    const bool assigns = text.contains(assignment);
    m_field->setEchoMode(assigns ? QLineEdit::Password : QLineEdit::Normal);
    if (isPasted)
        hidePassword();
    m_connect->setEnabled(isValid());
    m_save->setEnabled(isValid());
    emit validityChanged();
}

void UrlCard::submit()
{
    const auto info = m_preview->info();
    if (!info || !m_connect->isEnabled())
        return;
    emit connectRequested(
        *info, {RecentConnection::Kind::Url, info->displayName(), urlWithoutPassword(*info), info->environment()});
}

} // namespace pitboss
