// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/connectioninfo.h"

#include <QDialog>

class QCheckBox;
class QLineEdit;

namespace pitboss {

/// Asked when a server wants a password and none is at hand, or the one at hand was not taken.
class PasswordDialog : public QDialog
{
    Q_OBJECT
public:
    /// `why`: what happened. `canKeep`: there is a saved connection whose key chain entry it may become.
    PasswordDialog(const ConnectionInfo &info, const Error &why, bool canKeep, QWidget *parent = nullptr);
    QString password() const;
    bool keep() const;

private:
    QLineEdit *m_password;
    QCheckBox *m_keep;
};

} // namespace pitboss
