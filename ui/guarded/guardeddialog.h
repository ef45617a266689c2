// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/audit/auditlog.h"
#include "sql/connection.h"
#include "ui/messagebar.h"

#include <QDialog>

class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace pitboss {

class TypeLabel;

/// Where a guarded form writes: it has a connection of its own, which may write.
struct WritePlace
{
    std::function<std::unique_ptr<Connection>()> makeWriter;
    Environment environment = Environment::Production;
    QString database;
    QString auditFolder = AuditLog::defaultFolder();
};

/// The guarded form, the same for everything that writes: fill in, preview, confirm, commit, receipt. From the first
/// click on there is nothing left to press until the answer is known. What is filled in, previewed and written is the
/// derived form's. GUI thread.
class GuardedDialog : public QDialog
{
    Q_OBJECT
public:
    ~GuardedDialog() override;
    void reject() override; ///< not while it commits: the answer is worth waiting for

protected:
    enum Step { Filling, Confirming, Done };
    GuardedDialog(const QString &title, const WritePlace &place, QWidget *parent);
    /// `effect` stands on the page to confirm, with `extra` (a box to tick) beneath; `after` beside Copy on the
    /// receipt.
    void setParts(QWidget *fields, QWidget *effect, QWidget *extra, QPushButton *after);

    virtual QString problem() const = 0; ///< what still speaks against a preview; empty: nothing
    virtual bool canConfirm() const = 0; ///< the preview holds something to do, and `extra` is in order
    virtual void focusFirst() = 0;
    virtual void startPreview() = 0;
    virtual void startCommit() = 0;
    virtual void messageAction() { }               ///< the message's button, as after an answer was lost
    virtual bool canStop() const { return false; } ///< a commit in parts, which ends after one of them
    virtual void stop() { }

    void go(Step step);
    Step step() const { return m_step; }
    void setBusy(const QString &what, bool isCommitting = false); ///< empty: no longer
    void setUnknown(bool unknown);
    bool isUnknown() const { return m_isUnknown; }
    bool isBusy() const { return m_isBusy; }
    void refreshButtons();
    void showSummary(const QStringList &lines);
    /// `lines` go with the ticket, environment and database beneath them; `text` says how it ended.
    void showReceipt(const QStringList &lines, MessageBar::Kind kind, const QString &text, const QString &detail = {});
    MessageBar *message(); ///< shown
    void forgetTypedName();
    Connection &writer(bool fresh = false);
    const WritePlace &place() const { return m_place; }
    Ticket ticket() const { return m_ticket; }
    void follow(Ticket ticket) { m_ticket = ticket; } ///< what Cancel cancels while a preview runs

private:
    QLineEdit *buildTypedName() const;
    QLayout *buildPlace() const;
    QWidget *buildConfirmation(QWidget *effect);
    QWidget *buildReceipt(QPushButton *after);
    QWidget *buildButtons();
    void goOn();
    bool isConfirmed() const;

    WritePlace m_place;
    std::unique_ptr<Connection> m_connection;
    Ticket m_ticket = 0;
    Step m_step = Filling;
    bool m_isBusy = false;
    bool m_isCommitting = false;
    bool m_isUnknown = false; ///< the answer to COMMIT was lost: nothing else is offered until it is found out
    MessageBar *m_message;
    QStackedWidget *m_steps;
    QWidget *m_fields = nullptr;
    QWidget *m_extra = nullptr;
    TypeLabel *m_summary;
    QLineEdit *m_typedName;
    TypeLabel *m_receiptText;
    QPushButton *m_back;
    QPushButton *m_close;
    QPushButton *m_main;
};

} // namespace pitboss
