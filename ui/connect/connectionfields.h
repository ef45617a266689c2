// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/connect/savedconnection.h"

#include <QTabWidget>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLineEdit;
class QSpinBox;

namespace pitboss {

/// Every field of a saved connection on three leaves: where, encryption, how to work. GUI thread; reads no files.
class ConnectionFields : public QTabWidget
{
    Q_OBJECT
public:
    /// `services`: the names in pg_service.conf, offered.
    ConnectionFields(const SavedConnection &saved, const QStringList &services, QWidget *parent = nullptr);

    SavedConnection value() const;
    QString password() const; ///< typed anew; empty: as it was
    bool keepsPassword() const;
    void setPassword(const QString &password);
    QString problem() const; ///< why it cannot be saved; empty: nothing
    void focusFirst();

signals:
    void changed(); ///< where it leads to, or how it is encrypted
    void environmentChanged(pitboss::Environment environment);

private:
    QWidget *buildPlace(const QStringList &services);
    QWidget *buildEncryption();
    QWidget *buildWork();
    QFormLayout *newLeaf(QWidget *leaf) const;
    QLineEdit *field(const char *name, const QString &label, QFormLayout *form, const QString &placeholder = {});
    QLineEdit *pathField(const char *name, const QString &label, QFormLayout *form, bool isFolder);
    void fill();
    void hostEdited();
    void switchRoute(int index);

    SavedConnection m_saved;
    QLineEdit *m_name = nullptr;
    QComboBox *m_environment = nullptr;
    QLineEdit *m_host = nullptr;
    QSpinBox *m_port = nullptr;
    QComboBox *m_service = nullptr;
    QComboBox *m_route = nullptr;
    QLineEdit *m_database = nullptr;
    QLineEdit *m_user = nullptr;
    QLineEdit *m_password = nullptr;
    QCheckBox *m_keep = nullptr;
    QComboBox *m_tls = nullptr;
    QLineEdit *m_root = nullptr;
    QLineEdit *m_certificate = nullptr;
    QLineEdit *m_key = nullptr;
    QLineEdit *m_migrations = nullptr;
    QCheckBox *m_forbid = nullptr;
    QSpinBox *m_timeout = nullptr;
    QLineEdit *m_timeZone = nullptr;
    bool m_environmentChosen = false; ///< by hand: the host's guess no longer counts
};

} // namespace pitboss
