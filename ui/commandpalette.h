// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/palettemodel.h"

#include <QFrame>
#include <QPointer>

class QLabel;
class QLineEdit;
class QListView;
class QSettings;

namespace pitboss {

/// Ctrl+K: everything the window can do or open, by a few letters. An overlay of its parent window; Esc, a click
/// beside it or choosing closes it and gives the focus back.
class CommandPalette : public QFrame
{
    Q_OBJECT
public:
    CommandPalette(QSettings &settings, QWidget *window);

    void open(QList<PaletteEntry> entries, const QString &placeholder);
    void dismiss();

private:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    bool keyPressed(QKeyEvent *event);
    void changeEvent(QEvent *event) override;
    void build();
    void dress();
    void place();
    void patternChanged(const QString &pattern);
    void choose(const QModelIndex &index);
    void remember(const QString &id);
    void move(int rows);

    QSettings &m_settings;
    PaletteModel *m_model;
    QLineEdit *m_input;
    QListView *m_list;
    QLabel *m_nothing;
    QPointer<QWidget> m_focusBefore;
};

} // namespace pitboss
