// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shortcutsdialog.h"

#include "ui/controls.h"
#include "ui/labels.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace pitboss {

QString plainText(const QAction &action)
{
    QString text = action.text();
    text.remove(QLatin1Char('&'));
    return text;
}

ShortcutsDialog::ShortcutsDialog(const QList<ShortcutGroup> &groups, QWidget *parent)
    : QDialog(parent)
    , m_filter(new QLineEdit(this))
    , m_list(new QTreeWidget(this))
{
    setObjectName(QStringLiteral("shortcutsDialog"));
    setWindowTitle(tr("Keyboard shortcuts"));
    resize(520, 560);
    m_filter->setObjectName(QStringLiteral("shortcutsFilter"));
    m_filter->setAccessibleName(tr("Filter shortcuts"));
    m_filter->setPlaceholderText(tr("Filter by name or key…"));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(icon(QStringLiteral("search"), Tint::Secondary), QLineEdit::LeadingPosition);
    m_list->setObjectName(QStringLiteral("shortcutsList"));
    m_list->setAccessibleName(tr("Shortcuts"));
    m_list->setColumnCount(2);
    m_list->setHeaderHidden(true);
    m_list->setRootIsDecorated(false);
    m_list->setIndentation(0);
    m_list->setFocusPolicy(Qt::StrongFocus);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    fill(groups);
    auto *buttons = new QDialogButtonBox(this);
    QPushButton *close = textButton(QStringLiteral("shortcutsClose"), tr("Close"), this);
    buttons->addButton(close, QDialogButtonBox::RejectRole);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *column = new QVBoxLayout(this);
    column->addWidget(m_filter);
    column->addWidget(m_list, 1);
    column->addWidget(buttons);
    connect(m_filter, &QLineEdit::textChanged, this, &ShortcutsDialog::filter);
    m_filter->setFocus();
}

void ShortcutsDialog::fill(const QList<ShortcutGroup> &groups)
{
    for (const ShortcutGroup &group : groups) {
        auto *head = new QTreeWidgetItem(m_list, {group.title});
        head->setFlags(Qt::ItemIsEnabled);
        head->setFont(0, scaledFont(font(), 1, QFont::DemiBold));
        head->setFirstColumnSpanned(true);
        head->setSizeHint(0, {0, 32});
        for (const QAction *action : group.actions) {
            const QString keys = QKeySequence::listToString(action->shortcuts(), QKeySequence::NativeText);
            auto *item = new QTreeWidgetItem(head, {plainText(*action), keys});
            item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
            item->setForeground(1, palette().color(QPalette::PlaceholderText));
            item->setIcon(0, action->icon());
        }
        head->setExpanded(true);
    }
}

void ShortcutsDialog::filter(const QString &text)
{
    for (int i = 0; i < m_list->topLevelItemCount(); ++i) {
        QTreeWidgetItem *head = m_list->topLevelItem(i);
        bool any = false;
        for (int j = 0; j < head->childCount(); ++j) {
            QTreeWidgetItem *item = head->child(j);
            const bool matches =
                item->text(0).contains(text, Qt::CaseInsensitive) || item->text(1).contains(text, Qt::CaseInsensitive);
            item->setHidden(!matches);
            any = any || matches;
        }
        head->setHidden(!any);
    }
}

} // namespace pitboss
