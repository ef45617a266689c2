// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"

#include <QMap>

namespace pitboss::cli {

/// A call's words, sorted.
struct Invocation
{
    const Command *command = nullptr; ///< nullptr: none was given (only --help, --version …)
    QStringList words;                ///< the command's arguments
    QMap<QString, QString> options;   ///< a switch has an empty value

    bool has(const QString &option) const { return options.contains(option); }
};

/// Why a call could not be read, and the command it was about, if one was recognised.
struct UsageError
{
    QString message;
    const Command *command = nullptr;
};

/// Options may stand before and after the command; "--name value", "--name=value", "-n value"; "--" ends them.
/// The commands must outlive what is given back.
tl::expected<Invocation, UsageError> parseCommandLine(const QStringList &arguments, const QList<Command> &commands,
                                                      const QList<Option> &global);

/// Those of `candidates` that `word` may have been meant to be, best first.
QStringList nearest(const QString &word, const QStringList &candidates);

} // namespace pitboss::cli
