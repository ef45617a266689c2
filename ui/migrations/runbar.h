// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAction;
class QPushButton;

namespace pitboss {

/// What can be done with the migrations: try, apply, report. Its actions belong to the page, which lists them in the
/// palette as well.
class RunBar : public QWidget
{
    Q_OBJECT
public:
    struct Actions
    {
        QAction *tryPending;
        QAction *tryChosen;
        QAction *tryOnScratch;
        QAction *apply;
        QAction *takeBack;
        QAction *adopt;
        QAction *copyReport;
        QAction *saveReport;
        QAction *printReport;
    };
    explicit RunBar(QWidget *parent); ///< the actions become `parent`'s
    const Actions &actions() const { return m_actions; }
    /// `why` nothing can be run now: a tooltip; empty: it can.
    void setPossible(bool hasFiles, const QString &why);

private:
    Actions m_actions;
    QPushButton *m_try;
    QPushButton *m_apply;
    QPushButton *m_report;
};

} // namespace pitboss
