// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/figures.h"
#include "ui/inklabel.h"

#include <QFrame>

class QVBoxLayout;

namespace pitboss {

/// A calm surface with a title, one figure in large type, and rows of others.
class FigureCard : public QFrame
{
    Q_OBJECT

public:
    FigureCard(const QString &iconName, const QString &title, QWidget *parent = nullptr);

    /// `headline` is the key of the figure in large type; empty: none. Replaces what was shown.
    void setFigures(const QList<Figure> &figures, const QString &headline);
    /// One line each, pressed to open it: name, rows, size.
    struct TableLine
    {
        QString name;
        QString rows;
        QString size;
    };
    void setTables(const QString &headline, const QList<TableLine> &lines);
    void setError(const Error &error);
    void setLoading(bool loading); ///< the shape of what comes, where nothing is shown yet
    bool isFilled() const { return m_filled; }

signals:
    void tableActivated(int index);

private:
    void paintEvent(QPaintEvent *event) override;
    void clear();
    void addHeadline(const QString &text, const QString &caption, const QString &name);
    void addRow(const Figure &figure);
    void addBreakdown(const Figure &figure);
    void addFailures(const QList<Figure> &figures);
    void addReason(const QStringList &labels, const Error &error, const QString &objectName);

    QString m_title;
    QVBoxLayout *m_layout;
    QWidget *m_body = nullptr;
    bool m_filled = false;
    bool m_loading = false;
};

} // namespace pitboss
