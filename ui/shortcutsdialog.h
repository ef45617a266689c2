// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QList>
#include <QString>

class QAction;
class QLineEdit;
class QTreeWidget;

namespace pitboss {

struct ShortcutGroup
{
    QString title;
    QList<QAction *> actions;
};

/// F1: every shortcut of the window and of the page in front, in one list that can be searched.
class ShortcutsDialog : public QDialog
{
    Q_OBJECT
public:
    explicit ShortcutsDialog(const QList<ShortcutGroup> &groups, QWidget *parent = nullptr);

private:
    void fill(const QList<ShortcutGroup> &groups);
    void filter(const QString &text);

    QLineEdit *m_filter;
    QTreeWidget *m_list;
};

/// The action's text without mnemonic and dots.
QString plainText(const QAction &action);

} // namespace pitboss
