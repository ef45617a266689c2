// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QVBoxLayout;

namespace pitboss {

/// What is wrong, and the text that would mend it: to copy, never done by itself.
struct Repair
{
    QString tag; ///< the migration it is about; empty: the folder
    QString text;
    QString repair; ///< SQL, JSON, a command; may be empty
};

class RepairList : public QWidget
{
    Q_OBJECT
public:
    /// `name` begins the object names of what is in it: "forecast" gives "forecastCopy0".
    explicit RepairList(const QString &name, QWidget *parent = nullptr);
    void setRepairs(const QList<Repair> &repairs);
    const QList<Repair> &repairs() const { return m_repairs; }
    /// All of it as text, for a ticket or a chat.
    static QString text(const QList<Repair> &repairs);

signals:
    void tagActivated(const QString &tag);

private:
    QWidget *row(const Repair &repair, int number);
    QWidget *repairBox(const Repair &repair, int number);

    QString m_name;
    QList<Repair> m_repairs;
    QVBoxLayout *m_column;
    QWidget *m_rows = nullptr;
};

} // namespace pitboss
