// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/audit/recorded.h"
#include "sql/connection.h"
#include "ui/support/operationfields.h"

#include <QDialog>

class QCheckBox;
class QPushButton;
class QStackedWidget;

namespace pitboss {

class EffectView;
class MessageBar;
class TypeLabel;

/// The guarded form, the same for every operation: fill in, preview, confirm, commit, receipt. It writes only by
/// commitOnRecord(), once: from the first click on there is nothing left to press until the answer is known. GUI
/// thread.
class OperationDialog : public QDialog
{
    Q_OBJECT
public:
    /// Where it writes: every form has a connection of its own, which may write.
    struct Place
    {
        std::function<std::unique_ptr<Connection>()> makeWriter;
        Environment environment = Environment::Production;
        QString database;
        QString auditFolder = AuditLog::defaultFolder();
    };
    OperationDialog(const OperationWish &wish, const Place &place, QSettings &settings, QWidget *parent = nullptr);
    ~OperationDialog() override;

    void reject() override; ///< not while it commits: the answer is worth waiting for

signals:
    void done(const pitboss::Receipt &receipt);
    void reversalRequested(const pitboss::Receipt &receipt); ///< of the receipt just shown

private:
    enum Step { Filling, Confirming, Done };
    void build(const OperationWish &wish);
    QWidget *buildConfirmation();
    QWidget *buildReceipt();
    QWidget *buildButtons();
    void go(Step step);
    void goOn(); ///< the main button
    void startPreview();
    void showPreview(const Preview &preview);
    void startCommit();
    void finishCommit(const Result<RecordedAnswer> &recorded);
    void askOutcome();
    void showOutcome(const Result<Outcome> &outcome);
    void showReceipt(const RecordedAnswer &recorded);
    void setBusy(const QString &what);
    void updateButtons();
    bool isConfirmed() const;

    Place m_place;
    std::unique_ptr<Connection> m_connection;
    Newest m_answers;
    Ticket m_ticket = 0;
    Step m_step = Filling;
    bool m_isBusy = false;
    bool m_isCommitting = false;
    bool m_isUnknown = false; ///< the answer to COMMIT was lost: nothing else is offered until it is found out
    std::optional<Operation> m_operation;
    std::optional<Preview> m_preview;
    Receipt m_receipt;
    QStackedWidget *m_steps;
    MessageBar *m_message;
    OperationFields *m_fields;
    TypeLabel *m_summary;
    TypeLabel *m_where;
    EffectView *m_effect;
    QCheckBox *m_large;
    QLineEdit *m_typedName;
    TypeLabel *m_receiptText;
    QPushButton *m_reverse;
    QPushButton *m_copy;
    QPushButton *m_back;
    QPushButton *m_close;
    QPushButton *m_main;
};

} // namespace pitboss
