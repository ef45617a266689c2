// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/operations/purge.h"
#include "ui/guarded/guardeddialog.h"
#include "ui/guarded/reasonrows.h"

#include <atomic>

class QCheckBox;
class QFormLayout;
class QLineEdit;
class QProgressBar;
class QTimer;
class QTreeWidget;

namespace pitboss {

/// The guarded form that deletes bouts in error: how many go with what, the export, then batch by batch until it is
/// done or stopped, and exactly what is gone. GUI thread.
class PurgeDialog : public GuardedDialog
{
    Q_OBJECT
public:
    PurgeDialog(const WritePlace &place, QSettings &settings, QWidget *parent = nullptr);
    ~PurgeDialog() override;

signals:
    void done(const pitboss::PurgeAnswer &answer);

private:
    /// Written by the connection's thread after each batch.
    struct Progress
    {
        std::atomic_bool stop = false;
        std::atomic<qint64> exported = 0;
        std::atomic<qint64> deleted = 0;
    };
    QString problem() const override;
    bool canConfirm() const override { return m_preview && m_preview->bouts > 0; }
    void focusFirst() override { m_reason->first()->setFocus(Qt::OtherFocusReason); }
    void startPreview() override;
    void startCommit() override;
    bool canStop() const override { return true; }
    void stop() override;
    void addExport(QFormLayout *form);
    void chooseFile();
    PurgeBouts order() const;
    void showPreview(const PurgePreview &preview);
    void showProgress();
    void finish(const Result<PurgeAnswer> &answer);
    static QStringList receiptLines(const PurgeAnswer &answer);

    Newest m_answers;
    std::optional<PurgePreview> m_preview;
    std::shared_ptr<Progress> m_state;
    QTimer *m_tick;
    ReasonRows *m_reason = nullptr;
    QCheckBox *m_export;
    QLineEdit *m_file;
    QTreeWidget *m_rows;
    QProgressBar *m_bar;
};

} // namespace pitboss
