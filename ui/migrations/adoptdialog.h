// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/apply/adopt.h"
#include "ui/guarded/guardeddialog.h"
#include "ui/guarded/reasonrows.h"

namespace pitboss {

class CodeView;

/// The guarded form that brings the record in line with what is there: an orphan gets its entry in the journal, or a
/// file whose objects exist gets its row. No statement of the file is run. GUI thread.
class AdoptDialog : public GuardedDialog
{
    Q_OBJECT
public:
    AdoptDialog(const LayoutSettings &layout, const QString &tag, Adoption::Kind kind, const WritePlace &place,
                QSettings &settings, QWidget *parent = nullptr);

signals:
    void adopted();

private:
    QString problem() const override { return m_reason->problem(); }
    bool canConfirm() const override { return m_adoption && m_adoption->refusals.isEmpty(); }
    void focusFirst() override { m_reason->first()->setFocus(Qt::OtherFocusReason); }
    void startPreview() override;
    void startCommit() override;
    void finish(const Result<void> &done);

    LayoutSettings m_layout;
    QString m_tag;
    Adoption::Kind m_kind;
    Newest m_answers;
    std::optional<Adoption> m_adoption;
    ReasonRows *m_reason;
    CodeView *m_shown;
};

} // namespace pitboss
