// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrations/locksdialog.h"

#include "ui/controls.h"
#include "ui/environmentband.h"
#include "ui/labels.h"
#include "ui/style/pitbossstyle.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

QTreeWidget *lockList(const LockForecast &locks)
{
    auto *list = new QTreeWidget;
    list->setObjectName(u"lockList"_s);
    list->setAccessibleName(LocksDialog::tr("Locks"));
    list->setHeaderLabels({LocksDialog::tr("Table"), LocksDialog::tr("What others wait for")});
    list->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    for (const LockForecast::Entry &entry : locks.entries) {
        auto *item = new QTreeWidgetItem(list, {entry.lock.relation, entry.effect});
        for (const LockHolder &holder : entry.holders)
            new QTreeWidgetItem(item, {LocksDialog::tr("in the way now"), lockHolderText(holder)});
        item->setExpanded(true);
    }
    return list;
}

LocksDialog::LocksDialog(const LockForecast &locks, const WritePlace &place, QWidget *parent)
    : QDialog(parent)
{
    setObjectName(u"locksDialog"_s);
    setWindowTitle(tr("Dry run where others work"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 16, 20, 16);
    layout->setSpacing(12);
    layout->addWidget(new TypeLabel(TypeLabel::Kind::Title, windowTitle()));
    auto *where = new QHBoxLayout;
    auto *badge = new EnvironmentBadge;
    badge->setEnvironment(place.environment);
    where->addWidget(badge);
    where->addWidget(new TypeLabel(TypeLabel::Kind::Body, tr("database %1").arg(place.database)), 1);
    layout->addLayout(where);
    auto *words = new TypeLabel(
        TypeLabel::Kind::Body,
        locks.entries.isEmpty() ? tr("Nothing that others wait for will be locked. All of it is taken back in the end.")
                                : tr("Until it ends these locks are real. A lock that does not come within three "
                                     "seconds ends it, and all of "
                                     "it is taken back in the end."));
    words->setWordWrap(true);
    layout->addWidget(words);
    layout->addWidget(lockList(locks), 1);
    auto *row = new QHBoxLayout;
    row->addStretch();
    QPushButton *cancel = textButton(u"locksCancel"_s, tr("Cancel"));
    QPushButton *run = textButton(u"locksRun"_s, tr("&Run it now"));
    setButtonRole(run, ButtonRole::Main);
    (locks.isFree() ? run : cancel)->setDefault(true);
    row->addWidget(cancel);
    row->addWidget(run);
    layout->addLayout(row);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(run, &QPushButton::clicked, this, &QDialog::accept);
    resize(560, 380);
}

} // namespace pitboss
