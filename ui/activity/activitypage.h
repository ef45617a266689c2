// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/auditmodel.h"
#include "sql/whenfinished.h"
#include "ui/page.h"

#include <QPointer>

class QComboBox;
class QFileDialog;
class QLineEdit;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QTreeView;

namespace pitboss {

class CodeView;
class EmptyState;
class MessageBar;
class TypeLabel;

/// The audit log: what was done, by whom, why; whether its chain is whole; one entry in full; export. Reads the local
/// file only, on the pool, and never changes it.
class ActivityPage : public Page
{
    Q_OBJECT

public:
    explicit ActivityPage(QString folder = AuditLog::defaultFolder(), QWidget *parent = nullptr);

    QString id() const override { return QStringLiteral("activity"); }
    QString title() const override { return tr("Activity"); }
    QString iconName() const override { return QStringLiteral("activity"); }
    bool needsConnection() const override { return false; }
    void activated() override;
    void refresh() override;
    void find() override;
    bool isLoading() const { return m_loading; }

    /// Ends in a message; the file is replaced only when it is whole. CSV by its ending, else JSON.
    void exportTo(const QString &file);

private:
    struct Reading
    {
        QList<AuditRow> rows;
        AuditVerdict verdict;
    };
    static Result<Reading> read(const QString &folder);

    QWidget *buildBar();
    QWidget *buildDetail();
    void build();
    void connectAll();
    void showReading(const Result<Reading> &reading);
    void showVerdict(const AuditVerdict &verdict);
    void showEmpty();
    void filter();
    void showEntry();
    void askForFile();

    QString m_folder;
    AuditModel *m_model;
    QLineEdit *m_search;
    QComboBox *m_action;
    QPushButton *m_verify;
    QPushButton *m_export;
    MessageBar *m_message;
    MessageBar *m_told;
    QStackedWidget *m_stack;
    QSplitter *m_splitter;
    QTreeView *m_view;
    EmptyState *m_empty;
    TypeLabel *m_entryTitle;
    CodeView *m_entry;
    Newest m_readings;
    bool m_loading = false;
    QPointer<QFileDialog> m_dialog;
};

} // namespace pitboss
