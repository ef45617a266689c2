// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/operations/operation.h"

#include <QObject>

class QComboBox;
class QFormLayout;
class QLineEdit;
class QSettings;
class QWidget;

namespace pitboss {

/// The rows that every guarded form ends with: why, for which ticket, by whom. GUI thread.
class ReasonRows : public QObject
{
    Q_OBJECT
public:
    /// The operation's id is made here, once.
    ReasonRows(QFormLayout *form, Environment environment, QSettings &settings);

    QString problem() const;          ///< why it cannot go on yet; empty: it can
    OperationContext context() const; ///< with the same operation id each time
    void remember() const;            ///< the operator's name, for the next time
    QWidget *first() const;

signals:
    void changed();

private:
    QSettings &m_settings;
    OperationContext m_context;
    QComboBox *m_reason;
    QLineEdit *m_detail;
    QLineEdit *m_ticket;
    QLineEdit *m_operator;
};

/// A line edit with the names that help and tests need.
QLineEdit *namedEdit(const QString &objectName, const QString &accessibleName, const QString &placeholder = {});

} // namespace pitboss
