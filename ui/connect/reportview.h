// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/connect/connectiontest.h"

#include <QWidget>

class QGridLayout;

namespace pitboss {

/// What a connection's test found, line by line: sign, label, value. Values can be selected and copied.
class ReportView : public QWidget
{
    Q_OBJECT
public:
    explicit ReportView(QWidget *parent = nullptr);
    void setReport(const ConnectionReport &report);
    void clear();
    QString text() const; ///< the lines, for copies and tests

private:
    QGridLayout *m_grid;
    QStringList m_lines;
};

} // namespace pitboss
