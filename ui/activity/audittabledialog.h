// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/operations/audittable.h"
#include "ui/guarded/guardeddialog.h"
#include "ui/guarded/reasonrows.h"

namespace pitboss {

class CodeView;

/// The guarded form that makes the database's own append-only record. GUI thread.
class AuditTableDialog : public GuardedDialog
{
    Q_OBJECT
public:
    AuditTableDialog(const WritePlace &place, QSettings &settings, QWidget *parent = nullptr);

private:
    QString problem() const override { return m_reason->problem(); }
    bool canConfirm() const override { return m_preview && !m_preview->isThere; }
    void focusFirst() override { m_reason->first()->setFocus(Qt::OtherFocusReason); }
    void startPreview() override;
    void startCommit() override;
    void messageAction() override;
    void showPreview(const AuditTablePreview &preview);
    void finish(const Result<AuditTableAnswer> &answer);

    Newest m_answers;
    std::optional<AuditTablePreview> m_preview;
    ReasonRows *m_reason;
    CodeView *m_sql;
};

} // namespace pitboss
