// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QSet>
#include <QString>
#include <QThread>

#include <atomic>

#include <unistd.h>

/// A password that is looked for afterwards, wherever something was said, shown, written or handed on.
namespace pitboss::testing::planted {

/// Its heart survives every way to write it: as it is, percent-encoded where a URL needs it, in JSON, in an INI file.
inline const QString password = QStringLiteral("q/zEbrA77@%'\" x");
/// As a URL has to carry it; and with every letter encoded, as a careful program may.
inline const QString inUrl = QStringLiteral("q%2FzEbrA77%40%25%27%22%20x");
inline const QString allEncoded = QStringLiteral("%71%2f%7A%45%62%72%41%37%37%40%25%27%22%20%78");

inline bool isIn(const QByteArray &bytes)
{
    const QByteArray text = bytes.toLower();
    const QByteArray wide(reinterpret_cast<const char *>(u"zEbrA77"), 14);
    return text.contains("zebra77") || text.contains("%7a%45%62") || bytes.contains(wide);
}
inline bool isIn(const QString &text)
{
    return isIn(text.toUtf8());
}

/// The files below these folders that hold it, and how many were read.
inline QStringList filesWithIt(const QStringList &folders, int *read = nullptr)
{
    QStringList found;
    for (const QString &folder : folders) {
        QDirIterator files(folder, QDir::Files | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (!file.open(QIODevice::ReadOnly))
                continue;
            if (read)
                ++*read;
            if (isIn(file.readAll()))
                found << file.fileName();
        }
    }
    return found;
}

/// Reads the words of every process on the machine, and the environment of every server, over and over.
class ProcessWatch : public QThread
{
public:
    ProcessWatch() { start(); }
    ~ProcessWatch() override { end(); }
    void end()
    {
        m_ending = true;
        wait();
    }
    /// After end(): the lines that held it, and the programs that were seen (names without their folders).
    QSet<QByteArray> guilty;
    QSet<QByteArray> programs;
    int servers = 0; ///< times that one was looked at

private:
    /// Started by this test, or by what it started: another run of the suite plants the same.
    static bool isOurs(qint64 process)
    {
        for (int up = 0; up < 20 && process > 1; ++up) {
            QFile stat(QStringLiteral("/proc/%1/stat").arg(process));
            const QByteArray text = stat.open(QIODevice::ReadOnly) ? stat.readAll() : QByteArray();
            process = text.mid(text.lastIndexOf(')') + 4).split(' ').value(0).toLongLong(); // the parent
            if (process == getpid())
                return true;
        }
        return false;
    }
    void run() override
    {
        while (!m_ending) {
            const QStringList numbers = QDir(QStringLiteral("/proc")).entryList({QStringLiteral("[1-9]*")}, QDir::Dirs);
            for (const QString &number : numbers)
                look(number);
            msleep(2);
        }
    }
    void look(const QString &number)
    {
        QFile file(QStringLiteral("/proc/%1/cmdline").arg(number));
        if (number.toLongLong() == getpid() || !file.open(QIODevice::ReadOnly))
            return;
        const QByteArray words = file.readAll();
        const QByteArray program = words.left(words.indexOf('\0'));
        programs.insert(program.mid(program.lastIndexOf('/') + 1));
        // A server of ours runs on; what is started for a moment (pg_dump) is told by its environment.
        QFile environment(QStringLiteral("/proc/%1/environ").arg(number));
        const bool isServer = program.endsWith("/postgres") && words.contains(QByteArray("\0-D\0", 4));
        servers += isServer ? 1 : 0;
        if (!isOurs(number.toLongLong()))
            return;
        if (isServer && environment.open(QIODevice::ReadOnly) && isIn(environment.readAll()))
            guilty.insert("environment of " + program);
        if (isIn(words))
            guilty.insert(QByteArray(words).replace('\0', ' '));
    }

    std::atomic<bool> m_ending = false;
};

} // namespace pitboss::testing::planted
