// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/audit/recorded.h"
#include "ui/guarded/guardeddialog.h"
#include "ui/support/operationfields.h"

class QCheckBox;

namespace pitboss {

class EffectView;

/// The guarded form of the operations on one person or agent. It writes only by commitOnRecord(), once. GUI thread.
class OperationDialog : public GuardedDialog
{
    Q_OBJECT
public:
    OperationDialog(const OperationWish &wish, const WritePlace &place, QSettings &settings, QWidget *parent = nullptr);
    ~OperationDialog() override;

signals:
    void done(const pitboss::Receipt &receipt);
    void reversalRequested(const pitboss::Receipt &receipt); ///< of the receipt just shown

private:
    QString problem() const override { return m_fields->problem(); }
    bool canConfirm() const override;
    void focusFirst() override { m_fields->focusFirst(); }
    void startPreview() override;
    void startCommit() override;
    void messageAction() override;
    void showPreview(const Preview &preview);
    void finishCommit(const Result<RecordedAnswer> &recorded);
    void showOutcome(const Result<Outcome> &outcome);
    void showDone(const RecordedAnswer &recorded);

    Newest m_answers;
    std::optional<Operation> m_operation;
    std::optional<Preview> m_preview;
    Receipt m_receipt;
    OperationFields *m_fields;
    EffectView *m_effect;
    QCheckBox *m_large;
    QPushButton *m_reverse;
};

} // namespace pitboss
