// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace pitboss {

/// No core file and no crash report holds this program's memory, in which passwords stand: no core files at all, and a
/// handler that the system has for crashes gets none of it. First thing in main().
void keepMemoryOutOfDumps();

/// The program's words, as text; in the process's own list of arguments, which everybody on this computer can read,
/// every password of a connection URL is then written over.
QStringList takeArguments(int argc, char **argv);

/// Where the password stands in a word that is a URL or libpq's key=value text; empty ranges: nowhere.
QList<std::pair<qsizetype, qsizetype>> passwordRanges(const QByteArray &word);

} // namespace pitboss
