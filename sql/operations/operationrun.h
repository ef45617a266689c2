// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/operations/touched.h"
#include "sql/transaction.h"

namespace pitboss {

/// One run of an operation in a transaction of its own: what preview() and commit() share, so that both do the same.
class OperationRun
{
public:
    /// `seen`: a preview that this run is to repeat; nullptr: this is the preview.
    OperationRun(Session &session, const Operation &operation, const Preview *seen);

    Result<void> perform(); ///< everything up to the end of the transaction, the effect included
    Result<void> rollBack();
    Result<void> commit();

    const Plan &plan() const { return m_plan; }
    bool wasDoneBefore() const { return m_plan.doneBefore.has_value(); }
    bool hasNothingToDo() const { return wasDoneBefore() || m_plan.isNoOp; }
    bool isAsSeen() const; ///< the effect is the previewed one
    Preview preview() const;
    Receipt receipt() const;

private:
    Result<void> check() const;
    Result<QList<ResultSet>> begin();
    Result<QList<ResultSet>> beginPreview();
    Result<void> decide(const QList<ResultSet> &facts);
    Result<void> write();
    QList<Statement> writes() const;
    QList<Statement> looks() const;
    Result<void> readMoment(const ResultSet &rows);
    Result<void> readTouched(const QList<ResultSet> &looks);
    Result<void> searchOthers();
    void describeOthers(const QList<ResultSet> &before);
    void describeOwn(const ResultSet &rows, const OwnRow &own);
    const TouchedTable *touchedByName(const QString &table) const;
    TableEffect &effectOf(const RelationRef &ref);
    bool isSearched(const TouchedTable &table) const;
    Result<QList<ResultSet>> inOneGo(const QList<Statement> &statements);
    Error explained(Error error) const;

    Session &m_session;
    const Operation &m_operation;
    const Preview *m_seen;
    std::unique_ptr<Body> m_body;
    std::optional<Transaction> m_transaction;
    std::shared_ptr<const OperationSchema> m_schema;
    QHash<quint32, WriteCounts> m_base;
    Plan m_plan;
    QList<TouchedTable> m_touched;
    QList<TouchedTable> m_others; ///< touched by triggers and cascades; their rows are searched for
    QList<ResultSet> m_otherRows;
    Effect m_effect;
    std::optional<qint64> m_ledgerId;
    std::optional<Money> m_balance;
};

} // namespace pitboss
