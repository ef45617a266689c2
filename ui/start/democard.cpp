// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/democard.h"

#include "ui/controls.h"
#include "ui/labels.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QPushButton>

namespace pitboss {

DemoCard::DemoCard(QWidget *parent)
    : Card(QStringLiteral("demo"), tr("Demo"),
           tr("A whole arena to look around in: twelve tables, 2,000 people, 8,000 bouts, 40,000 ledger rows, all made "
              "up. It runs in your own user folder: no server, no account, no network."),
           parent)
    , m_text(new TypeLabel(TypeLabel::Kind::Body, {}, this))
    , m_progress(new QProgressBar(this))
    , m_open(textButton(QStringLiteral("demoOpen"), tr("Open the &demo"), this))
    , m_reset(textButton(QStringLiteral("demoReset"), tr("&Reset…"), this))
{
    m_text->setObjectName(QStringLiteral("demoText"));
    m_text->setWordWrap(true);
    m_progress->setObjectName(QStringLiteral("demoProgress"));
    m_progress->setAccessibleName(tr("Preparing the demo"));
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(8);
    m_reset->setFlat(true);
    m_reset->setToolTip(tr("Deletes the demo database and makes it anew, as it was at first"));
    auto *row = new QHBoxLayout;
    row->addWidget(m_open);
    row->addWidget(m_reset);
    row->addStretch();
    body()->addWidget(m_text);
    body()->addWidget(m_progress);
    body()->addLayout(row);
    connect(m_open, &QPushButton::clicked, this, &DemoCard::buttonPressed);
    connect(m_reset, &QPushButton::clicked, this, &DemoCard::resetRequested);
    setStatus({});
}

void DemoCard::buttonPressed()
{
    if (m_status.state == DemoStatus::State::Preparing)
        emit cancelRequested();
    else
        emit openRequested();
}

void DemoCard::setStatus(const DemoStatus &status)
{
    using State = DemoStatus::State;
    m_status = status;
    const bool preparing = status.state == State::Preparing;
    m_text->setText(status.text);
    m_text->setVisible(!status.text.isEmpty());
    const bool bad = status.state == State::Failed || status.state == State::Unavailable;
    m_text->setForegroundRole(bad ? QPalette::WindowText : QPalette::PlaceholderText);
    m_progress->setVisible(preparing);
    m_progress->setRange(0, status.percent < 0 ? 0 : 100);
    m_progress->setValue(qMax(0, status.percent));
    m_open->setText(preparing ? tr("Cancel") : bad ? tr("Try again") : tr("Open the &demo"));
    m_reset->setVisible(status.state == State::Ready || status.state == State::Failed);
}

} // namespace pitboss
