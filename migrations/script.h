// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/pgparse.h"
#include "migrations/scriptcomments.h"
#include "migrations/sqllexer.h"
#include "migrations/touches.h"

namespace pitboss {

/// One statement of a script. `offset` and `length` are bytes of Script::utf8(), from its first token to its last,
/// without the semicolon; comments before it begin at `leadOffset`.
struct ScriptStatement
{
    qsizetype offset = 0;
    qsizetype length = 0;
    qsizetype leadOffset = 0;
    int line = 1; ///< of `offset`, from 1
    int endLine = 1;
    int chunk = 0;   ///< index into Script::chunks()
    QByteArray text; ///< the original bytes: what is executed
    // From here on only with Script::Depth::Trees:
    QString kind; ///< Postgres's command tag: "CREATE TABLE"
    QList<TouchedObject> touches;
    Node tree;          ///< empty: the parser could not read it, or it is too big to be worth a tree
    QList<Node> inner;  ///< the statements in a DO block's body
    QString parseError; ///< not empty: this grammar refuses it; the server judges
    int parseErrorLine = 0;
    QString nonTransactional; ///< why it cannot run in a transaction block, else empty

    bool isTransactionControl() const { return tree.is(QLatin1StringView("TransactionStmt")); }
};

/// What the runner sends as one query. Without statement markers the whole file is one.
struct ScriptChunk
{
    qsizetype offset = 0;
    qsizetype length = 0;
    int line = 1;
    QString parseError; ///< of the chunk taken alone
    int parseErrorLine = 0;
};

/// A part of a file that no server understands: psql's own lines, COPY's data.
struct ForeignPart
{
    bool copyData = false; ///< else a psql line
    int line = 1;
    QByteArray text;
};

/// A file's text, read: statements, comments, oddities. A value without a database; safe to read from any thread.
class Script
{
public:
    enum class Depth {
        Statements, ///< where they are: enough to count and list
        Trees       ///< and what they are
    };
    struct Options
    {
        bool breakpoints = false; ///< cut at Drizzle's marker exactly as Drizzle does, wherever it stands
        Depth depth = Depth::Trees;
    };

    static Script parse(const QByteArray &bytes, const Options &options);
    static Script parse(const QByteArray &bytes) { return parse(bytes, Options{}); }

    /// The text as UTF-8; bad sequences replaced. All offsets count its bytes.
    const QByteArray &utf8() const { return m_utf8; }
    /// What was read from the disk.
    const QByteArray &bytes() const { return m_bytes; }
    /// Lowercase hex SHA-256 of utf8(): what Drizzle records, and sha256sum of any valid file.
    QString hash() const { return m_hash; }

    const QList<ScriptStatement> &statements() const { return m_statements; }
    const QList<ScriptChunk> &chunks() const { return m_chunks; }
    const QList<ForeignPart> &foreignParts() const { return m_foreign; }
    const HeaderFields &header() const { return m_header; }
    const RollbackSection &rollback() const { return m_rollback; }
    const QList<IgnoreComment> &ignores() const { return m_ignores; }
    Depth depth() const { return m_options.depth; }

    bool validUtf8() const { return m_validUtf8; }
    bool byteOrderMark() const { return m_byteOrderMark; }
    bool hasNul() const { return m_hasNul; }
    bool hasCarriageReturns() const { return m_carriageReturns; }
    bool isBlank() const { return m_statements.isEmpty() && m_foreign.isEmpty(); }
    /// Lines of markers that the split finds inside a string, a comment or a function's body.
    const QList<int> &misplacedMarkers() const { return m_misplacedMarkers; }

    int lineOf(qsizetype offset) const;
    /// This script with trees; itself when it has them.
    Script withTrees() const;

private:
    void readChunk(qsizetype offset, qsizetype length, const QList<Lexeme> &whole);
    void addStatement(const Span &span, qsizetype base, int chunk);
    void findMisplacedMarkers(const QList<Lexeme> &lexemes);
    void readForeignParts(const QList<Lexeme> &lexemes);
    void readLines();

    QByteArray m_bytes;
    QByteArray m_utf8;
    QString m_hash;
    Options m_options;
    QList<qsizetype> m_lineStarts;
    QList<ScriptStatement> m_statements;
    QList<ScriptChunk> m_chunks;
    QList<ForeignPart> m_foreign;
    QList<int> m_misplacedMarkers;
    HeaderFields m_header;
    RollbackSection m_rollback;
    QList<IgnoreComment> m_ignores;
    bool m_validUtf8 = true;
    bool m_byteOrderMark = false;
    bool m_hasNul = false;
    bool m_carriageReturns = false;
};

/// "--> statement-breakpoint"
QByteArray statementMarker();

} // namespace pitboss
