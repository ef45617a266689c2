// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTabWidget>
#include <QTextEdit>

/// All that the program's widgets say at this moment, hidden ones included.
namespace pitboss::test {

inline void addModel(const QAbstractItemModel *model, const QModelIndex &parent, QStringList &texts)
{
    constexpr int most = 300;
    for (int row = 0; row < qMin(most, model->rowCount(parent)); ++row) {
        for (int column = 0; column < model->columnCount(parent); ++column) {
            const QModelIndex index = model->index(row, column, parent);
            for (int role = 0; role < 16; ++role) {
                if (const QVariant value = model->data(index, role); value.canConvert<QString>())
                    texts << value.toString();
            }
            for (int role = Qt::UserRole; role < Qt::UserRole + 16; ++role)
                texts << model->data(index, role).toString();
            if (column == 0)
                addModel(model, index, texts);
        }
    }
}

inline void addParts(const QWidget *widget, QStringList &texts)
{
    if (const auto *label = qobject_cast<const QLabel *>(widget))
        texts << label->text();
    if (const auto *button = qobject_cast<const QAbstractButton *>(widget))
        texts << button->text();
    if (const auto *edit = qobject_cast<const QLineEdit *>(widget))
        texts << edit->displayText() << edit->placeholderText();
    if (const auto *edit = qobject_cast<const QPlainTextEdit *>(widget))
        texts << edit->toPlainText();
    if (const auto *edit = qobject_cast<const QTextEdit *>(widget))
        texts << edit->toPlainText() << edit->toHtml();
    if (const auto *box = qobject_cast<const QGroupBox *>(widget))
        texts << box->title();
    if (const auto *combo = qobject_cast<const QComboBox *>(widget))
        addModel(combo->model(), {}, texts);
    if (const auto *view = qobject_cast<const QAbstractItemView *>(widget); view && view->model())
        addModel(view->model(), {}, texts);
    if (const auto *tabs = qobject_cast<const QTabWidget *>(widget)) {
        for (int i = 0; i < tabs->count(); ++i)
            texts << tabs->tabText(i) << tabs->tabToolTip(i);
    }
}

inline void addWidget(QWidget *widget, QStringList &texts)
{
    texts << widget->windowTitle() << widget->windowFilePath() << widget->toolTip() << widget->statusTip()
          << widget->whatsThis() << widget->accessibleName() << widget->accessibleDescription() << widget->objectName();
    addParts(widget, texts);
    const auto actions = widget->actions();
    for (const QAction *action : actions)
        texts << action->text() << action->toolTip() << action->statusTip() << action->data().toString();
    if (QAccessibleInterface *face = QAccessible::queryAccessibleInterface(widget)) {
        for (const auto kind : {QAccessible::Name, QAccessible::Description, QAccessible::Value, QAccessible::Help})
            texts << face->text(kind);
    }
}

inline QStringList everyText()
{
    QStringList texts{QApplication::clipboard()->text(), QApplication::clipboard()->text(QClipboard::Selection)};
    const auto widgets = QApplication::allWidgets();
    for (QWidget *widget : widgets)
        addWidget(widget, texts);
    texts.removeAll(QString());
    return texts;
}

} // namespace pitboss::test
