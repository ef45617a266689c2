// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/embedded/embeddedserver.h"

#include <QString>

namespace pitboss {

/// A project with its seed: `drizzle/` (migrations, journal, snapshots) and `seed/NN_*.sql`.
class SampleProject
{
public:
    /// A resource folder or one on disk.
    explicit SampleProject(const QString &root = QStringLiteral(":/sample"));

    QString root() const { return m_root; }
    QString drizzleFolder() const { return m_root + QStringLiteral("/drizzle"); }
    QStringList seedFiles() const; ///< full paths in the order they run in

    struct Entry
    {
        QString tag;
        qint64 when = 0; ///< milliseconds, as the journal has it
    };
    /// The journal's entries in their own order, which is the order Drizzle goes by.
    Result<QList<Entry>> entries() const;
    Result<QByteArray> migration(const Entry &entry) const; ///< the file's bytes

    /// Writes the project without its seed to `folder`, for the migrations page and a person's editor. Nothing to do
    /// when the folder exists: a person may have edited what is in it.
    Result<void> materialise(const QString &folder) const;

private:
    QString m_root;
};

} // namespace pitboss
