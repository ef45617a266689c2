// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/guarded/reasonrows.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLineEdit;
class QSettings;

namespace pitboss {

class InkLabel;

/// What is asked for before a person has filled anything in: from where the form was opened.
struct OperationWish
{
    enum class Kind { Grant, Refund, Reverse, ChangeTier, Archive, Restore };
    Kind kind = Kind::Grant;
    QString id;                ///< the person's or the agent's
    QString name;              ///< to be recognised by
    qint64 entryId = 0;        ///< of the ledger: the charge, or what is to be reversed
    QString entryText;         ///< the same for people
    std::optional<Money> left; ///< what a refund or reversal can be at most, as far as is known
    QString tier;              ///< the present one
    QString title() const;
};

/// The fields of one operation, checked as one types. GUI thread.
class OperationFields : public QWidget
{
    Q_OBJECT
public:
    OperationFields(const OperationWish &wish, Environment environment, QSettings &settings, QWidget *parent = nullptr);

    QString problem() const; ///< why it cannot go on yet; empty: it can
    /// With the same operation id each time: a retry finds the first attempt by it.
    Operation operation() const;
    void remember() const { m_reason->remember(); }
    void focusFirst();

signals:
    void changed();

private:
    void addAmount(QFormLayout *form);
    void addTier(QFormLayout *form);
    void check();
    std::optional<Money> amount() const;
    bool hasAmount() const;
    QString amountProblem() const;

    OperationWish m_wish;
    QLineEdit *m_amount = nullptr;
    InkLabel *m_amountNote = nullptr;
    QCheckBox *m_partial = nullptr;
    QComboBox *m_tier = nullptr;
    ReasonRows *m_reason = nullptr;
};

} // namespace pitboss
