// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/connect/savedconnection.h"

#include <functional>

namespace pitboss {

/// The saved connections in one file, in the order a person gave them. Two programs may change it at once: each change
/// reads, changes and writes under a lock. A file that cannot be understood is never overwritten. What a newer version
/// wrote stays in it. Any thread; blocking (a few ms, or the other program's change).
class ConnectionStore
{
public:
    explicit ConnectionStore(QString path);
    static QString defaultPath(); ///< the same for window and command line

    QString path() const { return m_path; }
    Result<QList<SavedConnection>> read() const; ///< no file: an empty list
    using Change = std::function<Result<void>(QList<SavedConnection> &)>;
    /// What is given back is the list as it was written.
    Result<QList<SavedConnection>> change(const Change &change) const;

    Result<QList<SavedConnection>> put(const SavedConnection &connection) const; ///< by id: changes it, or adds it last
    Result<QList<SavedConnection>> remove(const QString &id) const;
    /// Before the one with that id; last when there is none.
    Result<QList<SavedConnection>> insertBefore(const SavedConnection &connection, const QString &id) const;

    /// For another computer: the same shape, without ids. No passwords: it has none.
    static QByteArray exported(const QList<SavedConnection> &connections);
    /// With new ids. Passwords in the file are not read.
    static Result<QList<SavedConnection>> imported(const QByteArray &bytes, const QString &fileName);

private:
    QString m_path;
};

/// By its name, exactly; else, when only one fits, without regard to case. The error names those that there are.
Result<SavedConnection> findConnection(const QList<SavedConnection> &connections, const QString &name);
/// `name`, or "name 2", "name 3" … when that is taken.
QString freeName(const QList<SavedConnection> &connections, const QString &name);

} // namespace pitboss
