// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/auditmodel.h"
#include "sql/whenfinished.h"
#include "ui/guarded/guardeddialog.h"
#include "ui/page.h"

#include <QPointer>

class QComboBox;
class QFileDialog;
class QLineEdit;
class QPushButton;
class QSettings;
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
    explicit ActivityPage(QSettings &settings, QString folder = AuditLog::defaultFolder(), QWidget *parent = nullptr);

    QString id() const override { return QStringLiteral("activity"); }
    QString title() const override { return tr("Activity"); }
    QString iconName() const override { return QStringLiteral("activity"); }
    bool needsConnection() const override { return false; }
    void activated() override;
    void refresh() override;
    void find() override;
    bool isLoading() const { return m_loading; }

    /// Where the database's own record can be made; without a place it cannot. Ends a form that is open.
    void setPlace(const std::optional<WritePlace> &place);
    GuardedDialog *form() const { return m_form; }

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
    void openInstaller();

    QSettings &m_settings;
    QString m_folder;
    std::optional<WritePlace> m_place;
    QPointer<GuardedDialog> m_form;
    QPushButton *m_install;
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
