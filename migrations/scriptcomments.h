// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/sqllexer.h"

#include <QStringList>

namespace pitboss {

/// The fields of a file's opening comment; each on lines of its own, continued by the lines below it.
struct HeaderFields
{
    QString migration;
    QString purpose;
    QString references;
    QString idempotent;
    QString description; ///< the comment's other lines
    int line = 0;        ///< of the first field; 0: there is none

    bool isEmpty() const { return line == 0; }
    /// "Purpose", … as the file would have to write them.
    QStringList missing() const;
};

/// A rollback kept in a comment of the file itself.
struct RollbackSection
{
    enum class Kind {
        None,
        Sql,  ///< Postgres's parser reads it
        Prose ///< words for a person
    };
    Kind kind = Kind::None;
    QString text; ///< comment marks removed
    int line = 0;
};

/// -- pitboss: ignore RULE[, RULE] reason
struct IgnoreComment
{
    QStringList rules;
    QString reason;
    int line = 0;
    qsizetype offset = 0;
};

struct ScriptComments
{
    HeaderFields header;
    RollbackSection rollback;
    QList<IgnoreComment> ignores;
};

/// Reads all three from a text's comments; the header ends where the first statement begins.
ScriptComments readComments(const QByteArray &utf8, const QList<Lexeme> &lexemes, qsizetype firstStatement);

} // namespace pitboss
