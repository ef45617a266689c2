// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QStringList>

#include <functional>

namespace pitboss {

/// One line of the command palette and what choosing it does.
struct PaletteEntry
{
    enum class Kind { Page, Action, Table };
    Kind kind = Kind::Action;
    QString id; ///< remembered as recently used: "table:public.users"
    QString title;
    QString detail; ///< second part of the line: schema, row estimate
    QString iconName;
    QString shortcut; ///< as shown
    std::function<void()> run;
};

/// The entries that match what was typed, best first; with nothing typed the recently used ones stand first.
class PaletteModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role { DetailRole = Qt::UserRole, IconNameRole, ShortcutRole, MatchesRole, KindRole };
    using QAbstractListModel::QAbstractListModel;

    void setEntries(QList<PaletteEntry> entries, const QStringList &recentIds);
    void setPattern(const QString &pattern);
    const PaletteEntry &entry(int row) const { return m_entries.at(m_rows.at(row).entry); }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

    static QString kindWord(PaletteEntry::Kind kind);

private:
    struct Row
    {
        qsizetype entry;
        int score;
        qsizetype recency; ///< 0 is the latest; large when never used
        QList<int> matches;
    };
    void sortRows();

    QList<PaletteEntry> m_entries;
    QStringList m_recentIds;
    QList<Row> m_rows;
};

} // namespace pitboss
