// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/urlcard.h"

#include "ui/controls.h"
#include "ui/labels.h"
#include "ui/start/connectionpreview.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

namespace pitboss {

UrlCard::UrlCard(QWidget *parent)
    : Card(QStringLiteral("link"), tr("From a URL"),
           tr("Paste what your provider gave you. It opens read-only, and the password stays in memory only."), parent)
    , m_field(new QLineEdit(this))
    , m_connect(textButton(QStringLiteral("urlConnect"), tr("&Connect"), this))
    , m_preview(new ConnectionPreview(QStringLiteral("url"), this))
{
    m_field->setObjectName(QStringLiteral("urlField"));
    m_field->setAccessibleName(tr("Connection URL"));
    m_field->setPlaceholderText(QStringLiteral("postgresql://user:password@host/database?sslmode=require"));
    m_field->setClearButtonEnabled(true);
    m_field->setMinimumHeight(30);
    m_connect->setMinimumHeight(30);
    m_connect->setEnabled(false);
    QAction *hide = m_field->addAction(icon(QStringLiteral("view"), Tint::Secondary), QLineEdit::TrailingPosition);
    hide->setObjectName(QStringLiteral("urlHide"));
    hide->setCheckable(true);
    hide->setText(tr("Hide what is typed"));
    hide->setToolTip(tr("Show or hide what is typed"));
    connect(hide, &QAction::toggled, this,
            [this](bool hidden) { m_field->setEchoMode(hidden ? QLineEdit::Password : QLineEdit::Normal); });
    auto *row = new QHBoxLayout;
    row->addWidget(m_field, 1);
    row->addWidget(m_connect);
    body()->addLayout(row);
    body()->addWidget(m_preview);
    connect(m_field, &QLineEdit::textChanged, this, &UrlCard::textChanged);
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
    m_field->setReadOnly(busy);
}

void UrlCard::textChanged()
{
    if (m_field->text().trimmed().isEmpty()) {
        m_preview->clear();
    } else if (const auto info = ConnectionInfo::fromUrl(m_field->text())) {
        m_preview->setInfo(*info);
    } else {
        m_preview->setError(info.error());
    }
    m_connect->setEnabled(isValid());
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
