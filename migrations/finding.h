// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace pitboss {

enum class Severity { Info, Warning, Error };

/// "info", "warning", "error": fixed words.
QString toString(Severity severity);
/// False for a word that is none of the three.
bool severityFrom(const QString &word, Severity *severity);

/// What a rule says about a statement, or about a file.
struct Finding
{
    QString rule; ///< squawk's name where squawk has the rule
    Severity severity = Severity::Warning;
    int line = 1;         ///< in the file, from 1
    int statement = -1;   ///< index into Script::statements(); -1: the file as a whole
    QString message;      ///< what, in a sentence
    QString why;          ///< why it matters
    QString fix;          ///< what to write instead: SQL where that is possible
    bool ignored = false; ///< silenced by a comment in the file
    QString ignoreReason;
};

} // namespace pitboss
