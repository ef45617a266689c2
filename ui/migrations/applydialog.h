// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/apply/apply.h"
#include "ui/guarded/guardeddialog.h"
#include "ui/guarded/reasonrows.h"

class QCheckBox;
class QFormLayout;
class QTreeWidget;
class QTreeWidgetItem;

namespace pitboss {

/// What is asked of an apply before anything is filled in.
struct ApplyWish
{
    LayoutSettings layout;
    JournalStatus status;
    QStringList tags;  ///< empty: all that are pending
    bool back = false; ///< take the one file back by its rollback instead
};

/// The guarded form that applies migrations: what was not dry-run yet is dry-run first; then the plan with locks and
/// losses; then file by file, with whoever is in the way of a lock named while it waits. It can be stopped: what runs
/// is rolled back then. GUI thread.
class ApplyDialog : public GuardedDialog
{
    Q_OBJECT
public:
    ApplyDialog(const ApplyWish &wish, const WritePlace &place, QSettings &settings, QWidget *parent = nullptr);
    ~ApplyDialog() override;

signals:
    void applied(); ///< something was written, or may have been

private:
    /// What a preview found.
    struct Ahead
    {
        ApplyPlan plan;
        LockForecast locks;
        std::optional<DryRunResult> failed; ///< the dry run that came first, when it failed
    };
    static Result<Ahead> look(Session &session, const ApplyWish &wish, const QString &folder, const QString &override);
    static Result<ApplyPlan> planned(Session &session, const ApplyWish &wish, const QString &folder,
                                     const QString &override);

    QString problem() const override;
    bool canConfirm() const override;
    void focusFirst() override;
    void startPreview() override;
    void startCommit() override;
    void messageAction() override;
    bool canStop() const override { return true; }
    void stop() override;

    void addBackup(QFormLayout *form);
    void showPlan(const Ahead &ahead);
    void showFile(const ApplyFile &file);
    void showEvent(const ApplyEvent &event);
    void askToStop();
    void stopHolder(const LockHolder &holder, StopKind kind);
    void finish(const Result<ApplyResult> &result);
    void removeInvalid();
    ApplyConfirmation confirmation() const;
    using QWidget::showEvent;

    ApplyWish m_wish;
    std::optional<ApplyPlan> m_plan;
    std::optional<LockHolder> m_holder;   ///< in the way just now
    QStringList m_invalid;                ///< indexes that were left behind
    std::unique_ptr<Connection> m_helper; ///< for what is done while the writer waits
    Newest m_answers, m_helped;
    bool m_wasStopped = false;
    ReasonRows *m_reason = nullptr;
    QCheckBox *m_backup;
    QLineEdit *m_file;
    QLineEdit *m_override;
    QTreeWidget *m_tree;
    QPushButton *m_remove;
};

} // namespace pitboss
