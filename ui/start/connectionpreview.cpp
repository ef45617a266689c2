// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/connectionpreview.h"

#include "ui/environment.h"
#include "ui/environmentband.h"
#include "ui/iconlabel.h"
#include "ui/labels.h"

#include <QComboBox>
#include <QHBoxLayout>

namespace pitboss {

ConnectionPreview::ConnectionPreview(const QString &namePrefix, QWidget *parent)
    : QWidget(parent)
    , m_icon(new IconLabel(QStringLiteral("error"), 16, Tint::Error, this))
    , m_badge(new EnvironmentBadge(this))
    , m_text(new ElidedLabel({}, this))
    , m_label(new TypeLabel(TypeLabel::Kind::Secondary, tr("Treat as"), this))
    , m_environment(new QComboBox(this))
{
    m_text->setObjectName(namePrefix + QStringLiteral("Preview"));
    m_environment->setObjectName(namePrefix + QStringLiteral("Environment"));
    m_environment->setAccessibleName(tr("Environment to treat this connection as"));
    m_label->setBuddy(m_environment);
    build();
    clear();
}

void ConnectionPreview::build()
{
    for (const Environment environment :
         {Environment::Local, Environment::Preview, Environment::Staging, Environment::Production})
        m_environment->addItem(icon(environmentIconName(environment)), environmentWord(environment));
    connect(m_environment, &QComboBox::currentIndexChanged, this, [this](int index) {
        if (m_info && index >= 0) {
            m_info->setEnvironment(Environment(index));
            m_badge->setEnvironment(Environment(index));
        }
    });
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_icon);
    row->addWidget(m_badge);
    row->addWidget(m_text, 1);
    row->addWidget(m_label);
    row->addWidget(m_environment);
    setMinimumHeight(28);
}

static QString describe(const ConnectionInfo &info)
{
    // The whole host, not its short form: here somebody decides whether this is the right place.
    const QString place = info.isSocket()
        ? info.displayName()
        : ConnectionPreview::tr("%1 @ %2", "database @ host").arg(info.database(), info.host());
    QString text = ConnectionPreview::tr("%1 as %2", "database @ host as role").arg(place, info.user());
    const bool password = !info.parameter(QStringLiteral("password")).isEmpty();
    text += QStringLiteral(" · ")
        + (password ? ConnectionPreview::tr("with a password") : ConnectionPreview::tr("no password given"));
    if (!info.ignoredParameters().isEmpty())
        text += QStringLiteral(" · ")
            + ConnectionPreview::tr("not for Postgres, left out: %1")
                  .arg(info.ignoredParameters().join(QStringLiteral(", ")));
    return text;
}

void ConnectionPreview::setInfo(const ConnectionInfo &info)
{
    m_info = info;
    m_icon->hide();
    m_badge->setEnvironment(info.environment());
    m_environment->setCurrentIndex(int(info.environment()));
    m_text->setFullText(describe(info));
    for (QWidget *widget :
         {static_cast<QWidget *>(m_badge), static_cast<QWidget *>(m_label), static_cast<QWidget *>(m_environment)})
        widget->show();
    show();
}

void ConnectionPreview::setError(const Error &error)
{
    m_info.reset();
    m_badge->hide();
    m_label->hide();
    m_environment->hide();
    m_icon->show();
    QStringList words{error.message, error.detail.isEmpty() ? error.hint : error.detail};
    words.removeAll(QString());
    m_text->setFullText(words.join(QLatin1Char(' ')));
    show();
}

void ConnectionPreview::clear()
{
    m_info.reset();
    m_text->setFullText({});
    hide();
}

std::optional<ConnectionInfo> ConnectionPreview::info() const
{
    return m_info;
}

QString ConnectionPreview::text() const
{
    return m_text->fullText();
}

} // namespace pitboss
