// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/privacy.h"

#include "sql/connect/urlparameters.h"

#include <QFile>

#include <sys/resource.h>

#include <cstring>

namespace pitboss {

namespace {

using Ranges = QList<std::pair<qsizetype, qsizetype>>;

bool isUrl(const QByteArray &word)
{
    return word.contains("postgres://") || word.contains("postgresql://");
}

/// From `start` up to the first of `ends`.
std::pair<qsizetype, qsizetype> until(const QByteArray &word, qsizetype start, const char *ends)
{
    qsizetype end = start;
    while (end < word.size() && !std::strchr(ends, word[end]))
        ++end;
    return {start, end - start};
}

void addUserInfo(const QByteArray &word, Ranges &ranges)
{
    const auto found = passwordInUrl(QString::fromLatin1(word)); // one character for each byte
    if (found.second > 0)
        ranges.append(found);
}

} // namespace

QList<std::pair<qsizetype, qsizetype>> passwordRanges(const QByteArray &word)
{
    Ranges ranges;
    const bool url = isUrl(word);
    if (url)
        addUserInfo(word, ranges);
    qsizetype from = 0;
    while ((from = word.toLower().indexOf("password", from)) >= 0) {
        from += qsizetype(std::strlen("password"));
        qsizetype start = from;
        while (start < word.size() && word[start] == ' ')
            ++start;
        if (start >= word.size() || word[start] != '=')
            continue;
        while (++start < word.size() && word[start] == ' ') { }
        const bool quoted = !url && start < word.size() && word[start] == '\'';
        ranges.append(quoted ? std::pair(start + 1, word.size() - start - 1) : until(word, start, url ? "&" : " "));
    }
    return ranges;
}

void keepMemoryOutOfDumps()
{
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
    // A handler in /proc/sys/kernel/core_pattern that takes dumps by a pipe is not bound by that limit.
    QFile filter(QStringLiteral("/proc/self/coredump_filter"));
    if (filter.open(QIODevice::WriteOnly))
        filter.write("0");
}

QStringList takeArguments(int argc, char **argv)
{
    QStringList words;
    for (int i = 0; i < argc; ++i) {
        const QByteArray word(argv[i]);
        words << QString::fromLocal8Bit(word);
        for (const auto &[start, length] : passwordRanges(word))
            std::memset(argv[i] + start, 'x', size_t(length));
    }
    return words;
}

} // namespace pitboss
