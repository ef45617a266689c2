// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/connect/connectiontest.h"
#include "sql/connect/savedconnection.h"
#include "sql/connect/secretstore.h"
#include "sql/whenfinished.h"

#include <QDialog>

#include <atomic>

class QPushButton;

namespace pitboss {

class ConnectionFields;
class MessageBar;
class ReportView;

/// A saved connection as a form, with a test that changes nothing. It keeps nothing itself: accepted, its caller takes
/// value() and password().
class ConnectionEditor : public QDialog
{
    Q_OBJECT
public:
    /// `secrets`: where a kept password is found for the test; may be null.
    ConnectionEditor(const SavedConnection &saved, const QString &password, const QStringList &services,
                     SecretStore *secrets, QWidget *parent = nullptr);
    ~ConnectionEditor() override;

    SavedConnection value() const;
    QString password() const; ///< typed anew; empty: none
    bool keepsPassword() const;

private:
    QLayout *buildButtons();
    void save();
    void test();
    void startTest(const QString &password);
    void endTest(const Result<ConnectionReport> &report);
    void stopTest();
    void showTesting(bool isTesting);

    ConnectionFields *m_fields;
    ReportView *m_report;
    MessageBar *m_message;
    QPushButton *m_test;
    QPushButton *m_save;
    SecretStore *m_secrets;
    Newest m_tests;
    std::shared_ptr<std::atomic<bool>> m_stop; ///< of the test that runs; null: none does
};

} // namespace pitboss
