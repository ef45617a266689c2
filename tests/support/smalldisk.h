// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QTemporaryDir>

#include <sys/mount.h>

namespace pitboss::testing {

/// A file system of a few kilobytes or megabytes, in memory. Only root may mount one: without it isMounted() is false.
class SmallDisk
{
public:
    explicit SmallDisk(const char *size)
        : m_mounted(mount("tmpfs", name().constData(), "tmpfs", 0, QByteArray(QByteArray("size=") + size).constData())
                    == 0)
    {
    }
    ~SmallDisk()
    {
        if (m_mounted)
            umount2(name().constData(), MNT_DETACH);
    }
    Q_DISABLE_COPY_MOVE(SmallDisk)

    bool isMounted() const { return m_mounted; }
    QString path() const { return m_dir.path(); }
    QByteArray name() const { return QFile::encodeName(m_dir.path()); }

    /// Not a byte is left.
    void fill() const
    {
        QFile file(m_dir.filePath(QStringLiteral("filling")));
        if (!file.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered))
            return;
        for (qint64 block = 1 << 16; block > 0; block /= 2) {
            while (file.write(QByteArray(block, 'x')) == block) { }
        }
    }

private:
    QTemporaryDir m_dir;
    bool m_mounted;
};

} // namespace pitboss::testing
