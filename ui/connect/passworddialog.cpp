// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/passworddialog.h"

#include "ui/controls.h"
#include "ui/environmentband.h"
#include "ui/labels.h"
#include "ui/style/pitbossstyle.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

namespace pitboss {

PasswordDialog::PasswordDialog(const ConnectionInfo &info, const Error &why, bool canKeep, QWidget *parent)
    : QDialog(parent)
    , m_password(new QLineEdit(this))
    , m_keep(new QCheckBox(tr("&Keep it in the key chain"), this))
{
    setObjectName(QStringLiteral("passwordDialog"));
    setWindowTitle(tr("Password"));
    auto *column = new QVBoxLayout(this);
    auto *badge = new EnvironmentBadge(this);
    badge->setEnvironment(info.environment());
    auto *place = new QHBoxLayout;
    place->addWidget(badge, 0, Qt::AlignTop);
    auto *name = new TypeLabel(TypeLabel::Kind::Section, info.displayName(), this);
    name->setTextFormat(Qt::PlainText);
    name->setWordWrap(true);
    place->addWidget(name, 1);
    column->addLayout(place);
    auto *reason = new TypeLabel(TypeLabel::Kind::Secondary, why.message, this);
    reason->setWordWrap(true);
    column->addWidget(reason);
    auto *form = new QFormLayout;
    m_password->setObjectName(QStringLiteral("passwordField"));
    m_password->setEchoMode(QLineEdit::Password);
    m_password->setMinimumWidth(260);
    form->addRow(tr("&Password of %1").arg(info.user()), m_password);
    levelLabels(form);
    column->addLayout(form);
    m_keep->setObjectName(QStringLiteral("passwordKeep"));
    m_keep->setVisible(canKeep);
    column->addWidget(m_keep);
    auto *memory = new TypeLabel(TypeLabel::Kind::Secondary,
                                 canKeep ? tr("Otherwise it stays in memory until Pitboss ends.")
                                         : tr("It stays in memory until Pitboss ends."),
                                 this);
    memory->setObjectName(QStringLiteral("passwordMemory"));
    column->addWidget(memory);
    QPushButton *cancel = textButton(QStringLiteral("passwordCancel"), tr("Cancel"), this);
    QPushButton *go = textButton(QStringLiteral("passwordConnect"), tr("&Connect"), this);
    setButtonRole(go, ButtonRole::Main);
    go->setDefault(true);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(go);
    column->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(go, &QPushButton::clicked, this, &QDialog::accept);
}

QString PasswordDialog::password() const
{
    return m_password->text();
}

bool PasswordDialog::keep() const
{
    return m_keep->isVisibleTo(this) && m_keep->isChecked();
}

} // namespace pitboss
