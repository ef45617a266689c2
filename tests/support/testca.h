// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <QTemporaryDir>

namespace pitboss::testing {

/// A certificate authority of a test's own, made with the openssl program, and certificates that are good or bad in
/// one way each. Files live as long as the object.
class TestCa
{
public:
    enum class Kind {
        Good,      ///< for localhost and 127.0.0.1
        Expired,   ///< the same, but its time was over yesterday
        WrongName, ///< for db.elsewhere.example only
        SelfSigned ///< not by this authority
    };
    struct Certificate
    {
        QString certificateFile;
        QString keyFile;
        bool isValid() const { return !certificateFile.isEmpty(); }
    };

    TestCa();
    QString rootFile() const; ///< what a client trusts: sslrootcert; empty when openssl is not there
    Certificate certificate(Kind kind);
    QString errorText() const { return m_error; }

private:
    bool openssl(const QStringList &arguments);
    QString path(const QString &name) const { return m_folder.filePath(name); }

    QTemporaryDir m_folder;
    QString m_error;
    bool m_hasRoot = false;
};

} // namespace pitboss::testing
