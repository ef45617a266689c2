// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/layout.h"
#include "migrations/lint.h"

#include <QAbstractTableModel>
#include <QTimeZone>

namespace pitboss {

/// The rows of a migrations folder: takes a JournalStatus, reads nothing itself.
class MigrationModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { NameColumn, StateColumn, FindingsColumn, StatementsColumn, SizeColumn, ChangedColumn, ColumnCount };
    enum Role {
        TagRole = Qt::UserRole,
        NumberRole,    ///< qint64; invalid where the name begins with none
        StateRole,     ///< MigrationState as int
        StateIconRole, ///< a name in resources/icons
        ProblemsRole,  ///< QStringList of codes
        ErrorsRole,    ///< how many findings of that severity, ignored ones left out
        WarningsRole,
        InfosRole,
    };
    using QAbstractTableModel::QAbstractTableModel;

    /// Rows whose tags stay the same stay themselves, so that a selection survives a refresh.
    void setStatus(const JournalStatus &status);
    void setFindings(const LintResult &findings);
    void setTimeZone(const QTimeZone &zone);
    /// While the database is asked, a state is not "unknown" but not known yet.
    void setAsking(bool asking);
    const QList<Migration> &migrations() const { return m_migrations; }
    int rowOf(const QString &tag) const; ///< -1: no such row

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    static QString stateIconName(MigrationState state);
    /// "inferred: in part": a state in a word or two, for rows and counts.
    static QString stateWord(MigrationState state);
    /// "duplicate number": a problem in a word or two, for the row.
    static QString problemWord(const QString &code);

private:
    struct Counts
    {
        int errors = 0;
        int warnings = 0;
        int infos = 0;
    };
    QVariant text(const Migration &migration, int column) const;
    QString stateText(const Migration &migration) const;
    QString findingsText(const QString &tag) const;
    QString changedText(const Migration &migration) const;
    QString dateText(const QDateTime &moment) const;
    QString dayText(const QDateTime &moment) const;
    QString toolTip(const Migration &migration, int column) const;
    QString stateToolTip(const Migration &migration) const;
    QVariant accessibleText(const Migration &migration, int column) const;
    QVariant countOf(const QString &tag, int role) const;
    void everythingChanged();

    QList<Migration> m_migrations;
    QHash<QString, Counts> m_counts;
    QTimeZone m_zone = QTimeZone::systemTimeZone();
    bool m_linted = false;
    bool m_asking = false;
};

} // namespace pitboss
