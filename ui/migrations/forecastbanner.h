// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/layout.h"
#include "ui/migrations/repairlist.h"

#include <QFrame>

class QToolButton;

namespace pitboss {

class FittedArea;
class IconLabel;
class TypeLabel;

/// What the project's own runner would do now, in a sentence or two; behind a triangle the reasons and the repairs.
class ForecastBanner : public QFrame
{
    Q_OBJECT
public:
    enum class Kind { Quiet, Good, Warning, Error };
    explicit ForecastBanner(QWidget *parent = nullptr);

    void setStatus(const JournalStatus &status);
    /// While there is nothing to foretell from yet.
    void setWords(const QString &text);
    QString text() const;
    Kind kind() const { return m_kind; }

    static Kind kindOf(const JournalStatus &status);
    static QList<Repair> repairsOf(const JournalStatus &status);

signals:
    void tagActivated(const QString &tag);

private:
    void paintEvent(QPaintEvent *event) override;
    void show(Kind kind, const QString &text, const QList<Repair> &repairs);
    void showRepairs(bool shown);

    Kind m_kind = Kind::Quiet;
    IconLabel *m_icon;
    TypeLabel *m_text;
    QToolButton *m_disclose;
    QToolButton *m_copy;
    RepairList *m_repairs;
    FittedArea *m_area;
};

} // namespace pitboss
