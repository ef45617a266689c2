// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/resultmodel.h"
#include "sql/pit/people.h"
#include "ui/support/operationfields.h"

class QComboBox;
class QPushButton;
class QTabWidget;
class QTreeView;
class QTreeWidget;

namespace pitboss {

class InkLabel;
class TypeLabel;

/// One person: who they are, what they hold, their ledger and their short lists. Shows values; reading is the page's.
class PersonView : public QWidget
{
    Q_OBJECT
public:
    explicit PersonView(QWidget *parent = nullptr);

    void setPerson(const PitDetail &detail);
    void setLedger(const Result<ResultSet> &rows, bool more); ///< in place of what was shown
    void addLedger(const Result<ResultSet> &rows, bool more);
    QString personId() const { return m_id; }
    LedgerPage ledgerPage() const; ///< as the filters stand, from the top
    qint64 lastLedgerId() const;
    void setWritesPossible(bool possible, const QString &why);

signals:
    void ledgerWanted();     ///< a filter changed
    void moreLedgerWanted(); ///< what stands below the last row
    void wished(const pitboss::OperationWish &wish);
    void rowsRequested(const QString &table, const QString &filter); ///< open them in the grid

private:
    struct ShortList
    {
        QString table;
        QString column; ///< that holds the person's id
        QTreeView *view = nullptr;
        ResultModel *model = nullptr;
        InkLabel *note = nullptr;
        int tab = 0;
        QString title;
    };
    QWidget *buildHead();
    QWidget *buildLedger();
    void addList(const QString &table, const QString &column, const QString &title,
                 const QList<ResultModel::Shown> &columns);
    void showFields(const ResultSet &row);
    void showReconciliation(const PitPart &part);
    void setSources(const ResultSet &rows);
    void showBalance(const PitPart &part);
    void updateActions();
    OperationWish wish(OperationWish::Kind kind) const;
    OperationWish entryWish(OperationWish::Kind kind) const;
    void wishForEntry();

    QString m_id;
    QString m_name;
    QString m_tier;
    bool m_writesPossible = false;
    TypeLabel *m_title;
    InkLabel *m_about;
    InkLabel *m_balance;
    InkLabel *m_reconciled;
    QTabWidget *m_tabs;
    ResultModel *m_ledger;
    QTreeView *m_ledgerView = nullptr;
    InkLabel *m_ledgerNote = nullptr;
    QComboBox *m_source = nullptr;
    QComboBox *m_sign = nullptr;
    QPushButton *m_older = nullptr;
    QPushButton *m_entry = nullptr;
    QPushButton *m_grant = nullptr;
    QPushButton *m_changeTier = nullptr;
    QPushButton *m_agent = nullptr;
    QTreeWidget *m_fields;
    QList<ShortList> m_lists;
};

} // namespace pitboss
