// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/aboutdialog.h"

#include "ui/controls.h"
#include "ui/labels.h"

#include <QApplication>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QPushButton>
#include <QSysInfo>
#include <QVBoxLayout>

namespace pitboss {

QList<VersionLine> ownVersions()
{
    return {
        {QStringLiteral("Pitboss"), QStringLiteral(PITBOSS_VERSION), QStringLiteral("GPL-3.0-or-later")},
        {QStringLiteral("Qt"), QString::fromLatin1(qVersion()), QStringLiteral("LGPL-3.0")},
        {AboutDialog::tr("System"), QSysInfo::prettyProductName(), {}},
    };
}

AboutDialog::AboutDialog(const QList<VersionLine> &versions, QWidget *parent)
    : QDialog(parent)
    , m_versions(versions)
{
    setObjectName(QStringLiteral("aboutDialog"));
    setWindowTitle(tr("About Pitboss"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(16);
    column->addLayout(head());
    column->addWidget(table(versions));
    auto *words = new TypeLabel(TypeLabel::Kind::Secondary,
                                tr("Free software under the GNU General Public License, version 3 or later. "
                                   "No account, no telemetry: it talks to your database and to nobody else."),
                                this);
    words->setWordWrap(true);
    column->addWidget(words);
    auto *buttons = new QDialogButtonBox(this);
    QPushButton *copy = textButton(QStringLiteral("aboutCopy"), tr("Copy versions"), this);
    copy->setIcon(icon(QStringLiteral("copy")));
    QPushButton *close = textButton(QStringLiteral("aboutClose"), tr("Close"), this);
    buttons->addButton(copy, QDialogButtonBox::ActionRole);
    buttons->addButton(close, QDialogButtonBox::RejectRole);
    close->setDefault(true);
    close->setFocus();
    column->addWidget(buttons);
    connect(copy, &QPushButton::clicked, this, &AboutDialog::copyVersions);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    setFixedWidth(460);
}

QLayout *AboutDialog::head()
{
    auto *mark = new QLabel(this);
    mark->setPixmap(applicationIcon().pixmap(QSize(64, 64), devicePixelRatioF()));
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addStretch();
    words->addWidget(new TypeLabel(TypeLabel::Kind::Title, QStringLiteral("Pitboss"), this));
    words->addWidget(new TypeLabel(TypeLabel::Kind::Secondary, tr("Know before you commit."), this));
    words->addStretch();
    auto *row = new QHBoxLayout;
    row->setSpacing(16);
    row->addWidget(mark);
    row->addLayout(words, 1);
    return row;
}

QWidget *AboutDialog::table(const QList<VersionLine> &versions)
{
    auto *table = new QWidget(this);
    auto *grid = new QGridLayout(table);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(6);
    grid->setColumnStretch(1, 1);
    int row = 0;
    for (const VersionLine &line : versions) {
        grid->addWidget(new TypeLabel(TypeLabel::Kind::Secondary, line.part, table), row, 0);
        auto *version = new TypeLabel(TypeLabel::Kind::Body, line.version, table);
        version->setTextInteractionFlags(Qt::TextSelectableByMouse);
        grid->addWidget(version, row, 1);
        grid->addWidget(new TypeLabel(TypeLabel::Kind::Secondary, line.licence, table), row++, 2);
    }
    return table;
}

void AboutDialog::copyVersions() const
{
    QStringList lines;
    for (const VersionLine &line : m_versions)
        lines << QStringLiteral("%1 %2").arg(line.part, line.version);
    QApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

} // namespace pitboss
