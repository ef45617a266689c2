// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>

namespace pitboss::testing {

/// A German locale of a test's own, for programs whose environment has LOCPATH = path(). Whether they then speak
/// German depends on their translations being installed.
class Germany
{
public:
    Germany()
    {
        QFile::setPermissions(m_folder.path(),
                              QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ReadOther
                                  | QFile::ExeOther); // servers may run as another user
        QProcess make;
        make.start(QStringLiteral("localedef"),
                   {QStringLiteral("-i"), QStringLiteral("de_DE"), QStringLiteral("-f"), QStringLiteral("UTF-8"),
                    m_folder.filePath(name())});
        m_exists = make.waitForFinished() && QFileInfo::exists(m_folder.filePath(name()));
    }
    bool exists() const { return m_exists; }
    QString path() const { return m_folder.path(); }
    static QString name() { return QStringLiteral("de_DE.UTF-8"); }

private:
    QTemporaryDir m_folder;
    bool m_exists = false;
};

} // namespace pitboss::testing
